"""The figures of a source sentence against those of its translation: which are wrong, lost or invented.

In: two texts and their languages. Out: `Mismatch` values. What agrees is `models.figures.agree`'s judgement, what
became of the rest `models.figures.blame`'s. Never changes text: `models.figures.repair` does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from models.figures import counted, named
from models.figures.agree import cost
from models.figures.atoms import Atom, atoms, close
from models.figures.blame import blame, contradicts, count_as_hour, level_as_change
from models.figures.bonds import exchanged, toll_turned
from models.figures.context import Context
from models.figures.dates import era_turned, months_apart, since_lost
from models.figures.limits import limit_turned, time_turned
from models.figures.missed import dropped, invented
from models.language import base


@dataclass(frozen=True, slots=True)
class Mismatch:
    kind: str
    """A kind of `models.fidelity.Doubt`: figure_wrong, figure_lost, figure_invented, unit, currency, date."""
    source: Atom | None
    target: Atom | None
    cause: str
    """"scale", "digits", "currency", "unit", "kind", "month", "date", "lost", "invented", "malformed", "range", "precision", "level", "named", "quarter", "land", "day", "exchanged", "counted", "bare", "type", "from", "until", "dead", "hurt", "since", "era", "anniversary", "points", "grade", "more", "less", "up to"."""
    sure: bool = True
    """Whether the two certainly belong together: same digits, or the only two of their kind that are left."""
    until: Atom | None = None
    """The source's last month, where a time of months was told as two months: `source` is its first."""


MOST: Final = 400
"""Numbers of both sides together: more is a table or an attack, not a sentence; pairs grow with the square."""


def crowded(source: str, translation: str, source_language: str, target_language: str) -> bool:
    """Whether there are too many numbers to be compared: the reader must be told that nobody looked."""
    if len(source) + len(translation) <= 2 * MOST:
        return False
    return len(atoms(source, source_language)) + len(atoms(translation, target_language)) > MOST


def compare(
    source: str, translation: str, source_language: str, target_language: str, published: str = ""
) -> list[Mismatch]:
    """What differs, in the order of the translation; lost figures last. [] where all figures agree."""
    left = atoms(source, source_language)
    right = atoms(translation, target_language)
    if len(left) + len(right) > MOST:
        return []
    context = Context(source, translation, source_language, target_language, left, right, published)
    gone = [Mismatch("figure_lost", name, None, "lost") for name in named.gone(context)]
    if not left and not right:
        return gone
    pairs = []
    for s in left:
        for t in right:
            price = cost(s, t, context)
            if price is not None:
                pairs.append((price, abs(s.order * len(right) - t.order * len(left)), s.order, t.order))
    matched_s, matched_t = _assign(pairs)
    _exchange(left, right, matched_s, matched_t, context)
    free_s = [a for a in left if a.order not in matched_s]
    free_t = [a for a in right if a.order not in matched_t]
    _ratios(free_s, free_t)
    _torn(free_s, free_t, source)
    _torn(free_t, free_s, translation)
    wrong = _misread(left, right, matched_s, context) + _explain(free_s, free_t, context) + gone
    return wrong or _swapped(left, right, matched_s, context)


_PER_MU: Final = re.compile(r"(?<![英公])[亩畝][^，。]{0,6}$")
_LAND: Final = frozenset({"mu", "acre", "hectare", "pyeong"})
"""Units that a translation has to name: a number alone, or before an invented word, is no area."""
_PER_ACRE: Final = re.compile(r"\s(?:per|an|a|for\severy|for\seach)\s(?:acre|hectare)\b")


def _area(a: Atom) -> bool:
    return a.unit in _LAND or a.unit.startswith("square_")


def _misread(left: Sequence[Atom], right: Sequence[Atom], matched: dict[int, int], context: Context) -> list[Mismatch]:
    """The right number as the wrong thing: a level told as a change (跌破1万美元 -> "fell by $10,000")."""
    land = [
        Mismatch("unit", left[s], right[t], "per", sure=False)
        for s, t in matched.items()
        if _PER_MU.search(context.source[: left[s].start]) and _PER_ACRE.match(context.translation, right[t].end)
    ]
    return (
        land
        + [
            Mismatch("figure_wrong", left[s], right[t], "level", sure=False)
            for s, t in matched.items()
            if level_as_change(left[s], right[t], context)
        ]
        + [
            Mismatch("figure_wrong", left[s], right[t], "kind", sure=False)
            for s, t in matched.items()
            if count_as_hour(left[s], right[t], context)
        ]
        + [Mismatch("figure_wrong", name, t, "named") for name, t in named.misread(context)]
        + [
            Mismatch("unit", left[s], right[t], "land")
            for s, t in matched.items()
            if left[s].unit in _LAND and right[t].kind == "count" and not any(_area(a) for a in right)
        ]
        + [
            Mismatch("figure_lost", left[s - 1], right[t], "range", sure=False)
            for s, t in matched.items()
            if left[s].part == 2 and s - 1 not in matched and _end_alone(left[s - 1], left[s], right[t], context)
        ]
        + [
            Mismatch(
                "date", left[s], right[t], "since" if since_lost(left[s], right[t], context) else "era", sure=False
            )
            for s, t in matched.items()
            if since_lost(left[s], right[t], context) or era_turned(left[s], right[t], context)
        ]
        + [
            Mismatch("unit", left[s], right[t], "counted", sure=False)
            for s, t in matched.items()
            if counted.differs(left[s], right[t], context)
        ]
        + [
            Mismatch("figure_wrong", left[s], right[t], "anniversary", sure=False)
            for s, t in matched.items()
            if counted.forgotten(left[s], right[t], context)
        ]
        + [
            Mismatch("figure_wrong", left[s], right[t], name)
            for s, t in matched.items()
            if (name := counted.misnamed(left[s], right[t], context))
        ]
        + [
            Mismatch("unit" if left[s].kind == "measure" else "currency", left[s], right[t], "bare", sure=False)
            for s, t in matched.items()
            if _unit_gone(left[s], right[t], context)
        ]
        + [
            Mismatch("date", left[s], right[t], way, sure=False)
            for s, t in matched.items()
            if (way := time_turned(left[s], right[t], context))
        ]
        + [
            Mismatch("figure_wrong", left[s], right[t], side, sure=False)
            for s, t in matched.items()
            if (side := limit_turned(left[s], right[t], context))
        ]
        + [
            Mismatch("figure_wrong", left[s], right[t], fate, sure=False)
            for s, t in matched.items()
            if (
                fate := toll_turned(
                    left[s],
                    right[t],
                    context.source,
                    context.translation,
                    context.source_language,
                    context.target_language,
                )
            )
        ]
        + [
            Mismatch("figure_wrong", left[s], replace(right[t], end=right[t + 1].end), "range", sure=False)
            for s, t in matched.items()
            if left[s].part == 1 and matched.get(s + 1) == t + 1 and _apart(left[s], right[t], right[t + 1], context)
        ]
        + [
            Mismatch("date", left[s], replace(right[t], end=right[t + 1].end), "range", sure=False, until=left[s + 1])
            for s, t in matched.items()
            if matched.get(s + 1) == t + 1 and months_apart((left[s], right[t]), (left[s + 1], right[t + 1]), context)
        ]
    )


_UNIT_GONE: Final = re.compile(r"英?(?=\s?[,.，。;；]?$|[，。；;]|[,.](?!\d))")


def _unit_gone(s: Atom, t: Atom, context: Context) -> bool:
    """ "重量将达到六." for six tonnes, "5英," for £5: a bare number at the end of its clause, and its unit nowhere."""
    if s.kind not in ("measure", "money") or t.kind != "count" or s.value != t.value or s.part or t.part:
        return False
    if base(context.target_language) != "zh" or not _UNIT_GONE.match(context.translation, t.end):
        return False
    if re.search(r"\.\d{3}", t.text):
        return False  # a rate of exchange: 收盘报7.0462
    mine = (s.kind, s.unit, s.currency)
    return not any(a.order > t.order and (a.kind, a.unit, a.currency) == mine for a in context.right)


_TO: Final = re.compile(
    r"(?i)\b(?:to|and|or|through|until|versus|vs?)\b|[-–—~∼～/,，、:：(（至到和与與或比及跟又]|에서|부터|내지|또는|혹은|대|[와과나]\s"
)


def _end_alone(low: Atom, high: Atom, t: Atom, context: Context) -> bool:
    """ "Three" for "one to three": small numbers come and go, but not out of a range."""
    if low.value == 1 and high.value > 2 and re.search(r"(?i)\bone\sor\s$", context.translation[: t.start]):
        return low.quantity.kind == "range" and not t.part  # "one or three"
    if low.quantity.kind != "range" or t.part or not low.word or high.value - low.value < 2 or low.value > 2:
        return False
    return not any(value == low.value for _, _, value in context.spots("translation"))


_OR: Final = re.compile(r"\s?(?:or|또는|혹은|或|或者)\s?")


def _apart(s: Atom, low: Atom, high: Atom, context: Context) -> bool:
    """10~15명 as two numbers with nothing that makes a range, a score or a choice of them ("10 받는 사람 15")."""
    gap = context.translation[low.end : high.start]
    if s.quantity.kind != "range" or low.part or high.part:
        return False
    if isinstance(s.quantity.value, tuple) and s.quantity.value[1] - s.quantity.value[0] > 1 and _OR.fullmatch(gap):
        return True  # "one or three" for 1~3명
    return low.text.isdigit() and 2 < len(gap) < 12 and not _TO.search(gap)


def _swapped(left: Sequence[Atom], right: Sequence[Atom], matched: dict[int, int], context: Context) -> list[Mismatch]:
    """Right numbers at each other's place. Looked for only where all numbers are there: exchanged ones are."""
    if len(matched) < 2:
        return []
    pairs = [(left[s], right[t]) for s, t in sorted(matched.items())]
    found = exchanged(pairs, context.source, context.translation, context.source_language, context.target_language)
    return [Mismatch("figure_wrong", s, t, "exchanged", sure=False) for s, t in found]


def _ratios(free_s: list[Atom], free_t: list[Atom]) -> None:
    """ "one in nine" for 아홉 채 중 한 채: a share on one side, its two numbers on the other. Takes them out."""
    for shares, numbers in ((free_t, free_s), (free_s, free_t)):
        for share in [a for a in shares if a.kind in ("fraction", "percent")]:
            value = share.value / (100 if share.kind == "percent" else 1)
            counts = [a for a in numbers if a.kind in ("count", "age") and a.value]
            pair = next(
                ((a, b) for a in counts for b in counts if a is not b and close(a.value / b.value, value, 0.005)), ()
            )
            alone = tuple(b for b in counts if close(1 / b.value, value, 0.005))[:1]
            for number in pair or alone:
                numbers.remove(number)
            if pair or alone:
                shares.remove(share)


def _torn(numbers: list[Atom], others: list[Atom], text: str) -> None:
    """ "84. 32%" where the other side has 84.32%: a decimal that a blank has torn, no two numbers. Takes them out."""
    for a, b in pairwise(numbers):
        digits = re.match(r"\d+", b.text)
        if digits is None or not a.text.isdecimal() or not re.fullmatch(r"[.．]\s", text[a.end : b.start]):
            continue
        whole = float(f"{a.text}.{digits.group()}")
        same = next((o for o in others if o.kind == b.kind and o.value == whole), None)
        if same is not None:
            numbers.remove(a)
            numbers.remove(b)
            others.remove(same)
            return


def _assign(pairs: list[tuple[float, int, int, int]]) -> tuple[dict[int, int], dict[int, int]]:
    """Greedy, cheapest first: what belongs together surely is taken before what could."""
    matched_s: dict[int, int] = {}
    matched_t: dict[int, int] = {}
    for _, _, s, t in sorted(pairs):
        if s not in matched_s and t not in matched_t:
            matched_s[s], matched_t[t] = t, s
    return matched_s, matched_t


def _exchange(
    left: Sequence[Atom], right: Sequence[Atom], matched_s: dict[int, int], matched_t: dict[int, int], context: Context
) -> None:
    """ "Phase two ... three doses" for 第二阶段…两剂: "two" is the phase's, so that the doses are left over and differ."""
    for nth in [a for a in left if a.order not in matched_s and a.kind == "ordinal" and a.value > 1]:
        for s, t in list(matched_s.items()):
            alone = left[s].kind == "count" and left[s].value == nth.value and left[s].word and not left[s].unit
            other = any(o.kind == "count" and o.order not in matched_t and o.value != nth.value for o in right)
            if alone and other and cost(nth, right[t], context) is not None:
                del matched_s[s]
                matched_s[nth.order], matched_t[t] = t, nth.order
                break


def _explain(free_s: list[Atom], free_t: list[Atom], context: Context) -> list[Mismatch]:
    pairs = []
    reasons: dict[tuple[int, int], tuple[str, str]] = {}
    for s in free_s:
        for t in free_t:
            reason = blame(s, t, context)
            if reason is not None:
                price, kind, cause = reason
                far = abs(s.order * len(context.right) - t.order * len(context.left))
                pairs.append((price, far, s.order, t.order))
                reasons[s.order, t.order] = (kind, cause)
    matched_s, matched_t = _assign(pairs)
    by_s = {a.order: a for a in free_s}
    by_t = {a.order: a for a in free_t}
    found: list[Mismatch] = []
    for s_order, t_order in matched_s.items():
        kind, cause = reasons[s_order, t_order]
        soft = cause in ("digits", "kind", "precision", "scale") and dropped(by_s[s_order], context) is None
        if soft and not contradicts(by_s[s_order], by_t[t_order], context):
            # A soft leftover is no origin of another number: that one is invented or a way of speaking.
            kind_ = invented(by_t[t_order], context)
            if kind_ is not None:
                found.append(Mismatch(kind_, None, by_t[t_order], "invented"))
            continue
        found.append(Mismatch(kind, by_s[s_order], by_t[t_order], cause, _sure(s_order, t_order, pairs, by_s, by_t)))
    for t in free_t:
        if t.order not in matched_t:
            kind_ = invented(t, context)
            if kind_ is not None:
                found.append(Mismatch(kind_, None, t, "invented"))
    found.sort(key=lambda m: m.target.start if m.target else 0)
    for s in free_s:
        if s.order not in matched_s:
            kind_ = dropped(s, context)
            if kind_ is not None:
                found.append(Mismatch(kind_, s, None, "lost"))
    return found


def _sure(
    s: int, t: int, pairs: list[tuple[float, int, int, int]], by_s: dict[int, Atom], by_t: dict[int, Atom]
) -> bool:
    price = min(p for p, _, a, b in pairs if (a, b) == (s, t))
    if price < 1:
        return True
    rivals = [(a, b) for _, _, a, b in pairs if (a == s) != (b == t)]
    kinds = {by_s[s].kind, by_t[t].kind}
    return not rivals and (len(kinds) == 1 or (price < 2 and kinds == {"ordinal", "count"}))
