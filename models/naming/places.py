"""Places of China in a Chinese sentence: by the table of counties, cities and rivers, and by 县, 镇 or 河 behind a name.

In: a sentence in simplified characters, the spans that the glossary accounts for. Out: `Place`s, and what else than its
pinyin an English text may call one. A word that is a place's name too (和平), and what may be of a
foreign name (莱西), is none without its kind behind it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from models.naming import ordinary
from models.naming.hanzi import SOUNDS

__all__ = ["Place", "called", "find", "kind", "translated"]


@dataclass(frozen=True, slots=True)
class Place:
    start: int
    end: int
    suffix: int
    """Characters at the end that say what kind of place it is: 1 of 湘江, 0 of 寿光."""
    word: bool = False
    """Whether the name is a word too, which English may translate: Friendship County."""


def find(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Place]:
    """Places in no order; one may stand in another. None where the sentence is about Korea: its places have other readings."""
    if _KOREA.search(text):
        return
    yield from _listed(text)
    yield from _by_kind(text, {end for _, end in taken})


_KINDS: Final = (
    "省|市|区|县|镇|乡|村|州|旗|街道|河|江|湖|水库|山|岛|湾|港|大桥|路|大街|街|隧道|水电站|核电站|公园|广场|国际机场|机场|站|寺|宫|塔|峡|古镇|古城"
    "|国家级自然保护区|国家自然保护区|自然保护区|国家森林公园|森林公园|国家公园|湿地公园|风景名胜区|景区|风景区|开发区|新区|社区|中学|小学|林场|农场|牧场"
)
_KOREA: Final = re.compile("韩[国元]|首尔|朝鲜|平壤|釜山|[道郡]厅")
_KIND: Final = re.compile(_KINDS)
_BUILT: Final = "寺宫塔园岛山湖街门"
"""Kinds that end a name of three characters in the table."""


def _listed(text: str) -> Iterator[Place]:
    table = _table()
    last = -2  # where the name before ends
    for at in range(len(text) - 1):
        for name, word_too in table.get(text[at : at + 2], ()):
            if not text.startswith(name, at) or (name[0] == "和" and _named(text, at + 1)):
                continue
            end = at + len(name)
            behind = _KIND.match(text, end)
            beside = text[last : last + 1] == "、" and last == at - 1
            beside |= text[end : end + 1] == "、" and _named(text, end + 1)
            if behind is None and ((word_too and not beside) or (len(name) == 2 and _within_words(text, at, end))):
                continue
            last = behind.end() if behind else end
            suffix = len(behind.group()) if behind else int(word_too is None or (len(name) > 2 and name[-1] in _BUILT))
            yield Place(at, behind.end() if behind else end, suffix, word_too is True or name in _TRANSLATED)
            break


def _named(text: str, at: int) -> bool:
    """Whether a name of the table begins there: 和龙泉山 is "and Longquan Mountain", not 和龙."""
    return any(text.startswith(name, at) for name, _ in _table().get(text[at : at + 2], ()))


def _within_words(text: str, start: int, end: int) -> bool:
    """Whether the two characters are pieces of the words beside them: 新会 in 创新会议."""
    return ordinary.pair(text[max(0, start - 1) : start + 1]) or ordinary.pair(text[end - 1 : end + 1])


@cache
def _table() -> dict[str, list[tuple[str, bool | None]]]:
    """First two characters -> (name, whether it is a word too; None for rivers, which have their kind), the longest first."""
    heads: dict[str, list[tuple[str, bool | None]]] = {}
    for group, names in _lines():
        for name in names.split():
            plain = name.lstrip("?").partition("=")[0]
            word_too = None if group == "水" and name[0] != "?" else name[0] == "?" or all(c in SOUNDS for c in plain)
            heads.setdefault(plain[:2], []).append((plain, word_too))
    for rows in heads.values():
        rows.sort(key=lambda row: -len(row[0]))
    return heads


def kind(text: str, start: int, end: int) -> int:
    """Characters at the end of a place's name that say what it is: 1 of 寿光市."""
    return int(end - start > 2 and _KIND.fullmatch(text, end - 1, end) is not None)


def translated(name: str, text: str) -> bool:
    """Whether an English text translates the name of a place: Friendship Farm."""
    words = _TRANSLATED.get(name[:2])
    return words is not None and re.search(rf"\b(?:{words})", text.lower()) is not None


@cache
def called(name: str) -> str:
    """What English calls the place beside its pinyin: 珠江 is the Pearl River; "" for nothing else."""
    return _others().get(name, "")


@cache
def _others() -> dict[str, str]:
    names = (name.lstrip("?").partition("=") for _, line in _lines() for name in line.split())
    return {name: other.replace("_", " ") for name, _, other in names if other}


@cache
def _lines() -> tuple[tuple[str, str], ...]:
    text = (files("models.naming") / "places_zh.tsv").read_text("utf-8")
    rows = (line.partition("\t") for line in text.splitlines() if line[:1] != "#")
    return tuple((group, names) for group, _, names in rows)


_BY_KIND: Final = re.compile(rf"(?=(?P<name>[\u4e00-\u9fff]{{2,3}}?)(?P<kind>{_KINDS}))")
_BEFORE: Final = re.compile(r"(?:^|[，。：、“”《》（）();；！？!?\s—省市区县州镇乡村在于从到经往由赴和与及至过位达])$")
_AFTER: Final = {
    "区": "别域分间块",
    "街": "道头上舞区坊",
    "路": "线上程况由边口",
    "山": "上地脉道路林区谷里",
    "河": "流道",
    "站": "在",
    "市": "场值民",
    "港": "口元股航",
    "村": "民",
}


def _by_kind(text: str, ends: set[int]) -> Iterator[Place]:
    for match in _BY_KIND.finditer(text):
        start, end = match.start(), match.end("kind")
        name, kind = match["name"], match["kind"]
        before = text[max(0, start - 1) : start]
        if len(name) > 2 and (kind not in _LONG_TOO or ordinary.pair(name[1:]) or all(c in SOUNDS for c in name)):
            continue
        if not (start in ends or _BEFORE.search(before) or (before == "的" and len(kind) > 2)):
            continue
        if kind == "省" or (kind == "区" and not (start in ends or before in ("市", "省", "州"))):
            continue
        if len(kind) == 1 and _named(text, end - 1):
            continue  # 重庆江北
        if ordinary.pair(name[:2]) or ordinary.pair(name[-1] + kind[0]) or _NOT_PLACE.search(name):
            continue
        if name[0] == "长" and before in ("省", "市", "区", "县", "州", "镇", "乡", "村", "局"):
            continue  # 副省长王路
        if text[end : end + 1] and text[end] in _AFTER.get(kind, ""):
            continue
        yield Place(start, end, len(kind), name in _TRANSLATED)


_LONG_TOO: Final = frozenset("县 镇 乡 村 水库 机场 国际机场 古镇 古城 自然保护区 国家级自然保护区 林场 农场".split())
"""Kinds before which a name of three characters is taken too: 三元朱村."""
_TRANSLATED: Final = {
    "友谊": "friend", "和平": "peace", "团结": "unity|solidarity", "红旗": "red flag", "胜利": "victory", "光明": "bright|light",
    "建设": "construct|build", "东风": "east", "前进": "forward|advance", "幸福": "happi", "红星": "red star", "解放": "liberat",
    "人民": "people", "文化": "cultur", "科学": "scien", "果园": "orchard", "向阳": "sun", "太阳": "sun", "月亮": "moon",
}  # fmt: skip
"""Names that English may translate: Friendship County."""
_NOT_PLACE: Final = re.compile(
    r"[的了在是和与及说称将被把也还都就曾已向对从为不这那其们个等更最很第几两三四五六七八九十百千各某本该全多我你他每另同据如]|清真|[上中下]游|海边|登山|少数|剩余"
)
"""Characters of words that stand before 区, 村 and their like; 清真寺 is a mosque."""
