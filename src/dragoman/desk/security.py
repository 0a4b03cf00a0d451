"""What protects the desk: headers of every answer, the Host header, forms that no other site can send, and who may come in."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from dragoman.app.users import Role, User
from dragoman.desk.accounts import Accounts, role_for
from dragoman.desk.state import LOCAL, desk_of

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
VISITOR = "visitor"  # the cookie that a form's token is bound to
_SAFE = ("GET", "HEAD", "OPTIONS")
_OPEN = ("/login", "/logout", "/theme")

Next = Callable[[Request], Awaitable[Response]]


def protect(app: FastAPI) -> None:
    """Puts the guards around an app; `app.state.secret` is what its tokens are made with, for as long as it runs."""
    app.state.secret = secrets.token_bytes(32)
    app.middleware("http")(_guard)


async def _guard(request: Request, call_next: Next) -> Response:
    response = _refusal(request) or await call_next(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    if VISITOR not in request.cookies and (fresh := request.scope.get("visitor")):
        response.set_cookie(VISITOR, fresh, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return response


def _refusal(request: Request) -> Response | None:
    """What is answered at once: a Host that is not ours, another site's form, and whoever may not come in."""
    if not known_host(request):
        return PlainTextResponse("This desk does not go by that name.", 421)
    if request.method not in _SAFE and not own_origin(request):
        return PlainTextResponse("This form was sent from another site.", 403)
    accounts = desk_of(request).accounts
    return _stranger(request, accounts) if accounts else None


def _stranger(request: Request, accounts: Accounts) -> Response | None:
    """What is answered to whoever asks too often, is not logged in, or may not do what they ask."""
    if not accounts.admits(request.client.host if request.client else ""):
        return PlainTextResponse("Too many requests; try again in a minute.", 429, {"Retry-After": "60"})
    user = accounts.user_of(request)
    request.scope["user"] = user
    path = request.url.path
    if path in _OPEN or path.startswith("/static/"):
        return None
    if user is None:
        asks_for_page = request.method in _SAFE and not path.startswith("/api/") and not path.endswith((".json", ".atom"))
        if asks_for_page:
            return RedirectResponse(f"/login?{urlencode({'back': path})}", 303)
        return PlainTextResponse("Log in first, or send a token.", 401, {"WWW-Authenticate": "Bearer"})
    role = role_for(request)
    if not user.may(role):
        return PlainTextResponse(f"This is for {role}s; you are {user.name}, a {user.role}.", 403)
    return None


def may(request: Request, role: Role) -> bool:
    """Whether who sends a request has a role; on a desk without users everybody has all."""
    user: User | None = request.scope.get("user")
    return user.may(role) if user else desk_of(request).accounts is None


def known_host(request: Request) -> bool:
    """Whether the request names the desk as it may be named. A foreign name pointed at this computer could read all pages."""
    host = request.headers.get("host", "").lower()
    name = host[: host.rfind(":")] if host.rpartition(":")[2].isdigit() else host
    return name in (*LOCAL, *desk_of(request).settings.hosts)


def own_origin(request: Request) -> bool:
    """Whether the browser says that the request comes from a page of this desk, or says nothing since it is none."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or origin.partition("://")[2].lower() == request.headers.get("host", "").lower()


def form_token(request: Request) -> str:
    """The token that a form of this visitor carries; the visitor gets a cookie with the answer where there is none yet."""
    visitor = request.cookies.get(VISITOR) or request.scope.setdefault("visitor", secrets.token_urlsafe(24))
    return hmac.new(request.app.state.secret, visitor.encode(), hashlib.sha256).hexdigest()


def right_token(request: Request, given: str) -> bool:
    """Whether a form carries the token of its visitor."""
    return VISITOR in request.cookies and hmac.compare_digest(form_token(request).encode(), given.encode("utf-8", "replace"))
