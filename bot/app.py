"""Builds all parts from Config: the only file that names concrete classes.

Heavy parts are imported where they are built, so that a command pays only for what it uses.
"""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot import config as configuration
from bot.config import Config
from bot.link import Link
from bot.page import Page
from bot.pipeline import Pipeline
from bot.progress import Progress

if TYPE_CHECKING:
    from models.translate import Translator


def models_dir(config: Config) -> Path:
    """Where models are installed."""
    given = config.translation.models_dir
    return Path(given).expanduser() if given else configuration.data_dir() / "models"


def link_rule(config: Config) -> Callable[[str], Link]:
    """What judges a URL: `bot.link.parse` with the networks and ports that the configuration opens."""
    from bot import addresses, link

    return partial(link.parse, rule=addresses.rule(config.fetch))


def translator(config: Config, models: str | None, progress: Progress | None = None) -> "Translator | None":
    """The translator of `--models` (None: the configured preset; "installed": that preset, but nothing is downloaded)."""
    preset = models or config.translation.preset
    if preset == "none":
        return None
    raise NotImplementedError


@asynccontextmanager
async def reader(config: Config, models: str | None, progress: Progress) -> AsyncIterator[Pipeline]:
    """The pipeline of the command line. The network is set up with the first link, never for files."""
    from time import monotonic

    from bot.extract import Extractor
    from models import brief

    async with AsyncExitStack() as stack:
        extractor = await stack.enter_async_context(Extractor())
        moving = translator(config, models, progress)

        async def fetch(link: Link) -> Page:
            nonlocal fetcher
            if fetcher is None:
                from bot.fetch import Fetcher

                fetcher = await stack.enter_async_context(Fetcher(config.fetch))
            return await fetcher.get(link)

        fetcher = None
        yield Pipeline(
            fetch=fetch,
            extract=extractor.extract,
            make=lambda article, to, limit, *, full: brief.make(article, to, moving, limit, full=full, clock=monotonic),
        )
