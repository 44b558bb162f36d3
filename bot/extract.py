"""`Page` -> `Article`: the whole article, nothing but the article.

In: a page's bytes. Out: an `Article`, or one of the `NoArticle` errors that says what the page is instead. `extract` is
a pure function in this process; `Extractor` runs it in warm processes that can be killed, because a hostile page may
take minutes or all the memory. Never fetches: `bot.extraction.paging` names the further pages of an article.
"""

import asyncio
import contextlib
import dataclasses
import multiprocessing
import multiprocessing.context
import os
import signal
import sys
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

from bot.errors import BotError, EmptyPage, ExtractTimeout
from bot.extraction import dates, dom, headline, lines, outcome, readings, scripts, signs
from bot.outlets import outlet_of
from bot.page import Page, decode
from models.article import Article
from models.errors import LanguageUnknown, ModelError
from models.identify import identify
from models.language import CODES, base

_LOCAL: Final = {"ko": 9, "zh-Hans": 8, "zh-Hant": 8}
"""Hours that the outlets of a language are ahead of UTC: a date stamped in UTC is told as the paper prints it."""


def extract(page: Page, input: str = "") -> Article:
    """The article of a page.

    Raises NoArticle or a leaf of it, PageUndecodable, and LanguageUnknown (its detail is the language's name).
    """
    text = decode(page)
    if not text.strip():
        raise EmptyPage("no bytes")
    root = dom.parse(text)
    dom.bound(root)
    found = scripts.collect(root)
    objects = scripts.json_ld(found)
    stated = scripts.article_of(objects)
    facts = headline.facts(root, stated, objects, page.url)
    furniture = signs.furniture(root)
    dom.normalise(root)
    visible, links = dom.lines(root), [dom.text_of(link) for link in root.iter("a")]

    raw = _body(root, facts, page.url, found, stated)
    language = _language(raw, facts.title, visible)
    kept = lines.clean(raw, base(language) if language in CODES else "en", facts.title)
    kept, offer = signs.without_offer(kept)
    told = (*visible, *scripts.alerts(found))
    seen = signs.gather(page.status, facts, stated, objects, furniture, kept, told, links, offer)
    if language and language not in CODES:
        # Before the outcome: who sent a Japanese page is helped by "Japanese", not by "list" or "too short".
        raise LanguageUnknown(f"the article is in {language}", detail=language)
    notes = outcome.judge(seen)
    if not language:
        raise LanguageUnknown("the article is in no language that we read")
    return Article(
        title=facts.title or kept[0],
        paragraphs=tuple(kept),
        language=language,
        url=facts.url,
        site=facts.site,
        author=facts.author,
        published=dates.local(facts.published, _LOCAL.get(language, 0)),
        image=facts.image,
        input=input,
        notes=notes,
    )


def _language(raw: list[str], title: str, visible: list[str]) -> str:
    """A code, or the English name of a language that we do not read, or ""."""
    for text in ("\n".join(raw), title, "\n".join(visible[:50])):
        try:
            return identify(text)
        except LanguageUnknown as error:
            if error.detail:
                return error.detail
    return ""


def _body(
    root: dom.Element, facts: headline.Facts, url: str, found: list[scripts.Script], stated: dict[str, Any]
) -> list[str]:
    """The lines of the body before the line filter: markup first, JSON where the markup has too little."""
    host = (urlsplit(facts.url or url).hostname or "").lower()
    raw = readings.choose(root, outlet_of(host))
    published = scripts.to_lines(stated.get("articleBody"))
    if readings.prose(raw) < 2 * outcome.SHORT:
        # A page with some text of its own is only replaced by JSON that names its headline.
        mined = scripts.body(found, facts.title, near_only=readings.prose(raw) >= outcome.FLASH)
        raw = max((raw, mined, published), key=readings.prose)
    return readings.checked_by(published, raw)


TIMEOUT_S: Final = 10.0
"""A page takes 0.05 s; one that takes two hundred times as long is hostile."""
MEMORY: Final = 1_500_000_000
"""Address space of a worker: 20 times what a large page needs, and less than would hurt the machine."""
_TASKS: Final = 500
"""Pages after which a worker is replaced, so that no library's leak adds up."""


class Extractor:
    """Extraction in warm processes: `async with Extractor() as extractor: await extractor.extract(page)`.

    A page that takes longer than `timeout_s` or all its memory costs its own process only, and raises ExtractTimeout.
    """

    def __init__(self, workers: int = 0, timeout_s: float = TIMEOUT_S, memory: int = MEMORY) -> None:
        # Two at least: while one chews on a hostile page, the other serves the next link.
        self._workers = workers or max(2, min(4, os.cpu_count() or 2))
        self._timeout_s = timeout_s
        self._memory = memory
        self._pool: Any = None

    async def __aenter__(self) -> Self:
        self._start()
        return self

    def _start(self) -> None:
        from pebble import ProcessPool

        # A fork server forks ready-made workers from a process without threads; elsewhere each one starts anew.
        context: multiprocessing.context.BaseContext = multiprocessing.get_context("spawn")
        if "forkserver" in multiprocessing.get_all_start_methods():
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["bot.extract", "trafilatura", "readability", "cchardet"])
        self._pool = ProcessPool(
            max_workers=self._workers, max_tasks=_TASKS, initializer=_prepare, initargs=(self._memory,), context=context
        )
        # Workers start with the first task, so one is given now and nobody waits for it.
        self._pool.schedule(readings.warm)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pool, self._pool = self._pool, None
        pool.stop()
        with contextlib.suppress(TimeoutError):
            await asyncio.to_thread(pool.join, 5)

    async def extract(self, page: Page, input: str = "") -> Article:
        """As the function `extract`; also raises ExtractTimeout for a page that had to be stopped."""
        article = await self._run(_work, page, input)
        article["paragraphs"], article["notes"] = tuple(article["paragraphs"]), tuple(article["notes"])
        return Article(**article)

    async def further(self, page: Page) -> list[str]:
        """As `bot.extraction.paging.pages`; [] for a page that had to be stopped."""
        try:
            found: list[str] = await self._run(_further, page, "")
        except ExtractTimeout:
            return []
        return found

    async def _run(self, work: Any, page: Page, input: str) -> Any:
        """`work` in a process of the pool. Its error is raised here."""
        from pebble import ProcessExpired

        if not self._pool.active:
            # A pool that could not start a worker (no memory, no process left) gives up; we do not.
            self._start()
        future = self._pool.schedule(work, args=[dataclasses.asdict(page), input], timeout=self._timeout_s)
        try:
            result, error = await asyncio.wrap_future(future)
        except TimeoutError:
            raise ExtractTimeout(f"stopped after {self._timeout_s:g} s", detail=f"{self._timeout_s:g} s") from None
        except (ProcessExpired, MemoryError):
            raise ExtractTimeout("its process ended", detail="memory") from None
        if error is not None:
            raise error
        return result


def _prepare(memory: int) -> None:
    """In a worker: its memory limit, and the libraries that the first page would wait for."""
    # Inside lxml no Python signal handler runs: the default action ends the process at once.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if memory and sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    readings.warm()


def _work(page: dict[str, Any], input: str) -> tuple[dict[str, Any] | None, BotError | ModelError | None]:
    """In a worker: plain values in and out. An error is a value too: nothing else crosses the process boundary."""
    try:
        return dataclasses.asdict(extract(Page(**page), input)), None
    except (BotError, ModelError) as error:
        return None, error.with_traceback(None)
    except MemoryError:
        return None, ExtractTimeout("out of memory", detail="memory")


def _further(page: dict[str, Any], _: str) -> tuple[list[str], None]:
    """In a worker: the article's other pages."""
    from bot.extraction import paging

    return paging.pages(Page(**page)), None
