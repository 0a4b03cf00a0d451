"""The record of a reading as one HTML file: the text with its marks beside the record, no script or font from outside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman.exports import phrases
from dragoman.exports.marks import actor_style, paragraphs
from dragoman.exports.markup import quote, safe
from dragoman.exports.names import file_name
from dragoman.exports.view import COUNTED, STANDINGS, View, masthead, standing
from dragoman.record import Reading

# What templates that show a reading use.
GLOBALS: dict[str, Any] = {
    "COUNTED": COUNTED, "STANDINGS": STANDINGS, "standing": standing, "actor_style": actor_style, "quote": quote,
}  # fmt: skip
FILTERS: dict[str, Callable[..., Any]] = {
    "act": phrases.act_phrase, "date": phrases.date_phrase, "plain": phrases.plain_name, "family": phrases.family,
    "phrase": lambda event: phrases.event_phrase(event.type, event.mode),
    "code": lambda event: phrases.event_code(event.type, event.mode),
}  # fmt: skip


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
        undefined=StrictUndefined, finalize=safe,
    )  # fmt: skip
    made.globals |= GLOBALS
    made.filters |= FILTERS
    return made


@cache
def _asset(name: str) -> str:
    environment = _environment()
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0].strip()
