"""One story read once, however many chats ask: articles and briefs of the last minutes, and those in the making.

In: a link, a language, options; the pipeline. Out: the Brief. Whoever asks for what is being made waits for it; what
was made is kept for `KEPT_S`, in memory only, so that buttons and other chats need no second request to the outlet.
Failures are kept briefly. Never decides what is read, never writes to disk.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.link import Link
from bot.page import Page
from bot.pipeline import Pipeline
from models.article import Article
from models.brief import Brief

KEPT_S: Final = 900.0
"""A story that goes round is sent within minutes; a corrected article is read anew after a quarter of an hour."""
FAILED_S: Final = 20.0
"""A failure is told to all who asked at about the same time; who asks again later gets a new try."""
MOST: Final = 500
"""Articles and briefs kept: about 10 KB each."""


@dataclass(slots=True)
class _Made:
    task: "asyncio.Task[Any]"
    until: float


@dataclass(frozen=True, slots=True)
class _Read:
    article: Article
    seconds: dict[str, float]


class Recent:
    """Briefs through a pipeline, each made once."""

    def __init__(
        self,
        pipeline: Pipeline,
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[str, bool], None] = lambda what, found: None,
    ) -> None:
        """`tell(what, found)`: an "article" or "brief" was asked for, and was here (or in the making) or not."""
        self._pipeline = pipeline
        self._tell = tell
        self._clock = clock
        self._made: dict[Hashable, _Made] = {}

    async def of_link(self, link: Link, to: str | None, *, claims: int | None = None, full: bool = False) -> Brief:
        """The brief of a link. `to` None: in the article's own language. Raises BotError or ModelError."""

        async def make() -> Brief:
            return await self._brief(("link", link.key), lambda: self._read_link(link), to, claims, full)

        brief: Brief = await self._once(("link", link.key, to, claims, full), make)
        return brief

    async def of_page(
        self, page: Page, given: str, to: str | None, *, claims: int | None = None, full: bool = False
    ) -> Brief:
        """The brief of a page that somebody sent as a file."""
        key = ("page", hashlib.sha256(page.body).hexdigest())

        async def make() -> Brief:
            return await self._brief(key, lambda: self._extract(page, given, {}), to, claims, full)

        brief: Brief = await self._once((*key, to, claims, full), make)
        return brief

    async def close(self) -> None:
        tasks = [made.task for made in self._made.values() if not made.task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _brief(
        self,
        key: tuple[Hashable, ...],
        read: Callable[[], Coroutine[Any, Any, _Read]],
        to: str | None,
        claims: int | None,
        full: bool,
    ) -> Brief:
        found: _Read = await self._once(key, read)
        brief = await self._pipeline.of_article(found.article, to, claims=claims, full=full)
        return replace(brief, seconds={**found.seconds, **brief.seconds})

    async def _read_link(self, link: Link) -> _Read:
        return _Read(*await self._pipeline.read(link))

    async def _extract(self, page: Page, given: str, seconds: dict[str, float]) -> _Read:
        started = self._clock()
        article = await self._pipeline.extract(page, given)
        return _Read(article, {**seconds, "extract": self._clock() - started})

    async def _once(self, key: tuple[Hashable, ...], make: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """What was made under `key`, is being made, or is made now. Who stops waiting does not stop the others."""
        now = self._clock()
        made = self._made.get(key)
        found = made is not None and not (made.task.done() and made.until <= now)
        self._tell("article" if len(key) == 2 else "brief", found)
        if made is None or not found:
            self._tidy(now)
            made = self._made[key] = _Made(asyncio.create_task(make()), now + KEPT_S)
            made.task.add_done_callback(lambda task: self._note(key, task))
        return await asyncio.shield(made.task)

    def _note(self, key: Hashable, task: "asyncio.Task[Any]") -> None:
        made = self._made.get(key)
        if made is None or made.task is not task:
            return
        if task.cancelled():
            del self._made[key]
            return
        error = task.exception()
        # What may pass by itself is tried again by whoever asks next.
        kept = KEPT_S if error is None else 0.0 if getattr(error, "retry", True) else FAILED_S
        made.until = self._clock() + kept

    def _tidy(self, now: float) -> None:
        if len(self._made) < MOST:
            return
        old = [key for key, made in self._made.items() if made.task.done() and made.until <= now]
        # Dictionaries keep their order: the first ones are the oldest.
        old = old or [key for key, made in self._made.items() if made.task.done()][: MOST // 4]
        for key in old:
            del self._made[key]
