"""Bytes to text: UTF-8 and the encodings that say so themselves; anything else is refused, never guessed.

A wrong guess would put wrong letters into names and evidence, and nobody would notice.
"""

from __future__ import annotations

import codecs
import unicodedata

from dragoman.errors import NotTextError

# UTF-32 comes first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
# Control characters that text may hold: tab, line feed, vertical tab, form feed, carriage return.
_USUAL_CONTROLS = frozenset("\t\n\x0b\f\r")
_LOOKED_AT = 65_536


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`, character for character, without a byte order mark.

    `declared` is an encoding that the sender names (as a web server does); else UTF-8, or what a byte order mark says.
    Raises NotTextError, which names the byte that does not fit.
    """
    refuse_binary(data)
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", declared or "utf-8"))
    if not mark and b"\0" in data[:_LOOKED_AT]:
        raise NotTextError(f"binary data, not text (a zero byte at position {data.index(0)})")
    try:
        text = data.decode(encoding)
    except LookupError:
        raise NotTextError(f"the encoding {encoding!r} is not known") from None
    except UnicodeDecodeError as error:
        raise _wrong_byte(data, error) from None
    _refuse_controls(text)
    return text


def refuse_binary(data: bytes) -> None:
    """Raises NotTextError where the first bytes are those of a known kind of file that is no text."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise NotTextError(f"this is {name}, not text")


def _wrong_byte(data: bytes, error: UnicodeDecodeError) -> NotTextError:
    line = data.count(b"\n", 0, error.start) + 1
    name = error.encoding.upper()
    advice = "; save the file as UTF-8" if name == "UTF-8" else ""
    return NotTextError(f"not {name}: byte 0x{data[error.start]:02X} at position {error.start}{advice}", line)


def _refuse_controls(text: str) -> None:
    sample = text[:_LOOKED_AT]
    controls = sum(unicodedata.category(char) == "Cc" and char not in _USUAL_CONTROLS for char in sample)
    if controls * 10 > len(sample):  # stray control characters are harmless; one in ten is data
        raise NotTextError(f"binary data, not text ({controls} control characters in the first {len(sample)} characters)")
