"""Korean article -> the people and parties it names, by surnames, titles, particles and the ends of firms' names.

In: the article and its paragraphs as one text. Out: `Names`. Knows no names beforehand.
"""

import re
from collections import Counter
from functools import cache
from typing import Final

from models.article import Article
from models.language import table
from models.naming.roster import Names
from models.speech import says_ko, words_ko

_SURNAMES: Final = (
    "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민나진지엄원채천방공현"
    "함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감"
)


@cache
def _titles() -> re.Pattern[str]:
    words = sorted(table("ko").titles, key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, words)) + ")$")


_NOT_NAME: Final = re.compile(
    r"(?:[은는을를의에로며고면과와다게이가]|지만|에서|하는|했던|라는|[한된던인]|들|지난|이날|전|현|신임|씨|인|왜|날|또한|당시|때|후|뒤|중|등|약|각|매|첫|요일|오전|오후|오늘|어제|내일|최근|"
    r"현재|이후|이전|다시|이미|아직|바로|결국|특히|역시|모두|함께|대해|위해|통해|따라|그리고|그러나|하지만|한편|만약|혹시|어떻게|왜냐하면|이어|앞서|반면|그럼에도|도중|동안|사이|가운데|직후|직전|부터|까지|에게|으로|한다|했다|이다)$"
)
_COMMON: Final = re.compile(r"(?:[자원들사회국부업점률액비시군구도은는을를의에로측]|위원|정부|기업|학교|대학|경찰)$")
"""Ends of words that begin like a surname but are no names: 이용자, 조합원, 전문가들."""
_PARTY: Final = re.compile(
    r"(?<![가-힣])(?:[가-힣A-Za-z]{2,} )?[가-힣A-Za-z]{2,}(?:위원회|법원|협회|연구소|연구원|협의회|공사|공단|"
    r"은행|병원|의료원|대학교|경찰서|경찰청|소방서|검찰청|교육청|보건국|관광국|사무국|조합|연맹|구단|그룹)"
)
_FIRM: Final = re.compile(
    r"(?<![가-힣])(?P<head>[가-힣A-Za-z]{2,8} ?)(?:전자|에너지|항공|조선|해운|물산|제약|바이오|건설|중공업|화학|통신|"
    r"텔레콤|반도체|배터리|자동차|모터스|"
    r"푸드|식품|유통|마트|백화점|증권|보험|캐피탈|홀딩스|엔터테인먼트|스튜디오|게임즈|소프트|랩스|테크|테크놀로지|시스템스|네트웍스|에어로스페이스|"
    r"로보틱스|클라우드|미디어|철강|케미칼|커머스|비디오|페이|파마|다이내믹스)(?=[은는이가의과와도를을에,.‘’ (])"
)
"""What firms end in: electronics, energy, airline, shipbuilder, shipping …."""


def _place(head: str, read: str) -> str:
    """ "시", "군": the city or county that `read` names more than once."""
    when = "비상|유사|필요|발생|또다|위반"  # 필요시: when needed
    found = Counter(re.findall(rf"(?<![가-힣])(?!{when})([가-힣]{{2,4}}{head})(?=[는은이가의와과에를로 ,]|청)", read))
    name, count = found.most_common(1)[0] if found else ("", 0)
    return name if count > 1 else ""


def _lead(article: Article) -> str:
    """ "프리야 라만" of "프리야 라만의 사무실 …", where the headline has it too."""
    words = article.paragraphs[0].split()[:3] if article.paragraphs else []
    for count in (3, 2, 1):
        found = re.fullmatch(r"(?P<name>[가-힣 ]{3,12})(?:은|는|이|가|의|에게|를|을)", " ".join(words[:count]))
        if found and found["name"] in article.title and not words_ko.is_body(found["name"]):
            return found["name"]
    return ""


@cache
def _title_words() -> str:
    return "|".join(map(re.escape, sorted(table("ko").titles, key=len, reverse=True)))


class KoreanNames(Names):
    def of(self, phrase: str) -> str:
        return _full(self, phrase)

    def looks_personal(self, name: str) -> bool:
        return bool(_titles().search(name)) or any(person in name for person in self.people)

    def may_be_firm(self, name: str, known: int) -> bool:
        """One of the first `known` parties, or what ends like a body."""
        return any(name.endswith(party) for party in self.parties[:known]) or words_ko.is_body(name)

    def party(self, phrase: str, read: str) -> str:
        head = re.sub(r"^(?:이|해당|동)\s?|\s?(?:측|관계자)$", "", phrase)
        return _place(head, read) if head in ("시", "군") else Names.party(self, phrase, read)


def find(article: Article, body: str) -> Names:
    """All names of a Korean article."""
    title = article.title
    names = KoreanNames("ko", body=body, lead=_lead(article))
    for line in re.findall(r"(?:^|[.!?]\s|\n)([^\n.!?“\"]{4,60})", body):
        party = says_ko.opens(line)
        # headlines cut names: 소렐랩스 is 소렐 there
        short = party.split()[0] if " " in party else party[:-2]
        known = body.count(party) > 2 or (len(short) > 1 and short in title and party in body)
        if 2 < len(party) < 16 and known and party not in names.parties and not names.is_person(party):
            names.parties.append(party)
    for found in re.finditer(
        rf"(?<![가-힣])(?P<name>[{_SURNAMES}][가-힣]{{2}})(?=\(\d| ?\([^)]{{1,12}}\) ?씨| (?:\S{{1,12}} "
        rf"){{0,2}}(?:{_title_words()})(?:[은는이가의도을를과와께,. (]|$))",
        body,
    ):
        if not _COMMON.search(found["name"]):
            names.people.add(found["name"])
    for name in set(re.findall(rf"(?<![가-힣])([{_SURNAMES}][가-힣]{{2}})(?=[은는이가과와의을를]|에게)", body)):
        if name in title and body.count(name) > 2 and not _COMMON.search(name):
            names.people.add(name)
    for found in _FIRM.finditer(body):
        known = (title + body).count(found["head"].strip()) > 1 and not found["head"].endswith(
            ("의 ", "은 ", "는 ", "한 ", "된 ", "재생 ")
        )
        if known and found.group() not in names.parties and not names.is_person(found.group()):
            names.parties.append(found.group())
    for found in _PARTY.finditer(body):
        if found.group() not in names.parties:
            names.parties.append(found.group())
    return names


def _full(names: Names, phrase: str) -> str:
    """ "임 교수", "드라간 총리", "멜": the first mention with more of the name."""
    words = phrase.split()
    if len(words) == 1 and phrase in names.full:
        return names.full[phrase]
    if longer := _longer(names, words):
        if len(words) == 1:
            names.full[phrase] = longer
        return longer
    title = words[-1] if len(words) > 1 and _titles().fullmatch(words[-1]) else ""
    if len(words) != 1 + bool(title) or _PARTY.search(phrase):
        return phrase
    if phrase not in names.full:
        names.full[phrase] = _first(names.body, words[0], title) or phrase
    return names.full[phrase]


def _longer(names: Names, words: list[str]) -> str:
    """ "세강 측": 세강반도체 측; "시 보건국": the bureau of that name; "과기부": 과학기술부; "" where that is not sure."""
    head, last = words[0], words[-1]
    if len(words) == 2 and last == "측":
        whole = {p for p in names.parties if p != head and " " not in p and (p.startswith(head) or p.endswith(head))}
        return f"{whole.pop()} 측" if len(head) > 1 and len(whole) == 1 else ""
    if (len(words) == 2 and head in ("시", "군", "현지")) or words[:2] == ["이", "도시"]:
        return next(
            (p for p in names.parties if p.endswith(f" {last}") and p.split()[0] not in (head, "시", "이", "도시")), ""
        )
    ends = ("은",) if len(head) == 2 else ("부", "원", "은", "처", "청", "련", "회")  # 정부, 법원 are no short forms
    if len(words) == 1 and 1 < len(head) < 5 and head.endswith(ends):
        spelled = re.compile(
            r"(?<![가-힣])" + "[가-힣]{0,3}".join(map(re.escape, head)) + r"(?:행)?(?=[은는이가의과와도을에, ])"
        )
        whole = {found for found in spelled.findall(names.body) if len(found) > len(head) + 1 and found[1] != head[1]}
        return whole.pop() if len(whole) == 1 else ""
    return ""


_BODY: Final = re.compile(r"(?:당|회|부|청|사|국|들|단체|정부|경찰|노조|은행|측|군|시|도|팀|진)$")
"""Ends of words for a body, not for a person."""


def _first(body: str, short: str, title: str) -> str:
    """The first fuller form of `short` in the text, "" where there is none."""
    said = re.escape(short)
    mark = r"(?:\([^)]{1,16}\))?"
    if title and len(short) < 3 and not _COMMON.search(short[1:]):
        for pattern in (
            rf"(?<![가-힣])({said}[가-힣]{{1,4}}){mark} (?:\S{{1,12}} ){{0,3}}?\S{{0,8}}?{title}",
            rf"(?<![가-힣])({said}[가-힣]{{1,3}})(?:\(\d| ?{mark} (?:\S{{1,10}} )?씨)",
            rf"(?<![가-힣])({said}[가-힣]{{1,3}}?){mark}(?:[은는이가도]|께서) ",
            rf"(?<![가-힣])({said}[가-힣]{{2}}){mark} (?:\S{{1,12}} ){{0,2}}\S{{0,8}}(?:{_title_words()})(?=[은는이가도의과와,])",
        ):
            for found in re.finditer(pattern, body):
                if found.group(1)[-1] in "갈할될릴킬을":
                    continue  # 이끌어갈 …: what is to be done
                if len(short) > 1 and found.group(1)[len(short)] in "은는이가을를의도에와과":
                    continue  # 로스는, 로스에게: marked, not longer
                if not _COMMON.search(found.group(1)) or title in found.group():
                    return f"{found.group(1)} {title}"
    if not title and (len(short) > 3 or _BODY.search(short)):
        return ""
    after = rf"{mark}(?:[은는이가도의,(]| (?:\S{{1,12}} ){{0,3}}?\S{{0,8}}?(?:{_title_words()}))"
    for found in re.finditer(rf"(?<![가-힣\d])([가-힣]{{1,6}}) {said}(?![가-힣]{{2}}){after}", body):
        if (
            not _NOT_NAME.search(found.group(1))
            and not _titles().fullmatch(found.group(1))
            and (
                title or words_ko.titled(short) or not words_ko.personal(found.group(1))
            )  # 피재훈 온마루 연구총괄: his firm
            and (title or len(short) < 4)
        ):
            return f"{found.group(1)} {short} {title}".strip()
    return ""
