"""The promise, end to end: killed at any moment, each link is answered once; a backlog in order; a store in trouble."""

import argparse
import asyncio
import random
import sqlite3
from pathlib import Path

import pytest
import pytest_asyncio

from bench import kill
from bot.storage import database
from botapi import BotApi, Fault
from botrun import running
from newssite import NewsSite

GROUP = -1001234567890


@pytest_asyncio.fixture
async def api():
    async with BotApi() as server:
        yield server


@pytest_asyncio.fixture
async def site():
    async with NewsSite() as server:
        yield server


@pytest.fixture(scope="session")
def models(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.mark.timeout(240)
async def test_ten_kills_lose_nothing_and_answer_nothing_twice(tmp_path, monkeypatch):
    """`make kill` does a hundred; the moments differ each time."""
    monkeypatch.setattr(kill, "LIFE_S", (0.0, 3.0))
    seed = random.randrange(1_000_000)
    settings = argparse.Namespace(kills=10, workers=0, chats=6, every=0.8, seed=seed, store="", keep=False)
    found = await kill.trial(settings, tmp_path)
    assert found["links"] >= 10
    counted = {name: found[name] for name in ("lost", "twice", "stale", "failed", "astray")}
    assert not any(counted.values()), (seed, counted, (tmp_path / "bot.log").read_text()[-3000:])
    assert found["stopped_s"] < 10


async def test_a_backlog_is_worked_off_in_order_and_others_are_served_meanwhile(api, site, tmp_path, models):
    backlog = 120
    sent = [api.user_says(1000, site.put_article(f"/en/{i}.html", "en", i)) for i in range(backlog)]
    async with running(api, site, tmp_path, models):
        await api.until(lambda: len(api.answers(1000)) > 5, 30)
        api.user_says(2000, site.put_article("/en/other.html", "en", 999_999))
        await api.until(lambda: api.answers(2000), 20)
        assert len(api.answers(1000)) < backlog * 0.7, "the other chat waited for the backlog"
        await api.until(lambda: len(api.answers(1000)) == backlog, 90)
    assert [message["reply_to_message"]["message_id"] for message in api.ours(1000)] == sent


async def test_a_store_locked_for_long_loses_nothing(api, site, tmp_path, models, monkeypatch, caplog):
    monkeypatch.setattr(database, "BUSY_MS", 200)
    async with running(api, site, tmp_path, models):
        other = sqlite3.connect(tmp_path / "bot.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        api.user_says(1000, site.put_article("/en/1.html", "en", 1))
        await api.until(lambda: "locked by another program" in caplog.text, 20)
        await asyncio.sleep(1.0)
        assert api.waiting, "an update was confirmed that is not in the store"
        assert not api.ours(1000)
        other.execute("COMMIT")
        other.close()
        await api.until(lambda: api.answers(1000), 20)
    assert len(api.ours(1000)) == 1


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
@pytest.mark.parametrize(
    "fault",
    [Fault.lost(), Fault.reset(), Fault.error(502, "Bad Gateway"), Fault(status=500, description="Oops", after=True)],
    ids=["answer lost", "reset", "502 before", "500 after"],
)
async def test_what_may_have_been_done_is_looked_for_and_said_once(api, site, tmp_path, models, method, fault):
    async with running(api, site, tmp_path, models):
        api.fault(method, fault)
        api.user_says(1000, site.put_article("/en/1.html", "en", 1))
        await api.until(lambda: api.answers(1000), 20)
        await asyncio.sleep(0.3)
        assert len(api.ours(1000)) == 1


async def test_stopped_in_the_middle_it_goes_on_where_it_was(api, site, tmp_path, models):
    site.gate = asyncio.Event()  # the outlet does not answer
    async with running(api, site, tmp_path, models) as bot:
        for i in range(6):
            api.user_says(1000 + i, site.put_article(f"/en/{i}.html", "en", i))
        await api.until(lambda: sum(len(api.ours(1000 + i)) for i in range(6)) >= 3)
        assert await bot.end() < 10
    site.gate.set()
    async with running(api, site, tmp_path, models):
        await api.until(lambda: all(api.answers(1000 + i) for i in range(6)), 30)
    assert [len(api.ours(1000 + i)) for i in range(6)] == [1] * 6
