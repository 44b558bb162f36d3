"""States and cities that a translation does not have in any form: told where something else seems to stand in their place.

In: a name of the glossary that `names.missing` misses, its sentence and translation. Out: yes or no. Human translators leave
lands out freely (我国, 국내, "the country"), so that into English a capitalised word that nothing in the source accounts for has
to stand there, and into Korean and Chinese nothing that a land may be told by. From Korean and Chinese into each other,
where every fiftieth human sentence lacks one, nothing is told.
"""

import re
from collections.abc import Sequence
from typing import Final

from models.language import base
from models.naming import known, likeness, mentions, transcribed, unheard, unspoken
from models.naming.known import Found

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
_PERSON: Final = re.compile(r" (?:[A-Z]\. )?[A-Z][a-zà-ÿ]+")
_BRITISH: Final = frozenset({"England", "Scotland", "Wales", "Northern Ireland"})


def is_word(hit: Found, text: str) -> bool:
    """Whether what looks like a land in a Korean text is a word as well: 모든 수단, 세계 대전."""
    if hit.entry.kind not in _KINDS:
        return False
    return hit.form in _WORDS_TOO or (hit.form == "대전" and text[: hit.start].endswith(("세계 ", "차 ")))


def gone(hit: Found, ours: Sequence[Found], source: str, text: str, source_language: str, target_language: str) -> bool:
    """Whether the loss of the land is to be told."""
    if hit.entry.kind not in _KINDS or hit.form[0] == "~":
        return False
    if base(target_language) == "en":
        return _from_asia(hit, ours, source, text, source_language)
    return base(source_language) == "en" and _from_english(hit, source, text, target_language)


def _from_asia(hit: Found, ours: Sequence[Found], source: str, text: str, language: str) -> bool:
    plain = known.simplified(source, language)
    if _PART[base(language)].match(plain, hit.end):
        return False
    if likeness.stands_in(hit.entry, text) or _ABBREVIATED.search(text) or _STAND_INS["en"].search(text):
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
