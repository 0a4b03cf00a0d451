"""Names of files for reports: one report, one name, on every file system and in every run."""

from __future__ import annotations

import hashlib
import re

_LONGEST = 60  # characters of the id that are kept
_TAKEN = ("", "index")  # a folder's list of pages has this name


def file_name(id: str) -> str:
    """A report's id as the name of a file, without its ending: the id where that is a plain word, else what is plain of it and a digest.

    Capitals are not plain: some file systems hold "a" and "A" to be the same.
    """
    plain = re.sub(r"[^a-z0-9_.-]+", "-", id.lower()).strip("-.")[:_LONGEST]
    if plain == id and plain not in _TAKEN:
        return plain
    digest = hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain}-{digest}" if plain else f"report-{digest}"
