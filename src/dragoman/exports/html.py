"""The record of a reading as one HTML file: the text with its marks beside the record, no script or font from outside."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dragoman.exports import phrases
from dragoman.exports.marks import actor_style, paragraphs
from dragoman.exports.names import file_name
from dragoman.exports.safe import for_page
from dragoman.exports.view import COUNTED, STANDINGS, View, masthead, standing
from dragoman.record import Reading, Span


def render(reading: Reading, home: str | None = None) -> str:
    """One self-contained page. `home` is the address of a page that lists it. Report text can do nothing but be read."""
    view = View.of(reading)
    title, imprint = masthead(reading.report)
    return _fill("page.html", view=view, paragraphs=paragraphs(view), title=title, imprint=imprint, home=home)


def index(readings: Iterable[Reading], title: str = "Readings") -> str:
    """A page that lists several readings and links to each by its `file_name`."""
    rows = [(View.of(reading), *masthead(reading.report), f"{file_name(reading.report.id)}.html") for reading in readings]
    return _fill("index.html", rows=rows, title=title)


def _fill(template: str, **values: object) -> str:
    style, script = _asset("style.css"), _asset("script.js")
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    return _environment().get_template(template).render(style=Markup(style), script=Markup(script), policy=policy, **values)


def _digest(content: str) -> str:
    """The hash by which a page's policy lets exactly this style or script in, and nothing that a report might smuggle."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("dragoman.exports"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined, finalize=_safe,
    )  # fmt: skip
    made.globals |= {"COUNTED": COUNTED, "STANDINGS": STANDINGS, "standing": standing, "actor_style": actor_style, "quote": _quote}
    made.filters |= {
        "act": phrases.act_phrase, "date": phrases.date_phrase, "plain": phrases.plain_name, "family": phrases.family,
        "phrase": lambda event: phrases.event_phrase(event.type, event.mode),
        "code": lambda event: phrases.event_code(event.type, event.mode),
    }  # fmt: skip
    return made


@cache
def _asset(name: str) -> str:
    environment = _environment()
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0].strip()


def _safe(value: object) -> object:
    """What a template prints: ready markup as it is, all else cleaned and escaped, a leading combining mark as a number.

    A combining mark right after a tag would join the ">" when somebody normalises the file, and break the tag.
    """
    if isinstance(value, Markup) or hasattr(value, "__html__"):
        return value
    text = for_page(str(value))
    if text and unicodedata.combining(text[0]):
        return Markup(f"&#{ord(text[0])};") + escape(text[1:])
    return text


def _quote(text: str, span: Span, highlights: Iterable[Span]) -> Markup:
    """The words of a span, the highlighted ones in <mark>."""
    made, at = Markup(), span.start
    for mark in highlights:
        made += Markup("{}<mark>{}</mark>").format(_safe(text[at : mark.start]), _safe(mark.of(text)))
        at = mark.end
    return made + escape(_safe(text[at : span.end]))
