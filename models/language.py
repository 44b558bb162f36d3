"""`Language`: the record of facts about one language, and the codes that the whole program uses.

In: a code ("ko", "zh", "zh-Hans", "zh-Hant", "en"). Out: the canonical code, its base ("zh"), or the table of facts.
Never detects anything: that is `models.identify`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import import_module
from typing import Final

CODES: Final = ("en", "ko", "zh-Hans", "zh-Hant")
"""Every language that is read and written, in the order in which they are offered."""

_ALIASES: Final = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant": "zh-Hant",
}


@lru_cache(maxsize=256)  # every step asks, of a handful of codes
def canonical(code: str) -> str:
    """ "zh" -> "zh-Hans", "ko_KR" -> "ko", "zh-TW" -> "zh-Hant". Raises ValueError for any other language."""
    low = code.strip().replace("_", "-").lower()
    if low.startswith("zh"):
        parts = low.split("-")
        script = "-".join(parts[:2])
        if script in _ALIASES:
            return _ALIASES[script]
    for known in CODES:
        if low == known.lower() or low.split("-")[0] == known:
            return known
    raise ValueError(f"unknown language {code!r}: use one of {', '.join(CODES)} (zh means zh-Hans)")


@lru_cache(maxsize=256)
def base(code: str) -> str:
    """ "zh-Hant" -> "zh": the key of a translation pair and of a language table."""
    return code.split("-")[0]


@dataclass(frozen=True, slots=True)
class Language:
    """Facts about one base language (ko, zh, en) as tables; see `models/languages/*.py` for the values.

    Entries are plain words unless the field says "pattern" (a regular expression). Each table carries its glosses.
    """

    code: str
    reporting: tuple[str, ...]
    """Patterns of reporting verbs: as they end a clause (ko) or stand beside the subject (zh, en)."""
    sources: tuple[str, ...]
    """Patterns of source phrases with a group `who`: "…에 따르면", "据…报道", "according to …"."""
    connectives: tuple[str, ...]
    """Sentence openers that lean on the sentence before and can be left out without changing what is told."""
    pronouns: tuple[str, ...]
    """Subjects that stand for a person or a thing named before."""
    pointers: tuple[str, ...]
    """Openers that point at what was said before without being a pronoun alone: "This", "两人", "이 같은"."""
    stand_ins: tuple[str, ...]
    """Patterns of noun phrases that stand for a party named before: "the company", "회사 측", "该公司"."""
    first_person: tuple[str, ...]
    """Patterns of the first person, outside quotation marks."""
    titles: tuple[str, ...]
    """Titles and offices that stand beside a personal name."""
    outlook: tuple[str, ...]
    """Patterns of what is to come: a plan, a date, a forecast."""
    background: tuple[str, ...]
    """Patterns that mark background, scenery or the writer's own reflection."""
    captions: tuple[str, ...]
    """Patterns that mark a picture caption."""
    service: tuple[str, ...]
    """Patterns that mark bylines, polls, subscriptions, copyright and other lines that are no news."""
    hollow: tuple[str, ...]
    """Patterns of sentences that announce something and do not say it: "he said as follows", "here is what we know"."""
    shapes: tuple[tuple[str, str, str], ...]
    """(shape, pattern of its words, pattern of what is told first): see `models.ranking.shape`."""
    stopwords: frozenset[str]
    """Words that say nothing about the subject, left out when sentences are compared."""
    abbreviations: frozenset[str] = frozenset()
    """Words with a full stop that never ends a sentence."""
    half_stops: frozenset[str] = frozenset()
    """Words with a full stop that ends a sentence only where a usual sentence opener follows."""
    openers: frozenset[str] = frozenset()
    """Words that usually open a sentence."""
    fold: Mapping[int, int] = field(default_factory=dict)
    """Character -> character of the same length (`str.translate`), applied before the tables are used."""

    def folded(self, text: str) -> str:
        """`text` as the tables spell it, every character at its place."""
        return text.translate(self.fold) if self.fold else text


@cache
def pattern(code: str, field: str) -> re.Pattern[str]:
    """The patterns of one table as one. `code` is a base language, `field` a field of `Language`."""
    return re.compile("|".join(f"(?:{part})" for part in getattr(table(code), field)))


@cache
def table(code: str) -> Language:
    """The facts about the base language of `code`. Raises ValueError for a language that has none."""
    module = import_module(f"models.languages.{base(canonical(code))}")
    language: Language = module.LANGUAGE
    return language
