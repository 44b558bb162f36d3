"""Builds all parts from Config: the only file that names concrete classes.

Heavy parts are imported where they are built, so that a command pays only for what it uses.
"""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot import config as configuration
from bot.config import Config
from bot.console.progress import Progress
from bot.errors import BotError, ConfigInvalid
from bot.link import Link
from bot.page import Page
from bot.pipeline import Pipeline
from models.errors import DownloadFailed, ModelError

PAIRS: Final = ("ko-en", "zh-en", "en-ko", "en-zh")
"""Directions that serve every reader; the others go through English."""

if TYPE_CHECKING:
    from bot.fetch import Fetcher
    from models.abstractive import Summariser
    from models.hub import Hub
    from models.translate import MarianTranslator


def models_dir(config: Config) -> Path:
    """Where models are installed."""
    given = config.translation.models_dir
    return Path(given).expanduser() if given else configuration.data_dir() / "models"


def link_rule(config: Config) -> Callable[[str], Link]:
    """What judges a URL: `bot.link.parse` with the networks and ports that the configuration opens."""
    from bot import addresses, link

    return partial(link.parse, rule=addresses.rule(config.fetch))


def hub(config: Config, progress: Progress | None = None) -> "Hub":
    """The models on this machine and the way to more of them."""
    from models import catalog
    from models.hub import Hub

    extra = Path(config.translation.catalog).expanduser() if config.translation.catalog else None
    return Hub(models_dir(config), catalog.load(extra), offline=config.translation.offline, progress=progress)


def translator(config: Config, models: str | None, progress: Progress | None = None) -> "MarianTranslator | None":
    """The translator of `--models` (None: the configured preset), or None where nothing is to be translated.

    Raises ConfigInvalid for a preset that no catalogue knows.
    """
    from models import catalog
    from models.translate import MarianTranslator

    wanted = config.translation
    preset = models or wanted.preset
    if preset == "none":
        return None
    known = catalog.load(Path(wanted.catalog).expanduser() if wanted.catalog else None)
    if preset not in (*known.presets, "installed"):
        named = ", ".join((*known.presets, "installed", "none"))
        raise ConfigInvalid(f"no preset is called {preset!r}; there are: {named}", detail="translation.preset")
    return MarianTranslator(
        known,
        models_dir(config),
        preset=preset,
        engine=wanted.engine,
        beam=wanted.beam,
        workers=wanted.workers,
        memory=configuration.data_dir() / "translations.sqlite",
        offline=wanted.offline,
        progress=progress,
    )


def summariser(config: Config) -> "Summariser | None":
    """What writes the bullets where `reply.style` is "abstractive". Raises ConfigInvalid where no model is named."""
    if config.reply.style != "abstractive":
        return None
    if not config.reply.model:
        raise ConfigInvalid('reply.style = "abstractive" needs a model in reply.model', detail="reply.model")
    from models.abstractive import Summariser

    return Summariser(os.path.expanduser(config.reply.model))


@asynccontextmanager
async def reader(
    config: Config, models: str | None, progress: Progress, moving: "MarianTranslator | None" = None
) -> AsyncIterator[Pipeline]:
    """The pipeline with its real parts. The network is set up with the first link, never for files.

    `moving` is a translator that is there already, instead of one for `models`.
    """
    from time import monotonic

    from bot.extract import Extractor
    from models import brief

    async with AsyncExitStack() as stack:
        moving = moving or translator(config, models, progress)
        write = summariser(config)
        extractor = await stack.enter_async_context(Extractor())
        fetcher: Fetcher | None = None
        opening = asyncio.Lock()

        async def fetch(link: Link) -> Page:
            nonlocal fetcher
            async with opening:
                if fetcher is None:
                    from bot.fetch import Fetcher

                    fetcher = await stack.enter_async_context(Fetcher(config.fetch))
            return await fetcher.get(link)

        rule = link_rule(config)

        async def further(page: Page) -> list[Link]:
            links = []
            for url in await extractor.further(page):
                with suppress(BotError):
                    links.append(rule(url))
            return links

        yield Pipeline(
            fetch=fetch,
            extract=extractor.extract,
            further=further,
            make=lambda article, to, limit, *, full: brief.make(
                article, to, moving, limit, full=full, write=write, clock=monotonic
            ),
        )


def run_bot(config: Config) -> int:
    """`keyclaims bot`; returns when it was stopped."""
    from bot.console import running

    return _until_stopped(_serve(config, running.run))


def run_worker(config: Config) -> int:
    """`keyclaims worker`; returns when it was stopped."""
    from bot.console import running

    return _until_stopped(_serve(config, running.run_worker))


def _until_stopped(serving: Coroutine[Any, Any, int]) -> int:
    """Runs it; once it was stopped the process ends at once, within the ten seconds that SIGTERM has.

    Store, network and workers are closed by then. A thread that downloads or translates would be waited for, however
    long it takes; what it does is taken up again at the next start.
    """
    runner = asyncio.Runner()
    try:
        code = runner.run(serving)
    except BaseException:
        runner.close()
        raise
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


async def _serve(config: Config, run: Callable[..., Awaitable[None]]) -> int:
    from bot import logs

    logs.set_up(config)
    moving = translator(config, None)
    async with reader(config, None, Progress(0, quiet=True), moving) as pipeline:
        await run(config, pipeline, prepare=partial(_prepare, config) if moving else None)
    return 0


async def _prepare(config: Config) -> None:
    """Installs the models that are missing, one after the other; a pair that cannot be had does not stop the others."""
    models = hub(config)
    failed: ModelError | None = None
    for pair in PAIRS:
        try:
            keep = config.translation.engine == "transformers"
            await asyncio.to_thread(models.need, pair, config.translation.preset, checkpoint=keep)
        except ModelError as error:
            failed = error
            logging.getLogger(__name__).warning("no model for %s: %s", pair, error)
            if isinstance(error, DownloadFailed):
                break  # the hub does not answer; links wait for us, and the next one would ask it again
    if failed is not None:
        raise failed
