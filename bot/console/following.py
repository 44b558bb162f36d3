"""`keyclaims follow` and `keyclaims digest`: feeds for cron and pipes, without Telegram.

`follow` prints the key claims of new entries; what was printed is kept in the store, under chat 0. `--once`: what
was not printed yet (at first sight those that the feed has), and the end; without it: what comes from now on,
until it is stopped. `digest` prints one overview of feeds, pages and articles. A feed or an article that fails is one
line on standard error; one that may work later is tried again by the next run. Never posts anything.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from bot import addresses, app, feeds, link, texts
from bot.addresses import Rule
from bot.cli import FAILED, OK, locale_language
from bot.config import Config
from bot.console import reading, sources
from bot.console.printing import Outcome, Printer
from bot.console.progress import Progress
from bot.console.sources import Item
from bot.errors import BotError, NoArticle, NotFeed
from bot.fetch import FeedResponse, Fetcher
from bot.link import Link
from bot.pipeline import Pipeline
from bot.storage.feedstore import FeedRow, FeedStore, Follow, Post
from bot.store import Store
from bot.subscriptions import digests, following
from models.brief import Brief
from models.errors import ModelError

NEWEST: Final = 20
"""Entries of a feed at first sight, and of each feed in a digest."""
AT_ONCE: Final = 8
ME: Final = 0
"""The chat id under which the command line's feeds stand in the store."""


@dataclass(frozen=True, slots=True)
class _Reads:
    get_feed: Callable[[str, str, str], Awaitable[FeedResponse]] | None
    rule: Rule


def follow(arguments: argparse.Namespace, config: Config) -> int:
    to = reading.target(arguments.to, config)
    kind = "jsonl" if arguments.format == "json" and not arguments.once else arguments.format
    reader = to or _locale()
    printer = Printer(reading.renderer(kind, None, config.reply.original, reader), kind, None, reader)
    with printer:
        asyncio.run(_follow(arguments, config, printer, to))
    return FAILED if printer.failed else OK


async def _follow(arguments: argparse.Namespace, config: Config, printer: Printer, to: str | None) -> None:
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(await Store.open(config.store.url))
        fetcher = await stack.enter_async_context(Fetcher(config.fetch))
        reads = _Reads(fetcher.get_feed, addresses.rule(config.fetch))
        models = arguments.models if to is not None else "none"
        pipeline = await stack.enter_async_context(app.reader(config, models, Progress(0, quiet=True)))
        known = FeedStore(store.database)
        urls: dict[str, str] = {}
        while True:
            for given in arguments.feed:
                try:
                    urls[given] = await _look(known, reads, given, urls.get(given), config, arguments.once)
                except BotError as error:
                    printer.add(Outcome(Item(given, error), None, error))
            await _print(known, pipeline, printer, set(urls.values()), to)
            if arguments.once:
                return
            await asyncio.sleep(config.feeds.interval_s)


async def _look(known: FeedStore, reads: _Reads, given: str, url: str | None, config: Config, once: bool) -> str:
    """Reads one feed; its new entries stand in the store when this returns its address."""
    now = time.time()
    next_at = now + config.feeds.interval_s
    if url is not None and (row := await known.feed(url)):
        got = await following.get(reads, url, row.etag, row.last_modified)
        if got.status != 304:
            row = replace(row, etag=got.etag, last_modified=got.last_modified, next_at=next_at)
            await known.read(row, await following.parsed(reads, got), now)
        return url
    found = await following.find(reads, given)
    row = await known.feed(found.url) or FeedRow(found.url)
    row = replace(row, etag=found.got.etag, last_modified=found.got.last_modified, next_at=next_at)
    await known.read(row, found.feed, now, create=True)
    mine = Follow(ME, 0, found.url, "cli", "", now)
    if await known.follow(mine, next_at) and once:
        await known.put_posts(mine, found.feed.entries[-NEWEST:], now)
    return found.url


async def _print(known: FeedStore, pipeline: Pipeline, printer: Printer, urls: set[str], to: str | None) -> None:
    posts = [post for post in await known.waiting(ME, 10_000) if post.feed in urls and post.url]
    room = asyncio.Semaphore(AT_ONCE)

    async def one(post: Post) -> Outcome:
        async with room:
            return await _brief(pipeline, Item(post.url, Link(post.url, post.key)), to)

    tasks = [asyncio.create_task(one(post)) for post in posts]
    for post, task in zip(posts, tasks, strict=True):
        outcome = await task
        printer.add(outcome)
        if outcome.error is None or not outcome.error.retry:
            await known.settle(post, "posted", time.time())


async def _brief(pipeline: Pipeline, item: Item, to: str | None) -> Outcome:
    try:
        work = partial(reading.brief_of, to=to, claims=None, full=False)
        return Outcome(item, await work(pipeline, item))
    except (BotError, ModelError) as error:
        return Outcome(item, None, error)


# Digest


def digest(arguments: argparse.Namespace, config: Config) -> int:
    to = reading.target(arguments.to, config)
    printer = Printer(str, "jsonl" if arguments.format == "jsonl" else "text", None, to or _locale())
    with printer:
        found = asyncio.run(_digest(arguments, config, printer, to))
    stories = digests.clustered(found)
    print(_shown(stories, arguments.format, to or _locale()), end="")
    return FAILED if printer.failed else OK


async def _digest(
    arguments: argparse.Namespace, config: Config, printer: Printer, to: str | None
) -> list[digests.Story]:
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(Fetcher(config.fetch))
        reads = _Reads(fetcher.get_feed, addresses.rule(config.fetch))
        models = arguments.models if to is not None else "none"
        pipeline = await stack.enter_async_context(app.reader(config, models, Progress(0, quiet=True)))
        items: list[Item] = []
        for source in arguments.source:
            items += await _items(reads, source, config)
        room = asyncio.Semaphore(AT_ONCE)

        async def one(item: Item) -> list[Outcome]:
            async with room:
                outcome = await _brief(pipeline, item, to)
            if not isinstance(outcome.error, NoArticle) or not isinstance(item.what, Link):
                return [outcome]
            try:  # a home page: its own feed
                found = await following.find(reads, item.what.url)
            except BotError:
                return [outcome]
            return [await _brief(pipeline, other, to) for other in _newest(found.feed)]

        outcomes = [o for several in await asyncio.gather(*(one(item) for item in items)) for o in several]
    for outcome in outcomes:
        if outcome.error is not None:
            printer.add(outcome)
    reader = to or _locale()
    return [_story(o, reader) for o in outcomes if o.error is None]


def _story(outcome: Outcome, reader: str) -> digests.Story:
    brief: Brief = outcome.result
    return digests.story(brief, brief.article.url or outcome.item.given, time.time(), reader)


def _newest(feed: feeds.Feed) -> list[Item]:
    return [Item(entry.link.url, entry.link) for entry in feed.entries[-NEWEST:]]


async def _items(reads: _Reads, source: str, config: Config) -> list[Item]:
    """What one SOURCE holds: a feed's newest entries, or what `keyclaims read` makes of it."""
    parse_link = app.link_rule(config)
    try:
        if feeds.known(source) is not None:
            return _newest((await following.find(reads, source)).feed)
        if "://" in source:
            got = await following.get(reads, source)
            return _newest(await following.parsed(reads, got))
        if source.lower().endswith((".xml", ".rss", ".atom", ".rdf")):
            body = await asyncio.to_thread(Path(source).read_bytes)
            return _newest(feeds.parse(body, "", partial(link.parse, rule=reads.rule)))
    except NotFeed:
        pass
    except BotError as error:
        return [Item(source, error)]
    except OSError:
        pass  # `expand` says what is wrong with it
    return list(sources.expand(source, parse_link, sys.stdin.buffer.read, config.fetch.max_bytes))


def _shown(stories: Sequence[digests.Story], kind: str, language: str) -> str:
    if kind in ("json", "jsonl"):
        rows: list[dict[str, Any]] = [
            {"url": s.url, "title": s.title, "site": s.site, "claims": list(s.claims), "also": list(s.also)}
            for s in stories
        ]
        if kind == "jsonl":
            return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        return json.dumps({"schema": "keyclaims/digest/1", "stories": rows}, ensure_ascii=False, indent=2) + "\n"
    heading = texts.say("digest_heading", language, day=time.strftime("%Y-%m-%d"), n=len(stories))
    blocks = [f"# {heading}" if kind == "md" else heading]
    for number, story in enumerate(stories, 1):
        site = f" · {story.site}" if story.site else ""
        title = f"{number}. [{story.title}]({story.url}){site}" if kind == "md" else f"{number}. {story.title}{site}"
        bullet = "   - " if kind == "md" else "• "
        lines = [title, *([] if kind == "md" else [story.url]), *(bullet + claim for claim in story.claims)]
        if story.also:
            links = [f"[{digests.host(url)}]({url})" if kind == "md" else url for url in story.also]
            lines.append(f"{'   - ' if kind == 'md' else ''}{texts.say('also', language)} {', '.join(links)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _locale() -> str:
    return locale_language(os.environ)
