"""What the outcome of a page is decided by: counts and short texts, gathered while it is read.

In: the tree before it is normalised, then its facts, visible lines and links, and the article's lines. Out: the `Signs`
that `bot.extraction.outcome` judges. Decides nothing itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from bot.extraction import lines, outcome, readings
from bot.extraction.dom import Element
from bot.extraction.headline import Facts

_BEHIND: Final = 6
"""Lines behind the article that are looked at."""
_HEADLINE: Final = 20
"""Weight (an ideograph or syllable is two) from which a link reads like a headline."""
_TEXT: Final = 6000
"""Characters of a page that phrases are looked for in."""


@dataclass(frozen=True, slots=True)
class Furniture:
    password: bool
    players: int
    pictures: int


def furniture(root: Element) -> Furniture:
    """What `bot.extraction.dom.normalise` takes out of the tree."""
    return Furniture(
        password=any((field.get("type") or "").lower() == "password" for field in root.iter("input")),
        players=sum(1 for _ in root.iter("video", "iframe", "embed")),
        pictures=sum(1 for _ in root.iter("img")),
    )


def gather(
    status: int,
    facts: Facts,
    stated: dict[str, Any],
    objects: Sequence[dict[str, Any]],
    found: Furniture,
    kept: list[str],
    visible: Sequence[str],
    links: list[str],
    offer: str,
) -> outcome.Signs:
    """`kept`: the article's lines; `visible`: all lines of the page; `offer`: of `without_offer`."""
    weight = readings.prose(kept)
    return outcome.Signs(
        status=status,
        title=facts.title,
        text="\n".join(visible)[:_TEXT],
        weight=weight,
        told=readings.prose(line for line in kept if lines.ends_sentence(line)),
        line=weight / max(1, len(kept)),
        last=kept[-1] if kept else "",
        links=sum(map(len, links)) / max(1, sum(map(len, visible))),
        teasers=_teasers(kept, links, visible),
        after=offer + _after(kept, visible),
        headlines=sum(1 for link in links if len(link) + sum(c > "\u2e7f" for c in link) >= _HEADLINE),
        kind=facts.kind,
        url=facts.url,
        structured=outcome.types_of(objects),
        free=_flag(stated.get("isAccessibleForFree")),
        promised=_number(stated.get("wordCount")),
        password=found.password,
        video=found.players > 0,
        pictures=found.pictures,
    )


def _teasers(kept: list[str], links: list[str], visible: Sequence[str]) -> float:
    """Share of the lines that are links, stop with an ellipsis, or stand under a linked headline: teasers of others."""
    linked = {link for link in links if len(link) > 10}
    under = {line for above, line in pairwise(visible) if above in linked}
    found = [line in linked or line in under or line.endswith(("…", "...")) for line in kept]
    # An article may have teasers behind it; a list starts with one.
    return sum(found) / len(found) if found and found[0] else 0.0


def without_offer(kept: list[str]) -> tuple[list[str], str]:
    """The lines without the offer to pay that took the place of the rest, and that offer."""
    for place, line in enumerate(kept):
        if len(line) < 160 and place >= len(kept) - 4 and outcome.asks_to_pay(line):
            return kept[:place], "\n".join(kept[place:]) + "\n"
    return kept, ""


def _after(kept: list[str], visible: Sequence[str]) -> str:
    """What stands right behind the article's last line: there an outlet asks for money."""
    if not kept or kept[-1] not in visible:
        return ""
    place = len(visible) - visible[::-1].index(kept[-1])
    return "\n".join(visible[place : place + _BEHIND])


def _flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).lower())


def _number(value: Any) -> int:
    text = str(value)
    return int(text) if text.isdigit() and len(text) < 7 else 0
