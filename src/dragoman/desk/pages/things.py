"""The pages of merged things: happenings, meetings, stories, claims, forums, and of actors over reports."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dragoman.app.pages.actor import actor_page
from dragoman.app.pages.claim import claim_page, claims_page
from dragoman.app.pages.forum import forum_page, forums_page
from dragoman.app.pages.happening import happening_page
from dragoman.app.pages.meeting import meeting_page
from dragoman.app.pages.story import story_page
from dragoman.desk.paths import id_in, there
from dragoman.desk.render import both, page
from dragoman.desk.state import book_of

router = APIRouter()


@both(router, "/happenings/{part}")
def happening(request: Request, part: str) -> Response:
    """A happening."""
    return page(request, there(happening_page(id_in(part), book_of(request)), "happening"), "happening.html")


@both(router, "/meetings/{part}")
def meeting(request: Request, part: str) -> Response:
    """A happening as a meeting."""
    return page(request, there(meeting_page(id_in(part), book_of(request)), "meeting"), "meeting.html")


@both(router, "/stories/{part}")
def story(request: Request, part: str) -> Response:
    """A story."""
    return page(request, there(story_page(id_in(part), book_of(request)), "story"), "story.html")


@both(router, "/claims")
def claims(request: Request, after: int = 0) -> Response:
    """The list of claims."""
    return page(request, claims_page(book_of(request), max(0, after)), "claims.html")


@both(router, "/claims/{part}")
def claim(request: Request, part: str) -> Response:
    """A claim."""
    return page(request, there(claim_page(id_in(part), book_of(request)), "claim"), "claim.html")


@both(router, "/forums")
def forums(request: Request) -> Response:
    """The list of forums."""
    return page(request, forums_page(book_of(request)), "forums.html")


@both(router, "/forums/{part}")
def forum(request: Request, part: str) -> Response:
    """A forum."""
    return page(request, there(forum_page(id_in(part), book_of(request)), "forum"), "forum.html")


@both(router, "/actors/{part}")
def actor(request: Request, part: str) -> Response:
    """An actor."""
    return page(request, there(actor_page(id_in(part), book_of(request)), "actor"), "actor.html")
