"""What keeping costs, apart from reading: `python -m bench.casebook [--many N] [--postgres URL]`.

Ready-made readings of invented text go into an empty casebook, of the size of those of a news report of 400 words. Measured
are the time to keep the thousandth report and the last of `--many`, the time to go through all entries, and the file's size.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from dragoman.casebook import Addition, Casebook, Origin, open_casebook
from dragoman.record import Actor, Event, Mention, Place, Reader, Reading, Report, Span, Statement, Time

READER = Reader("1.0", "made", "made", "made")
ORIGIN = Origin("made", "2031-05-01T00:00:00+00:00")
WORDS = 400  # of a text
ACTORS, MENTIONS, EVENTS, STATEMENTS = 18, 45, 10, 8  # of a reading
TYPES = ("CONSULT", "ACCUSE", "ASSAULT", "AGREE", "REJECT", "REQUEST", "MOBILIZE", "PROTEST")
SAMPLE = 300  # reports that one figure is the median of
BATCH = 500


def vocabulary(chance: random.Random, size: int = 40_000) -> list[str]:
    """Words of letters, as many as an archive of news has."""
    return ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 10))) for _ in range(size)]


def made(words: list[str], number: int) -> Addition:
    """The report of that number and its reading, the same each time."""
    chance = random.Random(number)
    # Frequent words first, as in every language (Zipf).
    chosen = [words[int(len(words) ** chance.random()) - 1] for _ in range(WORDS)]
    text, spans, place = " ".join(chosen), [], 0
    for word in chosen:
        spans.append(Span(place, place + len(word)))
        place += len(word) + 1
    report = Report(
        f"archive/{number:07}", text, f"Report {number}", f"20{number % 30:02}-01-31", "Arden Gazette", f"https://gazette.example/{number}"
    )
    return Addition(report, text.encode(), ORIGIN, _reading(report, spans, chance))


def _reading(report: Report, spans: list[Span], chance: random.Random) -> Reading:
    picked = sorted(chance.sample(spans, MENTIONS))
    mentions = tuple(Mention(f"N{n}", span, "name", f"A{n % ACTORS + 1}") for n, span in enumerate(picked, 1))
    actors = tuple(Actor(f"A{n}", mentions[n - 2].span.of(report.text), "person", country="ARD") for n in range(1, ACTORS + 1))
    events = tuple(_event(n, span, chance) for n, span in enumerate(sorted(chance.sample(spans, EVENTS)), 1))
    said = tuple(
        Statement(f"S{n}", (f"A{n}",), (picked[n],), (span,), (Span(span.start, len(report.text)),), (), "say", events=(f"E{n}",))
        for n, span in enumerate(sorted(chance.sample(spans, STATEMENTS)), 1)
    )
    places = (Place("P1", spans[3], "Karsh", 7, "ARD", 1.0, 2.0),)
    times = (Time("T1", spans[5], "DATE", report.published or "", "day", "published"),)
    return Reading(report, READER, mentions, actors, said, events, places=places, times=times)


def _event(number: int, span: Span, chance: random.Random) -> Event:
    source, other = chance.sample(range(1, ACTORS + 1), 2)
    by = f"S{number}" if number <= STATEMENTS else None
    sides = (f"A{source}",), (f"A{other}",)
    return Event(f"E{number}", chance.choice(TYPES), None, (), "112", -2.0, *sides, span, (span,), "P1", "T1", "happened", by, 0.7)


def milliseconds(casebook: Casebook, additions: Iterator[Addition]) -> list[float]:
    """How long `keep` takes for each."""
    taken = []
    for addition in additions:
        start = time.perf_counter()
        casebook.keep(addition.report, addition.raw, addition.origin, addition.reading)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def grow(casebook: Casebook, many: int) -> tuple[list[float], list[float]]:
    """Fills the casebook; the milliseconds of keeping the thousandth report and those after it, and the last ones."""
    words = vocabulary(random.Random(1))
    casebook.keep_all(made(words, number) for number in range(1000))
    early = milliseconds(casebook, (made(words, number) for number in range(1000, 1000 + SAMPLE)))
    for start in range(1000 + SAMPLE, many - SAMPLE, BATCH):
        casebook.keep_all(made(words, number) for number in range(start, min(start + BATCH, many - SAMPLE)))
    late = milliseconds(casebook, (made(words, number) for number in range(many - SAMPLE, many)))
    return early, late


def measure(place: str, many: int) -> None:
    """Prints the figures of one database."""
    with open_casebook(place, create=True) as casebook:
        start = time.perf_counter()
        early, late = grow(casebook, many)
        print(f"{many:,} reports in {time.perf_counter() - start:.0f} s; milliseconds to keep one, at 1,000 and at {many:,}:")
        # The mean has the moments in it at which the index of words and the log are put in order.
        for name, figure in (("median", statistics.median), ("mean", statistics.fmean)):
            print(f"  {name} {figure(early):.1f} and {figure(late):.1f}, {figure(late) / figure(early):.2f} times", flush=True)
        start = time.perf_counter()
        events = sum(len(entry.reading.events) for entry in casebook.entries())
        print(f"entries of {many:,} readings ({events:,} events): {time.perf_counter() - start:.1f} s")
    if "://" not in place:
        print(f"file: {Path(place).stat().st_size / many / 1000:.1f} kB a report")


def main() -> None:
    """Measures SQLite, and PostgreSQL where an empty database is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=10_000, help="reports that the casebook grows to")
    parser.add_argument("--postgres", help="postgresql+psycopg:// address of an empty database")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(str(Path(folder) / "book.db"), given.many)
    if given.postgres:
        measure(given.postgres, given.many)


if __name__ == "__main__":
    main()
