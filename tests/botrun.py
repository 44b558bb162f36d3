"""A bot of this process against the loopback Bot API and news site: real parts, demo models, a store in a folder.

async with running(api, site, tmp_path) as bot: ...
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bot import config as configuration
from bot.config import Config
from bot.console.running import run
from bot.extract import extract
from bot.fetch import Fetcher
from bot.page import Page
from bot.pipeline import Pipeline
from botapi import BotApi
from models import brief, catalog
from models.article import Article
from newssite import NewsSite


@cache
def translator(folder: Path) -> Any:
    """The demo models, loaded once for all tests of a process."""
    from models.translate import MarianTranslator

    return MarianTranslator(catalog.load(None), folder, preset="demo", engine="ct2", beam=1, workers=1, offline=True)


def config(api: BotApi, site: NewsSite, folder: Path, **sections: dict[str, Any]) -> Config:
    """The configuration of a bot under test; sections are changed by name: telegram={"admins": (1,)}."""
    base = Config(
        telegram=configuration.Telegram(token=api.token, api_base=api.base),
        fetch=configuration.Fetch(
            allow_addresses=("127.0.0.0/8",), allow_ports=(site.port,), timeout_s=5.0, per_host=8
        ),
        store=configuration.Store(url=f"sqlite:///{folder}/bot.sqlite"),
        serve=configuration.Serve(listen=""),
        translation=configuration.Translation(preset="demo"),
    )
    return replace(base, **{name: replace(getattr(base, name), **values) for name, values in sections.items()})


@dataclass
class Running:
    config: Config
    task: "asyncio.Task[None]"
    stop: asyncio.Event

    async def end(self) -> float:
        """Stops it as SIGTERM does; seconds that it took. Raises what the bot raised."""
        started = time.monotonic()
        self.stop.set()
        await asyncio.wait_for(self.task, 12)
        return time.monotonic() - started

    async def kill(self) -> None:
        """Ends it without any goodbye, as far as one process can."""
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


@asynccontextmanager
async def running(
    api: BotApi,
    site: NewsSite,
    folder: Path,
    models: Path,
    *,
    prepare: Callable[[], Awaitable[None]] | None = None,
    make: Any = None,
    **sections: dict[str, Any],
) -> AsyncIterator[Running]:
    made = config(api, site, folder, **sections)

    async def extracted(page: Page, given: str) -> Article:
        return await asyncio.to_thread(extract, page, given)

    def made_by_models(article: Article, to: str | None, limit: int | None, *, full: bool) -> brief.Brief:
        return brief.make(article, to, translator(models), limit, full=full, clock=time.monotonic)

    async with Fetcher(made.fetch) as fetcher:
        stop = asyncio.Event()
        pipeline = Pipeline(fetch=fetcher.get, extract=extracted, make=make or made_by_models)
        bot = Running(made, asyncio.create_task(run(made, pipeline, prepare=prepare, stop=stop)), stop)
        try:
            await api.until(lambda: bot.task.done() or ("getUpdates" in dict(api.calls) or api.webhook), 10)
            yield bot
        finally:
            bot.task.cancel()
            await asyncio.gather(bot.task, return_exceptions=True)
