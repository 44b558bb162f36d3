"""Feeds in chats, end to end: the loopback Bot API, growing feeds, real parts between them."""

import argparse
import asyncio
import random

import pytest
import pytest_asyncio

from bench import feeds_kill, kill
from bot.subscriptions import opml
from botapi import BotApi
from botrun import running
from newssite import NewsSite

GROUP = -1001234567890
CHANNEL = -1009876543210
FAST = {"interval_s": 1.0}


@pytest_asyncio.fixture
async def api():
    async with BotApi() as server:
        yield server


@pytest_asyncio.fixture
async def site():
    async with NewsSite() as server:
        yield server


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


@pytest_asyncio.fixture
async def bot(api, site, tmp_path, models):
    async with running(api, site, tmp_path, models, feeds=FAST) as started:
        yield started
        assert not started.task.done(), started.task.result()
    assert not api.refusals, dict(api.refusals)


class Growing:
    """An RSS feed that grows."""

    def __init__(self, site, path="/rss.xml", title="Harbour Post"):
        self.site, self.path, self.title = site, path, title
        self.numbers: list[int] = []
        self.url = self.grow()

    def grow(self, *numbers: int) -> str:
        self.numbers = [*numbers, *self.numbers]
        items = "".join(
            f"<item><title>Story {n}</title><guid>{self.path}{n}</guid><link>{self.article(n)}</link></item>"
            for n in self.numbers
        )
        body = f'<rss version="2.0"><channel><title>{self.title}</title>{items}</channel></rss>'
        return self.site.put(self.path, body, media_type="application/rss+xml")

    def article(self, number: int) -> str:
        return self.site.put_article(f"/en/{self.path.strip('/')}-{number}.html", "en", number)


def told(api, chat):
    return [m["text"].split("\n")[0].rpartition("(")[2].rstrip(")") for m in api.answers(chat)]


def says(api, chat, words):
    return [m for m in api.ours(chat) if words in m.get("text", "")]


async def test_only_what_is_new_and_once(api, site, bot):
    feed = Growing(site)
    feed.grow(1, 2)
    api.user_says(100, f"/follow {feed.url}")
    await api.until(lambda: says(api, 100, "Following Harbour Post"))
    await asyncio.sleep(1.5)
    assert not api.answers(100)
    feed.grow(3)
    await api.until(lambda: told(api, 100) == ["3"])
    feed.grow(5, 4)
    await api.until(lambda: sorted(told(api, 100)) == ["3", "4", "5"])
    await asyncio.sleep(1.5)
    assert len(api.answers(100)) == 3
    # One message each, no placeholder before it.
    assert len(api.ours(100)) == 4
    assert not any("1.html" in p or "2.html" in p for p in site.fetches)


async def test_following_and_unfollow(api, site, bot):
    feed = Growing(site)
    page = (
        f'<html><head><link rel="alternate" type="application/rss+xml" href="{feed.path}"></head><body>x</body></html>'
    )
    home = site.put("/", page)
    api.user_says(100, f"/follow {home}", language="ko")
    await api.until(lambda: says(api, 100, "구독합니다"))
    api.user_says(100, "/following", language="ko")
    [listed] = await api.until(lambda: says(api, 100, "1개"))
    assert any(e.get("url") == feed.url for e in listed["entities"])
    api.user_says(100, "/opml", language="ko")
    [document] = await api.until(lambda: [m for m in api.ours(100) if "document" in m])
    exported = api.files[document["document"]["file_id"]]
    assert feed.url.encode() in exported
    api.user_says(100, "/unfollow 1", language="ko")
    await api.until(lambda: says(api, 100, "해제했습니다"))
    feed.grow(1)
    await asyncio.sleep(1.5)
    assert not api.answers(100)
    api.files["opml"] = exported
    api.user_says(100, document={"file_id": "opml", "file_name": "feeds.opml", "file_size": len(exported)})
    await api.until(lambda: says(api, 100, "1 new feeds"))
    await api.until(lambda: site.fetches[feed.path] > 3)
    await asyncio.sleep(1.2)
    feed.grow(2)
    await api.until(lambda: told(api, 100) == ["2"])


async def test_groups_ask_their_admins_and_topics_keep_their_thread(api, site, bot):
    feed = Growing(site)
    api.chat(GROUP, admins={7})
    api.user_says(GROUP, f"/follow@keyclaims_bot {feed.url}", user=8, thread=55)
    await api.until(lambda: says(api, GROUP, "Only admins"))
    api.user_says(GROUP, f"/follow@keyclaims_bot {feed.url}", user=7, thread=55)
    await api.until(lambda: says(api, GROUP, "Following"))
    feed.grow(1)
    [answer] = await api.until(lambda: api.answers(GROUP))
    assert answer["message_thread_id"] == 55
    assert "reply_to_message" not in answer


async def test_nothing_twice_and_nothing_lost_over_a_restart(api, site, tmp_path, models):
    feed = Growing(site)
    async with running(api, site, tmp_path, models, feeds=FAST) as bot:
        api.user_says(100, f"/follow {feed.url}")
        await api.until(lambda: says(api, 100, "Following"))
        feed.grow(1)
        await api.until(lambda: api.answers(100))
        feed.grow(2)
        await bot.kill()
    feed.grow(3)
    for _ in range(3):
        async with running(api, site, tmp_path, models, feeds=FAST) as bot:
            await asyncio.sleep(0.5)
            await bot.kill()
    async with running(api, site, tmp_path, models, feeds=FAST):
        await api.until(lambda: len(api.answers(100)) == 3, 25)
        await asyncio.sleep(1.5)
        assert sorted(told(api, 100)) == ["1", "2", "3"]


@pytest.mark.timeout(240)
async def test_killed_while_feeds_grow_each_entry_is_told_once(tmp_path, monkeypatch):
    """The real program and signal 9; `python -m bench.feeds_kill` does it twenty times."""
    monkeypatch.setattr(kill, "LIFE_S", (0.0, 1.5))
    monkeypatch.setattr(kill, "START_S", (0.05, 1.0))
    seed = random.randrange(1_000_000)
    found = await feeds_kill.trial(argparse.Namespace(kills=3, every=0.3, seed=seed, store=""), tmp_path)
    assert found["posts_expected"] + found["comments_expected"] >= 3
    counted = {name: found[name] for name in feeds_kill.WRONG}
    assert not any(counted.values()), (seed, found, (tmp_path / "bot.log").read_text()[-3000:])


async def test_a_dead_feed_is_told_once(api, site, tmp_path, models, monkeypatch):
    from bot.subscriptions import following

    monkeypatch.setattr(following, "DEAD", 2)
    feed = Growing(site)
    async with running(api, site, tmp_path, models, feeds=FAST):
        api.user_says(100, f"/follow {feed.url}")
        await api.until(lambda: says(api, 100, "Following"))
        site.put(feed.path, "gone", status=410)
        await api.until(lambda: says(api, 100, "has not answered"))
        await asyncio.sleep(2.5)
        assert len(says(api, 100, "has not answered")) == 1


async def test_many_feeds_are_limited(api, site, tmp_path, models):
    async with running(api, site, tmp_path, models, feeds={"interval_s": 1.0, "max_per_chat": 1}):
        api.user_says(100, f"/follow {Growing(site).url}")
        await api.until(lambda: says(api, 100, "Following"))
        api.user_says(100, f"/follow {Growing(site, '/b.xml').url}")
        await api.until(lambda: says(api, 100, "which is the limit"))
        api.user_says(100, "/unfollow 1")
        urls = [Growing(site, f"/{name}.xml").url for name in "cde"]
        api.files["opml"] = opml.write([("", url) for url in urls]).encode()
        api.user_says(100, document={"file_id": "opml", "file_name": "feeds.opml", "file_size": 9})
        await api.until(
            lambda: says(api, 100, "1 new feeds of the 3 in this file are followed now.\n\nThis chat follows 1")
        )


async def test_what_is_no_feed_is_said(api, site, bot):
    api.user_says(100, f"/follow {site.put_article('/en/1.html', 'en')}")
    await api.until(lambda: says(api, 100, "no feed at this address"))
    api.user_says(100, "/follow nobody-knows-this")
    await api.until(lambda: says(api, 100, "no outlet called “nobody-knows-this”"))


async def test_quiet_hours_hold_posts_and_filters_leave_them_out(api, site, bot):
    feed = Growing(site)
    api.user_says(100, f"/follow {feed.url}")
    api.user_says(100, '/filter "-story 2"')
    api.user_says(100, "/quiet 00:00-23:59 UTC")
    await api.until(lambda: says(api, 100, "Nothing from feeds between 00:00 and 23:59 (UTC)"))
    api.user_says(100, "/quiet 1 am to 5 am Mars")
    await api.until(lambda: says(api, 100, "I do not know the place “Mars”"))
    api.user_says(100, "/quiet")
    await api.until(lambda: says(api, 100, "23:59 (UTC); it comes afterwards.\n\nWrite the hours"))
    assert says(api, 100, "Never with: story 2")
    feed.grow(3, 2, 1)
    await asyncio.sleep(2.0)
    assert not api.answers(100)
    api.user_says(100, "/quiet off")
    await api.until(lambda: told(api, 100) == ["1", "3"])
    await asyncio.sleep(1.2)
    assert told(api, 100) == ["1", "3"]
