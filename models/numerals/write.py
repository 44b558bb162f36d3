"""A `Quantity` as the reader's papers write it: 26,043,000,000 CNY -> "26.043 billion yuan", "260억4300만 위안", "260.43亿元".

In: a quantity and a language code. Out: text that `find` reads as the same quantity. Never rounds.
"""

from decimal import Decimal
from typing import Final

from models.language import base, canonical
from models.numerals.quantity import Quantity, tidy
from models.numerals.units import word

_HANT: Final = str.maketrans(
    "万亿两点个钱块来岁马吨亩顷镑铢瓦时号届队历过纪余约众达种双币圆卢泽兰罗挝维韩欧门宾亚尔谢兹纳鲜坚图钟级节码仑摄华贝国麦长间东业",
    "萬億兩點個錢塊來歲馬噸畝頃鎊銖瓦時號屆隊歷過紀餘約眾達種雙幣圓盧澤蘭羅撾維韓歐門賓亞爾謝茲納鮮堅圖鐘級節碼侖攝華貝國麥長間東業",
)
_EN_MONTH: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_EN_DAY: Final = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
_CJK_DAY: Final = {
    "mon": ("월", "一"),
    "tue": ("화", "二"),
    "wed": ("수", "三"),
    "thu": ("목", "四"),
    "fri": ("금", "五"),
    "sat": ("토", "六"),
    "sun": ("일", "日"),
}
_LARGE: Final = {
    "en": (("trillion", 10**12), ("billion", 10**9), ("million", 10**6)),
    "zh": (("万亿", 10**12), ("亿", 10**8), ("万", 10**4)),
}
_KO_LARGE: Final = (("경", 10**16), ("조", 10**12), ("억", 10**8), ("만", 10**4))
_VAGUE_EN: Final = {
    10: "dozens",
    100: "hundreds",
    1000: "thousands",
    10**4: "tens of thousands",
    10**5: "hundreds of thousands",
    10**6: "millions",
    10**7: "tens of millions",
    10**8: "hundreds of millions",
    10**9: "billions",
    10**10: "tens of billions",
    10**11: "hundreds of billions",
    10**12: "trillions",
}


def write(quantity: Quantity, language: str) -> str:
    """The quantity in the language; its own text where there is no better way to say it (codes, odd values)."""
    code = canonical(language)
    said = _say(quantity, base(code))
    if said is None:
        said = quantity.text
    return said.translate(_HANT) if code == "zh-Hant" else said


def _say(q: Quantity, lang: str) -> str | None:
    value = q.value
    if isinstance(value, tuple):
        return _pair(q, value, lang)
    if isinstance(value, str):
        return _string(q, value, lang)
    if value is None:
        return None
    makers = {
        "ordinal": _ordinal,
        "age_decade": _age_decade,
        "decade": _decade,
        "century": _century,
        "quarter": _quarter,
        "half_year": _half_year,
        "fraction": _fraction,
    }
    if q.kind in makers:
        return makers[q.kind](value, lang)
    if q.kind == "vague":
        said = _vague(value, lang)
        return None if said is None else _with_unit(q, said, lang, plural=True)
    if q.kind == "duration" and q.unit in ("second", "minute") and value >= 60:
        return _qualified(q, _composed(Decimal(str(value)) * (60 if q.unit == "minute" else 1), lang), lang)
    if q.kind == "duration" and q.unit == "month" and value > 24 and value % 12 and value == int(value):
        return _qualified(q, _years_months(int(value), lang), lang)
    return _qualified(q, _with_unit(q, number(value, lang), lang, plural=value != 1), lang)


def _years_months(months: int, lang: str) -> str:
    """42 months -> "3 years and 6 months", 3년 6개월, 3年6个月."""
    years, rest = divmod(months, 12)
    said = [
        f"{n}{' ' if lang == 'en' else ''}{word('duration', u, lang, n != 1)}"
        for n, u in ((years, "year"), (rest, "month"))
    ]
    return (" and " if lang == "en" else " " if lang == "ko" else "").join(said)


def _composed(seconds: Decimal, lang: str) -> str:
    """117.79 seconds -> "1 minute 57.79 seconds", 1분 57.79초, 1分57.79秒."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [(hours, "hour"), (minutes, "minute"), (rest, "second")]
    said = []
    for amount, unit in parts:
        if amount:
            name = "分" if lang == "zh" and unit == "minute" and rest else word("duration", unit, lang, amount != 1)
            said.append(f"{tidy(amount)} {name}" if lang == "en" else f"{tidy(amount)}{name}")
    return "".join(said) if lang == "zh" else " ".join(said)


def number(value: int | float, lang: str) -> str:
    """A plain number: 1.2 million, 120万, 120만."""
    exact = Decimal(str(value))
    sign = "-" if exact < 0 else ""
    exact = abs(exact)
    if lang == "ko":
        return sign + _korean(exact)
    for name, size in _LARGE[lang]:
        scaled = exact / size
        if exact >= size and scaled == round(scaled, 4):
            text = f"{tidy(scaled):,}" if lang == "en" else f"{tidy(scaled)}"
            return f"{sign}{text} {name}" if lang == "en" else f"{sign}{text}{name}"
    return sign + (f"{tidy(exact):,}" if lang == "en" or (exact < 10**4 and lang == "en") else f"{tidy(exact)}")


def _korean(value: Decimal) -> str:
    if value < 10**4 or value != value.to_integral_value():
        for name, size in _KO_LARGE:
            scaled = value / size
            if value >= size and scaled == round(scaled, 4):
                return f"{tidy(scaled)}{name}"
        return f"{tidy(value)}" if value < 10**4 and value == value.to_integral_value() else f"{tidy(value):,}"
    rest, parts = int(value), []
    for name, size in _KO_LARGE:
        if rest >= size:
            parts.append(f"{rest // size}{name}")
            rest %= size
    if rest:
        parts.append(f"{rest}")
    return " ".join(parts)


def _unit_word(q: Quantity, lang: str, plural: bool) -> str | None:
    if q.currency:
        return word("money", q.currency, lang, plural)
    if q.unit in ("percent", "age", "multiple", "fraction"):
        return _plain_unit(q.unit, q.qualifier, lang, plural)
    if q.unit:
        return word("duration", q.unit, lang, plural) or word("number", q.unit, lang, plural)
    return _plain_unit(q.kind, q.qualifier, lang, plural)


def _plain_unit(kind: str, qualifier: str | None, lang: str, plural: bool) -> str | None:
    if kind == "percent":
        if qualifier == "points":
            return word("percent", "points", lang, plural) if lang != "ko" else "%포인트"
        return "%"
    if kind == "multiple":
        return word("multiple", "", lang, plural)
    if kind == "age":
        return {"en": "years old", "ko": "세", "zh": "岁"}[lang]
    return ""


def _with_unit(q: Quantity, said: str, lang: str, plural: bool) -> str:
    unit = _unit_word(q, lang, plural)
    if unit is None:
        return f"{said} {q.unit or q.currency or ''}".strip()
    if q.unit == "celsius" and lang == "ko":
        return f"섭씨 {said}도"
    if q.unit == "fahrenheit" and lang == "ko":
        return f"화씨 {said}도"
    if q.qualifier == "of_price":
        return f"{said}%"
    if lang == "en":
        space = "" if unit == "%" else " "
        of = " of" if q.kind == "vague" and unit else ""
        return f"{said}{of}{space}{unit}".strip()
    if lang == "ko":
        vague = q.kind == "vague" and not q.currency and "가" <= unit[:1] <= "힣"  # 수조 마일
        apart = vague or q.currency not in (None, "KRW")
        return f"{said} {unit}" if apart else f"{said}{unit}"
    return f"{said}{unit}"


def _qualified(q: Quantity, said: str, lang: str) -> str:
    """With "about", "at least", "at most"."""
    words = {
        "approx": {"en": "about {}", "ko": "약 {}", "zh": "约{}"},
        "at_least": {"en": "at least {}", "ko": "{} 이상", "zh": "至少{}"},
        "at_most": {"en": "at most {}", "ko": "{} 이하", "zh": "至多{}"},
        "of_price": {"en": "{} of the price", "ko": "정가의 {}", "zh": "原价的{}"},
    }
    return words[q.qualifier][lang].format(said) if q.qualifier in words else said


def _pair(q: Quantity, pair: tuple[int | float, int | float], lang: str) -> str | None:
    low, high = pair
    if q.kind == "score":
        return f"{low}-{high}" if lang != "zh" else f"{low}比{high}"
    if q.unit == "day_of_month":
        return {"en": f"{_nth(int(low))} to {_nth(int(high))}", "ko": f"{low}~{high}일", "zh": f"{low}日至{high}日"}[
            lang
        ]
    if q.unit == "year" and 1000 <= low < high <= 2100:
        return {"en": f"{low} to {high}", "ko": f"{low}~{high}년", "zh": f"{low}至{high}年"}[lang]
    join = {"en": " to ", "ko": "~", "zh": "至"}[lang]
    return _with_unit(q, number(low, lang) + join + number(high, lang), lang, plural=True)


def _nth(value: int) -> str:
    tail = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value:,}{tail}"


def _ordinal(value: int | float, lang: str) -> str:
    return {"en": _nth(int(value)), "ko": f"제{int(value)}", "zh": f"第{int(value)}"}[lang]


def _age_decade(value: int | float, lang: str) -> str:
    return {"en": f"in their {value}s", "ko": f"{value}대", "zh": f"{value}多岁"}[lang]


def _decade(value: int | float, lang: str) -> str:
    return {"en": f"the {value}s", "ko": f"{value}년대", "zh": f"{value}年代"}[lang]


def _century(value: int | float, lang: str) -> str:
    return {"en": f"the {_nth(int(value))} century", "ko": f"{value}세기", "zh": f"{value}世纪"}[lang]


def _quarter(value: int | float, lang: str) -> str:
    names = ("first", "second", "third", "fourth")
    return {
        "en": f"the {names[int(value) - 1]} quarter",
        "ko": f"{value}분기",
        "zh": f"第{'一二三四'[int(value) - 1]}季度",
    }[lang]


def _half_year(value: int | float, lang: str) -> str:
    first = value == 1
    return {
        "en": f"the {'first' if first else 'second'} half of the year",
        "ko": "상반기" if first else "하반기",
        "zh": "上半年" if first else "下半年",
    }[lang]


def _fraction(value: int | float, lang: str) -> str | None:
    if value == 0.5:
        return {"en": "half", "ko": "절반", "zh": "一半"}[lang]
    for of in range(2, 101):
        part = round(value * of)
        if part and abs(part / of - value) < 5e-6:
            if lang == "zh" and of <= 10:
                return f"{'零一二三四五六七八九十'[of]}分之{'零一二三四五六七八九十'[part]}"
            return {"en": f"{part}/{of}", "ko": f"{of}분의 {part}", "zh": f"{of}分之{part}"}[lang]
    thousandths = Decimal(str(value)) * 1000
    return f"{tidy(thousandths)}‰"


def _vague(value: int | float, lang: str) -> str | None:
    if lang == "en":
        return _VAGUE_EN.get(int(value))
    digits = len(str(int(value))) - 1
    if lang == "zh":
        names = ["", "十", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿", "万亿"]
        return f"数{names[digits]}" if 0 < digits < len(names) else None
    names = ["", "십", "백", "천", "만", "십만", "백만", "천만", "억", "십억", "백억", "천억", "조"]
    return f"수{names[digits]}" if 0 < digits < len(names) else None


def _string(q: Quantity, value: str, lang: str) -> str | None:
    if q.kind == "weekday":
        ko, zh = _CJK_DAY[value]
        return {"en": _EN_DAY[value], "ko": f"{ko}요일", "zh": f"周{zh}"}[lang]
    if q.kind == "time":
        return _time(value, lang)
    if q.kind == "date":
        return _date(value, lang)
    return value


def _time(value: str, lang: str) -> str:
    """15:45 as papers write it: "3:45 p.m.", 오후 3시 45분, 15点45分."""
    hour, minute = (int(part) for part in value.split(":"))
    if lang == "zh":
        return f"{hour}点" + (f"{minute}分" if minute else "")
    half = hour >= 12
    if lang == "ko":
        named = "낮" if value == "12:00" else ("오전", "오후")[half]
        return f"{named} {hour - 12 if hour > 12 else hour}시" + (f" {minute}분" if minute else "")
    if value in ("00:00", "12:00"):
        return ("midnight", "noon")[half]
    return f"{(hour - 1) % 12 + 1}{f':{minute:02d}' if minute else ''} {('a.m.', 'p.m.')[half]}"


def _date(value: str, lang: str) -> str:
    if value.startswith("---"):
        day = int(value[3:])
        return {"en": f"the {_nth(day)}", "ko": f"{day}일", "zh": f"{day}日"}[lang]
    parts = value[2:].split("-") if value.startswith("--") else value.split("-")
    year = None if value.startswith("--") else int(parts.pop(0))
    month = int(parts[0]) if parts else None
    day_ = int(parts[1]) if len(parts) > 1 else None
    if lang == "en":
        text = " ".join(filter(None, (_EN_MONTH[month - 1] if month else "", str(day_) if day_ else "")))
        return f"{text}, {year}" if year and day_ else f"{text} {year}".strip() if year else text
    marks = ("년 ", "월 ", "일") if lang == "ko" else ("年", "月", "日")
    text = "".join(f"{part}{mark}" for part, mark in zip((year, month, day_), marks, strict=True) if part)
    return text.strip()
