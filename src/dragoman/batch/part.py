"""Cutting an archive into parts: what is handed out, kept and skipped as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from dragoman.errors import InputError
from dragoman.sources.units import Unit

MOST_BYTES = 16_000_000  # of one part: what is sent to another process in one piece
HELD_BYTES = 64_000_000  # of the parts that are not full yet: some 25,000 dispatches


@dataclass(frozen=True, slots=True)
class Part:
    """Reports on their way in, mostly of one month. `key` is of their ids and bytes: the same reports are the same part."""

    key: str
    units: tuple[Unit, ...]


def part_of(units: Iterable[Unit]) -> Part:
    """The part that some units make."""
    own = tuple(units)
    return Part(blake2b(b"".join(unit.digest for unit in own), digest_size=12).hexdigest(), own)


def cut(found: Iterable[Unit | InputError], size: int) -> Iterator[Part | InputError]:
    """Parts of at most `size` reports; refusals are passed on as they come. The same inputs give the same parts.

    Output is kept by months, so that reports of one month go together: else each part of a mixed archive would leave a small
    file in every month. What is held back for that is bounded; the fullest month goes out where it grows too much.
    """
    bins: dict[str, _Bin] = {}
    held = 0
    for item in found:
        if isinstance(item, InputError):
            yield item
            continue
        own = bins.setdefault(item.month, _Bin())
        if own.size and own.size + item.size > MOST_BYTES:
            held -= own.size
            yield own.emptied()
        own.add(item)
        held += item.size
        if len(own.units) >= size:
            held -= own.size
            yield own.emptied()
        elif held > HELD_BYTES:
            fullest = max(bins.values(), key=lambda one: one.size)  # of equals the first that came
            held -= fullest.size
            yield fullest.emptied()
    yield from (bins[month].emptied() for month in sorted(bins) if bins[month].units)


class _Bin:
    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.size = 0

    def add(self, unit: Unit) -> None:
        self.units.append(unit)
        self.size += unit.size

    def emptied(self) -> Part:
        part = part_of(self.units)
        self.units, self.size = [], 0
        return part
