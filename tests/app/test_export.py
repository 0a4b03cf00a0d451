from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.app.export import export, export_dictionary, formats, load_facts, select
from dragoman.exports.facts import Facts
from dragoman.exports.filter import Filter
from dragoman.exports.formats import FORMATS
from dragoman.record import Actor, Event, Reader, Reading, Report, Span
from dragoman.record.entry import Entry
from dragoman.record.merged import Happening, Merged, Support


class Shelf:
    """A casebook of two events, the second told by two voices; counts how often its merged things are asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def entries(self) -> Iterator[Entry]:
        actors = (Actor("A1", "Arden", "country"), Actor("A2", "Belland", "country"))
        for number in (1, 2):
            told = Event(
                "E1", "ACCUSE", None, (), "112", -2.0, ("A1",), ("A2",), Span(6, 13), (Span(6, 13),), None, None, "happened", None, 1
            )
            report = Report(f"r{number}", "Arden accused Belland of shelling a village.", published=f"2031-05-0{number}")
            yield Entry(Reading(report, Reader("1", "m", "o", "k"), actors=actors, events=(told,)))

    def merged(self) -> Merged:
        self.asked += 1
        support = Support("r2", "E1", Span(6, 13))
        return Merged(happenings=(Happening("H1", "ACCUSE", None, "", None, None, "happened", (), (), (support,), 2),))


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


def written(facts: Facts, name: str, shelf: Shelf, wanted: Filter) -> list[str]:
    out = io.BytesIO()
    export(select(shelf, facts, FORMATS[name], wanted), FORMATS[name], None, out)
    return out.getvalue().decode().splitlines()


def test_merged_things_are_loaded_where_they_are_needed(facts: Facts) -> None:
    shelf = Shelf()
    assert len(written(facts, "polecat", shelf, Filter())) == 3
    assert shelf.asked == 0
    assert len(written(facts, "polecat", shelf, Filter(sources=2))) == 2
    assert shelf.asked == 1
    assert len(written(facts, "gdelt-events", shelf, Filter())) == 2
    assert shelf.asked == 2


def test_a_file_and_standard_output_hold_the_same(facts: Facts, tmp_path: Path) -> None:
    out, made = tmp_path / "new" / "events.txt", FORMATS["polecat"]
    done = export(select(Shelf(), facts, made, Filter()), made, out, io.BytesIO())
    assert (done.count, done.unit) == (2, "rows")
    assert out.read_text().splitlines() == written(facts, "polecat", Shelf(), Filter())


def test_what_fails_half_way_leaves_no_file(facts: Facts, tmp_path: Path) -> None:
    class Broken(Shelf):
        def entries(self) -> Iterator[Entry]:
            yield next(super().entries())
            raise RuntimeError("the disk is gone")

    made = FORMATS["polecat"]
    with pytest.raises(RuntimeError):
        export(select(Broken(), facts, made, Filter()), made, tmp_path / "events.txt", io.BytesIO())
    assert not list(tmp_path.iterdir())


def test_the_dictionary_is_a_page_or_a_table(facts: Facts, tmp_path: Path) -> None:
    export_dictionary(facts, tmp_path / "columns.csv", io.BytesIO())
    assert (tmp_path / "columns.csv").read_text().startswith("format,column,type,meaning\n")
    out = io.BytesIO()
    export_dictionary(facts, None, out)
    assert out.getvalue().decode().startswith("# What exports hold")
    assert set(formats()) == set(FORMATS)
