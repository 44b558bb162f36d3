"""Bodies of a Korean text that no table has, by their last word: a 노조 is a union in English, whatever else it is called.

In: a sentence, its English translation, what the glossary found. Out: the bodies of whose kind nothing stands there: neither
the word (union, workers), nor a pronoun, nor "the group". Never judges how the rest of such a name is put.
"""

import re
from collections.abc import Sequence
from typing import Final

from models.naming.known import Found

_SAID: Final = {
    "노조": "union worker labo strik employee",
    "노동조합": "union worker labo",
    "협회": "association federation societ union council institut league",
    "연맹": "federation league union association confederation alliance",
    "위원회": "committee commission council board panel authorit jury taskforce organi steward",
    "연구원": "institut research cent lab fellow analyst scien",
    "연구소": "institut research cent lab",
    "공사": "corp compan service authorit agenc operator construction work board minister",
    "공단": "corp service agenc complex authorit park zone estate",
    "재단": "foundation trust fund endowment",
    "은행": "bank lender",
    "대학교": "universit college school institut campus",
    "병원": "hospital clinic medical vet",
    "법원": "court judge tribunal judicia",
    "지법": "court judge",
    "고법": "court judge",
    "지검": "prosecut",
    "조합": "union cooperative co-op association guild partnership member",
    "학회": "societ association academ conference",
    "교육청": "education",
    "경찰서": "police station officer",
    "소방서": "fire station",
}
"""How English words begin of which one is in the name of such a body, or stands for it."""
_ANY: Final = frozenset(
    "it its it's they their them we our us he she i organization organisation group body agency there here who where".split()
)
_COMMON: Final = (
    "대형|종합|동네|요양|시중|지방|국책|저축|일반|개인|거점|국립|국공립|사립|민간|일선|각급|상급|하급|관할|지역|전문|공공|대기업|하청|산별|해외|"
    "국내|외국"
)
"""Before such a word, what kind it is, and no name: 대형병원, 시중은행."""
_HEADS: Final = "|".join(sorted(_SAID, key=len, reverse=True))
_NAME: Final = re.compile(
    rf"(?<![가-힣])(?!(?:{_COMMON})(?:{_HEADS}))[가-힣A-Z]{{2,10}}(?P<head>{_HEADS})(?![가-힣]{{3}})"
)
_HEAD: Final = re.compile("|".join(_SAID))
_WORD: Final = re.compile(r"[a-z'-]+")


def lost(ours: Sequence[Found], source: str, text: str) -> list[str]:
    """The bodies, as the Korean sentence has them."""
    if not _HEAD.search(source):
        return []
    matches = [
        match
        for match in _NAME.finditer(source)
        if not any(hit.start < match.end() and match.start() < hit.end for hit in ours if hit.entry.kind != "title")
    ]
    words = frozenset(_WORD.findall(text.lower())) if matches else _ANY
    if words & _ANY:
        return []
    return [match.group() for match in matches if not _told(match["head"], words)]


def _told(head: str, words: frozenset[str]) -> bool:
    return any(word.startswith(tuple(_SAID[head].split())) for word in words)
