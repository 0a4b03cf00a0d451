"""Which kinds of documents there are, and what tells one: the ending of a file's name, what a server says, the first bytes."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from pathlib import PurePath
from typing import Literal

Form = Literal["text", "html", "jsonl", "pdf", "docx", "csv", "tsv", "parquet", "warc", "feed"]

# Read piece by piece, so that they may be of any size; each line, row or record has the limit instead.
STREAMED: frozenset[Form] = frozenset({"jsonl", "csv", "tsv", "parquet", "warc"})

ENDINGS: dict[str, Form] = {
    ".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".json": "jsonl", ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonl.gz": "jsonl", ".ndjson.gz": "jsonl",
    ".pdf": "pdf", ".docx": "docx",
    ".csv": "csv", ".csv.gz": "csv", ".tsv": "tsv", ".tsv.gz": "tsv", ".parquet": "parquet",
    ".warc": "warc", ".warc.gz": "warc",
    ".xml": "feed", ".rss": "feed", ".atom": "feed",
}  # fmt: skip

MEDIA: dict[str, Form] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/jsonlines": "jsonl",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/vnd.apache.parquet": "parquet",
    "application/warc": "warc",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
}
# Servers send these for files that they know nothing of: the name and the bytes tell then.
UNTOLD = frozenset(
    {"", "text/plain", "text/markdown", "text/xml", "application/xml", "application/json", "application/zip"}
    | {"application/octet-stream", "application/gzip", "application/x-gzip"}
)

_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?.*?\?>\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL)
_JSONL = re.compile(rb"\s*\{\s*[\"}]")
_MAGIC: tuple[tuple[bytes, Form], ...] = ((b"%PDF-", "pdf"), (b"PAR1", "parquet"), (b"WARC/", "warc"))


def form_of(head: bytes) -> Form:
    """What a document looks like by its first bytes, where nothing else tells."""
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    head = head.removeprefix(BOM_UTF8)
    if _JSONL.match(head):
        return "jsonl"
    if _HTML.match(head):
        return "html"
    return "feed" if _FEED.match(head) else "text"


def suffix(path: PurePath) -> str:
    """The known ending of a file's name, as it is written there, `.jsonl.gz` being one; else "" or the last ending."""
    name = path.name.lower()
    known = max((ending for ending in ENDINGS if name.endswith(ending)), key=len, default="")
    return path.name[len(name) - len(known) :].lower() if known else path.suffix


def form_by_name(path: PurePath, head: bytes) -> Form | None:
    """The form by the ending of the name; the first bytes tell a page from a feed where both may end in .xml."""
    form = ENDINGS.get(suffix(path))
    return "html" if form == "feed" and form_of(head) == "html" else form
