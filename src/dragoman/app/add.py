"""Reports into a casebook: what is new is read and kept, what is there already is passed over without being read again.

A report and its reading are kept in one transaction. A kill at any moment loses the report at hand and no other, and the
same call again goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from dragoman.app.read import Reads, read_report
from dragoman.app.shelf import CasebookShelf, origin_of
from dragoman.app.stop import Stop
from dragoman.casebook import Casebook, Origin, open_casebook
from dragoman.casebook.store import hash_of
from dragoman.errors import CasebookError, InputError
from dragoman.record import Report
from dragoman.sources import Arrival, Known, Options, arrivals

EVERY = 500  # reports after which those that came are merged, so that much can be looked at while much more is to come

How = Literal["added", "changed", "read", "known"]
"""A report is new; or a new version of one that is there; or was there unread; or is there and was passed over."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one report: its id (or its place, where it was not even taken apart)."""

    name: str
    how: How


def opened(place: str) -> tuple[Casebook, bool]:
    """The casebook at a place, made where there is none, and whether it was made. Raises CasebookError where it cannot be."""
    try:
        return open_casebook(place), False
    except CasebookError:
        return open_casebook(place, create=True), True


def own_files(place: str, *others: Path | None) -> frozenset[Path]:
    """The files of a casebook and others that are written, which are no reports where they lie among them."""
    beside = () if "://" in place else tuple(Path(f"{place}{ending}") for ending in ("", "-wal", "-shm", "-journal", ".feeds"))
    return frozenset(path.resolve() for path in (*beside, *others) if path is not None)


def add_inputs(
    casebook: Casebook,
    load: Callable[[], Reads],
    inputs: Sequence[str],
    options: Options,
    stop: Stop,
    merge: Callable[[], None] = lambda: None,
) -> Iterator[Kept | InputError]:
    """Everything that `dragoman add` does with its inputs; see `add`. `merge` brings merging up to date, now and then and at the end."""
    found = arrivals(inputs, replace(options, shelf=CasebookShelf(casebook)))
    fresh = 0
    for outcome in add(casebook, load, found, stop):
        yield outcome
        fresh += isinstance(outcome, Kept) and outcome.how != "known"
        if fresh == EVERY:
            merge()
            fresh = 0
    merge()


def add(
    casebook: Casebook, load: Callable[[], Reads], found: Iterable[Arrival | Known | InputError], stop: Stop
) -> Iterator[Kept | InputError]:
    """One outcome per report, in their order. The reader is loaded when the first report has come that needs it.

    When an outcome comes, it is on the disk. Raises CasebookError where the casebook cannot be written, Stopped when asked to.
    """
    reader: Reads | None = None
    for item in found:
        outcome = _standing(casebook, item)
        if isinstance(item, Arrival) and not isinstance(outcome, InputError) and outcome.how != "known":
            reader = reader or load()
            with stop.held():
                yield _keep(casebook, reader, item, outcome)
        else:
            yield outcome
        stop.check()


def _standing(casebook: Casebook, found: Arrival | Known | InputError) -> Kept | InputError:
    """What is to become of it, by what the casebook holds."""
    if isinstance(found, InputError):
        return found
    if isinstance(found, Known):
        return Kept(found.place, "known")
    how = _how(casebook, found.report)
    if how is None:
        return InputError(found.place, f"the report {found.report.id!r} was forgotten and is not kept again")
    return Kept(found.report.id, how)


def _how(casebook: Casebook, report: Report) -> How | None:
    versions = casebook.versions(report.id)
    if versions is None:
        return None
    digest = hash_of(report.text)
    same = [version for version in versions if version.hash == digest]
    if same:
        return "known" if same[0].read else "read"
    return "changed" if versions else "added"


def _keep(casebook: Casebook, reader: Reads, arrival: Arrival, planned: Kept) -> Kept | InputError:
    reading = read_report(reader, arrival.report)
    if isinstance(reading, InputError):
        return reading
    fetched = datetime.now(UTC).isoformat(timespec="seconds")
    casebook.keep(arrival.report, arrival.raw, Origin(origin_of(arrival.place), fetched), reading)
    return planned
