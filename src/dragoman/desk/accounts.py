"""Sessions, tokens and what slows down whoever guesses: where a desk has users, nothing but the log-in is open to others."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from dragoman.app.users import Role, User, UserError, Users, load_users, save_users

T = TypeVar("T")
SESSION = "session"
HOURS = 12  # a session ends so long after the log-in: a working day
TRIES = 5  # wrong passwords for a name, or from an address, before it waits
FIRST_WAIT, LONGEST_WAIT = 30.0, 900.0  # seconds; each further wrong one doubles the wait
RATE, BURST = 10.0, 200.0  # requests a second from one address in the long run, and at once
_KEPT = 10_000  # names and addresses that are remembered


class Accounts:
    """The users of a desk, read anew when their file changes, and what is remembered of attempts."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._lock = Lock()
        self._stamp: tuple[int, int] | None = None
        self._users = Users()
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    @property
    def users(self) -> Users:
        """The users as their file has them now."""
        with self._lock:
            found = self._path.stat() if self._path.exists() else None
            stamp = (found.st_mtime_ns, found.st_ino) if found else None
            if stamp != self._stamp:
                self._users, self._stamp = load_users(self._path), stamp
            return self._users

    def change(self, change: Callable[[Users], Users]) -> None:
        """Writes the users that `change` makes of those that the file has now. Raises UserError."""
        with self._lock:
            try:
                save_users(self._path, change(load_users(self._path)))
            except OSError as error:
                raise UserError(f"the file of users cannot be written: {error.strerror}") from error

    def user_of(self, request: Request) -> User | None:
        """Who sends a request, by a token or a session."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self.users.bearer(token.strip())
        return self._by_session(request.cookies.get(SESSION, ""))

    def _by_session(self, cookie: str) -> User | None:
        try:
            held = self._signer().loads(cookie, max_age=HOURS * 3600)
            name, mark = held
        except (BadSignature, ValueError, TypeError):
            return None
        user = self.users.by_name.get(str(name))
        return user if user and user.mark == mark else None

    def begin(self, user: User, answer: Response, secure: bool) -> None:
        """Gives a browser the session of a user."""
        value = self._signer().dumps([user.name, user.mark])
        answer.set_cookie(SESSION, value, max_age=HOURS * 3600, httponly=True, samesite="lax", secure=secure)

    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.users.secret, salt="dragoman.session")

    # --- attempts ------------------------------------------------------------------------------------------------------

    def log_in(self, name: str, password: str, address: str) -> User | float | None:
        """The user; or None for a wrong name or password; or for how many seconds no password is looked at."""
        keys = (f"name {name[:64]}", f"address {address}")
        if wait := max(self._wait(key) for key in keys):
            return wait
        user = self.users.check(name, password)
        with self._lock:
            for key in keys:
                count = 0 if user else self._failures.get(key, (0, 0.0))[0] + 1
                _remember(self._failures, key, (count, self._clock()))
        return user

    def _wait(self, key: str) -> float:
        with self._lock:
            count, at = self._failures.get(key, (0, 0.0))
        if count < TRIES:
            return 0.0
        wait = min(LONGEST_WAIT, FIRST_WAIT * float(2 ** min(count - TRIES, 10)))
        return max(0.0, at + wait - self._clock())

    def admits(self, address: str) -> bool:
        """Whether an address may ask once more: a bucket that runs full again."""
        with self._lock:
            now = self._clock()
            left, at = self._buckets.get(address, (BURST, now))
            left = min(BURST, left + (now - at) * RATE)
            _remember(self._buckets, address, (max(0.0, left - 1), now))
            return left >= 1


def _remember(held: OrderedDict[str, T], key: str, value: T) -> None:
    held[key] = value
    held.move_to_end(key)
    while len(held) > _KEPT:
        held.popitem(last=False)


def role_for(request: Request) -> Role:
    """The role that a request needs by what it does: settings are for admins, to change something else is for reviewers."""
    if request.url.path.startswith("/settings"):
        return "admin"
    return "reader" if request.method in ("GET", "HEAD", "OPTIONS") else "reviewer"
