"""Aligned phrases and sentence patterns with slots (``phrases.tsv``) and the words that fill them (``words.tsv``).

Comes in: two tables of en, ko, zh, and the corpus's names. Goes out: (source, target) texts. They let figures be
practised apart from sentences, and give common news words that the corpus holds too seldom to be learned from it.
Slots for figures: ``{big}`` an amount of 10,000 to 10^14, ``{n}`` a count, ``{pct}`` a percentage, ``{dec}`` a number
with decimals, ``{small}`` and ``{nth}`` 2 to 9 in words, ``{day}`` (21st) ``{date}`` (21) ``{month}`` ``{year}``
``{hour}`` ``{minute}``. Slots for words: ``{person}``, ``{body}`` (a firm or office of the corpus), and the kinds
of ``words.tsv``. ``{n2}`` is a second one. A Korean particle after a slot follows the last sound of what fills it.
"""

import random
import re
from decimal import Decimal
from pathlib import Path

from bench.demo import figures, names
from bench.demo.corpus import LANGUAGES

PARTICLE = "|".join(sorted({*names.PARTICLES, *names.PARTICLES.values()}, key=len, reverse=True))
SLOT = re.compile(r"\{([a-z]+)\d?\}")
KO_SLOT = re.compile(rf"\{{([a-z]+)\d?\}}(?:({PARTICLE})(?![가-힣]))?")
WORDS_ALONE = 0.15  # share of examples that are a single word of words.tsv
RANGES = {  # slots that hold whole numbers in between
    "small": (2, 9),
    "nth": (2, 9),
    "day": (1, 31),
    "date": (1, 31),
    "month": (1, 12),
    "year": (1960, 2039),
    "hour": (1, 12),
    "minute": (10, 59),
}
FORMS = {  # how each slot is written in en, ko, zh (forms of figures.Figure)
    "big": ("scaled", "thousand", "scaled"),
    "n": ("comma", "thousand", "digits"),
    "pct": ("digits", "digits", "digits"),
    "dec": ("digits", "digits", "digits"),
    "small": ("word", "word", "word"),
    "nth": ("nth", "word", "nth"),
    "date": ("digits", "digits", "digits"),
    "day": ("ordinal", "digits", "digits"),
    "month": ("month", "digits", "digits"),
    "year": ("digits", "digits", "digits"),
    "hour": ("digits", "digits", "digits"),
    "minute": ("digits", "digits", "digits"),
}


def amount(slot: str, rng: random.Random) -> Decimal:
    """Think up a value for a slot of a figure."""
    if slot == "big":
        digits = rng.randint(5, 14)
        shown = min(rng.choice((1, 2, 2, 3, 3, 4)), 2 + (digits - 1) % 3)
        return Decimal(rng.randint(10 ** (shown - 1), 10**shown - 1)) * 10 ** (digits - shown)
    if slot == "n":
        return Decimal(rng.randint(10, 10 ** rng.randint(2, 6)))
    if slot in ("pct", "dec"):
        return Decimal(rng.randint(1, 999)) / 10 if rng.random() < 0.7 else Decimal(rng.randint(2, 99))
    low, high = RANGES[slot]
    return Decimal(rng.randint(low, high))


class Phrases:
    """The two tables, and the names that fill ``{person}`` and ``{body}``."""

    def __init__(self, folder: Path, known: names.Names) -> None:
        self.patterns = [dict(zip(LANGUAGES, row, strict=True)) for row in rows(folder / "phrases.tsv")]
        self.words: dict[str, list[dict[str, str]]] = {}
        for kind, *row in rows(folder / "words.tsv"):
            self.words.setdefault(kind, []).append(dict(zip(LANGUAGES, row, strict=True)))
        self.known = known

    def example(self, source: str, target: str, rng: random.Random) -> tuple[str, str]:
        """Return one filled pattern, or now and then a word alone."""
        if rng.random() < WORDS_ALONE:
            word = rng.choice(rng.choice(list(self.words.values())))
            return word[source], word[target]
        pattern = rng.choice(self.patterns)
        filling = {slot[0]: self.fill(slot[1], rng) for slot in SLOT.finditer(pattern["en"])}
        return written(pattern[source], source, filling), written(pattern[target], target, filling)

    def fill(self, slot: str, rng: random.Random) -> dict[str, str]:
        """Return what goes into a slot, in every language."""
        if slot in FORMS:
            value = amount(slot, rng)
            decimals = 0 if value % 1 == 0 else 1
            return {
                language: figures.write(value, form, language, decimals)
                for language, form in zip(LANGUAGES, FORMS[slot], strict=True)
            }
        if slot == "person":
            return self.known.another(rng.choice(("korean", "korean", "chinese", "foreign")), rng).full
        if slot == "body" or (slot == "org" and rng.random() < 0.4):
            return self.known.another("body", rng).full
        return rng.choice(self.words[slot])

    def texts(self, language: str, count: int, rng: random.Random) -> list[str]:
        """Return every word and many filled patterns in one language, for the SentencePiece models to see."""
        words = [word[language] for kind in self.words.values() for word in kind]
        return words * 3 + [self.example(language, language, rng)[0] for _ in range(count)]


def rows(table: Path) -> list[list[str]]:
    """Read a table: a line each, tabs between the fields, ``#`` begins a remark."""
    lines = table.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def written(pattern: str, language: str, filling: dict[str, dict[str, str]]) -> str:
    """Put the filling into a pattern and mend the joints: Korean particles, English a/an and the first letter."""
    key = re.compile(r"\{[a-z]+\d?\}")

    def put(match: re.Match) -> str:
        name = key.match(match[0])[0]
        text = filling[name][language]
        return text + names.fitted(match[2] or "", text) if language == "ko" else text

    text = (KO_SLOT if language == "ko" else SLOT).sub(put, pattern)
    if language != "en":
        return text
    text = re.sub(r"\b([Aa]) ([A-Z])(?=[a-z]+ (?:in|at|for)\b)", lambda m: f"{m[1]} {m[2].lower()}", text)
    text = re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)
    return text[0].upper() + text[1:] if text.endswith((".", '"')) else text
