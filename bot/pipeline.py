"""The order of the outside steps: Link -> Page -> Article -> Brief. It states the order and does nothing else.

Takes the steps as callables and imports no edge: a chat message, a channel post, a feed entry, the command line and an
evaluation all pass through here, with real parts or with others.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.errors import BotError
from bot.extraction import paging
from bot.link import Link
from bot.page import Page
from models.article import Article
from models.brief import Brief
from models.errors import ModelError


class Make(Protocol):
    """`models.brief.make` with its translator bound; blocks, so it is run in a thread."""

    def __call__(self, article: Article, to: str | None, limit: int | None, *, full: bool) -> Brief: ...


@dataclass(frozen=True, slots=True)
class Pipeline:
    fetch: Callable[[Link], Awaitable[Page]]
    extract: Callable[[Page, str], Awaitable[Article]]
    make: Make
    further: Callable[[Page], Awaitable[Sequence[Link]]] | None = None
    """The other pages of an article that is spread over several; None: only the first is read."""
    clock: Callable[[], float] = time.monotonic

    async def read(self, link: Link, given: str = "") -> tuple[Article, dict[str, float]]:
        """A link's article, whole, and the seconds of each step. `given` is the source as the reader wrote it."""
        started = self.clock()
        page = await self.fetch(link)
        fetched = self.clock()
        article = await self.extract(page, given or link.url)
        if self.further is not None and (links := await self.further(page)):
            pages = await asyncio.gather(*map(self._further, links))
            article = paging.join([article, *(page for page in pages if page is not None)])
        return article, {"fetch": fetched - started, "extract": self.clock() - fetched}

    async def _further(self, link: Link) -> Article | None:
        """None for a page that cannot be read: the first one is an article by itself."""
        try:
            return await self.extract(await self.fetch(link), link.url)
        except (BotError, ModelError):
            return None

    async def of_link(
        self, link: Link, to: str | None, *, claims: int | None = None, full: bool = False, given: str = ""
    ) -> Brief:
        """Raises BotError or ModelError."""
        article, seconds = await self.read(link, given)
        brief = await self.of_article(article, to, claims=claims, full=full)
        return replace(brief, seconds={**seconds, **brief.seconds})

    async def of_page(
        self, page: Page, to: str | None, *, claims: int | None = None, full: bool = False, given: str = ""
    ) -> Brief:
        started = self.clock()
        article = await self.extract(page, given)
        extracted = self.clock() - started
        brief = await self.of_article(article, to, claims=claims, full=full)
        return replace(brief, seconds={"extract": extracted, **brief.seconds})

    async def of_article(
        self, article: Article, to: str | None, *, claims: int | None = None, full: bool = False
    ) -> Brief:
        return await asyncio.to_thread(self.make, article, to, claims, full=full)
