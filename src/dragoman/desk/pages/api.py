"""The HTTP API under /api/v1: lists with filters and cursors, and single things, as the pages have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeVar

import numpy as np
from fastapi import APIRouter, FastAPI, HTTPException, Path, Query
from pydantic import BaseModel, Field
from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import Response

from dragoman import __version__
from dragoman.app.pages import api as rows
from dragoman.app.pages.events import event_lines
from dragoman.app.pages.names import side_name
from dragoman.app.pages.relation import happenings_between
from dragoman.app.pages.search import FacetBox, boxes
from dragoman.app.search.cursor import numbers_of, word_of, written
from dragoman.app.search.finder import Answer
from dragoman.app.search.wanted import UnfitError, wanted_of
from dragoman.desk.finding import answer_to
from dragoman.desk.problems import described, tell_problems
from dragoman.desk.render import json_response
from dragoman.desk.state import book_of, desk_of
from dragoman.errors import CasebookError
from dragoman.knowledge import Knowledge
from dragoman.ontology import load
from dragoman.record import Status
from dragoman.record.json import to_json

_SIDE = r"[^,\x00-\x1f\x7f]*[^,\s\x00-\x1f\x7f][^,\x00-\x1f\x7f]*"
_PAIR = f"^{_SIDE},{_SIDE}$"

T = TypeVar("T")
S = TypeVar("S")
A = TypeVar("A", bound=Callable[..., Any])
Text = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
Many = Annotated[list[Text], Field(max_length=50)]
Id = Annotated[str, Path(max_length=1000)]
if TYPE_CHECKING:
    EventType = str
else:
    EventType = Literal[tuple(load().events)]


class Paged(BaseModel):
    """Which part of a list."""

    cursor: Annotated[str, Field(max_length=300)] | None = Field(None, description="`next` of the page before")
    limit: int = Field(20, ge=1, le=100)


class Asked(Paged):
    """The filters of search: values of one are alternatives, all filters must fit."""

    q: Text = Field("", description="words that all stand in the report")
    actor: Many = Field([], description="keys or names")
    country: Annotated[list[Annotated[str, Field(pattern="^[A-Za-z]{3}$")]], Field(max_length=50)] = Field(
        [], description="ISO 3166 alpha-3"
    )
    type: Annotated[list[EventType], Field(max_length=50)] = []
    mode: Many = []
    status: Annotated[list[Status], Field(max_length=50)] = []
    voice: Annotated[list[Literal["happening", "claim"]], Field(max_length=50)] = Field(
        [], description="the report's own word, or a speaker's"
    )
    topic: Many = []
    place: Many = []
    publisher: Many = []
    dyad: str | None = Field(None, max_length=500, pattern=_PAIR, description="two actors or countries with a comma between")
    against: Many = Field([], description="actors or countries to which something is done")
    since: date | None = Field(None, description="ISO day, included")
    until: date | None = Field(None, description="ISO day, included")
    sources: int = Field(1, ge=1, le=1000, description="independent sources, at least")
    confidence: float = Field(0, ge=0, le=1, description="at least")
    judged: Annotated[list[Literal["yes", "no"]], Field(max_length=50)] = []
    sort: Literal["fit", "newest", "oldest"] | None = Field(None, description="default: fit with words, else newest")


Filters = Annotated[Asked, Query()]
Part = Annotated[Paged, Query()]


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """A page of a list: `total` things fit; `next` is the cursor of the page after, null where this is the last."""

    items: list[T]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its text."""

    id: str
    title: str | None
    published: str | None
    publisher: str | None
    url: str | None
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class ActorCount:
    """An actor and how many events that fit it has part in."""

    key: str
    name: str
    country: str | None
    events: int


@dataclass(frozen=True, slots=True)
class Relationship:
    """Two sides, each a country's code or an actor's key, and how many events that fit lie between them."""

    one: str
    other: str
    names: tuple[str, str]
    events: int


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet and how many events have it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: `more` values are not listed."""

    name: str
    title: str
    values: list[Value]
    more: int


@dataclass(frozen=True, slots=True)
class Search:
    """What fits a question: counts, facets and the first events; the list of events has the rest."""

    events: int
    reports: int
    facets: list[Facet]
    items: list[rows.EventRow]
    next: str | None


router = APIRouter(responses=described(400, 401, 404, 422, 429, 503))


def make_api(state: State) -> FastAPI:
    """The API as an app to be mounted; `state` is the desk's."""
    app = FastAPI(
        title="Dragoman",
        version=__version__,
        description="A casebook's record: every row shows the words of the reports that support it.",
        docs_url=None, redoc_url=None, openapi_url="/openapi.json",
    )  # fmt: skip
    app.state = state
    tell_problems(app)
    app.include_router(router)
    return app


def _get(path: str) -> Callable[[A], A]:
    """Has a function answer at a path. What it returns describes the answer, which is written as pages write theirs: in plain ASCII,
    so that halves of characters, which reports may hold, go through.
    """

    def add(answer: A) -> A:
        @wraps(answer)
        def told(*args: Any, **named: Any) -> Response:
            return json_response(answer(*args, **named))

        router.add_api_route(path, told, methods=["GET"])
        return answer

    return add


def _answer(request: Request) -> Answer:
    """What fits; values that the description allows and that mean nothing are refused as 400."""
    return answer_to(request, wanted_of(request.query_params.multi_items()))


@_get("/search")
def search(request: Request, asked: Filters) -> Search:
    """Counts, facets and the first events."""
    answer, book = _answer(request), book_of(request)
    hits = answer.hits(asked.cursor, asked.limit)
    facets = [_facet(box) for box in boxes(answer, book)]
    return Search(answer.events, len(answer.reports()), facets, [rows.event(line) for line in event_lines(hits.rows, book)], hits.next)


@_get("/events")
def events(request: Request, asked: Filters) -> Listed[rows.EventRow]:
    """The events that fit, each with its sentence."""
    answer = _answer(request)
    hits = answer.hits(asked.cursor, asked.limit)
    return Listed([rows.event(line) for line in event_lines(hits.rows, book_of(request))], answer.events, hits.next)


@_get("/reports")
def reports(request: Request, asked: Filters) -> Listed[rows.ReportRow]:
    """The reports that fit, without their texts."""
    answer = _answer(request)
    return _part("reports", answer.reports(), asked, lambda some: [rows.report(one, answer) for one in some])


@_get("/reports/{id:path}")
def report(request: Request, id: Id) -> Report:
    """A report with its text, character for character but for what JSON cannot hold."""
    try:
        found = desk_of(request).casebook.report(id)
    except CasebookError as error:
        raise HTTPException(404, str(error)) from error
    return Report(found.id, found.title, found.published, found.publisher, found.url, found.language, found.text)


@_get("/readings/{id:path}")
def reading(request: Request, id: Id) -> dict[str, Any]:
    """A report's present reading with judgments applied, in the schema dragoman.reading/1; `judged` and `added` are ids of items."""
    try:
        entry = desk_of(request).casebook.entry(id)
    except CasebookError as error:
        raise HTTPException(404, str(error)) from error
    marks = {
        name: [id for id, key in entry.keys.items() if key in keys] for name, keys in (("judged", entry.judged), ("added", entry.added))
    }
    return {**to_json(entry.reading), **marks}


@_get("/happenings")
def happenings(request: Request, asked: Filters) -> Listed[rows.HappeningRow]:
    """The happenings that an event that fits belongs to, with the sentences of all their accounts."""
    answer, book = _answer(request), book_of(request)
    places = np.unique(answer.snapshot.happening[answer.mask])
    found = sorted((answer.snapshot.happenings[at] for at in places if at >= 0), key=lambda row: row.id)
    return _after(found, lambda row: row.id, ("happenings", asked), lambda some: rows.happenings(some, book))


@_get("/happenings/{id:path}")
def happening(request: Request, id: Id) -> rows.HappeningRow:
    """A happening."""
    book = book_of(request)
    return rows.happenings([_there(book.whole.happenings.get(id), "happening")], book)[0]


@_get("/claims")
def claims(request: Request, part: Part) -> Listed[rows.ClaimRow]:
    """All claims, by id."""
    book = book_of(request)
    return _after(book.whole.merged.claims, lambda row: row.id, ("claims", part), lambda some: rows.claims(some, book))


@_get("/claims/{id:path}")
def claim(request: Request, id: Id) -> rows.ClaimRow:
    """A claim."""
    book = book_of(request)
    return rows.claims([_there(book.whole.claims.get(id), "claim")], book)[0]


@_get("/forums")
def forums(request: Request, part: Part) -> Listed[rows.ForumRow]:
    """All forums, by id."""
    book = book_of(request)
    return _after(book.whole.merged.forums, lambda row: row.id, ("forums", part), lambda some: rows.forums(some, book))


@_get("/forums/{id:path}")
def forum(request: Request, id: Id) -> rows.ForumRow:
    """A forum with its sessions."""
    book = book_of(request)
    return rows.forums([_there(book.whole.forums.get(id), "forum")], book)[0]


@_get("/actors")
def actors(request: Request, asked: Filters) -> Listed[ActorCount]:
    """The actors of the events that fit, the busiest first."""
    answer = _answer(request)
    columns = answer.snapshot.columns
    counted = _counted(answer.snapshot.columns.many["actor"].counts(answer.mask, columns.size("actor")), columns.names["actor"].words)

    def made(some: Sequence[tuple[str, int]]) -> list[ActorCount]:
        people = columns.people
        return [ActorCount(key, people[key].name, people[key].country or None, count) for key, count in some]

    return _part("actors", counted, asked, made)


@_get("/relationships")
def relationships(request: Request, asked: Filters) -> Listed[Relationship]:
    """The pairs of sides that events that fit lie between, the busiest first."""
    answer, book = _answer(request), book_of(request)
    columns = answer.snapshot.columns
    counted = _counted(columns.many["pair"].counts(answer.mask, columns.size("pair")), columns.names["pair"].words)

    def made(some: Sequence[tuple[str, int]]) -> list[Relationship]:
        return [_relationship(pair, count, book.knowledge) for pair, count in some]

    return _part("relationships", counted, asked, made)


@_get("/relationships/{one}/{other}")
def relationship(request: Request, one: Id, other: Id, part: Part) -> Listed[rows.HappeningRow]:
    """The happenings between two sides, each a country's code or an actor's key, by id."""
    book = book_of(request)
    if one == other:
        raise HTTPException(404, "A relationship is of two.")
    found = sorted(happenings_between(min(one, other), max(one, other), book), key=lambda row: row.id)
    return _after(found, lambda row: row.id, ("relationship", part), lambda some: rows.happenings(some, book))


def _relationship(pair: str, count: int, knowledge: Knowledge) -> Relationship:
    one, _, other = pair.partition("|")
    return Relationship(one, other, (side_name(one, knowledge), side_name(other, knowledge)), count)


def _facet(box: FacetBox) -> Facet:
    values = [Value(choice.value, choice.label, choice.count, choice.chosen) for choice in box.choices]
    return Facet(box.name, box.title, values, box.more)


def _counted(counts: Any, words: Sequence[str]) -> list[tuple[str, int]]:
    """(word, count) of the words that are there, the most frequent first."""
    found = [(words[at], int(counts[at])) for at in np.flatnonzero(counts).tolist() if words[at]]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _part(kind: str, found: Sequence[S], asked: Paged, made: Callable[[Sequence[S]], Sequence[T]]) -> Listed[T]:
    """A page of a list that is sorted by counts or days, by its place in it."""
    limit = asked.limit
    start = int(numbers_of(kind, asked.cursor, 1)[0]) if asked.cursor else 0
    if start < 0:
        raise UnfitError("cursor: it is none of this list; leave it out to begin anew")
    following = written(kind, [start + limit]) if start + limit < len(found) else None
    return Listed(list(made(found[start : start + limit])), len(found), following)


def _after(found: Sequence[S], key: Callable[[S], str], asked: tuple[str, Paged], made: Callable[[Sequence[S]], Sequence[T]]) -> Listed[T]:
    """A page of a list by id: what is added or goes meanwhile moves nothing."""
    kind, (cursor, limit) = asked[0], (asked[1].cursor, asked[1].limit)
    last = word_of(kind, cursor) if cursor else ""
    rest = [row for row in found if key(row) > last] if last else list(found)
    following = written(kind, [key(rest[limit - 1])]) if len(rest) > limit else None
    return Listed(list(made(rest[:limit])), len(found), following)


def _there(row: S | None, what: str) -> S:
    if row is None:
        raise HTTPException(404, f"There is no such {what}.")
    return row
