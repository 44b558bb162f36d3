"""A name that nothing vouches for keeps its original beside it where a brief first has it: "Ovetskin (오베츠킨) said".

In: a sentence, its checked translation, its doubts, and what stands beside names already. Out: edits that only put in what
is missing, and what stands there now. Which word it is, `models.naming.paired_ko`, `paired_zh` and `paired_east` know. How a
name is spelt cannot be told from its sound, so this is no doubt: the press writes unknown names so. Never in a doubt's span,
never for a name that a doubt tells already.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from models.doubt import Doubt, Edit
from models.language import base
from models.naming import known, paired_east, paired_ko, paired_zh
from models.naming.paired import Pair

_LONGEST: Final = 500
"""Characters of a source that is looked into (and four times as many of a translation): the work grows with their product."""
_MOST: Final = 2
"""Names of one text: in a list of people a reader looks at the original sentence anyway."""
_GLOSSED: Final = re.compile(r"\s?[(（]\s?[A-Za-z]")
_BRACKET: Final = re.compile(r"\s?[(（\[]")
_LABEL: Final = re.compile(r"(.+) \(([^A-Za-z]{2,12})\)")


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
    pairs = [*_speaker(label, text, source_language), *_pairs(source, text, source_language, target_language)]
    taken: list[Pair] = []
    for pair in sorted(pairs, key=lambda pair: pair.end):
        said = text[pair.start : pair.end]
        if (
            len(taken) < _MOST
            and not any(pair.start < other.end and other.start < pair.end for other in taken)
            and not _told(pair, source, text, doubts)
            and not any(_last(pair.name) in other and _last(said) in other for other in shown)
            and not any(_last(pair.name) == _last(other.name) for other in taken)
        ):
            taken.append(pair)
    edits = [Edit(pair.end, pair.end, f"{opening}{pair.name}{closing}") for pair in reversed(taken)]
    return edits, [f"{text[pair.start : pair.end]} ({pair.name})" for pair in taken]


def _pairs(source: str, text: str, source_language: str, target_language: str) -> list[Pair]:
    ways = (base(source_language), base(target_language))
    if ways == ("ko", "en"):
        return paired_ko.find(source, text)
    if ways == ("zh", "en"):
        return paired_zh.find(source, text, source_language)
    if ways[0] == "en":
        return paired_east.find(source, text, target_language)
    return []


def _speaker(label: str, text: str, language: str) -> Iterator[Pair]:
    """The speaker, whose name the text has as the label would have it."""
    match = _LABEL.fullmatch(label)
    at = text.find(match.group(1)) if match else -1
    if match and at >= 0 and not any(hit.entry.kind != "person" for hit in known.find(match.group(2), language)):
        yield Pair(match.group(2), at, at + len(match.group(1)))


def _last(name: str) -> str:
    """The part that tells a name from others of its family: the surname of a foreign name."""
    return re.split(r"[\s·・•‧]", re.sub(r"['’]s?$", "", name))[-1]


def _told(pair: Pair, source: str, text: str, doubts: Sequence[Doubt]) -> bool:
    """Whether a doubt has the name, or its original stands in the text or Latin letters behind it in the source."""
    behind = source.find(pair.name) + len(pair.name)
    return (
        _last(pair.name) in text
        or _GLOSSED.match(source, behind) is not None
        or _BRACKET.match(text, pair.end) is not None
        or any(_last(pair.name) in doubt.note for doubt in doubts)
        or any(doubt.span and doubt.span[0] < pair.end < doubt.span[1] for doubt in doubts)
    )
