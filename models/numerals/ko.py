"""Korean quantities: 만/억/조 in digits, words and both, native numerals with counters, days (사흘), dates, clock times.

The tables and rules of `models.numerals.engine.Grammar` for ko. Never decides what a number means beyond its sentence.
"""

import re
from decimal import Decimal
from typing import Final

from models.numerals.engine import alternatives
from models.numerals.quantity import DIGITS, Core, decimal
from models.numerals.units import code_before, table

_DIGIT: Final = (
    {c: i for i, c in enumerate("영일이삼사오육칠팔구")}
    | {"공": 0, "륙": 6}
    | {c: i for i, c in enumerate("零一二三四五六七八九")}
)
SMALL: Final = {"십": 10, "백": 100, "천": 1000, "十": 10, "百": 100, "千": 1000}
LARGE: Final = {
    "만": 10**4,
    "억": 10**8,
    "조": 10**12,
    "경": 10**16,
    "萬": 10**4,
    "億": 10**8,
    "兆": 10**12,
    "万": 10**4,
    "亿": 10**8,
}
SD: Final = "일이삼사오육륙칠팔구"
SU: Final = "십백천만억조"
_ALLU: Final = "십백천만억조十百千萬億兆万亿"
_NATIVE: Final = {
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "석": 3, "서": 3, "넷": 4, "네": 4, "넉": 4, "너": 4, "다섯": 5, "닷": 5, "여섯": 6,
    "엿": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip
_TENS: Final = {
    "열": 10,
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
PAIRS: Final = {
    "한두": (1, 2), "두세": (2, 3), "두서너": (2, 4), "서너": (3, 4), "너댓": (4, 5), "네댓": (4, 5), "네다섯": (4, 5), "너덧": (4, 5), "대여섯": (5, 6), "대여": (5, 6),
    "예닐곱": (6, 7), "일고여덟": (7, 8), "여덟아홉": (8, 9), "열두어": (12, 12), "두어": (2, 2), "두셋": (2, 3), "서넛": (3, 4), "한둘": (1, 2),
}  # fmt: skip
DAYS: Final = {
    "하루": 1,
    "이틀": 2,
    "사흘": 3,
    "나흘": 4,
    "닷새": 5,
    "엿새": 6,
    "이레": 7,
    "여드레": 8,
    "아흐레": 9,
    "열흘": 10,
    "보름": 15,
    "열하루": 11,
    "열이틀": 12,
}
MONTHS: Final = {"한": 1, "두": 2, "석": 3, "세": 3, "넉": 4, "네": 4, "다섯": 5, "여섯": 6}

_COUNTERS: Final = [
    "명",
    "분",
    "개",
    "건",
    "대",
    "마리",
    "번",
    "회",
    "차례",
    "곳",
    "군데",
    "가지",
    "종",
    "종류",
    "척",
    "채",
    "권",
    "장",
    "자루",
    "송이",
    "그루",
    "켤레",
    "벌",
    "쌍",
    "병",
    "잔",
    "그릇",
    "통",
    "봉지",
    "상자",
    "박스",
    "포대",
    "편",
    "점",
    "골",
    "승",
    "패",
    "연승",
    "연패",
    "연속",
    "타",
    "안타",
    "홈런",
    "경기",
    "세트",
    "라운드",
    "석",
    "표",
    "주",
    "좌석",
    "가구",
    "세대",
    "호",
    "동",
    "층",
    "실",
    "칸",
    "단계",
    "등급",
    "급",
    "배",
    "살",
    "세",
    "인",
    "인분",
    "인조",
    "국",
    "개국",
    "개사",
    "사",
    "개소",
    "개교",
    "개소",
    "개월",
    "달",
    "시간",
    "분",
    "초",
    "년",
    "해",
    "주일",
    "주",
    "일",
    "나라",
    "사람",
    "남매",
    "형제",
    "자녀",
    "아이",
    "아들",
    "딸",
    "도시",
    "지역",
    "회사",
    "업체",
    "기업",
    "나라",
    "팀",
    "반",
    "학교",
    "마을",
    "부",
    "기",
    "정",
    "필",
    "발",
    "방",
    "갑",
    "판",
    "모",
    "근",
    "말",
    "되",
    "섬",
    "평",
    "판",
    "줄",
    "쪽",
    "페이지",
    "면",
    "문단",
    "구절",
    "구",
    "조",
    "개조",
    "과목",
    "학기",
    "부문",
    "분야",
    "개",
    "부처",
    "집",
    "건물",
    "정거장",
    "정류장",
    "노선",
    "편",
    "량",
    "여객",
    "끼",
    "모금",
    "걸음",
    "계단",
    "차선",
    "후보",
    "정당",
    "종목",
    "메달",
    "달러",
    "유로",
    "원",
    "위안",
    "엔",
    "파운드",
    "여성",
    "남성",
    "학생",
    "국가",
    "언어",
    "팔",
    "다리",
    "손",
    "눈",
    "배우",
    "작품",
    "섬",
    "주",
    "당",
    "의원",
    "문제",
    "이유",
    "사건",
    "질문",
    "방법",
    "차원",
    "날",
    "밤",
    "아이디어",
    "요소",
    "번째",
    "개월간",
    "배",
    "바퀴",
    "쌍둥이",
    "연령",
    "세기",
    "세대",
    "시즌",
    "골차",
    "점차",
    "석",
    "시",
    "명의",
    "개의",
]
_STRICT: Final = [
    c
    for c in dict.fromkeys(_COUNTERS)
    if c
    not in ("인", "정", "기", "부", "사", "방", "필", "동", "조", "말", "되", "점", "반", "실", "구", "면", "주", "당")
]
COUNTER: Final = alternatives(_STRICT)
_PARTICLE: Final = r"(?=$|[\s,.·…\"'”’)\]]|[은는이가을를의에로와과도씩]|만[에큼]?|까지|부터|이상|이하|미만|여|째|당|간|가량|정도|안팎|내외)"

NATIVE_RE: Final = rf"(?:{alternatives(list(PAIRS))}|(?:{alternatives(list(_TENS))})(?:\s?(?:{alternatives(list(_NATIVE))}))?|{alternatives([*_NATIVE])})"
_WORD_HEADS: Final = r"(?:조(?:각|항|직|합|약|례|명)|천(?:재|막)|백화점|만화)"
"""Words that begin like a large unit: 30 조각 are 30 pieces."""
_RUN: Final = re.compile(
    rf"(?P<digits>{DIGITS})(?P<units>(?:(?!\s?{_WORD_HEADS})\s?[{_ALLU}]+(?:\s?(?:\d[\d,]*(?:\.\d+)?|[{SD}](?=\s?[십백천]))\s?[{_ALLU}]+)*(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}})(?![\d.])|\s(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}})(?![\d.%~\-/]|년|월|일|시(?!간)|분|위(?!안)|회|차|세\b))?)(?![가-힣]?은행))?"
    rf"|(?<![가-힣])(?P<native>{NATIVE_RE})(?=여?\s?(?:{COUNTER}))"
    rf"|(?<![가-힣\d])(?:(?P<pre>약|총|무려|연|각|근|연간|최대|최소|단|불과|전체|겨우)\s?)?(?:(?P<vague>(?:수|몇)\s?[{SU}]+)(?=\s?여?\s?(?:{COUNTER}|[가-힣])|$|\s)|(?P<sino>(?:[{SD}{SU}]\s?(?=[{SD}{SU}])(?<!\s\s))*[{SD}{SU}])(?P<sinotail>(?:여|점[{SD}]+)?))"
    rf"|(?<![가-힣])(?P<bare>하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열|스물|스무|서른|마흔|쉰)(?=$|\s(?!$)(?=중|가운데)|[은의]\s|뿐|씩)"
)

NATIVE_WORD: Final = re.compile(rf"(?<![가-힣]){NATIVE_RE}")
SINO_RUN: Final = re.compile(
    rf"(?<![가-힣])(?:[{SD}{SU}]*[{SD}][{SU}]+[{SD}{SU}]*|[{SD}십](?=\s?(?:년|주|개월|명|살|시간|분|퍼센트|월)))"
)

MASKS: Final = (
    r"만약|천만(?:에(?:요|\s?말씀)|다행|의\s말씀)|조세|백화점|백신|백악(?:관|기)|(?:백|억|천)만장자|천차만별|만화|한국|한편|세계|세대(?!당?\s?\d)|하나은행|하나금융|네팔|네이버|한반도|"
    r"일(?:본|부|반|단|정|자리|상|주문)|이(?:번|후|상|하|전)|삼성|사(?:람|업|회|건|실)|조(?:사|선|직|치|건)|만(?:나|들|족|일(?=\s|$))|경(?:기|찰|제)|십자|천(?:재|연|막|장)|열차|석유|석방|서명|세일|세금|세력|한일|서울|이사|오이|구조|구체|조만간"
)

_PERIOD: Final = {
    "am": ("오전", "아침", "새벽", "이른 아침"), "pm": ("오후", "저녁", "낮"), "night": ("밤", "심야", "한밤", "늦은 밤"), "noon": ("정오", "점심", "한낮"),
}  # fmt: skip
HALF: Final = {word: half for half, words in _PERIOD.items() for word in words}
WEEKDAY: Final = {"월": "mon", "화": "tue", "수": "wed", "목": "thu", "금": "fri", "토": "sat", "일": "sun"}


def native(said: str) -> int | None:
    """열두 -> 12, 스물다섯 -> 25; None where it is no native numeral."""
    said = said.replace(" ", "")  # 열 아홉
    if said in _NATIVE:
        return _NATIVE[said]
    for ten, value in _TENS.items():
        if said.startswith(ten):
            rest = said[len(ten) :]
            if not rest:
                return value
            if rest in _NATIVE:
                return value + _NATIVE[rest]
    return None


def whole(said: str) -> Decimal:
    """A numeral of digits, Sino-Korean words and large units: "12조 3,456억", "5천4백만", "이십만", "3백 7십만"."""
    text = said.replace(" ", "").replace(",", "")
    if text.isdigit():
        return Decimal(text)
    total, section, current = Decimal(0), Decimal(0), None
    for token in re.findall(r"\d+(?:\.\d+)?|.", text):
        if token in SMALL:
            section += (current if current is not None else 1) * SMALL[token]
            current = None
        elif token in LARGE:
            unit = LARGE[token]
            amount = section + (current or 0)
            if total and total < unit:
                total = (total + amount) * unit
            else:
                total += (amount or 1) * unit
            section, current = Decimal(0), None
        elif token in _DIGIT:
            current = Decimal((current or 0) * 10 + _DIGIT[token])
        elif token[0].isdigit():
            current = decimal(token)
    return total + section + (current or 0)


def cores(text: str) -> list[Core]:
    cores = []
    for match in _RUN.finditer(text):
        core = _core(match)
        if core is not None:
            cores.append(core)
    return cores


_NEIGHBOURS: Final = re.compile(
    r"(일이|이삼|삼사|사오|오륙|오육|육칠|칠팔|팔구)([십백천]?[만억조]?(?<=[십백천만억조]))"
)
"""이삼백 명 is two or three hundred."""


def _core(match: "re.Match[str]") -> Core | None:
    start, end = match.span()
    groups = match.groupdict()
    if groups["digits"]:
        digits, units = groups["digits"], groups["units"] or ""
        value = whole(digits.replace(" ", "") + units) if units else decimal(digits)
        pieces = re.fullmatch(rf"\s?([{_ALLU}]+)", units)
        large = pieces.group(1) if pieces else ""
        return Core(start, end, value, plain=not units and digits.isdigit(), large=large, spaced=" " in digits)
    if groups["native"] or groups["bare"]:
        said = groups["native"] or groups["bare"]
        if said in PAIRS:
            low, high = PAIRS[said]
            return Core(
                start, end, Decimal(low), Decimal(high) if high != low else None, words=True, approx=high == low
            )
        value_ = native(said)
        return Core(start, end, Decimal(value_), words=True) if value_ is not None else None
    start = match.start("vague") if groups["vague"] else match.start("sino")
    if groups["vague"]:
        units = re.sub(r"\s|수|몇", "", groups["vague"])
        return Core(
            start,
            match.end("vague"),
            whole(units),
            vague=True,
            words=True,
            large=units[-1] if units[-1] in LARGE else "",
        )
    said = groups["sino"]
    end = match.end("sino")
    if groups["sinotail"].startswith("점"):
        part = "".join(str(_DIGIT[c]) for c in groups["sinotail"][1:])
        return Core(start, match.end(), Decimal(f"{whole(said)}.{part}"), words=True)
    pair = _NEIGHBOURS.fullmatch(said)
    if pair:
        one, two, rest = pair.group(1)[0], pair.group(1)[1], pair.group(2)
        large = said[-1] if said[-1] in LARGE else ""
        return Core(start, end, whole(one + rest), whole(two + rest), words=True, large=large)
    return Core(start, end, whole(said), words=True, large=said[-1] if said[-1] in LARGE else "")


UNITS: Final = table("ko")
TAIL: Final = re.compile(
    rf"(?P<more>\s?여(?![러성행])|\s?몇(?=\s?[명개년])|\s?남짓)?(?P<half>(?!))?(?:\s?(?P<unit>{alternatives(list(UNITS))})(?![a-zA-Z²]|(?<=동)[안]|(?<=원)[칙]|(?<=분)[기의야석류위배할쟁노단]|(?<=일)[본부정상]|(?<=주)[요장민택식년도차기]|(?<=초)[등반과대]|(?<=도)[시로박입착움]|(?<=리)[바터]|(?<=밀리)초|(?<=근)[로거처]|(?<=평)[가균일화]|(?<=리)[그더스]|(?<=세)[계기금대력트]|(?<=살)[인]|(?<=배)[럴우치]|(?<=년)[대생도]|(?<=달)[러]|(?<=엔)[진]|(?<=톤)[헤]|(?<=해)[상외결]|(?<=박)[사]|(?<=무)[기역]|(?<=랜)드|(?<=프로)[젝그])|(?P<counter>\s?(?:{COUNTER}|인|정|기|점|면|주|사|당|석|호기)))?"
)
_SINO_COUNT: Final = re.compile(rf"여?\s?(?:{alternatives([*_STRICT, *UNITS, '인', '점'])})")


_AFTER_COUNTER: Final = "이가은는을를의에로와과도만까부씩중당간전후째쯤뿐짜여들인으하"
_LONE: Final = re.compile(
    r"(?:여?\s?(?:명(?!령|백|단|예|칭|절|소|사|분)|원(?![가-힣]{2})|달러|마리|가구|유로|위안|톤)|여?\s(?:개|건|대|년|배|권|장|곳|번|회)(?![가-힣]{2})"
    r"|여\s?[개건대년배권장곳]|\s?경기(?![가-힣]{2})|년(?=[\s이을간의]|동안|만에))"
)


_MANY: Final = re.compile(
    r"\s?(?:관객|인구|시민|국민|이용자|가입자|독자|회원|관광객|구독자|팔로워|청년|농민|노동자|서울|도민|당원)(?!상)"
)
"""What is told by the ten thousand: 천만 관객, but 천만 다행."""


def accept(text: str, core: Core, tail: "re.Match[str]") -> bool:
    said = text[core.start : core.end]
    before = text[core.start - 1 : core.start]
    if not core.words:
        return not (before.isascii() and before.isalpha()) or code_before(text, core.start)
    counted = bool(tail.group("unit") or tail.group("counter") or tail.group("more"))
    if core.vague:
        follow = text[core.end : core.end + 1]
        return counted or (said[-1] not in "조만" and (not "가" <= follow <= "힣" or follow in "의에"))
    if native(said) is not None and said not in SMALL and said not in LARGE and not set(said) <= set(SD):
        unit = tail.group("unit") or (tail.group("counter") or "").strip()
        follow = text[tail.end() : tail.end() + 1]
        if (
            len(said) == 1
            and text[core.end : core.end + 1] != " "
            and unit
            not in ("명", "개", "번", "곳", "배", "달", "시간", "마리", "가지", "건", "차례", "살", "군데", "개월")
        ):
            return False
        if said in ("한", "두", "세", "네", "서", "너", "석", "넉", "열"):
            if not counted and not core.high:
                return said == "열" and len(text.strip()) == 1
            if said == "한" and unit in (
                "번",
                "가지",
                "데",
                "살",
                "세",
                "편",
                "해",
                "주",
                "차례",
                "반",
                "사람",
                "일",
                "도시",
                "지역",
                "장",
                "방",
                "모",
                "말",
                "판",
                "층",
                "석",
                "급",
            ):
                return unit in ("사람",) and False
        return not (len(unit) == 1 and re.match(r"[가-힣]", follow) and follow not in _AFTER_COUNTER)
    if core.high is not None or said in PAIRS:
        return True
    if len(said) == 1:
        # 만 명, 천 원, 천 번; a lone Sino digit ("이", "사") and a glued word (조명, 만장, 천대) is something else.
        return said in "백천만억" and _LONE.match(text, core.end) is not None
    if said[0] in "조억경" or (said[0] in "만천백" and len(said) == 2 and said[1] in SD):
        return False
    units = [c for c in said if c in SU]
    if not units:
        return (
            bool(
                re.match(
                    r"\s?(?:년|명|개월|개|월|일|분|초|배|퍼센트|도|층|번)(?![가-힣])", text[core.end : core.end + 5]
                )
            )
            and len(said) <= 4
            and said not in ("이사", "사이", "오이", "일이", "이일", "삼사")
        )
    if counted:
        unit = tail.group("unit") or (tail.group("counter") or "").strip()
        follow = text[tail.end() : tail.end() + 1]
        if (
            len(unit) > 1
            or not "가" <= follow <= "힣"
            or follow in _AFTER_COUNTER
            or text.startswith("동안", tail.end())
        ):
            return True
        if len(said) < 3:
            return False  # 이만 줄입니다; 오천만 국민 goes on
    if set(said) <= set(SU) and len(said) == 2 and _MANY.match(text, core.end):
        return True  # 천만 관객
    return (
        bool(re.match(r"$|[\s,.]|[이가은는을의에로와과도]", text[core.end : core.end + 1] or " "))
        and len(said.replace(" ", "")) >= 2
        and (any(c in SD for c in said) or len(text.strip()) == len(said))
    )
