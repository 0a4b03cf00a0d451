from __future__ import annotations

import csv
import io
from pathlib import Path

from dragoman.exports.dictionary import page, rows, table
from dragoman.exports.facts import Facts
from dragoman.exports.formats import FORMATS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "exports.md"


def test_every_column_of_every_format_has_a_meaning(facts: Facts) -> None:
    described = list(rows(facts))
    assert {name for name, *_ in described} == set(FORMATS)
    assert all(all(parts) for parts in described)
    named = [(name, column) for name, column, *_ in described]
    assert len(named) == len(set(named))


def test_the_page_is_what_the_code_makes(facts: Facts) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(facts), "old: python -m dragoman.exports.dictionary docs/reference/exports.md"


def test_the_table_can_be_read(facts: Facts) -> None:
    made = list(csv.reader(io.StringIO(table(facts))))
    assert made[0] == ["format", "column", "type", "meaning"]
    assert len(made) == 1 + sum(len(made.fields(facts)) for made in FORMATS.values())
