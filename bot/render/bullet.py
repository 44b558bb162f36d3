"""One Point -> the words of its bullet, for every renderer. Pure."""

from typing import Final

from bot import texts
from models.brief import Brief, Line, Point
from models.language import base
from models.naming import speakers

MARK: Final = "⚠"
"""Stands behind a text that holds a doubt."""


def speaker(point: Point) -> str:
    """The speaker's name to put before the bullet; "" where there is none or the bullet opens with the name already."""
    return point.speaker.text if point.speaker and speakers.leads(point.speaker.text, point.text) else ""


def lead(point: Point, language: str) -> str:
    """The name with the colon of the bullet's language: "Han Ji-hoon: ", "한지훈: ", "韩志勋："; or ""."""
    name = speaker(point)
    if not name:
        return ""
    return f"{name}：" if base(language) == "zh" else f"{name}: "


def warnings(line: Line | Point) -> list[str]:
    """One short line for each doubt that is still there after repair, each once."""
    return list(dict.fromkeys(d.note for d in line.doubts if not d.repaired and d.note))


def doubtful(line: Line | Point) -> bool:
    return any(not d.repaired for d in line.doubts)


def tag(point: Point, language: str) -> str:
    """ " (rewritten)" behind a bullet that a summarising model wrote; "" behind a sentence of the article."""
    if not point.claim.rewritten:
        return ""
    word = texts.say("rewritten", language)
    return f"（{word}）" if base(language) == "zh" else f" ({word})"


def translated(brief: Brief) -> bool:
    """False where the reader sees the article's own words, so that no original needs to stand beside them."""
    return brief.to != brief.article.language


def route(brief: Brief) -> str:
    """ "ko → en → zh-Hans": the languages that the text went through."""
    steps = [brief.article.language]
    pairs = [str(pair) for pair in brief.engine.get("route", [])]
    steps += [pair.partition("-")[2] for pair in pairs[:-1]]
    if translated(brief):
        steps.append(brief.to)
    return " → ".join(steps)
