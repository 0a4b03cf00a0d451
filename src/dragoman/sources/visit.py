"""Manners on the web, in one place: robots.txt, a pause between visits to a host, patience with busy servers, limits.

Every address is looked at before it is asked, those that a redirect leads to as well, and the connection once more after
the name was looked up, so that no name leads into the local network.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.request import getproxies

from dragoman import __version__
from dragoman.settings import Settings
from dragoman.sources.private import is_private
from dragoman.sources.refused import RefusedError

if TYPE_CHECKING:
    import httpx
    from protego import Protego

T = TypeVar("T")
_NAME = "dragoman"  # what robots.txt may call us
_BUSY = (429, 500, 502, 503, 504)
_FIRST_WAIT = 1.0  # seconds before a busy server is asked again; twice as many each time
_MOST_WAIT = 60.0  # a server that wants us to wait longer is left for another time
_ROBOTS_BYTES = 500_000  # as much of robots.txt as RFC 9309 wants read


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent, and where it was in the end. `status` is 200, or 304 where nothing changed since last time."""

    status: int
    url: str
    data: bytes
    kind: str  # as in text/html
    charset: str | None
    etag: str | None
    modified: str | None


@dataclass(frozen=True, slots=True)
class Since:
    """What the last answer said of itself, so that the server can say that nothing changed."""

    etag: str | None = None
    modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The headers that ask so."""
        named = {"if-none-match": self.etag, "if-modified-since": self.modified}
        return {name: value for name, value in named.items() if value}


_NEVER = Since()


class Web:
    """Visits addresses for as long as a run lasts. `wait` sleeps for seconds, and may raise to end the run."""

    def __init__(self, settings: Settings, wait: Callable[[float], None] = time.sleep) -> None:
        # httpx takes a quarter of a second to import, which a reader of files should not wait for.
        import httpx

        self._settings, self._wait = settings, wait
        self._client = httpx.Client(timeout=settings.timeout, headers={"user-agent": f"{_NAME}/{__version__}"})
        self._robots: dict[str, Protego | None] = {}
        self._last: dict[str, float] = {}  # host -> time of the last visit
        self._proxied = bool(getproxies())

    def close(self) -> None:
        """Lets the connections go."""
        self._client.close()

    def get(self, url: str, since: Since = _NEVER) -> Answer:
        """What is at an address, a busy server being asked again. Raises RefusedError."""
        for attempt in range(self._settings.retries + 1):
            try:
                return self._visit(url, since)
            except RefusedError as error:
                wait = error.wait if error.wait is not None else _FIRST_WAIT * 2**attempt * random.uniform(0.5, 1.5)
                if not error.busy or attempt == self._settings.retries or wait > _MOST_WAIT:
                    raise
            self._wait(wait)
        raise AssertionError("the last attempt returns or raises")

    def _visit(self, url: str, since: Since) -> Answer:
        """One attempt, with its redirects."""
        for _ in range(self._settings.redirects + 1):
            self._ask_robots(url)
            self._pause(url)
            answer = self._send(url, since.headers(), self._settings.file_bytes)
            if isinstance(answer, Answer):
                return answer
            url = answer
        raise RefusedError(f"the address leads on more than {self._settings.redirects} times")

    def _pause(self, url: str) -> None:
        import httpx

        host = httpx.URL(url).netloc.decode("ascii", "replace")
        robots = self._robots.get(_site(url))
        stated = robots.crawl_delay(_NAME) if robots else None
        pause = max(self._settings.delay, min(float(stated or 0), _MOST_WAIT))
        if (rest := self._last.get(host, -pause) + pause - time.monotonic()) > 0:
            self._wait(rest)
        self._last[host] = time.monotonic()

    def _ask_robots(self, url: str) -> None:
        site = self._told(url, _site)
        if site not in self._robots:
            self._robots[site] = self._read_robots(f"{site}/robots.txt")
        robots = self._robots[site]
        if robots and not robots.can_fetch(url, _NAME):
            raise RefusedError("the site's robots.txt asks programs not to read this address")

    def _read_robots(self, url: str) -> Protego | None:
        """The rules of a site; None where it has none. A site that cannot tell now is left alone (RFC 9309)."""
        from protego import Protego

        for _ in range(self._settings.redirects + 1):
            try:
                answer = self._send(url, {}, _ROBOTS_BYTES, cut=True)
            except RefusedError as error:
                if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                    return None
                raise
            if isinstance(answer, Answer):
                return Protego.parse(answer.data.decode("utf-8", "replace"))
            url = answer
        return None

    def _send(self, url: str, headers: dict[str, str], most: int, cut: bool = False) -> Answer | str:
        """The answer, or the address that it leads on to. With `cut`, what is too long is cut off instead of refused."""
        return self._told(url, lambda url: self._stream(url, headers, most, cut))

    def _told(self, url: str, do: Callable[[str], T]) -> T:
        """Whatever the library raises, as a refusal."""
        import httpx

        try:
            return do(url)
        except httpx.TimeoutException:
            raise RefusedError(f"no answer within {self._settings.timeout:g} seconds", later=True) from None
        except httpx.TransportError as error:
            raise RefusedError(f"the address cannot be read: {error}", later=not isinstance(error, httpx.UnsupportedProtocol)) from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise RefusedError(f"the address cannot be read: {error}") from None

    def _stream(self, url: str, headers: dict[str, str], most: int, cut: bool) -> Answer | str:
        import httpx

        self._refuse_private(httpx.URL(url).host)
        with self._client.stream("GET", url, headers=headers) as response:
            self._refuse_private_peer(response)
            if response.next_request is not None:
                return str(response.next_request.url)
            if response.status_code != 304 and not response.is_success:
                raise _refusal(response)
            return _answer(response, b"" if response.status_code == 304 else self._body(response, most, cut))

    def _refuse_private(self, host: str) -> None:
        if not self._settings.private_addresses and is_private(host):
            raise RefusedError(f"{host} is an address on this computer or in the local network")

    def _refuse_private_peer(self, response: httpx.Response) -> None:
        """A name may lead elsewhere the second time that it is looked up; a proxy looks up names itself."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if peer and not self._proxied:
            self._refuse_private(str(peer[0]))

    def _body(self, response: httpx.Response, most: int, cut: bool) -> bytes:
        """The bytes sent. httpx limits the wait for each of them; the limit here is on all together."""
        end = time.monotonic() + self._settings.timeout
        data = bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > most:
                if cut:
                    return bytes(data[:most])
                raise RefusedError(f"the page is larger than {most} bytes")
            if time.monotonic() > end:
                raise RefusedError(f"the page did not arrive within {self._settings.timeout:g} seconds", later=True)
        return bytes(data)


def _site(url: str) -> str:
    """Scheme, host and port, for which one robots.txt holds. Raises httpx.InvalidURL."""
    import httpx

    found = httpx.URL(url)
    if not found.host:
        raise httpx.InvalidURL("no host is named")
    return f"{found.scheme}://{found.netloc.decode('ascii')}"


def _answer(response: httpx.Response, data: bytes) -> Answer:
    headers = response.headers
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    url = str(response.url)
    return Answer(response.status_code, url, data, kind, response.charset_encoding, headers.get("etag"), headers.get("last-modified"))


def _refusal(response: httpx.Response) -> RefusedError:
    status = response.status_code
    wait = _retry_after(response.headers.get("retry-after"))
    return RefusedError(f"the server answers {status} {response.reason_phrase}".strip(), later=status in _BUSY, wait=wait, status=status)


def _retry_after(stated: str | None) -> float | None:
    """Seconds, stated as such or as a day and time."""
    with suppress(ValueError, TypeError):
        return max(0.0, float(stated or ""))
    with suppress(ValueError, TypeError):
        at = parsedate_to_datetime(stated or "")
        return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())
    return None
