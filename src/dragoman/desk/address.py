"""Addresses of things: any id, whatever it holds, as one part of a path, and back.

Percent signs would not do: servers and proxies undo them before they look for slashes and dots. So what is not plain is
written as `~` and two digits for each byte of it, and an id never ends in `.json`, which asks for the other form of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote_plus

_PLAIN = re.compile(rb"[A-Za-z0-9._:@-]")
_ENDING = re.compile(r"\.(?=(?:json|atom)$)")
_WRITTEN = re.compile(rb"~([0-9A-F]{2})")


def part(id: str) -> str:
    """An id as one part of a path."""
    written = "".join(chr(byte) if _PLAIN.match(bytes([byte])) else f"~{byte:02X}" for byte in id.encode("utf-8", "surrogatepass"))
    if not written.strip("."):
        return written.replace(".", "~2E")  # browsers take "." and ".." for steps
    return _ENDING.sub("~2E", written)


def id_of(part: str) -> str:
    """The id that a part of a path stands for, or somebody wrote there as it is. Raises ValueError where it stands for none."""
    written = part.encode("utf-8", "surrogatepass")
    return _WRITTEN.sub(lambda found: bytes([int(found[1], 16)]), written).decode("utf-8", "surrogatepass")


def to(kind: str, *ids: str) -> str:
    """The path of a thing's page: `to("reports", "talks/1")` is "/reports/talks~2F1"."""
    return "/".join(["", kind, *map(part, ids)])


def query(value: object) -> str:
    """A value, or pairs of names and values, as part of a query, whatever they hold."""
    if isinstance(value, str):
        return _quoted(value)
    pairs: Iterable[tuple[object, object]] = value.items() if isinstance(value, Mapping) else value  # type: ignore[assignment]
    return "&".join(f"{_quoted(name)}={_quoted(one)}" for name, one in pairs)


def _quoted(value: object) -> str:
    return quote_plus(str(value).encode("utf-8", "surrogatepass"))
