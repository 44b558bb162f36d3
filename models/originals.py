"""A name that nothing vouches for keeps its original beside it where a brief first has it: "Ovetskin (오베츠킨) said".

In: a sentence, its checked translation, its doubts, and what stands beside names already. Out: edits that only put in what
is missing, and what stands there now. Which word it is, `models.naming.paired_ko`, `paired_zh`, `paired_en` and `paired_ko_zh` know. How a
name is spelt cannot be told from its sound, so this is no doubt: the press writes unknown names so. Never in a doubt's span,
never for a name that a doubt tells already.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from models.doubt import Doubt, Edit
from models.language import base
from models.naming import known, paired_en, paired_ko, paired_ko_zh, paired_zh, unspoken
from models.naming.paired import Pair, Span

_LONGEST: Final = 500
"""Characters of a source that is looked into (and four times as many of a translation): the work grows with their product."""
_MOST: Final = 2
"""Names of one text: in a list of people a reader looks at the original sentence anyway."""
_GLOSSED: Final = re.compile(r"\s?[(（]\s?[A-Za-z]")
_GOES_ON: Final = re.compile(r"\s?[A-Za-z]|-\w")
"""Behind Hangul or Han: 티파니 Ng, 普拉斯科-弗莱克斯曼."""
_BRACKET: Final = re.compile(r"\s?[(（\[]")
_SPLIT: Final = re.compile(r"[\s·・•‧]")
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_LABEL: Final = re.compile(r"(.+) \(([^A-Za-z]{2,12})\)")


@dataclass(frozen=True, slots=True)
class _Name:
    original: str
    span: Span
    """In the translation; its end is where the original may stand."""


def beside(
    source: str,
    text: str,
    source_language: str,
    target_language: str,
    doubts: Sequence[Doubt] = (),
    shown: Sequence[str] = (),
    label: str = "",
) -> tuple[list[Edit], list[str]]:
    """(edits in their order, each for the text as the ones before it left it; texts such as "Ovetskin (오베츠킨)").

    `shown` are such texts from before; `label` is the speaker's name, "Liu Wei (刘威)", where it does not stand before the
    text.
    """
    column = base(target_language)
    if base(source_language) == column or not text or max(len(source), len(text) // 4) > _LONGEST:
        return [], []
    opening, closing = {"zh": ("（", "）"), "ko": ("(", ")")}.get(column, (" (", ")"))
    names = [*_speaker(label, text, source_language), *_names(source, text, source_language, target_language)]
    taken: list[_Name] = []
    for name in sorted(names, key=lambda name: name.span[1]):
        said = _last(text[slice(*name.span)])
        if (
            len(taken) < _MOST
            and not any(
                _over(name.span, other.span) or _last(name.original) == _last(other.original) for other in taken
            )
            and not any(_last(name.original) in other and said in other for other in shown)
            and not _told(name, source, text, doubts)
        ):
            taken.append(name)
    edits = [Edit(name.span[1], name.span[1], f"{opening}{name.original}{closing}") for name in reversed(taken)]
    return edits, [f"{text[slice(*name.span)]} ({name.original})" for name in taken]


def _names(source: str, text: str, source_language: str, target_language: str) -> list[_Name]:
    """The names of the source that the translation has by their sound, with their places there."""
    column = base(target_language)
    if column == "en":
        pairs = _pairs(source, text, source_language)
        if base(source_language) == "ko":
            pairs += paired_ko.natives(source, text)
        return [_Name(source[slice(*pair.east)], (pair.english[0], pair.behind)) for pair in pairs]
    if base(source_language) != "en":
        return _between(source, text, source_language, target_language)
    pairs = _pairs(text, source, target_language)
    pairs = [*paired_en.find(source, text, target_language, pairs if column == "ko" else ()), *pairs]
    if column == "zh" and len(pairs) < _MOST:
        pairs += paired_en.places(source, text, target_language)
    whole: list[Pair] = []
    for pair in sorted(pairs, key=lambda pair: pair.east[0] - pair.east[1]):  # the longest; of two the person
        if not any(_over(pair.east, other.east) or _over(pair.english, other.english) for other in whole):
            whole.append(pair)
    names = [_Name(source[slice(*pair.english)], pair.east) for pair in whole if not _in_latin(pair, source, text)]
    return [name for name in names if column != "ko" or not _chinese(name.original)]


def _between(source: str, text: str, source_language: str, target_language: str) -> list[_Name]:
    """The same between Korean and Chinese."""
    if base(target_language) == "zh":
        return [_Name(source[slice(*ko)], zh) for ko, zh in paired_ko_zh.find(source, text, target_language)]
    return [_Name(source[slice(*zh)], ko) for ko, zh in paired_ko_zh.find(text, source, source_language)]


def _chinese(name: str) -> bool:
    """Whether it is a Chinese person, whom a rule writes in Hangul."""
    return " " in name and unspoken.is_pinyin(name)


def _pairs(east: str, english: str, language: str) -> list[Pair]:
    return paired_ko.find(east, english) if base(language) == "ko" else paired_zh.find(east, english, language)


def _in_latin(pair: Pair, source: str, text: str) -> bool:
    """Whether a part of the name stands in the translation in Latin letters: ADT 코퍼레이션."""
    low = text.lower()
    return any(word in low for word in _SPLIT.split(source[slice(*pair.english)].lower()) if len(word) > 2)


def _over(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _speaker(label: str, text: str, language: str) -> Iterator[_Name]:
    """The speaker, whose name the text has as the label would have it."""
    match = _LABEL.fullmatch(label)
    at = text.find(match.group(1)) if match else -1
    if match and at >= 0 and not any(hit.entry.kind != "person" for hit in known.find(match.group(2), language)):
        yield _Name(match.group(2), (at, at + len(match.group(1))))


def _last(name: str) -> str:
    """The part that tells a name from others of its family: the surname of a foreign name."""
    return _SPLIT.split(_POSSESSIVE.sub("", name))[-1]


def _told(name: _Name, source: str, text: str, doubts: Sequence[Doubt]) -> bool:
    """Whether a doubt has the name, or its original stands in the text or Latin letters behind it in the source."""
    end = name.span[1]
    return (
        _last(name.original) in text
        or _GLOSSED.match(source, source.find(name.original) + len(name.original)) is not None
        or _BRACKET.match(text, end) is not None
        or (text[slice(*name.span)][-1:] > "ɏ" and _GOES_ON.match(text, end) is not None)
        or any(_last(name.original) in doubt.note for doubt in doubts)
        or any(doubt.span and doubt.span[0] < end < doubt.span[1] for doubt in doubts)
    )
