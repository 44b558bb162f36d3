"""`keyclaims demo`: the project's own samples through the demo models. Nothing leaves the machine, nothing is fetched.

The samples are fictional articles in pages with the clutter of real outlets; `samples/index.toml` says which of them the
demo models were trained on. Output shows the whole real path, and how small the models are.
"""

import argparse
import sys
import sysconfig
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.config import Config
from bot.console.printing import Printer
from bot.console.sources import Item
from bot.errors import SourceMissing
from bot.page import Page
from bot.pipeline import Pipeline
from models.brief import Brief


@dataclass(frozen=True, slots=True)
class Sample:
    file: Path
    language: str
    heldout: bool
    """True: the demo models have never seen the article."""


def folder() -> Path:
    """The samples beside the checkout, or where the wheel put them."""
    here = Path(__file__).resolve().parents[2] / "samples"
    return here if here.is_dir() else Path(sysconfig.get_path("data")) / "share" / "keyclaims" / "samples"


def samples() -> list[Sample]:
    """What `index.toml` lists, in its order."""
    try:
        index: dict[str, Any] = tomllib.loads((folder() / "index.toml").read_text(encoding="utf-8"))
    except OSError:
        raise SourceMissing("the samples are not installed", detail=str(folder())) from None
    return [Sample(folder() / s["file"], s["language"], s["heldout"]) for s in index["sample"]]


def run(arguments: argparse.Namespace, config: Config) -> int:
    from bot.console import reading

    items: list[Item] = []
    plan: dict[str, tuple[str, Sample]] = {}
    for sample in samples():
        for to in _targets(sample.language, arguments.to):
            given = f"{sample.file.name} → {to}"
            items.append(Item(given, Page(sample.file.read_bytes())))
            plan[given] = (to, sample)

    async def work(pipeline: Pipeline, item: Item) -> tuple[Brief, Sample]:
        to, sample = plan[item.given]
        return await pipeline.of_page(Page(sample.file.read_bytes()), to, given=sample.file.name), sample

    shown = reading.renderer(arguments.format, None, original=True)
    plain = arguments.format in ("json", "jsonl")

    def labelled(result: tuple[Brief, Sample]) -> str:
        brief, sample = result
        return shown(brief) if plain else f"[{_label(sample)}]\n{shown(brief)}"

    if not plain:
        print(_INTRODUCTION, file=sys.stderr)
    config = replace(config, translation=replace(config.translation, engine="ct2", offline=True))
    printer = Printer(labelled, arguments.format, None, arguments.to or "en")
    return reading.run_items(items, config, work, printer, models="demo", quiet=arguments.quiet)


_INTRODUCTION = (
    "keyclaims demo: fictional articles, translated by the demo models in this package (a few megabytes each, trained on\n"
    "a few hundred such articles). They show the path, not the quality: see docs/models.md for models to use.\n"
)


def _targets(language: str, asked: str | None) -> tuple[str, ...]:
    if asked:
        return () if asked == language else (asked,)
    return ("ko", "zh-Hans") if language == "en" else ("en",)


def _label(sample: Sample) -> str:
    seen = "held out of the demo models' training" if sample.heldout else "the demo models were trained on this article"
    return f"samples/{sample.file.name}: {seen}"
