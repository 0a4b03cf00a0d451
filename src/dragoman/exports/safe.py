"""Report text made harmless for a screen, one character for one, so that spans still fit."""

from __future__ import annotations

import re

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Blanks of old systems; a terminal would take some of them for orders.
_BLANK = re.compile("[\r\x0b\x0c\x85]")
# What no HTML file may hold: other controls than tab and line feed, lone surrogates, non-characters.
_NONCHARACTERS = "".join(chr(plane + low) for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF))
_FORBIDDEN = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")


def for_page(text: str) -> str:
    """What no HTML file may hold as U+FFFD, the blanks of old systems as spaces."""
    return _FORBIDDEN.sub(_REPLACEMENT, _BLANK.sub(" ", text))


def for_terminal(text: str) -> str:
    """As `for_page`, and direction overrides too: in a terminal they and escape sequences could disguise other lines."""
    return _OVERRIDE.sub(_REPLACEMENT, for_page(text))
