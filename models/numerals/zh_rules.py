"""Chinese dates, clock times, shares, ordinals, ages, scores and codes: the rules of the zh `Grammar`, and the grammar.

In: matches of the patterns below. Out: quantities; [] for a look-alike that nothing else may read; None for "not mine".
"""

import re
import unicodedata
from decimal import Decimal
from functools import cache
from typing import Final

from models.numerals.engine import Grammar, Maker, alternatives
from models.numerals.needs import Pattern
from models.numerals.quantity import (
    DIGITS,
    Quantity,
    Value,
    clock,
    decimal,
    fraction,
    iso_date,
    roman,
    short_money,
    tidy,
)
from models.numerals.units import codes
from models.numerals.zh import (
    COUNTER,
    DIGIT,
    HALF,
    LARGE,
    MASKS,
    SMALL,
    TAIL,
    UNITS,
    WEEKDAY,
    ZD,
    ZU,
    N,
    accept,
    cores,
    small,
    whole,
)


def _q(
    match: "re.Match[str]", value: Value, kind: str, unit: str | None = None, qualifier: str | None = None
) -> list[Quantity]:
    return [Quantity(value, kind, match.start(), match.end(), "", unit, None, qualifier)]


def _nothing(match: "re.Match[str]") -> list[Quantity]:
    return []


def _year(text: str) -> int | None:
    digits = text if text.isdigit() else "".join(str(DIGIT[c]) for c in text if c in DIGIT)
    if len(digits) == 4 and 1000 <= int(digits) <= 2999:
        return int(digits)
    return None


def _date(match: "re.Match[str]") -> list[Quantity] | None:
    groups = match.groupdict()
    year = _year(groups["y"]) if groups.get("y") else None
    if groups.get("y") and year is None:
        short = groups["y"]
        if len(short) == 2 and groups.get("m"):
            year = (1900 if int(short) > 40 else 2000) + int(short)
        else:
            return None
    month = small(groups["m"]) if groups.get("m") else None
    day = small(groups["d"]) if groups.get("d") else None
    value = iso_date(year, month, day)
    if value is None:
        return None
    found = _q(match, value, "date")
    if groups.get("d2"):
        last = small(groups["d2"])
        second = iso_date(year, month, last)
        if day is None or second is None or last <= day:
            return None
        if month is None:
            return _q(match, (day, last), "range", "day_of_month")
        middle = match.start("d2")
        return [
            Quantity(value, "date", match.start(), middle, ""),
            Quantity(second, "date", middle, match.end(), ""),
        ]
    return found


def _months(match: "re.Match[str]") -> list[Quantity] | None:
    """1-7月, 12-2月: two dates."""
    first, last = iso_date(None, int(match.group("m")), None), iso_date(None, int(match.group("m2")), None)
    if first is None or last is None or first == last:
        return None
    middle = match.start("m2")
    return [Quantity(first, "date", match.start(), middle, ""), Quantity(last, "date", middle, match.end(), "")]


def _years(match: "re.Match[str]") -> list[Quantity] | None:
    first, last = _year(match.group("a")), match.group("b")
    second = int(last) if len(last) == 4 else first // 100 * 100 + int(last) if first else 0
    if first is None or second <= first:
        return None
    return _q(match, (first, second), "range", "year")


def _time(match: "re.Match[str]") -> list[Quantity] | None:
    groups = match.groupdict()
    period = groups["p"] or ""
    hour = small(groups["h"])
    rest = groups.get("rest") or ""
    minute = 30 if rest == "半" else 15 if rest in ("一刻",) else 45 if rest == "三刻" else 0
    if groups.get("min"):
        minute = small(groups["min"])
    sign = groups.get("sign") or ""
    if not period and sign in ("点", "點") and not rest and not groups.get("min"):
        before = match.string[max(0, match.start() - 3) : match.start()]
        if hour > 24 or hour == 0 or re.search(r"[涨漲跌升降第报報挫]$|[涨漲跌升降报報]了?$", before):
            return None
        if not groups["h"].isdigit() and re.match(r"[建意看要]", match.string[match.end() :]):
            return None
    value = clock(hour, minute, HALF.get(period, ""))
    return _q(match, value, "time") if value else None


def _colon(match: "re.Match[str]") -> list[Quantity] | None:
    left, right = int(match.group("h")), int(match.group("min"))
    around = match.string[max(0, match.start() - 12) : match.end() + 8]
    sport = re.search(
        r"比分|[战戰][胜勝平]|[击擊][败敗]|[赢贏输輸负負]|大[胜勝]|首局|次局|首盘|[战戰][报報]|比赛|比賽", around
    )
    if match.group("sec"):
        total = left * 60 + right + Decimal("0" + match.group("sec"))
        return _q(match, tidy(total), "duration", "second")
    if match.group("p") or (left <= 24 and right <= 59 and len(match.group("min")) == 2 and not (sport and left > 0)):
        value = clock(left, right, HALF.get(match.group("p") or "", ""))
        if value:
            return _q(match, value, "time")
    return _q(match, (left, right), "score")


def _watch(match: "re.Match[str]") -> list[Quantity] | None:
    """1分57秒79, 2小时5分30秒."""
    total = Decimal(match.group("h") or 0) * 3600 + Decimal(match.group("min")) * 60 + Decimal(match.group("s"))
    if match.group("c"):
        total += Decimal("0." + match.group("c"))
    return _q(match, tidy(total), "duration", "second")


def _percent(match: "re.Match[str]") -> list[Quantity] | None:
    said = match.group("n").replace("，", ",")
    value = decimal(said) if said[0].isdigit() else whole(said)
    base = {"百": 100, "千": 1000, "万": 10000, "萬": 10000}[match.group("of")]
    if base == 100:
        if match.groupdict().get("n2"):
            last = match.group("n2")
            high = decimal(last) if last[0].isdigit() else whole(last)
            return _q(match, (tidy(value), tidy(high)), "range", "percent")
        return _q(match, tidy(value), "percent")
    return _q(match, fraction(value, Decimal(base)), "fraction")


def _share(match: "re.Match[str]") -> list[Quantity] | None:
    whole_, part = _number(match.group("of")), _number(match.group("n"))
    if whole_ == 0 or part >= whole_:
        return None
    return _q(match, fraction(part, whole_), "fraction")


def _number(said: str) -> Decimal:
    return decimal(said) if said[0].isdigit() else whole(said)


def _cheng(match: "re.Match[str]") -> list[Quantity] | None:
    value = _number(match.group("n")) * 10 + (5 if match.group("half") else 0)
    if match.group("tenth"):
        value += DIGIT[match.group("tenth")]  # 三成五
    if match.groupdict().get("m"):
        return _q(match, (tidy(value), tidy(_number(match.group("m")) * 10)), "range", "percent")
    return _q(match, tidy(value), "percent", None, "approx" if match.group("more") else None)


def _discount(match: "re.Match[str]") -> list[Quantity] | None:
    said = match.group("n")
    if said[0].isdigit():
        value = decimal(said)
        value = value * 10 if value < 10 else value
    else:
        value = Decimal("".join(str(DIGIT[c]) for c in said if c in DIGIT))
        value = value * 10 if value < 10 else value
    return _q(match, tidy(value), "percent", None, "of_price")


def _ordinal(match: "re.Match[str]") -> list[Quantity] | None:
    said = match.group("n")
    return _q(match, tidy(decimal(said) if said[0].isdigit() else whole(said)), "ordinal")


def _heap(match: "re.Match[str]") -> list[Quantity]:
    """4个亿: of yuan, where nothing is said to be counted."""
    value = tidy(_number(match.group("n")) * whole(match.group("u")))
    said = match.group("c")
    currency = UNITS[said].currency if said else None if match.group("of") else "CNY"
    return [Quantity(value, "money" if currency else "number", match.start(), match.end(), "", None, currency)]


def _magnitude(match: "re.Match[str]") -> list[Quantity]:
    """千亿级, 百亿元级: no number but a size."""
    said = match.group("u")
    currency = UNITS[said].currency if said else None
    return [Quantity(tidy(whole(match.group("n"))), "vague", match.start(), match.end(), "", None, currency)]


def _level(match: "re.Match[str]") -> list[Quantity]:
    """Ⅳ级, II级: the level of an alert."""
    return _q(match, roman(unicodedata.normalize("NFKC", match.group("n"))), "ordinal")


def _quarter(match: "re.Match[str]") -> list[Quantity] | None:
    value = small(match.group("n"))
    if not 1 <= value <= 4:
        return None
    if match.groupdict().get("front"):
        return _q(match, value, "duration", "quarter")
    return _q(match, value, "quarter")


def _half_year(match: "re.Match[str]") -> list[Quantity] | None:
    return _q(match, 1 if match.group("h") == "上" else 2, "half_year")


def _decade(match: "re.Match[str]") -> list[Quantity] | None:
    groups = match.groupdict()
    century = 1900
    if groups.get("c"):
        century = (small(groups["c"]) - 1) * 100
    elif groups.get("full"):
        century = int(groups["full"]) * 100
    elif groups.get("this"):
        century = 2000

    def ten(said: str) -> int:
        value = small(said)
        return value if value >= 10 else value * 10

    first = century + ten(groups["a"])
    if groups.get("b"):
        return [
            Quantity(first, "decade", match.start(), match.start("b"), ""),
            Quantity(century + ten(groups["b"]), "decade", match.start("b"), match.end(), ""),
        ]
    return _q(match, first, "decade")


def _century(match: "re.Match[str]") -> list[Quantity] | None:
    found = _q(match, small(match.group("b") or match.group("a")), "century")
    if match.group("b"):
        middle = match.start("b")
        return [
            Quantity(small(match.group("a")), "century", match.start(), middle, ""),
            Quantity(small(match.group("b")), "century", middle, match.end(), ""),
        ]
    return found


def _score(match: "re.Match[str]") -> list[Quantity] | None:
    left, right = _number(match.group("a")), _number(match.group("b"))
    if left > 300 or right > 300:
        return None
    return _q(match, (tidy(left), tidy(right)), "score")


def _age_decade(match: "re.Match[str]") -> list[Quantity] | None:
    value = int(_number(match.group("n")))
    if value < 10 or value > 110:
        return None
    return _q(match, value // 10 * 10, "age_decade")


def _half(match: "re.Match[str]") -> list[Quantity] | None:
    return _q(match, 0.5, "fraction")


def _half_unit(match: "re.Match[str]") -> list[Quantity] | None:
    unit = {"年": "year", "天": "day", "月": "month", "小": "hour", "世": "century", "日": "day"}[match.group("u")[0]]
    return _q(match, 0.5, "duration", unit)


_AMOUNT: Final = re.compile(rf"(?i)(?:us|hk|rmb|nt|{'|'.join(codes())})\$?\d")


def _code(match: "re.Match[str]") -> list[Quantity] | None:
    return _q(match, match.group().strip(), "code")


_EVENT: Final = re.compile(
    r"[”\"」』]?\s?(?:特大|重大|恐怖|[袭襲]|[紧緊]急|戒[严嚴]|晚[会會]|大[选選]|事[件故变變]|[运運][动動]|地震|空[难難]|[讲講][话話]|[购購]物|[惨慘]案|案|革命|起[义義]|暴雨|洪|[纪紀]念|民主"
    r"|大火|爆炸|[节節]|[学學]潮|抗[议議]|[战戰][争爭])"
)


def _named_day(match: "re.Match[str]") -> list[Quantity] | None:
    """The day that names an event, in quotes or with its word behind it: “3·15”晚会, 7·20特大暴雨."""
    value = iso_date(None, int(match.group("m")), int(match.group("d")))
    quoted = match.string[: match.start()].endswith(("“", '"', "「")) and match.string[match.end() :][:1] in '”"」'
    event = _EVENT.match(match.string, match.end())
    if value is None or not (event or (quoted and match.group("dot") != ".")):
        return None
    return _q(match, value, "date")


def _fold(match: "re.Match[str]") -> list[Quantity]:
    """翻番, 翻了一番, 翻两番: doubled that often."""
    return _q(match, 2 ** (small(match.group("n")) if match.group("n") else 1), "multiple")


def _couple(match: "re.Match[str]") -> list[Quantity]:
    """七男兩女: two counts."""
    a, b = match.group("a"), match.group("b")
    return [
        Quantity(small(a), "number", match.start("a"), match.end("a") + 1, ""),
        Quantity(small(b), "number", match.start("b"), match.end("b") + 1, ""),
    ]


def _coins(match: "re.Match[str]") -> list[Quantity]:
    """三块五, 五毛."""
    groups = match.groupdict()
    value = (_number(groups["n"]) if groups.get("n") else Decimal(0)) + _number(groups["c"]) / 10
    return [Quantity(tidy(value), "money", match.start(), match.end(), "", None, "CNY")]


def _speed(match: "re.Match[str]") -> list[Quantity]:
    unit = {"公": "kilometer_per_hour", "k": "kilometer_per_hour", "英": "mile_per_hour", "米": "meter_per_second"}
    return _q(match, tidy(_number(match.group("n"))), "number", unit[match.group("u")[0].lower()])


def _degrees(match: "re.Match[str]") -> list[Quantity] | None:
    value = _number(match.group("n"))
    if match.group("minus"):
        value = -value
    unit = "fahrenheit" if match.group("f") else "celsius"
    if match.groupdict().get("n2"):
        return [
            Quantity((tidy(value), tidy(_number(match.group("n2")))), "range", match.start(), match.end(), "", unit)
        ]
    return _q(match, tidy(value), "number", unit)


_P: Final = alternatives(list(HALF))
_W: Final = rf"(?:{DIGITS}|[{ZD}十百千万萬](?:[{ZD}十百千万萬]|[点點](?=[{ZD}]))*)"
_TO: Final = r"(?:至|到|-{1,2}|~|或|、|和)"
_RULES: Final[tuple[tuple[str, Maker], ...]] = (
    (r"翻(?:了|[近逾超]|了近)?(?P<n>[一二两兩三四五\d])?番(?![茄邦])", _fold),
    (rf"(?<![{ZD}{ZU}\d])(?P<a>{N})(?:男(?=.{{1,3}}女)|死(?=.{{1,3}}[伤傷]))(?P<b>{N})[女伤傷]", _couple),
    (r"(?<![\d.,·])(?P<m>\d{1,2})(?P<dot>[·‧・•.])(?P<d>\d{1,2})(?![\d·%]|[.,]\d)", _named_day),
    (r"每秒\s?(?P<n>\d+(?:\.\d+)?)\s?兆|(?P<n2>\d+)兆(?=[宽寬][带帶頻频]|[网網]速|光[纤纖]|[带帶][宽寬])", lambda m: _q(m, tidy(_number(m.group("n") or m.group("n2"))), "number", "megabit_per_second")),
    (r"(?<![\d.])911(?=[”\"」]?(?:事件|恐怖|恐[袭襲]|[袭襲][击擊]))", lambda m: _q(m, "--09-11", "date")),
    (r"(?<![\d.])618(?=[”\"」]?(?:大促|[购購]物|年中|[电電]商))", lambda m: _q(m, "--06-18", "date")),
    (rf"(?P<sign>[$£€])\s?(?P<n>{DIGITS})\s?(?P<u>[MBK]|bn)(?![A-Za-z])", short_money),
    (rf"(?P<n>{_W})[块塊元](?P<c>[1-9一二三四五六七八九])(?:[毛角](?:[钱錢])?|(?=[，。、）]|[一每]|$))", _coins),
    (rf"(?<![{ZD}{ZU}\d])(?<!九牛)(?P<c>[1-9一二三四五六七八九])毛(?:[钱錢])?(?![党黨巾衣线線皮孩病笔筆])", _coins),
    (rf"(?:[时時]速|每小[时時])(?:[约約近达達]|超[过過])?\s?(?P<n>{_W})\s?(?P<u>公里|英里|km)", _speed),
    (rf"每秒(?:[约約近达達]|超[过過])?\s?(?P<n>{_W})\s?(?P<u>米)", _speed),
    (r"(?<![\d.:])0[时時点點]?\s?(?:-+|~|至|到)\s?24[时時点點]", _nothing),
    (r"(?P<n>[Ⅰ-Ⅻ]|(?<![A-Za-z])(?:I{1,3}|IV|VI{0,3}|IX|X))[级級](?![别別]?[数數])", _level),
    (r"(?:零|(?<![\d.:])0)[点點时時](?=整|起|[，。、）) (]|至|到|前|[后後]|[开開]|正式|$)", lambda m: _q(m, "00:00", "time")),
    (rf"(?P<n>{N})[个個]半月(?![形])", lambda m: _q(m, small(m.group("n")) + 0.5, "duration", "month")),
    (r"民[国國]\s?(?P<n>\d{1,3})\s?年(?!代)", lambda m: _q(m, f"{1911 + int(m.group('n'))}", "date")),
    (rf"(?<![{ZD}{ZU}])[零〇○](?P<n>[一二三四五六七八九])年(?![级級])", lambda m: _q(m, f"200{DIGIT[m.group('n')]}", "date")),
    (r"(?:(?P<h>\d+)(?:小[时時]|[时時]))?(?P<min>\d{1,2})分(?:[钟鐘])?(?P<s>\d{1,2}(?:\.\d+)?)秒(?P<c>\d{1,2})?", _watch),
    (rf"(?P<p>{_P})?(?P<h>(?<![\d:.,])\d{{1,3}}):(?P<min>\d{{2}})(?P<sec>\.\d+)?(?![\d:])(?::\d{{2}})?", _colon),
    (r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,8}-?\d+(?:\.\d+)?[A-Za-z]{0,4}|\d+(?:\.\d+)?[A-Z][A-Za-z]*\d+\w*|\d+\.\d+[a-z]{1,2}|\d+[A-Z](?!bps)[a-z]{2,}|[2-6]G|[234]D|[48]K)(?![A-Za-z0-9%]|(?<=[A-Za-z]\d)[月日]|(?<=[A-Za-z]\d\d)[月日])(?<!RMB\d)", lambda m: None if _AMOUNT.match(m.group()) or (re.fullmatch(r"[kcm]?m[23]", m.group()) and re.search(r"[\d万萬亿億千百]\s?$", m.string[: m.start()])) else None if re.fullmatch(r"[\d.]+(?:m|mm|cm|km|kg|g|t|mg|ml|L|W|V)", m.group()) else _code(m)),
    (r"[(（](?P<a>\d{4})\s?年?-+(?P<b>\d{4})\s?年?[)）]", _years),
    (r"(?<!\d)(?P<a>\d{4})\s?年?(?:至|到|-+|~)(?P<b>\d{4}|\d{2})\s?(?:[学學财財]?年度?|[赛賽]季)(?!\d|代)", _years),
    (rf"(?:(?P<c>{N})\s?世[纪紀]\s?|(?P<this>本世[纪紀])\s?|上(?:个|個)?世[纪紀]\s?)?(?P<full>1[0-9]|20)?(?P<a>\d0|[一二三四五六七八九](?=[一二三四五六七八九]?十?年代)|[一二三四五六七八九]十)(?:年代)?(?:[、和至到\-~])?(?P<b>\d0|[一二三四五六七八九]十)?(?:(?<=\d)\s)?年代", _decade),
    (rf"(?P<a>(?<!\d){N})(?:世[纪紀]?)?(?:(?:至|到|-+|~|、|和)(?P<b>{N}))?世[纪紀]", _century),
    (r"(?P<front>前)(?P<n>[一二两兩三四1-4])[个個]?季度", _quarter),
    (r"(?<![上下本每同前])第?(?P<n>[一二三四1-4])\s?季度?(?<=度)|第(?P<n2>[一二三四1-4])\s?季(?![度赛])|[qQ](?P<n3>[1-4])(?!\d)", lambda m: _q(m, small(m.group("n") or m.group("n2") or m.group("n3")), "quarter")),
    (rf"第\s?(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d+|[{ZD}{ZU}]+)(?:[名届屆位次个個条條章号號期集届屆轮輪])?", _ordinal),
    (rf"(?P<y>(?<!\d)\d{{4}}|(?<!\d)\d{{2}}|[{ZD}]{{4}})\s?年\s?(?P<m>{N})\s?月(?:份)?\s?(?:(?P<d>{N})(?:\s?[日号號]?\s?(?:至|到|-+|~)\s?(?P<d2>{N}))?\s?[日号號])?", _date),
    (r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)", _date),
    (rf"(?P<m>(?<![\d.]){N})\s?月份?\s?(?P<d>{N})(?:\s?[日号號]?\s?(?:至|到|-+|~)\s?(?P<d2>{N}))?\s?[日号號]", _date),
    (rf"(?P<y>(?<!\d)(?<!\d[.,])(?:1\d|20|21)\d\d|[{ZD}]{{4}})\s?年(?!代|[历歷]史|(?<=[约約近今]\d{{4}}年)前|[前来來](?:的)?(?=[历歷]史))(?:度(?!假))?", _date),
    (r"(?P<m>(?<![\d.])\d{1,2})\s?月?(?:份)?(?:至|到|-+|~)(?P<m2>\d{1,2})\s?月(?:份)?(?!\d)", _months),
    (rf"(?P<m>(?<![\d.]){N})\s?月(?![球亮刊薪票嫂饼光租供息])(?:份)?", _date),
    (rf"(?P<d>(?<![\d.第周]){N})\s?[日号號]?\s?(?:至|到|-+|~)\s?(?P<d2>{N})\s?[日号號](?![元本圆圓间線线])", _date),
    (rf"(?<!为期)(?<![前后後某同每次近半])(?<!连续)(?<!历时)(?P<d>(?<![\d.第周每]){N})\s?[日号號](?![元圆圓本线線楼樓院馆館文决決令间間均报報语語内內游期]|(?<=日)[以之]?[内內]|(?<=日)来|(?<=日)游|(?<=日)后(?=[^，]{{0,2}}$))(?:(?=上午|下午|[早晚中凌]))?", _date),
    (r"(?:星期|(?<![一二三四五六七八九十百两\d])[周週]|[礼禮]拜)(?P<w>[一二三四五六日天])(?![年岁歲个個度]|(?<=每[周週].)[天日]|(?<=每[周週]一)(?:[次两兩二三四五六七八九十个個]|[小时時]{2})|泰晤士|[电電][讯訊][报報]|[镜鏡郵邮快先]|夜[现現][场場]|起(?:事|案|交|火|[车車]))|[(（](?P<w2>[一二三四五六日])[)）]", lambda m: _q(m, WEEKDAY[m.group("w") or m.group("w2")], "weekday") if m.group("w") else None),
    (rf"(?P<p>{_P})(?:的)?\s?(?P<h>{N})\s?(?P<sign>[时時点點])(?:[钟鐘整]|(?P<rest>半(?![数多])|一刻|三刻)|\s?(?P<min>(?<!\s){N}|(?<=\s){N}(?=\s?分))\s?分?(?![之钟鐘个]))?", _time),
    (rf"(?P<p>)(?P<h>(?<!\d)(?<!\d[.,]){N})(?P<sign>[时時])(?![间間代期候段装裝尚机機空刻速差]|至(?![次第翌当當今明上下中凌早晚\d一二三四五六七八九十]))(?:[整许許]|(?P<rest>半)|(?P<min>{N})分)?", _time),
    (rf"(?P<p>)(?P<h>(?<!\d)(?<!\d[.,]){N})(?P<sign>[点點])(?:[钟鐘整许許]|(?P<rest>半(?![数多])|一刻|三刻)|(?P<min>{N})分(?![之钟鐘]))", _time),
    (r"(?P<p>)(?P<h>(?<!\d)(?<!\d[.,])\d{1,2})(?P<sign>[点點])(?![\d多个個])", _time),
    (rf"(?<![一二三四五六七八九十百千\d])(?P<of>[百千万萬])分之\s?(?P<n>{_W})(?:\s?(?:至|到|-+|~)\s?(?:百分之)?\s?(?P<n2>{_W}))?(?![年月日])", _percent),
    (rf"(?P<of>{_W})分之\s?(?P<n>{_W})", _share),
    (r"(?<![\d/.])(?P<n>\d{1,2})/(?P<of>\d{1,3})(?![\d/])", _share),
    (r"(?<![一二三四五六七八九十百千万\d.变形构造组完])(?P<n>[一二两兩三四五六七八九]|\d(?:\.\d)?)(?:(?:至|到|-)?(?P<m>[一二三四五六七八九]))?成(?:(?P<half>半)|(?P<tenth>[一二三四五六七八九])(?![成个個名家人]))?(?P<more>[多余])?(?![为為立员員功本就果绩績长長分熟名都龙龍套交年人了]|(?<=一成)不)", _cheng),
    (r"(?P<n>[一二三四五六七八九]{1,2}|\d(?:\.\d)?|\d\d)折(?![叠磨腾扣射断])(?:[优優]惠)?", _discount),
    (r"(?P<h>[上下])半年", _half_year),
    (r"正午|午夜零[时時点點]|午夜(?!场|場|时分)", lambda m: _q(m, "12:00" if m.group() == "正午" else "00:00", "time")),
    (rf"(?P<n>\d+|[{ZD}十]+)\s?[届屆](?!时|時|满|滿)", _ordinal),
    (rf"(?P<n>{_W})[个個](?P<u>[亿億]|百[万萬]|千[万萬])(?:(?P<c>元|美元)|(?P<of>(?=[^，。,；、）)])))?", _heap),
    (r"(?<![一二三四五六七八九十百千万亿\d点點数數几幾])(?P<n>[十百千]?[万萬亿億]|万亿|萬億)(?P<u>元|美元|人民[币幣])?[级級](?![别別])", _magnitude),
    (r"(?P<n>[一二三四五六七八九]?十|\d0)[多几幾][岁歲](?!半)", _age_decade),
    (rf"(?:(?P<c>[摄攝]氏)|(?P<f>[华華]氏))(?P<minus>零下|-)?(?P<n>{_W})(?:(?:至|到|-|~)(?P<n2>{_W}))?度", _degrees),
    (rf"(?P<minus>零下)(?P<c>)(?P<f>)(?P<n>{_W})度", _degrees),
    (r"(?:[公西]元前?|[纪紀]元前)\s?(?P<y>\d{1,4})\s?年", lambda m: _q(m, iso_date(int(m.group("y")), None, None) or "", "date") if int(m.group("y")) else None),
    (r"(?<![\d.:])(?P<a>\d{1,3})\s?(?:比|-|:)\s?(?P<b>\d{1,3})(?!\s?[%\d.a-zA-Z万亿萬億元年月日号名个岁天小分米公倍级人千百美英欧港点度周件吨辆])(?!-\d)", _score),
    (r"(?P<a>[零一二三四五六七八九十]+)比(?P<b>[零一二三四五六七八九十]+)(?![一-鿿]?[高低大小多少])", _score),
    (r"半百", lambda m: _q(m, 50, "number")),
    (r"(?:超?[过過]|近|大|[约約])?半[数數]|一半|[对對]半分|(?:超?[过過]|近)半(?=[的数數人]|$|[一-鿿])", _half),
    (r"(?<![一二两兩三四五六七八九十\d几幾大个個])半(?:[个個])?(?P<u>年|天|月|小[时時]|世[纪紀]|日)(?![线線内]|(?<=日)[本])", _half_unit),
)  # fmt: skip


@cache
def grammar() -> Grammar:
    """The Chinese grammar, compiled once."""
    signs = {
        "US$": "USD", "U.S.$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "RMB": "CNY", **{code: code for code in codes()},
        "$": "USD", "¥": "CNY", "£": "GBP", "€": "EUR", "₩": "KRW", "人民币": "CNY", "人民幣": "CNY", "₽": "RUB", "₹": "INR",
        "新台币": "TWD", "新台幣": "TWD", "台幣": "TWD", "臺幣": "TWD",
        "新臺幣": "TWD",
        "台币": "TWD",
        "港币": "HKD",
        "港幣": "HKD",
        "美金": "USD",
        "日元": "JPY", "美元": "USD",
    }  # fmt: skip
    return Grammar(
        rules=((Pattern(MASKS), _nothing), *((Pattern(pattern), make) for pattern, make in _RULES)),
        cores=cores,
        tail=TAIL,
        units=UNITS,
        signs=re.compile(
            rf"(?:(?P<money>{alternatives(list(signs))})\s?|(?P<minus>(?<![\d\w%])-|(?<=[为為是率达達至到约約降跌幅值增])-|(?<![\d正])[负負]|零下))$"
        ),
        currencies=signs,
        before=re.compile(
            r"(?:(?P<approx>大?[约約]|近|将近|將近|接近|大概|差不多|[约約]合)|(?P<at_least>[逾超]|超[过過出]|至少|最少|不少于|不低于|突破|多达|高[达達]于|[高多]于)"
            r"|(?P<at_most>不足|不到|最多|至多|不超[过過]|低于|少于|未[满滿]|不[满滿]))\s?$"
        ),
        after=re.compile(
            rf"\s?(?:{COUNTER})?(?:(?P<approx>左右|上下|[许許](?=[，。]))|(?P<at_least>(?:及)?以上)|(?P<at_most>(?:及)?以下|以[内內])|(?P<half>(?<=[年月天时時周])半(?![数數以])))"
        ),
        joins=re.compile(r"\s?(?:至|到|-{1,2}|~|或)\s?"),
        opens=re.compile(r"(?!)"),
        accept=accept,
        between=re.compile(r"[\s零又]?"),
        large={u: Decimal(v) for u, v in (*LARGE.items(), *SMALL.items())}
        | {a + b: Decimal(SMALL[a] * LARGE[b]) for a in "十百千" for b in "万萬亿億"},
    )
