"""How fast the reader is on one core, and what it takes.

    python -m bench.speed [--rounds 3]

Reads reports of about 400 words, joined from the shipped samples, and prints reports a second for the whole reading
and for the encoder alone on the same word pieces, the cold start of `dragoman read` and its peak of memory. Exit 0: the
limits in floors.json hold; 1: not. They are meant for one current server core with nothing else running on it.
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.app.reader import load_reader
from dragoman.encoder import load_encoder
from dragoman.record import Report
from dragoman.settings import Settings
from dragoman.sources.reports import reports
from dragoman.text.sentences import split_sentences

SAMPLES = Path(__file__).parent.parent / "src" / "dragoman" / "samples"
FLOORS = Path(__file__).with_name("floors.json")
WORDS = 400  # of one report: the middle of a newswire's dispatches


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured. Seconds are the best of the rounds: what else the machine did only ever adds."""

    reports_a_second: float
    encoder_reports_a_second: float
    cold_start_s: float
    memory_mb: float

    @property
    def encoder_share(self) -> float:
        """The part of a reading's time that the encoder takes."""
        return self.reports_a_second / self.encoder_reports_a_second

    def beyond(self, limits: dict[str, float]) -> Iterator[str]:
        """The limits that do not hold, in words."""
        if self.reports_a_second < limits["reports_a_second"]:
            yield f"reports a second: {self.reports_a_second:.2f}, at least {limits['reports_a_second']}"
        for name in ("cold_start_s", "memory_mb"):
            if getattr(self, name) > limits[name]:
                yield f"{name}: {getattr(self, name):.2f}, at most {limits[name]}"


def joined(samples: Sequence[Report], words: int = WORDS) -> tuple[Report, ...]:
    """Reports of about so many words: whole paragraphs of the samples one after the other, cut where there is enough."""
    texts: list[str] = []
    parts: list[str] = []
    for paragraph in (part for sample in samples for part in sample.text.split("\n\n")):
        parts.append(paragraph)
        if sum(len(part.split()) for part in parts) >= words:
            texts.append("\n\n".join(parts))
            parts = []
    return tuple(Report(f"bench-{number}", text, published=samples[0].published) for number, text in enumerate(texts, 1))


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The shortest of several runs."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def cold_start(report: Report, rounds: int) -> float:
    """Seconds from nothing to the record of one report, through the command."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(report.text, encoding="utf-8")
        command = [sys.executable, "-m", "dragoman", "read", str(path), "--format", "json"]
        return seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), rounds)


def pin() -> None:
    """Start over on one core. From the start: numpy and the runtime look at the machine once, when they are loaded."""
    cores = os.sched_getaffinity(0)
    if len(cores) > 1:
        os.sched_setaffinity(0, {min(cores)})
        os.execve(sys.executable, [sys.executable, "-m", "bench.speed", *sys.argv[1:]], {**os.environ, "OMP_NUM_THREADS": "1"})


def measure(rounds: int) -> Speed:
    """Everything, on the core that this process is pinned to; the command runs as its child on the same core."""
    samples = [report for report in reports([str(SAMPLES)]) if isinstance(report, Report)]
    batch = joined(samples)
    sentences = [split_sentences(report.text) for report in batch]
    reader, encoder = load_reader(Settings()), load_encoder()
    reader.read(batch[0])  # what is loaded on first use is not the speed of reading
    whole = seconds(lambda: [reader.read(report) for report in batch], rounds)
    alone = seconds(lambda: [encoder.encode(report.text, borders) for report, borders in zip(batch, sentences, strict=True)], rounds)
    cold = cold_start(samples[0], rounds)
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    return Speed(len(batch) / whole, len(batch) / alone, cold, memory)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    pin()
    speed = measure(rounds)
    print(f"reports of {WORDS} words a second, one core   {speed.reports_a_second:8.2f}")
    print(f"the encoder alone, same word pieces         {speed.encoder_reports_a_second:8.2f}")
    print(f"the encoder's share of a reading            {speed.encoder_share:8.0%}")
    print(f"cold start of `dragoman read`, seconds      {speed.cold_start_s:8.2f}")
    print(f"peak of memory, MB                          {speed.memory_mb:8.0f}")
    faults = list(speed.beyond(json.loads(FLOORS.read_text(encoding="utf-8"))["speed"]))
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
