"""The record in a terminal: what it tells, and that it tells it at every width, with and without colour."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from dragoman.exports.text import render
from dragoman.record import Reading, Report


def shown(reading: Reading, width: int = 100, **options: object) -> str:
    file = StringIO()
    render(reading, Console(file=file, width=width, **options))  # type: ignore[arg-type]
    return file.getvalue()


def section(text: str, title: str) -> str:
    """The lines of one section, joined."""
    lines = text.split(f"\n{title} ─", 1)[1].splitlines()[1:]
    ends = [n for n, line in enumerate(lines) if " ──" in line]
    return " ".join(" ".join(lines[: ends[0] if ends else None]).split())


def test_head_names_title_publisher_and_day(reading: Reading) -> None:
    assert shown(reading).splitlines()[:2] == ["Envoy in Port Sorrel", "Strait Courier · 13 March 2025"]


def test_who_has_kind_country_role_and_names_used(reading: Reading) -> None:
    who = section(shown(reading), "WHO")
    assert "Mara Venn person · ARD · ARDGOV · of Arden Envoy of Arden" in who
    assert "“Venn”" in who
    assert "Arden country · ≈ARD" in who  # inferred


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("WHAT HAPPENED", "● E1 visit Arden → Belland CONSULT/visit happened · Port Sorrel (BEL) · 11 March 2025 (“Tuesday”)"),
        ("WHAT IS PLANNED OR POSSIBLE", "◌ E4 work together navies COOPERATE planned · May 2025 (“May”)"),
        ("WHAT SPEAKERS CLAIM OR TELL", "❝ E3 shell or rocket Belland ASSAULT/heavy-weapons happened"),
        ("WHAT SPEAKERS CLAIM OR TELL", "on the word of Mara Venn S3; denied by Belland S4"),
        ("WHAT IS DENIED", "⊘ E5 meet or talk Arden → Belland CONSULT denied on the word of officials, through Belland radio S1"),
        ("WHO SAID WHAT", "S2 Belland radio said “reported”, citing officials S1 “The talks covered fishing and the strait”"),
        ("WHO SAID WHAT", "S4 Belland denied “denied” “it” ⊘ denies S3, what Mara Venn said"),
        ("WHO SAID WHAT", "S1 officials said “citing”, speaker unnamed"),
        ("MEETINGS", "Arden Mara Venn, head Belland Belland's delegation"),
        ("MEETINGS", "length 2 hours (“two hours”) forum Sorrel Commission, session 5"),
        ("MEETINGS", "agenda fishing fisheries told by officials, through Belland radio S1 the strait"),
        ("RECURRING FORUMS", "K1 Sorrel Commission SC parties Arden and Belland venues Port Sorrel (BEL)"),
        ("TOPICS", "fisheries fishing contexts diplomatic, natural resource"),
        ("WHAT WAS NOT READ", "no sentence of English Zxqv."),
    ],
)
def test_section(reading: Reading, title: str, words: str) -> None:
    assert words in section(shown(reading, 110), title)


def test_claim_stands_apart_from_happenings(reading: Reading) -> None:
    assert "E3" not in section(shown(reading), "WHAT HAPPENED")


def test_words_of_an_event_are_set_off_without_styles(reading: Reading) -> None:
    assert "“Envoy Mara Venn of Arden ‹met› Belland's delegation" in shown(reading)


def test_words_of_an_event_are_set_off_by_style_in_a_terminal(reading: Reading) -> None:
    text = shown(reading, force_terminal=True, color_system="standard", legacy_windows=False, no_color=False)
    assert "\x1b[1;4mmet\x1b[0m" in text and "‹met›" not in text


def test_no_color_leaves_no_colour(reading: Reading) -> None:
    text = shown(reading, force_terminal=True, color_system="standard", legacy_windows=False, no_color=True)
    assert "\x1b[1;4mmet\x1b[0m" in text
    assert not any(code in text for code in ("[31m", "[32m", "[35m", ";31m", ";32m", ";35m"))


@pytest.mark.parametrize("width", [60, 80, 84, 110, 149, 150, 200])
def test_lines_fit(reading: Reading, width: int) -> None:
    lines = shown(reading, width).splitlines()
    assert max(cell_len(line) for line in lines) <= width
    assert all(line == line.rstrip() for line in lines)
    assert {"E1", "S4", "M1", "K1"} <= set("\n".join(lines).split())


def test_no_row_is_lost_at_any_width(reading: Reading) -> None:
    rows = [row.id for row in (*reading.actors, *reading.events, *reading.statements, *reading.meetings, *reading.mechanisms)]
    for width in (60, 200):
        words = set(shown(reading, width).split())
        assert [row for row in rows if row not in words] == []


def test_escape_sequences_and_overrides_are_shown_not_obeyed(hostile: Reading) -> None:
    text = shown(hostile)
    assert not set(text) & set("\x00\x1b\u202e\u202c\ud800\ufffe")
    assert "\N{REPLACEMENT CHARACTER}[31mred" in text
    text.encode("utf-8")


def test_markup_of_rich_is_not_obeyed(reading: Reading) -> None:
    report = Report("r", "[bold]Nobody[/bold] [link=x]met.", title="[red]T[/red]")
    assert shown(Reading(report, reading.reader)).startswith("[red]T[/red]\n")


def test_an_empty_reading_has_its_head(reading: Reading) -> None:
    text = shown(Reading(Report("r", "Nothing."), reading.reader))
    assert text.startswith("Nothing.\n") and "───" not in text
