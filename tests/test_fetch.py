"""Fetching from servers that misbehave (`tests/cases/fetch`), name tricks, politeness, bounds of memory and of lag."""

import asyncio
import gc
import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot import addresses, fetch, link
from bot.config import Fetch
from bot.errors import AddressRefused, BotError, FetchFailed, FetchTimeout, LinkRefused, NotFound, OutletBusy
from bot.fetch import Fetcher
from bot.fetching import sniff
from bot.link import Link
from bot.page import Page
from hostile import Hostile, coded

CASES = Path(__file__).parent / "cases" / "fetch"
BEHAVIOURS = json.loads((CASES / "behaviours.json").read_text(encoding="utf-8"))
ARTICLE = [["head", 200, {"Content-Type": "text/html; charset=utf-8"}], ["fill", "<p>해밀대교가 개통했다.</p>", 100]]
LOOPBACK = ("127.0.0.0/8",)


def _config(**changes: Any) -> Fetch:
    return Fetch(**{"allow_addresses": LOOPBACK, **changes})


def _fetcher(**changes: Any) -> Fetcher:
    return Fetcher(_config(**changes), sleep=_hurried)


def _link(url: str, fallback: str = "") -> Link:
    return Link(url, url, fallback)


async def _hurried(seconds: float) -> None:
    """Pauses that an outlet asks for, fifty times faster."""
    await asyncio.sleep(seconds / 50)


@pytest.mark.parametrize("case", BEHAVIOURS, ids=lambda c: c["name"])
async def test_behaviour(case: dict[str, Any]) -> None:
    expect = case["expect"]
    async with Hostile(case["serve"]) as server, _fetcher(**case.get("config", {})) as fetcher:
        request = fetcher.get(_link(server.base + case.get("get", "/a")))
        errors = expect.get("errors") or ([expect["error"]] if "error" in expect else [])
        if errors:
            with pytest.raises(BotError) as caught:
                await request
            assert caught.value.code in errors
            assert expect.get("detail", caught.value.detail) == caught.value.detail
            assert "127.0.0.1" not in str(caught.value)
        else:
            page = await request
            assert expect.get("bytes", len(page.body)) == len(page.body)
            assert expect.get("page", "").encode() in page.body
            assert expect.get("url", page.url.removeprefix(server.base)) == page.url.removeprefix(server.base)
            assert expect.get("type", page.media_type) == page.media_type
            assert expect.get("charset", page.charset) == page.charset
        if "asked" in case:
            assert server.paths() == case["asked"]
        assert server.paths()[-1].startswith(expect.get("asked_last", ""))


class Names(AbstractResolver):
    """Answers as told: host -> lists of addresses, one list a question, the last one for ever."""

    def __init__(self, names: dict[str, list[list[str]]]) -> None:
        self.names = {host: list(answers) for host, answers in names.items()}
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.asked.append(host)
        answers = self.names.get(host)
        if answers is None:
            raise OSError("no such name")
        return [self._result(host, port, address) for address in (answers.pop(0) if len(answers) > 1 else answers[0])]

    def _result(self, host: str, port: int, address: str) -> ResolveResult:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return ResolveResult(
            hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST
        )

    async def close(self) -> None:
        """Nothing to close."""


@pytest.mark.parametrize(
    "answers",
    [
        ["10.0.0.1"],
        ["8.8.8.8", "10.0.0.1"],
        ["10.0.0.1", "8.8.8.8"],
        ["2606:4700::1", "fd00::1"],
        ["8.8.8.8", "::ffff:169.254.169.254"],
        ["8.8.8.8", "64:ff9b::a00:1"],
        ["fe80::1%eth0"],
        ["0.0.0.0"],
        ["169.254.169.254"],
        ["nonsense"],
    ],
    ids=",".join,
)
async def test_a_name_with_any_private_answer_is_refused(answers: list[str]) -> None:
    names = Names({"news.example": [answers]})
    async with Fetcher(Fetch(), resolver=names) as fetcher:
        with pytest.raises(AddressRefused) as caught:
            await fetcher.get(_link("http://news.example/a"))
        assert not any(answer in str(caught.value) for answer in answers)


async def test_rebinding_meets_the_rule_again() -> None:
    """The first answer is open, the second is not: a redirect to the same name asks again and is refused."""
    async with Hostile({"/a": [["head", 302, {"Location": "/b"}]], "/b": ARTICLE}) as server:
        names = Names({"news.example": [["127.0.0.1"], ["127.0.0.1", "10.0.0.1"]]})
        async with Fetcher(_config(), resolver=names) as fetcher:
            with pytest.raises(AddressRefused):
                await fetcher.get(_link(f"http://news.example:{server.port}/a"))
        assert server.paths() == ["/a"]


async def test_the_rule_stands_at_the_socket_itself() -> None:
    """Even an address that no resolver has seen is judged when it is dialled: `_socket` has the last word."""
    fetcher = Fetcher(Fetch())
    for family, address in [
        (socket.AF_INET, ("127.0.0.1", 80)),
        (socket.AF_INET, ("8.8.8.8", 22)),
        (socket.AF_INET6, ("::1", 80, 0, 0)),
        (socket.AF_INET6, ("fe80::1", 80, 0, 2)),
        (socket.AF_INET6, ("2606:4700::1", 80, 0, 3)),
        (socket.AF_INET6, ("::ffff:10.0.0.1", 443, 0, 0)),
        (socket.AF_UNIX, "/run/docker.sock"),
    ]:
        with pytest.raises(addresses.Refused):
            fetcher._socket((family, socket.SOCK_STREAM, 0, "", address))
    fetcher._socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 443))).close()


async def test_a_resolver_that_lies_is_stopped_at_the_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.fetch.Judged", lambda inner, rule: inner)
    async with Hostile({"/a": ARTICLE}) as server:
        async with Fetcher(
            Fetch(allow_ports=(server.port,)), resolver=Names({"news.example": [["127.0.0.1"]]})
        ) as fetcher:
            with pytest.raises(AddressRefused):
                await fetcher.get(_link(f"http://news.example:{server.port}/a"))
        assert server.requests == []


async def test_literals_are_judged_without_a_name() -> None:
    async with Hostile({"/a": ARTICLE}) as server, Fetcher(Fetch()) as fetcher:
        with pytest.raises(AddressRefused):
            await fetcher.get(_link(server.base + "/a"))
        assert server.requests == []


async def test_localhost_is_open_where_loopback_is() -> None:
    async with Hostile({"/a": ARTICLE}) as server, _fetcher() as fetcher:
        rule = fetcher.rule
        assert (await fetcher.get(link.parse(f"http://localhost:{server.port}/a", rule=rule))).body


async def test_intranet_names_lead_inside_or_nowhere() -> None:
    names = Names({"wiki.internal": [["127.0.0.1"], ["8.8.8.8"]]})
    config = _config(allow_addresses=("127.0.0.0/8", "10.0.0.0/8"))
    async with Hostile({"/a": ARTICLE}) as server, Fetcher(config, resolver=names) as fetcher:
        assert (await fetcher.get(link.parse(f"http://wiki.internal:{server.port}/a", rule=fetcher.rule))).body
        with pytest.raises(AddressRefused):
            await fetcher.get(link.parse("http://wiki.internal/b", rule=fetcher.rule))


async def test_six_hanging_look_ups_do_not_stop_the_seventh(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo
    release = asyncio.Event()
    loop = asyncio.get_running_loop()

    def lookup(host: Any, *rest: Any, **more: Any) -> Any:
        if str(host).startswith("dead"):
            asyncio.run_coroutine_threadsafe(release.wait(), loop).result(10)
            raise socket.gaierror(socket.EAI_AGAIN, "dead")
        return real("127.0.0.1" if host == "alive.example" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(fetch, "CONNECT_S", 1.0)
    async with Hostile({"/a": ARTICLE}) as server, _fetcher() as fetcher:
        dead = [asyncio.create_task(fetcher.get(_link(f"http://dead{i}.example/a"))) for i in range(60)]
        await asyncio.sleep(0.1)
        started = time.monotonic()
        await fetcher.get(_link(f"http://alive.example:{server.port}/a"))
        assert time.monotonic() - started < 0.9
        results = await asyncio.gather(*dead, return_exceptions=True)
        assert all(isinstance(result, FetchTimeout) for result in results)
        release.set()
        await asyncio.sleep(0.1)


async def test_one_flight_a_link_and_nobody_spoils_it_for_the_others() -> None:
    slow = [["wait", 0.2], *ARTICLE]
    async with Hostile({"/a": slow}) as server, _fetcher() as fetcher:
        one = Link(server.base + "/a", "story")
        tasks = [asyncio.create_task(fetcher.get(one)) for _ in range(20)]
        await asyncio.sleep(0.05)
        tasks[0].cancel()
        pages = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(pages[0], asyncio.CancelledError)
        assert len({page.body for page in pages[1:] if not isinstance(page, BaseException)}) == 1
        assert server.paths() == ["/a"]
        await fetcher.get(one)
        assert server.paths() == ["/a", "/a"], "a later one is a flight of its own"


async def test_a_flight_that_nobody_waits_for_ends() -> None:
    async with Hostile({"/a": [["wait", 5], *ARTICLE]}) as server, _fetcher() as fetcher:
        task = asyncio.create_task(fetcher.get(_link(server.base + "/a")))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.05)
        assert fetcher._flights._flights == {}


async def test_two_connections_a_host_and_all_have_their_turn() -> None:
    routes = {f"/{i}": [["wait", 0.05], *ARTICLE] for i in range(10)}
    async with Hostile(routes) as server, _fetcher(timeout_s=0.2) as fetcher:
        links = [_link(f"{server.base}/{i}") for i in range(10)]
        pages = await asyncio.gather(*(fetcher.get(one) for one in links))
        assert all(page.body for page in pages), "waiting for one's turn does not count as time of the page"
        assert server.most_open <= 2
        assert fetcher._hosts._hosts == {}


async def test_a_host_that_asked_for_rest_is_left_alone() -> None:
    now = 1_000_000.0
    routes = {"/a": [["head", 429, {"Retry-After": "600"}]], "/b": ARTICLE}
    fetcher = Fetcher(_config(), clock=lambda: now, sleep=_hurried)
    async with Hostile(routes) as server, fetcher:
        for path in ("/a", "/b"):
            with pytest.raises(OutletBusy) as caught:
                await fetcher.get(_link(server.base + path))
            assert 590 < caught.value.retry_after <= 600
        assert server.paths() == ["/a"]
        now += 601
        assert (await fetcher.get(_link(server.base + "/b"))).body


async def test_what_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NETRC", "/dev/null")
    routes = {"/a": [["head", 302, {"Location": "/b", "Set-Cookie": "id=1; Path=/"}]], "/b": ARTICLE}
    async with Hostile(routes) as server, _fetcher() as fetcher:
        await fetcher.get(_link(server.base + "/a"))
        first, second = server.requests
        assert first.headers["user-agent"].startswith("keyclaims/")
        assert "+https://" in first.headers["user-agent"]
        for request in (first, second):
            assert not {"cookie", "authorization", "referer", "origin"} & set(request.headers)
            assert "zstd" not in request.headers["accept-encoding"]


async def test_the_untrimmed_form_is_tried_where_the_page_is_missing() -> None:
    async with (
        Hostile({"/a은": ARTICLE, "/a%EC%9D%80": ARTICLE, "/c": [["head", 500, {}]]}) as server,
        _fetcher() as fetcher,
    ):
        page = await fetcher.get(_link(server.base + "/a", server.base + "/a은"))
        assert page.body
        assert server.paths() == ["/a", "/a%EC%9D%80"]
        with pytest.raises(BotError):
            await fetcher.get(_link(server.base + "/c", server.base + "/a은"))
        with pytest.raises(NotFound):
            await fetcher.get(_link(server.base + "/x", server.base + "/y"))


async def test_http_is_tried_where_https_was_assumed_and_nobody_answers() -> None:
    async with Hostile({"/a": ARTICLE}) as server, _fetcher() as fetcher:
        page = await fetcher.get(_link("https://127.0.0.1:1/a", server.base + "/a"))
        assert page.url == server.base + "/a"
        with pytest.raises(FetchFailed):
            await fetcher.get(_link("https://127.0.0.1:1/a"))


async def test_what_is_no_tls() -> None:
    async with Hostile({}, greeting=b"HTTP/1.1 400 Bad Request\r\n\r\n") as server, _fetcher() as fetcher:
        with pytest.raises(FetchFailed) as caught:
            await fetcher.get(_link(f"https://127.0.0.1:{server.port}/a"))
        assert caught.value.detail == "tls"


async def test_a_proxy_is_asked_for_everything() -> None:
    answer = {"http://news.example/a": ARTICLE}
    async with Hostile(answer) as proxy, Fetcher(Fetch(proxy=proxy.base)) as fetcher:
        assert (await fetcher.get(_link("http://news.example/a"))).body
        with pytest.raises((AddressRefused, LinkRefused)):
            link.parse("http://10.0.0.1/", rule=fetcher.rule)


FEED = [
    ["head", 200, {"Content-Type": "application/rss+xml", "ETag": '"1"', "Last-Modified": "Mon"}],
    ["text", "<rss/>"],
]


async def test_feeds_are_asked_for_what_is_new() -> None:
    routes = {"/f": [FEED, [["head", 304, {}]]], "/r": [["head", 301, {"Location": "/f"}]]}
    async with Hostile(routes) as server, _fetcher() as fetcher:
        first = await fetcher.get_feed(server.base + "/r")
        assert (first.status, first.body, first.etag, first.last_modified) == (200, b"<rss/>", '"1"', "Mon")
        assert first.url == server.base + "/f"
        second = await fetcher.get_feed(first.url, first.etag, first.last_modified)
        assert (second.status, second.body, second.etag) == (304, b"", '"1"')
        assert server.requests[-1].headers["if-none-match"] == '"1"'
        assert server.requests[-1].headers["if-modified-since"] == "Mon"


@pytest.mark.parametrize(
    "kind", ["text/xml", "application/xml", "application/atom+xml", "application/json", "text/html"]
)
async def test_types_of_feeds(kind: str) -> None:
    routes = {"/f": [["head", 200, {"Content-Type": kind}], ["text", "<rss/>"]]}
    async with Hostile(routes) as server, _fetcher() as fetcher:
        assert (await fetcher.get_feed(server.base + "/f")).body == b"<rss/>"


async def test_feeds_are_judged_like_links() -> None:
    async with _fetcher() as fetcher:
        for url in ("http://10.0.0.1/f", "file:///etc/passwd", "http://user@haemil-news.kr/"):
            with pytest.raises((AddressRefused, LinkRefused)):
                await fetcher.get_feed(url)


STATM = Path("/proc/self/statm")


def _rss() -> int:
    """Resident bytes of this process."""
    return int(STATM.read_text(encoding="ascii").split()[1]) * 4096


@pytest.mark.skipif(not STATM.exists(), reason="no /proc")
async def test_bombs_cost_little_memory_and_hold_nobody_up() -> None:
    """Issue 5: under 80 MB above idle, event-loop lag under 200 ms."""
    for coding in ("gzip", "deflate", "br"):
        coded(coding, b"0", 30_000_000)  # the server's work is done before the clock runs
    head = {"Content-Type": "text/html"}
    bombs = {
        f"/{coding}": [["head", 200, {**head, "Content-Encoding": name}], ["coded", coding, "0", 30_000_000]]
        for coding, name in (("gzip", "gzip"), ("deflate", "deflate"), ("br", "br"))
    }
    routes = {**bombs, "/endless": [["head", 200, head], ["fill", "<p>", 100_000_000]]}
    worst, most = 0.0, 0

    async def watch() -> None:
        nonlocal worst, most
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            worst = max(worst, time.monotonic() - before - 0.01)
            most = max(most, _rss())

    async with Hostile(routes) as server, _fetcher(per_host=8) as fetcher:
        links = [_link(f"{server.base}{path}") for path in routes]
        for _ in range(3):  # a machine that is busy with something else stalls any loop: once in three is enough
            gc.collect()
            idle, worst, most = _rss(), 0.0, 0
            watcher = asyncio.create_task(watch())
            results = await asyncio.gather(*(fetcher.get(one) for one in links), return_exceptions=True)
            watcher.cancel()
            assert [getattr(result, "code", result) for result in results] == ["too_large"] * len(links)
            assert most - idle < 80_000_000
            if worst < 0.2:
                break
        assert worst < 0.2


HOSTILE_PAGES = [
    b"<" * 64_000,
    b"<!--" * 15_000,
    b"<script>" * 8_000,
    b"<script></script" * 4_000,
    b"<meta " + b"a" * 60_000,
    (b"<meta " + b"a" * 1_900 + b">") * 33,
    b'<meta http-equiv=refresh content="0' + b" " * 1_900 + b'x">',
    b'<meta http-equiv=refresh content="' + b"1" * 1_900 + b'">',
    b"<html " * 10_000,
    b"<link rel=amphtml>" + b"<script>" * 36_000,
    b"<link rel=amphtml " * 3_000,
]


@pytest.mark.parametrize("body", HOSTILE_PAGES, ids=lambda b: b[:20].decode("ascii"))
def test_no_page_takes_long_to_look_at(body: bytes) -> None:
    started = time.process_time()
    page = Page(body, "http://news.example/")
    sniff.refresh(page)
    sniff.better(page)
    sniff.refused("", b"<!---->" * 146)
    sniff.refused("", body[: sniff.HEAD])
    assert time.process_time() - started < 0.2
