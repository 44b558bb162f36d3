"""States and cities that a translation does not have in any form: told where something else seems to stand in their place.

In: a name of the glossary that `naming.missing` misses, its sentence and translation. Out: yes or no. Human translators leave
lands out freely (我国, 국내, "the country"), so that into English a capitalised word that nothing in the source accounts for has
to stand there, and into Korean and Chinese nothing that a land may be told by. From Korean and Chinese into each other,
where every fiftieth human sentence lacks one, nothing is told.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from models.language import base
from models.naming import aloud, known, likeness, mentions, renamed, transcribed, unheard, unspoken
from models.naming.known import Entry, Found

_KINDS: Final = frozenset({"state", "city"})
_WORDS_TOO: Final = frozenset("수단 선전 경주 저지 고성 상주 공주 사천 구리 부여 고령 마리".split())
"""Lands whose Korean name is a word oftener: means, propaganda, a race, to hinder, ... 대전 is a war behind 세계."""
_PART: Final = {
    "ko": re.compile(r" ?(?:연합|리그|축구|은행|대학|컵|오픈|서머)"),
    "zh": re.compile(r"区|联盟|联赛|杯|央行|[大中]学|队|夏令"),
}
"""What makes a land's name a part of another name: 유럽 연합, 欧洲冠军杯."""
_ABBREVIATED: Final = re.compile(r"\b(?:[A-Z]{2,4}|MPs|Euro\w*|Brex\w*)\b|\b(?:Anglo|Sino|Franco)-")
"""What may stand for a land: BST, ET, MSP, LSU, Eurosceptics."""
_STAND_INS: Final = {
    "en": re.compile(r"\b(?:[Pp]resident|[Pp]rime [Mm]inister|[Nn]avy|[Aa]rmy|[Ff]ederal|[Nn]ationwide)\b"),
    "ko": re.compile(
        r"국가|나라|국내|전국|현지|이곳|그곳|양국|정부|당국|대통령|총리|수도|도시|지역|주립|주지사|시내|외국|해외|조국|본국"
    ),
    "zh": re.compile(
        r"国家|[我该两各全外本祖贵]国|国内|国外|国会|当地|政府|总统|总理|首相|首都|城市|[该全本]市|[该本]州|州|[这那]里|地区|海外|官方"
    ),
}
_PROVINCES: Final = (
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주|"
    r"충청[남북]도|전라[남북]도|경상[남북]도)[시도]?"
)
_AFTER: Final = r"(?=[은는이가의을를과와도로에,·.) ]|으로|까지|부터|$)"
_SEATS: Final = "지사|시장|군수|구청|시청|군청|도청|공장|캠퍼스|공항|산단|국가산단|산업단지|터미널|나들목"
_SEAT: Final = re.compile(_SEATS)
_SEATED: Final = re.compile(rf"(?<![가-힣])([가-힣]{{2,3}})(?:{_SEATS})")
_SUFFIXES: Final = ("시", "군", "구", "도")
_PLACED: Final = re.compile(r"[가-힣]{2,3}[시군구]$")
_ALONE_A_WORD: Final = frozenset("대구 전주 고창 성주 청주 무안 안산 진주 수원 성남 시흥 제천".split())
"""Places of Korea without their suffix that are words as well: a cod, the week before, the first part of a name, ..."""
_CITY: Final = frozenset(
    "capital city cities county counties province district town region area local there here village it they".split()
)
"""What an English text tells a Korean place by, in small letters."""
_LITERAL: Final = re.compile(r"\b(?:city|county|province|town|district|island) of (?:the )?(?=[a-z])")
"""A city of something in small letters is a name put word by word: "the city of the government" for 의정부시."""
_SOUNDS_LIKE: Final = 0.25
"""`aloud.distance` up to which an English word is the place, however it is spelt."""
_PERSON: Final = re.compile(r" (?:[A-Z]\. )?[A-Z][a-zà-ÿ]+")
_BRITISH: Final = frozenset({"England", "Scotland", "Wales", "Northern Ireland"})


def is_word(hit: Found, text: str) -> bool:
    """Whether what looks like a land in a Korean text is a word as well: 모든 수단, 세계 대전."""
    if hit.entry.kind not in _KINDS:
        return False
    return hit.form in _WORDS_TOO or (hit.form == "대전" and text[: hit.start].endswith(("세계 ", "차 ")))


def beside(text: str, hits: Sequence[Found]) -> list[Found]:
    """Korean places that the glossary does not look for there: words too (영양) behind a province or beside another place, and
    what has a governor or a plant in one word with it (평택캠퍼스)."""
    entries, words, placed = _bare()
    seated = _SEATED.finditer(text) if _SEAT.search(text) else ()
    spans = [match.span(1) for match in seated if match[1] in entries]
    if words.search(text):
        ends = {hit.end for hit in hits if hit.entry.kind == "city"}
        for match in placed.finditer(text):
            span = match.span("province" if match["province"] else "list")
            if match["province"] or match.start() in ends:
                spans.append(span)
                ends.add(span[1])
    if not spans:
        return []
    free = (span for span in spans if not any(hit.start < span[1] and span[0] < hit.end for hit in hits))
    return [Found(start, end, entries[text[start:end]], text[start:end]) for start, end in free]


@cache
def _bare() -> tuple[dict[str, Entry], re.Pattern[str], re.Pattern[str]]:
    """Places of Korea without their suffix; those of them that are words, and where these are places all the same."""
    forms = [(form, entry) for entry in known.entries() if entry.kind == "city" for form in entry.forms("ko")]
    entries = {
        form.lstrip("?"): entry
        for form, entry in forms
        if any(form.lstrip("?") + suffix in entry.forms("ko") for suffix in _SUFFIXES)
    }
    words = "|".join(form for form in entries if form in _WORDS_TOO or f"?{form}" in entries[form].forms("ko"))
    placed = rf"(?<![가-힣]){_PROVINCES} (?P<province>{words}){_AFTER}|(?:, ?|·|[과와] )(?P<list>{words}){_AFTER}"
    return entries, re.compile(words), re.compile(placed)


def _of_korea(hit: Found) -> bool:
    """Whether it is a place of Korea, and its name no word."""
    forms = hit.entry.forms("ko")
    stems = [stem for stem in (hit.form, hit.form[:-1]) if len(stem) > 1]
    return hit.form not in _ALONE_A_WORD and any(stem + suffix in forms for stem in stems for suffix in _SUFFIXES)


def _spelt(hit: Found, words: Sequence[str]) -> bool:
    """Whether one of the words is the place in some spelling."""
    stem = _PLACED.sub(lambda found: found.group()[:-1], hit.form)
    return any(aloud.distance(stem, word) <= _SOUNDS_LIKE for word in words if word[0].isupper())


def gone(hit: Found, ours: Sequence[Found], source: str, text: str, source_language: str, target_language: str) -> bool:
    """Whether the loss of the land is to be told."""
    if hit.entry.kind not in _KINDS or hit.form[0] == "~":
        return False
    if base(target_language) != "en":
        return base(source_language) == "en" and _from_english(hit, source, text, target_language)
    if base(source_language) == "ko" and _of_korea(hit):
        words = likeness.WORD.findall(_LITERAL.sub("", renamed.without(ours, text)))
        if _spelt(hit, words):
            return False
        lost = {other.entry for other in ours if _of_korea(other) and not _spelt(other, words)}
        if sum(word in _CITY for word in words) < len(lost):  # one "city" stands for one
            return True
    return _from_asia(hit, ours, source, text, source_language)


def _from_asia(hit: Found, ours: Sequence[Found], source: str, text: str, language: str) -> bool:
    plain = known.simplified(source, language)
    if _PART[base(language)].match(plain, hit.end):
        return False
    if (
        likeness.stands_in(hit.entry, text, pronouns=language != "ko")
        or _ABBREVIATED.search(text)
        or _STAND_INS["en"].search(text)
    ):
        return False
    if re.search(rf"\b{re.escape(known.write(hit.entry, 'en')[:-1])}", text):
        return False  # Roman, Malian
    if base(language) == "ko":
        return transcribed.unexplained(source, text, frozenset())
    taken = [(other.start, other.end) for other in ours if other.entry.kind != "title"]
    return bool(unheard.strangers(plain, text, ours, mentions.find(plain, taken), []))


def _from_english(hit: Found, source: str, text: str, language: str) -> bool:
    column = base(language)
    name = source[hit.start : hit.end]
    if name in _BRITISH or _PERSON.match(source, hit.end) or re.search(r"[A-Z][a-zà-ÿ.]* $", source[: hit.start]):
        return False  # Jordan Spieth, Johnny English, St. Martin
    plain = known.simplified(text, language)
    if unspoken.there(name, plain, column):
        return False
    return not _STAND_INS[column].search(plain)
