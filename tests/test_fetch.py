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
from bot.link import Link
from tests.hostile import Hostile

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
