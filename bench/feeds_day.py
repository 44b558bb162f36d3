"""A simulated day: 40 feeds bring 2,000 entries to 200 chats; killed twenty times on the way.

    .venv/bin/python bench/feeds_day.py [--feeds 40 --entries 2000 --chats 200 --kills 20]

Real: feeds' bytes, parsing, the store, the rounds (`bot.subscriptions.following.tick`), quiet hours, rates, the deliveries' keys.
Simulated: the clock (an argument), the network (`get_feed` from memory), Telegram and the models (a delivery that is
accepted counts as posted when its job is deferred). A kill breaks a round off at a random await, then the store is
opened anew.
Checked: every entry once where it belongs, none in quiet hours, at most N an hour a chat, memory at the end.
"""

import argparse
import asyncio
import random
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from bot import addresses, link
from bot.config import Config, Feeds
from bot.errors import FetchFailed
from bot.fetch import FeedResponse
from bot.messaging.desk import Desk
from bot.storage.feedstore import FeedStore, Follow
from bot.storage.schema import deliveries
from bot.store import Store
from bot.subscriptions import following, hours
from bot.subscriptions.filters import HOURLY

START = 1_776_000_000.0
DAY_S = 86400.0
QUIET = {"from": "23:00", "to": "07:00", "zone": "Asia/Seoul"}


@dataclass
class World:
    """Feeds that grow as the clock goes, and what was handed on when."""

    feeds: int
    entries: int
    chance: random.Random
    now: float = START
    due: dict[str, list[tuple[float, int]]] = field(default_factory=dict)
    posted: list[tuple[str, float]] = field(default_factory=list)
    etags: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        names = [f"https://outlet{n}.example.com/rss" for n in range(self.feeds)]
        self.due = {name: [(START - 1, -k) for k in range(1, 6)] for name in names}  # the backlog
        for number in range(self.entries):
            self.due[names[number % self.feeds]].append((START + self.chance.random() * DAY_S, number))

    async def get_feed(self, url: str, etag: str, last_modified: str) -> FeedResponse:
        await asyncio.sleep(0)
        if self.chance.random() < 0.02:
            raise FetchFailed("down")
        shown = sorted((e for e in self.due[url] if e[0] <= self.now), reverse=True)[:60]
        mark = str(shown[0]) + str(len(shown))
        if etag == mark:
            self.etags["304"] += 1
            return FeedResponse(304, b"", url, etag)
        self.etags["200"] += 1
        host = url.removesuffix("/rss")
        items = "".join(
            f"<item><title>Story {n}</title><guid>{n}</guid><link>{host}/{n}</link>"
            f"<pubDate>{formatdate(at)}</pubDate></item>"
            for at, n in shown
        )
        body = f"<rss version='2.0'><channel><title>{host}</title>{items}</channel></rss>"
        return FeedResponse(200, body.encode(), url, mark, media_type="application/rss+xml")

    async def defer(self, task: str, key: str, payload: Any = None, *, lane: str = "", delay_s: float = 0.0) -> bool:
        await asyncio.sleep(0)
        self.posted.append((key, self.now))
        return True


def desk_of(store: Store, world: World) -> Desk:
    config = Config(feeds=Feeds(interval_s=600.0))
    parts: Mapping[str, Any] = dict.fromkeys(("api", "outbox", "recent", "seal", "me"))
    return Desk(
        config=config,
        store=store,
        work=SimpleNamespace(defer=world.defer),  # type: ignore[arg-type]
        rule=addresses.CLOSED,
        models_ready=asyncio.Event(),
        get_feed=world.get_feed,
        **parts,
    )


async def day(
    feeds: int = 40, entries: int = 2000, chats: int = 200, kills: int = 20, seed: int = 7, round_s: float = 300.0
) -> dict[str, Any]:
    chance = random.Random(seed)
    world = World(feeds, entries, chance)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder)}/day.sqlite"
        store = await Store.open(url, clock=lambda: world.now)
        followed = await _prepare(store, world, chats, chance)
        rounds = int(1.5 * DAY_S / round_s)
        killed = set(chance.sample(range(int(DAY_S / round_s)), kills))
        started, memory = time.monotonic(), []
        for number in range(rounds):
            world.now = START + number * round_s
            if number in killed:
                await _killed(store, world, chance)
                await store.close()
                store = await Store.open(url, clock=lambda: world.now)
            await following.tick(desk_of(store, world), world.now)
            if number % 24 == 0:
                memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        found = await _judge(store, world, followed)
        await store.close()
    return {
        **found,
        "seconds": round(time.monotonic() - started, 1),
        "rounds": rounds,
        "not_modified": world.etags["304"],
        "peak_mb_after_a_third": memory[len(memory) // 3],
        "peak_mb_at_the_end": memory[-1],
    }


async def _prepare(store: Store, world: World, chats: int, chance: random.Random) -> dict[int, list[str]]:
    known, names = FeedStore(store.database), list(world.due)
    followed = {}
    for chat in range(1, chats + 1):
        followed[chat] = chance.sample(names, min(len(names), chance.randint(1, 5)))
        for name in followed[chat]:
            await known.follow(Follow(chat, 0, name, "private", "en", START), START)
        if chat % 3 == 0:
            await store.set_chat(chat, more={"quiet": QUIET})
    return followed


async def _killed(store: Store, world: World, chance: random.Random) -> None:
    """A round that is broken off somewhere."""
    task = asyncio.create_task(following.tick(desk_of(store, world), world.now))
    await asyncio.sleep(chance.random() * 0.15)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _judge(store: Store, world: World, followed: Mapping[int, list[str]]) -> dict[str, Any]:
    rows = await store.database.run(
        lambda c: [tuple(r) for r in c.execute(select(deliveries.c.key, deliveries.c.chat_id, deliveries.c.link_key))]
    )
    first: dict[str, float] = {}
    for key, at in world.posted:
        first.setdefault(
            key, at
        )  # deferred again after a kill is no second post: the queue and the ledger know the key
    expected = Counter(
        (chat, link.parse(name.removesuffix("/rss") + f"/{n}").key)
        for chat, names in followed.items()
        for name in names
        for _, n in world.due[name]
        if n >= 0
    )
    got = Counter((chat, link) for _, chat, link in rows)
    hourly: dict[int, list[float]] = defaultdict(list)
    for key, chat, _ in rows:
        hourly[chat].append(first[key])
    most = max(sum(at - 3600.0 < other <= at for other in times) for times in hourly.values() for at in set(times))
    quiet = sum(hours.is_quiet(QUIET, at) for chat, times in hourly.items() if chat % 3 == 0 for at in times)
    return {
        "expected": len(expected),
        "posted": len(rows),
        "lost": len(expected.keys() - got.keys()),
        "twice": sum(n > 1 for n in got.values()),
        "backlog_or_foreign": len(got.keys() - expected.keys()),
        "in_quiet_hours": quiet,
        "most_in_an_hour": most,
        "allowed_in_an_hour": HOURLY,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    for name, value in (("feeds", 40), ("entries", 2000), ("chats", 200), ("kills", 20)):
        parser.add_argument(f"--{name}", type=int, default=value)
    arguments = vars(parser.parse_args())
    for name, value in asyncio.run(day(**arguments)).items():
        print(f"{name:24} {value}")
