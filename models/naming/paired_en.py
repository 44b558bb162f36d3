"""Which words of a Korean or Chinese translation stand for a person of its English source who is in no glossary.

In: a sentence and its translation. Out: `Pair`s. Whoever looks like a person in the English text is looked for, so that
nothing in the translation has to look like a foreign name. Nothing where the name stands in Latin
letters, or where a rule writes it as it is (Wang Huilin is 왕후이린). Silent where it is not sure which word it is.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from models.language import base
from models.latin import distance
from models.naming import aloud, capitals, hangul, heard, known, koreans, mentions, romanise, transcribed, unspoken
from models.naming.paired import AROUND, DOTS, SPELT, Pair, Span, apart, cut, severed

__all__ = ["find", "places"]

_POSSESSIVE: Final = re.compile(r"['’]s?$")
_NAME_WORD: Final = re.compile(r"[A-Z][A-Za-zÀ-ɏ'’-]+")


def find(source: str, text: str, language: str, others: Sequence[Pair] = ()) -> list[Pair]:
    """The people whom `others` do not have whole."""
    parts = [source[slice(*pair.english)] for pair in others]
    people = [name for name in unspoken.find(source) if not any(name in part for part in parts)]
    if not people:
        return []
    low, plain = text.lower(), known.simplified(text, language)
    named = [hit for hit in known.find(text, language) if any(form in source for form in hit.entry.accepted("en"))]
    pairs = []
    for name in map(partial(_whole, source), people):
        words = [_POSSESSIVE.sub("", word) for word in _NAME_WORD.findall(name)]
        if not words or any(word.lower() in low for word in words if len(word) > 2):
            continue
        span = _in_hangul(words, text) if base(language) == "ko" else _in_han(words, plain)
        if span and not any(hit.start < span[1] and span[0] < hit.end for hit in named):
            start = source.find(name)
            end = start + len(name)
            pairs.append(Pair(span, (start, end), end))
    return pairs


_OPENING: Final = re.compile(r"(?:^|[.!?:] |[\"“] ?)[A-Z][a-z]+(?:ist|er|or|ian|ard|eer|ant|ess) $")


def _whole(source: str, name: str) -> str:
    """With what stands before an apostrophe (Brian O'Hagan), without what opens the sentence (Hydrologist Anil Mehrotra)."""
    match = re.search(rf"(?:[A-Z][a-z]+ )?[A-Z]['’]{re.escape(name)}", source)
    if match:
        return match.group()
    first, _, rest = name.partition(" ")
    at = source.find(name) + len(first) + 1
    return rest if " " in rest and _OPENING.search(source[:at]) else name


# Korean

_HANGUL: Final = re.compile(r"(?<![가-힣A-Za-z0-9])[가-힣]+")
_NEAR: Final = 0.17
"""`aloud.distance` up to which a word in Hangul is taken for the name."""
_SHORT: Final = {0: -1.0, 1: -1.0, 2: 0.05, 3: 0.1}
"""The same for names of few consonants, beside which no given name stands."""
_BESIDE: Final = 0.3
"""The same for the part beside a matched one."""
_APART: Final = 0.6
"""Letters of the longer one that may be different where a word is to be written alike."""
_LONGER: Final = 5
"""Consonants that a word may have more than the name: those of its particles."""
_APART_LONG: Final = 0.7
"""The same for three consonants and more in Han, which spells English names with many vowels."""


def _in_hangul(words: list[str], text: str) -> Span | None:
    """The place of the full name, or of one part that is surely it."""
    said = [(match.start(), match.group()) for match in _HANGUL.finditer(text)]
    chinese = unspoken.is_pinyin(" ".join(words)) if len(words) > 1 else hangul.of_pinyin(words[0].lower())
    if "-" in words[-1] or words[0] in unspoken.KOREAN or chinese:
        return None  # Koreans, and Chinese people, whose names a rule writes
    best: tuple[float, Span] | None = None
    letters = len(aloud.letters("".join(words)))
    for i, (start, word) in enumerate(said):
        if not len(aloud.letters(words[-1])) - 2 <= len(aloud.sounds(word)) <= letters + _LONGER:
            continue
        far, size = cut(word, words[-1])
        whole = cut(word, "".join(words)) if len(words) > 1 else (1.0, 0)
        first = start
        beside = 1.0
        if i and len(words) > 1 and text[said[i - 1][0] + len(said[i - 1][1]) : start] in (" ", "·"):
            beside = aloud.distance(said[i - 1][1], words[-2])
        if whole[0] <= _SHORT[3]:
            far, size = whole
        elif beside <= _BESIDE and far <= _BESIDE:
            first = said[i - 1][0]
            if len(words) > 2 and i > 1 and aloud.distance(said[i - 2][1], words[-3]) <= _BESIDE:
                first = said[i - 2][0]
            far = (far + beside) / 4
        elif not _surely(word[:size], words[-1], far):
            continue
        end = start + size
        if first == start and beside == 1.0 and len(words) == 2 and size == len(word) and i + 1 < len(said):
            after, given = said[i + 1]
            given_far, given_size = cut(given, words[0])
            if after == end + 1 and given_far <= _SHORT[3] and given_size > 1:
                end = after + given_size  # 니시무라 아오이 for Aoi Nishimura
        if best is None or far < best[0]:
            best = (far, (first, end))
    return best[1] if best else None


def _surely(word: str, name: str, far: float) -> bool:
    """Whether a word is the name without a given name before it: short ones have to be written alike too."""
    size = len(aloud.letters(name))
    if far > _SHORT.get(size, _NEAR) or transcribed.weight(word) < 1:
        return False
    said = romanise.letters(word)
    return size > 3 or distance(said, name.lower()) <= _APART * max(len(said), len(name))


# Chinese

_DOTTED: Final = re.compile(rf"[{''.join(sorted(AROUND))}]+(?:[{DOTS}-][{''.join(sorted(AROUND))}]+)*")
_PART: Final = re.compile(f"[^{DOTS}-]+")
_FAR: Final = 0.2
"""`heard.far` up to which characters are taken for the name."""
_FAR_BESIDE: Final = 0.36
"""The same where the given name stands before the dot."""
_LONGEST: Final = 7
"""Characters of one part of a name."""


def _in_han(words: list[str], text: str) -> Span | None:
    """The place of the name, or of its last part, in simplified characters."""
    name = " ".join(words)
    if "-" in words[-1] or (words[0] in unspoken.KOREAN and not unspoken.is_pinyin(name)):
        return _of_korean(words, text)
    if unspoken.is_pinyin(name):
        return _of_pinyin("".join(words).lower().replace("'", ""), text)
    found = [hit for match in _DOTTED.finditer(text) for hit in _transcribed(words, text, match)]
    return min(found)[1] if found else None


def _transcribed(words: list[str], text: str, run: re.Match[str]) -> Iterator[tuple[float, Span]]:
    """(how far, the place) of what may be the surname in a run of characters of transcriptions."""
    keys = heard.latin_keys(words[-1])
    size = len(keys[0])
    parts = [(run.start() + part.start(), run.start() + part.end()) for part in _PART.finditer(run.group())]
    for i, (first, last) in enumerate(parts):
        beside = i > 0 and len(words) > 1 and _given(words[-2], text[slice(*parts[i - 1])])
        starts = [first] if i else range(first, last - 1)
        for start in starts:
            for end in range(start + 2, min(start + _LONGEST, last) + 1):
                said = text[start:end]
                far = min(heard.far(key, other) for key in heard.han_keys(said) for other in keys)
                if far > (_FAR_BESIDE if beside else _FAR if size > 2 else 0.0 if size == 2 else -1.0):
                    continue
                unlike = apart(said, words[-1])
                if beside or unlike <= (_APART if size < 3 else _APART_LONG):
                    score = far + SPELT * unlike + severed(text, end) - 0.3 * beside - 0.02 * (end - start)
                    yield score, (parts[i - 1][0] if beside else start, end)


def _given(word: str, said: str) -> bool:
    """Whether the characters before the dot end in the given name."""
    others = heard.latin_keys(word)
    ends = (said[-size:] for size in range(1, min(len(said), _LONGEST) + 1))
    return any(heard.far(key, other) <= _FAR for end in ends for key in heard.han_keys(end) for other in others)


def _of_pinyin(name: str, text: str) -> Span | None:
    """A Chinese person: which characters the name has, its pinyin does not tell."""
    for start, char in enumerate(text[:-1]):
        if char in romanise.CHINESE_SURNAMES:
            for end in range(start + 2, min(start + 4, len(text)) + 1):
                if (
                    text[start:end].isalpha()
                    and not text[start:end].isascii()
                    and name in heard.pinyin(text[start:end])
                ):
                    return start, end
    return None


_KIND: Final = {
    "District": "区", "County": "县", "City": "市", "Town": "镇", "Township": "乡", "Village": "村", "River": "河江", "Lake": "湖",
    "Mountain": "山", "Island": "岛", "Province": "省",
}  # fmt: skip


def places(source: str, text: str, language: str) -> Iterator[Pair]:
    """Words in pinyin, of which Chinese characters have the sound: whether Fuyang is 富阳 or 阜阳, it does not tell."""
    words = [word for word in capitals.find(source) if word.free and not word.common and _PINYIN.fullmatch(word.text)]
    if not words:
        return
    plain = known.simplified(text, language)
    taken = [(hit.start, hit.end) for hit in known.find(text, language)]
    for word in words:
        said = word.text.lower()
        if not unspoken.is_pinyin(word.text) or said in text.lower():
            continue
        spans = ((start, start + size) for size in (2, 3) for start in range(len(plain) - size + 1))
        for start, end in spans:
            name = plain[start:end]
            if (
                not _HAN.fullmatch(name)
                or said not in heard.pinyin(name)
                or any(a < end and start < b for a, b in taken)
            ):
                continue
            kind = source[word.end + 1 :].split(" ")[0].rstrip(".,;")
            more = plain[end : end + 1] != "" and plain[end] in _KIND.get(kind, "")
            yield Pair((start, end + more), (word.start, word.end), word.end)
            break


_PINYIN: Final = re.compile("[A-Z][a-z']{3,}")
_HAN: Final = re.compile("[\u4e00-\u9fff]+")


def _of_korean(words: list[str], text: str) -> Span | None:
    """The one Korean of that surname: no table has the Korean readings of the other characters."""
    if len(words) < 2:
        return None
    people = mentions.find(text, [(hit.start, hit.end) for hit in known.find(text, "zh-Hans")])
    names = {text[m.start : m.end]: (m.start, m.end) for m in reversed(people) if m.kind == "person"}
    fits = [name for name in names if len(name) == 3 and koreans.same_surname(words[0], koreans.surname(name))]
    if len(fits) > 1:
        fits = [name for name in fits if all(map(koreans.may_read, name[1:], words[-1].split("-")))]
    return names[fits[0]] if len(fits) == 1 else None
