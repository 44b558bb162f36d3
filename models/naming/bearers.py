"""Koreans as Korean writes them: a surname, a given name of two syllables, and the title beside it (천대엽 법원행정처장).

In: a Korean sentence. Out: places of what looks like such a name. A title may have its office before it in one word (서울시장,
법원행정처장). What begins and ends like a name and is a word (배달원, 대변인) is none. Never decides how a name is spelt.
"""

import re
from collections.abc import Iterator
from typing import Final

from models.naming import romanise, syllables

_TITLES: Final = (
    "씨|교수|의원|대표|장관|차관|회장|사장|원장|위원장?|연구원|기자|감독|변호사|시장|지사|총장|대변인|박사|팀장|[본지]?부장|과장|국장|이사장?|전무|상무|"
    "최고경영자|최고재무책임자|CEO|행장|총재|판사|검사|의장|청장|군수|구청장|소장|센터장|이코노미스트|애널리스트|작가|후보|선수|대사|총리|부총리|대통령|"
    "[처실차단반국서]장|대법관|재판관|재판장|특검|수석|비서관|행정관|최고위원|코치|주장|투수|포수|타자|골키퍼|단장|대위|소령|중령|대령|준장|중장|대장|경위|경감|경정|총경|경무관|치안감|"
    "평론가|해설위원|아나운서|앵커|배우|가수|시인|소설가|화백|목사|신부|스님|여사|양|군|옹|전문의|지회장|조합장|간사|총무|학장|상병|일병|병장|하사|중사|상사"
)
_OFFICE: Final = r"(?:[가-힣A-Za-z·]{1,9}?)"
"""What stands before a title in one word: 법원행정처장, 서울시장, 삼성전자부회장."""
_GLUED: Final = (
    "교수|장관|차관|회장|사장|원장|위원장|시장|지사|총장|대변인|센터장|본부장|부장|과장|국장|이사장|행장|총재|의장|청장|군수|구청장|소장|대사|처장|실장|차장|단장|"
    "지회장|지부장|조합장|학장|대표|수석|비서관|기자|검사|판사|연구원|감독|코치"
)
_SYLLABLES: Final = frozenset(
    "가강건경관광교구국권귀규근금기길나남내노다단달담대덕도동두라람래련로록루리린림마만명모목무묵문미민배백범별병보복봉부비빈산삼상새서석선설섭성세"
    "소솔송수숙순슬승시식신실심아안애양언여연열엽영예오옥온완용우욱운웅원월위유윤율은을음응의이익인일임자재전정제조종주준중지진찬창채천철청초춘충치"
    "칠태택판평표필하학한해향헌혁현형혜호홍화환회효훈휘흠희"
)
"""Syllables that given names are made of."""
_WORDS: Final = re.compile(
    r"(?:[은는을를의에로와과게서며고]|지만|[당부청회한온]|으로|하는|한 |인 )$|"
    r"^(?:차관이|지하철|대변인|위원장|부위원|정부|기자|신임|전임|현임|주요|당시|이날|한국|미국|서울|부산|인천|광주|대구|지난|성폭|하지만|"
    r"조사|전직|현직|공동|민주|노동|우리|최고|수석|선임|책임|일부|여성|남성|해당|다른|주한|방한|원내|상임|부대|국회|시의|도의|"
    r"구단|지금|사람|사무국|제자|마무리|배달|전국|전체|연구|정책|조직|공장|고객|기업|주민|노조|방송|변호|선수|성명|안전|여당|야당|전문|"
    r"지역|최근|최초|최우수|한편|현재|황제)"
)
_SURNAMES: Final = "".join(s for s in romanise.KOREAN_SURNAMES if len(s) == 1)
_AFTER: Final = r"(?=[은는이가의도을를과와께에,. (]|$|측|도|로)"
_BETWEEN: Final = r"(?:(?P<between>\S{2,9}(?<![은는을를의에로와과게서며고])) (?!씨|군|양|옹))??"
"""What may stand between them: an office. Who is Mr or Ms has the name right before it (배달원 팡다리 씨)."""
_FOREIGN: Final = 3
"""`syllables.weight` from which what stands between is the name itself: 도리언 헤일 의원."""
_PATTERN: Final = re.compile(
    rf"(?<![가-힣])(?P<name>[{_SURNAMES}][가-힣]{{2}})(?:\([^)]*\))? {_BETWEEN}부?(?:{_TITLES}|{_OFFICE}(?:{_GLUED})){_AFTER}"
)


_WORD: Final = re.compile(rf"(?<![가-힣])([{_SURNAMES}][가-힣]{{2}})(?=[은는이가의을를과와도에씨,.(‘“ ]|께서|라는|$)")


def find(text: str) -> Iterator[re.Match[str]]:
    """Each name with a title behind it; the name is the group "name"."""
    for match in _PATTERN.finditer(text):
        foreign = match["between"] and syllables.weight(match["between"]) >= _FOREIGN  # 도리언 헤일 의원
        if is_name(match["name"]) and not foreign:
            yield match


def words(text: str) -> list[str]:
    """Whatever may be a name by its syllables and what stands behind it, title or none."""
    return [word for word in _WORD.findall(text) if is_name(word)]


def is_name(name: str) -> bool:
    """Whether a word of a surname and two syllables may be a name."""
    return all(char in _SYLLABLES for char in name[1:]) and not _WORDS.search(name)
