"""What is on its way in: a document, and a report made of it, before it is checked."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes and what is known of them: where they stand, the ids to try, an address and encoding where the sender gave them.

    `day` (ISO 8601) and `publisher` are what others say, for where the document itself tells none.
    """

    place: str
    ids: tuple[str, ...]
    data: bytes
    url: str | None = None
    encoding: str | None = None
    day: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What one source found. `ids` are tried in turn until one is free; a source that states an id gives just that one."""

    place: str  # file or address, with the line where there is one
    ids: tuple[str, ...]
    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    # The bytes that the report was made of. They are long and say nothing that the text does not, so that they are not compared.
    raw: bytes = field(default=b"", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Known:
    """What the shelf holds already, so that it was not taken apart again."""

    place: str
