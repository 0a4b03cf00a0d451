"""What reading archives costs: `python -m bench.batch [--quick]`.

    reading     a whole reading against the bare encoder, on one core (as bench.speed, as a ratio)
    workers     two processes against one, with the shipped model; tells only where two cores are free
    memory      a worker after many reports against few, and what a second worker adds
    engines     two actors of Ray on this machine against two processes, with a reader that costs nothing
    equality    the rows of one process, of two, of Ray and of shuffled inputs
    merging     time on the processor, pairs and peak of memory by the number of readings (of invented ones)

Each measure stands for itself: `python -m bench.batch reading memory` takes those alone. Times of one run compare with each
other; what else the machine does meanwhile is in all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.speed import SAMPLES, joined
from dragoman.app.reader import load_reader
from dragoman.app.stop import Stop
from dragoman.batch.folder import Folder, Head, files_of
from dragoman.batch.local import Local
from dragoman.batch.run import read_archive
from dragoman.batch.start import known, loaded
from dragoman.batch.tables import TABLES
from dragoman.batch.work import Engine, Loader, Task, packed
from dragoman.record import Actor, Mention, Reader, Reading, Report, Span
from dragoman.settings import Settings
from dragoman.sources import Options, reports
from dragoman.text.sentences import split_sentences

FAKE = Reader("0", "fake", "fake", "fake")


@dataclass(frozen=True, slots=True)
class Fake:
    """A reader that costs next to nothing: it finds the first word."""

    versions: Reader = FAKE

    def read(self, report: Report) -> Reading:
        """One mention of one actor."""
        word = report.text.split()[0]
        return Reading(report, FAKE, (Mention("M1", Span(0, len(word)), "name", "A1"),), (Actor("A1", word, "organization"),))


def head(reader: Reader) -> Head:
    """What all parts of a run have in common."""
    return Head(reader, Settings().limit, False, None, None)


def samples() -> tuple[Report, ...]:
    """Reports of some 400 words."""
    return joined([report for report in reports([str(SAMPLES)]) if isinstance(report, Report)])


def archive(path: Path, texts: Iterable[str]) -> Path:
    """An archive of JSON Lines."""
    with path.open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            row = {"id": f"r{number:07}", "text": text, "published": f"20{number % 20:02}-{number % 12 + 1:02}-01"}
            out.write(json.dumps(row) + "\n")
    return path


def run(source: Path, out: Path, engine: Engine, reader: Reader, size: int) -> float:
    """Reads an archive; the seconds that it took, processes started and all."""
    start = time.perf_counter()
    with closing(engine), closing(Folder(out, head(reader))) as folder:
        for _ in read_archive([str(source)], Options(), folder, engine, Stop(), size):
            pass
    return time.perf_counter() - start


def rows(out: Path) -> dict[str, list[str]]:
    """All rows of a run, in an order of their own."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    found = {table.name: [row for path in files_of(out, table.name) for row in pq.read_table(path).to_pylist()] for table in TABLES}
    return {name: sorted(json.dumps(row, sort_keys=True) for row in some) for name, some in found.items()}


# --- the measures ---------------------------------------------------------------------------------------------------------


def reading(quick: bool) -> Iterator[str]:
    """Time on the processor, not on the clock: others' work then counts for less."""
    reader: Any = load_reader(Settings(), threads=1)
    batch = samples()[: 3 if quick else 40]
    borders = [split_sentences(report.text) for report in batch]
    reader.read(batch[0])
    rounds = 2 if quick else 5
    whole = partial(_read_all, reader, batch)
    bare = partial(_encode_all, reader, batch, borders)
    taken = [(timed(whole), timed(bare)) for _ in range(rounds)]
    best, alone = (min(column) / len(batch) * 1000 for column in zip(*taken, strict=True))
    yield f"whole reading {best:.0f} ms a report, encoder {alone:.0f} ms: {best / alone:.2f} times"


def _read_all(reader: Any, batch: Iterable[Report]) -> None:
    for report in batch:
        reader.read(report)


def _encode_all(reader: Any, batch: Iterable[Report], borders: Iterable[tuple[Span, ...]]) -> None:
    for report, found in zip(batch, borders, strict=True):
        reader.encoder.encode(report.text, found)


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def workers(quick: bool) -> Iterator[str]:
    """One and two processes on the same archive, models loaded before the clock starts to tell (it is part of both)."""
    texts = [report.text for report in samples()] * (1 if quick else 4)
    load = partial(loaded, Settings(), ())
    versions = load().versions
    with tempfile.TemporaryDirectory() as folder:
        source = archive(Path(folder) / "a.jsonl", texts)
        took = [run(source, Path(folder) / f"out{count}", Local(load, count), versions, 4) for count in (1, 2)]
        same = rows(Path(folder) / "out1") == rows(Path(folder) / "out2")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield f"{len(texts)} reports: one process {took[0]:.1f} s, two {took[1]:.1f} s: {took[0] / took[1]:.2f} times as fast"
    yield f"the rows are the same: {same}; cores {cores}, load {os.getloadavg()[0]:.1f}"


def memory(quick: bool) -> Iterator[str]:
    """A worker's peak after few and after many short reports, in a process of its own each."""
    few, many = (20, 100) if quick else (500, 5_000)
    peaks = {count: int(child("--worker", count)) for count in (few, many)}
    yield f"a worker's peak after {few} reports {peaks[few]} MB, after {many} {peaks[many]} MB: {peaks[many] / peaks[few]:.2f} times"


def child(*arguments: object) -> str:
    """What this program prints, called anew, so that its memory is its own."""
    command = [sys.executable, "-m", "bench.batch", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def worker(count: int) -> None:
    """Reads so many short reports in parts of 100, as a worker does, and prints the peak of memory in MB."""
    reader: Any = load_reader(Settings(), threads=1)
    text = samples()[0].text
    cut = text[: text.index(".", 200) + 1]
    for start in range(0, count, 100):
        some = [
            reader.read(Report(f"r{number}", f"{number}. {cut}", published="2024-01-01"))
            for number in range(start, min(count, start + 100))
        ]
        packed("part", some, (), reader.versions)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def engines(quick: bool) -> Iterator[str]:
    """What handing out costs: the reader costs nothing."""
    count = 500 if quick else 4_000
    with tempfile.TemporaryDirectory() as folder:
        source = archive(
            Path(folder) / "a.jsonl", (f"Arden met Belland for the talks in round {number} of them." for number in range(count))
        )
        took = {name: run(source, Path(folder) / name, engine(), FAKE, 500) for name, engine in _engines(Fake)}
        first, *others = [rows(Path(folder) / name) for name in took]
    yield ", ".join(f"{name} {count / seconds:,.0f} reports a second" for name, seconds in took.items()) + " (start of the processes in it)"
    yield f"the rows are the same: {all(other == first for other in others)}"


def _engines(load: Loader) -> Iterator[tuple[str, Callable[[], Engine]]]:
    yield "two processes", lambda: Local(load, 2)
    try:
        from dragoman.batch.cluster import Cluster
    except ImportError:
        return
    yield "two actors", lambda: Cluster(load, None, 2)


def equality(quick: bool) -> Iterator[str]:
    """Rows with the shipped model."""
    texts = [report.text for report in samples()[: 2 if quick else 12]]
    load = partial(loaded, Settings(), ())
    versions = load().versions
    with tempfile.TemporaryDirectory() as folder:
        source = archive(Path(folder) / "a.jsonl", texts)
        shuffled = Path(folder) / "b.jsonl"
        shuffled.write_text("".join(sorted(source.read_text(encoding="utf-8").splitlines(keepends=True), reverse=True)), encoding="utf-8")
        run(source, Path(folder) / "one", Local(load, 1), versions, 3)
        run(shuffled, Path(folder) / "shuffled", Local(load, 2), versions, 2)
        wanted = rows(Path(folder) / "one")
        yield f"two processes, inputs shuffled: the rows are the same: {rows(Path(folder) / 'shuffled') == wanted}"
        for name, engine in _engines(load):
            run(source, Path(folder) / name, engine(), versions, 2)
            yield f"{name}: the rows are the same: {rows(Path(folder) / name) == wanted}"


def merging(quick: bool) -> Iterator[str]:
    """Invented archives of the same density, longer and longer."""
    for count in (200,) if quick else (1_000, 5_000, 25_000, 100_000):
        with tempfile.TemporaryDirectory() as folder:
            child("--merge", count, "--folder", folder, "--fill")  # a process of its own, so that it is in no figure of merging
            yield child("--merge", count, "--folder", folder).strip()


def fill(count: int, folder: Path) -> None:
    """An invented archive of so many readings, as a run leaves it."""
    from tests.merge.made import archive as invented

    told = invented(count, seed=1)
    with closing(Folder(folder / "out", head(FAKE))) as kept:
        for start in range(0, count, 500):
            kept.keep(packed(f"p{start:07}", told[start : start + 500], (), FAKE))


class Here:
    """An engine without processes, so that the seconds of this one's processor are all that it takes."""

    def __init__(self, tool: Any) -> None:
        self._tool = tool

    def run(self, tasks: Iterable[Task]) -> Iterator[Any]:
        """See `Engine`."""
        return (task.do(self._tool, lambda number: None) for task in tasks)

    def close(self) -> None:
        """There is nothing to end."""


def merge(count: int, folder: Path) -> None:
    """Merges an archive of so many readings; prints what it took."""
    from dragoman.batch.merging import merge_run

    told: list[str] = []
    counts: dict[str, int] = {}
    engine = Here(known(()))
    took = timed(lambda: counts.update(merge_run(folder / "out", engine, told.append)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{told[0]}, {told[1]}: {took / count * 1000:.1f} ms of a processor a reading, peak {peak} MB; {counts}")


MEASURES = {made.__name__: made for made in (reading, workers, memory, engines, equality, merging)}


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measures", nargs="*", choices=[*MEASURES, []], help="which [default: all]")
    parser.add_argument("--quick", action="store_true", help="small numbers, to see that it runs")
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--merge", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        worker(given.worker)
        return
    if given.merge:
        (fill if given.fill else merge)(given.merge, given.folder)
        return
    for name in given.measures or MEASURES:
        for line in MEASURES[name](given.quick):
            print(f"{name:10} {line}", flush=True)


if __name__ == "__main__":
    main()
