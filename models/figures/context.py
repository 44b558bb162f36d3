"""`Context`: a sentence and its translation with their numbers, and the words that decide what may be missed.

In: two texts, their languages and atoms. Out: values and patterns. Never compares.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from models.figures.atoms import Atom, spots

DATELINE: Final = re.compile(
    r"^.{0,24}?(?:电|電|讯|訊)(?=[\s（(【]|$|[^池影视话子力动器脑站网商信费机梯车缆台波量压流])|^[^据據]{0,14}[网網报報社]\d{1,2}月\d{1,2}日[报報][道导導]\s|新华社.{0,16}(?:电|電)|^[(（【\[].{0,30}[)）】\]]|^.{0,20}=\s|\([^)]*기자\)|(?:记者|記者)[^）)]{0,20}[）)]"
)
LIST_MARK: Final = re.compile(
    r"^\s*[\(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[\)）.、．]\s?(?!\d)|[①②③④⑤⑥⑦⑧⑨⑩]|^\s*第[一二三四五六七八九十]{1,2}[，,、：:]"
)
VAGUE_WORDS: Final = {
    "en": re.compile(r"(?i)\b(?:several|few|some|couple|multiple|many|numerous|various|dozens?|handful)\b"),
    "zh": re.compile(r"[几幾]|[数數]|多[个個名]|若干|一些|许多|許多|[万萬]千|[无無][数數]|[众眾]多|大批|不少"),
    "ko": re.compile(r"여러|몇|수[십백천만]|다수|일부|많은|수 (?=[십백천만억년일개])"),
}
RELATIVE_YEAR: Final = {
    "en": re.compile(r"(?i)\b(?:this|last|next|previous|same)\s+year\b|\byear ago\b"),
    "zh": re.compile(r"[今去明前当當同本上]年|年[初底末]|[两兩]年"),
    "ko": re.compile(r"올해|지난해|작년|내년|재작년|전년|올|이듬해|같은 해|당해"),
}


@dataclass(frozen=True, slots=True)
class Context:
    source: str
    translation: str
    source_language: str
    target_language: str
    left: tuple[Atom, ...]
    right: tuple[Atom, ...]
    published: str = ""
    cache: dict[str, list[tuple[int, int, float]]] = field(default_factory=dict)

    def spots(self, side: str) -> list[tuple[int, int, float]]:
        """Loose numbers of "source" or "translation" (looked up once)."""
        if side not in self.cache:
            text, language = (
                (self.source, self.source_language) if side == "source" else (self.translation, self.target_language)
            )
            self.cache[side] = spots(text, language)
        return self.cache[side]

    def year_month(self) -> tuple[int | None, int | None]:
        match = re.match(r"(\d{4})(?:-(\d{2}))?", self.published)
        return (int(match.group(1)), int(match.group(2)) if match.group(2) else None) if match else (None, None)
