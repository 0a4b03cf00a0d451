"""How fast the desk answers on a large casebook: `python -m bench.desk [--many N] [--casebook FILE] [--readings FILE]`.

The readings of the shipped samples, again and again with other names, days, places and publishers, fill a casebook of `--many`
reports (kept in FILE where one is named and there is none yet). Measured are the first search, which makes and loads the lines,
and then p50 and p95 of searches with facets, lists and views over many different questions, on one core (taskset -c 0).
Exit 0: search stays below 250 ms and lists below 150 ms at p95; 1: not.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bench.gold import read_lines
from dragoman.app.search import Finder, Wanted
from dragoman.casebook import Casebook, Origin, open_casebook, tables, words
from dragoman.casebook.engine import writing_to
from dragoman.casebook.rows import rows
from dragoman.casebook.store import hash_of
from dragoman.knowledge import Knowledge
from dragoman.record import Actor, Event, Place, Reading, Time
from dragoman.record.json import from_json, to_json

SEARCH_MS, LIST_MS = 250.0, 150.0
ORIGIN = Origin("bench", "2031-01-01T00:00:00+00:00")
BATCH = 500
ROUNDS = 120
FIRST, DAYS = date(2015, 1, 1), 3650
SYLLABLES = "ka ri lo ben tar mi no sha du vel or am zen pa qui ro ta ne li so".split()


@dataclass(frozen=True, slots=True)
class World:
    """What copies differ by: states as (knowledge id, name, code), people, places as (name, code, latitude, longitude), papers, words."""

    states: tuple[tuple[str, str, str], ...]
    people: tuple[str, ...]
    places: tuple[tuple[str, str, float, float], ...]
    papers: tuple[str, ...]
    words: tuple[str, ...]


def world(chance: random.Random) -> World:
    """Some sixty states, thousands of invented people and places, forty papers."""
    states = tuple((entry.id, entry.name, str(entry.country)) for entry in Knowledge.load() if entry.kind == "country")[:60]
    people = tuple(f"{_name(chance, 2, 3)} {_name(chance, 2, 4)}" for _ in range(4000))
    places = tuple((_name(chance, 2, 4), chance.choice(states)[2], chance.uniform(-50, 65), chance.uniform(-120, 150)) for _ in range(1500))
    words = tuple(_name(chance, 2, 5).lower() for _ in range(20_000))
    return World(states, people, places, tuple(f"{_name(chance, 2, 3)} Gazette" for _ in range(40)), words)


def _name(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(least, most))).capitalize()


def made(base: Sequence[Reading], given: World, number: int) -> Reading:
    """The reading of that number, the same each time."""
    chance = random.Random(number)
    reading = base[number % len(base)]
    day = FIRST + timedelta(chance.randrange(DAYS))
    states = dict(zip(sorted({a.country for a in reading.actors if a.country}), chance.sample(given.states, 12), strict=False))
    report = replace(
        reading.report, id=f"bench/{number:06}", published=day.isoformat(), publisher=chance.choice(given.papers),
        title=f"{reading.report.title} {number}", url=f"https://example.org/{number}",
        text=reading.report.text + "\n\n" + " ".join(given.words[int(len(given.words) ** chance.random()) - 1] for _ in range(40)),
    )  # fmt: skip
    return replace(
        reading, report=report,
        actors=tuple(_actor(actor, states, given, chance) for actor in reading.actors),
        places=tuple(_place(place, given, chance) for place in reading.places),
        times=tuple(_time(time, day, chance) for time in reading.times),
        events=tuple(_event(event, chance) for event in reading.events),
    )  # fmt: skip


def _actor(actor: Actor, states: dict[str, tuple[str, str, str]], given: World, chance: random.Random) -> Actor:
    known, name, code = states.get(actor.country or "", ("", "", ""))
    if actor.kind == "country" and known:
        return replace(actor, name=name, known=known, country=code)
    if actor.kind == "person":
        return replace(actor, name=given.people[int(len(given.people) ** chance.random()) - 1], known=None, country=code or None)
    return replace(actor, country=code or None)


def _place(place: Place, given: World, chance: random.Random) -> Place:
    name, code, lat, lon = given.places[int(len(given.places) ** chance.random()) - 1]
    return replace(place, name=name, country=code, lat=round(lat, 4), lon=round(lon, 4))


def _time(time: Time, day: date, chance: random.Random) -> Time:
    return replace(time, value=(day - timedelta(chance.randrange(40))).isoformat()) if time.type == "DATE" else time


def _event(event: Event, chance: random.Random) -> Event:
    return replace(event, confidence=round(chance.uniform(0.3, 1.0), 3))


def base_readings(path: Path | None) -> list[Reading]:
    """The readings of the samples, or those of a file of JSON Lines."""
    if path:
        return [from_json(line) for line in read_lines(path)]
    from dragoman.app.demo import samples
    from dragoman.app.reader import load_reader
    from dragoman.settings import Settings

    reader = load_reader(Settings())
    return [reader.read(report) for report in samples()]


def fill(casebook: Casebook, base: Sequence[Reading], many: int) -> None:
    """Keeps so many reports with their readings, in whole batches of rows; the first by the usual way, which makes the reader known."""
    given = world(random.Random(1))
    first = made(base, given, 0)
    casebook.keep(first.report, b"made", ORIGIN, first)
    for start in range(1, many, BATCH):
        _keep_batch(casebook, [made(base, given, number) for number in range(start, min(start + BATCH, many))], start + 1)


def _keep_batch(casebook: Casebook, readings: Sequence[Reading], number: int) -> None:
    """Adds what `keep` adds of each, with numbers from `number` on."""
    held: dict[str, list[dict[str, Any]]] = {name: [] for name in ("reports", "texts", "readings", "changes", *tables.ROWS)}
    for place, reading in enumerate(readings, number):
        report, at = reading.report, ORIGIN.fetched
        held["reports"].append({
            "number": place, "id": report.id, "version": 1, "hash": hash_of(report.text), "published": report.published,
            "publisher": report.publisher, "url": report.url, "language": "en", "raw": sha256(b"made").hexdigest(),
            "origin": ORIGIN.place, "fetched": at, "at": at,
        })  # fmt: skip
        held["texts"].append({"report": place, "title": report.title, "text": report.text})
        plain = json.dumps(to_json(reading) | {"report": None}, ensure_ascii=False, separators=(",", ":"))
        held["readings"].append({"number": place, "report": place, "reader": 1, "json": plain, "at": at})
        held["changes"] += [{"at": at, "kind": kind, "id": report.id, "what": "added"} for kind in ("report", "reading")]
        for name, made_rows in rows(reading, 1).items():
            held[name] += [row | {"reading": place} for row in made_rows]
    with writing_to(casebook._engine) as connection:
        for name, some in held.items():
            connection.execute(insert(tables.metadata.tables[name]), some)
        for row in held["texts"]:
            words.index(connection, row["report"], row["title"], row["text"])


def questions(finder: Finder, chance: random.Random) -> Iterator[Wanted]:
    """Different questions of the kinds that people ask, broad ones and narrow ones."""
    given = world(random.Random(1))
    states = [state[2] for state in given.states]
    while True:
        year = chance.randrange(2015, 2025)
        word = given.words[int(len(given.words) ** chance.random()) - 1]
        yield from (
            Wanted(),
            Wanted(words=word),
            Wanted(words="minister border"),
            Wanted(country=tuple(chance.sample(states, 2)), status=("happened",)),
            Wanted(type=("CONSULT",), voice=("happening",), since=f"{year}-01-01", until=f"{year}-12-31"),
            Wanted(dyad=tuple(chance.sample(states, 2))),
            Wanted(actor=(chance.choice(given.states)[0],), confidence=0.7),
            Wanted(words="the", place=(chance.choice(given.places)[0],)),
            Wanted(status=("happened",), voice=("happening",), judged=("no",)),
        )


def milliseconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def p95(taken: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(taken)[int(len(taken) * 0.95)]


def told(name: str, taken: Sequence[float], limit: float | None = None) -> bool:
    """Prints a line; whether the limit is kept."""
    print(f"{name:32} p50 {statistics.median(taken):7.1f} ms   p95 {p95(taken):7.1f} ms   max {max(taken):7.1f} ms", flush=True)
    return limit is None or p95(taken) <= limit


def measure(casebook: Casebook) -> bool:
    """Prints the figures; whether they are within their limits."""
    finder = Finder(casebook)
    print(f"first snapshot: {milliseconds(finder.snapshot) / 1000:.1f} s")
    taken, events = milliseconds(Finder(casebook).snapshot) / 1000, finder.snapshot().columns.total
    print(f"snapshot of lines that are there: {taken:.1f} s, {events:,} events")
    asked = questions(finder, random.Random(2))
    searched, listed = [], []
    for _ in range(ROUNDS):
        wanted = next(asked)
        searched.append(milliseconds(lambda: _search(finder, wanted)))  # noqa: B023
        answer = finder.ask(wanted)
        listed.append(milliseconds(lambda: list(casebook.entries([row.report for row in answer.hits(None, 20).rows]))))  # noqa: B023
    return told("search with facets", searched, SEARCH_MS) & told("entries of 20 finds", listed, LIST_MS)


def _search(finder: Finder, wanted: Wanted) -> None:
    answer = finder.ask(wanted)
    answer.facets()
    answer.hits(None, 20)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=20_000)
    parser.add_argument("--casebook", type=Path)
    parser.add_argument("--readings", type=Path, help="readings as JSON Lines instead of those of the samples")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        place = given.casebook or Path(folder) / "book.db"
        fresh = not place.exists()
        with open_casebook(place, create=True) as casebook:
            if fresh:
                print(f"filled in {milliseconds(lambda: fill(casebook, base_readings(given.readings), given.many)) / 1000:.0f} s")
            return 0 if measure(casebook) else 1


if __name__ == "__main__":
    sys.exit(main())
