"""Cases that are data: `cases/*.md` hold inputs and what is expected of them, for anyone to add to.

    A title that says what the case is about
    .
    published: 2024-01-03
    The envoys met in Geneva on Wednesday.
    .
    Wednesday = 2024-01-03
    .

A blank line ends a case. The input's first lines may be `key: value` lines of the report (published, title, publisher,
url, id). What the expected lines mean is up to the test that reads the file; lines that begin with `#` between cases
are ignored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dragoman.record import Report

CASES = Path(__file__).parent / "cases"
HEADER = re.compile(r"(published|title|publisher|url|id): (.*)")


@dataclass(frozen=True, slots=True)
class Case:
    """One input and the lines expected of it; `line` is that of its title in the file."""

    title: str
    input: str
    expected: tuple[str, ...]
    line: int

    def report(self) -> Report:
        """The input as a report: its leading `key: value` lines are fields, the rest is the text."""
        lines = self.input.split("\n")
        fields = {"id": f"line-{self.line}"}
        while lines and (header := HEADER.fullmatch(lines[0])):
            fields[header[1]] = header[2].strip()
            del lines[0]
        return Report(text="\n".join(lines), **fields)


def read_cases(path: Path | str) -> list[Case]:
    """The cases of a file, by its path or by its name in `cases/`. Raises ValueError that names the line of a broken case."""
    lines = (CASES / path).read_text(encoding="utf-8").split("\n")
    cases, at = [], 0
    while at < len(lines):
        if not lines[at].strip() or lines[at].startswith("#"):
            at += 1
            continue
        title = at
        dots = [number for number in range(title, len(lines)) if lines[number] == "."][:3]
        if len(dots) < 3 or dots[0] != title + 1 or (dots[2] + 1 < len(lines) and lines[dots[2] + 1].strip()):
            raise ValueError(f"{path}:{title + 1}: not title, dot, input, dot, expected, dot, blank line: {lines[title]!r}")
        expected = tuple(line.strip() for line in lines[dots[1] + 1 : dots[2]] if line.strip())
        cases.append(Case(lines[title].strip(), "\n".join(lines[dots[0] + 1 : dots[1]]), expected, title + 1))
        at = dots[2] + 1
    return cases
