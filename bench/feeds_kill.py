"""Kill the bot while its feeds grow, a channel's posts are commented on and digests fall due; count what is lost or told
twice.

    python -m bench.feeds_kill [--kills 20] [--every 1] [--seed 1] [--postgres | --store URL]

The process is `python -m bot bot` as in `bench.kill`, killed with signal 9 at the same moments. Before it, in a loopback
Bot API: private chats, a topic of a group and a channel that follow feeds, a chat that wants one story once, a channel
whose posts are answered in its discussion group, and a chat with a digest, which is made due while the bot is dead.
At the end each entry must stand once in each chat that follows its feed, each post of the channel must have one comment,
each digest that had stories must be there once, and nothing else may have been said. Exit 1 where that does not hold.
"""

import argparse
import asyncio
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bench import kill
from bench.kill import ROOT, Bot, SlowApi
from bot.storage.schema import deliveries, digests
from bot.store import Store
from newssite import NewsSite

FEEDS = 6
READERS = {101: "en", 102: "ko", 103: "zh-hans", 104: "zh-hant", 105: "en"}
"""Private chats with what their people read; the first has the digest."""
ONCE = 106
"""Wants one story once: all our English articles are one."""
FORUM, TOPIC = -1_000_000_000_001, 55
NEWSPAPER = -1_000_000_000_002
"""A channel that follows feeds."""
CHANNEL, GROUP = -1_000_000_000_003, -1_000_000_000_004
"""A channel whose posts are answered in its discussion group."""
POST_SHARE = 0.1
"""Of what happens, how much is a post in the channel: a comment costs two of a group's twenty messages a minute."""
SHOWN = 30
"""Entries that a feed shows, and has in all: who follows two feeds gets at most 60 posts an hour."""
ADMIN = 7
DIGEST = "Stories of the day"
QUIET_S = 300.0


@dataclass
class World:
    api: SlowApi
    site: NewsSite
    random: random.Random
    feeds: dict[str, list[str]] = field(default_factory=dict)
    """Path -> addresses of its entries, the backlog not among them."""
    follows: dict[int, list[str]] = field(default_factory=dict)
    comments: dict[int, str] = field(default_factory=dict)
    """The copy of a channel's post -> its link."""
    number: int = 0
    due: int = 0
    before: set[tuple[int, int]] = field(default_factory=set)
    """Answers to commands."""

    def article(self, path: str = "") -> str:
        self.number += 1
        # The first feed is English only, for those who want one story once.
        language = "en" if path == self.first else self.random.choice(["ko", "zh", "en"])
        return self.site.put_article(f"/{language}/{self.number}.html", language, self.number)

    @property
    def first(self) -> str:
        return next(iter(self.feeds), "")

    def show(self, path: str, backlog: str = "") -> str:
        urls = [*reversed(self.feeds[path]), *([backlog] if backlog else [])]
        items = "".join(f"<item><title>{u}</title><guid>{u}</guid><link>{u}</link></item>" for u in urls)
        body = f'<rss version="2.0"><channel><title>Feed {path}</title>{items}</channel></rss>'
        return self.site.put(path, body, media_type="application/rss+xml")

    def happen(self) -> None:
        """A feed gets an entry, or the channel a post."""
        if self.random.random() < POST_SHARE:
            url = self.article()
            self.comments[_post(self.api, url)] = url
            return
        if growing := [path for path, urls in self.feeds.items() if len(urls) < SHOWN]:
            path = self.random.choice(growing)
            self.feeds[path].append(self.article(path))
            self.show(path)

    async def stream(self, every_s: float) -> None:
        while True:
            self.happen()
            await asyncio.sleep(self.random.expovariate(1 / every_s))

    def said(self) -> dict[int, list[dict[str, Any]]]:
        """Chat -> our messages that are no answers to commands."""
        return {
            chat: [m for m in self.api.ours(chat) if (chat, m["message_id"]) not in self.before]
            for chat in self.api.chats
        }

    def count(self) -> dict[str, int]:
        said = self.said()
        found = Counter(lost=0, twice=0, foreign=0, unfinished=0)
        for chat, paths in self.follows.items():
            wanted = {url for path in paths for url in self.feeds[path]}
            told = Counter(_link(m) for m in said.pop(chat, []) if DIGEST not in m.get("text", ""))
            if chat == ONCE:
                found["lost"] += bool(wanted) and not told
                found["twice"] += sum(told.values()) > 1
                continue
            found["lost"] += len(wanted - told.keys())
            found["twice"] += sum(n > 1 for n in told.values())
            found["foreign"] += len(told.keys() - wanted)
        replies = Counter(m.get("reply_to_message", {}).get("message_id", 0) for m in said.get(GROUP, []))
        found["lost"] += len(self.comments.keys() - replies.keys())
        found["twice"] += sum(n > 1 for n in replies.values())
        found["foreign"] += len(replies.keys() - self.comments.keys()) + len(said.get(CHANNEL, []))
        found["unfinished"] = sum("• " not in m.get("text", "") for messages in said.values() for m in messages)
        return dict(found)

    def digests(self) -> int:
        return sum(DIGEST in m.get("text", "") for m in self.api.ours(next(iter(READERS))))


def _link(message: dict[str, Any]) -> str:
    """The article that an answer is about: its first link."""
    return next((e["url"] for e in message.get("entities", []) if e["type"] == "text_link"), "")


def _post(api: SlowApi, text: str) -> int:
    """A post in the channel and its automatic forward into the discussion group; the forward's id."""
    number = api.user_says(CHANNEL, text, language=None, **{"from": None})
    channel = {"id": CHANNEL, "type": "channel"}
    origin = {"type": "channel", "chat": channel, "message_id": number, "date": 1}
    telegram = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    return api.user_says(
        GROUP, text, is_automatic_forward=True, forward_origin=origin, sender_chat=channel, **{"from": telegram}
    )


async def _prepare(world: World, bot: Bot) -> None:
    """Everybody follows, chooses and waits for the answer; the first start of all installs the demo models."""
    api, chance = world.api, world.random
    api.chat(FORUM, admins={ADMIN}, topics={TOPIC})
    api.chat(NEWSPAPER, "channel")
    api.chat(CHANNEL, "channel", linked=GROUP)
    for number in range(FEEDS):
        world.feeds[f"/feed{number}.xml"] = []
    paths = list(world.feeds)
    for path in paths:
        world.show(path, backlog=world.article())
    world.follows = {chat: chance.sample(paths, 2) for chat in READERS}
    world.follows |= {ONCE: [world.first], FORUM: [paths[1]], NEWSPAPER: [paths[2]]}
    await bot.start()
    asked = 0
    for chat, followed in world.follows.items():
        more = ["/filter stories:drop hourly:60"] if chat == ONCE else ["/filter hourly:60"]
        words = [*more, *[f"/follow {world.site.base}{path}" for path in followed]]
        if chat == next(iter(READERS)):
            words.append("/digest daily 08:00 UTC")
        for text in words:
            _say(api, chat, text)
            asked += 1
    api.user_says(CHANNEL, "/channel comment", language=None, **{"from": None})
    await api.until(lambda: sum(len(api.ours(chat)) for chat in api.chats) > asked, 120)
    world.before = {(chat, m["message_id"]) for chat in api.chats for m in api.ours(chat)}


def _say(api: SlowApi, chat: int, text: str) -> None:
    if chat == NEWSPAPER:
        api.user_says(chat, text, language=None, **{"from": None})
    elif chat == FORUM:
        command, _, rest = text.partition(" ")
        api.user_says(chat, f"{command}@{api.me['username']} {rest}", user=ADMIN, thread=TOPIC)
    else:
        api.user_says(chat, text, language=READERS.get(chat, "en"))


async def _digest_due(world: World, url: str) -> None:
    """The moment of a digest has come while nobody was there."""
    async with await Store.open(url) as store:
        now = time.time()
        # One that no program lived long enough to see is due still, and no second one.
        change = update(digests).where(digests.c.next_at > now).values(next_at=now)
        world.due += await store.database.run(lambda c: c.execute(change).rowcount)


async def _digests_in_the_store(url: str) -> dict[str, int]:
    async with await Store.open(url) as store:
        query = select(deliveries.c.outcome).where(deliveries.c.link_key.like("digest:%"))
        return dict(Counter(await store.database.run(lambda c: list(c.execute(query).scalars()))))


async def trial(arguments: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """One run; the figures."""
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    url = arguments.store or f"sqlite:///{folder}/bot.sqlite"
    async with SlowApi() as api, NewsSite() as site:
        world = World(api, site, random.Random(arguments.seed))
        environment = {**os.environ, "KEYCLAIMS_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}
        config = kill.configure(folder, api, site, url)
        config.write_text(config.read_text() + "[feeds]\ninterval_s = 1.0\n")
        bot = Bot(config, environment, folder / "bot.log")
        started = time.monotonic()
        await _prepare(world, bot)
        streaming = asyncio.create_task(world.stream(arguments.every))
        early = 0
        for number in range(1, arguments.kills + 1):
            asked = len(api.called("getUpdates"))
            await _live(world, bot, asked)
            early += len(api.called("getUpdates")) == asked
            await bot.kill()
            if number % 3 == 1:
                await _digest_due(world, url)
            await bot.start()
            if number % 10 == 0:
                print(f"{number} kills, {world.number} articles, {world.count()}", file=sys.stderr, flush=True)
        streaming.cancel()
        settled = await _settle(world, url)
        stopped = await bot.stop()
        kept = await _digests_in_the_store(url)
        found = world.count()
        sent = world.digests()
        return {
            "kills": arguments.kills,
            "before_the_first_getupdates": early,
            "entries": sum(map(len, world.feeds.values())),
            "posts_expected": sum(len(world.feeds[p]) for c, ps in world.follows.items() if c != ONCE for p in ps),
            "comments_expected": len(world.comments),
            "digests_due": world.due,
            "digests_sent": sent,
            **found,
            "digests_wrong": abs(sum(kept.values()) - world.due) + abs(sent - kept.get("ok", 0)),
            "digests": kept,
            "worked_off_s": round(settled, 1),
            "stopped_s": round(stopped, 1),
            "seconds": round(time.monotonic() - started),
            "refused_by_telegram": dict(api.refusals),
        }


async def _live(world: World, bot: Bot, asked: int) -> None:
    """Until the moment of a kill: while it starts, or after it first asked for updates."""
    if world.random.random() < kill.EARLY_SHARE:
        await asyncio.sleep(world.random.uniform(*kill.START_S))
        return
    await world.api.until(lambda: len(world.api.called("getUpdates")) > asked, 60)
    await asyncio.sleep(world.random.uniform(*kill.LIFE_S))


async def _settle(world: World, url: str) -> float:
    """Until nothing is missing, no digest either, and nothing changes any more."""
    started = time.monotonic()
    while time.monotonic() - started < QUIET_S:
        found = world.count()
        if not found["lost"] and not found["unfinished"]:
            ended = await _digests_in_the_store(url)
            if sum(number for outcome, number in ended.items() if outcome) >= world.due:
                break
        await asyncio.sleep(0.5)
    took = time.monotonic() - started
    await asyncio.sleep(3.0)  # a second one would come now
    return took


WRONG = ("lost", "twice", "foreign", "unfinished", "digests_wrong")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two entries or posts, on average")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", default="", help="postgresql://… instead of a SQLite file")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL server of our own (Debian's programs)")
    parser.add_argument("--keep", action="store_true", help="keep the folder with store and log")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="keyclaims-feeds-"))
    with kill.server_of(arguments) as arguments.store:
        found = asyncio.run(trial(arguments, folder))
    return kill.judged(found, WRONG, folder, arguments.keep)


if __name__ == "__main__":
    sys.exit(main())
