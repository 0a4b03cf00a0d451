"""Review: queues, one case a screen, actors joined or set apart, and taking a judgment back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from threading import Lock
from typing import Annotated, Any
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, Depends, HTTPException, Query
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.app.agreement import agreement, reviewers
from dragoman.app.judging import judge
from dragoman.app.pages.book import Shown
from dragoman.app.pages.review import (
    MOST_REPORTS,
    RECENT,
    ActorsPage,
    CasePage,
    Listed,
    Reviewing,
    ReviewPage,
    case_page,
    made,
    members,
    progress,
    recent,
)
from dragoman.app.precision import precision
from dragoman.app.reviewing import Kind, Queue, answer, done, home_of, in_order, keep, next_open
from dragoman.casebook import Casebook
from dragoman.casebook.queries import ReadEvent
from dragoman.desk.address import part
from dragoman.desk.paths import checked, id_in, local, may_write, there
from dragoman.desk.render import both, page
from dragoman.desk.state import book_of, desk_of
from dragoman.errors import CasebookError
from dragoman.exports.view import View
from dragoman.record.entry import Entry

router = APIRouter()
REVIEWER = "reviewer"  # the cookie with the name of somebody who reviews on a desk without users
_YEAR = 365 * 86_400
_MOST_NAME = 64


class Reads:
    """The events as they were read, until another reading is kept: sorting a hundred thousand at each step would be felt."""

    def __init__(self, casebook: Casebook) -> None:
        self._casebook, self._lock = casebook, Lock()
        self._at: tuple[int, int] | None = None
        self._events: list[ReadEvent] = []
        self._orders: dict[Queue, Listed] = {}

    def events(self) -> list[ReadEvent]:
        """All events of the present readings."""
        at = self._casebook.queries.readings_kept()
        with self._lock:
            if at != self._at:
                self._events, self._at = self._casebook.queries.read_events(), at
                self._orders.clear()
            return self._events

    def listed(self, queue: Queue) -> Listed:
        """A queue with its keys."""
        events = self.events()
        with self._lock:
            if queue not in self._orders:
                if len(self._orders) > 20:
                    self._orders.clear()
                self._orders[queue] = Listed(queue, in_order(queue, events))
            return self._orders[queue]


def reads_of(request: Request) -> Reads:
    """What the desk keeps at hand for its reviewers."""
    state = request.app.state
    if not hasattr(state, "reads"):
        state.reads = Reads(desk_of(request).casebook)
    found: Reads = state.reads
    return found


def queue_in(
    queue: Annotated[Kind, Query()] = "unsure",
    seed: Annotated[int, Query(ge=0, le=2**31)] = 1,
    size: Annotated[int, Query(ge=1, le=100_000)] = 200,
) -> Queue:
    """The queue that a request names."""
    return Queue(queue, seed, size) if queue == "sample" else Queue()


Asked = Annotated[Queue, Depends(queue_in)]


def reviewing(request: Request) -> Reviewing:
    """Who reviews: the user of the session, else who gave a name once."""
    desk, user = desk_of(request), request.scope.get("user")
    who = user.name if user else _name(unquote(request.cookies.get(REVIEWER, "")))
    may = not desk.settings.read_only and (user is None or user.may("reviewer"))
    return Reviewing(who, may, desk.casebook.present_judgments())


def _name(given: str) -> str:
    """A name as judgments have it; "" for what is none."""
    name = " ".join(given.split())
    return name if name.isprintable() and len(name) <= _MOST_NAME else ""


def as_read(request: Request, report: str) -> Shown | None:
    """A report's entry as it was read, with what people added as they added it."""
    entry: Entry | None = next(desk_of(request).casebook.with_added([report]), None)
    return Shown(entry, View.of(entry.reading)) if entry else None


# --- pages -----------------------------------------------------------------------------------------------------------------


@both(router, "/review")
def review(
    request: Request, seed: Annotated[int, Query(ge=0, le=2**31)] = 1, size: Annotated[int, Query(ge=1, le=100_000)] = 200
) -> Response:
    """The queues with the figures so far."""
    by, reads, book = reviewing(request), reads_of(request), desk_of(request).casebook
    sample = Queue("sample", seed, size)
    ours = [j for j in by.judgments if j.id.startswith(f"{sample.tag}-")]
    events, judged = reads.events(), {j.on for j in ours}
    read = {event.key: {"type": event.type, "status": event.status} for event in events if event.key in judged}
    last = by.judgments[-RECENT:]
    shown = book_of(request).load({home_of(j.on) for j in last})
    model = ReviewPage(
        "Review", by.who, by.may, tuple(progress(reads.listed(queue), by) for queue in (Queue(), sample)),
        precision(book, seed, read=events), agreement(ours, read), reviewers(by.judgments), recent(last, shown),
    )  # fmt: skip
    return page(request, model, "review.html")


@both(router, "/review/case")
def case(request: Request, queue: Asked, key: str = "") -> Response:
    """One event to be judged: that of a key, else the first of the queue that is not judged yet."""
    by, listed = reviewing(request), reads_of(request).listed(queue)
    found = id_in(key) or next_open(listed.keys, done(queue, by.judgments, by.who), None)
    if found is None:
        return RedirectResponse(f"/review?{urlencode(queue.values)}", 303)
    return page(request, _case(request, found, listed, by), "review_case.html")


def _case(request: Request, key: str, listed: Listed, by: Reviewing, given: Mapping[str, Any] | None = None) -> CasePage:
    shown = as_read(request, home_of(key))
    return there(case_page(key, listed, shown, by, given) if shown else None, "event")


@router.get("/review/at", include_in_schema=False)
def at(request: Request, report: str, at: str) -> Response:
    """From an event's words, such as 104-112, to its case."""
    shown = there(as_read(request, id_in(report)), "report")
    words = {f"{event.trigger.start}-{event.trigger.end}": event.id for event in shown.entry.reading.events}
    return RedirectResponse(_case_at(Queue(), shown.entry.keys[there(words.get(at), "event")]), 303)


@both(router, "/review/actors")
def actors(request: Request, report: str = "", one: str = "", name: str = "") -> Response:
    """The actors of a report and of those that tell of the same, to be joined or set apart; `name` is that of the one to begin with."""
    report, one = id_in(report), id_in(one)
    model = _actors(request, (report or home_of(one), one, ""))
    first = next((row.key for row in model.members if row.name == name and row.report.id == model.of), model.one)
    return page(request, replace(model, one=first), "review_actors.html")


def _actors(request: Request, asked: tuple[str, str, str], trouble: str = "") -> ActorsPage:
    by, book = reviewing(request), book_of(request)
    of, one, other = asked
    story = book.whole.story_of.get(of)
    ids = dict.fromkeys([of, home_of(other), *(story.reports if story else ())])
    shown = book.load([id for id in list(ids)[:MOST_REPORTS] if id])
    rows = members(there(shown or None, "report").values())
    held = {row.key for row in rows}
    pairs = [j for j in by.judgments if j.what in ("merge", "split") and (j.on in held or j.value.strip('"') in held)]
    return ActorsPage("Actors that are one, or not", by.who, by.may, of, one, other, rows, tuple(made(j, shown) for j in pairs), trouble)


# --- forms -----------------------------------------------------------------------------------------------------------------


async def filled(request: Request) -> FormData:
    """The fields of a form, of which some stand more than once."""
    return await request.form(max_fields=2_000)


Filled = Annotated[FormData, Depends(filled)]


@router.post("/review/name", include_in_schema=False)
def name(request: Request, form: Filled) -> Response:
    """Keeps the name under which somebody reviews in a cookie."""
    checked(request, text_in(form, "token"))
    name, back = _name(text_in(form, "name")), text_in(form, "back") or "/review"
    if not name:
        raise HTTPException(400, f"A name has 1 to {_MOST_NAME} characters.")
    answer = RedirectResponse(local(back), 303)
    answer.set_cookie(REVIEWER, quote(name), max_age=_YEAR, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return answer


@router.post("/review/case", include_in_schema=False)
def give(request: Request, form: Filled, queue: Asked) -> Response:
    """Keeps a verdict and goes on to the next case; what does not fit comes back with the reason."""
    by, key = entitled(request, form), id_in(text_in(form, "key"))
    listed, given = reads_of(request).listed(queue), fields_in(form)
    shown = there(as_read(request, home_of(key)), "event")
    try:
        keep(
            desk_of(request).casebook, answer(shown.entry, key, text_in(form, "verdict"), given, (by.who, text_in(form, "why")), queue.tag)
        )
    except CasebookError as error:
        model = _case(request, key, listed, by, {**given, "why": text_in(form, "why")})
        return page(request, replace(model, trouble=str(error)), "review_case.html", 422)
    judged = done(queue, desk_of(request).casebook.present_judgments(), by.who)
    following = next_open(listed.keys, judged, key)
    return RedirectResponse(_case_at(queue, following) if following else f"/review?{urlencode(queue.values)}", 303)


def fields_in(form: FormData) -> dict[str, Any]:
    """The fields of an event, as the value of a judgment has them."""
    single = {name: text_in(form, name) or None for name in ("type", "mode", "status", "place", "time") if name in form}
    if "sides" not in form:  # of boxes that are not ticked a form says nothing
        return single
    return {**single, **{side: [id_in(str(key)) for key in form.getlist(side)] for side in ("sources", "recipients")}}


@router.post("/review/undo", include_in_schema=False)
def undo(request: Request, form: Filled, queue: Asked) -> Response:
    """Takes a judgment back, and shows what it was on."""
    by, id = entitled(request, form), text_in(form, "judgment")
    judgment = next((j for j in by.judgments if j.id == id), None)
    if judgment is None:
        raise HTTPException(404, "This judgment does not stand any more.")
    judge(desk_of(request).casebook, "undo", [id], {}, (by.who, ""))
    back = text_in(form, "back")
    return RedirectResponse(local(back) if back else _case_at(queue, judgment.on), 303)


@router.post("/review/actors", include_in_schema=False)
def join(request: Request, form: Filled) -> Response:
    """Keeps that two actors are one, or that they are two."""
    by, what = entitled(request, form), text_in(form, "verdict")
    report, one, other = (id_in(text_in(form, name)) for name in ("report", "one", "other"))
    try:
        if what not in ("merge", "split"):
            raise CasebookError(f"{what!r} is neither merge nor split")
        judge(desk_of(request).casebook, what, [one, other], {}, (by.who, text_in(form, "why")))
    except CasebookError as error:
        return page(request, _actors(request, (report, one, other), str(error)), "review_actors.html", 422)
    return RedirectResponse(f"/review/actors?{urlencode({'report': part(report)})}", 303)


def entitled(request: Request, form: FormData) -> Reviewing:
    """Who may judge and has said who they are."""
    may_write(request, text_in(form, "token"))
    by = reviewing(request)
    if not by.who:
        raise HTTPException(403, "Say first who you are: a judgment has a name.")
    return by


def _case_at(queue: Queue, key: str) -> str:
    return f"/review/case?{urlencode({**queue.values, 'key': part(key)})}"


def text_in(form: FormData, name: str) -> str:
    """A field of a form without blanks around it; "" where there is none."""
    found = form.get(name)
    return found.strip() if isinstance(found, str) else ""
