"""Chinese quantities, Hans and Hant: numerals in digits, words and both; dates, clock times, shares and look-alikes.

The tables and rules of `models.numerals.engine.Grammar` for zh. Never decides what a number means beyond its sentence.
"""

import re
from decimal import Decimal
from functools import cache
from typing import Final

from models.numerals.engine import Grammar, Maker, alternatives
from models.numerals.quantity import DIGITS, Core, Quantity, Value, clock, decimal, fraction, iso_date, tidy
from models.numerals.units import table

_DIGIT: Final = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2, "兩": 2, "貳": 2, "參": 3, "叄": 3, "陸": 6, "俩": 2, "倆": 2, "仨": 3, "〇": 0, "○": 0,
}  # fmt: skip
_SMALL: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
_LARGE: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_ZD: Final = "零〇○一二三四五六七八九两兩壹贰貳叁參叄肆伍陆陸柒捌玖"
_ZU: Final = "十百千拾佰仟万萬亿億兆廿卅"
N: Final = rf"(?:\d+|[{_ZD}十廿]+)"
"""A small whole number in digits or words, for dates, times and ordinals."""

_NOT_UNIT: Final = r"(?:千(?=[米克瓦卡伏赫])|百(?=分[点點之比])|百(?=帕)|兆(?=[瓦赫字比])|万(?=[科达豪])(?<!\d万))"
_RUN: Final = re.compile(
    rf"(?P<digits>{DIGITS})(?P<units>(?:\s?[多余餘]?(?:(?!{_NOT_UNIT})[{_ZU}])+)(?:零?(?:(?:\d[\d,]*)(?:\.\d+)?|[{_ZD}]+)\s?(?:(?!{_NOT_UNIT})[{_ZU}])+)*(?:(?<=[千万萬亿億])[1-9](?![\d.,％%年月日号時时点點:元]))?)?"
    rf"|(?P<vague>成百上千|成千上[万萬]|千千[万萬][万萬]|(?:好?[几幾]|[数數]|[十拾][几幾]|[上成好])(?=[{_ZU}])(?:(?!{_NOT_UNIT})[{_ZU}])+|(?<![{_ZD}])十[几幾]|[{_ZD}]+十[几幾])"
    rf"|(?P<words>(?:(?!{_NOT_UNIT})[{_ZD}{_ZU}])+(?:[多余餘][万萬亿億]+|[点點][{_ZD}]+(?:[{_ZU}]+)?)?|[俩仨倆])"
)
_APPROX_RANGE: Final = re.compile(
    rf"^(?P<head>[{_ZD}]*[十百千廿卅])?(?P<a>[一二三四五六七八九两兩])(?P<b>[一二三四五六七八九])(?P<tail>[{_ZU}]*)$"
)

NUMERAL_RUN: Final = re.compile(rf"[{_ZD}{_ZU}]+")
"""Any run of numeral characters, whatever it means."""

_MASKS: Final = re.compile(
    r"(?<![周週期拜第])(?:"
    + "|".join(
        (
            r"黑色星期五|[超]级星期二|[上下本这這前]一世[纪紀]|五角大[楼樓厦廈]", r"一方面", r"一?[带帶]一路", r"[万萬]一(?![千百两])", r"千[万萬](?=[别別不要记記小勿莫])", r"十分(?![钟鐘之]|[\d一二三])",
            r"十七大|十八大|十九大|二十大(?!\w*强)", r"三[轮輪][车車]", r"四[轮輪][车車]", r"[两兩][轮輪][车車]", r"二手", r"一[起些样樣般定直旦边邊再致切度律时時向共同概味]",
            r"[统統唯不同单單逐万]一(?=[，。、的性])|唯一|[统統]一|[单單]一|同一|(?<!分)之一(?![\d万亿])", r"进一步|進一步", r"一系列", r"百姓", r"百[货貨]", r"百度",
            r"[万萬][科达達圣聖维]", r"千方百[计計]", r"三[农農]", r"五四[运運]", r"九一八", r"七七事[变變]", r"八卦", r"四川|九江|三[亚亞峡峽明星沙]|六安|百[色慕]|七[台里]河|五台山|(?<!\d)万[宁州县]|千[岛島]|十堰|八[达達][岭嶺]",
            r"一[线線](?=城市|员工|工|医|人|岗|作|教|抗|球)|一把手|一[举舉]|一[贯貫]|一[经經]|一[连連]|一[应應]|一[番窝窩带帶口片]|一[并併](?=[处處])|[专專]一|一下|一点(?!\d|[零一二三四五六七八九半钟鐘]|十)|一[会會]儿?|一心|一[员員]",
            r"[星礼禮]期[几幾]", r"三[甲级級][医醫]院", r"三[棱角]", r"八[宝寶]", r"千[禧古秋金载載篇]", r"百科|百[年]?老店|百年(?=好合|大[计計])", r"[万萬]物|[万萬]事|[万萬]象|[万萬][国國]|[万萬]分(?!之)|[万萬]能|[万萬][岁歲]",
            r"[亿億][万萬]富翁|百[万萬]富翁|千[万萬]富翁", r"三文[鱼魚]", r"五[谷穀彩星]|五花八[门門]|七嘴八舌|乱七八糟|四面八方|三番[两兩五]次|[接隔][二三]|三心二意|不[三]不四|九牛|一五一十|半信半疑|事半功倍|一[国國][两兩]制",
            r"一[战戰](?!到底)|二[战戰]", r"[两兩][会會岸]", r"九[寨三]|六[合扇]|四[环環]|[二三五六][环環](?=路|内|外|以)", r"一[带]", r"半[导導島岛决決径徑]|[对對]半|半[夜空信途路成官]", r"上百度", r"零[售食件部]|[飘飄]零|凋零|归零|清零|零[距容基](?=[离離忍础])", r"[万萬]元[户戶]",
        )
    )
    + ")"
)  # fmt: skip

_COUNTERS: Final = (
    "个個名位人家次件例条條项項只隻头頭匹张張辆輛架艘座栋棟间間所本册冊部台臺套份批起场場届屆轮輪局盘盤颗顆粒枚块塊片根支枝朵棵株层層级級排组組队隊"
    "类類种種款门門科篇首幅处處户戶口股步页頁站章节節段代村县縣市省国國州镇鎮区區校店票桩樁宗笔筆架顶頂副对對双雙群串束滴杯瓶碗箱袋包罐床道圈趟遍回顿頓番年天分日夜点點倍折岁歲"
)
_COUNTER: Final = rf"(?:人次|人份|班次|架次|车次|平台|多?[{_COUNTERS}]|亿|成员国|国家|國家|城市|地区|企业|企業|学生|學生|工人|士兵|游客|用户|民众|观众|百姓|女性|男性|儿童|观众|粉丝|家庭|农民|居民|考生|员工|部队|公里|英里|平方)"

_PERIOD: Final = {
    "am": ("上午", "早上", "清晨", "早晨", "凌晨", "今早", "早", "今晨", "清早"),
    "noon": ("中午", "正午"),
    "pm": ("下午", "傍晚", "午后", "午後", "晚间", "晚間"),
    "night": ("晚上", "夜间", "夜間", "深夜", "午夜", "今晚", "当晚", "當晚", "昨晚", "明晚", "晚", "夜里", "半夜", "當夜", "当夜", "周晚"),
}  # fmt: skip
_HALF: Final = {word: half for half, words in _PERIOD.items() for word in words}
_WEEKDAY: Final = {
    "一": "mon",
    "二": "tue",
    "三": "wed",
    "四": "thu",
    "五": "fri",
    "六": "sat",
    "日": "sun",
    "天": "sun",
}


def whole(numeral: str) -> Decimal:
    """A numeral of words, digits and large units as its value: 三千七百零七万, 2万5千, 二零一五, 一千二, 一点七万."""
    numeral = numeral.replace(" ", "")
    point = re.search(r"[点點]", numeral)
    if point:
        tail = numeral[point.end() :]
        digits = re.match(rf"[{_ZD}]+", tail)
        assert digits is not None
        part = "".join(str(_DIGIT[c]) for c in digits.group())
        value = Decimal(f"{whole(numeral[: point.start()])}.{part}")
        for unit in tail[digits.end() :]:
            value *= _LARGE.get(unit) or _SMALL[unit]
        return value
    if all(c in _DIGIT for c in numeral):
        return Decimal("".join(str(_DIGIT[c]) for c in numeral))
    total, section, current = Decimal(0), Decimal(0), None
    last = Decimal(0)
    for token in re.findall(r"[\d,]*\.?\d+|.", numeral):
        if token in _SMALL:
            if token in "廿卅":
                section += _SMALL[token]
                last = Decimal(10)
            else:
                section += (current if current is not None else 1) * _SMALL[token]
                last = Decimal(_SMALL[token])
            current = None
        elif token in _LARGE:
            unit = _LARGE[token]
            amount = section + (current or 0)
            if total and total < unit:
                total = (total + amount) * unit
            else:
                total += (amount or 1) * unit
            section, current, last = Decimal(0), None, Decimal(unit)
        elif token in _DIGIT:
            if _DIGIT[token] == 0:
                last = Decimal(0)
            elif current is not None and current < 10:
                current = current * 10 + _DIGIT[token]
                last = Decimal(0)
                continue
            current = Decimal(_DIGIT[token])
        else:
            current = decimal(token)
            if not numeral.endswith(token) or numeral == token:
                continue
    if current is not None and last >= 100 and current < 10 and (numeral[-1] in _DIGIT or numeral[-1].isdigit()):
        current = current * last / 10  # 一千二 is 1,200, 两万五 is 25,000
    return total + section + (current or 0)


def _small(numeral: str) -> int:
    return int(whole(numeral)) if not numeral.isdigit() else int(numeral)


def _cores(text: str) -> list[Core]:
    cores = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        if match.group("digits"):
            cores.append(_digit_core(match))
        elif match.group("vague"):
            said = match.group("vague")
            if re.fullmatch(rf"[{_ZD}]*十[几幾]", said):
                cores.append(Core(start, end, whole(said[:-1]), approx=True, words=True))
                continue
            units = "".join(c for c in said if c in _ZU)
            if said in ("成百上千",):
                units = "百"
            elif said.startswith("成千上"):
                units = "千"
            cores.append(
                Core(start, end, whole(units), vague=True, words=True, large=said[-1] if said[-1] in _LARGE else "")
            )
        else:
            cores.extend(_word_core(match.group("words"), start))
    return cores


def _digit_core(match: "re.Match[str]") -> Core:
    start, end = match.span()
    digits, units = match.group("digits"), match.group("units") or ""
    approx = any(c in units for c in "多余餘")
    units = re.sub("[多余餘]", "", units)
    plain = not units and digits.isdigit()
    value = whole(digits.replace(",", "").replace(" ", "") + units) if units else decimal(digits)
    last = units.strip()[-1:]
    large = "".join(c for c in units if c in _LARGE or c in _SMALL) if re.fullmatch(r"\s?\D+", units) else last
    return Core(start, end, value, approx=approx, plain=plain, large=large, spaced=" " in digits)


def _word_core(said: str, start: int) -> list[Core]:
    end = start + len(said)
    approx = any(c in said for c in "多余餘")
    said = re.sub("[多余餘]", "", said)
    pair = _APPROX_RANGE.match(said)
    if pair:
        low, high = _DIGIT[pair.group("a")], _DIGIT[pair.group("b")]
        if high == low + 1 or (low, high) == (3, 5):
            head, tail = pair.group("head") or "", pair.group("tail")
            scale = whole("一" + tail) if tail else Decimal(1)
            base = whole(head) if head else Decimal(0)
            return [Core(start, end, (base + low) * scale, (base + high) * scale, words=True, large=tail[-1:])]
    if said[0] in "零〇○" and len(said) > 1 and not re.search(r"[点點]", said):
        return []
    value = whole("1" if said in "" else said)
    last = "".join(c for c in said if c in _ZU)[-1:]
    return [Core(start, end, value, approx=approx, words=True, large=last if said.endswith(last) else "")]


@cache
def _table() -> dict[str, str]:
    return {}


_UNITS: Final = table("zh")
_TAIL: Final = re.compile(
    rf"(?P<more>\s?[多余餘来來](?![自说說源到])|[几幾](?=[人个個名天年岁歲]))?"
    rf"(?:(?P<half>[个個]半)(?=小[时時]|月|[钟鐘]|多|星期|世))?"
    rf"(?:\s?(?P<unit>{alternatives(list(_UNITS))})(?![a-zA-Z]|(?<=元)[旦素老首宵帅]|(?<=年)[代级級轻輕龄齡货貨]|(?<=天)[然津气气下王花空文安]|(?<=方)[面法式向案]|(?<=分)[之子布别支]|(?<=度)[假过]|(?<=日)[元本圆圓]|(?<=里)[面程拉]|(?<=码)[头]|(?<=周)[一二三四五六日围边年末]|(?<=卡)[车车]|(?<=块)[钱]?(?=[儿地])|(?<=晚)[上间])"
    rf"|\s?(?P<counter>{_COUNTER}))?"
)
_HARD: Final = set(_COUNTERS) | set(_UNITS)
_BARE_FOLLOW: Final = re.compile(rf"\s?[多余餘来來]|\s?{_COUNTER}|[股强強名辆輛]")


def _accept(text: str, core: Core, tail: "re.Match[str]") -> bool:
    said = text[core.start : core.end]
    before = text[core.start - 1 : core.start]
    if not core.words:
        # Digits glued to Latin letters are codes (A320), not numbers.
        return not (before.isascii() and before.isalpha())
    if core.vague or core.approx and said[-1] in "几幾":
        return not (said[0] == "成" and not said.startswith("成百") and not said.startswith("成千"))
    counted = bool(tail.group("unit") or tail.group("counter") or tail.group("more"))
    if said in "陆陸伍肆參" or said == "陆" or said == "陸":
        return False  # 大陆游客: a lone formal digit is a name
    if said in "俩倆仨":
        return True
    if len(said) == 1 or (core.high is not None and len(said) == 2):
        if said == "一" and (tail.group("counter") or "") in (
            "个",
            "個",
            "种",
            "種",
            "次",
            "点",
            "點",
            "分",
            "部",
            "代",
            "章",
            "步",
            "处",
            "片",
            "口",
            "股",
            "道",
            "块",
            "对",
            "番",
            "层",
            "级",
            "起",
            "批",
            "线",
        ):
            return False
        ranged = re.match(rf"[到至~-][{_ZD}{_ZU}\d]", text[core.end : core.end + 3]) is not None  # 三到十万
        return (counted or ranged) and before not in ("第", "星", "周", "万", "唯")
    units = [c for c in said if c in _ZU]
    if not units:
        return len(said) >= 3 and counted
    if len(set(said) - set(_ZU)) == 0 and not counted and not (len(said) >= 2 and said[-1] in "亿億"):
        return len(text.strip()) == len(said) or (before in "近约約逾超达達过過破满滿足" and before != "")
    return True


def _q(
    match: "re.Match[str]", value: Value, kind: str, unit: str | None = None, qualifier: str | None = None
) -> list[Quantity]:
    return [Quantity(value, kind, match.start(), match.end(), "", unit, None, qualifier)]


def _nothing(match: "re.Match[str]") -> list[Quantity]:
    return []


def _year(text: str) -> int | None:
    digits = text if text.isdigit() else "".join(str(_DIGIT[c]) for c in text if c in _DIGIT)
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
    month = _small(groups["m"]) if groups.get("m") else None
    day = _small(groups["d"]) if groups.get("d") else None
    value = iso_date(year, month, day)
    if value is None:
        return None
    found = _q(match, value, "date")
    if groups.get("d2"):
        last = _small(groups["d2"])
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
    """1-7月: two dates."""
    first, last = iso_date(None, int(match.group("m")), None), iso_date(None, int(match.group("m2")), None)
    if first is None or last is None or first >= last:
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
    hour = _small(groups["h"])
    rest = groups.get("rest") or ""
    minute = 30 if rest == "半" else 15 if rest in ("一刻",) else 45 if rest == "三刻" else 0
    if groups.get("min"):
        minute = _small(groups["min"])
    sign = groups.get("sign") or ""
    if not period and sign in ("点", "點") and not rest and not groups.get("min"):
        before = match.string[max(0, match.start() - 3) : match.start()]
        if hour > 24 or hour == 0 or re.search(r"[涨漲跌升降第报報挫]$|[涨漲跌升降报報]了?$", before):
            return None
        if not groups["h"].isdigit() and re.match(r"[建意看要]", match.string[match.end() :]):
            return None
    value = clock(hour, minute, _HALF.get(period, ""))
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
        value = clock(left, right, _HALF.get(match.group("p") or "", ""))
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
    if match.groupdict().get("m"):
        return _q(match, (tidy(value), tidy(_number(match.group("m")) * 10)), "range", "percent")
    return _q(match, tidy(value), "percent", None, "approx" if match.group("more") else None)


def _discount(match: "re.Match[str]") -> list[Quantity] | None:
    said = match.group("n")
    if said[0].isdigit():
        value = decimal(said)
        value = value * 10 if value < 10 else value
    else:
        value = Decimal("".join(str(_DIGIT[c]) for c in said if c in _DIGIT))
        value = value * 10 if value < 10 else value
    return _q(match, tidy(value), "percent", None, "of_price")


def _ordinal(match: "re.Match[str]") -> list[Quantity] | None:
    said = match.group("n")
    return _q(match, tidy(decimal(said) if said[0].isdigit() else whole(said)), "ordinal")


def _quarter(match: "re.Match[str]") -> list[Quantity] | None:
    value = _small(match.group("n"))
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
        century = (_small(groups["c"]) - 1) * 100
    elif groups.get("full"):
        century = int(groups["full"]) * 100
    elif groups.get("this"):
        century = 2000

    def ten(said: str) -> int:
        value = _small(said)
        return value if value >= 10 else value * 10

    first = century + ten(groups["a"])
    if groups.get("b"):
        return [
            Quantity(first, "decade", match.start(), match.start("b"), ""),
            Quantity(century + ten(groups["b"]), "decade", match.start("b"), match.end(), ""),
        ]
    return _q(match, first, "decade")


def _century(match: "re.Match[str]") -> list[Quantity] | None:
    found = _q(match, _small(match.group("b") or match.group("a")), "century")
    if match.group("b"):
        middle = match.start("b")
        return [
            Quantity(_small(match.group("a")), "century", match.start(), middle, ""),
            Quantity(_small(match.group("b")), "century", middle, match.end(), ""),
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


def _code(match: "re.Match[str]") -> list[Quantity] | None:
    return _q(match, match.group().strip(), "code")


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


_P: Final = alternatives(list(_HALF))
_W: Final = rf"(?:{DIGITS}|[{_ZD}十百千万萬点點]+)"
_TO: Final = r"(?:至|到|-{1,2}|~|或|、|和)"
_RULES: Final[tuple[tuple[str, Maker], ...]] = (
    (r"(?:(?P<h>\d+)(?:小[时時]|[时時]))?(?P<min>\d{1,2})分(?:[钟鐘])?(?P<s>\d{1,2}(?:\.\d+)?)秒(?P<c>\d{1,2})?", _watch),
    (r"(?P<p>%s)?(?P<h>(?<![\d:.,])\d{1,3}):(?P<min>\d{2})(?P<sec>\.\d+)?(?![\d:])(?::\d{2})?" % _P, _colon),
    (r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,8}-?\d+(?:\.\d+)?[A-Za-z]{0,4}|\d+(?:\.\d+)?[A-Z][A-Za-z]*\d+\w*|\d+\.\d+[a-z]{1,2}|[2-6]G|[234]D)(?![A-Za-z0-9%])(?<!RMB\d)", lambda m: None if re.match(r"(?i)(?:rmb|us|hk|cny|usd|eur|gbp|jpy|krw|hkd|a|c|nt)\$?\d", m.group()) and len(m.group()) > 4 else None if re.fullmatch(r"[\d.]+(?:m|mm|cm|km|kg|g|t|mg|ml|L|W|V)", m.group()) else _code(m)),
    (r"[(（](?P<a>\d{4})\s?年?-+(?P<b>\d{4})\s?年?[)）]", _years),
    (r"(?<!\d)(?P<a>\d{4})\s?年?(?:至|到|-+|~)(?P<b>\d{4}|\d{2})(?:学?年度?)(?!\d|代)", _years),
    (rf"(?:(?P<c>{N})\s?世[纪紀]|(?P<this>本世[纪紀])|上(?:个|個)?世[纪紀])?(?P<full>1[0-9]|20)?(?P<a>\d0|[一二三四五六七八九](?=[一二三四五六七八九]?十?年代)|[一二三四五六七八九]十)(?:年代)?(?:[、和至到\-~])?(?P<b>\d0|[一二三四五六七八九]十)?年代", _decade),
    (rf"(?P<a>(?<!\d){N})(?:世[纪紀]?)?(?:(?:至|到|-+|~|、|和)(?P<b>{N}))?世[纪紀]", _century),
    (r"(?P<front>前)(?P<n>[一二两兩三四1-4])[个個]?季度", _quarter),
    (r"第?(?P<n>[一二三四1-4])\s?季度?(?<=度)|第(?P<n2>[一二三四1-4])\s?季(?![度赛])|[qQ](?P<n3>[1-4])(?!\d)", lambda m: _q(m, _small(m.group("n") or m.group("n2") or m.group("n3")), "quarter")),
    (rf"第\s?(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d+|[{_ZD}{_ZU}]+)(?:[名届屆位次个個条條章号號期集届屆轮輪])?", _ordinal),
    (rf"(?P<y>(?<!\d)\d{{4}}|(?<!\d)\d{{2}}|[{_ZD}]{{4}})\s?年\s?(?P<m>{N})\s?月(?:份)?\s?(?:(?P<d>{N})(?:\s?[日号號]?\s?(?:至|到|-+|~)\s?(?P<d2>{N}))?\s?[日号號])?", _date),
    (r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)", _date),
    (rf"(?P<m>(?<![\d.]){N})\s?月份?\s?(?P<d>{N})(?:\s?[日号號]?\s?(?:至|到|-+|~)\s?(?P<d2>{N}))?\s?[日号號]", _date),
    (rf"(?P<y>(?<!\d)(?<!\d[.,])(?:1\d|20|21)\d\d|[{_ZD}]{{4}})\s?年(?!代|[历歷]史|(?<=[约約近今]\d{{4}}年)前|[前来來](?:的)?(?=[历歷]史))(?:度(?!假))?", _date),
    (rf"(?P<m>(?<![\d.])\d{{1,2}})\s?月?(?:份)?(?:至|到|-+|~)(?P<m2>\d{{1,2}})\s?月(?:份)?(?!\d)", _months),
    (rf"(?P<m>(?<![\d.]){N})\s?月(?![球亮刊薪票嫂饼光租供息])(?:份)?", _date),
    (rf"(?P<d>(?<![\d.第周]){N})\s?[日号號]?\s?(?:至|到|-+|~)\s?(?P<d2>{N})\s?[日号號](?![元本圆圓间線线])", _date),
    (rf"(?<!为期)(?<![前后後某同每次近半])(?<!连续)(?<!历时)(?P<d>(?<![\d.第周每]){N})\s?[日号號](?![元圆圓本线線楼樓院馆館文决決令间間均报報语語内內游期]|(?<=日)[以之]?[内內]|(?<=日)来|(?<=日)游|(?<=日)后(?=[^，]{{0,2}}$))(?:(?=上午|下午|[早晚中凌]))?", _date),
    (r"(?:星期|(?<![一二三四五六七八九十百两\d])[周週]|[礼禮]拜)(?P<w>[一二三四五六日天])(?![年岁歲个個起度])|[(（](?P<w2>[一二三四五六日])[)）]", lambda m: _q(m, _WEEKDAY[m.group("w") or m.group("w2")], "weekday") if m.group("w") else None),
    (rf"(?P<p>{_P})(?:的)?\s?(?P<h>{N})(?P<sign>[时時点點])(?:[钟鐘整]|(?P<rest>半(?![数多])|一刻|三刻)|(?P<min>{N})分?(?![之钟鐘个]))?", _time),
    (rf"(?P<p>)(?P<h>(?<!\d)(?<!\d[.,]){N})(?P<sign>[时時])(?![间間代期候段装裝尚机機空刻速差至])(?:[整许許]|(?P<rest>半)|(?P<min>{N})分)?", _time),
    (rf"(?P<p>)(?P<h>(?<!\d)(?<!\d[.,]){N})(?P<sign>[点點])(?:[钟鐘整许許]|(?P<rest>半(?![数多])|一刻|三刻)|(?P<min>{N})分(?![之钟鐘]))", _time),
    (r"(?P<p>)(?P<h>(?<!\d)(?<!\d[.,])\d{1,2})(?P<sign>[点點])(?![\d多个個])", _time),
    (rf"(?P<of>[百千万萬])分之\s?(?P<n>{_W})(?:\s?(?:至|到|-+|~)\s?(?:百分之)?\s?(?P<n2>{_W}))?(?![年月日])", _percent),
    (rf"(?P<of>{_W})分之\s?(?P<n>{_W})", _share),
    (r"(?<![\d/.])(?P<n>\d{1,2})/(?P<of>\d{1,3})(?![\d/])", _share),
    (r"(?<![一二三四五六七八九十百千万\d.变形构造组完])(?P<n>[一二两兩三四五六七八九]|\d(?:\.\d)?)(?:(?:至|到|-)?(?P<m>[一二三四五六七八九]))?成(?P<half>半)?(?P<more>[多余])?(?![为為立员員功本就果绩績长長分熟名都龙龍套交年人了]|(?<=一成)不)", _cheng),
    (r"(?P<n>[一二三四五六七八九]{1,2}|\d(?:\.\d)?|\d\d)折(?![叠磨腾扣射断])(?:[优優]惠)?", _discount),
    (r"(?P<h>[上下])半年", _half_year),
    (r"正午|午夜零[时時点點]|午夜(?!场|場|时分)", lambda m: _q(m, "12:00" if m.group() == "正午" else "00:00", "time")),
    (rf"(?P<n>\d+|[{_ZD}十]+)\s?[届屆](?!时|時|满|滿)", _ordinal),
    (r"(?P<n>[一二三四五六七八九]?十|\d0)[多几幾][岁歲](?!半)", _age_decade),
    (rf"(?:(?P<c>[摄攝]氏)|(?P<f>[华華]氏))(?P<minus>零下|-)?(?P<n>{_W})(?:(?:至|到|-|~)(?P<n2>{_W}))?度", _degrees),
    (rf"(?P<minus>零下)(?P<c>)(?P<f>)(?P<n>{_W})度", _degrees),
    (r"(?<![\d.:])(?P<a>\d{1,3})\s?(?:比|-|:)\s?(?P<b>\d{1,3})(?!\s?[%\d.a-zA-Z万亿萬億元年月日号名个岁天小分米公倍级人千百美英欧港点度周件吨辆])(?!-\d)", _score),
    (r"(?P<a>[零一二三四五六七八九十])比(?P<b>[零一二三四五六七八九十])(?![一-鿿]?[高低大小多少])", _score),
    (r"(?:超?[过過]|近|大|[约約])?半[数數]|一半|[对對]半分|(?:超?[过過]|近)半(?=[的数數人]|$|[一-鿿])", _half),
    (r"(?<![一二两兩三四五六七八九十\d几幾大个個])半(?:[个個])?(?P<u>年|天|月|小[时時]|世[纪紀]|日)(?![线線内]|(?<=日)[本])", _half_unit),
)  # fmt: skip


@cache
def grammar() -> Grammar:
    """The Chinese grammar, compiled once."""
    signs = {
        "US$": "USD", "U.S.$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "RMB": "CNY", "CNY": "CNY", "USD": "USD",
        "$": "USD", "¥": "CNY", "£": "GBP", "€": "EUR", "₩": "KRW", "人民币": "CNY", "人民幣": "CNY", "HKD": "HKD", "EUR": "EUR", "JPY": "JPY", "₽": "RUB", "₹": "INR",
        "新台币": "TWD",
        "新臺幣": "TWD",
        "台币": "TWD",
        "港币": "HKD",
        "港幣": "HKD",
        "美金": "USD",
        "日元": "JPY", "美元": "USD",
    }  # fmt: skip
    return Grammar(
        rules=((_MASKS, _nothing), *((re.compile(pattern), make) for pattern, make in _RULES)),
        cores=_cores,
        tail=_TAIL,
        units=_UNITS,
        signs=re.compile(
            rf"(?:(?P<money>{alternatives(list(signs))})\s?|(?P<minus>(?<![\d\w%])-|(?<!\d)[负負]|零下))$"
        ),
        currencies=signs,
        before=re.compile(
            r"(?:(?P<approx>大?[约約]|近|将近|將近|接近|大概|差不多|[约約]合)|(?P<at_least>[逾超]|超[过過出]|至少|最少|不少于|不低于|突破|多达|高[达達]于|[高多]于)"
            r"|(?P<at_most>不足|不到|最多|至多|不超[过過]|低于|少于|未[满滿]|不[满滿]))\s?$"
        ),
        after=re.compile(
            rf"\s?(?:{_COUNTER})?(?:(?P<approx>左右|上下|[许許](?=[，。]))|(?P<at_least>(?:及)?以上)|(?P<at_most>(?:及)?以下|以[内內])|(?P<half>(?<=[年月天时時周])半(?![数數以])))"
        ),
        joins=re.compile(r"\s?(?:至|到|-{1,2}|~|或)\s?"),
        opens=re.compile(r"(?!)"),
        accept=_accept,
        between=re.compile(r"[\s零又]?"),
        large={u: Decimal(v) for u, v in (*_LARGE.items(), *_SMALL.items())}
        | {"千万": Decimal(10**7), "百万": Decimal(10**6), "十万": Decimal(10**5)},
    )
