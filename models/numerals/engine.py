"""How quantities are read in any of the three languages: rules first, then bare numerals with what stands around them.

In: text and a `Grammar` (a language's tables as compiled patterns). Out: quantities in order, never overlapping.
Holds no word of any language; the grammars are `models/numerals/{ko,zh,en}.py`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from models.numerals.needs import Pattern, folded, met
from models.numerals.quantity import Core, Quantity, Value, narrow, tidy
from models.numerals.units import Unit

Maker = Callable[["re.Match[str]"], Sequence[Quantity] | None]
"""Match of a rule -> its quantities; [] for a look-alike that no other rule may read; None: not this rule's."""

MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}


@dataclass(frozen=True, slots=True)
class Grammar:
    rules: tuple[tuple[Pattern, Maker], ...]
    cores: Callable[[str], list[Core]]
    tail: "re.Pattern[str]"
    """What may follow a numeral: groups more (approx), half, unit, counter; matches the empty string."""
    units: dict[str, Unit]
    signs: "re.Pattern[str]"
    """Ends where the numeral starts: a currency sign or word (group money) or a minus (group minus)."""
    currencies: dict[str, str]
    before: "re.Pattern[str]"
    """Ends where the numeral starts: groups approx, at_least, at_most."""
    after: "re.Pattern[str]"
    """Starts where the quantity ends: the same groups, and half."""
    joins: "re.Pattern[str]"
    """Between the two ends of a range; group linked: only where `opens` stands before the first ("between 5 and 10")."""
    opens: "re.Pattern[str]"
    accept: Callable[[str, Core, "re.Match[str]"], bool]
    """Whether a numeral with this tail is one (word numerals need a counter, "만" is a particle)."""
    between: "re.Pattern[str]"
    """Between the parts of one duration ("2 hours and 30 minutes")."""
    large: dict[str, Decimal]
    """Large units that the first end of a range may borrow."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A numeral with its tail, before ranges and durations are put together."""

    core: Core
    start: int
    end: int
    unit: Unit | None
    half: bool
    approx: bool
    counter: str
    negative: bool


def read(text: str, grammar: Grammar) -> list[Quantity]:
    """Every quantity of the text, in order."""
    flat = narrow(text)
    held = folded(flat)
    taken = bytearray(len(flat))
    found: list[Quantity] = []
    for pattern, make in grammar.rules:
        if not met(pattern.needs, held):
            continue
        for match in pattern.matches(flat):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            made = make(match)
            if made is None:
                continue
            for quantity in made:
                end = max(end, quantity.end)
            taken[start:end] = b"\x01" * (end - start)
            found.extend(made)
    free = [c for c in grammar.cores(flat) if not any(taken[c.start : c.end])]
    found.extend(_numerals(flat, free, taken, grammar))
    found.sort(key=lambda q: q.start)
    # The 半 of 一年半 may begin another number too, as in 一年半年: the first keeps it.
    found = [q for i, q in enumerate(found) if i == 0 or q.start >= found[i - 1].end]
    return [
        Quantity(q.value, q.kind, q.start, q.end, text[q.start : q.end], q.unit, q.currency, q.qualifier) for q in found
    ]


def _numerals(text: str, cores: list[Core], taken: bytearray, grammar: Grammar) -> list[Quantity]:
    reads: list[_Read] = []
    position = 0
    for core in cores:
        if core.start < position:
            continue
        read = _tail(text, core, position, taken, grammar)
        if read is not None:
            reads.append(read)
            position = read.end
    found: list[Quantity] = []
    index = 0
    while index < len(reads):
        joined = _range(text, reads, index, grammar) or _duration(text, reads, index, grammar)
        used, quantity = joined or (1, _single(text, reads[index], grammar))
        found.append(quantity)
        index += used
    return found


def _tail(text: str, core: Core, free: int, taken: bytearray, grammar: Grammar) -> _Read | None:
    """The number with what stands around it: its unit, and a sign that begins at `free` or later."""
    match = grammar.tail.match(text, core.end)
    if match is not None and any(taken[core.end : match.end()]):
        match = grammar.tail.match(text, core.end, core.end)
    if match is None or not grammar.accept(text, core, match):
        return None
    groups = match.groupdict()
    unit = grammar.units.get(groups["unit"]) if groups["unit"] else None
    if unit is None and groups["unit"]:
        unit = grammar.units.get(groups["unit"].lower())
    start, negative = core.start, False
    sign = grammar.signs.search(text, max(free, core.start - 14), core.start)
    if sign is not None and not any(taken[sign.start() : core.start]):
        if sign.group("money"):
            code = grammar.currencies[sign.group("money").strip()]
            if unit is None or unit.kind == "money":
                unit = Unit("money", code)
                start = sign.start("money")
        if sign.group("minus"):
            negative, start = True, sign.start()
    end = (
        match.end() if match.end() > core.end and (groups["unit"] or groups["counter"] or groups["more"]) else core.end
    )
    return _Read(core, start, end, unit, bool(groups["half"]), bool(groups["more"]), groups["counter"] or "", negative)


_BY: Final = re.compile(r"\b[Bb]y\s$")
"""A change and its end are no range: "rose by $3.40 to $78.15"."""


def _range(text: str, reads: list[_Read], index: int, grammar: Grammar) -> tuple[int, Quantity] | None:
    """(2, the range) where this read and the next are its ends."""
    first = reads[index]
    if index + 1 >= len(reads):
        return None
    second = reads[index + 1]
    gap = text[first.end : second.start]
    join = grammar.joins.fullmatch(gap)
    signed = first.unit is not None and first.unit.kind == "money" and second.unit is None
    same = (first.unit is None or first.unit == second.unit or signed) and (
        not first.counter or first.counter == second.counter
    )
    if first.unit is not None and second.unit is not None and _BY.search(text, max(0, first.start - 4), first.start):
        return None
    if join is None or not same or first.core.high is not None or second.core.high is not None or first.core.vague:
        return None
    if join.lastgroup == "linked" and not grammar.opens.search(text, max(0, first.start - 12), first.start):
        return None
    low, high = first.core.low, second.core.low
    scale = _borrowed(first.core.large, second.core.large, grammar.large)
    if low * scale <= high:
        low *= scale
    if first.negative:
        low = -low
    if second.negative:
        high = -high
    if low >= high:
        return None
    unit = second.unit
    if unit is None and first.unit is not None and first.unit.kind == "money":
        unit = first.unit  # $5-7 million
    factor = unit.factor if unit else Decimal(1)
    return 2, Quantity(
        (tidy(low * factor), tidy(high * factor)),
        "range",
        first.start,
        second.end,
        "",
        unit.range_unit if unit else None,
        unit.currency if unit else None,
        "points" if unit and unit.code == "points" else _qualifier(text, first, second.end, grammar)[0],
    )


def _borrowed(first: str, second: str, large: dict[str, Decimal]) -> Decimal:
    """What the first end of a range borrows from the second: 600-700万, 3백에서 7백만, three to seven million."""
    if not second:
        return Decimal(1)
    if not first:
        return large.get(second, Decimal(1))
    last = large.get(second, Decimal(1)) if second.isascii() else large.get(second[-1], Decimal(1))
    return last if large.get(first, Decimal(10**4)) < 10**4 <= last else Decimal(1)


def _duration(text: str, reads: list[_Read], index: int, grammar: Grammar) -> tuple[int, Quantity] | None:
    """Adjacent durations from the larger to the smaller unit, as one in the smallest: 4분 41초 30 -> 281.3 seconds."""
    first = reads[index]
    if first.unit is None or first.unit.kind != "duration" or first.core.high or first.half:
        return None
    sizes = MONTHS if first.unit.code in MONTHS else SECONDS
    if first.unit.code not in sizes:
        return None
    total = first.core.low * sizes[first.unit.code]
    last, used, finest = first, 1, first.unit
    for following in reads[index + 1 :]:
        if grammar.between.fullmatch(text[last.end : following.start]) is None:
            break
        unit = following.unit
        if unit is None and finest.code == "second" and following.core.plain and following.core.low < 100:
            digits = following.core.end - following.core.start
            total += following.core.low / (10**digits)
            last = following
            used += 1
            break
        if unit is None or unit.kind != "duration" or sizes.get(unit.code, 10**9) >= sizes[finest.code]:
            break
        total += following.core.low * sizes[unit.code]
        last, used, finest = following, used + 1, unit
    if used == 1:
        return None
    return used, Quantity(
        tidy(total / sizes[finest.code]), "duration", first.start, last.end, "", finest.code, None,
        _qualifier(text, first, last.end, grammar)[0],
    )  # fmt: skip


def _qualifier(text: str, read: _Read, end: int, grammar: Grammar) -> tuple[str | None, int, bool]:
    """(qualifier, end with a half that follows, half)."""
    said = None
    after = grammar.after.match(text, end)
    half = False
    if after is not None:
        if after.group("half"):
            half, end = True, after.end("half")
        else:
            said = after.lastgroup
    if said is None:
        before = grammar.before.search(text, max(0, read.start - 16), read.start)
        said = before.lastgroup if before is not None else None
    if said is None and (read.approx or read.core.approx):
        said = "approx"
    return said, end, half


def _single(text: str, read: _Read, grammar: Grammar) -> Quantity:
    core, unit = read.core, read.unit
    said, end, half = _qualifier(text, read, read.end, grammar)
    low = core.low + (Decimal("0.5") if half or read.half else 0)
    factor = unit.factor if unit else Decimal(1)
    kind = unit.kind if unit else "number"
    value: Value
    if core.high is not None:
        value, kind = (tidy(low * factor), tidy(core.high * factor)), "range"
    else:
        value = tidy((-low if read.negative else low) * factor)
    if core.vague:
        kind = "vague"
    if unit is not None and unit.code == "points":
        said = "points"
    if core.spaced and said is None:
        said = "space_thousands"
    name = unit.range_unit if unit and kind in ("range", "vague") else unit.unit if unit else None
    if kind == "fraction" and unit is not None:
        name = None
    return Quantity(value, kind, read.start, end, "", name, unit.currency if unit else None, said)


def alternatives(words: Sequence[str]) -> str:
    """The words as a regular expression, the longest first; those that begin with one letter are passed over together."""
    heads: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        heads.setdefault(word[:1].casefold(), []).append(word)
    return "|".join(map(_together, heads.values()))


def _together(words: list[str]) -> str:
    """The words, all of which begin with one letter, in either case."""
    first = {word[:1] for word in words}
    if len(words) == 1 or len(first) > 1:
        return "|".join(map(re.escape, words))
    return f"{re.escape(first.pop())}(?:{'|'.join(re.escape(word[1:]) for word in words)})"
