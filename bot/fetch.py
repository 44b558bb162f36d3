"""Link -> `Page`: bytes as they were served, from addresses that may be reached, politely and within bounds.

In: a `Link`. Out: a `Page` of HTML. Raises LinkRefused, AddressRefused, FetchFailed, FetchTimeout, HttpStatus and its
leaves, Paywalled, LoginWall, TooLarge, NotHtml, Busy. Never sends cookies, credentials or a referer, never reads the
environment's proxy, and never lets an error of aiohttp, with an address in it, out.

The address rule stands at the socket (`socket_factory` is asked with the very address that is about to be dialled), so
that it does not matter how an address was come by. See docs/fetching.md.
"""

import asyncio
import re
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote, urljoin

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot import addresses
from bot.config import Fetch
from bot.errors import (
    BotError,
    FetchFailed,
    FetchTimeout,
    LinkRefused,
    NotFound,
    OutletBusy,
)
from bot.fetching import answer, body, inflate, sniff
from bot.fetching.politeness import Flights, Hosts
from bot.fetching.resolver import Judged, Threads
from bot.link import Link
from bot.links.urls import host_of, judge, same_site, wire
from bot.page import Page

MAX_REDIRECTS: Final = 5
"""http -> https -> www -> mobile -> article, and one to spare."""
CONNECT_S: Final = 8.0
"""Name, TCP and TLS together; a host that takes longer is down."""
READ_S: Final = 10.0
"""Between two reads."""
MAX_HEADER: Final = 32 * 1024
"""Bytes of one header line: content security policies of large outlets pass 8 KB."""
MAX_HEADERS: Final = 128
RECEIVE: Final = 64 * 1024
"""Bytes of the kernel's buffer for a connection (Linux doubles it): aiohttp parses all that has arrived in one go, and
256 KB (asyncio's own bound) of tiny messages held the loop for 300 ms. Articles are 20 to 200 KB on the wire."""
RETRIES: Final = 2
"""After 429 and 503."""
PATIENCE_S: Final = 8.0
"""The longest Retry-After that is waited for here; with a longer one the link goes back to the queue."""
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True)
class FeedResponse:
    status: int
    """200, or 304: not modified since."""
    body: bytes
    url: str
    """Where the feed was found after redirects."""
    etag: str = ""
    last_modified: str = ""
    media_type: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    page: Page
    headers: Mapping[str, str]
    location: str = ""


class Fetcher:
    """Owns the connections. `async with Fetcher(config.fetch) as fetcher: page = await fetcher.get(link)`."""

    def __init__(
        self,
        config: Fetch | None = None,
        *,
        resolver: AbstractResolver | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`resolver`, `clock` (Unix time) and `sleep` are for tests."""
        self._config = config or Fetch()
        self.rule = addresses.rule(self._config)
        self._resolver = resolver
        self._clock = clock
        self._sleep = sleep
        self._hosts = Hosts(self._config.per_host, clock)
        self._flights = Flights()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        inner = self._resolver or Threads()
        direct = not self._config.proxy  # a proxy dials for us, and the rule must stand there
        connector = aiohttp.TCPConnector(
            resolver=Judged(inner, self.rule) if direct else inner,
            socket_factory=self._socket if direct else None,
            use_dns_cache=False,  # a cached answer would outlive a rebinding without being of use: hosts differ
            force_close=True,  # what waits open between articles is a connection of the outlet's, too
            limit=0,  # `Hosts` counts
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(
                total=None, connect=CONNECT_S, sock_connect=CONNECT_S, sock_read=READ_S, ceil_threshold=60
            ),
            max_line_size=MAX_HEADER,
            max_field_size=MAX_HEADER,
            max_headers=MAX_HEADERS,
            headers={
                "User-Agent": self._config.user_agent,
                "Accept-Encoding": inflate.ACCEPTED,
                "Accept-Language": "*",
            },
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._flights.close()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, link: Link) -> Page:
        """The page of a link. Who asks for a link that is under way waits for the same answer."""
        return await self._flights.join(link.key, lambda: self._link(link))

    async def get_feed(self, url: str, etag: str = "", last_modified: str = "") -> FeedResponse:
        """A feed, or 304 where it is what `etag` and `last_modified` (of the last answer) name."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        key = "\n".join(("feed", url, etag, last_modified))
        return await self._flights.join(key, lambda: self._feed(judge(url, self.rule), headers))

    async def _link(self, link: Link) -> Page:
        async with self._budget() as budget:
            try:
                return await self._article(link.url, budget)
            except NotFound:  # what was trimmed off may have been part of the URL
                if not link.fallback:
                    raise
            except FetchFailed as error:  # https was assumed, and nobody answers it
                if not link.fallback.startswith("http:") or error.detail not in ("connection", "tls", "timeout"):
                    raise
            return await self._article(link.fallback, budget)

    async def _article(self, url: str, budget: asyncio.Timeout) -> Page:
        page = (await self._visit(url, budget, body.page)).page
        refresh = sniff.refresh(page)
        if refresh:
            target = judge(_absolute(page.url, refresh), self.rule)
            if target != page.url:
                page = (await self._visit(target, budget, body.page)).page
        better = sniff.better(page)
        if better:
            try:
                target = judge(_absolute(page.url, better), self.rule)
                if target != page.url and same_site(target, page.url):
                    return (await self._visit(target, budget, body.page)).page
            except BotError:  # the page at hand is good enough
                return page
        return page

    async def _feed(self, url: str, headers: Mapping[str, str]) -> FeedResponse:
        async with self._budget() as budget:
            got = await self._visit(url, budget, body.feed, headers)
        page = got.page
        return FeedResponse(
            status=page.status,
            body=page.body,
            url=page.url,
            etag=got.headers.get("ETag", headers.get("If-None-Match", "")),
            last_modified=got.headers.get("Last-Modified", headers.get("If-Modified-Since", "")),
            media_type=page.media_type,
            charset=page.charset,
        )

    @asynccontextmanager
    async def _budget(self) -> AsyncIterator[asyncio.Timeout]:
        """The seconds that a link has in all; waiting for our own turn does not count."""
        try:
            async with asyncio.timeout(self._config.timeout_s) as budget:
                yield budget
        except TimeoutError:
            raise FetchTimeout("the page took too long", detail=f"{self._config.timeout_s:g} s") from None

    async def _visit(
        self,
        url: str,
        budget: asyncio.Timeout,
        accept: body.Accept,
        headers: Mapping[str, str] | None = None,
    ) -> _Answer:
        """Follows redirects, each judged like a link."""
        for _ in range(MAX_REDIRECTS + 1):
            got = await self._polite(url, budget, accept, headers or {})
            if not got.location:
                return got
            url = judge(_absolute(url, got.location), self.rule)
        raise FetchFailed("the page redirects in circles", detail="redirects")

    async def _polite(
        self, url: str, budget: asyncio.Timeout, accept: body.Accept, headers: Mapping[str, str]
    ) -> _Answer:
        """One URL, when its host wants it; again when the outlet is busy, a few times."""
        host = host_of(url)
        for attempt in range(RETRIES + 1):
            wait = self._hosts.check(host, min(PATIENCE_S, _left(budget)))
            if wait:
                await self._sleep(wait)
            left = _left(budget)
            budget.reschedule(None)
            async with self._hosts.turn(host):
                budget.reschedule(asyncio.get_running_loop().time() + left)
                try:
                    return await self._once(url, accept, headers)
                except OutletBusy as busy:
                    wait = max(busy.retry_after, 1.0) if busy.retry_after else 1.0 + attempt
                    if busy.retry_after:
                        self._hosts.pause(host, busy.retry_after)
                    if attempt == RETRIES or wait > min(PATIENCE_S, _left(budget)):
                        raise
            await self._sleep(wait)
        raise AssertionError("unreachable")

    async def _once(self, url: str, accept: body.Accept, headers: Mapping[str, str]) -> _Answer:
        if self._session is None:
            raise RuntimeError("the Fetcher is closed")
        try:
            async with self._session.get(
                URL(wire(url), encoded=True),
                allow_redirects=False,
                headers={"Accept": _ACCEPT_FEED if accept is body.feed else _ACCEPT_PAGE, **headers},
                proxy=self._config.proxy or None,
            ) as response:
                location = response.headers.get("Location", "").strip()
                if response.status in _REDIRECTS and location:
                    return _Answer(Page(b"", url, status=response.status), response.headers, location)
                if response.status == 304 and headers:
                    return _Answer(Page(b"", url, "", status=304), response.headers)
                answer.check_status(response.status, response.headers, self._clock())
                media_type, charset = answer.content_type(response.headers.get("Content-Type", ""))
                content = await body.read(response, media_type, accept, self._config.max_bytes)
                return _Answer(
                    Page(content, url, media_type or "text/html", charset, response.status), response.headers
                )
        except BotError:
            raise
        except (aiohttp.ClientError, OSError, ValueError, EOFError) as error:
            raise answer.ours(error) from None

    def _socket(self, info: Any) -> socket.socket:
        """The rule, asked for the address that is about to be dialled."""
        family, kind, proto, _, address = info
        if family not in (socket.AF_INET, socket.AF_INET6) or not self.rule.allows(_zoned(address), address[1]):
            raise addresses.Refused
        dialled = socket.socket(family, kind, proto)
        dialled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE)
        return dialled


_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ACCEPT_PAGE: Final = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
_ACCEPT_FEED: Final = "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"


def _zoned(address: Any) -> str:
    """The address of a socket, with its zone where it has one: a zone is never public."""
    return f"{address[0]}%{address[3]}" if len(address) == 4 and address[3] else str(address[0])


def _absolute(base: str, location: str) -> str:
    """A redirect's target; what follows the host may hold raw bytes and blanks, which browsers escape."""
    try:
        joined = location if _SCHEME.match(location) else urljoin(wire(base), location)
    except ValueError:
        raise LinkRefused("the page redirects to no proper URL", detail="redirect") from None
    match = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*", joined)
    if match is None:
        return joined
    return match[0] + quote(joined[match.end() :], safe="!#$%&'()*+,/:;=?@[]~\\", errors="surrogateescape")


def _left(budget: asyncio.Timeout) -> float:
    when = budget.when()
    return 0.0 if when is None else max(0.0, when - asyncio.get_running_loop().time())
