"""Foreign names that a Korean text writes in Hangul (오베츠킨, 드루걀), held against an English translation by their sound.

In: a sentence and its translation. Out: the names of which no word of the translation sounds alike. A word is taken for
such a name by its syllables; loan words (프로젝트) mostly sound like their English too, and are in a list besides. Never
writes a name in Latin letters: how it is spelt cannot be told from Hangul.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

from models.naming import aloud, known, likeness, misspelt, personal, syllables
from models.particles import last_sound

weight: Final = syllables.weight

_RUN: Final = re.compile(r"(?<![가-힣A-Za-z0-9])[가-힣]{2,12}(?![A-Za-z0-9])")
_ANY: Final = re.compile(r"(?<![가-힣A-Za-z0-9])[가-힣]{1,12}(?![A-Za-z0-9])")
_GLOSSED: Final = re.compile(r" ?[(（][A-Za-z]")
_NEXT: Final = re.compile(r" ([가-힣]{1,5})")
_WORD: Final = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’]*")
_PARTICLE: Final = re.compile(
    r"(?:이?(?:라고|라는|라며|라도|라면|었던|였던|었다|였다|며|지만|자|인데)|입니다|이고|이다|이나|씨(?:는|가|의|를|와|에게|도)?|측(?:은|이|의)?|"
    r"에서(?:는|도|의)?|에게(?:서|는|도)?|에(?:는|도|만|선)?|으로(?:는|서|부터)?|로(?:는|서|부터)|까지|부터|처럼|보다|께서|한테|[과와](?:의|는)|"
    r"들(?:은|이|의|을|과|도|에게)?|만(?:이|을)|조차|마저|뿐(?:이|만|아니라|만아니라)?|라기|[은는을를의])$"
)
_BY_SOUND: Final = (("이", "가"), ("과", "와"), ("", "로"))
"""Particles after a closed and after an open syllable, that names end in too."""
_ENDINGS: Final = re.compile(
    r"(?:네트웍스|네트워크|텔레콤|테크(?:놀로지)?|마이크로|비디오|소프트(?:웨어)?|모터스|스튜디오|엔터테인먼트|그룹|홀딩스|통신|[도나만인로라]|[섬강산해]|씨|시|주|대|대학|대학교|당|족|급|항|역|호|계|겸|판사|의원|총리|장관|선수|감독|교수)$"
)
"""What may be a particle or a common word, or the end of the name itself."""
_DIRECTIONS: Final = frozenset("동서남북대반전")
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_SAINT: Final = re.compile(r"St(?:[A-Z]|$)")
_VERBAL: Final = re.compile(
    r"(?:스러[운워울]\w{0,3}|롭게|적인|하[고는며게던]|[해되돼된한할](?:서|야|지|도)?|했\w*|됐\w*|버[린렸]\w*|게|나요|까요)$"
)
"""A loan word with the ending of a verb (클릭해서, 타이트한), or an adjective."""
_BROKEN: Final = re.compile(r"([a-z])\1\1")
"""No name is spelt so, machines do: Frisssa."""
_ADJECTIVE: Final = re.compile(r"(?:ish|i?ans?|ese|ic|ers?)$")
_FOREIGN: Final = 3
"""Sum of a word's syllables' weights from which it is taken for a foreign name: 63% of such, 4% of other words. With 2 the
alarms on human translations double."""
_TITLED: Final = 1
"""The same before a title: 파보 원수. Less, and 자문 교수 and 이민 변호사 are people."""
_BESIDE: Final = 2
"""The same behind a foreign name without a particle: 플로이드 주르댕."""
_TITLE: Final = re.compile(
    r" (?:대통령|총리|의원|후보|감독|선수|코치|교수|박사|판사|검사|변호사|장군|대령|소령|중령|원수|제독|경감|형사|씨|여사|부인|목사|신부|"
    r"추기경|왕자|공주|여왕|국왕|황제)(?:[은는이가의도을를과와에,. (]|$)"
)
_ABSENT: Final = 0.25
"""`aloud.distance` beyond which no word is a reading of the name."""
_DOUBTFUL: Final = 0.13
"""The same where another word wants explaining. Of the names that human translators have put into English 95 of 100 are nearer."""


def lost(source: str, text: str, unlike: Sequence[str] = ()) -> list[str]:
    """Names of the Korean source that no word of the English text sounds like, and those of `unlike`.

    People and places are left out by human translators too. So a name is told where a capitalised word stands that
    nothing in the source accounts for, or where nothing, not even a pronoun, can stand for it.
    """
    names = find(source)
    if not names:
        return []
    words = _words(text)
    far = {name: distance for name in names if (distance := _far(name, source, words)) > _DOUBTFUL}
    if far and not unexplained(source, text, frozenset(far)):
        far = {name: distance for name, distance in far.items() if distance > _ABSENT and not personal.stand_in(text)}
    return [name for name in names if name in far or name in unlike]


def _far(name: str, source: str, words: tuple[str, ...]) -> float:
    """How far the nearest word is; any that is near enough will do."""
    least = 1.0
    for form in (*forms(name), *_joined(name, source)):
        for word in words:
            least = min(least, aloud.distance(form, word))
            if least <= _DOUBTFUL:
                return least
    return least


def unlike(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Names that the translations of one article's sentences spell in several ways: 드루걀 is "Druggal" and "Drukyal"."""
    spelt: dict[str, set[str]] = {}
    for source, text in pairs:
        words = [_POSSESSIVE.sub("", word).lower() for word in _WORD.findall(text) if word[0].isupper()]
        for name in find(source):
            far, word = min(((aloud.distance(form, w), w) for form in forms(name) for w in words), default=(1.0, ""))
            if far <= _ABSENT:
                spelt.setdefault(name, set()).add(word)
    return tuple(name for name, words in spelt.items() if _differ(words))


def _differ(words: set[str]) -> bool:
    """Whether they are not all one word and its forms (Brazil, Brazilian)."""
    least = min(words, key=len)
    return any(not word.startswith(least[:-1]) for word in words)


def unexplained(source: str, text: str, names: frozenset[str]) -> bool:
    """Whether the translation has a name that nothing in the source sounds like."""
    accounted = {
        word.lower()[:5]
        for hit in known.find(source, "ko")
        for form in hit.entry.accepted("en")
        for word in _WORD.findall(form)
    }
    strangers = [w for w in likeness.strangers(text) if w.lower()[:5] not in accounted and w not in source]
    if not strangers:
        return False
    said = spoken(source, names)
    return any(all(aloud.distance(form, word) > _near(form) for form in said) for word in strangers)


def _near(form: str) -> float:
    """Up to where a word accounts for another: two consonants are soon alike."""
    return {0: 0.0, 1: 0.0, 2: 0.05, 3: 0.1}.get(len(aloud.sounds(form)), 0.15)


def words(source: str) -> list[tuple[int, str, bool]]:
    """The words in Hangul: (start, the word without its particle, whether there is none)."""
    found = [(match.start(), match.group(), _stem(match.group())) for match in _ANY.finditer(source)]
    return [(start, stem, stem == word) for start, word, stem in found]


def spoken(text: str, without: frozenset[str] = frozenset()) -> set[str]:
    """The words of a Korean text, with and without what may be a particle."""
    words = {word: _stem(word) for word in _RUN.findall(text)}
    return {form for word, stem in words.items() if stem not in without for form in (word, *forms(stem))}


@lru_cache(maxsize=256)
def find(source: str) -> tuple[str, ...]:
    """The words of a Korean text that look like foreign names unknown to the glossary, without their particles."""
    taken = [(hit.start, hit.end) for hit in known.find(source, "ko")]
    names: list[str] = []
    before = -1
    for match in _RUN.finditer(source):
        name = _stem(match.group())
        beside = before == match.start()
        before = -1
        if len(name) < 2 or len(aloud.sounds(name)) < 2 or any(a < match.end() and match.start() < b for a, b in taken):
            continue
        if weight(name) < _least(name, match, source, beside) and not misspelt.surname(name):
            continue
        if _GLOSSED.match(source, match.end()) or not _is_name(name):
            continue  # models.latin holds the translation to what stands in the brackets
        names.append(name)
        if name == match.group() and weight(name) >= _FOREIGN:
            before = match.end() + 1
    return tuple(dict.fromkeys(names))


def _least(name: str, match: re.Match[str], source: str, beside: bool) -> int:
    """The weight that is asked for: less before a title, and behind another part of the name."""
    if name == match.group() and _TITLE.match(source, match.end()):
        return _TITLED
    return _BESIDE if beside else _FOREIGN


@cache
def _loans() -> frozenset[str]:
    rows = (files("models.naming") / "loanwords.tsv").read_text("utf-8").splitlines()
    return frozenset(word for row in rows if row[0] != "#" for word in row.split("\t")[1].split())


def is_loan(word: str) -> bool:
    """Whether a word in Hangul is a loan word: 디자이너."""
    return word in _loans()


def _is_name(name: str) -> bool:
    if _VERBAL.search(name):
        return False
    if any(form in _loans() for form in forms(name)):
        return False
    cuts = [(name[:at], name[at:]) for at in range(1, len(name))]
    return not any(
        (one in _loans() and len(one) > 1 and weight(other) < _FOREIGN - 1)
        or (other in _loans() and len(other) > 1 and weight(one) < _FOREIGN - 1)  # 신용카드, a credit card
        for one, other in cuts
    )


def _stem(word: str) -> str:
    """Without what is surely a particle."""
    bare = _PARTICLE.sub("", _PARTICLE.sub("", word))  # 테러리스트들에게
    if bare != word:
        return bare
    for closed, opened in _BY_SOUND:
        particle = closed if len(word) > 1 and last_sound(word[-2]) else opened
        if particle and word.endswith(particle) and len(word) > 2:
            return word[:-1]
    return word


def forms(name: str) -> list[str]:
    """The name as it stands and without what may not belong to it."""
    shorter = (name, _ENDINGS.sub("", name), name[name[:1] in _DIRECTIONS :])  # 인더스강, 북아프리카
    return [form for form in dict.fromkeys(shorter) if form == name or len(form) > 1]


def _joined(name: str, source: str) -> list[str]:
    """The name with the word behind it: 바클리 카드 is Barclaycard."""
    after = _NEXT.match(source, source.find(name) + len(name))
    return [name + _stem(after.group(1))] if after else []


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[str, ...]:
    """The words of an English text, and each with the next one: "Abu Ghraib" is 아부그라이브."""
    words = [
        _POSSESSIVE.sub("", word).replace("'", "").replace("’", "") if "'" in word or "’" in word else word
        for word in _WORD.findall(text)
    ]
    pairs = [one + other for one, other in pairwise(words) if one[:1].isupper() or other[:1].isupper()]
    bare = [_ADJECTIVE.sub("", word) for word in words if word[:1].isupper()]
    bare += [word.replace("'", "").replace("’", "") for word in re.findall(r"[A-Z]\w+['’]s\b", text)]  # King's Way
    said = ("Saint" + word[2:] if _SAINT.match(word) else word for word in words + pairs + bare)
    return tuple(dict.fromkeys(word for word in said if len(word) > 1 and not _BROKEN.search(word)))
