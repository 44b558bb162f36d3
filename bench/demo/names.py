"""Names of people and bodies in the corpus, aligned in three languages, and new ones made from their parts.

Comes in: triples with speakers. Goes out: ``Name`` values; ``Names.person`` joins a family name and a given name of
the same origin that never met in the corpus (Korean names even syllable by syllable), so that a model learns how
names are written over from one language to another rather than a list of names.
"""

import random
import re
from dataclasses import dataclass

from bench.demo.corpus import LANGUAGES, Triple

TWO_SYLLABLES = re.compile(r"(ao|ai|ou|ei|yuan)$", re.IGNORECASE)  # Zhao is 자오, Wei 웨이, Yuan 위안; Wang is 왕
PARTICLES = {  # after a final consonant: after a vowel
    "은": "는", "이": "가", "을": "를", "과": "와", "으로": "로", "이라": "라", "이다": "다", "이며": "며",
    "이었다": "였다",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name in full and, for people, as later sentences shorten it (``short`` maps a language to that, or "")."""

    full: dict[str, str]
    short: dict[str, str]
    origin: str  # korean, chinese, foreign, body


def read(speaker: dict[str, str]) -> tuple[str, list[dict[str, str]]] | None:
    """Tell the origin of a speaker's name and its parts, each in three languages; None for what is not a name."""
    en, ko, zh = (speaker[language] for language in LANGUAGES)
    if re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+-[a-z]+", en) and len(ko) == 3 and len(zh) == 3:
        first, second = en.split()[1].split("-")
        words = (en.split()[0], first, second)
        return "korean", [dict(zip(LANGUAGES, part, strict=True)) for part in zip(words, ko, zh, strict=True)]
    if re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", en) and len(zh) in (2, 3) and re.fullmatch("[가-힣]{2,8}", ko):
        family, given = en.split()
        cut = 2 if TWO_SYLLABLES.search(family) else 1
        parts = ((family, ko[:cut], zh[:1]), (given, ko[cut:], zh[1:]))
        return ("chinese", [dict(zip(LANGUAGES, part, strict=True)) for part in parts]) if ko[cut:] else None
    if "·" in zh and len(en.split()) == len(ko.split()) == len(zh.split("·")) == 2:
        parts = zip(en.split(), ko.split(), zh.split("·"), strict=True)
        return "foreign", [dict(zip(LANGUAGES, part, strict=True)) for part in parts]
    if en[0].isupper() and len(en) > 3:
        return "body", [dict(speaker)]
    return None


def joined(origin: str, parts: list[dict[str, str]]) -> Name:
    """Put the parts of a name together as each language writes it."""
    en, ko, zh = ([part[language] for part in parts] for language in LANGUAGES)
    if origin == "korean":
        full = {"en": f"{en[0]} {en[1]}-{en[2]}", "ko": "".join(ko), "zh": "".join(zh)}
        return Name(full, {"en": en[0], "ko": ko[0], "zh": ""}, origin)
    if origin == "chinese":
        return Name(
            {"en": " ".join(en), "ko": "".join(ko), "zh": "".join(zh)}, {"en": en[0], "ko": ko[0], "zh": ""}, origin
        )
    if origin == "foreign":
        return Name(
            {"en": " ".join(en), "ko": " ".join(ko), "zh": "·".join(zh)},
            {"en": en[1], "ko": ko[1], "zh": zh[1]},
            origin,
        )
    return Name({"en": en[0], "ko": ko[0], "zh": zh[0]}, {"en": "", "ko": "", "zh": ""}, origin)


class Names:
    """The parts of all names of the trained articles, ready to be joined anew."""

    def __init__(self, triples: list[Triple]) -> None:
        parts: dict[str, list[dict[str, dict]]] = {}
        for triple in triples:
            known = read(triple.speaker) if triple.speaker else None
            if known:
                origin, pieces = known
                slots = parts.setdefault(origin, [{} for _ in pieces])
                for slot, piece in zip(slots, pieces, strict=True):
                    slot["|".join(piece.values())] = piece
        self.parts = {origin: [list(slot.values()) for slot in slots] for origin, slots in parts.items()}

    def another(self, origin: str, rng: random.Random) -> Name:
        return joined(origin, [rng.choice(slot) for slot in self.parts[origin]])


def swapped(text: str, language: str, old: Name, new: Name) -> str | None:
    """Return the text with one name put for another, or None when the old one is not in it."""
    if old.full[language] in text:
        text = replaced(text, old.full[language], new.full[language], language)
        return short_swapped(text, language, old, new)
    other = short_swapped(text, language, old, new)
    return other if other != text else None


def short_swapped(text: str, language: str, old: Name, new: Name) -> str:
    short = old.short[language]
    if not short or not new.short[language]:
        return text
    if language == "en":
        return re.sub(rf"\b{re.escape(short)}\b(?!-)", lambda _: new.short["en"], text)
    if language == "ko" and len(short) == 1:  # a Korean family name stands before a title: 한 대표는
        return re.sub(rf"(?<![가-힣]){short}(?= [가-힣A-Z])", lambda _: new.short["ko"], text, count=1)
    return replaced(text, short, new.short[language], language)


def replaced(text: str, old: str, new: str, language: str) -> str:
    """Replace every ``old``; in Korean the particle after it follows the new name's last sound."""
    if language != "ko":
        return text.replace(old, new)
    particle = "|".join(sorted({*PARTICLES, *PARTICLES.values()}, key=len, reverse=True))
    pattern = rf"{re.escape(old)}(?:({particle})(?![가-힣]))?"
    return re.sub(pattern, lambda match: new + fitted(match[1] or "", new), text)


def fitted(particle: str, word: str) -> str:
    """Return the form of a particle that goes with the last sound of a word (unchanged after a non-Korean letter)."""
    if not particle or not "가" <= word[-1] <= "힣":
        return particle
    final = (ord(word[-1]) - ord("가")) % 28
    if particle in ("으로", "로"):
        return "으로" if final not in (0, 8) else "로"
    for closed, opened in PARTICLES.items():
        if particle in (closed, opened):
            return closed if final else opened
    return particle
