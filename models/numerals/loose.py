"""Anything in a text that could be a number, in names and idioms too: what excuses a figure on the other side.

In: text and language base. Out: (start, end, value) of every digit run and numeral word. 三农 holds 3, 十九大 holds 19,
"World War II" holds 2. Never says what a number means; `find` does.
"""

import re
from typing import Final

from models.numerals.quantity import narrow, roman

_DIGITS: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ROMAN: Final = re.compile(r"\b[IVX]{1,5}l{0,2}\b")

Spot = tuple[int, int, float]


def loose(text: str, lang: str) -> list[Spot]:
    """Every possible number of the text."""
    flat = narrow(text)
    spots = [(m.start(), m.end(), float(m.group().replace(",", ""))) for m in _DIGITS.finditer(flat)]
    if lang == "zh":
        spots.extend(_chinese(flat))
    elif lang == "ko":
        spots.extend(_korean(flat))
    else:
        spots.extend(_english(flat))
    return spots


def _chinese(text: str) -> list[Spot]:
    from models.numerals import zh

    spots: list[Spot] = []
    text = re.sub(rf"{zh.HOLIDAY}|{zh.BAIDU}|身[怀懷]六甲", "\0\0", text)
    for match in zh.NUMERAL_RUN.finditer(text):
        said = match.group()
        spots.append((match.start(), match.end(), float(zh.whole(said))))
        if len(said) > 1:
            spots.extend((match.start() + i, match.start() + i + 1, float(zh.whole(c))) for i, c in enumerate(said))
    spots.extend((m.start(), m.end(), 2.0) for m in re.finditer(r"双|雙|副|再|次子|对|對", text))
    spots.extend((m.start(), m.end(), 24.0) for m in re.finditer(r"全天候?|[昼晝]夜", text))
    spots.extend((m.start(), m.end(), 1.0) for m in re.finditer(r"首|单|單|每|元[旦年]", text))
    return spots


def _korean(text: str) -> list[Spot]:
    from models.numerals import ko

    spots: list[Spot] = []
    for match in ko.NATIVE_WORD.finditer(text):
        value = ko.native(match.group())
        if value is not None:
            spots.append((match.start(), match.end(), float(value)))
        elif match.group() in ko.PAIRS:
            spots.extend((match.start(), match.end(), float(v)) for v in ko.PAIRS[match.group()])
    for match in ko.SINO_RUN.finditer(text):
        spots.append((match.start(), match.end(), float(ko.whole(match.group()))))
    spots.extend((m.start(), m.end(), 2.0) for m in re.finditer(r"양국|양측|양사|양 |쌍|부부|둘|이중|재차|다시", text))
    for match in re.finditer(r"(?<![가-힣])[백천만](?=\s?번)", text):
        spots.append((match.start(), match.end(), float(ko.whole(match.group()))))
    spots.extend((m.start(), m.end(), 3.0) for m in re.finditer(r"삼각|삼중|삼국", text))
    spots.extend((m.start(), m.end(), 1.0) for m in re.finditer(r"첫|한|일", text))
    return spots


def _english(text: str) -> list[Spot]:
    from models.numerals import en

    spots: list[Spot] = []
    for match in en.NUMBER_WORD.finditer(text):
        spots.append((match.start(), match.end(), float(en.word_value(match.group()))))
    for match in en.HINT_WORD.finditer(text):
        spots.append(
            (match.start(), match.end(), float(en.HINTS[next(g for g in match.groupdict() if match.group(g))[1:]]))
        )
    spots.extend((m.start(), m.end(), float(roman(m.group().replace("l", "I")))) for m in _ROMAN.finditer(text))
    return spots
