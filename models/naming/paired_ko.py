"""Which words of an English text are a name of the Korean one beside it that is in no glossary.

In: a sentence in both languages, whichever is the translation. Out: `Pair`s: the places of the whole name, 알렉산더 오베츠킨 and
"Alexander Ovetskin". Foreign names; and, apart, Koreans who are spelt otherwise than the rule of romanisation does. Silent
where it is not sure which word it is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from models.latin import distance
from models.naming import aloud, capitals, known, koreans, personal, romanise, transcribed
from models.naming.capitals import Word
from models.naming.paired import Pair, Span, apart, cut, unknown_koreans

__all__ = ["find", "natives"]

_NEAR: Final = 0.2
"""`aloud.distance` up to which a word is taken for the name: of the names of human translations 97 in 100 are nearer."""
_SHORT: Final = {0: 0.0, 1: 0.0, 2: 0.05, 3: 0.13}
"""The same for names of few consonants, which are soon alike."""
_LONGER: Final = 3
"""Consonants that one may have more than the other."""
_SPELT: Final = 0.3
"""Weight of the letters, vowels among them, between words that sound alike: 블루애시 is Blue Ash rather than Bala."""
_BESIDE: Final = 0.35
"""The same for a word that stands beside a matched one, on both sides."""


def find(source: str, text: str) -> list[Pair]:
    """`source` is the Korean text, `text` the English one."""
    words = capitals.find(text)
    if not any(word.free and not word.common for word in words):
        return []
    strange = [w.text for w in words if w.free and not w.common and w.start and not _GIVEN.fullmatch(w.text)]
    names = set(transcribed.find(source))
    if not names and not strange:
        return []
    ours = transcribed.words(source)
    if strange and not capitals.titled(text):
        names |= _unlisted(source, ours, strange)
    if not names:
        return []
    places = {name: next((i for i, (_, stem, _) in enumerate(ours) if stem == name), -1) for name in names}
    scores = sorted(
        (round(far + _SPELT * apart(name, letters), 1), -places[name], far, name, first, last)
        for letters, first, last in capitals.candidates(words)
        for name in names
        if (far := _distance(name, letters)) <= _NEAR
    )
    found: dict[int, Pair] = {}
    done: set[int] = set()
    for _, _, far, name, first, last in scores:
        at = places[name]
        if not words[first].free:
            places[name] = -1  # it is told by a known name
        if at < 0 or not words[first].free or at in found or not done.isdisjoint(range(first, last + 1)):
            continue
        if _nearer(words[first].text, far, ours, names):
            continue
        pair, (left, right), reached = _pair(source, text, ours, at, words, first, last)
        done.update(word for word in range(len(words)) if pair.english[0] <= words[word].start <= words[reached].start)
        found.update((i, pair) for i in range(left, right + 1))
    return list(dict.fromkeys(found.values()))


def _pair(
    source: str, text: str, ours: Sequence[tuple[int, str, bool]], at: int, words: Sequence[Word], first: int, last: int
) -> tuple[Pair, Span, int]:
    """(the whole name around a match, its Korean words, the last English word of what it belongs to)."""
    (left, right), (first, last) = _widened(ours, at, words, first, last)
    matched = "".join(word.text for word in words[first : last + 1]) if left == right else words[last].text
    reached = capitals.last(words, last, text)
    surname = reached == last + 1 and not words[reached].common and _goes_on(ours, right)
    if surname or (reached > last + 1 and _initial(source, ours, right)):
        right, last = right + 1, reached
    end = _end(source, *ours[right][:2], matched)
    return (
        Pair((ours[left][0], end), (words[first].start, words[last].end), words[reached].behind),
        (left, right),
        reached,
    )


def _end(source: str, start: int, stem: str, letters: str) -> int:
    """Where the name ends: what looks like a particle may be its end, 오르테가 is Ortega and 샤오바이라는 has Xiao Bai."""
    word = _WORD.match(source, start)
    if not word:
        return start
    size = cut(word.group(), letters)[1]
    return start + min((size, len(stem)), key=lambda end: aloud.distance(word.group()[:end], letters))


_WORD: Final = re.compile("[가-힣]+")
_LEAST: Final = 3
"""Consonants of a word that is a name by its sound alone."""


def _unlisted(source: str, ours: Sequence[tuple[int, str, bool]], strange: Sequence[str]) -> set[str]:
    """Words that do not look like foreign names, and sound like a capitalised English word that is none: 야소바르만."""
    taken = [(hit.start, hit.end) for hit in known.find(source, "ko")]
    return {
        stem
        for start, stem, _ in ours
        if len(stem) > 1
        and len(aloud.sounds(stem)) >= _LEAST
        and transcribed.weight(stem) > _NATIVE
        and not any(a < start + len(stem) and start < b for a, b in taken)
        and any(_the_same(stem, word) for word in strange)
    }


def _the_same(stem: str, word: str) -> bool:
    """Whether a word sounds so; one whose syllables are native ones (조나단) has to be spelt so as well."""
    if not _as_long(stem, word) or aloud.distance(stem, word) > _SHORT[2] or _spelt_out(stem, word):
        return False
    return transcribed.weight(stem) > 0 or apart(stem, word) <= _SPELT_SO


_SPELT_SO: Final = 0.4
_NATIVE: Final = -4
"""Weight of words that are no names, however they sound."""
_GIVEN: Final = re.compile("[A-Z][a-z]+-[a-z]+")
"""A Korean's given name: Min-gyu."""


def _spelt_out(stem: str, word: str) -> bool:
    """Whether the rule of romanisation writes the word so: 부산 is Busan."""
    return distance(romanise.letters(stem), word.lower()) < 2


def _as_long(name: str, letters: str) -> bool:
    """Whether they have about as many consonants: what has not is not worth comparing."""
    return abs(len(aloud.sounds(name)) - len(aloud.letters(letters))) <= _LONGER


def _distance(name: str, letters: str) -> float:
    if not _as_long(name, letters):
        return 1.0
    far = min(aloud.distance(form, letters) for form in transcribed.forms(name))
    return far if far <= _SHORT.get(len(aloud.sounds(name)), _NEAR) else 1.0


def _nearer(letters: str, far: float, ours: Sequence[tuple[int, str, bool]], names: set[str]) -> bool:
    """Whether another word of the source sounds more like it."""
    return any(
        aloud.distance(form, letters) < far - 0.01
        for _, stem, _ in ours
        if stem not in names and _as_long(stem, letters)
        for form in transcribed.forms(stem)
    )


def _widened(
    ours: Sequence[tuple[int, str, bool]], at: int, words: Sequence[Word], first: int, last: int
) -> tuple[Span, Span]:
    """The full name around a matched part, (in the source, in the translation)."""
    left = right = at
    while left and first and ours[left - 1][2] and _beside(ours, left - 1, words, first - 1, first):
        if words[first - 1].common and transcribed.is_loan(ours[left - 1][1]):
            break  # 디자이너 and Designer sound alike
        left, first = left - 1, first - 1
    while right + 1 < len(ours) and last + 1 < len(words) and ours[right][2]:
        if not _beside(ours, right, words, last, last + 1, 1):
            break
        right, last = right + 1, last + 1
    return (left, right), (first, last)


def _goes_on(ours: Sequence[tuple[int, str, bool]], at: int) -> bool:
    """Whether the next word may be the surname, whatever it sounds like: 티파니 응 is Tiffany Ng."""
    if not ours[at][2] or at + 1 >= len(ours):
        return False
    (start, stem, _), (after, word, _) = ours[at], ours[at + 1]
    return after == start + len(stem) + 1 and len(word) < 5 and transcribed.weight(word) > 0


def _initial(source: str, ours: Sequence[tuple[int, str, bool]], at: int) -> bool:
    """Whether a Latin initial and the surname go on behind the word: 드루걀 A. 오베츠킨."""
    match = _INITIAL.match(source, ours[at][0] + len(ours[at][1]))
    return match is not None and at + 1 < len(ours) and ours[at + 1][0] == match.end()


_INITIAL: Final = re.compile(r" ?[A-Z]\. ?")


def _beside(
    ours: Sequence[tuple[int, str, bool]], at: int, words: Sequence[Word], first: int, last: int, behind: int = 0
) -> bool:
    """Whether the words beside the matched ones, on both sides the neighbours, sound alike too."""
    (start, stem, _), (after, _, _) = ours[at], ours[at + 1]
    word = words[last if behind else first]
    if after != start + len(stem) + 1 or words[first].run != words[last].run or not word.free:
        return False
    said = ours[at + behind][1]
    return aloud.distance(said, word.text) <= (_BESIDE if transcribed.weight(said) >= 0 else _NEAR)


def natives(source: str, text: str) -> Iterator[Pair]:
    """Koreans of a Korean text who are spelt otherwise than the rule does: Huh for Heo."""
    names = [name for name in personal.find(source, "ko") if romanise.korean(name) not in text]
    for match in unknown_koreans(text) if names else ():
        fits = [name for name in names if _reads(name, match)]
        if len(fits) == 1:
            start = source.find(fits[0])
            yield Pair((start, start + len(fits[0])), match.span(), match.end())


def _reads(name: str, match: re.Match[str]) -> bool:
    surname, _, given = romanise.korean(name).partition(" ")
    said = match["given"] + match["more"]
    return koreans.same_surname(surname, match["surname"]) and koreans.skeleton(
        koreans.bare(given)
    ) == koreans.skeleton(koreans.bare(said))
