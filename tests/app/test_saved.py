"""Webhooks of saved searches are told of what is new, once, and again where it did not arrive."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dragoman.app.pages.book import Book, Shown, Whole
from dragoman.app.saved import new_search, tell_webhooks
from dragoman.app.search import Finder
from dragoman.app.search.wanted import UnfitError
from dragoman.casebook import Casebook, open_casebook
from dragoman.exports.view import View
from dragoman.knowledge import Knowledge
from dragoman.record.merged import Merged
from tests.app.search.made import ORIGIN, fill, reading

HOOK = "https://hook.example/x"


class Hook:
    """Somebody who listens, or does not."""

    def __init__(self) -> None:
        self.heard: list[Mapping[str, Any]] = []
        self.deaf = False

    def __call__(self, address: str, body: Mapping[str, Any]) -> None:
        assert address == HOOK
        if self.deaf:
            raise OSError("nobody is there")
        self.heard.append(body)


def round_of(casebook: Casebook, hook: Hook) -> list[tuple[int, str]]:
    """What one round tells: how many finds, and what was in the way."""

    def load(ids: Any) -> Mapping[str, Shown]:
        return {entry.reading.report.id: Shown(entry, View.of(entry.reading)) for entry in casebook.entries(ids)}

    book = Book(Whole.of(Merged()), Knowledge.load(), load)
    return [(told.finds, told.trouble) for told in tell_webhooks(casebook, Finder(casebook), book, hook)]


def add(casebook: Casebook, number: int) -> int:
    """Keeps one more reading; how many of its events are of type ACCUSE."""
    one = reading(number)
    casebook.keep(one.report, b"raw", ORIGIN, one)
    return sum(event.type == "ACCUSE" for event in one.events)


def test_a_webhook_is_told_of_new_finds_once(tmp_path: Path) -> None:
    with open_casebook(tmp_path / "book.db", create=True) as casebook:
        fill(casebook, 10)
        casebook.queries.save(new_search("a", "Charges", "type=ACCUSE", HOOK))
        casebook.queries.save(new_search("b", "Silent", "", ""))
        hook = Hook()
        assert round_of(casebook, hook) == []
        assert round_of(casebook, hook) == []
        new = sum(add(casebook, number) for number in range(10, 20))
        assert new
        hook.deaf = True
        assert round_of(casebook, hook) == [(new, "nobody is there")]
        hook.deaf = False
        assert round_of(casebook, hook) == [(new, "")]
        assert round_of(casebook, hook) == []
        assert hook.heard[0]["search"]["name"] == "Charges"
        assert {line.type for line in hook.heard[0]["events"]} == {"ACCUSE"}


@pytest.mark.parametrize(("name", "query", "webhook"), [(" ", "", ""), ("x", "sources=0", ""), ("x", "", "ftp://x"), ("x", "", "https://")])
def test_what_cannot_be_saved_is_refused(name: str, query: str, webhook: str) -> None:
    with pytest.raises(UnfitError):
        new_search("a", name, query, webhook)
