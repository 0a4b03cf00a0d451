from __future__ import annotations

import pytest

from dragoman.app.ledger import Ledger, one_line
from dragoman.errors import InputError


def test_refusals_are_told_and_counted_and_the_rest_passes(capsys: pytest.CaptureFixture[str]) -> None:
    with Ledger() as ledger:
        passed = list(ledger.passed([1, InputError("a.txt:3", "no text"), 2]))
    assert passed == [1, 2]
    assert (ledger.read, ledger.refused) == (2, 1)
    assert capsys.readouterr().err == "a.txt:3: no text\n2 read, 1 refused\n"


def test_nothing_is_said_where_all_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    with Ledger() as ledger:
        assert list(ledger.passed([1, 2])) == [1, 2]
    assert capsys.readouterr().err == ""


def test_the_bar_does_not_hide_refusals(capsys: pytest.CaptureFixture[str]) -> None:
    with Ledger(total=3, progress=True) as ledger:
        assert list(ledger.passed([1, InputError("[red]a.txt", "no text"), 2])) == [1, 2]
    assert "[red]a.txt: no text\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("message", "line"), [("a\nb", "a\\nb"), ("\x1b[31m", "\\x1b[31m"), ("é \u202e", "é \\u202e"), ("\udc80", "\\udc80")]
)
def test_a_message_is_one_line(message: str, line: str) -> None:
    assert one_line(message) == line
