"""`dragoman merge`."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from dragoman.casebook import Origin, open_casebook
from dragoman.cli import USAGE, main
from tests.merge.made import archive


def test_it_says_what_the_casebook_holds_together_and_does_nothing_twice(tmp_path: Path) -> None:
    place = str(tmp_path / "book.db")
    with open_casebook(place, create=True) as book:
        for reading in archive(8, per_day=2):
            book.keep(reading.report, b"raw", Origin("p", "2031"), reading)
    results = [CliRunner().invoke(main, ["merge", "--casebook", place, "--json", *more]) for more in ([], [], ["--all"])]
    told = [json.loads(result.stdout) for result in results]
    assert [row.pop("merged") for row in told] == [8, 0, 8]
    assert told[0] == told[1] == told[2]
    assert told[0]["stories"] > 0
    assert f"{place}: 8 merged; {told[0]['stories']} stories" in results[0].stderr


def test_a_casebook_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["merge", "--casebook", str(tmp_path / "none.db")])
    assert result.exit_code == USAGE
    assert "there is no casebook" in result.stderr
