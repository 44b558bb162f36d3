"""Makes docs/pictures anew from the samples: `make pictures`. Needs Chromium; nothing is fetched, nothing is retouched.

In: a sample and the demo models. Out: the reader page as Chromium shows it (PNG), and `keyclaims read` in a terminal
(SVG). The article is one that the demo models have never seen, so the pictures show what is wrong and how it is marked.
"""

import asyncio
import io
import re
import shutil
import tempfile
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any, Final

from bot import app
from bot.config import Config, Translation
from bot.console import demo
from bot.console.progress import Progress
from bot.page import Page
from bot.render import html, text
from models.brief import Brief

PICTURES: Final = Path(__file__).resolve().parent.parent / "docs" / "pictures"
COLUMNS: Final = 100
"""A terminal wide enough for whole sentences and narrow enough to be read on a README."""
COLUMN: Final = 20 * 0.61
"""Width of a column in rich's drawing."""
LARGEST: Final = 250_000
"""Bytes of one picture: a README must open on a phone."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of the reader page."""

    name: str
    sample: str
    to: str | None
    """None: the article's own language, without a model."""
    width: int
    height: int
    dark: bool
    press: int = 0
    """Number of the claim that is pressed before the picture is taken, from 1; 0: none."""


SHOTS: Final = (
    Shot("reader-desktop.png", "ko-daeyul-profit.html", "en", 1080, 700, dark=False, press=1),
    Shot("reader-phone.png", "ko-daeyul-profit.html", "en", 390, 844, dark=False),
    Shot("reader-phone-dark.png", "ko-daeyul-profit.html", "en", 390, 844, dark=True, press=1),
    Shot("reader-phone-source.png", "zh-qingchuan-flood.html", None, 390, 844, dark=True),
)


def brief_of(sample: str, to: str | None) -> Brief:
    """The sample read as `keyclaims read --full` reads it, through the demo models."""

    async def made(config: Config) -> Brief:
        async with app.reader(config, "demo", Progress(0, quiet=True)) as pipeline:
            return await pipeline.of_page(Page((demo.folder() / sample).read_bytes()), to, given=sample, full=True)

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(made(Config(translation=Translation(preset="demo", models_dir=folder))))


def photograph(browser: Any, shot: Shot, brief: Brief) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(html.render(brief), encoding="utf-8")
        context = browser.new_context(
            viewport={"width": shot.width, "height": shot.height},
            color_scheme="dark" if shot.dark else "light",
            device_scale_factor=1.25,
            reduced_motion="reduce",
        )
        tab = context.new_page()
        tab.goto(page.as_uri())
        if shot.press:
            tab.locator("a.claim").nth(shot.press - 1).click()
        tab.wait_for_timeout(200)
        tab.screenshot(path=PICTURES / shot.name)
        context.close()


def _on_grid(run: re.Match[str]) -> str:
    """One run of text with the place of every character."""
    said, at, places = unescape(run[5]), float(run[2]), []
    for char in said:
        places.append(f"{at:.1f}")
        at += COLUMN * text.columns(char)
    return f"{run[1]}{' '.join(places) or run[2]}{run[3]}{run[4]}{run[5]}"


def terminal(brief: Brief) -> None:
    """The coloured output of `keyclaims read`, drawn by rich; fonts are the reader's own, none are fetched."""
    from rich.console import Console
    from rich.text import Text

    shown = text.render(replace(brief, full=None), text.Look(width=COLUMNS - 2, colour=True))
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text(f"$ keyclaims read samples/{SHOTS[0].sample} --models demo --to en\n", style="bold"))
    console.print(Text.from_ansi(shown))
    drawn = console.export_svg(title="keyclaims", unique_id="keyclaims")
    # rich counts a Hangul or Han character as one column where a terminal takes two: each gets its own place.
    drawn = re.sub(
        r'(<text class="keyclaims-r\d+" x=")([\d.]+)(" y="[\d.]+") textLength="[\d.]+"([^>]*>)([^<]*)', _on_grid, drawn
    )
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.S)
    (PICTURES / "terminal.svg").write_text(drawn, encoding="utf-8")


def main() -> None:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("keyclaims: pictures need Chromium (Debian: apt-get install chromium)")
    PICTURES.mkdir(exist_ok=True)
    briefs = {(shot.sample, shot.to): brief_of(shot.sample, shot.to) for shot in SHOTS}
    terminal(briefs[SHOTS[0].sample, SHOTS[0].to])
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for shot in SHOTS:
            photograph(browser, shot, briefs[shot.sample, shot.to])
        browser.close()
    for picture in sorted(PICTURES.iterdir()):
        size = picture.stat().st_size
        print(f"{picture.name}: {size // 1000} KB" + (" TOO LARGE" if size > LARGEST else ""))


if __name__ == "__main__":
    main()
