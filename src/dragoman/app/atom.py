"""Atom feeds (RFC 4287): ids that stay, whatever name the desk goes by, and entries that carry their sentences."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from dragoman.app.pages.evidence import Evidence

_NS = "http://www.w3.org/2005/Atom"
# What XML cannot hold at all.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01T00:00:00+00:00"
MOST = 50  # entries of a feed


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry. `thing` names it for ever, `link` is a path of the desk, `updated` ISO 8601."""

    thing: str
    title: str
    link: str
    updated: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of a page of the desk; `link` is the page's path, `own` that of the feed itself."""

    thing: str
    title: str
    link: str
    own: str
    entries: tuple[FeedEntry, ...]


def id_of(thing: str) -> str:
    """An id that is the same for the same thing at all times."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, 'dragoman:' + thing.encode('utf-8', 'surrogatepass').decode('utf-8', 'replace'))}"


def written(feed: Feed, base: str) -> bytes:
    """The feed as XML; `base` is the desk's address without a slash at its end."""
    ElementTree.register_namespace("", _NS)
    root = ElementTree.Element(f"{{{_NS}}}feed")
    updated = max((entry.updated for entry in feed.entries), default=_NEVER)
    _texts(root, (("id", id_of(feed.thing)), ("title", feed.title), ("updated", _time(updated))))
    _texts(_child(root, "author"), (("name", "Dragoman"),))
    _child(root, "link", rel="self", type="application/atom+xml", href=base + feed.own)
    _child(root, "link", rel="alternate", type="text/html", href=base + feed.link)
    for entry in feed.entries:
        _entry(_child(root, "entry"), entry, base)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _entry(node: ElementTree.Element, entry: FeedEntry, base: str) -> None:
    _texts(node, (("id", id_of(entry.thing)), ("title", entry.title), ("updated", _time(entry.updated))))
    _child(node, "link", rel="alternate", type="text/html", href=base + entry.link)
    content = _child(node, "content", type="html")
    content.text = _clean("".join(map(_quoted, entry.evidence)))


def _quoted(one: Evidence) -> str:
    """A sentence as HTML, with who printed it and on whose word; what reports say is text in it and nothing else."""
    voice = f"on the word of {one.voice}" if one.voice else ""
    who = " · ".join(part for part in (voice, one.report.publisher or one.report.title, one.report.published or "") if part)
    text, foot = html.escape(" ".join(one.text.split())), html.escape(f"{who} ({one.report.id})")
    return f"<blockquote><p>{text}</p><footer>{foot}</footer></blockquote>"


def _child(node: ElementTree.Element, name: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(node, f"{{{_NS}}}{name}", {key: _clean(value) for key, value in attributes.items()})


def _texts(node: ElementTree.Element, texts: Iterable[tuple[str, str]]) -> None:
    for name, text in texts:
        _child(node, name).text = _clean(text) or "untitled"


def _clean(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


def _time(iso: str) -> str:
    """A time as RFC 3339 wants it."""
    return iso if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", iso) else _NEVER
