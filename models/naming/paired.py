"""Which words of an English translation stand for a name of its Korean or Chinese source that is in no glossary.

In: a sentence and its translation. Out: `Pair`s: the name as the source writes it, whole (알렉산더 오베츠킨), and the place of
"Alexander Ovetskin". Names whose spelling a rule gives (刘威 is Liu Wei) and names of the glossary are none. Never judges
whether the spelling is right, and is silent where it is not sure which word it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from models.latin import distance
from models.naming import (
    aloud,
    hanzi,
    heard,
    known,
    koreans,
    likeness,
    mentions,
    ordinary,
    romanise,
    transcribed,
    unheard,
)
from models.naming.people import EN_OPENERS

__all__ = ["AROUND", "SPELT", "Pair", "apart", "from_chinese", "from_korean"]


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    name: str
    """As the source writes it."""
    start: int
    end: int
    """Of the words of the translation, behind which the original may stand."""


# The capitalised words of an English text


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    behind: int
    """Its end with 's."""
    text: str
    run: int
    """The same for neighbours: Alexander Ovetskin."""
    free: bool
    """Whether it may be (a part of) an unknown name: no day, no word of a name in the glossary."""
    common: bool
    """An ordinary English word: Street."""


_CAPITAL: Final = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ɏ]*(?:['’-][A-Za-zÀ-ɏ]+)*")
_GAP: Final = re.compile(r" |-| (?:al|bin|da|de|del|den|der|di|dos|du|el|la|le|van|von)(?: (?:den|der|la))? ")
_INITIAL: Final = re.compile(r"\. ")
_GOES_ON: Final = re.compile(" (?:of|for|and|on|at) (?:the )?[A-Z]")
_PLURAL: Final = re.compile("['’] ")
_OPENED: Final = re.compile(r"(?<![A-Za-z])['‘]")
_POSSESSIVE: Final = re.compile(r"['’]s?$")


def _words(text: str) -> list[_Word]:
    taken = [(hit.start, hit.end) for hit in known.find(text, "en") if hit.entry.kind != "title"]
    found: list[_Word] = []
    for match in _CAPITAL.finditer(text):
        start, behind = match.span()
        bare = _POSSESSIVE.sub("", match.group())
        end = start + len(bare)
        if bare.endswith("s") and _PLURAL.match(text, behind) and not _OPENED.search(text, 0, start):
            behind += 1
        free = (
            not any(a < end and start < b for a, b in taken)
            and bare not in likeness.CALENDAR
            and bare not in EN_OPENERS
            and (len(bare) > 1)
        )
        run = found[-1].run if found else 0
        if found:
            gap = text[found[-1].end : start]
            initial = found[-1].end - found[-1].start == 1 and _INITIAL.fullmatch(gap)
            run += not (initial or _GAP.fullmatch(gap))
        found.append(_Word(start, end, behind, bare, run, free, ordinary.word(bare)))
    return found


def _candidates(words: Sequence[_Word]) -> Iterator[tuple[str, int, int]]:
    """(letters, first word, last word): single words, and two that are neighbours (Abu Ghraib is 아부그라이브).

    Words of known names are among them, so that what they stand for is looked for nowhere else.
    """
    for i, word in enumerate(words):
        if not word.common and len(word.text) > 1:
            yield word.text, i, i
        if i + 1 < len(words) and words[i + 1].run == word.run and words[i + 1].free and word.free:
            yield word.text + words[i + 1].text, i, i + 1


def _titled(text: str) -> bool:
    """Whether its words are capitalised as in a headline, so that a capital says nothing."""
    words = re.findall(r"\b[A-Za-z]{4,}", text)
    return len(words) > 3 and 2 * sum(word[0].isupper() for word in words) > len(words) + 2


def _last(words: Sequence[_Word], at: int, text: str) -> int:
    """The last word of the run that goes on behind a matched one: the Street of Rossi Street."""
    matched = at
    while at + 1 < len(words):
        after = words[at + 1]
        if after.run != words[at].run or not after.free or words[at].behind > words[at].end:
            break
        if after.common and (_titled(text) or text[words[at].end : after.start] != " "):
            break
        at += 1
    common = sum(word.common for word in words[matched + 1 : at + 1])
    # Clark County (클라크 카운티) District Court, San Aurelio (산아우렐리오) Museum of Art
    return matched if common > 1 or (common and _GOES_ON.match(text, words[at].behind)) else at


# Korean

_NEAR: Final = 0.2
"""`aloud.distance` up to which a word is taken for the name: of the names of human translations 97 in 100 are nearer."""
_SHORT: Final = {0: 0.0, 1: 0.0, 2: 0.05, 3: 0.13}
"""The same for names of few consonants, which are soon alike."""
_BESIDE: Final = 0.35
"""The same for a word that stands beside a matched one, on both sides."""


def from_korean(source: str, text: str) -> list[Pair]:
    words = _words(text)
    if not any(word.free and not word.common for word in words):
        return []
    names = set(transcribed.find(source))
    ours = transcribed.words(source)
    names |= _unlisted(source, text, ours, words)
    if not names:
        return []
    places = {name: next((i for i, (_, stem, _) in enumerate(ours) if stem == name), -1) for name in names}
    scores = sorted(
        (far, name, first, last)
        for letters, first, last in _candidates(words)
        for name in names
        if (far := _distance(name, letters)) <= _NEAR
    )
    found: dict[int, Pair] = {}
    done: set[int] = set()
    for far, name, first, last in scores:
        at = places[name]
        if not words[first].free:
            places[name] = -1  # it is told by a known name
        if at < 0 or not words[first].free or at in found or not done.isdisjoint(range(first, last + 1)):
            continue
        if _nearer(words[first].text, far, ours, names):
            continue
        (left, right), (first, last) = _widened(ours, at, words, first, last)
        matched = "".join(word.text for word in words[first : last + 1]) if left == right else words[last].text
        last = _last(words, last, text)
        done.update(range(first, last + 1))
        begin, end = ours[left][0], _end(source, ours[right], matched)
        pair = Pair(source[begin:end], words[first].start, words[last].behind)
        found.update((i, pair) for i in range(left, right + 1))
    return list(dict.fromkeys(found.values()))


def _end(source: str, ours: tuple[int, str, bool], letters: str) -> int:
    """Where the name ends: what looks like a particle may be its end, 오르테가 is Ortega and 샤오바이라는 has Xiao Bai."""
    start, stem, _ = ours
    end = start + len(stem)
    rest = _REST.match(source, end)
    if rest and len(rest.group()) > 1 and rest.group()[0] == "이" and (ord(stem[-1]) - 0xAC00) % 28 == 0:
        return end + 1
    longer = source[start : end + 1]
    if rest and aloud.distance(longer, letters) < aloud.distance(stem, letters) - 0.05:
        return end + 1
    return end


_REST: Final = re.compile("[가-힣]+")
_LEAST: Final = 3
"""Consonants of a word that is a name by its sound alone."""


def _unlisted(source: str, text: str, ours: Sequence[tuple[int, str, bool]], words: Sequence[_Word]) -> set[str]:
    """Words that do not look like foreign names, and sound like a capitalised English word that is none: 야소바르만."""
    if _titled(text):
        return set()
    taken = [(hit.start, hit.end) for hit in known.find(source, "ko")]
    strange = [word.text for word in words if word.free and not word.common and word.start]
    return {
        stem
        for start, stem, _ in ours
        if len(stem) > 1
        and transcribed.weight(stem) > 0
        and len(aloud.sounds(stem)) >= _LEAST
        and not any(a < start + len(stem) and start < b for a, b in taken)
        and any(aloud.distance(stem, word) <= _SHORT[2] and not _spelt_out(stem, word) for word in strange)
    }


def _spelt_out(stem: str, word: str) -> bool:
    """Whether the rule of romanisation writes the word so: 부산 is Busan."""
    return distance(romanise.letters(stem), word.lower()) < 3


def _distance(name: str, letters: str) -> float:
    far = min(aloud.distance(form, letters) for form in transcribed.forms(name))
    return far if far <= _SHORT.get(len(aloud.sounds(name)), _NEAR) else 1.0


def _nearer(letters: str, far: float, ours: Sequence[tuple[int, str, bool]], names: set[str]) -> bool:
    """Whether another word of the source sounds more like it."""
    return any(
        aloud.distance(form, letters) < far - 0.01
        for _, stem, _ in ours
        if stem not in names
        for form in transcribed.forms(stem)
    )


def _widened(
    ours: Sequence[tuple[int, str, bool]], at: int, words: Sequence[_Word], first: int, last: int
) -> tuple[Span, Span]:
    """The full name around a matched part, (in the source, in the translation)."""
    left = right = at
    while left and first and ours[left - 1][2] and _beside(ours, left - 1, words, first - 1, first):
        left, first = left - 1, first - 1
    while right + 1 < len(ours) and last + 1 < len(words) and ours[right][2]:
        if not _beside(ours, right, words, last, last + 1, 1):
            break
        right, last = right + 1, last + 1
    return (left, right), (first, last)


def _beside(
    ours: Sequence[tuple[int, str, bool]], at: int, words: Sequence[_Word], first: int, last: int, behind: int = 0
) -> bool:
    """Whether the words beside the matched ones, on both sides the neighbours, sound alike too."""
    (start, stem, _), (after, _, _) = ours[at], ours[at + 1]
    word = words[last if behind else first]
    if after != start + len(stem) + 1 or words[first].run != words[last].run or not word.free:
        return False
    return aloud.distance(ours[at + behind][1], word.text) <= _BESIDE


# Chinese

_NEAR_HAN: Final = 0.2
"""`heard.far` up to which a word is taken for the transcription."""
_FAR_HAN: Final = 0.36
"""The same where the given name stands before it."""
_TWO: Final = 0.1
"""The same for two words together, which are soon alike."""
SPELT: Final = 0.5
"""Weight of the letters, vowels among them, between words whose consonants are as near."""
_DOTS: Final = "·・•‧"
AROUND: Final = (
    hanzi.DOTTED
    | hanzi.SOUNDS
    | frozenset("翰范爱伍尚察保迭昆逊怀策茨冯洪捷廉良刘孟敏那瑙恰仁容撒赛沈盛许尧依云芝珠卓宾东历")
)
"""Characters at the ends of a transcription: 约翰内斯."""
_REACH: Final = 20
"""Characters beside a found part that its other parts are looked for in."""
_BEHIND: Final = re.compile(f"[{''.join(sorted(AROUND))}]{{0,3}}(?:[{_DOTS}][{''.join(sorted(AROUND))}]{{1,8}})+")
_BEFORE: Final = re.compile(f"(?:[{''.join(sorted(AROUND))}]{{1,8}}[{_DOTS}])+[{''.join(sorted(AROUND))}]{{0,3}}$")
_PARTED: Final = re.compile("博士|得")
_NO_NAMES: Final = frozenset(("穆斯林", "斯拉夫", "马拉松"))
"""Transcriptions that are no names."""
_VOWELS: Final = frozenset("阿爱艾奥安亚伊欧埃尤雅乌")
"""Characters without a consonant before their vowel, which no distance asks for: 爱莉安娜."""
_MORE: Final = 4
"""Of them that the ends of a found name may lack."""


def from_chinese(source: str, text: str, language: str) -> list[Pair]:
    plain = known.simplified(source, language)
    taken = [(hit.start, hit.end) for hit in known.find(source, language) if hit.entry.kind != "title"]
    found = mentions.find(plain, taken)
    names = [_Transcription(plain, *_whole(plain, m.start, m.end), m.end) for m in found if m.kind == "foreign"]
    pairs: list[Pair] = []
    if names:
        words = _words(text)
        spelt = unheard.spelt(plain)
        free = [c for c in _candidates(words) if re.sub("[^a-z]", "", c[0].lower()) not in spelt]
        done: set[int] = set()
        told: set[str] = {*_NO_NAMES}
        at = 0
        for name in names:
            said = plain[name.start : name.end]
            hit = _heard(name, words, free, done) if said not in told and name.start >= at else None
            told.add(said)
            at = max(at, name.end)
            if hit is None or not words[hit[0]].free:
                continue
            first, last = hit
            run = [w.text for w in words if w.run == words[last].run]
            start, end = name.bounds([*run, *map("".join, pairwise(run))], words[last].text)
            first, last = _first(words, first), _last(words, last, text)
            done.update(range(first, last + 1))
            pairs.append(Pair(source[start:end], words[first].start, words[last].behind))
    pairs += _unfound(source, plain, text, [*taken, *((m.start, m.end) for m in found)], pairs)
    korean = (m for m in found if m.kind == "person" and m.grade != "possible")
    pairs += [pair for m in korean if (pair := _korean(plain[m.start : m.end], source[m.start : m.end], text))]
    return pairs


_CLOSE: Final = 0.13
_ALIKE: Final = 0.55
"""`heard.far` and `apart` up to which characters that nothing shows to be a name are that of a capitalised word."""
_RUN: Final = re.compile(f"[{''.join(sorted(AROUND))}]{{2,}}")


def _unfound(source: str, plain: str, text: str, taken: Sequence[Span], pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Capitalised words that are no English ones and sound like characters that nothing shows to be a name: 布鲁内."""
    if _titled(text):
        return
    words = _words(text)
    spelt = None
    for at, word in enumerate(words):
        if not word.free or word.common or any(pair.start < word.end and word.start < pair.end for pair in pairs):
            continue
        keys = heard.latin_keys(word.text)
        if max(map(len, keys)) < _LEAST:
            continue
        spelt = spelt or unheard.spelt(plain)
        if re.sub("[^a-z]", "", word.text.lower()) in spelt:
            continue
        found = [hit for run in _RUN.finditer(plain) for hit in _windows(plain, run.span(), word.text, taken)]
        if found:
            _, (start, end) = min(found)
            start, end = _whole(plain, start, end)
            yield Pair(source[start:end], words[_first(words, at)].start, words[_last(words, at, text)].behind)


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


def _whole(plain: str, start: int, end: int) -> Span:
    """With the parts of the name beyond a dot that the mention ends before: 伯纳德 of 伯纳德·范恩."""
    before, after = _BEFORE.search(plain[max(0, start - _REACH) : start]), _BEHIND.match(plain[end : end + _REACH])
    return start - len(before.group()) if before else start, end + after.end() if after else end


@dataclass(frozen=True, slots=True)
class _Transcription:
    plain: str
    start: int
    end: int
    surely: int
    """Up to where it is the name by itself."""

    def parts(self) -> list[Span]:
        name = self.plain[self.start : self.end]
        return [(self.start + m.start(), self.start + m.end()) for m in re.finditer(f"[^{_DOTS}]+", name)]

    def ends(self) -> list[int]:
        """Where it may end, what was found first: some characters sooner or later."""
        tail = self.parts()[-1][0]
        at = min(self.end, max(self.surely, tail + 1))
        if (
            self.end - at < 1
            and tail + 2 < at
            and (_PARTED.match(self.plain, at - 1) or ordinary.pair(self.plain[at - 1 : at + 1]))
        ):
            at -= 1  # 弗里克希望, 福特博士
        last = self.end
        while last < self.end + _MORE and self.plain[last : last + 1] in AROUND:
            last += 1
        return [self.end, *(end for end in range(at, last + 1) if end != self.end)]

    def starts(self) -> list[int]:
        at, found = self.start, [self.start]
        while at and at > self.start - _MORE and self.plain[at - 1] in AROUND:
            at -= 1
            found.append(at)
        return found

    def bounds(self, run: Sequence[str], word: str) -> Span:
        """As far as it sounds most like the words: 阿伯克 goes on to 阿伯克龙比, Abercrombie."""
        parts = self.parts()
        tail, head = parts[-1][0], parts[0][1]
        end = min(self.ends(), key=lambda at: _far(self.plain[tail:at], [word]))
        head = end if len(parts) == 1 else head
        start = min(self.starts(), key=lambda at: _far(self.plain[at:head], run))
        before = self.plain[max(0, start - 1) : start]
        if before in _VOWELS and run[0][0] in "AEIOUÁÉÓÖ" and not ordinary.pair(self.plain[max(0, start - 2) : start]):
            start -= 1
        return start, end


def _far(han: str, words: Sequence[str]) -> float:
    """How far the nearest of the words is."""
    keys = heard.han_keys(han)
    return min(heard.far(key, other) for key in keys for word in words for other in heard.latin_keys(word))


def _heard(
    name: _Transcription, words: Sequence[_Word], free: Sequence[tuple[str, int, int]], done: set[int]
) -> Span | None:
    """The first and the last word that read like the name, or like its given name with another word behind."""
    *given, surname = name.parts()
    before = name.plain[slice(*given[-1])] if given else ""
    surnames = [name.plain[surname[0] : end] for end in name.ends()]
    best: tuple[float, bool, int, int] | None = None
    size = len(heard.han_keys(surnames[0])[0])
    for letters, first, last in free:
        if not done.isdisjoint(range(first, last + 1)):
            continue
        far = min(_far(part, [letters]) for part in surnames)
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


def apart(han: str, letters: str) -> float:
    """How differently the word and the pinyin are spelt, 0 to 1: 加洛韦 is Galloway rather than Threave."""
    said = heard.pinyin(han)[0]
    return distance(said, letters.lower()) / max(len(said), len(letters))


def _most(size: int, two: bool, fits: float | None) -> float:
    """How far a surname of so many consonants may be; `fits`: how far the word before it is from the given name."""
    sure = fits is not None and fits <= _NEAR_HAN
    if two:
        return _TWO if size > 2 else -1.0
    if size < 3:
        return _NEAR_HAN if sure else 0.0 if size == 2 and (fits is None or fits < 0.5) else -1.0
    return _FAR_HAN if sure else _NEAR_HAN


def _first(words: Sequence[_Word], at: int) -> int:
    while at and words[at - 1].run == words[at].run and words[at - 1].free and not words[at - 1].common:
        at -= 1
    return at


def _korean(plain: str, name: str, text: str) -> Pair | None:
    """A Korean's name in Chinese, of which no rule tells the Korean reading: "Lee Woo-chun" for 李宇春."""
    surname = koreans.surname(plain)
    match = re.search(rf"\b{surname} [A-Z][a-z]+-[a-z]+\b", text) if surname else None
    return Pair(name, *match.span()) if match else None
