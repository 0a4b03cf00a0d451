"""The development sets: where the gold lies, which of its figures count, and how much of each a quick run takes.

Nothing here is part of the repository. The sets lie in a folder beside it, as do the scorer and the tool that turns
marks into gold readings; both are run, not imported, so that they stay the judges they are for everybody.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Record = dict[str, Any]

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class GoldSet:
    """One development set.

    `figures` are those that have a floor, "a.b" for b within a. A quick run takes the `quick` records whose ids come
    first by hash, a fixed draw; None takes them all.
    """

    name: str
    task: str
    path: str
    figures: tuple[str, ...]
    quick: int | None = None
    ours: bool = False  # the path is one of this repository, not of the data
    only: str = ""  # a pattern that ids begin with


_WHOLE = (
    "events.f1", "links.f1", "status_right", "claim_right", "mode_right", "statements.f1", "act_right", "speaker_right",
    "mentions.f1", "actors_conll", "times.f1", "places.f1", "roles.f1", "meetings.f1",
)  # fmt: skip

_SHORT = ("events.f1", "links.f1", "status_right", "claim_right", "mode_right", "statements.f1", "act_right", "mentions.f1")

SETS = (
    GoldSet("relations", "relations", "data/relations/plv_dev.jsonl", ("root_macro_f1", "penta_macro_f1")),
    GoldSet("pairs", "pairs", "data/source_target/dev.jsonl", ("full_recall", "class_recall", "neutral_left_alone")),
    GoldSet("names", "names", "data/entities/re3d_dev.jsonl", ("typed.f1", "untyped.f1")),
    GoldSet("web", "names", "data/entities/uner_ewt_dev.jsonl", ("typed.f1", "untyped.f1"), quick=200),
    GoldSet("attribution", "attribution", "data/attribution/dev.jsonl", ("relaxed.f1", "content_characters.f1"), quick=20),
    GoldSet("real", "readings", "marked/real", _WHOLE),
    GoldSet("authored", "readings", "marked/authored", _WHOLE),
    GoldSet("own", "readings", "training/authored", _WHOLE, ours=True, only=r"[a-z]{3}-(?<!one-)(?<!two-)"),
    GoldSet("contrasts", "readings", "training/authored", _SHORT, ours=True, only="(one|two)-"),
    GoldSet("times", "times", "data/time/timebank.jsonl", ("relaxed.f1", "value.f1"), quick=40),
    GoldSet("lgl", "places", "data/places/lgl.jsonl", ("recognition.f1", "accuracy_161km_of_all_gold"), quick=40),
    GoldSet("geovirus", "places", "data/places/geovirus.jsonl", ("recognition.f1", "accuracy_161km_of_all_gold"), quick=40),
    GoldSet("coref", "coref", "data/coref/dev.jsonl", ("conll_f1",), quick=8),
)


def load_gold(gold_set: GoldSet, data: Path, quick: bool) -> list[Record]:
    """The set's gold records. Marked reports are cut down to the fifth that is kept aside from training."""
    path = (ROOT if gold_set.ours else data) / gold_set.path
    if path.is_dir():
        found = marked(path, data / "marked" / "mark.py")
        return [r for r in found if kept_aside(record_id(r)) and re.match(gold_set.only, record_id(r))]
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    return draw(records, gold_set.quick) if quick and gold_set.quick else records


def marked(folder: Path, program: Path) -> list[Record]:
    """The gold readings of a folder of marks; the texts of marks that hold none lie beside it in FOLDER-reports.jsonl."""
    reports = folder.with_name(folder.name + "-reports.jsonl")
    command = [sys.executable, str(program), "gold", *map(str, sorted(folder.glob("*.marks")))]
    command += ["--reports", str(reports)] if reports.is_file() else []
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def record_id(record: Record) -> str:
    """The id of a gold record, which for a gold reading is that of its report."""
    return str(record["report"]["id"] if "report" in record else record["id"])


def write_lines(path: Path, records: Iterable[Record]) -> None:
    """The records as JSON Lines."""
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")


def read_lines(path: Path) -> list[Record]:
    """The records of JSON Lines. Texts may hold other ends of lines than the one that ends a record."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def with_id(record: Record, name: str) -> Record:
    """The record under another id."""
    return {**record, "report": {**record["report"], "id": name}} if "report" in record else {**record, "id": name}


def _hash(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16)


def kept_aside(name: str) -> bool:
    """Whether a marked report is among the fifth that nothing is trained on."""
    return _hash(name) % 5 == 0


def draw(records: Iterable[Record], count: int) -> list[Record]:
    """As many records as asked for, always the same ones."""
    return sorted(records, key=lambda record: _hash(record_id(record)))[:count]


def fingerprint(records: Iterable[Record]) -> str:
    """SHA-256 of the records, whatever the order of their keys in the file."""
    digest = hashlib.sha256()
    for record in records:
        digest.update(json.dumps(record, sort_keys=True, ensure_ascii=False).encode() + b"\n")
    return digest.hexdigest()
