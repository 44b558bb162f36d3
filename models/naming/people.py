"""Article -> the people and parties it names, and the first full form of each.

In: the article's text. Out: `Names`: lookups from a short form ("Lim", "임 교수",
"奥科罗") to the full one, and the party
that "the bureau" or "회사" stands for. Knows no names beforehand: what is a name is seen by how it is written.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from models.article import Article
from models.language import table
from models.naming import described, hanzi, named_zh
from models.speech import says_ko, says_zh, words_ko

_EN_WORD: Final = (
    r"(?:(?:[A-Z]\.)+|(?:St|Mt|Ft|Mr|Mrs|Ms|Dr|Jr|Sr|Lt|Gen|Sen|Rep|Gov|Prof)\.|(?:(?:al|el|bin|ibn|ben)-)?"
    r"[A-Z][\w'’&-]*(?:\.[A-Z][\w'’&-]*)*)"
)
"""A capitalised word; a full stop belongs to it behind an initial or an abbreviation only."""
_EN_NAME: Final = re.compile(
    _EN_WORD + r"(?:(?: &)? (?:" + _EN_WORD + r"|(?:of|de|da|van|von|der|den|del|bin|du|al|la|le|for)(?= [A-Z])))*"
)
EN_OPENERS: Final = frozenset(
    "The A An In On At For From With After Before When While If As By But And Or So It He She They Last This "
    "That Its His "
    "Her Their One Two Three Since Until Under Over To Of No Not Now Then Yet Still What Why How Who Where All "
    "Some January February June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
EN_PARTY: Final = re.compile(
    r"\b(?:University|Ministry|Bank|Group|Motors|Labs?|Inc|Corp|Office|Agency|Association|Party|Council|Police|"
    r"Commission|"
    r"Court|City|County|Province|Bureau|Institute|Center|Centre|Hospital|School|Securities|Electronics|Foods|"
    r"Energy|Airways|"
    r"Air|Airlines|Union|League|Network|Battery|Studio|Entertainment|Semiconductor|Technology|Pharma|Robotics|"
    r"Forum|House|"
    r"Museum|Foundation|Federation|Department|Committee|Company|Times|Post|News|Journal|Games|Cup|Street|Road|"
    r"River|Bay|"
    r"Radio|TV|BBC|Television|Channel|Press|Magazine|Gazette|Review|Championships?|Trophy|Stadium|Academy|Church|Trust|Palace|Video|"
    r"Films|Pictures|Records|Systems|Networks|Software|Telecom|Oil|Steel|Insurance|Capital|Partners|Holdings|Technologies|Airport|"
    r"Health|Media|International|Board|Republic|Territory|Korea|Zealand|Africa|Arabia|Kong|America|Europe|Asia|York|London|Koreans?|Americans?|Africans?|"
    r"Sea|Lake|Mountains?|Valley|Ocean|Gulf|Strait|Desert|Beach|Creek|Falls|Peninsula|Bridge|"
    r"Cloud|Shipbuilding|Shipping|Marine|Aerospace|Aviation|Polling|Analytics|Ventures|Industries|Logistics|Mart|Stores|Retail|"
    r"Mobile|Chemicals?|Solutions|Biotech|Therapeutics|Mining|Metals|Resources|Petroleum|Gas|Power|Electric|Water|Wireless|"
    r"Data|Brands|Brewing|Brewery|Breweries|Dairy|Farms|Theatre|Theater|Orchestra|Philharmonic|Alliance|Coalition|"
    r"Congress|Parliament|Assembly|Senate|Tribunal|Initiative|Opera|Ballet|Festival|Gallery|Library|Zoo|Aquarium|Hotels?|"
    r"Port|Island|Administration|Authority|Service|Services|Society|Club|Research|States|Kingdom|Union|AI|of)\b"
)
_SOUNDS: Final = "".join(sorted(hanzi.DOTTED))
"""A name ends where another character begins."""
_HAN_NAME: Final = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·・•‧][" + _SOUNDS + r"]{1,8})+")
_KO_SURNAMES: Final = (
    "김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민나진지엄원채천방공현"
    "함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감"
)


@dataclass(slots=True)
class Names:
    code: str
    full: dict[str, str] = field(default_factory=dict)
    """Short form -> first full form."""
    people: set[str] = field(default_factory=set)
    """Full forms that are people."""
    firms: set[str] = field(default_factory=set)
    """Full forms that look like people and are none: the article says "it" of them, or "the maker"."""
    body: str = ""
    lead: str = ""
    """The name that opens headline and text alike; Korean."""
    parties: list[str] = field(default_factory=list)
    """Firms, offices and bodies, in order of their first mention."""

    def of(self, phrase: str) -> str:
        """The first full form of `phrase`, or `phrase` itself."""
        if self.code == "en":
            return _of_english(self, phrase)
        if self.code == "ko":
            return _of_korean(self, phrase)
        return _of_chinese(self, phrase)

    def whole(self, phrase: str) -> str:
        """Chinese: a name cut in two made whole: the article writes 卡瓦 only where it goes on with 诺."""
        if self.code != "zh" or not re.fullmatch(r"[\u4e00-\u9fff]{2,3}", phrase):
            return phrase
        after = {self.body[m.end() : m.end() + 1] for m in re.finditer(phrase, self.body)}
        sound = len(after) == 1 and self.body.count(phrase) > 2 and table("zh").folded(max(after)) in _SOUNDS
        return phrase + after.pop() if sound else phrase

    def described(self, phrase: str, text: str) -> str:
        """The full name that "the labour minister" stands for, where `text` says so; English only."""
        titled = phrase.split()[-1:] and phrase.split()[-1] in table("en").titles
        found = described.find(text, phrase.lower() if titled else phrase) if self.code == "en" else ""
        return self.of(found) if found else ""

    def is_person(self, name: str) -> bool:
        if name in self.people:
            return True
        if name in self.firms:
            return False
        if self.code == "en":
            capital = re.fullmatch(r"(?:[A-Z][\w'’.-]+ ){1,3}[A-Z][\w'’.-]+", name)
            return bool(capital and not EN_PARTY.search(name)) or name.split(" ")[-1] in table("en").titles
        if self.code == "ko":
            return bool(_ko_titles().search(name)) or any(person in name for person in self.people)
        return (
            bool(re.search(r"[·・•‧]", name))
            or name.endswith(table("zh").titles)
            or bool(_zh_title_and_name().search(name))
            or any(person in name for person in self.people)
        )

    def may_be_firm(self, name: str, known: int) -> bool:
        """Whether `name` may be a firm; in Korean one of the first `known` parties or what ends like a body."""
        if self.code != "ko":
            return True
        return any(name.endswith(party) for party in self.parties[:known]) or words_ko.is_body(name)

    def is_known(self, phrase: str) -> bool:
        """Whether `phrase` is a party or a person of the article, or ends in one ("배터리 업체 헝웨신에너지")."""
        return self.is_person(phrase) or any(phrase == p or phrase.endswith(f" {p}") for p in self.parties)

    def party(self, phrase: str, read: str) -> str:
        """The party that a stand-in ("the bureau", "该公司", "소속사") may mean: one with the same last word, named in `read`."""
        if self.code == "en":
            head = phrase.split()[-1].lower()
            ends: tuple[str, ...] = _EN_ENDS.get(head, (head,))
            near = [p for p in self.parties if p in read and any(f" {end} " in f" {p.lower()} " for end in ends)]
            return max(reversed(near), key=self.parties.count, default="")
        head = re.sub(r"^(?:这家|该|这一|이|해당|동)\s?|\s?(?:方面|측|관계자)$", "", phrase)
        if self.code == "ko" and head in ("시", "군"):
            return _ko_place(head, read)
        ends = _PARTY_ENDS.get(head) or ((head,) if len(head) > 1 or self.code == "zh" else ())
        found = next((p for p in reversed(self.parties) if p.endswith(ends) and p != phrase), "") if ends else ""
        return max((p for p in self.parties if p.endswith(found)), key=len) if found and self.code == "zh" else found


@cache
def _zh_title_and_name() -> re.Pattern[str]:
    """首席执行官韩志勋, 研究院的周美兰."""
    return re.compile(
        rf"(?:{'|'.join(table('zh').titles)}|的)(?:[{named_zh.SURNAMES}][\u4e00-\u9fff]{{1,2}}|[{_SOUNDS}]{{2,5}})$"
    )


_EN_ENDS: Final = {
    "hospital": ("hospital", "medical center", "medical centre", "clinic"),
    "school": ("school", "university", "college", "academy"),
    "airline": ("airline", "airlines", "airways", "air"),
    "carrier": ("airline", "airlines", "airways", "air"),
}
"""What "the hospital" may be called."""
_PARTY_ENDS: Final = {
    "校方": ("大学", "学院", "学校", "中学", "小学"),  # the school's side
    "院方": ("医院", "卫生院"),  # the hospital's side
    "检方": ("检察院", "检察厅", "检察机关"),  # the prosecution
    "郡方": ("郡",),  # the county's side
    "馆方": ("馆",),  # the museum's or library's side
    "央行": ("银行",),  # the central bank
    "警方": ("警察局", "警察厅", "警察署", "公安局"),  # the police
    "公司": ("公司", "集团", "电子", "科技", "汽车", "航空"),  # the company
    "항공사": ("항공", "에어"),  # the airline
    "소속사": ("엔터테인먼트", "기획"),  # the artist's agency
    "재판부": ("법원", "재판소"),  # the bench
    "학교": ("대", "대학교", "대학"),  # the school
    "대학": ("대", "대학교"),
    "경찰": ("경찰서", "경찰청"),
    "검찰": ("검찰청", "지검"),
}
"""What a stand-in may stand for, by the end of the party's name."""


def find(article: Article) -> Names:
    """All names of an article."""
    names = Names(table(article.language).code)
    text = "\n".join((article.title, *article.paragraphs))
    body = "\n".join(article.paragraphs)
    if names.code == "en":
        _english(names, body)
    elif names.code == "ko":
        _korean(names, body, article.title)
        names.lead = _ko_lead(article)
    else:
        _chinese(names, table("zh").folded(text), text)
    return names


def english_runs(text: str) -> list[str]:
    """Capitalised runs, sentence openers taken off."""
    runs = []
    for found in _EN_NAME.finditer(text):
        words = found.group().rstrip(".,'’").split()
        while words and words[0] in EN_OPENERS:
            words.pop(0)
        if words:
            runs.append(re.sub(r"['’]s?$", "", " ".join(words)))
    return runs


def _english(names: Names, body: str) -> None:
    titles = table("en").titles
    for run in english_runs(body):
        words = _after_title(run.split(), titles)
        name = " ".join(words)
        if len(words) == 1 < len(run.split()) and words[0] not in titles and not EN_PARTY.search(name):
            names.people.add(name)  # President Trump
        if len(words) < 2:
            continue
        if EN_PARTY.search(name):
            if name not in names.parties:
                names.parties.append(name)
        else:
            names.people.add(name)
            names.full.setdefault(words[-1], name)
        names.full.setdefault(words[0], name)
    for found in _EN_FIRM.finditer(body):
        name = next(name for name in found.groups() if name)
        if name in names.people:
            names.people.discard(name)
            names.firms.add(name)
            names.parties.append(name)
    for found in re.finditer(
        r"\b[A-Z][\w-]+(?: [A-Z][\w-]+){0,9}(?:['’]s)? (?:[a-z]+ ){0,3}(?:bureau|commission|ministry|office|agency|"
        r"council|association|union|department|center|authority|club|institute|bank)\b",
        body,
    ):
        if re.search(r" (?:to|said|says|told|that|by|with|from|at|in|is|was|has|the) ", found.group()):
            continue  # "According to the bureau"
        if found.group() not in names.parties and found.group().split()[0] not in EN_OPENERS:
            names.parties.append(found.group())


_EN_KINDS: Final = (
    r"(?:company|firm|maker|operator|developer|start-?up|carrier|airline|retailer|chain|bank|lender|group|agency|broadcaster|studio|"
    r"label|platform|service|publisher|insurer|pollster|manufacturer|automaker|carmaker|chipmaker|charity|builder|shipbuilder|"
    r"producer|brewer|supplier|brand|network|band|team|club|site|website|newspaper|magazine)"
)
_EN_TWO: Final = r"([A-Z][\w'’&-]+(?: (?:& )?[A-Z][\w'’&-]+){1,3})"
_EN_FIRM: Final = re.compile(
    rf"{_EN_TWO}(?: said it (?:had|has|would|will|was|is)\b|, (?:an?|the) (?:[\w-]+ ){{0,3}}{_EN_KINDS}(?=[,.]| "
    rf"(?:that|which|based|in|of|for|from|with)\b))|"
    rf"\b(?i:{_EN_KINDS}) {_EN_TWO}|(?:^|\. ){_EN_TWO} [^.;“\"]*, it (?:said|says|added|announced|reported)\b",
    re.M,
)
"""Names that the article itself calls a firm, or "it"."""


def _after_title(words: list[str], titles: tuple[str, ...]) -> list[str]:
    """ "North Korean Foreign Minister Ri Yong Ho": what stands behind the last title."""
    last = max((i for i, word in enumerate(words) if word.rstrip(".") in titles), default=-1)
    if words[last + 1 : last + 2] == ["of"] and len(words) > last + 3:
        last += 2  # Secretary of State Mike Pompeo
    return words[last + 1 :] if last + 1 < len(words) else words


def _of_english(names: Names, phrase: str) -> str:
    titles = table("en").titles
    words = re.sub(r"['’]s?$", "", phrase).split()
    core = list(_after_title(words, titles))
    if core[-1:] == words[-1:] and core[-1] in titles:
        return phrase  # The President
    while core and core[0] in ("the", "The", "a", "A"):
        core.pop(0)
    if len(core) == 1:
        return names.full.get(core[0], " ".join(words))
    if " and " in phrase:
        return phrase
    runs = [run for run in english_runs(" ".join(core)) if run in names.people]
    if (
        runs and (len(core) <= 6 or phrase.endswith(runs[-1])) and f"{runs[-1]}'s" not in phrase.replace("’", "'")
    ):  # not "South Korea's defence ministry"
        return runs[-1]
    return " ".join(core) if core and core[0][0].isupper() else phrase


@cache
def _ko_titles() -> re.Pattern[str]:
    words = sorted(table("ko").titles, key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, words)) + ")$")


_KO_NOT_NAME: Final = re.compile(
    r"(?:[은는을를의에로며고면과와다게이가]|지만|에서|하는|했던|라는|[한된던인]|들|지난|이날|전|현|신임|씨|인|왜|날|또한|당시|때|후|뒤|중|등|약|각|매|첫|요일|오전|오후|오늘|어제|내일|최근|"
    r"현재|이후|이전|다시|이미|아직|바로|결국|특히|역시|모두|함께|대해|위해|통해|따라|그리고|그러나|하지만|한편|만약|혹시|어떻게|왜냐하면|이어|앞서|반면|그럼에도|도중|동안|사이|가운데|직후|직전|부터|까지|에게|으로|한다|했다|이다)$"
)
_KO_COMMON: Final = re.compile(r"(?:[자원들사회국부업점률액비시군구도은는을를의에로측]|위원|정부|기업|학교|대학|경찰)$")
"""Ends of words that begin like a surname but are no names: 이용자, 조합원, 전문가들."""
_KO_PARTY: Final = re.compile(
    r"(?<![가-힣])(?:[가-힣A-Za-z]{2,} )?[가-힣A-Za-z]{2,}(?:위원회|법원|협회|연구소|연구원|협의회|공사|공단|"
    r"은행|병원|의료원|대학교|경찰서|경찰청|소방서|검찰청|교육청|보건국|관광국|사무국|조합|연맹|구단|그룹)"
)


_KO_FIRM: Final = re.compile(
    r"(?<![가-힣])(?P<head>[가-힣A-Za-z]{2,8} ?)(?:전자|에너지|항공|조선|해운|물산|제약|바이오|건설|중공업|화학|통신|"
    r"텔레콤|반도체|배터리|자동차|모터스|"
    r"푸드|식품|유통|마트|백화점|증권|보험|캐피탈|홀딩스|엔터테인먼트|스튜디오|게임즈|소프트|랩스|테크|테크놀로지|시스템스|네트웍스|에어로스페이스|"
    r"로보틱스|클라우드|미디어|철강|케미칼|커머스|비디오|페이|파마|다이내믹스)(?=[은는이가의과와도를을에,.‘’ (])"
)
"""What firms end in: electronics, energy, airline, shipbuilder, shipping …."""


def _ko_place(head: str, read: str) -> str:
    """ "시", "군": the city or county that `read` names more than once."""
    when = "비상|유사|필요|발생|또다|위반"  # 필요시: when needed
    found = Counter(re.findall(rf"(?<![가-힣])(?!{when})([가-힣]{{2,4}}{head})(?=[는은이가의와과에를로 ,]|청)", read))
    name, count = found.most_common(1)[0] if found else ("", 0)
    return name if count > 1 else ""


def _ko_lead(article: Article) -> str:
    """ "프리야 라만" of "프리야 라만의 사무실 …", where the headline has it too."""
    words = article.paragraphs[0].split()[:3] if article.paragraphs else []
    for count in (3, 2, 1):
        found = re.fullmatch(r"(?P<name>[가-힣 ]{3,12})(?:은|는|이|가|의|에게|를|을)", " ".join(words[:count]))
        if found and found["name"] in article.title and not words_ko.is_body(found["name"]):
            return found["name"]
    return ""


@cache
def _ko_title_words() -> str:
    return "|".join(map(re.escape, sorted(table("ko").titles, key=len, reverse=True)))


def _korean(names: Names, body: str, title: str) -> None:
    names.body = body
    for line in re.findall(r"(?:^|[.!?]\s|\n)([^\n.!?“\"]{4,60})", body):
        party = says_ko.opens(line)
        # headlines cut names: 소렐랩스 is 소렐 there
        short = party.split()[0] if " " in party else party[:-2]
        known = body.count(party) > 2 or (len(short) > 1 and short in title and party in body)
        if 2 < len(party) < 16 and known and party not in names.parties and not names.is_person(party):
            names.parties.append(party)
    for found in re.finditer(
        rf"(?<![가-힣])(?P<name>[{_KO_SURNAMES}][가-힣]{{2}})(?=\(\d| ?\([^)]{{1,12}}\) ?씨| (?:\S{{1,12}} "
        rf"){{0,2}}(?:{_ko_title_words()})(?:[은는이가의도을를과와께,. (]|$))",
        body,
    ):
        if not _KO_COMMON.search(found["name"]):
            names.people.add(found["name"])
    for name in set(re.findall(rf"(?<![가-힣])([{_KO_SURNAMES}][가-힣]{{2}})(?=[은는이가과와의을를]|에게)", body)):
        if name in title and body.count(name) > 2 and not _KO_COMMON.search(name):
            names.people.add(name)
    for found in _KO_FIRM.finditer(body):
        known = (title + body).count(found["head"].strip()) > 1 and not found["head"].endswith(
            ("의 ", "은 ", "는 ", "한 ", "된 ", "재생 ")
        )
        if known and found.group() not in names.parties and not names.is_person(found.group()):
            names.parties.append(found.group())
    for found in _KO_PARTY.finditer(body):
        if found.group() not in names.parties:
            names.parties.append(found.group())


def _of_korean(names: Names, phrase: str) -> str:
    """ "임 교수", "드라간 총리", "멜": the first mention with more of the name."""
    words = phrase.split()
    if len(words) == 1 and phrase in names.full:
        return names.full[phrase]
    if longer := _ko_longer(names, words):
        if len(words) == 1:
            names.full[phrase] = longer
        return longer
    title = words[-1] if len(words) > 1 and _ko_titles().fullmatch(words[-1]) else ""
    if len(words) != 1 + bool(title) or _KO_PARTY.search(phrase):
        return phrase
    if phrase not in names.full:
        names.full[phrase] = _ko_first(names.body, words[0], title) or phrase
    return names.full[phrase]


def _ko_longer(names: Names, words: list[str]) -> str:
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


_KO_BODY: Final = re.compile(r"(?:당|회|부|청|사|국|들|단체|정부|경찰|노조|은행|측|군|시|도|팀|진)$")
"""Ends of words for a body, not for a person."""


def _ko_first(body: str, short: str, title: str) -> str:
    """The first fuller form of `short` in the text, "" where there is none."""
    said = re.escape(short)
    mark = r"(?:\([^)]{1,16}\))?"
    if title and len(short) < 3 and not _KO_COMMON.search(short[1:]):
        for pattern in (
            rf"(?<![가-힣])({said}[가-힣]{{1,4}}){mark} (?:\S{{1,12}} ){{0,3}}?\S{{0,8}}?{title}",
            rf"(?<![가-힣])({said}[가-힣]{{1,3}})(?:\(\d| ?{mark} (?:\S{{1,10}} )?씨)",
            rf"(?<![가-힣])({said}[가-힣]{{1,3}}?){mark}(?:[은는이가도]|께서) ",
            rf"(?<![가-힣])({said}[가-힣]{{2}}){mark} (?:\S{{1,12}} ){{0,2}}\S{{0,8}}(?:{_ko_title_words()})(?=[은는이가도의과와,])",
        ):
            for found in re.finditer(pattern, body):
                if found.group(1)[-1] in "갈할될릴킬을":
                    continue  # 이끌어갈 …: what is to be done
                if len(short) > 1 and found.group(1)[len(short)] in "은는이가을를의도에와과":
                    continue  # 로스는, 로스에게: marked, not longer
                if not _KO_COMMON.search(found.group(1)) or title in found.group():
                    return f"{found.group(1)} {title}"
    if not title and (len(short) > 3 or _KO_BODY.search(short)):
        return ""
    after = rf"{mark}(?:[은는이가도의,(]| (?:\S{{1,12}} ){{0,3}}?\S{{0,8}}?(?:{_ko_title_words()}))"
    for found in re.finditer(rf"(?<![가-힣\d])([가-힣]{{1,6}}) {said}(?![가-힣]{{2}}){after}", body):
        if (
            not _KO_NOT_NAME.search(found.group(1))
            and not _ko_titles().fullmatch(found.group(1))
            and (
                title or words_ko.titled(short) or not words_ko.personal(found.group(1))
            )  # 피재훈 온마루 연구총괄: his firm
            and (title or len(short) < 4)
        ):
            return f"{found.group(1)} {short} {title}".strip()
    return ""


def _chinese(names: Names, folded: str, text: str) -> None:
    titles = sorted(table("zh").titles, key=len, reverse=True)
    for found in _HAN_NAME.finditer(folded):
        name = text[found.start() : found.end()]
        cut = max(
            (found.group().split("·")[0].rfind(t) + len(t) for t in titles if t in found.group().split("·")[0]),
            default=0,
        )
        name = name[cut:] if cut < len(re.split(r"[·・•‧]", name)[0]) else name
        name = _HAN_BEFORE_NAME.sub("", name)
        name = name[:-1] if _NEXT_WORD.match(folded, found.end() - 1) else name
        first, mark, _ = table("zh").folded(name).partition("·")
        if country := re.match(r"[\u4e00-\u9fff]{1,2}[国國](?=..)", first):
            name, first = name[country.end() :], first[country.end() :]
        other = len(first.rstrip(_SOUNDS))  # 贸易大臣马库斯; not 汤姆
        name = name[other:] if mark and first[-1:] in _SOUNDS and other > 2 else name
        names.people.add(name)
        parts = re.split(r"[·・•‧]", name)
        names.full.setdefault(parts[-1], name)
    _latin(names, text)
    title, _, body = text.partition("\n")
    for clause in re.findall(r"(?:^|[。！？\n])\s*([^，。！？：“「\n]{4,40})", body):
        party = says_zh.opens(table("zh").folded(clause))
        written = clause[at : at + len(party)] if party and (at := table("zh").folded(clause).find(party)) >= 0 else ""
        known = written in title or body.count(written) > 2
        if 2 < len(written) < 16 and known and written not in names.parties and not names.is_person(written):
            names.parties.append(written)
    grams = Counter(folded[i : i + 3] for i in range(len(folded) - 2) if folded[i] in named_zh.SURNAMES)
    for gram, count in grams.items():
        if (
            count > 1
            and re.fullmatch(r"[\u4e00-\u9fff]{3}", gram)
            and not _PART_OF_WORD.search(gram)
            and not _longer(folded, gram, count)
            and not named_zh.no_name(gram)
            and gram[0] != "向"  # "to" far more often than a surname
        ):
            names.people.add(gram)
    names.people.update(text[start:end] for start, end in named_zh.people(folded))
    for start, end in named_zh.firms(folded):
        firm = text[start:end]
        if (
            (text.count(firm) > 1 or named_zh.head(firm) in title)
            and firm not in names.parties
            and not names.is_person(firm)
        ):
            names.parties.append(firm)
    names.body = body


_HAN_BEFORE_NAME: Final = re.compile(
    r"^[\u4e00-\u9fff]*(?:[叫是的与與和由让讓被将將给給到]|表示|认为|認為|指出|宣布|批评|批評|指责|指責|警告|呼吁|呼籲)(?=[\u4e00-\u9fff]{2,}[·・•‧])"
)
"""What runs into a foreign name: 名女子叫克里斯汀·布莱西."""
_NEXT_WORD: Final = re.compile(
    r"保[持证护留]|达[成到]|安[排慰]|希望|因[为此]|尤其|利用|多[次年]|加[入强大快]|来[到自]|思考|马上|特[别意]"
)
"""Words that begin with a character of foreign names: 彼得斯保持."""


def _latin(names: Names, text: str) -> None:
    """Names left in Latin letters: the first full form of each surname."""
    for found in re.finditer(r"(?<![A-Za-z])[A-Z][a-z'’-]+(?: [A-Z]\.?)?(?: [A-Z][A-Za-z'’-]+){1,2}(?![A-Za-z])", text):
        name = found.group()
        if not EN_PARTY.search(name) and not name.startswith("The "):
            names.people.add(name)
            names.full.setdefault(name.split()[-1], name)


_PART_OF_WORD: Final = re.compile(
    r"[的了是在和年月日时们国人市县省区们将已也还就被为与]|万|元|公司|计划|全部|全球|方面|方案"
)


def _longer(text: str, gram: str, count: int) -> bool:
    """Whether the three characters are always the end of one longer word (俄-罗斯军)."""
    before = Counter(text[m.start() - 1 : m.start()] for m in re.finditer(gram, text))
    char, times = before.most_common(1)[0]
    return times == count and "\u4e00" <= char <= "\u9fff"


def _of_chinese(names: Names, phrase: str) -> str:
    if phrase in names.full:
        return names.full[phrase]
    if found := re.fullmatch(r"([A-Z][A-Za-z'’-]+) ?(先生|女士|小姐|博士|教授)", phrase):
        return names.full.get(found.group(1), phrase)
    for short, full in names.full.items():
        if re.search(r"[·・•‧]", phrase):
            break  # another one of the family, with a given name
        if phrase.endswith(short) and full not in phrase and len(short) > 1:
            return full
    return named_zh.full(phrase, names.body, names.parties)
