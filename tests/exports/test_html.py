"""The page: self-contained, complete, safe against its own text, legible."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from dragoman.exports.html import index, render
from dragoman.exports.names import file_name
from dragoman.record import Reading, Report


class Page(HTMLParser):
    """What a browser would see: elements with their attributes, the article's text, and whether tags nest."""

    VOID = ("meta", "input", "link", "img", "br")

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: dict[str, str] = {}
        self.unbalanced: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts[tag] = self.texts.get(tag, "") + data

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def flat(text: str) -> str:
    return "".join(text.split())


def test_page_shows_the_whole_text(reading: Reading) -> None:
    assert flat(Page(render(reading)).texts["article"]) == flat(reading.report.text)


def test_every_link_leads_somewhere(reading: Reading) -> None:
    page = Page(render(reading))
    ids = page.ids()
    assert len(ids) == len(set(ids))
    assert [link for link in page.values("href") if link.lstrip("#") not in ids] == []


def test_every_row_has_words_and_an_entry(reading: Reading) -> None:
    ids = Page(render(reading)).ids()
    rows = [*reading.events, *reading.statements, *reading.mechanisms, *reading.places, *reading.times]
    assert [row.id for row in rows if row.id not in ids or f"w-{row.id}" not in ids] == []
    assert [row.id for row in (*reading.actors, *reading.meetings) if row.id not in ids] == []


def test_overlapping_marks_all_cover_their_words(reading: Reading) -> None:
    covering = [rows.split() for rows in Page(render(reading)).values("data-rows")]
    assert ["E3", "S3"] in covering  # "shelling" in the content of the accusation
    assert ["A2", "A6", "S2"] in covering  # "Belland" in "Belland radio", the source of a statement


def test_marks_link_to_what_tells_most(reading: Reading) -> None:
    assert re.search(r'<a class="trigger conflict claim content" href="#E3"[^>]*>shelling</a>', render(reading))


@pytest.mark.parametrize(
    "words",
    [
        "Strait Courier · 13 March 2025",
        "on the word of officials, through Belland radio S1",
        "on the word of Mara Venn S3; denied by Belland S4",
        "denies what Mara Venn said S3",
        "Belland radio said cue reported",
        "citing officials S1",
        "Sorrel Commission, session 5 K1",
        "2 hours (“two hours”)",
        "fishing fisheries told by officials, through Belland radio S1",
        "no sentence of English: Zxqv.",
        "11 March 2025 from published",
        "1.25, -2.50",
        "country · ARD · inferred: country",
        "Read by Dragoman 1.2.3 · model model-7",
    ],
)
def test_record_tells(reading: Reading, words: str) -> None:
    assert words in " ".join(Page(render(reading)).texts["body"].split())


def test_claims_are_grouped_apart(reading: Reading) -> None:
    source = render(reading)
    assert re.search(r'<div class="row event conflict claim" id="E3"', source)
    assert re.search(r'<div class="row event cooperation happening" id="E1"', source)
    assert source.index('id="E2"') < source.index('<section class="group claim"') < source.index('id="E3"')


def test_nothing_comes_from_outside(reading: Reading) -> None:
    page = Page(render(reading, home="index.html") + index([reading]))
    assert page.values("src") == [] and not any(tag in ("link", "img", "iframe", "object", "base") for tag, _ in page.elements)
    assert "url(" not in render(reading) and "@import" not in render(reading)


def test_policy_lets_in_just_this_style_and_script(reading: Reading) -> None:
    source = render(reading)
    policy = next(value for value in Page(source).values("content") if "default-src" in value)
    for tag in ("style", "script"):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", source, re.S)
        assert inside is not None
        digest = base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "style=" not in source.split("</style>", 1)[1]  # the policy would refuse it


def test_hostile_text_stays_text(hostile: Reading) -> None:
    source = render(hostile)
    page = Page(source)
    assert page.unbalanced == [] and page.open == []
    assert sum(tag == "script" for tag, _ in page.elements) == 1
    assert not any(tag in ("img", "b") and "onerror" in attributes for tag, attributes in page.elements)
    assert page.ids().count("E1") == 1
    assert "49" not in page.texts["h1"] and "{{ 7*7 }}" in page.texts["h1"]
    assert not set(source) & set("\x00\x1b\ud800\ufffe")
    source.encode("utf-8")


def test_hostile_text_is_complete(hostile: Reading) -> None:
    article = flat(Page(render(hostile)).texts["article"])
    wanted = flat(re.sub("[\x00\x1b\ud800\ufffe]", "\N{REPLACEMENT CHARACTER}", hostile.report.text))
    assert article == wanted


def test_no_combining_mark_follows_a_tag(hostile: Reading) -> None:
    assert not re.search(">[\u0300-\u036f]", render(hostile))


def test_hostile_names_are_isolated(hostile: Reading) -> None:
    body = render(hostile).split("<body", 1)[1]
    for before in re.findall(r"<(\w+)[^>]*>[^<>]*\u202e", body):
        assert before in ("bdi", "p", "h1", "h2", "blockquote", "a", "span", "mark", "title")


def test_index_lists_and_links(reading: Reading, hostile: Reading) -> None:
    source = index([reading, hostile], "Two")
    page = Page(source)
    assert page.values("href") == [f"{file_name(r.report.id)}.html" for r in (reading, hostile)]
    assert "4 statements" in " ".join(page.texts["body"].split()) and "1 meeting" in page.texts["body"]
    assert page.unbalanced == []


def test_an_empty_reading_is_a_page(reading: Reading) -> None:
    page = Page(render(Reading(Report("r", "Nothing."), reading.reader)))
    assert page.texts["article"].strip() == "Nothing." and page.unbalanced == []


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


STYLE = files("dragoman.exports").joinpath("templates", "style.css").read_text(encoding="utf-8")
PAIRS = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", STYLE)
LIGHT, DARK = ({name: pair[at] for name, *pair in PAIRS} for at in (0, 1))
TEXT = ["ink", "muted", "cooperation", "conflict", "claim", "planned", "denied", "frame"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast_is_enough(theme: dict[str, str]) -> None:
    """WCAG 2.2 AA: 4.5 for text, 3 for the lines under actors."""
    grounds = ["paper", "panel"]
    tints = ["cooperation-tint", "conflict-tint", "claim-tint", "lit"]
    poor = [(text, ground) for text in TEXT for ground in grounds if contrast(theme[text], theme[ground]) < 4.5]
    poor += [("ink", tint) for tint in tints if contrast(theme["ink"], theme[tint]) < 4.5]
    poor += [("claim", tint) for tint in ("claim-tint", "cooperation-tint", "conflict-tint") if contrast(theme["claim"], theme[tint]) < 4.5]
    poor += [("muted", "claim-tint")] if contrast(theme["muted"], theme["claim-tint"]) < 4.5 else []
    poor += [(f"a{n}", ground) for n in range(8) for ground in [*grounds, "claim-tint"] if contrast(theme[f"a{n}"], theme[ground]) < 3]
    assert poor == []
