"""Figures as the corpus writes them: find them, think up another of the same sort, write it in each language.

Comes in: a sentence in ``en``, ``ko`` or ``zh``. Goes out: ``Figure`` values with a plain numeric value, and text.
This is only for making training sentences: it looks for what the corpus holds, and a figure it misses is merely not
varied. The product's own reading of figures is ``models.numerals``.
"""

import random
import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
NTH = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
NATIVE = {"두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10}
CHINESE = {"两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
CHINESE_NTH = {"二": 2} | {sign: number for sign, number in CHINESE.items() if number > 2}
MEASURES = "个名次项家年天月座起种位条人所辆度场支艘只件部份"
WORDS = {
    "word": {"en": ENGLISH, "ko": NATIVE, "zh": CHINESE},
    "nth": {"en": NTH, "ko": NATIVE, "zh": CHINESE_NTH},
}
EN_SCALE = {"million": 10**6, "billion": 10**9, "trillion": 10**12}
KO_SCALE = {"조": 10**12, "억": 10**8, "만": 10**4, "": 1}
ZH_SCALE = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "": 1}

EN_FIND = re.compile(
    rf"(?<![\w.,-])(?P<month>{'|'.join(m for m in MONTHS if m != 'May')}|May(?= \d))\b"
    rf"|(?<![\w.,-])(?P<word>{'|'.join(ENGLISH)})\b(?!-)"
    rf"|(?<![\w.,-])(?P<nth>{'|'.join(NTH)})\b"
    rf"|(?<![A-Za-z\d.,])(?<![A-Za-z]-)(?P<n>{NUMBER})"
    r"(?:(?P<ordinal>st|nd|rd|th)\b| (?P<scale>million|billion|trillion)\b)?",
    re.IGNORECASE,
)
KO_GROUP = rf"{NUMBER}(?:천\d{{0,3}})?"
KO_FIND = re.compile(
    rf"(?<![가-힣])(?P<word>{'|'.join(NATIVE)}) (?=[가-힣])"
    rf"|(?<![A-Za-z\d.,])(?<![A-Za-z]-)(?P<n>{KO_GROUP}[조억만](?: ?{KO_GROUP}[억만])*(?: ?{KO_GROUP})?|{KO_GROUP})"
)
ZH_FIND = re.compile(
    rf"(?<![一二三四五六七八九十第周期几])(?P<word>[{''.join(CHINESE)}])(?=[{MEASURES}])"
    rf"|(?<=第)(?P<nth>[{''.join(CHINESE_NTH)}])(?!十)"
    rf"|(?<![A-Za-z\d.,])(?<![A-Za-z]-)(?P<n>{NUMBER}(?:万亿|亿|万)?(?:{NUMBER}万)?)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a sentence: text[start:end] has this value; ``form`` says how it is written."""

    start: int
    end: int
    value: Decimal
    form: str  # digits, comma, comma, scaled, ordinal, month, word, nth, thousand (ko: 천)
    after: str  # the few characters that follow


def plain(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def find(text: str, language: str) -> list[Figure]:
    """Return the figures of a sentence in order."""
    finder, value = {"en": (EN_FIND, english), "ko": (KO_FIND, korean), "zh": (ZH_FIND, chinese)}[language]
    found = []
    for match in finder.finditer(text):
        end = match.end("word") if match["word"] else match.end()  # without the space after a Korean word
        amount, form = value(match)
        around = text[max(0, match.start() - 3) : end + 3]
        if amount < 2 or "분의" in around or "分之" in around:
            continue  # one is grammar, and fractions are other words in English
        found.append(Figure(match.start(), end, amount, form, text[end : end + 3]))
    return found


def english(match: re.Match) -> tuple[Decimal, str]:
    if match["month"]:
        return Decimal(MONTHS.index(match["month"].capitalize()) + 1), "month"
    if match["word"]:
        return Decimal(ENGLISH[match["word"].lower()]), "Word" if match["word"][0].isupper() else "word"
    if match["nth"]:
        return Decimal(NTH[match["nth"].lower()]), "Nth" if match["nth"][0].isupper() else "nth"
    if match["scale"]:
        return plain(match["n"]) * EN_SCALE[match["scale"].lower()], "scaled"
    return plain(match["n"]), "ordinal" if match["ordinal"] else "comma" if "," in match["n"] else "digits"


def korean(match: re.Match) -> tuple[Decimal, str]:
    if match["word"]:
        return Decimal(NATIVE[match["word"]]), "word"
    total = Decimal(0)
    for digits, thousands, rest, scale in re.findall(rf"({NUMBER})(천)?(\d*)([조억만]?)", match["n"]):
        group = plain(digits) * 1000 + Decimal(rest or 0) if thousands else plain(digits)
        total += group * KO_SCALE[scale]
    form = "thousand" if "천" in match["n"] else "scaled" if re.search("[조억만]", match["n"]) else "digits"
    return total, "comma" if form != "thousand" and "," in match["n"] else form


def chinese(match: re.Match) -> tuple[Decimal, str]:
    if match["word"]:
        return Decimal(CHINESE[match["word"]]), "word"
    if match["nth"]:
        return Decimal(CHINESE_NTH[match["nth"]]), "nth"
    parts = re.findall(rf"({NUMBER})(万亿|亿|万)?", match["n"])
    total = sum(plain(digits) * ZH_SCALE[scale] for digits, scale in parts)
    return Decimal(total), "scaled" if any(scale for _, scale in parts) else "digits"


def trimmed(value: Decimal) -> str:
    """Write a decimal without trailing zeros or an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write(value: Decimal, form: str, language: str, decimals: int) -> str:
    """Write a value as the papers of the corpus do, in the form found; ``decimals`` keeps zeros as in 4.0."""
    whole = value == value.to_integral_value()
    if form.lower() in WORDS:
        table = WORDS[form.lower()][language]
        word = next((word for word, number in table.items() if number == value), trimmed(value))
        return word.capitalize() if form[0].isupper() else word
    if form == "month":
        return MONTHS[int(value) - 1]
    if form == "ordinal":
        return ordinal(int(value))
    if not whole or (decimals and value < 10**4):
        return f"{value:.{decimals}f}" if decimals else trimmed(value)
    number = int(value)
    if language == "en":
        if number >= 10**6:
            name, size = next((n, s) for n, s in reversed(EN_SCALE.items()) if number >= s)
            return f"{trimmed(Decimal(number) / size)} {name}"
        return str(number) if form == "digits" and number < 10**4 else f"{number:,}"
    if language == "ko":
        return korean_groups(number, comma=form == "comma") if form != "digits" or number >= 10**4 else str(number)
    if form == "digits" and number < 10**6:
        return str(number)
    name, size = next((n, s) for n, s in ZH_SCALE.items() if number >= s)
    return f"{trimmed(Decimal(number) / size)}{name}"


def ordinal(number: int) -> str:
    suffix = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def korean_groups(number: int, comma: bool) -> str:
    """Write 3억 5천만, 8만 7천300 (or 8만 7,300)."""
    groups = []
    for scale, size in KO_SCALE.items():
        group, number = divmod(number, size)
        if not group:
            continue
        thousands, rest = divmod(group, 1000)
        if not thousands:
            written = str(group)
        elif comma:
            written = f"{group:,}"
        else:
            written = f"{thousands}천{rest or ''}"
        groups.append(written + scale)
    return " ".join(groups) or "0"


def another(value: Decimal, uses: list[Figure], rng: random.Random) -> Decimal:
    """Think up a value of the same sort as one written in all these ways (the same figure in several languages)."""
    forms = {figure.form for figure in uses}
    after = " ".join(figure.after for figure in uses)
    whole = value == value.to_integral_value()
    if "month" in forms:
        return Decimal(rng.randint(1, 12))
    if forms & {"word", "Word", "nth", "Nth"}:
        return Decimal(rng.randint(2, 9))
    if "ordinal" in forms:
        return Decimal(rng.randint(1, 30) if "일" in after or "日" in after else rng.randint(2, 40))
    if whole and 1900 <= value <= 2100 and forms == {"digits"} and ("년" in after or "年" in after):
        return value + rng.randint(-15, 15) if value % 10 else value + rng.choice((-20, -10, 0, 10))
    if whole and value < 13 and ("시" in after or "时" in after) and "시간" not in after:
        return Decimal(rng.randint(1, 12))
    if whole and value < 60 and ("분" in after and "분의" not in after and "분기" not in after) and value >= 10:
        return Decimal(rng.randint(10, 59))
    if whole and value <= 31 and ("월" in after or "月" in after):
        return Decimal(rng.randint(1, 12))
    if whole and value <= 31 and ("일" in after or "日" in after):
        return Decimal(rng.randint(1, 30))
    if not whole:
        places = -value.as_tuple().exponent
        high = max(20, int(value * 3)) if rng.random() < 0.8 else 100
        return Decimal(rng.randint(2, high * 10**places - 1)).scaleb(-places)
    if value < 100:
        return Decimal(rng.randint(2, 9) if value < 10 else rng.randint(10, 99))
    return large(value, forms, rng)


def large(value: Decimal, forms: set[str], rng: random.Random) -> Decimal:
    """Think up a whole number of 100 or more: other digits, another size, about as many digits that are not zero."""
    digits = len(trimmed(value))
    shown = min(6, len(trimmed(value).rstrip("0")))
    if "scaled" in forms or value >= 1000:
        digits = max(3, digits + rng.choice((-2, -1, -1, 0, 0, 0, 1, 1, 2)))
        shown = min(digits, max(1, shown + rng.choice((-1, 0, 0, 0, 1))))
    if digits > 6:
        shown = min(shown, 3 + (digits - 1) % 3)  # no more than two or three decimals of a million, billion, ...
    first = rng.randint(10 ** (shown - 1), 10**shown - 1)
    return Decimal(first) * 10 ** (digits - shown)
