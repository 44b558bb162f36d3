"""Which words of a Korean text are a transcription of the Chinese one beside it, and the other way round: 오베츠킨 and 奥韦奇金.

In: a sentence in both languages, whichever is the translation. Out: the places of the whole name in both. Both are held to the
consonants that transcriptions keep (`models.naming.sounds`): names of fewer than three are too short for that. Silent
where it is not sure which word it is.
"""

import re
from functools import partial
from typing import Final

from models.latin import distance
from models.naming import heard, known, mentions, romanise, sounds, transcribed, transcription_zh
from models.naming.paired import Span
from models.naming.transcription_zh import Transcription

__all__ = ["find"]

_FAR: Final = 0.2
"""`heard.far` up to which they are one name."""
_APART: Final = 0.64
"""Letters of the longer reading that may be different."""
_DOUBLED: Final = re.compile(r"(.)\1+")
_BESIDE: Final = 0.8
"""`_unlike` up to which the words before a matched surname are the given names."""


def find(korean: str, chinese: str, language: str) -> list[tuple[Span, Span]]:
    """(place in the Korean text, place in the Chinese one)."""
    names = set(transcribed.find(korean))
    if not names:
        return []
    plain = known.simplified(chinese, language)
    taken = [(hit.start, hit.end) for hit in known.find(chinese, language) if hit.entry.kind != "title"]
    theirs = transcription_zh.find(plain, mentions.find(plain, taken))
    ours = transcribed.words(korean)
    scores = sorted(
        (unlike, i, j)
        for i, (_, stem, _) in enumerate(ours)
        if stem in names
        for j, name in enumerate(theirs)
        if (unlike := _score(name, stem)) is not None
    )
    found: dict[int, tuple[Span, Span]] = {}
    done: set[int] = set()
    for _, at, j in scores:
        if j in found or at in done:
            continue
        left = _given(ours, at, theirs[j])
        done.update(range(left, at + 1))
        said = [stem for _, stem, _ in ours[left : at + 1]]
        opens = "아" <= said[0][0] <= "잏"
        east = theirs[j].bounds(
            partial(_unlike, words=said[-1:]), partial(_unlike, words=["".join(said), *said]), opens
        )
        found[j] = ((ours[left][0], ours[at][0] + len(ours[at][1])), east)
    return list(found.values())


def _score(name: Transcription, stem: str) -> float | None:
    """How unlike the surnames are, None where they are no one name."""
    start, _ = name.parts()[-1]
    if not sounds.hangul(stem):
        return None
    costs = []
    for end in name.ends():
        han = name.plain[start:end]
        if _far(han, stem) <= _FAR and _apart(han, stem) <= _APART:
            costs.append(_unlike(han, [stem]))
    return min(costs, default=None)


def _given(ours: list[tuple[int, str, bool]], at: int, name: Transcription) -> int:
    """The first of the words before a surname that the parts before the dot are."""
    left = at
    for start, end in reversed(name.parts()[:-1]):
        if not left or not ours[left - 1][2]:
            break
        (begin, stem, _), (after, _, _) = ours[left - 1], ours[left]
        if after != begin + len(stem) + 1 or _unlike(name.plain[start:end], [stem]) > _BESIDE:
            break
        left -= 1
    return left


def _unlike(han: str, words: list[str]) -> float:
    """How unlike the nearest of the words sounds, and half of how unlike it is spelt."""
    return min(_far(han, word) + _apart(han, word) / 2 for word in words)


def _far(han: str, hangul: str) -> float:
    key = _DOUBLED.sub(r"\1", sounds.hangul_consonants(hangul))
    return min(heard.far(other, key) for other in heard.han_keys(han))


def _apart(han: str, hangul: str) -> float:
    said, read = heard.pinyin(han)[0], romanise.letters(hangul)
    return distance(said, read) / max(len(said), len(read))
