"""Korean quantities: 만/억/조 in digits, words and both, native numerals with counters, days (사흘), dates, clock times.

The tables and rules of `models.numerals.engine.Grammar` for ko. Never decides what a number means beyond its sentence.
"""

import re
from decimal import Decimal
from functools import cache
from typing import Final

from models.numerals.engine import Grammar, Maker, alternatives
from models.numerals.quantity import DIGITS, Core, Quantity, Value, clock, decimal, fraction, iso_date, tidy
from models.numerals.units import table

_DIGIT: Final = (
    {c: i for i, c in enumerate("영일이삼사오육칠팔구")}
    | {"공": 0, "륙": 6}
    | {c: i for i, c in enumerate("零一二三四五六七八九")}
)
_SMALL: Final = {"십": 10, "백": 100, "천": 1000, "十": 10, "百": 100, "千": 1000}
_LARGE: Final = {
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
_SD: Final = "일이삼사오육륙칠팔구"
_SU: Final = "십백천만억조"
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
_DAYS: Final = {
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
_MONTHS: Final = {"한": 1, "두": 2, "석": 3, "세": 3, "넉": 4, "네": 4, "다섯": 5, "여섯": 6}

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
_COUNTER: Final = alternatives(_STRICT)
_PARTICLE: Final = r"(?=$|[\s,.·…\"'”’)\]]|[은는이가을를의에로와과도씩]|만[에큼]?|까지|부터|이상|이하|미만|여|째|당|간|가량|정도|안팎|내외)"

_NATIVE_RE: Final = rf"(?:{alternatives(list(PAIRS))}|(?:{alternatives(list(_TENS))})(?:{alternatives(list(_NATIVE))})?|{alternatives([*_NATIVE])})"
_RUN: Final = re.compile(
    rf"(?P<digits>{DIGITS})(?P<units>(?:\s?[{_ALLU}]+(?:\s?(?:\d[\d,]*(?:\.\d+)?|[{_SD}](?=\s?[십백천]))\s?[{_ALLU}]+)*(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}})(?![\d.])|\s(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}})(?![\d.%~\-/]|년|월|일|시(?!간)|분|위(?!안)|회|차|세\b))?)(?![가-힣]?은행))?"
    rf"|(?<![가-힣])(?P<native>{_NATIVE_RE})(?=여?\s?(?:{_COUNTER}))"
    rf"|(?<![가-힣])(?:(?P<pre>약|총|무려|연|각|근|연간|최대|최소|단|불과|전체|겨우)\s?)?(?:(?P<vague>(?:수|몇)\s?[{_SU}]+)(?=\s?여?\s?(?:{_COUNTER}|[가-힣])|$|\s)|(?P<sino>(?:[{_SD}{_SU}]\s?(?=[{_SD}{_SU}])(?<!\s\s))*[{_SD}{_SU}])(?P<sinotail>(?:여|점[{_SD}]+)?))"
    rf"|(?<![가-힣])(?P<bare>하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열|스물|스무|서른|마흔|쉰)(?=$|\s(?!$)(?=중|가운데)|[은의]\s|뿐|씩)"
)

NATIVE_WORD: Final = re.compile(rf"(?<![가-힣]){_NATIVE_RE}")
SINO_RUN: Final = re.compile(
    rf"(?<![가-힣])(?:[{_SD}{_SU}]*[{_SD}][{_SU}]+[{_SD}{_SU}]*|[{_SD}십](?=\s?(?:년|주|개월|명|살|시간|분|퍼센트|월)))"
)

_MASKS: Final = re.compile(
    r"만약|천만(?:에(?:요|\s?말씀)|다행|의\s말씀)|조세|백화점|백신|백악(?:관|기)|(?:백|억|천)만장자|천차만별|만화|한국|한편|세계|세대(?!당?\s?\d)|하나은행|하나금융|네팔|네이버|한반도|"
    r"일(?:본|부|반|단|정|자리|상|주문)|이(?:번|후|상|하|전)|삼성|사(?:람|업|회|건|실)|조(?:사|선|직|치|건)|만(?:나|들|족|일(?=\s|$))|경(?:기|찰|제)|십자|천(?:재|연|막|장)|열차|석유|석방|서명|세일|세금|세력|한일|서울|십대|사이|이사|오이|구조|구체|조만간"
)

_PERIOD: Final = {
    "am": ("오전", "아침", "새벽", "이른 아침"), "pm": ("오후", "저녁", "낮"), "night": ("밤", "심야", "한밤", "늦은 밤"), "noon": ("정오", "점심", "한낮"),
}  # fmt: skip
_HALF: Final = {word: half for half, words in _PERIOD.items() for word in words}
_WEEKDAY: Final = {"월": "mon", "화": "tue", "수": "wed", "목": "thu", "금": "fri", "토": "sat", "일": "sun"}


def native(said: str) -> int | None:
    """열두 -> 12, 스물다섯 -> 25; None where it is no native numeral."""
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
        if token in _SMALL:
            section += (current if current is not None else 1) * _SMALL[token]
            current = None
        elif token in _LARGE:
            unit = _LARGE[token]
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


def _cores(text: str) -> list[Core]:
    cores = []
    for match in _RUN.finditer(text):
        core = _core(match)
        if core is not None:
            cores.append(core)
    return cores


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
            large=units[-1] if units[-1] in _LARGE else "",
        )
    said = groups["sino"]
    end = match.end("sino")
    if groups["sinotail"].startswith("점"):
        part = "".join(str(_DIGIT[c]) for c in groups["sinotail"][1:])
        return Core(start, match.end(), Decimal(f"{whole(said)}.{part}"), words=True)
    return Core(start, end, whole(said), words=True, large=said[-1] if said[-1] in _LARGE else "")


_UNITS: Final = table("ko")
_TAIL: Final = re.compile(
    rf"(?P<more>\s?여(?![러성행])|\s?몇(?=\s?[명개년])|\s?남짓)?(?P<half>(?!))?(?:\s?(?P<unit>{alternatives(list(_UNITS))})(?![a-zA-Z²]|(?<=동)[안]|(?<=원)[칙]|(?<=분)[기의야석류위배할쟁노단]|(?<=일)[본부정상]|(?<=주)[요장민택식년도차]|(?<=초)[등반과대]|(?<=도)[시로박입착]|(?<=근)[로거처]|(?<=평)[가균일화]|(?<=리)[그더스]|(?<=세)[계기금대력트]|(?<=살)[인]|(?<=배)[럴우치]|(?<=년)[대생도]|(?<=달)[러]|(?<=엔)[진]|(?<=톤)[헤]|(?<=해)[상외결]|(?<=박)[사]|(?<=무)[기역]|(?<=랜)드|(?<=프로)[젝그])|(?P<counter>\s?(?:{_COUNTER}|인|정|기|점|면|주|사|당|석|호기)))?"
)
_SINO_COUNT: Final = re.compile(rf"여?\s?(?:{alternatives([*_STRICT, *_UNITS, '인', '점'])})")


_AFTER_COUNTER: Final = "이가은는을를의에로와과도만까부씩중당간전후째쯤뿐짜여들인으하"
_LONE: Final = re.compile(
    r"(?:여?\s?(?:명(?![가-힣]{2})|원(?![가-힣]{2})|달러|마리|가구|유로|위안|톤)|여?\s(?:개|건|대|년|배|권|장|곳|번|회)(?![가-힣]{2})"
    r"|여\s?[개건대년배권장곳]|년(?=[\s이을간의]))"
)


def _accept(text: str, core: Core, tail: "re.Match[str]") -> bool:
    said = text[core.start : core.end]
    before = text[core.start - 1 : core.start]
    if not core.words:
        return not (before.isascii() and before.isalpha())
    counted = bool(tail.group("unit") or tail.group("counter") or tail.group("more"))
    if core.vague:
        follow = text[core.end : core.end + 1]
        return counted or said[-1] not in "조만" and (not "가" <= follow <= "힣" or follow in "의에")
    if native(said) is not None and said not in _SMALL and said not in _LARGE and not set(said) <= set(_SD):
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
    if said[0] in "조억경" or (said[0] in "만천백" and len(said) == 2 and said[1] in _SD):
        return False
    units = [c for c in said if c in _SU]
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
        return not (len(unit) == 1 and "가" <= follow <= "힣" and follow not in _AFTER_COUNTER)
    return (
        bool(re.match(r"$|[\s,.]|[이가은는을의에로와과도]", text[core.end : core.end + 1] or " "))
        and len(said.replace(" ", "")) >= 2
        and (any(c in _SD for c in said) or len(text.strip()) == len(said))
    )


def _q(
    match: "re.Match[str]", value: Value, kind: str, unit: str | None = None, qualifier: str | None = None
) -> list[Quantity]:
    return [Quantity(value, kind, match.start(), match.end(), "", unit, None, qualifier)]


def _nothing(match: "re.Match[str]") -> list[Quantity] | None:
    before = match.string[match.start() - 1 : match.start()]
    # Part of a numeral: "5만 일본", "3백성", but also "십만일": digits and numerals before it are not a word's start.
    if before and ("가" <= before <= "힣" or before.isdigit()):
        return None
    return []


def _number(said: str) -> Decimal:
    said = said.strip()
    value = native(said)
    if value is not None:
        return Decimal(value)
    return decimal(said) if re.fullmatch(r"[\d.,]+", said) else whole(said)


def _date(match: "re.Match[str]") -> list[Quantity] | None:
    groups = match.groupdict()
    year = int(groups["y"]) if groups.get("y") else None
    if year is not None and len(groups["y"]) == 2:
        year += 1900 if year > 40 else 2000
    month = int(_number(groups["m"])) if groups.get("m") else None
    day = int(_number(groups["d"])) if groups.get("d") else None
    value = iso_date(year, month, day)
    if value is None:
        return None
    if groups.get("d2"):
        last = int(groups["d2"])
        second = iso_date(year, month, last)
        if second is None or day is None or last <= day:
            return None
        if month is None:
            return _q(match, (day, last), "range", "day_of_month")
        middle = match.start("d2")
        return [Quantity(value, "date", match.start(), middle, ""), Quantity(second, "date", middle, match.end(), "")]
    return _q(match, value, "date")


def _months(match: "re.Match[str]") -> list[Quantity] | None:
    """1~10월: two dates."""
    first, last = iso_date(None, int(match.group("m")), None), iso_date(None, int(match.group("m2")), None)
    if first is None or last is None or first >= last:
        return None
    middle = match.start("m2")
    return [Quantity(first, "date", match.start(), middle, ""), Quantity(last, "date", middle, match.end(), "")]


def _years(match: "re.Match[str]") -> list[Quantity] | None:
    first, last = int(match.group("a")), match.group("b")
    second = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if second <= first or not 1000 <= first <= 2100:
        return None
    return _q(match, (first, second), "range", "year")


def _time(match: "re.Match[str]") -> list[Quantity] | None:
    groups = match.groupdict()
    period = (groups.get("p") or "").strip()
    hour = int(_number(groups["h"]))
    minute = 30 if groups.get("rest") else int(_number(groups["min"])) if groups.get("min") else 0
    if not period and not groups["h"].isdigit() and native(groups["h"]) == 1:
        return None
    value = clock(hour, minute, _HALF.get(period, ""))
    return _q(match, value, "time") if value else None


def _colon(match: "re.Match[str]") -> list[Quantity] | None:
    left, right = int(match.group("h")), int(match.group("min"))
    if match.group("sec"):
        return _q(match, tidy(left * 60 + right + Decimal("0." + match.group("sec")[1:])), "duration", "second")
    around = match.string[max(0, match.start() - 12) : match.end() + 8]
    sport = re.search(r"[이승패졌꺾]|세트|대파|역전|스코어", around) and left < 12 and len(match.group("min")) < 2
    if left <= 24 and right <= 59 and len(match.group("min")) == 2 and not sport:
        return _time(match)
    return _q(match, (left, right), "score")


def _share(match: "re.Match[str]") -> list[Quantity] | None:
    of, part = _number(match.group("of")), _number(match.group("n"))
    if of == 0 or part >= of * 10:
        return None
    return _q(match, fraction(part, of), "fraction")


def _slash(match: "re.Match[str]") -> list[Quantity] | None:
    part, of = Decimal(match.group("n")), Decimal(match.group("of"))
    if not of or part >= of:
        return None
    return _q(match, fraction(part, of), "fraction")


def _ordinal(match: "re.Match[str]") -> list[Quantity] | None:
    return _q(match, tidy(_number(match.group("n"))), "ordinal")


def _score(match: "re.Match[str]") -> list[Quantity] | None:
    left, right = int(_number(match.group("a"))), int(_number(match.group("b")))
    if left > 300 or right > 300:
        return None
    return _q(match, (left, right), "score")


def _dash_score(match: "re.Match[str]") -> list[Quantity] | None:
    left, right = int(match.group("a")), int(match.group("b"))
    around = match.string[max(0, match.start() - 20) : match.end() + 16]
    if (
        left > right
        or left == right
        or re.search(r"승리|패배|이겼|이기|졌|꺾|앞서|세트|골|무승부|제압|역전|완파", around)
    ):
        return _q(match, (left, right), "score")
    return None


def _quarter(match: "re.Match[str]") -> list[Quantity] | None:
    value = int(match.group("n"))
    return _q(match, value, "quarter") if 1 <= value <= 4 else None


def _decade(match: "re.Match[str]") -> list[Quantity] | None:
    said = match.group("n")
    value = int(said) if len(said) == 4 else 1900 + int(said)
    second = match.groupdict().get("n2")
    if second:
        middle = match.start("n2")
        last = int(second) if len(second) == 4 else value // 100 * 100 + int(second)
        return [Quantity(value, "decade", match.start(), middle, ""), Quantity(last, "decade", middle, match.end(), "")]
    return _q(match, value, "decade")


def _century(match: "re.Match[str]") -> list[Quantity] | None:
    if match.group("n2"):
        middle = match.start("n2")
        return [
            Quantity(int(match.group("n")), "century", match.start(), middle, ""),
            Quantity(int(match.group("n2")), "century", middle, match.end(), ""),
        ]
    return _q(match, int(match.group("n")), "century")


def _age_decade(match: "re.Match[str]") -> list[Quantity] | None:
    value = int(match.group("n"))
    before = match.string[max(0, match.start() - 6) : match.start()]
    if re.search(r"[차량기]\s?$|제\s?$|총\s?$|버스|트럭|택시|승용", before):
        return None
    return _q(match, value, "age_decade")


def _days(match: "re.Match[str]") -> list[Quantity] | None:
    if match.group("n") == "일주일":
        return _q(match, 1, "duration", "week")
    return _q(match, _DAYS[match.group("n")], "duration", "day")


def _native_months(match: "re.Match[str]") -> list[Quantity] | None:
    value = Decimal(_MONTHS[match.group("n")]) + (Decimal("0.5") if match.group("half") else 0)
    return _q(match, tidy(value), "duration", "month")


def _degrees(match: "re.Match[str]") -> list[Quantity] | None:
    value = _number(match.group("n"))
    if match.group("minus"):
        value = -value
    unit = "fahrenheit" if match.group("f") else "celsius"
    return _q(match, tidy(value), "number", unit)


def _cents(match: "re.Match[str]") -> list[Quantity] | None:
    """10달러 50센트."""
    value = _number(match.group("n")) + _number(match.group("c")) / 100
    return [Quantity(tidy(value), "money", match.start(), match.end(), "", None, "USD")]


def _code(match: "re.Match[str]") -> list[Quantity] | None:
    if re.fullmatch(
        r"(?i)\d+(?:\.\d+)?(?:m|mm2?|cm|km|kg|g|t|mg|ml|l|w|v|p|bp|ha|mw|gw|kw|gb|mb|tb|mhz|ghz|hz|kwh|mbps|m2|km2|nm|db)",
        match.group(),
    ):
        return None
    return _q(match, match.group(), "code")


def _weekday(match: "re.Match[str]") -> list[Quantity] | None:
    said = match.group("w") or match.group("w2")
    return _q(match, _WEEKDAY[said], "weekday")


_P: Final = alternatives(list(_HALF))
_NUM: Final = rf"(?:{DIGITS}|{_NATIVE_RE}|[{_SD}{_SU}]+)"
_NH: Final = (
    rf"(?:\d{{1,2}}|열두|열한|{alternatives(['한', '두', '세', '네', '다섯', '여섯', '일곱', '여덟', '아홉', '열'])})"
)
_TO: Final = r"\s?(?:-+|~|부터|에서|∼)\s?"
_RULES: Final[tuple[tuple[str, Maker], ...]] = (
    (r"(?<![\d:.,])(?P<h>\d{1,3}):(?P<min>\d{1,2})(?P<sec>\.\d+)?(?![\d:])", _colon),
    (r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,8}-?\d+(?:\.\d+)?[A-Za-z]{0,4}|\d+(?:\.\d+)?[A-Z][A-Za-z]*\d+\w*|\d+\.\d+[a-z]{1,2}|[2-6]G|[234]D)(?![A-Za-z0-9%])", lambda m: None if re.match(r"(?i)(?:us|hk|usd|krw|cny|eur|jpy)\$?\d", m.group()) and len(m.group()) > 4 else _code(m)),
    (r"\((?P<a>\d{4})\s?[-~]+\s?(?P<b>\d{4})년?\)", _years),
    (r"(?<!\d)(?P<a>\d{4})년?\s?(?:-+|~|에서|부터)\s?(?P<b>\d{4}|\d{2}(?!\d))년(?!대|간|째)", _years),
    (r"(?<!\d)(?P<n>(?:1\d|20)\d0|[2-9]0)(?:년대)?(?:\s?(?:[-~·]|와|과|,|및|에서)\s?(?P<n2>(?:(?:1\d|20)\d0|[2-9]0)))?년대", _decade),
    (r"(?<!\d)(?P<n>\d{1,2})(?:세기)?(?:\s?(?:[-~·]+|와|과|에서|,)\s?(?P<n2>\d{1,2}))?\s?세기", _century),
    (rf"(?<!\d)(?P<y>\d{{4}}|\d{{2}})년\s?(?P<m>\d{{1,2}})월(?:\s?(?P<d>\d{{1,2}})일?(?:(?:{_TO})(?P<d2>\d{{1,2}}))?일)?", _date),
    (r"(?<!\d)(?P<y>(?:1\d|20)\d\d)[-./]\s?(?P<m>\d{1,2})[-./]\s?(?P<d>\d{1,2})(?!\d)", _date),
    (rf"(?<![\d.])(?P<m>\d{{1,2}})월\s?(?P<d>\d{{1,2}})(?:일?(?:{_TO})(?P<d2>\d{{1,2}}))?일(?!간)", _date),
    (r"(?<!\d)(?<!\d[.,])(?P<y>(?:1\d|20|21)\d\d)년(?!대|\s?(?:동안|간(?!의)|째|만에)|여)(?:도(?=\s|$|[의에]))?", _date),
    (r"(?<![\d.])(?P<m>\d{1,2})월?\s?(?:-+|~)\s?(?P<m2>\d{1,2})월", _months),
    (r"(?<![\d.])(?P<m>\d{1,2}|유|시)월(?![\s]?간의)(?=$|[\s,.)·은이을의에말초중까부\"'”’]|과|까지|부터)", lambda m: None if m.group("m") in "유시" else _date(m)),
    (rf"(?<![\d.])(?P<d>\d{{1,2}})일?(?:{_TO})(?P<d2>\d{{1,2}})일(?!간|\s?동안|째|만에|\s만에|\s이내|\s안)", _date),
    (r"(?<!\d)(?<!\d[.,])(?<!약\s)(?<!주\s)(?<!단\s)(?<!총\s)(?<!꼬박\s)(?<!불과\s)(?<!각각\s)(?P<d>\d{1,2})일(?!간|밖에|이나\s|짜리|내내|\s이른|\s늦|\s빠|\s빨|\s내내|\s근무|\s만|과\s\d|씩|\s걸|이\s걸|\s더|\s이상|\s앞|\s남|\s쉬|\s단위|이면|\s간격|\s?동안|째|만에|\s만에|\s이내|이내|\s안에|짜리|치|\s넘게|여|가량|정도|\s뒤|\s연속|\s연장|\s후|\s전(?!국|체|날|격)|정|본|부로|차|당|\s내에)", _date),
    (r"(?P<w>[월화수목금토일])(?:요일|(?=[·,~\-][월화수목금토일](?:요일|·)))|\((?P<w2>[월화수목금토일])\)", _weekday),
    (rf"(?<![가-힣])(?P<p>{_P})\s?(?P<h>{_NH})시(?!간|[작대도])(?:\s?(?:(?P<rest>반)|(?P<min>\d{{1,2}}|[이삼사오]?십[일이삼사오육칠팔구]?)분))?", _time),
    (rf"(?<![\d.,가-힣])(?P<h>{_NH})시(?!간|[작대도민장가의청즌])(?:\s?(?:(?P<rest>반)|(?P<min>\d{{1,2}}|[이삼사오]?십[일이삼사오육칠팔구]?)분))?", _time),
    (rf"(?<![가-힣\d])(?P<of>{_NUM})\s?분의\s?(?P<n>{_NUM})(?![년월])", _share),
    (r"(?<![\d/.])(?P<n>\d{1,2})/(?P<of>\d{1,3})(?![\d/])", _slash),
    (r"(?<!\d)(?<!\d[.,])(?P<n>[1-4])(?:/4)?분기", _quarter),
    (r"(?<![가-힣])(?P<n>정오|자정)(?=$|[\s,.]|까지|부터|[에을이께쯤]|무렵)", lambda m: _q(m, "12:00" if m.group() == "정오" else "00:00", "time")),
    (r"(?<!\S)(?P<h>상|하)반기", lambda m: _q(m, 1 if m.group("h") == "상" else 2, "half_year")),
    (r"(?<![가-힣\d.,])제\s?(?P<n>\d+(?:,\d{3})*|[일이삼사오육칠팔구십백]+(?=\s?[차회조항대기장호]))\s?(?:차|회|조|항|호|대|기|장|위|편|군|탄|사단|함대)?(?=$|[\s,.)]|[가-힣])", _ordinal),
    (rf"(?<![가-힣\d.,])(?P<n>\d+|{_NATIVE_RE})\s?번째", _ordinal),
    (r"(?<![가-힣])(?P<n>둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열)째", _ordinal),
    (r"(?<![가-힣])(?P<first>첫)(?:\s?번째|째)", lambda m: _q(m, 1, "ordinal")),
    (r"(?<!\d)(?<!\d[.,])(?P<n>\d+)(?:위(?!안|원|치|험|해|기|성|한|반)|등(?!급|분|록|장|의|을)|차(?=\s|$|[,.]|대전|[에의]\s|\s?[세중]계)(?!례|량)|순위|쪽|페이지)", _ordinal),
    (r"(?<![\d.,가-힣])(?P<a>\d{1,3})\s?(?:대|:)\s?(?P<b>\d{1,3})(?![\d.,]\d|\d|\s?(?:개|명|년|월|일|대|살|세|억|만|%|차))", _score),
    (r"(?<![\d.,:$~-])(?P<a>\d{1,3})-(?P<b>\d{1,3})(?![\d,.]\d|\d|-|\s?(?:%|억|만|천|원|명|년|월|일|개|세|살|m|k|도|시|분|주|배|℃|대|㎜|c|세기))", _dash_score),
    (rf"(?<![가-힣\d])(?P<n>{_NUM})\s?달러\s?(?P<c>\d{{1,2}})센트", _cents),
    (r"(?<![\d.,가-힣])(?P<n>[1-9]0)대(?!\s?\d|\s?(?:대통령|국회|총선|과제|뉴스|기업|그룹|의원|국왕|차량|가량|의\s차))(?=\s?(?:남|여|청|중반|초반|후반|직장|부부|이상|이하|젊|한국|환자|학생|였|인|소녀|소년|노인|운전|A|B|[이가은는을의]\s|에서|부터|까지|로|들|와|과|$|\s|,|~|·))(?!\s?(?:이상\s팔|의\s차|가\s넘))", _age_decade),
    (rf"(?<![가-힣])(?P<n>{alternatives([*_DAYS, '일주일'])})(?!\w*째\s?날|전날|빨리|하루|살이|아침|가|나|달)(?=$|[\s,.]|[은는을를의에로도만까간동밤째뿐쯤여치]|가량|정도|이[나면]|앞|안|전|뒤|후)", _days),
    (r"(?<![가-힣])(?P<n>한|두|석|세|넉|네|다섯|여섯)\s?달(?!러|라|리|[음인성])(?:\s?(?P<half>반)(?![가-힣]))?", _native_months),
    (rf"(?:(?P<c>섭씨)|(?P<f>화씨))\s?(?P<minus>영하|마이너스|-)?\s?(?P<n>{DIGITS})\s?도", _degrees),
    (rf"(?P<minus>영하)\s?(?P<c>)(?P<f>)(?P<n>{DIGITS})\s?도", _degrees),
    (r"(?<![가-힣])(?:절반|반(?=$|[\s,.]|[이을은으의에]\s|으로|이나|쯤|만\s|가량))(?!\s?면)(?!\s?[중대]?에\s?반)", lambda m: None if re.search(r"(?:\d|시간|년|달|개월|배|살|시|[한두세네])\s?$", m.string[max(0, m.start() - 3) : m.start()]) else _q(m, 0.5, "fraction")),
    (r"(?<![가-힣])반(?P<u>년|나절|달)(?![가-힣]?기)", lambda m: None if m.group("u") == "나절" else _q(m, 0.5, "duration", {"년": "year", "달": "month"}[m.group("u")])),
)  # fmt: skip


@cache
def grammar() -> Grammar:
    """The Korean grammar, compiled once."""
    signs = {
        "US$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD", "$": "USD", "¥": "JPY", "£": "GBP", "€": "EUR", "₩": "KRW", "미화": "USD", "USD": "USD", "KRW": "KRW", "EUR": "EUR",
        "RMB": "CNY", "CNY": "CNY",
    }  # fmt: skip
    return Grammar(
        rules=((_MASKS, _nothing), *((re.compile(pattern), make) for pattern, make in _RULES)),
        cores=_cores,
        tail=_TAIL,
        units=_UNITS,
        signs=re.compile(
            rf"(?:(?P<money>{alternatives(list(signs))})\s?(?:약\s?)?|(?P<minus>(?<![\w)%\d])-|마이너스\s?|(?<![가-힣])영하\s?))$"
        ),
        currencies=signs,
        before=re.compile(
            r"(?<![가-힣])(?:(?P<approx>약|대략|거의|근|어림잡아|얼추)|(?P<at_least>최소|적어도|최소한)|(?P<at_most>최대|많아야|기껏해야))\s?$"
        ),
        after=re.compile(
            rf"\s?(?:(?:{_COUNTER})?\s?)?(?:(?P<approx>안팎|가량|정도|쯤|내외|남짓)|(?P<at_least>이상|초과|을\s넘|를\s넘|이\s넘|가\s넘|넘게|\s넘는)|(?P<at_most>이하|미만|이내(?!에)))|(?P<half>(?<=[간년달주월배개])\s?반)(?![가-힣]{{2}}|대|면)"
        ),
        joins=re.compile(r"\s?(?:-+|~|에서|부터|내지|또는)\s?"),
        opens=re.compile(r"(?!)"),
        accept=_accept,
        between=re.compile(r"\s?"),
        large={
            **{u: Decimal(v) for u, v in (*_LARGE.items(), *_SMALL.items())},
            "백만": Decimal(10**6),
            "천만": Decimal(10**7),
            "십만": Decimal(10**5),
            "천억": Decimal(10**11),
            "백억": Decimal(10**10),
            "십억": Decimal(10**9),
        },
    )
