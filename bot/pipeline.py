"""The order of the outside steps: Link -> Page -> Article -> Brief. It states the order and does nothing else.

Takes the steps as callables and imports no edge: a chat message, a channel post, a feed entry, the command line and an
evaluation all pass through here, with real parts or with others.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from bot.link import Link
from bot.page import Page
from models.article import Article
from models.brief import Brief


class Make(Protocol):
    """`models.brief.make` with its translator bound; blocks, so it is run in a thread."""

    def __call__(self, article: Article, to: str | None, limit: int | None, *, full: bool) -> Brief: ...


@dataclass(frozen=True, slots=True)
class Pipeline:
    fetch: Callable[[Link], Awaitable[Page]]
    extract: Callable[[Page, str], Awaitable[Article]]
    make: Make
    clock: Callable[[], float] = time.monotonic

    async def of_link(
        self, link: Link, to: str | None, *, claims: int | None = None, full: bool = False, given: str = ""
    ) -> Brief:
        """`given` is the source as the reader wrote it. Raises BotError or ModelError."""
        started = self.clock()
        page = await self.fetch(link)
        fetched = self.clock() - started
        return _timed(await self.of_page(page, to, claims=claims, full=full, given=given or link.url), "fetch", fetched)

    async def of_page(
        self, page: Page, to: str | None, *, claims: int | None = None, full: bool = False, given: str = ""
    ) -> Brief:
        started = self.clock()
        article = await self.extract(page, given)
        extracted = self.clock() - started
        return _timed(await self.of_article(article, to, claims=claims, full=full), "extract", extracted)

    async def of_article(
        self, article: Article, to: str | None, *, claims: int | None = None, full: bool = False
    ) -> Brief:
        return await asyncio.to_thread(self.make, article, to, claims, full=full)


def _timed(brief: Brief, step: str, seconds: float) -> Brief:
    return replace(brief, seconds={step: seconds, **brief.seconds})
