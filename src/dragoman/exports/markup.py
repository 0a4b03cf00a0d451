"""Report text as markup that can do nothing but be read; for every page that is made of templates."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from markupsafe import Markup, escape

from dragoman.exports.safe import for_page
from dragoman.record import Span


def safe(value: object) -> object:
    """What a template prints: ready markup as it is, all else cleaned and escaped, a leading combining mark as a number.

    A combining mark right after a tag would join the ">" when somebody normalises the file, and break the tag.
    """
    if isinstance(value, Markup) or hasattr(value, "__html__"):
        return value
    text = for_page(str(value))
    if text and unicodedata.combining(text[0]):
        return Markup(f"&#{ord(text[0])};") + escape(text[1:])
    return text


def quote(text: str, span: Span, highlights: Iterable[Span]) -> Markup:
    """The words of a span, the highlighted ones in <mark>."""
    made, at = Markup(), span.start
    for mark in highlights:
        made += Markup("{}<mark>{}</mark>").format(safe(text[at : mark.start]), safe(mark.of(text)))
        at = mark.end
    return made + escape(safe(text[at : span.end]))
