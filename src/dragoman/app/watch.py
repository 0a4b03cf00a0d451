"""Feeds into a casebook, for as long as it runs: each is polled in its turn, and a fault of one stops no other."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from dragoman.app.add import Kept, add
from dragoman.app.read import Reads
from dragoman.app.shelf import CasebookShelf
from dragoman.app.stop import Stop
from dragoman.casebook import Casebook
from dragoman.errors import AwayError, InputError
from dragoman.sources import Arrival, Known, Options
from dragoman.sources.draft import Draft
from dragoman.sources.feed import Feed
from dragoman.sources.feeds import Watched, drafts_of_entries, name_of, poll
from dragoman.sources.refused import RefusedError
from dragoman.sources.reports import arrival
from dragoman.sources.visit import Since, Web
from dragoman.sources.web import refusal

_LONGEST = 24 * 3600.0  # seconds after which a feed in trouble is tried again at the latest


@dataclass(slots=True)
class Memory:
    """What is remembered of one feed between polls and runs."""

    etag: str | None = None
    modified: str | None = None
    refused: list[str] = field(default_factory=list)  # entries that cannot be taken, so that they are not fetched at each poll
    failures: int = 0  # polls in a row that failed


class State:
    """The memories of all feeds, in a small file of JSON. A file that cannot be read is begun anew: all that is lost is time."""

    def __init__(self, path: Path, anew: bool = False) -> None:
        self._path = path
        self._feeds: dict[str, Memory] = {}
        if not anew:
            with suppress(OSError, ValueError, TypeError, AttributeError):
                stored = json.loads(path.read_text(encoding="utf-8"))
                self._feeds = {url: Memory(**memory) for url, memory in stored.items()}

    def of(self, url: str) -> Memory:
        """The memory of a feed."""
        return self._feeds.setdefault(url, Memory())

    def save(self) -> None:
        """Writes it whole or not at all. Raises OSError."""
        beside = self._path.with_name(f"{self._path.name}.new")
        beside.write_text(json.dumps({url: asdict(memory) for url, memory in self._feeds.items()}, indent=1), encoding="utf-8")
        beside.replace(self._path)


def state_path(casebook: str, feeds: Path) -> Path:
    """Where the state is kept: beside the casebook where that is a file, else beside the list of feeds."""
    return feeds.with_name(f"{feeds.name}.state") if "://" in casebook else Path(f"{casebook}.feeds")


@dataclass(frozen=True, slots=True)
class Health:
    """How a poll of a feed went, and in how many seconds the next one is due."""

    url: str
    told: str
    failed: bool
    next: float


class Watch:
    """What polling needs. `take` is given each outcome as it comes."""

    def __init__(self, casebook: Casebook, load: Callable[[], Reads], options: Options, state: State, stop: Stop) -> None:
        self._book, self._load, self._state, self._stop = casebook, cache(load), state, stop
        # What is busy is polled later; waiting here would keep the other feeds waiting too.
        settings = replace(options.settings, retries=0)
        self._options = replace(options, settings=settings, shelf=CasebookShelf(casebook))
        self._web = Web(settings, stop.wait)

    def once(self, feeds: Iterable[Watched], take: Callable[[Kept | InputError], None]) -> Iterator[Health]:
        """Polls each feed once."""
        for feed in feeds:
            yield self.poll(feed, take)

    def ever(self, feeds: Iterable[Watched], take: Callable[[Kept | InputError], None]) -> Iterator[Health]:
        """Polls each feed when it is due, until Stopped is raised."""
        due = dict.fromkeys(feeds, time.monotonic())
        while due:
            feed = min(due, key=lambda feed: due[feed])
            self._stop.wait(due[feed] - time.monotonic())
            health = self.poll(feed, take)
            due[feed] = time.monotonic() + health.next
            yield health

    def poll(self, watched: Watched, take: Callable[[Kept | InputError], None]) -> Health:
        """Polls one feed and keeps what is new. What is remembered of it is written once all of that is kept."""
        memory = self._state.of(watched.url)
        try:
            polled = poll(watched, Since(memory.etag, memory.modified), self._web)
        except RefusedError as error:
            health = self._failed(watched, memory, error)
            take(refusal(watched.url, error))
        else:
            memory.failures = 0
            told, all_answered = self._entries(watched, polled.feed, memory, take) if polled.feed else ("nothing new", True)
            if all_answered:  # else the feed is read again next time, changed or not
                memory.etag, memory.modified = polled.since.etag, polled.since.modified
            health = Health(watched.url, told, False, _jittered(watched.every * 60))
        self._state.save()
        return health

    def _failed(self, watched: Watched, memory: Memory, error: RefusedError) -> Health:
        memory.failures += 1
        pause = min(watched.every * 60 * 2 ** min(memory.failures, 10), _LONGEST)
        told = f"not read, {error}" + (f" ({memory.failures} times in a row)" if memory.failures > 1 else "")
        return Health(watched.url, told, True, _jittered(max(pause, error.wait or 0.0)))

    def _entries(self, watched: Watched, feed: Feed, memory: Memory, take: Callable[[Kept | InputError], None]) -> tuple[str, bool]:
        """What became of the entries, in words, and whether all pages answered."""
        names = {name_of(entry, watched) for entry in feed.entries}
        memory.refused = [name for name in memory.refused if name in names]
        entries = tuple(entry for entry in feed.entries if name_of(entry, watched) not in memory.refused)
        drafts = drafts_of_entries(entries, feed.title, watched, self._options, self._web)
        counts = {"added": 0, "changed": 0, "known": 0, "read": 0, "refused": 0}
        away = 0
        for outcome in add(self._book, self._load, _arrivals(drafts, self._options), self._stop):
            take(outcome)
            counts["refused" if isinstance(outcome, InputError) else outcome.how] += 1
            away += isinstance(outcome, AwayError)
            if isinstance(outcome, InputError) and not isinstance(outcome, AwayError):
                memory.refused.append(outcome.place.removeprefix("report "))
        return ", ".join(f"{number} {how}" for how, number in counts.items() if number) or "no entries", not away


def _arrivals(drafts: Iterable[Draft | Known | InputError], options: Options) -> Iterator[Arrival | Known | InputError]:
    taken: dict[str, str] = {}
    for draft in drafts:
        yield arrival(draft, taken, options) if isinstance(draft, Draft) else draft


def _jittered(seconds: float) -> float:
    """A little more or less, so that feeds do not fall into step."""
    return seconds * random.uniform(0.9, 1.1)


def line_of(health: Health) -> str:
    """A poll in one line, with the time."""
    return f"{datetime.now().isoformat(sep=' ', timespec='seconds')}  {health.url}: {health.told}; next in {health.next / 60:.0f} min"
