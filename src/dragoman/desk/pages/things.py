"""The pages of merged things: happenings, meetings and stories."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

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
