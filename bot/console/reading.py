"""`keyclaims read`, `extract` and `demo`: sources in, results on standard output in the order given, an exit code out.

Every source goes its own way: one that fails is one line on standard error and never loses the others. Several are
worked on at once, so that the engine translates them in common batches.
"""

import argparse
import asyncio
import json
import logging
import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from bot import app
from bot.cli import FAILED, OK, locale_language
from bot.config import Config
from bot.console import sources
from bot.console.printing import Outcome, Pages, Printer
from bot.console.progress import Progress
from bot.console.sources import Item
from bot.errors import BotError, ConfigInvalid, SourceInvalid
from bot.link import Link
from bot.page import Page
from bot.pipeline import Pipeline
from models.article import Article
from models.brief import Brief
from models.errors import ModelError

AT_ONCE: Final = 8
"""Sources worked on at the same time: enough to fill batches of 16 sentences, few enough to keep memory flat."""

log = logging.getLogger(__name__)

Work = Callable[[Pipeline, Item], Awaitable[Any]]


def read(arguments: argparse.Namespace, config: Config) -> int:
    to = target(arguments.to, config)
    ui = to or locale_language(os.environ)
    if arguments.explain:
        from bot.render import explain
        from models import claims

        printer = Printer(lambda a: explain.render(a, claims.explain(a)), "text", arguments.output, ui)
        return run(arguments.source, config, _article_of, printer, models="none", quiet=arguments.quiet)
    limit = arguments.claims or (config.reply.claims if isinstance(config.reply.claims, int) else None)
    full = arguments.full or arguments.format == "html"
    work = partial(brief_of, to=to, claims=limit, full=full)
    original = config.reply.original and not arguments.no_original
    printer = Printer(
        renderer(arguments.format, arguments.output, original, ui), arguments.format, arguments.output, ui
    )
    if (
        arguments.format == "html"
        and arguments.output
        and Path(arguments.output).suffix.lower() not in (".html", ".htm")
    ):
        printer = Pages(arguments.output, ui)
    models = arguments.models if to is not None else "none"
    return run(arguments.source, config, work, printer, models=models, quiet=arguments.quiet)


def extract(arguments: argparse.Namespace, config: Config) -> int:
    from models.article import to_json

    def shown(article: Article) -> str:
        if arguments.format == "text":
            return "\n\n".join(filter(None, (article.title, *article.paragraphs)))
        return json.dumps(to_json(article), ensure_ascii=False, indent=2 if arguments.format == "json" else None)

    printer = Printer(shown, arguments.format, arguments.output, locale_language(os.environ))
    return run(arguments.source, config, _article_of, printer, models="none", quiet=arguments.quiet)


async def brief_of(pipeline: Pipeline, item: Item, *, to: str | None, claims: int | None, full: bool) -> Brief:
    match item.what:
        case Link() as link:
            return await pipeline.of_link(link, to, claims=claims, full=full, given=item.given)
        case Page() as page:
            return await pipeline.of_page(page, to, claims=claims, full=full, given=item.given)
        case Article() as article:
            return await pipeline.of_article(article, to, claims=claims, full=full)
        case error:
            raise error


async def _article_of(pipeline: Pipeline, item: Item) -> Article:
    match item.what:
        case Link() as link:
            return (await pipeline.read(link, item.given))[0]
        case Page() as page:
            return await pipeline.extract(page, item.given)
        case Article() as article:
            return article
        case error:
            raise error


def target(asked: str | None, config: Config) -> str | None:
    """The language of the briefs: `--to`, else `reply.to`, else the locale's; None for "source"."""
    if asked == "source":
        return None
    if asked:
        return asked
    return locale_language(os.environ) if config.reply.to == "auto" else config.reply.to


def run(given: Sequence[str], config: Config, work: Work, printer: Printer, *, models: str | None, quiet: bool) -> int:
    """`run_items` for what the user named on the command line."""
    parse = app.link_rule(config)
    stdin = sys.stdin.buffer.read
    items = [item for source in given for item in sources.expand(source, parse, stdin, config.fetch.max_bytes)]
    if printer.single and len(items) > 1:
        raise ConfigInvalid("several articles as HTML need a folder: --output DIR", detail="--output")
    if not items:
        items = [Item(given[0], SourceInvalid("nothing to read", detail="empty"))]
    return run_items(items, config, work, printer, models=models, quiet=quiet)


def run_items(
    items: Sequence[Item], config: Config, work: Work, printer: Printer, *, models: str | None, quiet: bool
) -> int:
    """Does `work` for each item and prints the outcomes in order; the exit code.

    `models` is `--models`: None for the configured preset, "none" where nothing is translated.
    """
    with printer:
        asyncio.run(_run(items, config, work, printer, models, quiet))
    return FAILED if printer.failed else OK


async def _run(
    items: Sequence[Item], config: Config, work: Work, printer: Printer, models: str | None, quiet: bool
) -> None:
    room = asyncio.Semaphore(AT_ONCE)
    with Progress(len(items), quiet=quiet) as progress:
        async with app.reader(config, models, progress) as pipeline:

            async def one(item: Item) -> Outcome:
                async with room:
                    progress.begin(item.given)
                    try:
                        return Outcome(item, await work(pipeline, item))
                    except (BotError, ModelError) as error:
                        return Outcome(item, None, error)
                    except Exception:
                        # A fault of ours in one source must not lose the others.
                        log.exception("reading %s", item.given)
                        return Outcome(item, None, BotError("an internal error"))
                    finally:
                        progress.done(item.given)

            tasks = [asyncio.create_task(one(item)) for item in items]
            for task in tasks:
                outcome = await task
                with progress.aside():
                    printer.add(outcome)


def renderer(kind: str, output: str | None, original: bool, reader: str = "") -> Callable[[Brief], str]:
    """What makes the text of a brief in the format `kind`; colours only where a terminal shows them."""
    if kind in ("json", "jsonl"):
        from bot.render.json import to_dict

        return lambda brief: json.dumps(to_dict(brief), ensure_ascii=False, indent=2 if kind == "json" else None)
    if kind == "md":
        from bot.render import markdown

        return partial(markdown.render, original=original, reader=reader)
    if kind == "html":
        from bot.render import html

        return partial(html.render, reader=reader)
    from bot.render import text

    terminal = output is None and sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = min(shutil.get_terminal_size().columns, 100) if terminal else 0
    return partial(text.render, look=text.Look(width, colour, original, reader))
