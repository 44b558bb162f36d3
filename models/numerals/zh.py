"""Chinese quantities, Hans and Hant: numerals in digits, words and both; dates, clock times, shares and look-alikes.

The tables and rules of `models.numerals.engine.Grammar` for zh. Never decides what a number means beyond its sentence.
"""

import re
from decimal import Decimal
from functools import cache
from typing import Final

from models.numerals.engine import alternatives
from models.numerals.quantity import DIGITS, Core, decimal
from models.numerals.units import code_before, table

DIGIT: Final = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2, "兩": 2, "貳": 2, "參": 3, "叄": 3, "陸": 6, "俩": 2, "倆": 2, "仨": 3, "〇": 0, "○": 0,
}  # fmt: skip
SMALL: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
LARGE: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
ZD: Final = "零〇○一二三四五六七八九两兩壹贰貳叁參叄肆伍陆陸柒捌玖"
ZU: Final = "十百千拾佰仟万萬亿億兆廿卅"
_JOIN: Final = rf"參(?![{ZD}{ZU}年月日號号時时點点分秒元圓圆角成])"
"""參 as in 參加 and 參與: a three only before another numeral or what is counted."""
N: Final = rf"(?:\d+|(?:(?!{_JOIN})[{ZD}十廿])+)"
"""A small whole number in digits or words, for dates, times and ordinals."""

_NOT_UNIT: Final = (
    rf"(?:{_JOIN}|千(?=[米克瓦卡伏赫])|百(?=分[点點之比])|百(?=帕)|兆(?=[瓦赫字比])|万(?=[科达豪])(?<!\d万))"
)
_RUN: Final = re.compile(
    rf"(?P<digits>{DIGITS})(?P<units>(?:\s?[多余餘]?(?:(?!{_NOT_UNIT})[{ZU}])+)(?:零?(?:(?:\d[\d,]*)(?:\.\d+)?|[{ZD}]+)\s?(?:(?!{_NOT_UNIT})[{ZU}])+)*(?:(?<=[千万萬亿億])[1-9](?![\d.,％%年月日号時时点點:元]))?)?"
    rf"|(?P<vague>成百上千[万萬亿億]?|[数數]以[百千万萬亿億]+[计計]|成千上[万萬]|千千[万萬][万萬]|(?:好?[几幾]|[数數]|[十拾][几幾]|[上成好])(?=[{ZU}])(?:(?!{_NOT_UNIT})[{ZU}])+|(?<![{ZD}])十[几幾]|[{ZD}]+十[几幾])"
    rf"|(?P<words>(?:(?!{_NOT_UNIT})[{ZD}{ZU}])+(?:[多余餘][万萬亿億]+|[点點][{ZD}]+(?:[{ZU}]+)?)?|[俩仨倆])"
)
_APPROX_RANGE: Final = re.compile(
    rf"^(?P<head>[{ZD}]*[十百千廿卅])?(?P<a>[一二三四五六七八九两兩])(?P<b>[一二三四五六七八九两兩])(?P<tail>[{ZU}]*)$"
)

NUMERAL_RUN: Final = re.compile(rf"[{ZD}{ZU}]+")
"""Any run of numeral characters, whatever it means."""

HOLIDAY: Final = (
    r"(?<![一二三四五六七八九第])十一(?=[”’」]?(?:[黄黃]金[周週]|[长長]假|假期|小[长長]假|[国國][庆慶]|期[间間]))"
)
"""October 1, whose number nobody may take for eleven."""
BAIDU: Final = r"(?<![一二三四五六七八九十近上约逾超达两几数])百度"
"""The firm, which nobody may take for a hundred degrees."""
MASKS: Final = (
    HOLIDAY
    + r"|十[一二三四五]五(?![十百千万萬亿億个個人名年月日号號时時点點分元岁歲条條项項家次件天届屆周週倍度%％.\d])|(?<![周週期拜第])(?:"
    + "|".join(
        (
            r"黑色星期五|[红紅]十字|十字|[超]级星期二|[上下本这這前]一世[纪紀]|五角大[楼樓厦廈]", r"隔三[岔差]五|三天[两兩][头頭]", r"1(?:10|19|20|22)(?=急救|救[护護]|[报報]警|指[挥揮]|接[到警]|出[动動警])", r"一方面", r"[双雙]十(?=[国國][庆慶]|[节節])|有朝一日|日[复復]一日", r"一?[带帶]一路", r"[万萬]一(?![千百两])", r"千[万萬](?=[别別不要记記小勿莫])", r"十分(?![钟鐘之]|[\d一二三])",
            r"十七大|十八大|十九大|二十大(?!\w*强)", r"三[轮輪][车車]", r"三[国國](?=演[义義]|[时時]代|[杀殺]|志)|[双雙]十一", r"四[轮輪][车車]", r"[两兩][轮輪][车車]", r"二手", r"一[起些样樣般定直旦边邊再致切度律时時向共同概味]",
            r"[统統唯不同单單逐万]一(?=[，。、的性])|唯一|[统統]一|[单單]一|同一|(?<!分)之一(?![\d万亿])", r"进一步|進一步", r"一系列", r"百姓", r"百[货貨]", r"百度",
            r"[万萬][科达達圣聖维]", r"千方百[计計]", r"三[农農]", r"五四[运運]", r"九一八", r"七七事[变變]", r"八卦", r"四川|九江|三[亚亞峡峽明星沙]|六安|百[色慕]|七[台里]河|五台山|(?<!\d)万[宁州县]|千[岛島]|十堰|八[达達][岭嶺]",
            r"一[线線](?=城市|员工|工|医|人|岗|作|教|抗|球)|一把手|一[举舉]|一[贯貫]|一[经經]|一[连連]|一[应應]|(?<!翻)(?<!翻了)一[番窝窩带帶口片]|一[并併](?=[处處])|[专專]一|一下|一点(?!\d|[零一二三四五六七八九半钟鐘]|十)|一[会會]儿?|一心|一[员員]",
            r"[星礼禮]期[几幾]", r"一日千里|一日三餐|一波三折|一年四季|(?<![一二两兩三四五六七八九十几幾数數])[百千万萬]里(?![面程])|千秋[万萬]代|千家[万萬][户戶]|百家[争爭][鸣鳴]|[万萬]家[灯燈]火|千人[千一]面|三[头頭]六臂"
            r"|四分五裂|[万萬]人空巷|百步穿[杨楊]|百折不[挠撓]|十里洋[场場]|三十而立|三十六[计計]|七十二[变變]|四代同堂|[四八]方(?![面案木土])|[技语語][惊驚]四座|四座[皆尽盡][惊驚]|(?:独|獨|连|連)中三元", r"(?<=中[国國建铁鐵交冶水电電])[一二三四五六七八九十]{1,3}局", r"三[甲级級][医醫]院", r"三[棱角]", r"八[宝寶]", r"千[禧古秋金载載篇]", r"百科|百[年]?老店|百年(?=好合|大[计計])", r"[万萬]物|[万萬]事|[万萬]象|[万萬][国國]|[万萬]分(?!之)|[万萬]能|[万萬][岁歲]",
            r"[亿億][万萬]富翁|百[万萬]富翁|千[万萬]富翁", r"三文[鱼魚]", r"五[谷穀彩星]|五花八[门門]|七嘴八舌|乱七八糟|四面八方|三番[两兩五]次|[接隔][二三]|三心二意|不[三]不四|九牛|一五一十|半信半疑|事半功倍|一[国國][两兩]制",
            r"(?<!比)一[战戰](?!到底)|二[战戰]", r"[两兩][会會岸]", r"九[寨三]|六[合扇]|四[环環]|[二三五六][环環](?=路|内|外|以)", r"一[带]", r"半[导導島岛决決径徑]|[对對]半|半[夜空信途路成官]", r"上百度", r"零[售食件部]|[飘飄]零|凋零|归零|清零|零[距容基](?=[离離忍础])", r"[万萬]元[户戶]",
        )
    )
    + ")"
)  # fmt: skip

_COUNTERS: Final = (
    "个個名位人家次件例剂劑针針盏盞条條项項只隻头頭匹张張辆輛架艘座栋棟间間所本册冊部台臺套份批起场場届屆轮輪局盘盤颗顆粒枚块塊片根支枝朵棵株层層级級排组組队隊"
    "集期编編词詞桌楼樓句类類种種款门門科篇首幅处處户戶口股步页頁站章节節段代村县縣市省国國州镇鎮区區校店票桩樁宗笔筆架顶頂副对對双雙群串束滴杯瓶碗箱袋包罐床道圈趟遍回顿頓番年天分日夜点點倍折岁歲"
)
COUNTER: Final = rf"(?:人次|人份|班次|架次|车次|平台|多?[{_COUNTERS}]|亿|成员国|国家|國家|城市|地区|企业|企業|学生|學生|工人|士兵|游客|用户|民众|观众|百姓|女性|男性|儿童|观众|粉丝|家庭|农民|居民|考生|员工|部队|公里|英里|平方)"

_PERIOD: Final = {
    "am": ("上午", "早上", "清晨", "早晨", "凌晨", "今早", "早", "今晨", "清早"),
    "noon": ("中午", "正午"),
    "pm": ("下午", "傍晚", "午后", "午後", "晚间", "晚間"),
    "night": ("晚上", "夜间", "夜間", "深夜", "午夜", "今晚", "当晚", "當晚", "昨晚", "明晚", "晚", "夜里", "半夜", "當夜", "当夜", "周晚"),
}  # fmt: skip
HALF: Final = {word: half for half, words in _PERIOD.items() for word in words}
WEEKDAY: Final = {
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
    numeral = numeral.replace(" ", "").replace(",", "")
    point = re.search(r"[点點]", numeral)
    if point:
        tail = numeral[point.end() :]
        part = "".join(str(DIGIT[c]) for c in tail if c in DIGIT)
        value = Decimal(f"{whole(numeral[: point.start()])}.{part or 0}")
        for size in tail:
            value *= LARGE.get(size) or SMALL.get(size, 1)
        return value
    if all(c in DIGIT for c in numeral):
        return Decimal("".join(str(DIGIT[c]) for c in numeral))
    total, section, last = Decimal(0), Decimal(0), Decimal(0)
    current: Decimal | None = None
    for piece in re.findall(r"\d*\.?\d+|.", numeral):
        if piece in SMALL:
            if piece in "廿卅":
                section += SMALL[piece]
                last = Decimal(10)
            else:
                section += (current if current is not None else 1) * SMALL[piece]
                last = Decimal(SMALL[piece])
            current = None
        elif piece in LARGE:
            unit = LARGE[piece]
            amount = section + (current or 0)
            if total and total < unit:
                total = (total + amount) * unit
            else:
                total += (amount or 1) * unit
            section, current, last = Decimal(0), None, Decimal(unit)
        elif piece in DIGIT:
            if DIGIT[piece] == 0:
                last = Decimal(0)
            elif current is not None and current < 10:
                current = current * 10 + DIGIT[piece]
                last = Decimal(0)
                continue
            current = Decimal(DIGIT[piece])
        else:
            current = decimal(piece)
            if not numeral.endswith(piece) or numeral == piece:
                continue
    if current is not None and last >= 100 and current < 10 and (numeral[-1] in DIGIT or numeral[-1].isdigit()):
        current = current * last / 10  # 一千二 is 1,200, 两万五 is 25,000
    return total + section + (current or 0)


def small(numeral: str) -> int:
    return int(whole(numeral)) if not numeral.isdigit() else int(numeral)


def cores(text: str) -> list[Core]:
    cores = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        if match.group("digits"):
            cores.append(_digit_core(match))
        elif match.group("vague"):
            said = match.group("vague")
            if re.fullmatch(rf"[{ZD}]*十[几幾]", said):
                cores.append(Core(start, end, whole(said[:-1]), approx=True, words=True))
                continue
            units = "".join(c for c in said if c in ZU)
            if said.startswith("成百上千"):
                units = "百" + units[2:]
            elif said.startswith("成千上"):
                units = "千"
            cores.append(
                Core(start, end, whole(units), vague=True, words=True, large=said[-1] if said[-1] in LARGE else "")
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
    large = "".join(c for c in units if c in LARGE or c in SMALL) if re.fullmatch(r"\s?\D+", units) else last
    return Core(start, end, value, approx=approx, plain=plain, large=large, spaced=" " in digits)


def _word_core(said: str, start: int) -> list[Core]:
    end = start + len(said)
    approx = any(c in said for c in "多余餘")
    said = re.sub("[多余餘]", "", said)
    pair = _APPROX_RANGE.match(said)
    if pair:
        low, high = DIGIT[pair.group("a")], DIGIT[pair.group("b")]
        if high == low + 1 or (low, high) == (3, 5):
            head, tail = pair.group("head") or "", pair.group("tail")
            scale = whole("一" + tail) if tail else Decimal(1)
            base = whole(head) if head else Decimal(0)
            return [Core(start, end, (base + low) * scale, (base + high) * scale, words=True, large=tail[-1:])]
    if said[0] in "零〇○" and len(said) > 1 and not re.search(r"[点點]", said):
        return []
    value = whole(said)
    last = "".join(c for c in said if c in ZU)[-1:]
    if re.fullmatch(rf"[{ZD}][{ZU}]+", said):
        last = said[1:]  # 三到七百万: the first end borrows 百万
    return [Core(start, end, value, approx=approx, words=True, large=last if said.endswith(last) else "")]


@cache
def _table() -> dict[str, str]:
    return {}


UNITS: Final = table("zh")
TAIL: Final = re.compile(
    rf"(?P<more>\s?[多余餘来來](?![自说說源到])|[几幾](?=[人个個名天年岁歲]))?"
    rf"(?:(?P<half>[个個]半)(?=小[时時]|月|[钟鐘]|多|星期|世))?"
    rf"(?:\s?(?P<unit>{alternatives(list(UNITS))})(?![a-zA-Z]|(?<=元)[旦素老首宵帅]|(?<=年)[代级級轻輕龄齡货貨]|(?<=天)[然津气气下王花空文安]|(?<=方)[面法式向案]|(?<=分)[之子布别支]|(?<=度)[假过]|(?<=日)[元本圆圓]|(?<=里)[面程拉]|(?<=码)[头]|(?<=周)[一二三四五六日围边年末]|(?<=卡)[车车]|(?<=[块塊])[一-鿿](?<![的多左以钱錢])|(?<=晚)[上间])"
    rf"|\s?(?P<counter>{COUNTER}))?"
)
_HARD: Final = set(_COUNTERS) | set(UNITS)
_BARE_FOLLOW: Final = re.compile(rf"\s?[多余餘来來]|\s?{COUNTER}|[股强強名辆輛]")


def accept(text: str, core: Core, tail: "re.Match[str]") -> bool:
    said = text[core.start : core.end]
    before = text[core.start - 1 : core.start]
    if not core.words:
        # Digits glued to Latin letters are codes (A320), not numbers.
        glued = before.isascii() and before.isalpha() and text[core.end : core.end + 1] != "%"  # GDP10%
        return not glued or code_before(text, core.start)
    if core.vague or (core.approx and said[-1] in "几幾"):
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
        ranged = re.match(rf"[到至~-][{ZD}{ZU}\d]", text[core.end : core.end + 3]) is not None  # 三到十万
        return (counted or ranged) and before not in ("第", "星", "周", "万", "唯")
    units = [c for c in said if c in ZU]
    if not units:
        return len(said) >= 3 and counted
    if len(set(said) - set(ZU)) == 0 and not counted and not (len(said) >= 2 and said[-1] in "亿億"):
        return len(text.strip()) == len(said) or (before in "近约約逾超达達过過破满滿足" and before != "")
    return True
