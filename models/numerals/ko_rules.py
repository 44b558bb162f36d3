"""Korean dates, clock times, shares, ordinals, ages, scores and codes: the rules of the ko `Grammar`, and the grammar.

In: matches of the patterns below. Out: quantities; [] for a look-alike that nothing else may read; None for "not mine".
"""

import re
from decimal import Decimal
from functools import cache
from typing import Final

from models.numerals.engine import Grammar, Maker, alternatives
from models.numerals.ko import (
    COUNTER,
    DAYS,
    HALF,
    LARGE,
    MASKS,
    MONTHS,
    NATIVE_RE,
    SD,
    SMALL,
    SU,
    TAIL,
    UNITS,
    WEEKDAY,
    accept,
    cores,
    native,
    whole,
)
from models.numerals.needs import Pattern
from models.numerals.quantity import DIGITS, Quantity, Value, clock, decimal, fraction, iso_date, short_money, tidy
from models.numerals.units import DOLLARS, codes


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
    """1~10월, 11~2월: two dates."""
    first, last = iso_date(None, int(match.group("m")), None), iso_date(None, int(match.group("m2")), None)
    if first is None or last is None or first == last:
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
    value = clock(hour, minute, HALF.get(period, ""))
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


def _quarters(match: "re.Match[str]") -> list[Quantity] | None:
    return _q(match, int(_number(match.group("n"))), "duration", "quarter")


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
    return _q(match, DAYS[match.group("n")], "duration", "day")


def _two_decades(match: "re.Match[str]") -> list[Quantity] | None:
    """2030세대: people in their twenties and thirties."""
    first, second = int(match.group("n")), int(match.group("n2"))
    if second != first + 10:
        return None
    middle = match.start("n2")
    return [
        Quantity(first, "age_decade", match.start(), middle, ""),
        Quantity(second, "age_decade", middle, match.end(), ""),
    ]


_DAY_PAIRS: Final = {"하루이틀": (1, 2), "이삼일": (2, 3), "사나흘": (3, 4), "네댓새": (4, 5), "대엿새": (5, 6)}
_SPEEDS: Final = {
    "k": "kilometer_per_hour",
    "㎞": "kilometer_per_hour",
    "킬": "kilometer_per_hour",
    "마": "mile_per_hour",
}


def _speed(match: "re.Match[str]") -> list[Quantity] | None:
    metres = match.group("u") in ("m", "미터", "ｍ")
    if match.group("per") == "초" and not metres:
        return None  # 초당 12.8km is a length here, as "12.8 km per second" is
    unit = "meter_per_second" if match.group("per") == "초" else _SPEEDS[match.group("u")[0].lower()]
    return _q(match, tidy(_number(match.group("n"))), "number", unit)


def _halpun(match: "re.Match[str]") -> list[Quantity]:
    """3할, 2할 5푼: tenths and hundredths."""
    return _q(match, tidy(_number(match.group("n")) * 10 + _number(match.group("m") or "0")), "percent")


def _hanja(match: "re.Match[str]") -> list[Quantity]:
    """二百五十萬원, 五十萬."""
    currency = {"원": "KRW", "달러": "USD"}.get(match.group("u") or "")
    return [
        Quantity(
            tidy(whole(match.group("n"))),
            "money" if currency else "number",
            match.start(),
            match.end(),
            "",
            None,
            currency,
        )
    ]


def _native_months(match: "re.Match[str]") -> list[Quantity] | None:
    value = Decimal(MONTHS[match.group("n")]) + (Decimal("0.5") if match.group("half") else 0)
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


_AMOUNT: Final = re.compile(rf"(?i)(?:us|hk|rmb|{'|'.join(codes())})\$?\d")


def _code(match: "re.Match[str]") -> list[Quantity] | None:
    if re.fullmatch(
        r"(?i)\d+(?:\.\d+)?(?:m|mm2?|cm|km|kg|g|t|mg|ml|l|w|v|p|bp|ha|mw|gw|kw|gb|mb|tb|mhz|ghz|hz|kwh|mbps|m2|km2|nm|db)",
        match.group(),
    ):
        return None
    if _AMOUNT.match(match.group()):
        return None  # RUB12.4
    if re.fullmatch(r"[kcm]?m[23]", match.group()) and re.search(r"[\d만억천백]\s?$", match.string[: match.start()]):
        return None  # 220만km2
    return _q(match, match.group(), "code")


_EVENT: Final = (
    r"\s?(?:비상계엄|계엄|내란|쿠데타|대선|총선|선거|지방|재보|보궐|민주|항쟁|혁명|운동|사건|사태|참사|테러|전쟁|절(?![반대])|만세|독립|기념|묘[역지]|정신|합의|선언|공[격동]|학살"
    r"|광복|군사|지진|대책|정변|의거|부동산|남북|평양|전당|전대|특사|이태원|세월호|민중|시위|집회)"
)
"""What news calls by its day: 12·3 비상계엄, 6·3 대선, 5·18 민주화운동."""
_LISTED: Final = re.compile(
    r"\s?(?:[위번차심호급등층관군부조항반당대명개월일시분편권회팀년원도점살세동]|학년|분기|단지|구역|라운드|호선|%|㎞|km)"
)
"""Behind two numbers of a list: 1·2위, 3·4분기, 5·6호기."""


def _named_day(match: "re.Match[str]") -> list[Quantity] | None:
    """The day that names an event. Two neighbours (3·4) and a point (6.3) need the event's word behind them."""
    month, day = int(match.group("m")), int(match.group("d"))
    value = iso_date(None, month, day)
    event = re.compile(_EVENT).match(match.string, match.end())
    if value is None or (not event and (match.group("dot") == "." or day == month + 1)):
        return None
    listed = _LISTED.match(match.string, match.end())
    particle = re.compile(r"(?:[은는이가을를의와과로에도]|이후|이전)(?=[\s,.]|$)").match(match.string, match.end())
    if not event and listed and not particle:
        return None
    return _q(match, value, "date")


def _weekday(match: "re.Match[str]") -> list[Quantity] | None:
    said = match.group("w") or match.group("w2")
    return _q(match, WEEKDAY[said], "weekday")


_P: Final = alternatives(list(HALF))
_NUM: Final = rf"(?:{DIGITS}|{NATIVE_RE}|[{SD}{SU}]+)"
_NH: Final = (
    rf"(?:\d{{1,2}}|열두|열한|{alternatives(['한', '두', '세', '네', '다섯', '여섯', '일곱', '여덟', '아홉', '열'])})"
)
_TO: Final = r"\s?(?:-+|~|부터|에서|∼)\s?"
_RULES: Final[tuple[tuple[str, Maker], ...]] = (
    (rf"(?P<per>시|초)(?:속|간?당|간에)\s?(?:약\s?|최대\s?|최고\s?)?(?P<n>{DIGITS})\s?(?P<u>km|㎞|킬로미터|마일|m(?!m)|미터|ｍ)", _speed),
    (r"(?<!\d)\d{1,2}박\s?(?P<n>\d{1,2})일", lambda m: _q(m, int(m.group("n")), "duration", "day")),
    (rf"(?<![가-힣])(?P<n>{alternatives(list(_DAY_PAIRS))})", lambda m: _q(m, _DAY_PAIRS[m.group("n")], "range", "day")),
    (r"(?<![가-힣])(?P<of>열|백)(?:에|\s명에|\s명\s중)\s?(?P<n>하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|한\s명)(?=[\s은는이가을를의,.]|$)", lambda m: _q(m, fraction(_number(m.group("n")[:2].strip()), Decimal(10 if m.group("of") == "열" else 100)), "fraction")),
    (r"(?<![가-힣])(?:[갑곱]절)(?=[\s,.로이의]|$)", lambda m: _q(m, 2, "multiple")),
    (r"(?<![가-힣\d])(?P<n>\d)할(?:\s?(?P<m>\d)푼)?(?=[\s,.이을은의에로가대]|$)", _halpun),
    (r"(?<![가-힣])(?P<y>(?:이천|천구백|천팔백)[일이삼사오육칠팔구십]+)년(?!간|째|\s?동안|\s?만에)", lambda m: _q(m, f"{whole(m.group('y'))}", "date")),
    (r"(?<![一-鿿])(?P<n>[一二三四五六七八九十百千]+[十百千萬億兆][一二三四五六七八九十百千萬億兆]*)\s?(?P<u>원|달러|명)?(?![一-鿿])", _hanja),
    (rf"(?P<sign>[$£€])\s?(?P<n>{DIGITS})\s?(?P<u>[MBK]|bn)(?![A-Za-z])", short_money),
    (r"(?<![\d:.,])(?P<h>\d{1,3}):(?P<min>\d{1,2})(?P<sec>\.\d+)?(?![\d:])", _colon),
    (r"(?<![\d.,·])(?P<m>\d{1,2})(?P<dot>[·‧・ㆍ∙•.])(?P<d>\d{1,2})(?![\d·]|[.,]\d)", _named_day),
    (r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,8}-?\d+(?:\.\d+)?[A-Za-z]{0,4}|\d+(?:\.\d+)?[A-Z][A-Za-z]*\d+\w*|\d+\.\d+[a-z]{1,2}|[2-6]G|[234]D|[48]K)(?![A-Za-z0-9%]|(?<=[A-Za-z]\d)[월일]|(?<=[A-Za-z]\d\d)[월일])", _code),
    (r"\((?P<a>\d{4})\s?[-~]+\s?(?P<b>\d{4})년?\)", _years),
    (r"(?<!\d)(?P<a>\d{4})년?\s?(?:-+|~|에서|부터)\s?(?P<b>\d{4}|\d{2}(?!\d))년(?!대|간|째)", _years),
    (r"(?<!\d)(?P<n>(?:1\d|20)\d0|[2-9]0)(?:년대)?(?:\s?(?:[-~·]|와|과|,|및|에서)\s?(?P<n2>(?:(?:1\d|20)\d0|[2-9]0)))?\s?년대", _decade),
    (r"(?<!\d)(?P<n>\d{1,2})(?:세기)?(?:\s?(?:[-~·]+|와|과|에서|,)\s?(?P<n2>\d{1,2}))?\s?세기", _century),
    (r"(?:기원전|기원후|서기)\s?(?P<y>\d{1,4})\s?년(?!\s?간|\s?동안)", lambda m: _q(m, iso_date(int(m.group("y")), None, None) or "", "date") if int(m.group("y")) else None),
    (rf"(?<!\d)(?P<y>\d{{4}}|\d{{2}})\s?년\s?(?P<m>\d{{1,2}})\s?월(?:\s?(?P<d>\d{{1,2}})(?:\s?일)?(?:(?:{_TO})(?P<d2>\d{{1,2}}))?\s?일)?", _date),
    (r"(?<!\d)(?P<y>(?:1\d|20)\d\d)[-./]\s?(?P<m>\d{1,2})[-./]\s?(?P<d>\d{1,2})(?!\d)", _date),
    (rf"(?<![\d.])(?P<m>\d{{1,2}})\s?월\s?(?P<d>\d{{1,2}})(?:(?:\s?일)?(?:{_TO})(?P<d2>\d{{1,2}}))?\s?일(?!간)", _date),
    (r"(?<![\d.])(?P<m>\d{1,2})\s?월\s(?P<d>\d{1,2})(?=\s[A-Za-z]|[의에](?:\s|$)|까지|부터)", _date),
    (r"(?<![\d.])(?P<d>\d{1,2})(?:st|nd|rd|th)?\s(?P<m>\d{1,2})\s?월\s(?P<y>(?:1\d|20)\d\d)(?!\s?년|\d)", _date),
    (r"(?<!\d)(?<!\d[.,])(?P<y>(?:1\d|20|21)\d\d)\s?년(?!대|\s?(?:동안|간(?!의)|째|만에)|여|(?<=1[0-8]\d\d년)\s전(?![가-힣]{2}))(?:도(?=\s|$|[의에]))?", _date),
    (r"(?<![\d.])(?P<m>\d{1,2})월?\s?(?:-+|~)\s?(?P<m2>\d{1,2})월", _months),
    (r"(?<![\d.])(?P<m>\d{1,2}\s?|유|시)월(?![\s]?간의)(?=$|[\s,.)·은이을의에말초중까부보물치산분생\"'”’]|과|까지|부터)", lambda m: None if m.group("m") in "유시" else _date(m)),
    (rf"(?<![\d.])(?P<d>\d{{1,2}})일?(?:{_TO})(?P<d2>\d{{1,2}})일(?!간|로\s(?:[가-힣]+\s)?(?:벌어|늘|줄|단축|감소|증가|길어|짧아)|\s?동안|째|만에|\s만에|\s이내|\s안)", _date),
    (r"(?<!\d)(?<!\d[.,])(?<!약\s)(?<!주\s)(?<!단\s)(?<!총\s)(?<!꼬박\s)(?<!불과\s)(?<!각각\s)(?P<d>\d{1,2})(?:일|\s일(?=[에은의과부까자,.\s)]|로\s|$))(?!간|밖에|이나\s|짜리|내내|\s이른|\s늦|\s빠|\s빨|\s내내|\s근무|\s만|과\s\d|씩|\s걸|이\s걸|\s더|\s이상|\s앞|\s남|\s쉬|\s단위|이면|\s간격|\s?동안|째|만에|\s만에|\s이내|이내|\s안에|짜리|치|\s넘게|여|가량|정도|\s뒤|\s연속|\s연장|\s후|\s전(?!국|체|날|격|년)|정|본|부로|차|당|\s내에)", _date),
    (r"(?P<w>[월화수목금토일])(?:요일|(?=[·,~\-][월화수목금토일](?:요일|·)))|\((?P<w2>[월화수목금토일])\)", _weekday),
    (rf"(?<![가-힣])(?P<p>{_P})\s?(?P<h>{_NH})\s?시(?!간|[작대도])(?:\s?(?:(?P<rest>반)|(?P<min>\d{{1,2}}|[이삼사오]?십[일이삼사오육칠팔구]?)\s?분))?", _time),
    (rf"(?<![\d.,가-힣])(?P<h>{_NH})(?:시|(?<=\d)\s시(?=[에경쯤부까,.\s]|$))(?!간|[작대도민장가의청즌])(?:\s?(?:(?P<rest>반)|(?P<min>\d{{1,2}}|[이삼사오]?십[일이삼사오육칠팔구]?)\s?분))?", _time),
    (rf"(?<![가-힣\d])(?P<of>{_NUM})\s?분의\s?(?P<n>{_NUM})(?![년월])", _share),
    (r"(?<![\d/.])(?P<n>\d{1,2})/(?P<of>\d{1,3})(?![\d/])", _slash),
    (rf"(?<![가-힣\d.,])(?P<n>\d{{1,2}}|{NATIVE_RE})\s?분기(?=\s?(?:연속|만에|째|동안|내리))", _quarters),
    (rf"(?<![가-힣])(?P<n>{NATIVE_RE})\s?분기", _quarters),
    (r"(?<!\d)(?<!\d[.,])(?P<n>[1-4])(?:/4)?\s?분기", _quarter),
    (r"(?<![가-힣])(?P<n>정오|자정)(?=$|[\s,.]|까지|부터|[에을이께쯤]|무렵)", lambda m: _q(m, "12:00" if m.group() == "정오" else "00:00", "time")),
    (r"(?<!\S)(?P<h>상|하)반기", lambda m: _q(m, 1 if m.group("h") == "상" else 2, "half_year")),
    (r"(?<![가-힣\d.,])제\s?(?P<n>\d+(?:,\d{3})*|[일이삼사오육칠팔구십백]+(?=\s?[차회조항대기장호]))\s?(?:차|회|조|항|호|대|기|장|위|편|군|탄|사단|함대)?(?=$|[\s,.)]|[가-힣])", _ordinal),
    (rf"(?<![가-힣\d.,])(?P<n>\d+|{NATIVE_RE})\s?번째", _ordinal),
    (r"(?<![가-힣])(?P<n>둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열)째", _ordinal),
    (r"(?<![가-힣])(?P<first>첫)(?:\s?번째|째)", lambda m: _q(m, 1, "ordinal")),
    (r"(?<!\d)(?<!\d[.,])(?P<n>\d+)(?:\s위(?=[를로에와]\s|[,.]|$)|위(?!안|원|치|험|해|기|성|한|반)|등(?!급|분|록|장|의|을)|차(?=\s|$|[,.]|대전|[에의]\s|\s?[세중]계)(?!례|량)|순위|쪽|페이지)", _ordinal),
    (r"(?<![\d.,가-힣])(?P<a>\d{1,3})\s?(?:대|:)\s?(?P<b>\d{1,3})(?![\d.,]\d|\d|\s?(?:개|명|년|월|일|대|살|세|억|만|%|차))", _score),
    (r"(?<![\d.,:$~-])(?P<a>\d{1,3})-(?P<b>\d{1,3})(?![\d,.]\d|\d|-|\s?(?:%|억|만|천|원|명|년|월|일|개|세|살|m|k|도|시|분|주|배|℃|대|㎜|c|세기))", _dash_score),
    (rf"(?<![가-힣\d])(?P<n>{_NUM})\s?달러\s?(?P<c>\d{{1,2}})센트", _cents),
    (r"(?<!\d)(?P<n>[2-7]0)(?P<n2>[3-8]0)(?:대|(?=\s?(?:세대|여성|남성|남녀|청년|직장인|유권자|표심)))", _two_decades),
    (r"(?<![\d.,가-힣])(?P<n>[1-9]0)\s?대(?!\s?\d|\s?(?:대통령|국회|총선|과제|뉴스|기업|그룹|의원|국왕|차량|가량|의\s차))(?=\s?(?:남|여|청|중반|초반|후반|직장|부부|이상|이하|젊|한국|환자|학생|였|인|소녀|소년|노인|운전|A|B|[이가은는을의]\s|에서|부터|까지|로|들|와|과|$|\s|,|~|·))(?!\s?(?:이상\s팔|의\s차|가\s넘))", _age_decade),
    (rf"(?<![가-힣])(?P<n>{alternatives([*DAYS, '일주일'])})(?!\w*째\s?날|전날|빨리|하루|살이|아침|가(?!량)|나|달)(?=$|[\s,.]|[은는을를의에로도만까간동밤째뿐쯤여치]|가량|정도|이[나면]|앞|안|전|뒤|후)", _days),
    (r"(?<![가-힣])(?P<n>한|두|석|세|넉|네|다섯|여섯)\s?달(?!러|라|리|[음인성])(?:\s?(?P<half>반)(?![가-힣]))?", _native_months),
    (r"(?<![가-힣])십\s?대(?=[\s일였인의들가는이]|$)(?!\s?(?:뉴스|과제|기업|원칙))", lambda m: _q(m, 10, "age_decade")),
    (rf"(?:(?P<c>섭씨)|(?P<f>화씨))\s?(?P<minus>영하|마이너스|-)?\s?(?P<n>{DIGITS})\s?도", _degrees),
    (rf"(?P<minus>영하)\s?(?P<c>)(?P<f>)(?P<n>{DIGITS})\s?도", _degrees),
    (r"(?<![가-힣])(?:절반|반(?=$|[\s,.]|[이을은으의에]\s|으로|이나|쯤|만\s|가량))(?!\s?면)(?!\s?[중대]?에\s?반)", lambda m: None if re.search(r"(?:\d|시간|년|달|개월|배|살|시|[한두세네])\s?$", m.string[max(0, m.start() - 3) : m.start()]) else _q(m, 0.5, "fraction")),
    (r"(?<![가-힣])반(?P<u>년|나절|달)(?![가-힣]?기)", lambda m: None if m.group("u") == "나절" else _q(m, 0.5, "duration", {"년": "year", "달": "month"}[m.group("u")])),
)  # fmt: skip


@cache
def grammar() -> Grammar:
    """The Korean grammar, compiled once."""
    signs = {
        "US$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD", "$": "USD", "¥": "JPY", "£": "GBP", "€": "EUR", "₩": "KRW", "미화": "USD",
        "RMB": "CNY", **{code: code for code in codes()}, **{f"{code}{gap}$": code for code in DOLLARS for gap in ("", " ")},
    }  # fmt: skip
    return Grammar(
        rules=((Pattern(MASKS), _nothing), *((Pattern(pattern), make) for pattern, make in _RULES)),
        cores=cores,
        tail=TAIL,
        units=UNITS,
        signs=re.compile(
            rf"(?:(?P<money>{alternatives(list(signs))})\s?(?:약\s?)?|(?P<minus>(?<![\w)%\d])-|마이너스\s?|(?<![가-힣])영하\s?))$"
        ),
        currencies=signs,
        before=re.compile(
            r"(?<![가-힣])(?:(?P<approx>약|近|대략|거의|근|어림잡아|얼추)|(?P<at_least>최소|적어도|최소한)|(?P<at_most>최대|많아야|기껏해야))\s?$"
        ),
        after=re.compile(
            rf"\s?(?:(?:{COUNTER})?\s?)?(?:(?P<approx>안팎|가량|정도|쯤|내외|남짓)|(?P<at_least>이상|초과|을\s넘|를\s넘|이\s넘|가\s넘|넘게|\s넘는)|(?P<at_most>이하|미만|이내(?!에)))|(?P<half>(?<=[간년달주월배개])\s?반)(?!(?!으로)[가-힣]{{2}}|대|면)"
        ),
        joins=re.compile(r"\s?(?:-+|~|에서|부터|내지|또는)\s?"),
        opens=re.compile(r"(?!)"),
        accept=accept,
        between=re.compile(r"\s?"),
        large={
            **{u: Decimal(v) for u, v in (*LARGE.items(), *SMALL.items())},
            "백만": Decimal(10**6),
            "천만": Decimal(10**7),
            "십만": Decimal(10**5),
            "천억": Decimal(10**11),
            "백억": Decimal(10**10),
            "십억": Decimal(10**9),
        },
    )
