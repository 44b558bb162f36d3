"""What a page is when it is no article: a paywall, a video, a list, a login, a robot check, ...

In: what extraction has found out about a page. Out: nothing, a note for the reader, or one of the `NoArticle` errors.
A phrase alone never accuses a page that gave its text: phrases are read only where the text is missing or clearly cut.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from bot.errors import (
    EmptyPage,
    ListPage,
    LiveBlog,
    LoginWall,
    NoArticle,
    Paywalled,
    PhotoPage,
    Removed,
    RobotCheck,
    VideoPage,
)
from bot.extraction.scripts import ARTICLE_TYPES

SHORT: Final = 260
"""Weight of running text (`bot.extraction.readings.prose`) under which a page is asked what else it may be: two sentences."""
FLASH: Final = 70
"""Weight of the shortest flash: one whole sentence."""
TINY: Final = 80
"""Under this there is no text at all."""


@dataclass(frozen=True, slots=True)
class Signs:
    status: int
    title: str
    text: str
    """All visible text of the page, at most some thousand characters."""
    weight: int
    """Running text in the article's lines (`bot.extraction.readings.prose`)."""
    told: int
    """The part of `weight` in lines that end like sentences."""
    line: float
    """Mean weight of a line."""
    last: str
    """The article's last line."""
    links: float
    """Share of the visible text that is inside links."""
    teasers: float
    """Share of the article's lines that are links themselves, or end with "…"."""
    after: str
    """The lines right behind the article's last one."""
    headlines: int
    """Links that read like headlines (12 characters and more)."""
    kind: str
    """og:type."""
    url: str
    structured: Sequence[str]
    """JSON-LD types on the page."""
    free: bool | None
    """JSON-LD isAccessibleForFree; None where it is not said."""
    promised: int
    """Words or characters that the page itself states for the whole article (JSON-LD wordCount); 0 where unsaid."""
    password: bool
    """There is a password field."""
    video: bool
    """There is a player, or a video is what the page is about."""
    pictures: int


TABLE: Final = Path(__file__).with_name("outcome.toml")
_CUT: Final = re.compile(r"(?:\.{3}|…|\[…\]|\[\.\.\.\]|\(more\)|더\s?보기|展开|展開)\s*$")


@lru_cache(maxsize=1)
def _phrases() -> dict[str, re.Pattern[str]]:
    """Name of a list in the table -> one pattern for all of it."""
    lists = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {name: re.compile("|".join(patterns), re.I) for name, patterns in lists.items()}


def _says(name: str, text: str) -> bool:
    return bool(_phrases()[name].search(text))


def judge(signs: Signs) -> tuple[str, ...]:
    """Notes for the reader (`teaser_only`), or raises the NoArticle that the page is."""
    refused(signs)
    _gate(signs)
    if signs.kind.startswith("video") and signs.weight < 2 * SHORT:
        raise VideoPage("a video and its description")
    if signs.weight >= SHORT:
        return _of_text(signs)
    if signs.weight >= FLASH and signs.title and _is_cut(signs):
        return ("teaser_only",)
    other = _of_short(signs)
    # A flash of two lines is an article too, when nothing but its shortness speaks against it.
    if signs.told >= FLASH and signs.title and type(other) in _WEAK and signs.teasers < 0.5:
        return ()
    raise other


_WEAK: Final = (NoArticle, ListPage, LoginWall, PhotoPage, EmptyPage)
"""Outcomes that are guessed from a page's furniture, which a short article has as well."""


def refused(signs: Signs) -> None:
    """Raises where the HTTP status itself says it: 401, 402, 403, 451; 404 and 410."""
    if signs.status in (404, 410):
        raise Removed(f"status {signs.status}", detail=str(signs.status))
    if signs.status in (401, 402, 451) or (signs.status == 403 and not _says("robot", signs.text)):
        raise Paywalled(f"status {signs.status}", detail=str(signs.status))
    if signs.status in (403, 429, 503):
        raise RobotCheck(f"status {signs.status}", detail=str(signs.status))


def _gate(signs: Signs) -> None:
    """Raises where the page's own title says that it stands before another page; such pages have sentences too."""
    if _says_article(signs):
        return
    if _says("robot", signs.title) and signs.weight < 6 * SHORT:
        raise RobotCheck("a robot check instead of the article")
    if _says("gate_title", signs.title) or (signs.password and _says("login", signs.title)):
        raise LoginWall("a login instead of the article")
    if _says("consent_title", signs.title):
        raise NoArticle("a question of consent instead of the article")


def _of_text(signs: Signs) -> tuple[str, ...]:
    """A page with running text: a live blog, an index of teasers, a clearly cut body, or simply an article."""
    if "LiveBlogPosting" in signs.structured or _says("live_url", signs.url) or _says("live", signs.title):
        raise LiveBlog("a live blog: its parts have no common claims")
    if signs.links > 0.8 and signs.headlines >= 25:
        raise ListPage("nothing but links")
    if signs.teasers >= 0.65 and signs.headlines >= 8 and not _says_article(signs):
        raise ListPage("teasers of other pages")
    if signs.told < 0.2 * signs.weight and signs.headlines >= 12 and signs.line < 80:
        raise ListPage("headlines, no sentences")
    return ("teaser_only",) if _is_cut(signs) else ()


def asks_to_pay(text: str) -> bool:
    """Whether `text` says that this very article goes on for those who pay."""
    return _says("pay", text)


def _says_article(signs: Signs) -> bool:
    return signs.kind == "article" or bool(ARTICLE_TYPES & set(signs.structured))


def _is_cut(signs: Signs) -> bool:
    """The page says that it is not free, or states a longer text, or stops with "…" before an offer to pay."""
    # wordCount counts words; three units of weight are less than one word in any of the languages.
    if signs.promised and signs.weight < 3 * signs.promised * 0.4 and (signs.free is False or _says("pay", signs.text)):
        return True
    short = signs.weight < 6 * SHORT
    if short and (signs.free is False or _CUT.search(signs.last)) and _says("pay", signs.text):
        return True
    if signs.free is False and _CUT.search(signs.last):
        return True
    return bool(short and _says("pay", signs.after))


def _of_short(signs: Signs) -> NoArticle:
    """The name of a page with next to no running text, the surest signs first."""
    text = f"{signs.title}\n{signs.text}"
    brief = len(signs.text) < 2500
    if _says("robot", text) and brief:
        return RobotCheck("a robot check instead of the article")
    if _says("gone", signs.title) or (_says("gone", text) and brief):
        return Removed("the article is gone")
    if signs.free is False or _says("pay", text):
        return Paywalled("only a teaser is free", detail="teaser")
    if signs.password or (_says("login", text) and brief):
        return LoginWall("a login instead of the article")
    if "LiveBlogPosting" in signs.structured or _says("live_url", signs.url) or _says("live", signs.title):
        return LiveBlog("a live blog")
    if (
        "VideoObject" in signs.structured
        or _says("video_title", signs.title)
        or _says("video_url", signs.url)
        or "video" in signs.kind
    ):
        return VideoPage("a video with no text to speak of")
    if _says("photo_title", signs.title) or _says("photo_url", signs.url) or "ImageGallery" in signs.structured:
        return PhotoPage("pictures with no text to speak of")
    if signs.headlines >= 12 or (signs.headlines >= 6 and signs.links > 0.5):
        return ListPage("a list of articles")
    if signs.video:
        return VideoPage("a video with no text to speak of")
    if signs.pictures >= 4:
        return PhotoPage("pictures with no text to speak of")
    if len(signs.text) < TINY:
        return EmptyPage("no text")
    return NoArticle("no running text")


def types_of(objects: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The JSON-LD types on a page, without their namespace."""
    out = []
    for item in objects:
        kinds = item.get("@type")
        out += [str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]
    return tuple(out)
