"""The tools for assistants, called through the client of the official SDK."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client import Client

from dragoman.casebook import Casebook
from dragoman.desk.tools import make_server
from dragoman.knowledge import Knowledge
from dragoman.record.merged import Forum, Merged, Session
from tests.desk.found import opened


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    with opened(tmp_path_factory.mktemp("tools") / "book.db", many=12) as (made, _):
        yield made


async def _call(casebook: Casebook, tool: str, given: dict[str, Any]) -> tuple[bool, Any]:
    async with Client(make_server(casebook, Knowledge.load())) as client:
        answer = await client.call_tool(tool, given)
        return bool(answer.is_error), answer.structured_content if not answer.is_error else answer.content[0].text  # type: ignore[union-attr]


def call(casebook: Casebook, tool: str, **given: Any) -> Any:
    failed, answer = anyio.run(partial(_call, casebook, tool, given))
    assert not failed, answer
    return answer


def sentences(row: Any) -> list[dict[str, Any]]:
    """All sentences of a row, however deep."""
    if isinstance(row, list):
        return [one for item in row for one in sentences(item)]
    if isinstance(row, dict):
        return [row] if "text" in row and "report" in row else [one for item in row.values() for one in sentences(item)]
    return []


def test_the_tools_are_described(casebook: Casebook) -> None:
    async def listed() -> list[tuple[str, str]]:
        async with Client(make_server(casebook, Knowledge.load())) as client:
            return [(tool.name, tool.description or "") for tool in (await client.list_tools()).tools]

    found = anyio.run(listed)
    assert [name for name, _ in found] == ["search", "relationship", "forum", "claim", "evidence"]
    assert all(description for _, description in found)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("search", {"words": "karsh", "limit": 3}),
        ("search", {"between": "ARD,BLL", "type": "assault"}),
        ("relationship", {"one": "ARD", "other": "BLL"}),
        ("claim", {"id_or_words": "shelling"}),
        ("evidence", {"id": "r1"}),
    ],
)
def test_every_answer_carries_its_sentences_with_the_ids_of_reports(casebook: Casebook, name: str, given: dict[str, Any]) -> None:
    answer = call(casebook, name, **given)
    assert answer["items"]
    found = sentences(answer["items"])
    assert found
    for one in found:
        text = casebook.report(one["report"]).text
        said = " ".join(text[one["start"] : one["end"]].split())
        assert said.replace("\ud800", "\ufffd") in one["text"]


def test_a_forum_is_found_by_words_of_its_name(casebook: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    forum = Forum("F1", "Lamp Commission of the Two", ("ARD", "BLL"), (Session(3, "2031-04-28", "Karsh", "ARD", ("full",)),), None)
    monkeypatch.setattr(Casebook, "merged", lambda _: Merged(forums=(forum,)))
    found = call(casebook, "forum", name="lamp commission")["items"]
    assert [(row["id"], row["sessions"][0]["number"]) for row in found] == [("F1", 3)]
    assert [one["report"] for one in sentences(found)] == ["full"]
    assert call(casebook, "forum", name="F1")["items"] == found


def test_an_event_of_a_search_leads_to_its_evidence(casebook: Casebook) -> None:
    event = call(casebook, "search", words="karsh", limit=1)["items"][0]
    assert call(casebook, "evidence", id=event["key"])["items"] == [event]
    happening = call(casebook, "relationship", one="ARD", other="BLL", limit=1)["items"][0]
    assert call(casebook, "evidence", id=happening["id"])["items"] == [happening]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("forum", {"name": "nothing of the kind"}), ("claim", {"id_or_words": "nothing of the kind"}), ("evidence", {"id": "nothing"}),
        ("search", {"type": "x", "since": "never"}), ("relationship", {"one": "ARD", "other": "ARD"}),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_in_a_line(casebook: Casebook, name: str, given: dict[str, Any]) -> None:
    failed, answer = anyio.run(partial(_call, casebook, name, given))
    assert failed
    assert "\n" not in answer
    assert answer


def test_the_command_needs_a_casebook_that_is_there(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from dragoman.cli.mcp import mcp

    result = CliRunner().invoke(mcp, ["--casebook", str(tmp_path / "none.db")])
    assert result.exit_code == 2
    assert "no casebook" in result.output
