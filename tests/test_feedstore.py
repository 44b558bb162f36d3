"""Feeds, posts and digests in the store, on SQLite and PostgreSQL: what each transaction leaves behind."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import pytest
import pytest_asyncio

from bot import feeds, link
from bot.chat import Command, Message
from bot.config import Config
from bot.messaging import feedcommands
from bot.storage.feedstore import SEEN_S, WAITING_S, DigestRow, FeedRow, FeedStore, Follow
from bot.storage.records import ChatSettings, Delivery
from bot.store import Store
from bot.subscriptions import digests
from clock import Clock
from models.article import Article
from models.brief import Line
from postgres import postgres, server, store_url  # noqa: F401

URL = "https://haemil.example.kr/rss"
NOW = 1_776_000_000.0


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest_asyncio.fixture
async def store(store_url, clock):  # noqa: F811
    async with await Store.open(store_url, clock) as opened:
        yield opened


@pytest.fixture
def known(store) -> FeedStore:
    return FeedStore(store.database)


def feed(*numbers: int) -> feeds.Feed:
    items = "".join(f"<item><title>{n}</title><guid>{n}</guid><link>https://a.kr/{n}</link></item>" for n in numbers)
    body = f"<rss version='2.0'><channel><title>해밀</title>{items}</channel></rss>"
    return feeds.parse(body.encode(), URL, link.parse)


async def follow(known, *chats: int, url: str = URL) -> None:
    for chat in chats:
        await known.follow(Follow(chat, 0, url, "private", "ko", NOW), NOW)


async def waiting(known, chat: int = 1) -> list[str]:
    return [post.title for post in await known.waiting(chat, 100)]


async def test_the_backlog_is_seen_and_what_follows_is_posted_once_to_each(known):
    await known.read(FeedRow(URL), feed(2, 1), NOW, create=True)
    await follow(known, 1, 2)
    assert not await waiting(known)
    for _ in range(2):  # a crash may repeat it
        await known.read(FeedRow(URL, primed=1), feed(4, 3, 2, 1), NOW)
    assert await waiting(known, 1) == await waiting(known, 2) == ["3", "4"]
    assert sorted(await known.waiting_chats()) == [1, 2]
    assert await known.read(FeedRow("https://nobody.example/rss"), feed(9), NOW) == 0, "a forgotten feed stays so"


async def test_a_post_is_settled_once_and_what_was_not_said_does_not_count(known):
    await known.read(FeedRow(URL), feed(), NOW, create=True)
    await follow(known, 1)
    await known.read(FeedRow(URL, primed=1), feed(3, 2, 1), NOW)
    first, second, third = await known.waiting(1, 10)
    await known.settle(first, "posted", NOW)
    await known.unsaid(1, 0, second.key)
    await known.settle(second, "posted", NOW)  # the job was quicker than the round
    await known.settle(third, "posted", NOW - 7200)
    assert not await waiting(known)
    assert await known.posted_since(1, NOW - 3600) == 1
    await known.unsaid(1, 0, first.key)
    assert await known.posted_since(1, NOW - 3600) == 0


async def test_of_several_programs_one_takes_a_feed(known):
    urls = [f"https://outlet{n}.example/rss" for n in range(10)]
    for url in urls:
        await follow(known, 1, url=url)
    taken = await asyncio.gather(*(known.take_due(NOW, NOW + 600, 100) for _ in range(4)))
    assert sorted(row.url for rows in taken for row in rows) == urls
    assert not await known.take_due(NOW + 599, NOW + 1200, 100)
    assert len(await known.take_due(NOW + 600, NOW + 1200, 4)) == 4


async def test_one_notice_for_each_death(known):
    await follow(known, 1, 2)
    dead = FeedRow(URL, title="해밀", failures=5, failing_since=NOW)
    for _ in range(2):
        await known.notice(dead, NOW)
    assert await waiting(known, 1) == await waiting(known, 2) == ["해밀"]
    await known.notice(replace(dead, failing_since=NOW + 9000), NOW + 9000)
    assert await waiting(known) == ["해밀", "해밀"]


async def test_unfollowed_its_waiting_posts_go_and_nobodys_feed_is_forgotten(known):
    await known.read(FeedRow(URL), feed(), NOW, create=True)
    await follow(known, 1, 2)
    await known.read(FeedRow(URL, primed=1), feed(1), NOW)
    assert await known.unfollow(1, 0, URL)
    assert not await known.unfollow(1, 0, URL)
    assert (await waiting(known, 1), await waiting(known, 2)) == ([], ["1"])
    assert await known.feed(URL)
    await known.unfollow(2, 0, URL)
    assert await known.feed(URL) is None


async def test_old_posts_and_marks_are_tidied(known):
    await known.read(FeedRow(URL), feed(1), NOW, create=True)
    await follow(known, 1)
    await known.read(FeedRow(URL, primed=1), feed(2, 1), NOW)
    await known.tidy(NOW + WAITING_S - 1)
    assert await waiting(known) == ["2"]
    await known.tidy(NOW + WAITING_S + 1)
    assert not await waiting(known)
    # What still stands in the feed is not old, however long it stands there.
    later = NOW + SEEN_S - 10
    await known.read(FeedRow(URL, primed=1), feed(2, 1), later)
    await known.tidy(NOW + SEEN_S + 10)
    assert await known.read(FeedRow(URL, primed=1), feed(2, 1), later) == 0


async def test_all_of_a_chat_moves_and_goes_with_it(store, known):
    await known.read(FeedRow(URL), feed(), NOW, create=True)
    await follow(known, 1)
    await known.read(FeedRow(URL, primed=1), feed(1), NOW)
    row = DigestRow(1, 0, "08:00", "Asia/Seoul", "ko", NOW, NOW + 60)
    await known.set_digest(row, 1)
    await store.move_chat(1, -100)
    assert await waiting(known, -100) == ["1"]
    assert await known.digest(-100) == replace(row, chat_id=-100)
    assert (await known.following(-100))[0][0].feed == URL
    await store.forget_chat(-100)
    assert not await known.following(-100)
    assert await known.digest(-100) is None
    assert not await known.waiting_chats()


async def test_a_digest_is_due_once_and_holds_its_own_span(store, known, clock):
    deferred = []

    async def defer(task, key, lane):
        deferred.append(key)

    desk = SimpleNamespace(
        store=store, work=SimpleNamespace(defer=defer), config=Config(), language=lambda settings, code: "en"
    )
    due = NOW + 3600
    await known.set_digest(DigestRow(1, 7, "08:00", "UTC", "ko", NOW, due), 1)
    for number, at in enumerate((NOW - 60, NOW + 60, due + 60)):  # before, in and after the day
        clock.now = at
        article = Article(f"Story {number}", ("Something happened in Haemil.",), "en")
        brief = SimpleNamespace(article=article, to="en", title=Line(article.title, article.title), points=())
        delivery = Delivery(f"1:{number}:x", 1, f"k{number}", payload={"url": f"https://a.kr/{number}"})
        await digests.remember(desk, delivery, brief, ["https://b.kr/9"] if number == 1 else [])
    await digests.schedule(desk, due - 1)
    assert not deferred
    for _ in range(2):
        await digests.schedule(desk, due)
    assert len(deferred) == 1
    delivery = await store.delivery(deferred[0])
    assert (delivery.thread_id, delivery.payload["to"]) == (7, "ko")
    span = (delivery.payload["since"], delivery.payload["until"])
    [story] = await digests.stories(desk, 1, *span)
    assert (story.title, story.also) == ("Story 1", ("https://b.kr/9",))
    following = await known.digest(1)
    assert following.since == due < following.next_at
    # Off for too long: the stories wait for the next one.
    await digests.schedule(desk, following.next_at + digests.LATE_S + 1)
    assert len(deferred) == 1
    assert (await known.digest(1)).since == due


async def test_a_digest_that_is_due_stays_so_when_its_command_comes_again(store, known, clock):
    """As a command does whose answer a crash cut off."""
    desk = SimpleNamespace(store=store)

    async def say(argument):
        message = Message(1, "private", 1, sender_id=1, text=f"/digest {argument}")
        await feedcommands.work_off(desk, Command("digest", argument), message, ChatSettings(), "en")
        return await known.digest(1)

    first = await say("08:00 UTC")
    clock.now = first.next_at + 1
    assert await say("08:00 UTC") == first
    assert (await say("09:00 UTC")).next_at > clock.now
