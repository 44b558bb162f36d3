"""What one word of a Korean sentence is: a marked subject or topic, a verb that describes what follows, a body, a title, a name.

In: a word (between two blanks), and where it matters the one before it. Out: its stem and particle, or yes and no. A topic ("…은/는") is
told from an adnominal ending ("이끄는", "받은") by what stands before it and by what it ends in.
"""

import re
from functools import cache
from typing import Final

from models.language import table

_MARKED: Final = re.compile(
    r"^(?P<stem>.*[가-힣A-Za-z0-9)%’'”」])(?P<particle>에서는|측은|측이|께서는|께서|은|는|이|가|도|에서)$"
)
_ADNOMINAL_STEM: Final = re.compile(
    r"(?:하|되|있|없|이끄|이끌|맡|오|나서|다니|사|만드|가르치|따르|부르|보|주|쓰|돕|겪|받|않|같|많|높|낮|적|좋|"
    r"넘나드|힘드|줄어드|접어드|빠져드|파고드|작|깊|늦|얻|잃|입|남|늙|젊|밝|넘|살|키우|가지|지나|"
    r"지내|머무|일하|모이|나오|들어오|떠나|치르|앓|짓|팔|타|걸리|지|시키|내|찾|잡|열|끄|내리|오르|늘|줄|나|두|"
    r"쓰이|팔리|불리|열리|보이|놓이|쌓이|들리|막히|잡히|꼽히|알려지|밀리|몰리|실리|갈리|뽑히|적히|묻히|끌리|덮이|섞이|나뉘|바뀌|"
    r"치|넣|먹|모|담|닿|건너|걷|뛰|싸우|묻|듣|달리|기다리)$"
)
_ARGUMENT: Final = re.compile(r"(?:을|를|에|에서|에게|으로|로|과|와|고|서|게|며|지|까지|부터|이|가|라는|라고|만|째)$")
_GROUP: Final = re.compile(
    r"(?:측|사|청|부|원|당|회|국|행|군|시|도|처|단체|단|업체|기업|대학|대|연구소|협회|위원회|경찰|검찰|당국|"
    r"경찰서|소방서|보건소|정부|재판부|법원|은행|증권|조합|노조|연합|연맹|센터|기관|"
    r"병원|학교|그룹|전자|통신|업계|관계자|관계자들|전문가|전문가들|주민들|시민들|직원들|노동자|그룹|랩스|공사|"
    r"공단|본부|재단|클럽|구단|소속사|항공|자동차|신문|방송|뉴스|학회|팀|진|씨|인|AI|사람들|상인들|학생들|유족|"
    r"가족|목격자들|소방|회사|당국자)$"
)
TOLD_TOPIC: Final = re.compile(
    r"(?:[한된린난간낸는았었했였됐졌겠있없같]|니|이)다$|[^가-힣]다$|(?:느|으|이|[았었했])냐$"
)
"""달린다-는, 없다-는, 왔느냐-는: endings of indirect speech."""


def marked(token: str) -> re.Match[str] | None:
    return _MARKED.match(re.sub(r"\([^)]*\)", "", token.strip("\"“”'‘’,")))


def topic(word: str, before: str) -> bool:
    found = marked(word)
    if found is None or TOLD_TOPIC.search(found["stem"]):
        return False
    return found["particle"] in ("은", "는") and not adnominal(found["stem"], before)


def adnominal(stem: str, before: str) -> bool:
    """ "이끄-는", "받-은": a verb that describes what follows, not a marked noun."""
    if (re.search(r"(?:하|되|있|없|않|같|시키|이끄|만드|가르치|나서|다니)$", stem) and len(stem) > 1) or stem in (
        "하",
        "되",
        "있",
        "없",
        "않",
        "같",
    ):
        return True
    if len(stem) > 1 and stem.endswith("사"):
        return False  # 회사-는, 공사-는
    return bool(_ADNOMINAL_STEM.search(stem)) and (bool(_ARGUMENT.search(before)) or len(stem) <= 2)


@cache
def titles() -> re.Pattern[str]:
    words = sorted(table("ko").titles, key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, words)) + ")$")


def is_body(stem: str) -> bool:
    """Whether a word names a body: an office, a firm, a group."""
    return bool(_GROUP.search(stem))


def titled(stem: str) -> bool:
    """Whether a word ends in a title or an office."""
    return bool(titles().search(stem))


_PERSONAL: Final = re.compile(
    r"[김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민나진지엄원채천방공현][가-힣]{2}"
)
"""A Korean name in three syllables: 오민서 시장."""


def personal(word: str) -> bool:
    """Whether a word may be a Korean name."""
    return _PERSONAL.fullmatch(word) is not None
