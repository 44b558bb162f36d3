"""Hundreds of quantities as two languages write them: right renderings are left alone, systematic mistakes are told.

The renderings are made here, not by `numerals.write`, so that the reader is not tested against its own writer.
"""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models import fidelity
from models.doubt import FIGURE_KINDS

CASES = Path(__file__).parent / "cases" / "renderings"
CARRIERS: dict[str, dict[str, str]] = json.loads((CASES / "carriers.json").read_text("utf-8"))
SWAPS: dict[str, dict[str, list[str]]] = json.loads((CASES / "exchanged.json").read_text("utf-8"))
CODES = ("en", "ko", "zh-Hans", "zh-Hant")
PAIRS = [(a, b) for a in CODES for b in CODES if a != b and {a, b} != {"zh-Hans", "zh-Hant"}]
CURRENCY = {"en": "{} yuan", "ko": "{} 위안", "zh-Hans": "{}元人民币", "zh-Hant": "{}元人民幣"}
DOLLARS = {"en": "${}", "ko": "{} 달러", "zh-Hans": "{}美元", "zh-Hant": "{}美元"}
DAYS = {"en": "{} days", "ko": "{}일 동안", "zh-Hans": "{}天", "zh-Hant": "{}天"}
MILES = {"en": "{} miles", "ko": "{}마일", "zh-Hans": "{}英里", "zh-Hant": "{}英里"}
MARCH = {"en": "March {}", "ko": "3월 {}일", "zh-Hans": "3月{}日", "zh-Hant": "3月{}日"}
DIGITS = "零一二三四五六七八九"


def large(value: int, code: str) -> str:
    """As papers write it: 1.25 billion, 12억 5000만, 12.5亿."""
    if code == "en":
        for name, size in (("trillion", 10**12), ("billion", 10**9), ("million", 10**6)):
            if value >= size and value * 1000 % size == 0:
                return f"{value / size:g} {name}"
        return f"{value:,}"
    if code == "ko":
        parts = []
        for name, size in (("조", 10**12), ("억", 10**8), ("만", 10**4), ("", 1)):
            if value >= size:
                parts.append(f"{value // size}{name}")
                value %= size
        return " ".join(parts)
    hant = code == "zh-Hant"
    for name, size in (
        (("萬億" if hant else "万亿"), 10**12),
        (("億" if hant else "亿"), 10**8),
        (("萬" if hant else "万"), 10**4),
    ):
        if value >= size and value * 10**4 % size == 0:
            return f"{value / size:.10g}{name}"
    return str(value)


def said(kind: str, value: int, code: str, words: bool = False) -> str:
    zh = code.startswith("zh")
    if kind == "money":
        return CURRENCY[code].format(large(value, code))
    if kind == "people":
        return large(value, code) + ("" if code == "en" else "명" if code == "ko" else "人")
    if kind == "percent":
        if words:
            return (
                f"{value} per cent" if code == "en" else f"{value}퍼센트" if code == "ko" else f"百分之{hundred(value)}"
            )
        return f"{value}%"
    if kind == "length":
        return f"{value} kilometres" if code == "en" else f"{value}㎞" if code == "ko" else f"{value}公里"
    if kind == "years":
        if words and code == "en":
            return f"{['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][value]} years"
        if words and zh:
            return (
                f"{'两' if value == 2 else DIGITS[value]}年"
                if code == "zh-Hans"
                else f"{'兩' if value == 2 else DIGITS[value]}年"
            )
        return f"{value} years" if code == "en" else f"{value}년" if code == "ko" else f"{value}年"
    tail = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"the {value}{tail}" if code == "en" else f"{value}일" if code == "ko" else f"{value}日"


def hundred(value: int) -> str:
    ten, one = divmod(value, 10)
    return ("" if ten == 0 else "十" if ten == 1 else DIGITS[ten] + "十") + (DIGITS[one] if one or not ten else "")


def drawn(kind: str, rng: random.Random) -> int:
    if kind == "money":
        return rng.randrange(101, 9999) * int(10 ** rng.randrange(4, 10))
    if kind == "people":
        return rng.randrange(13, 999) * int(10 ** rng.randrange(0, 4))
    if kind == "percent":
        return rng.randrange(3, 99)
    if kind == "years":
        return rng.randrange(3, 10)
    return rng.randrange(4, 29) if kind == "day" else rng.randrange(14, 900)


def wrong(source: str, target: str, a: str, b: str) -> bool:
    return any(d.kind in FIGURE_KINDS for d in fidelity.check(source, target, a, b).doubts)


def cases(seed: int) -> Iterator[tuple[str, str, str, int]]:
    rng = random.Random(seed)
    for a, b in PAIRS:
        for kind in CARRIERS:
            for _ in range(4):
                yield a, b, kind, drawn(kind, rng)


def test_right_renderings_are_left_alone() -> None:
    alarms = []
    for a, b, kind, value in cases(1):
        for words in (False, True):
            source = CARRIERS[kind][a].format(said(kind, value, a, words))
            target = CARRIERS[kind][b].format(said(kind, value, b, not words))
            checked = fidelity.check(source, target, a, b)
            if wrong(source, target, a, b) or checked.text != target:
                alarms.append((source, target))
    assert alarms == []


MISTAKES: dict[str, Callable[[str, int, str], str | None]] = {
    "ten times": lambda kind, v, b: None if kind == "day" or (kind == "years") else said(kind, v * 10, b),
    "hundred times": lambda kind, v, b: said(kind, v * 100, b) if kind in ("money", "people") else None,
    "ten thousand times": lambda kind, v, b: said(kind, v * 10**4, b) if kind in ("money", "people") else None,
    "another digit": lambda kind, v, b: said(kind, v + (1 if v % 10 != 9 else -1), b) if kind != "money" else None,
    "cut": lambda kind, v, b: said(kind, v // 10, b) if kind in ("money", "length") else None,
    "dropped": lambda kind, v, b: {"en": "it", "ko": "돈", "zh-Hans": "资金", "zh-Hant": "資金"}[b] if kind == "money" else None,
    "dollars": lambda kind, v, b: DOLLARS[b].format(large(v, b)) if kind == "money" else None,
    "days": lambda kind, v, b: DAYS[b].format(v) if kind == "years" else None,
    "miles": lambda kind, v, b: MILES[b].format(v) if kind == "length" else None,
    "month": lambda kind, v, b: MARCH[b].format(v) if kind == "day" else None,
}  # fmt: skip


@pytest.mark.parametrize("mistake", list(MISTAKES))
def test_systematic_mistakes_are_told(mistake: str) -> None:
    missed, tried = [], 0
    for a, b, kind, value in cases(2):
        bad = MISTAKES[mistake](kind, value, b)
        if bad is None:
            continue
        tried += 1
        source, target = CARRIERS[kind][a].format(said(kind, value, a)), CARRIERS[kind][b].format(bad)
        if not wrong(source, target, a, b):
            missed.append((source, target))
    assert tried >= 40
    assert missed == []


@pytest.mark.parametrize("story", list(SWAPS))
def test_exchanged_figures_are_told_and_others_are_not(story: str) -> None:
    rng = random.Random(3)
    missed, alarms = [], []
    for a, b in PAIRS:
        for english in SWAPS[story][b]:
            one, two = rng.sample(range(11, 90), 2)
            source = SWAPS[story][a][0].format(one, two)
            right, bad = english.format(one, two), english.format(two, one)
            if wrong(source, right, a, b):
                alarms.append((source, right))
            if not wrong(source, bad, a, b):
                missed.append((source, bad))
            assert fidelity.check(source, right, a, b).text == right
    assert alarms == []
    assert missed == []
