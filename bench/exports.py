"""How fast events are exported, and what it takes.

    python -m bench.exports [--events 100000] [--formats polecat csv ...] [--casebook FILE]

Multiplies the readings of the shipped samples, with ids, actors and days of their own, to so many events, and writes them in
each format: the writer alone, from entries that are already there. With --casebook, the whole command on a casebook that is
made there from the same readings. Each format runs in a process of its own; memory is its peak. Exit 0: POLECAT keeps the
limits (20 seconds and 300 MB for 100,000 events, on one current server core with nothing else running on it); 1: not.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.gold import read_lines
from dragoman.record import Reading
from dragoman.record.entry import Entry
from dragoman.record.json import from_json, to_json
from dragoman.record.merged import Happening, Merged, Story, Support

SECONDS, MEGABYTES = 20.0, 300.0
DEFAULT = ("polecat", "csv", "parquet", "icews", "gdelt-events", "plover")


def readings(path: Path, events: int) -> Iterator[Reading]:
    """The readings of a file again and again, each under an id and a name of its own, until they hold so many events."""
    given = [from_json(line) for line in read_lines(path)]
    count = number = 0
    while count < events:
        reading = given[number % len(given)]
        number += 1
        count += len(reading.events)
        day = f"20{number % 25:02}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        report = replace(reading.report, id=f"bench-{number}", published=day, url=f"https://example.org/{number}")
        actors = tuple(replace(actor, name=f"{actor.name} {number % 997}") for actor in reading.actors)
        yield replace(reading, report=report, actors=actors)


def merged(path: Path, events: int) -> Merged:
    """A merged record of the same size: each event a happening, each report a story."""
    stories, happenings = [], []
    for reading in readings(path, events):
        id = reading.report.id
        stories.append(Story(f"S{id}", (id,)))
        for row in reading.events:
            support = Support(id, row.id, row.trigger)
            made = Happening(f"H{id}-{row.id}", row.type, row.mode, "", None, None, row.status, (), (), (support,), 1)
            happenings.append(made)
    return Merged(stories=tuple(stories), happenings=tuple(happenings))


class Entries:
    """The entries, made anew each time they are gone through, so that none is held."""

    def __init__(self, path: Path, events: int) -> None:
        self._again = partial(readings, path, events)

    def __iter__(self) -> Iterator[Entry]:
        return map(Entry, self._again())


def write(form: str, path: Path, events: int) -> None:
    """Writes one format and prints seconds, those of the processor, those that making the entries takes of them, rows and megabytes."""
    from dragoman.app.export import load_facts
    from dragoman.exports.filter import Filter
    from dragoman.exports.formats import FORMATS
    from dragoman.exports.selection import Selection

    start = time.perf_counter()
    for _ in Entries(path, events):
        pass
    making = time.perf_counter() - start
    made = FORMATS[form]
    start, used = time.perf_counter(), time.process_time()
    everything = merged(path, events) if made.needs_merged else Merged()
    with tempfile.TemporaryFile() as out:
        selection = Selection(Entries(path, events), load_facts(), everything, made.filter(Filter()))
        rows = made.write(selection, out)
    seconds, cpu = time.perf_counter() - start, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"format": form, "seconds": seconds, "cpu": cpu, "making": making, "rows": rows, "mb": peak}))


def fill(casebook: Path, path: Path, events: int) -> None:
    """Makes a casebook of the readings."""
    from dragoman.casebook import Addition, Origin, open_casebook

    origin = Origin("bench", "2031-01-01T00:00:00+00:00")
    with open_casebook(casebook, create=True) as book:
        book.keep_all(Addition(reading.report, reading.report.text.encode(), origin, reading) for reading in readings(path, events))


def command(casebook: Path, form: str) -> dict[str, float | str]:
    """The whole command in a process of its own: seconds, and the peak of all children so far."""
    start = time.perf_counter()
    call = [sys.executable, "-m", "dragoman", "export", form, "--casebook", str(casebook), "--out", str(casebook.with_suffix(".out"))]
    subprocess.run(call, check=True, stderr=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"format": form, "seconds": time.perf_counter() - start, "mb": peak}


def samples() -> Path:
    """The readings of the shipped samples in a file, read once."""
    from dragoman.app.demo import samples as reports
    from dragoman.app.reader import load_reader
    from dragoman.settings import Settings

    reader = load_reader(Settings())
    path = Path(tempfile.mkdtemp()) / "readings.jsonl"
    path.write_text("".join(json.dumps(to_json(reader.read(report))) + "\n" for report in reports()), encoding="utf-8")
    return path


def alone(form: str, path: Path, events: int) -> dict[str, float | str]:
    """The writer in a process of its own."""
    call = [sys.executable, "-m", "bench.exports", "--worker", form, "--readings", str(path), "--events", str(events)]
    found: dict[str, float | str] = json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints a table, and returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--formats", nargs="+", default=list(DEFAULT))
    parser.add_argument("--casebook", type=Path)
    parser.add_argument("--readings", type=Path, help="readings as JSON Lines instead of those of the samples")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    path = given.readings or samples()
    if given.worker:
        write(given.worker, path, given.events)
        return 0
    if given.casebook and not given.casebook.exists():
        fill(given.casebook, path, given.events)
    beyond = False
    for form in given.formats:
        row = command(given.casebook, form) if given.casebook else alone(form, path, given.events)
        print(
            "  ".join(f"{name} {value:.1f}" if isinstance(value, float) else f"{name} {value}" for name, value in row.items()), flush=True
        )
        beyond |= form == "polecat" and (float(row["seconds"]) > SECONDS or float(row["mb"]) > MEGABYTES)
    return int(beyond)


if __name__ == "__main__":
    sys.exit(main())
