"""What the readings of a whole run hold together: passes over traces, pairs, chains, each of them tasks for an engine."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dragoman.batch.chains import COPY, Bonding, Chain, Gathering, Kind, Merging, Tracing
from dragoman.batch.folder import files_of
from dragoman.batch.pairs import Numbers, ends, far_pairs, pairs_of, tiles
from dragoman.batch.stock import Stock
from dragoman.batch.work import Engine
from dragoman.exports.sink import whole_file
from dragoman.merge.bonds import FLOOR
from dragoman.merge.groups import components
from dragoman.merge.index import BAND_REACH
from dragoman.merge.stories import farthest
from dragoman.record.merged import Copies

Printed = tuple[int, str]  # the place of the copies that a report is one of, and its id
_TOGETHER = 100  # readings in one task, and reports of short chains
_HELD = 1_000  # rows of a table that are held before they are written

_TEXT = pa.string()
_TEXTS = pa.list_(_TEXT)
_SPAN = pa.struct({"start": pa.int32(), "end": pa.int32()})
_WORDS = pa.list_(pa.struct({"report": _TEXT, "span": _SPAN}))
_SUPPORTS = pa.list_(pa.struct({"report": _TEXT, "event": _TEXT, "span": _SPAN}))
_SESSION = {"number": pa.int32(), "date": _TEXT, "venue": _TEXT, "country": _TEXT, "reports": _TEXTS, "heads": _TEXTS}
_NEXT = {"earliest": _TEXT, "latest": _TEXT, "venue": _TEXT}
_HAPPENING = {
    **dict.fromkeys(("id", "type", "mode", "date", "place", "country", "status"), _TEXT),
    "sources": _TEXTS,
    "recipients": _TEXTS,
    "supports": _SUPPORTS,
    "independent": pa.int32(),
    "contradictions": pa.list_(pa.struct({"field": _TEXT, "values": _WORDS})),
}
_CLAIM = {"id": _TEXT, "speakers": _TEXTS, "statements": _WORDS, "denials": _WORDS, "corroborated": _SUPPORTS}
_FORUM = {"id": _TEXT, "name": _TEXT, "parties": _TEXTS, "sessions": pa.list_(pa.struct(_SESSION)), "next": pa.struct(_NEXT)}
# The columns are the fields of the rows in `record.merged`.
SCHEMAS = {
    "stories": pa.schema({"id": _TEXT, "reports": _TEXTS}),
    "copies": pa.schema({"reports": _TEXTS}),
    "happenings": pa.schema(_HAPPENING),
    "claims": pa.schema(_CLAIM),
    "forums": pa.schema(_FORUM),
}


def merge_run(folder: Path, engine: Engine, told: Callable[[str], object] = lambda message: None) -> dict[str, int]:
    """Writes the tables of merged things of a run; how many rows each has. `told` hears of each pass. Raises OSError, DragomanError."""
    with closing(Stock(folder / ".merging.db")) as stock:
        for traced in engine.run(_tracings(folder)):
            stock.add(traced)
        told(f"{len(stock)} readings")
        told(f"{_bind(stock, engine)} pairs to compare")
        stock.index()
        _merge(stock, engine)
        return {name: _write(folder / f"{name}.parquet", stock.kept(name), schema) for name, schema in SCHEMAS.items()}


def _bind(stock: Stock, engine: Engine) -> int:
    """Finds the bonds; how many pairs were looked at.

    Reports that are years apart have no more to do with each other than that one prints the other, or that both tell of sittings of one
    forum. Of these only matters what hangs together, so that not all such pairs are compared: a forum that sits each week for
    years would have as many as half of the square of its reports.
    """
    most = farthest(FLOOR)
    near = pairs_of(stock.terms(), most)
    _bond(stock, engine, near, "near")
    home = np.zeros(len(stock), np.int64)
    for number, group in enumerate(components(len(stock), stock.links(COPY))):
        home[group] = number
    far = far_pairs(stock.terms(BAND_REACH), most, home)
    _bond(stock, engine, far, "far")
    for found in engine.run([Gathering("gathering", stock.traces(stock.with_cores()))]):
        stock.bond(found)
    return len(near) + len(far)


def _bond(stock: Stock, engine: Engine, pairs: Numbers, name: str) -> None:
    for found in engine.run(_bondings(stock, tiles(pairs), name)):
        stock.bond(found)


def _merge(stock: Stock, engine: Engine) -> None:
    everyone = list(range(len(stock)))
    for rows in engine.run(_mergings(stock, "copies", everyone, {})):
        stock.keep(rows)
    groups = [json.loads(value)["reports"] for value in stock.kept("copies")]
    at = stock.numbers() if groups else {}
    copies = {at[id]: (group, id) for group, ids in enumerate(groups) for id in ids}
    members: tuple[tuple[Kind, list[int]], ...] = (
        ("stories", everyone), ("happenings", stock.with_events()), ("forums", stock.with_sittings()),
    )  # fmt: skip
    for kind, numbers in members:
        for rows in engine.run(_mergings(stock, kind, numbers, copies)):
            stock.keep(rows)


def _tracings(folder: Path) -> Iterator[Tracing]:
    for path in files_of(folder, "readings"):
        with pq.ParquetFile(path) as file:
            for number, batch in enumerate(file.iter_batches(batch_size=_TOGETHER, columns=["reading"])):
                yield Tracing(f"{path.stem}-{number}", tuple(batch.column(0).to_pylist()))


def _bondings(stock: Stock, squares: Iterable[Numbers], name: str) -> Iterator[Bonding]:
    for number, pairs in enumerate(squares):
        yield Bonding(f"bonds-{name}-{number}", pairs, stock.traces(np.unique(ends(pairs)).tolist()))


def _mergings(stock: Stock, kind: Kind, numbers: list[int], copies: Mapping[int, Printed]) -> Iterator[Merging]:
    """The chains of some reports, short ones together in one task."""
    place = {number: n for n, number in enumerate(numbers)}
    links = ((place[a], place[b]) for a, b in stock.chained(kind) if a in place and b in place)
    held: list[Chain] = []
    count = serial = 0
    for group in components(len(numbers), links):
        if kind == "copies" and len(group) == 1:
            continue
        held.append(_chain(stock, kind, [numbers[n] for n in group], copies))
        count += len(group)
        if count >= _TOGETHER:
            yield Merging(f"{kind}-{serial}", kind, tuple(held))
            held, count, serial = [], 0, serial + 1
    if held:
        yield Merging(f"{kind}-{serial}", kind, tuple(held))


def _chain(stock: Stock, kind: Kind, numbers: list[int], copies: Mapping[int, Printed]) -> Chain:
    told = kind in ("stories", "happenings")
    printed: dict[int, list[str]] = defaultdict(list)  # of each group of copies those of the chain: it may have thousands
    for number in numbers:
        if kind == "happenings" and number in copies:
            group, id = copies[number]
            printed[group].append(id)
    return Chain(
        traces=tuple(stock.traces(numbers).values()),
        bonds=tuple(stock.among(set(numbers))) if len(numbers) > 1 else (),
        readings=tuple(stock.readings(numbers)) if told else (),
        copies=tuple(Copies(tuple(sorted(ids))) for ids in printed.values()),
    )


def _write(path: Path, values: Iterator[str], schema: pa.Schema) -> int:
    count = 0
    with whole_file(path) as out, pq.ParquetWriter(out, schema, compression="zstd") as writer:
        while some := [json.loads(value) for value in islice(values, _HELD)]:
            writer.write_table(pa.Table.from_pylist(some, schema))
            count += len(some)
    return count
