"""Lines of a page's body -> the lines of the article: bylines, credits, rights, buttons and neighbours leave.

In: lines in reading order, the language they are in. Out: the lines kept, some with a dateline or byline cut off. The
rules are the rows of `lines.tsv`. Never reorders, never joins, never changes the words of what it keeps.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_name("lines.tsv")
KINDS: Final = ("drop", "stop", "lone", "start", "end")

LONG: Final = 420
"""No boilerplate line in the table is longer: longer lines are only trimmed at their ends."""
_END_WINDOW: Final = 220
"""How far from its end a line is looked at for a byline."""
_SHORT_LABEL: Final = 30
"""Weight (an ideograph or syllable is two) under which a line at the edge has to end like a sentence."""
_SENTENCE_ENDS: Final = (".", "!", "?", "。", "！", "？", "…", "；", ":", "：", "다", "요")
_MARKS: Final = "▲△▼▽↑↓"


@dataclass(frozen=True, slots=True)
class Rule:
    kind: str
    language: str
    pattern: str
    example: str
    seen: str


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rows of the table."""
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            rows.append(Rule(*line.split("\t")))
    return tuple(rows)


@lru_cache(maxsize=8)
def _compiled(base: str) -> dict[str, tuple[re.Pattern[str], ...]]:
    chosen = [rule for rule in rules() if rule.language in (base, "*")]
    out: dict[str, tuple[re.Pattern[str], ...]] = {}
    for kind in KINDS:
        tail = r"\s*$" if kind == "end" else ""
        out[kind] = tuple(re.compile(rule.pattern + tail) for rule in chosen if rule.kind == kind)
    return out


def clean(lines: Sequence[str], base: str, title: str = "") -> list[str]:
    """The article's own lines. `base`: ko, zh or en; `title` is dropped where it stands among the lines."""
    tables = _compiled(base)
    lines = _before_stop(lines, tables["stop"])
    kept: list[str] = []
    seen: set[str] = {_key(title)} if len(_key(title)) >= 6 else set()
    for place, line in enumerate(lines):
        if _dropped(line, tables["drop"]) or _lone(lines, place, tables["lone"]):
            continue
        trimmed = trim(line, base)
        key = _key(trimmed)
        if not key or (key != _key(line) and _dropped(trimmed, tables["drop"])):
            continue
        # A line of some length stands in an article once: the second is a pull quote, a caption or a copy.
        if len(key) >= 12 or key == _key(title):
            if key in seen:
                continue
            seen.add(key)
        kept.append(trimmed)
    return _without_edges(kept)


def _without_edges(kept: list[str]) -> list[str]:
    """Labels before the first and after the last sentence: sections, names, buttons that no rule knows."""
    first, last = 0, len(kept)
    while first < last and _label(kept[first]):
        first += 1
    while last > first and _label(kept[last - 1]):
        last -= 1
    return kept[first:last]


def _label(line: str) -> bool:
    """A short line that ends like no sentence."""
    weight = len(line) + sum(1 for c in line if c > "\u2e7f")
    return weight < _SHORT_LABEL and not ends_sentence(line)


def ends_sentence(line: str) -> bool:
    return line.rstrip("”\"’'』」）)】]").endswith(_SENTENCE_ENDS)


def trim(line: str, base: str) -> str:
    """`line` without its dateline, label or byline."""
    tables = _compiled(base)
    for pattern in tables["start"]:
        if match := pattern.match(line):
            line = line[match.end() :]
    for pattern in tables["end"]:
        offset = max(0, len(line) - _END_WINDOW)
        if match := pattern.search(line, offset):
            line = line[: match.start()].rstrip()
    return line.strip()


def is_boilerplate(line: str, base: str) -> bool:
    """Whether the whole line is one of the table's."""
    tables = _compiled(base)
    return _dropped(line, tables["drop"]) or _dropped(line, tables["stop"])


def _dropped(line: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    return len(line) <= LONG and any(pattern.fullmatch(line) for pattern in patterns)


def _lone(lines: Sequence[str], place: int, patterns: Iterable[re.Pattern[str]]) -> bool:
    """A caption under a mark; a list of marked lines, or of marks in one line, is prose of the article."""
    line = lines[place]
    mark = line[:1]
    if mark not in _MARKS or not mark or line.count(mark) > 1 or not _dropped(line, patterns):
        return False
    neighbours = (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])
    return not any(neighbour.startswith(mark) for neighbour in neighbours)


def _before_stop(lines: Sequence[str], patterns: Iterable[re.Pattern[str]]) -> list[str]:
    """The lines up to a heading such as "related articles", where most of the text is before it."""
    total = sum(map(len, lines))
    passed = 0
    kept: list[str] = []
    for line in lines:
        if len(line) <= 60 and any(pattern.fullmatch(line) for pattern in patterns):
            if passed >= 0.5 * total:
                break
            continue
        kept.append(line)
        passed += len(line)
    return kept


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
