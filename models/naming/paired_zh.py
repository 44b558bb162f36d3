"""Which words of an English text are a name of the Chinese one beside it that is in no glossary.

In: a sentence in both languages, whichever is the translation. Out: `Pair`s: the places of the whole name, 亚历山大·奥韦奇金 and
"Alexander Ovetskin". Transcriptions, and Koreans. Names whose spelling a rule gives (刘威 is Liu Wei) are none. Silent where it
is not sure which word it is.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from models.naming import capitals, heard, known, koreans, mentions, ordinary, transcription_zh, unheard
from models.naming.capitals import Word
from models.naming.paired import AROUND, SPELT, Pair, Span, apart, unknown_koreans
from models.naming.transcription_zh import Transcription

__all__ = ["find"]

_NEAR_HAN: Final = 0.2
"""`heard.far` up to which a word is taken for the transcription."""
_FAR_HAN: Final = 0.36
"""The same where the given name stands before it."""
_TWO: Final = 0.1
"""The same for two words together, which are soon alike."""
_OTHERS: Final = re.compile("[^a-z]")


def find(source: str, text: str, language: str) -> list[Pair]:
    """`source` is the Chinese text, in `language`; `text` the English one."""
    words = capitals.find(text)
    if not any(word.free and not word.common for word in words):
        return []
    plain = known.simplified(source, language)
    taken = [(hit.start, hit.end) for hit in known.find(source, language) if hit.entry.kind != "title"]
    found = mentions.find(plain, taken)
    names = transcription_zh.find(plain, found)
    pairs: list[Pair] = []
    if names:
        spelt = unheard.spelt(plain)
        free = [c for c in capitals.candidates(words) if _OTHERS.sub("", c[0].lower()) not in spelt]
        done: set[int] = set()
        for name in names:
            hit = _heard(name, words, free, done)
            if hit is None or not words[hit[0]].free:
                continue
            first, last = hit
            run = [w.text for w in words if w.run == words[last].run]
            either = [*run, *map("".join, pairwise(run))]
            start, end = name.bounds(
                partial(_unlike, words=[words[last].text]), partial(_unlike, words=either), run[0][0] in "AEIOUÁÉÓÖ"
            )
            done.update(range(capitals.first(words, first), capitals.last(words, last, text) + 1))
            pairs.append(_pair((start, end), words, first, last, text))
    pairs += _unfound(plain, text, words, [*taken, *((m.start, m.end) for m in found)], pairs)
    people = [(m.start, m.end) for m in found if m.kind == "person" and m.grade != "possible"]
    return [*pairs, *_koreans(plain, people, text)]


def _pair(east: Span, words: Sequence[Word], first: int, last: int, text: str) -> Pair:
    reached = capitals.last(words, last, text)
    return Pair(east, (words[capitals.first(words, first)].start, words[last].end), words[reached].behind)


_CLOSE: Final = 0.13
_ALIKE: Final = 0.62
"""`heard.far` and `apart` up to which characters that nothing shows to be a name are that of a capitalised word."""
_LEAST: Final = 3
"""Consonants of a word that is a name by its sound alone."""
_MOST: Final = 6
"""Words that are looked for so: none of a real sentence has more."""
_RUN: Final = re.compile(f"[{''.join(sorted(AROUND))}]{{2,}}")


def _unfound(
    plain: str, text: str, words: Sequence[Word], taken: Sequence[Span], pairs: Sequence[Pair]
) -> Iterator[Pair]:
    """Capitalised words that are no English ones and sound like characters that nothing shows to be a name: 布鲁内."""
    if capitals.titled(text):
        return
    strange = [
        (at, word)
        for at, word in enumerate(words)
        if word.free
        and not word.common
        and not any(pair.english[0] < word.end and word.start < pair.english[1] for pair in pairs)
        and max(map(len, heard.latin_keys(word.text))) >= _LEAST
    ]
    spelt = unheard.spelt(plain) if strange else set()
    for at, word in strange[:_MOST]:
        if _OTHERS.sub("", word.text.lower()) in spelt:
            continue
        found = [hit for run in _RUN.finditer(plain) for hit in _windows(plain, run.span(), word.text, taken)]
        if found:
            _, (start, end) = min(found)
            whole = transcription_zh.whole(plain, start, end)
            last = at if whole[1] == end else capitals.last(words, at, text)
            yield _pair(whole, words, at, last, text)


def _windows(plain: str, run: Span, word: str, taken: Sequence[Span]) -> Iterator[tuple[float, Span]]:
    """(how unlike, the place) of characters in a run that sound like the word."""
    for start in range(run[0], run[1] - 1):
        for end in range(start + 2, min(start + 6, run[1]) + 1):
            if any(a < end and start < b for a, b in taken):
                continue
            said = plain[start:end]
            far = _far(said, [word])
            if far > _CLOSE or (unlike := apart(said, word)) > _ALIKE:
                continue
            pairs = sum(ordinary.pair(plain[i : i + 2]) for i in range(start, end - 1))
            edges = ordinary.pair(plain[max(0, start - 1) : start + 1]) + ordinary.pair(plain[end - 1 : end + 1])
            if 2 * pairs < end - start:
                yield far + SPELT * unlike + 0.1 * edges, (start, end)


def _far(han: str, words: Sequence[str]) -> float:
    """How far the nearest of the words is."""
    keys = heard.han_keys(han)
    return min(heard.far(key, other) for key in keys for word in words for other in heard.latin_keys(word))


def _unlike(han: str, words: Sequence[str]) -> float:
    """The same, with how they are spelt."""
    return min(_far(han, [word]) + SPELT * apart(han, word) for word in words)


def _heard(
    name: Transcription, words: Sequence[Word], free: Sequence[tuple[str, int, int]], done: set[int]
) -> Span | None:
    """The first and the last word that read like the name, or like its given name with another word behind."""
    *given, surname = name.parts()
    before = name.plain[slice(*given[-1])] if given else ""
    surnames = [name.plain[surname[0] : end] for end in name.ends()]
    if before and surname[1] - surname[0] == len(surnames) == 1:
        surnames.insert(0, before + surnames[0])  # 伯纳斯·李 is Berners-Lee
    best: tuple[float, bool, int, int] | None = None
    for letters, first, last in free:
        if not done.isdisjoint(range(first, last + 1)):
            continue
        far, part = min((_far(part, [letters]), part) for part in surnames)
        size = len(heard.han_keys(part)[0])
        behind = first > 0 and words[first - 1].run == words[first].run and words[first - 1].free
        fits = _far(before, [words[first - 1].text]) if before and behind else None
        if far > _most(size, first < last, fits):
            continue
        found = (far + 0.1 * (fits or 0.0) + SPELT * apart(surnames[0], letters), first < last, first, last)
        best = found if best is None else min(best, found)
    if best is None and before and len(heard.han_keys(before)[0]) > 1:
        for letters, first, last in free:
            after = last + 1 < len(words) and words[last + 1].run == words[last].run and words[last + 1].free
            if first == last and after and first not in done and _far(before, [letters]) <= _TWO:
                return first, last + 1
    return best[2:] if best else None


def _most(size: int, two: bool, fits: float | None) -> float:
    """How far a surname of so many consonants may be; `fits`: how far the word before it is from the given name."""
    sure = fits is not None and fits <= _NEAR_HAN
    if two:
        return _TWO if size > 2 else -1.0
    if size < 3:
        return _NEAR_HAN if sure else 0.0 if size == 2 and (fits is None or fits < 0.5) else -1.0
    return _FAR_HAN if sure else _NEAR_HAN


def _koreans(plain: str, people: Sequence[Span], text: str) -> Iterator[Pair]:
    """Koreans of a Chinese text, of whom no rule tells the Korean reading: "Lee Woo-chun" for 李宇春."""
    for match in unknown_koreans(text):
        fits = {
            plain[start:end]: (start, end)
            for start, end in people
            if end - start == 3
            and koreans.same_surname(koreans.surname(plain[start:end]), match["surname"])
            and all(map(koreans.may_read, plain[start + 1 : end], (match["given"], match["more"])))
        }
        if len(fits) == 1:
            start, end = fits.popitem()[1]
            yield Pair((start, end), match.span(), match.end())
