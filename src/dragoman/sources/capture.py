"""Pages saved from web archives: names of folders and files that hold a time and an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import unquote

# 20240103120000, with what archives put behind it ("id_": the page as it was).
_STAMP = re.compile(r"(?P<stamp>(?:19|20)\d{12})(?:[a-z]{2}_)?")
_STAMP_AND_ADDRESS = re.compile(_STAMP.pattern + r"[_\-.@ ](?P<address>https?(?:%3A|:).+)", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Capture:
    """When a page was captured, and from where."""

    stamp: str  # YYYYMMDDhhmmss
    url: str

    @property
    def day(self) -> str:
        """ISO 8601."""
        return f"{self.stamp[:4]}-{self.stamp[4:6]}-{self.stamp[6:8]}"


def capture_of(path: str) -> Capture | None:
    """What a path with slashes says: .../TIME/ADDRESS..., .../HOST/TIME/rest, or TIME_ADDRESS as the name of a file; None for others."""
    parts = PurePosixPath(path).parts
    for place, part in enumerate(parts):
        if named := _STAMP_AND_ADDRESS.fullmatch(part):
            return _capture(named["stamp"], [unquote(named["address"].removesuffix(".html")), *parts[place + 1 :]])
        if (found := _STAMP.fullmatch(part)) and place + 1 < len(parts):
            before = parts[place - 1] if place else ""
            rest = [unquote(after) for after in parts[place + 1 :]]
            starts = rest[0].lower() in ("http:", "https:") or rest[0].lower().startswith(("http:", "https:")) or _HOST.fullmatch(rest[0])
            if starts and len(rest) > 1:
                return _capture(found["stamp"], rest)
            return _capture(found["stamp"], [before, *rest]) if _HOST.fullmatch(before) else None
    return None


def _capture(stamp: str, parts: list[str]) -> Capture | None:
    try:
        datetime.strptime(stamp, "%Y%m%d%H%M%S")
    except ValueError:
        return None
    address = "/".join(parts)
    address = re.sub(r"^(https?):/*", r"\1://", address, flags=re.IGNORECASE)
    # Programs that save a site call the page of a folder so.
    address = re.sub(r"/index\.html?$", "/", address)
    return Capture(stamp, address if "://" in address else f"http://{address}")
