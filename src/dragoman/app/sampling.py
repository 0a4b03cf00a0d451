"""A sample of events for people to judge: drawn by type, written as a sheet, taken back with what they filled in.

Drawn is from what the reader found, judged or not: a frame without the events that were rejected already would flatter it.
Each type gives the same number, as far as it has so many, so that rare types are not judged by a handful; precision weighs
them again. Order is that of a hash of seed and key: the same casebook and seed give the same sample on every machine, and
reports that are added later change it little.
"""

from __future__ import annotations

import csv
import heapq
import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from dragoman.app.items import EDITABLE, fields_of, names_of, sentence_of, value_of
from dragoman.app.judging import ON_ITEMS, draft, stands
from dragoman.casebook import Casebook, Judgment
from dragoman.casebook.judged import facts
from dragoman.casebook.keys import report_in
from dragoman.casebook.queries import ReadEvent
from dragoman.errors import CasebookError, InputError
from dragoman.exports.cells import cell, inert, whole
from dragoman.record import Event
from dragoman.record.entry import Entry

COLUMNS = (
    "verdict", "why", *EDITABLE, "words", "sentence", "said_by", "confidence", "report", "published", "publisher", "url", "sample", "key",
)  # fmt: skip
_TAG = "sample"
_BYTES = 50_000_000  # of a sheet that is taken back: a hundred times a large sample

Row = dict[str, str]


def draw(events: Iterable[ReadEvent], size: int, seed: int) -> list[str]:
    """The keys of the sampled events, in random order, so that a sheet that is filled in halfway is a sample too."""
    heaps: dict[str, list[tuple[int, str]]] = {}
    for event in events:
        _push(heaps.setdefault(event.type, []), seed, event.key, size)
    numbers = shares({type: len(heap) for type, heap in heaps.items()}, size)
    chosen = [pair for type, heap in heaps.items() for pair in sorted(heap, reverse=True)[: numbers[type]]]
    return [key for _, key in sorted(chosen, reverse=True)]


def _push(heap: list[tuple[int, str]], seed: int, key: str, most: int) -> None:
    """Keeps the `most` keys of the lowest hashes; negative, as the heap's top is its smallest."""
    digest = sha256(f"{seed}/{key}".encode("utf-8", "surrogatepass")).digest()
    item = (-int.from_bytes(digest[:8], "big"), key)
    if len(heap) < most:
        heapq.heappush(heap, item)
    else:
        heapq.heappushpop(heap, item)


def shares(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of each type: the same of each, and what small ones cannot give from the others."""
    given = dict.fromkeys(sizes, 0)
    while size > 0 and (open := sorted((type for type in sizes if given[type] < sizes[type]), key=lambda type: (given[type], type))):
        for type in open[:size]:
            given[type] += 1
        size -= min(size, len(open))
    return given


def sample(casebook: Casebook, size: int, seed: int) -> Iterator[Row]:
    """The rows of a sample, with the verdicts that people of this sample have given already."""
    keys = draw(casebook.queries.read_events(), size, seed)
    ours = {j.on: j for j in casebook.present_judgments() if j.what in ON_ITEMS and j.id.startswith(f"{_TAG}-{seed}-")}
    entries = by_report(casebook, keys)
    for key in keys:
        entry = entries[str(report_in(key))]
        yield _row(entry, key, f"{_TAG}-{seed}", ours.get(key))


def by_report(casebook: Casebook, keys: Iterable[str]) -> dict[str, Entry]:
    """The entries, as read, of the reports that the keys name."""
    reports = list(dict.fromkeys(str(report_in(key)) for key in keys))
    pages = (reports[start : start + 500] for start in range(0, len(reports), 500))
    return {entry.reading.report.id: entry for page in pages for entry in casebook.as_read(page)}


def _row(entry: Entry, key: str, tag: str, judgment: Judgment | None) -> Row:
    reading, report = entry.reading, entry.reading.report
    event = _event(entry, key)
    assert event is not None
    said = next((said for said in reading.statements if said.id == event.asserted_by), None)
    names = names_of(reading)
    row = {
        **fields_of(event, names), "words": event.trigger.of(report.text), "sentence": sentence_of(report.text, event.trigger),
        "said_by": "; ".join(names[id] for id in said.speakers) if said else "", "confidence": f"{event.confidence:.2f}",
        "report": report.title or report.id, "published": report.published or "", "publisher": report.publisher or "",
        "url": report.url or "", "sample": tag, "key": key,
        "verdict": judgment.what if judgment else "", "why": judgment.why if judgment else "",
    }  # fmt: skip
    return {name: row[name] for name in COLUMNS}


def _event(entry: Entry, key: str) -> Event | None:
    return next((event for event in entry.reading.events if entry.keys[event.id] == key), None)


def write(rows: Iterable[Row], form: str, stream: TextIO) -> int:
    """Writes the rows as CSV or JSON Lines; how many."""
    made = list(rows)
    if form == "csv":
        sheet = csv.DictWriter(stream, COLUMNS, lineterminator="\r\n")
        sheet.writeheader()
        sheet.writerows({name: _fit(text) for name, text in row.items()} for row in made)
    else:
        stream.writelines(json.dumps(row) + "\n" for row in made)
    return len(made)


def _fit(text: str) -> str:
    return inert(cell(whole(text)))


def taken_back(casebook: Casebook, path: Path, who: str) -> Iterator[Judgment | InputError]:
    """The judgments of a sheet that was filled in, each kept as it comes; rows without a verdict are passed over.

    What stands already by the same person is not kept again, so that a sheet can be taken back as often as one likes.
    """
    rows = [(line, row) for line, row in _rows(path) if isinstance(row, InputError) or row.get("verdict", "").strip()]
    entries = by_report(casebook, [row["key"] for _, row in rows if not isinstance(row, InputError) and report_in(row.get("key", ""))])
    last = {j.on: j for j in casebook.present_judgments() if j.what in ON_ITEMS and j.who == who}
    for line, row in rows:
        if isinstance(row, InputError):
            yield row
            continue
        try:
            made = _judgment(row, entries, who)
            if made.on not in last or not stands([last[made.on]], made):
                casebook.judge(made)
                last[made.on] = made
                yield made
        except CasebookError as error:
            yield InputError(f"{path}:{line}", str(error))


def _judgment(row: Row, entries: Mapping[str, Entry], who: str) -> Judgment:
    """What a row says. Raises CasebookError where that is nothing that can be kept."""
    key, verdict = row.get("key", "").strip(), row["verdict"].strip().lower()
    if verdict not in ON_ITEMS:
        raise CasebookError(f"{row['verdict']!r} is no verdict; write accept, reject or correct")
    by, tag = (who, row.get("why", "").strip()), row.get("sample", "").strip() or _TAG
    if verdict == "reject":
        return draft(verdict, key, None, by, tag)
    values, changed = _values(row, entries.get(report_in(key) or ""), key)
    if verdict == "correct" and not changed:
        raise CasebookError("it says correct, but nothing in the row is changed; write accept where it is right as it stands")
    return draft("correct" if changed else "accept", key, values, by, tag)


def _values(row: Row, entry: Entry | None, key: str) -> tuple[dict[str, Any], bool]:
    """The fields as the person left them, and whether any differs from what was read."""
    event = _event(entry, key) if entry else None
    if entry is None or event is None:
        raise CasebookError(f"{key}: there is no such event in the present readings")
    read, known = fields_of(event, names_of(entry.reading)), json.loads(facts(entry, event.id))
    changed = {name for name in EDITABLE if name in row and row[name].strip() not in (read[name].strip(), _fit(read[name]).strip())}
    values = {name: value_of(name, row[name]) if name in changed else known[name] for name in EDITABLE}
    if "type" in changed and "mode" not in changed:
        values["mode"] = None  # the old one was the old type's
    return values, bool(changed)


def _rows(path: Path) -> Iterator[tuple[int, Row | InputError]]:
    """(line, row) of a sheet in CSV, with commas, semicolons or tabs, or JSON Lines. Raises InputError where it is no sheet."""
    if path.stat().st_size > _BYTES:
        raise InputError(str(path), f"the file has more than {_BYTES:,} bytes")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"not UTF-8: byte {error.object[error.start]:#04x}; save the sheet as CSV UTF-8") from None
    if text.lstrip().startswith("{"):
        yield from _lines(path, text)
        return
    head = text.partition("\n")[0]
    sheet = csv.DictReader(text.splitlines(keepends=True), delimiter=max(",;\t", key=head.count), strict=True)
    for name in ("key", "verdict"):
        if name not in (sheet.fieldnames or ()):
            raise InputError(str(path), f"there is no column {name!r} in the first line")
    try:
        for row in sheet:
            yield sheet.line_num, {name: text or "" for name, text in row.items() if name and not isinstance(text, list)}
    except csv.Error as error:
        yield sheet.line_num, InputError(f"{path}:{sheet.line_num}", f"this is no row of CSV: {error}")


def _lines(path: Path, text: str) -> Iterator[tuple[int, Row | InputError]]:
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = json.loads(line) if line.strip() else {}
        except ValueError:
            row = None
        if isinstance(row, dict):
            yield number, {name: str(text or "") for name, text in row.items()}
        else:
            yield number, InputError(f"{path}:{number}", "this is no JSON object")
