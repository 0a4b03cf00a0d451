"""Addresses on the web: one page each, with limits on time, size and redirects, and no way into the local network."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dragoman import __version__
from dragoman.errors import InputError
from dragoman.settings import Settings
from dragoman.sources.document import Document, Form, form_of, read_document
from dragoman.sources.draft import Draft, Known
from dragoman.sources.options import Options

if TYPE_CHECKING:
    import httpx

_FORMS: dict[str, Form] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/jsonlines": "jsonl",
}
# Servers send these for files that they know nothing of: the bytes tell then.
_UNTOLD = ("", "text/plain", "text/markdown", "application/octet-stream", "application/json", "application/gzip", "application/x-gzip")


class _RefusedError(Exception):
    """Why an address is not read."""


def is_address(given: str) -> bool:
    """Whether an input names an address rather than a file."""
    return given.lower().startswith(("http://", "https://"))


def drafts_of_address(url: str, options: Options) -> Iterator[Draft | Known | InputError]:
    """The report on a page, or the reports of a JSON Lines file on the web."""
    try:
        document, form = _fetched(url, options.settings)
    except _RefusedError as error:
        yield InputError(url, str(error))
        return
    yield from read_document(document, form, options)


def _fetched(url: str, settings: Settings) -> tuple[Document, Form]:
    # httpx takes a quarter of a second to import, which a reader of files should not wait for.
    import httpx

    try:
        with _client(settings) as client, client.stream("GET", url) as response:
            if response.is_error:
                raise _RefusedError(f"the server answers {response.status_code} {response.reason_phrase}".strip())
            data = _body(response, settings)
            return _document(url, response, data)
    except httpx.TimeoutException:
        raise _RefusedError(f"no answer within {settings.timeout:g} seconds") from None
    except httpx.TooManyRedirects:
        raise _RefusedError(f"the address leads on more than {settings.redirects} times") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise _RefusedError(f"the address cannot be read: {error}") from None


def _client(settings: Settings) -> httpx.Client:
    import httpx

    def check(request: httpx.Request) -> None:
        """Looks at each address before it is asked, those that a redirect leads to as well."""
        if not settings.private_addresses and _is_private(request.url.host):
            raise _RefusedError(f"{request.url.host} is an address on this computer or in the local network")

    return httpx.Client(
        timeout=settings.timeout,
        follow_redirects=True,
        max_redirects=settings.redirects,
        headers={"user-agent": f"dragoman/{__version__}"},
        event_hooks={"request": [check]},
    )


def _is_private(host: str) -> bool:
    try:
        found = socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False  # no such name here: the request says so itself, or a proxy knows it
    return any(not ipaddress.ip_address(str(address[4][0]).partition("%")[0]).is_global for address in found)


def _body(response: httpx.Response, settings: Settings) -> bytes:
    """The bytes sent. httpx limits the wait for each of them; the limit here is on all together."""
    end = time.monotonic() + settings.timeout
    data = bytearray()
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > settings.file_bytes:
            raise _RefusedError(f"the page is larger than {settings.file_bytes} bytes")
        if time.monotonic() > end:
            raise _RefusedError(f"the page did not arrive within {settings.timeout:g} seconds")
    return bytes(data)


def _document(url: str, response: httpx.Response, data: bytes) -> tuple[Document, Form]:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    form = _FORMS.get(kind)
    if form is None:
        if kind not in _UNTOLD:
            raise _RefusedError(f"the address holds {kind}, not a report")
        form = "jsonl" if _is_json_lines(response.url.path) else form_of(data[:1024])
    return Document(url, (url,), data, str(response.url), response.charset_encoding), form


def _is_json_lines(path: str) -> bool:
    return PurePosixPath(path).name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson"))
