"""Feeds are read, and their new entries posted: which feed is due, what of it is new, which chat may have it now.

In: the desk, and the time with each call. Out: deliveries with a job each; what happens then is `bot/messaging/answering.py`.
`tick` may be broken off anywhere: posts are unique rows, written with "seen"; deliveries have the entry's key.
Never: the backlog of a feed, a post in quiet hours, more than `hourly` posts an hour, a second notice of one death.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol

from bot import feeds, link
from bot.addresses import Rule
from bot.errors import BotError, NotFeed
from bot.feeds import Feed
from bot.fetch import FeedResponse
from bot.links.urls import judge
from bot.messaging import ledger, replies
from bot.messaging.desk import Desk
from bot.storage.feedstore import FeedRow, FeedStore, Follow, Post
from bot.storage.records import ChatSettings, Delivery, delivery_key
from bot.subscriptions import hours
from bot.subscriptions.digests import schedule
from bot.subscriptions.filters import Filter
from bot.work import Job

log = logging.getLogger(__name__)

AT_ONCE: Final = 8
"""Feeds read side by side."""
CHATS: Final = 16
"""Chats posted to side by side."""
DUE: Final = 64
"""Feeds taken in one round."""
LONGEST_S: Final = 6 * 3600.0
"""Between two looks at a feed that fails; it may come back."""
DEAD: Final = 5
"""Failures in a row after which a feed is said to be dead: with the pauses doubling, 15 times the interval."""
HOUR_S: Final = 3600.0
PULSE_S: Final = (0.5, 5.0)
"""Between two rounds, at least and at most; half of `feeds.interval_s` within."""
TIDY_S: Final = 3600.0
TRIED: Final = 3
"""Feeds of a home page that are tried."""


class Reads(Protocol):
    """What reading a feed needs; a `Desk` has it."""

    @property
    def get_feed(self) -> Callable[[str, str, str], Awaitable[FeedResponse]] | None: ...

    @property
    def rule(self) -> Rule: ...


async def run(desk: Desk) -> None:
    """Rounds until cancelled; what fails in one is logged, and the next one goes on."""
    pulse = min(max(desk.config.feeds.interval_s / 2, PULSE_S[0]), PULSE_S[1])
    tidied = 0.0
    while True:
        now = desk.store.now()
        try:
            await tick(desk, now)
            if now - tidied > TIDY_S:
                tidied = now
                await FeedStore(desk.store.database).tidy(now)
        except BotError as error:
            log.error("feeds: %s", error)
        except Exception as error:
            log.error("feeds: a round failed: %s", type(error).__name__, exc_info=True)
        await asyncio.sleep(pulse)


async def tick(desk: Desk, now: float) -> None:
    """One round: read what is due, hand on what may be posted, make the digests whose time has come."""
    await read_due(desk, now)
    await post_due(desk, now)
    await schedule(desk, now)


async def read_due(desk: Desk, now: float) -> None:
    known = FeedStore(desk.store.database)
    room = asyncio.Semaphore(AT_ONCE)

    async def one(row: FeedRow) -> None:
        async with room:
            await _read(desk, known, row, now)

    due = await known.take_due(now, now + desk.config.feeds.interval_s, DUE)
    await asyncio.gather(*(one(row) for row in due))


async def _read(desk: Desk, known: FeedStore, row: FeedRow, now: float) -> None:
    row = replace(row, next_at=now + desk.config.feeds.interval_s)
    try:
        got = await get(desk, row.url, row.etag, row.last_modified)
        if got.status == 304:
            await known.save(replace(row, failures=0, failing_since=0.0))
            return
        feed = await parsed(desk, got)
    except BotError as error:
        await _failed(desk, known, row, now, error)
        return
    number = await known.read(replace(row, etag=got.etag, last_modified=got.last_modified), feed, now)
    if number:
        log.info("feeds: %d new entries", number)


async def _failed(desk: Desk, known: FeedStore, row: FeedRow, now: float, error: BotError) -> None:
    failures = row.failures + 1
    pause = min(
        desk.config.feeds.interval_s * 2.0 ** min(failures - 1, 20), max(LONGEST_S, desk.config.feeds.interval_s)
    )
    row = replace(row, failures=failures, failing_since=row.failing_since or now, next_at=now + pause)
    if failures == DEAD:
        # First the notice, which is written once, then the count: a crash between them repeats nothing.
        await known.notice(row, now)
    await known.save(row)
    log.info("feeds: a feed cannot be read (%s), %d times in a row", error.code, failures)


async def get(desk: Reads, url: str, etag: str = "", last_modified: str = "") -> FeedResponse:
    if desk.get_feed is None:
        raise NotFeed("this program reads no feeds")
    return await desk.get_feed(url, etag, last_modified)


async def parsed(desk: Reads, got: FeedResponse) -> Feed:
    parse = partial(link.parse, rule=desk.rule)
    return await asyncio.to_thread(
        feeds.parse, got.body, got.url, parse, media_type=got.media_type, charset=got.charset
    )


# Posting


async def post_due(desk: Desk, now: float) -> None:
    """Chats side by side, so that their writes share an fsync; each in its order."""
    known = FeedStore(desk.store.database)
    room = asyncio.Semaphore(CHATS)

    async def one(chat_id: int) -> None:
        async with room:
            await _post_chat(desk, known, chat_id, now)

    await asyncio.gather(*(one(chat_id) for chat_id in await known.waiting_chats()))


async def _post_chat(desk: Desk, known: FeedStore, chat_id: int, now: float) -> None:
    settings = await desk.store.chat(chat_id)
    if not desk.served(chat_id) or hours.is_quiet(settings.more.get("quiet"), now):
        return
    chosen = Filter.of(settings)
    room = chosen.hourly - await known.posted_since(chat_id, now - HOUR_S)
    while room > 0:
        posts = await known.waiting(chat_id, room)
        if not posts:
            break
        for post in posts:
            room -= await _hand_on(desk, known, post, settings, chosen, now)


async def _hand_on(
    desk: Desk, known: FeedStore, post: Post, settings: ChatSettings, chosen: Filter, now: float
) -> bool:
    """The post becomes a delivery with a job; False where the chat does not want it."""
    follow = await known.follow_of(post.chat_id, post.thread_id, post.feed)
    if follow is None or (post.url and not await _wanted(desk, post, settings, chosen)):
        await known.settle(post, "dropped", now)
        return False
    delivery = _delivery(desk, post, follow, settings)
    # In this order a crash repeats steps that do nothing the second time.
    await desk.store.accept(delivery)
    kind = str(delivery.payload["kind"])
    await desk.work.defer(kind, delivery.key, lane=str(post.chat_id))
    await known.settle(post, "posted", now)
    return True


async def _wanted(desk: Desk, post: Post, settings: ChatSettings, chosen: Filter) -> bool:
    if not chosen.takes_text(post.title) or not chosen.takes_outlet(link.Link(post.url, post.key), settings):
        return False
    earlier = await desk.store.answered_before(post.chat_id, post.key, thread_id=post.thread_id, except_key=_key(post))
    return earlier is None


def _key(post: Post) -> str:
    return delivery_key(post.chat_id, 0, f"feed:{post.thread_id}:{post.key}")


def _delivery(desk: Desk, post: Post, follow: Follow, settings: ChatSettings) -> Delivery:
    to = settings.language or follow.language or desk.language(settings, "")
    common = {"to": to, "user": 0, "chat_kind": follow.kind, "asked": False, "feed": post.feed}
    if post.url:
        what = {
            "kind": "link",
            "url": post.url,
            "link": post.key,
            "fallback": "",
            "claims": desk.claims(settings),
            "original": desk.original(settings),
        }
    else:
        what = {"kind": "notice", "title": post.title}
    return Delivery(_key(post), post.chat_id, post.key, 0, post.thread_id, {**common, **what})


async def notice(desk: Desk, job: Job) -> None:
    """The job of a notice: a feed has died."""
    delivery = await desk.store.delivery(job.key)
    if delivery is None or not delivery.open:
        return
    payload = delivery.payload
    body = replies.said("feed_dead", str(payload["to"]), title=payload["title"], url=payload["feed"])
    await ledger.answer(desk.store, desk.outbox, delivery, [body])


# Following


@dataclass(frozen=True, slots=True)
class Found:
    url: str
    feed: Feed
    got: FeedResponse


async def find(desk: Reads, what: str) -> Found:
    """The feed that a URL or an outlet's name means; a home page's own feed. Raises BotError."""
    outlet = feeds.known(what)
    url = outlet.feed if outlet else what.strip()
    if "://" not in url:
        if "." not in url or " " in url:
            raise NotFeed("no such outlet", detail=what[:60])
        url = f"https://{url}"
    url = judge(url, desk.rule)
    got = await get(desk, url)
    try:
        return Found(url, await parsed(desk, got), got)
    except NotFeed:
        named = await asyncio.to_thread(feeds.discover, got.body, got.url, got.charset)
    for other in named[:TRIED]:
        try:
            judged = judge(other, desk.rule)
            got = await get(desk, judged)
            return Found(judged, await parsed(desk, got), got)
        except BotError as error:
            log.debug("feeds: a page names a feed that is none: %s", error.code)
    raise NotFeed("no feed there", detail=what[:60])


async def follow(desk: Desk, what: str, wanted: Follow) -> tuple[bool, Found]:
    """Follows `what` for `wanted` (its feed is filled in): entries that are there now are the backlog. False: it was
    followed before. Raises BotError."""
    known, now = FeedStore(desk.store.database), desk.store.now()
    found = await find(desk, what)
    next_at = now + desk.config.feeds.interval_s
    row = await known.feed(found.url) or FeedRow(found.url)
    # Read before the new one follows: what is new by now belongs to those who followed before.
    fresh = replace(row, etag=found.got.etag, last_modified=found.got.last_modified, next_at=next_at)
    await known.read(fresh, found.feed, now, create=True)
    new = await known.follow(replace(wanted, feed=found.url, since=now), next_at)
    return new, found
