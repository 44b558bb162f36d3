"""What a text must hold for a pattern to match somewhere in it: a look that costs far less than the search.

In: a regular expression, a text. Out: `Pattern.needs`, sets of strings: wherever the pattern matches, the `folded` text has
one string of every set. Read off the pattern itself, so that no list must be kept beside it. Knows no language, never says
that a pattern does match. Letters that are one to `re.IGNORECASE` and two to Unicode (the Turkish i) count as two.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]  # the parser of `re` has no public name since 3.11
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

Strings = frozenset[str]
"""One of them stands there; empty: nothing can be said."""

_DIGIT: Final = re.compile(r"\d")
_NONE: Final[Strings] = frozenset()
_EMPTY: Final = frozenset({""})
_MOST: Final = 40
"""Strings of one set that are put together with others."""
_WAYS: Final = 60
"""Strings of a set of several ways: looking for more costs as much as the pattern."""
_SETS: Final = 3


def folded(text: str) -> str:
    """The text as the strings of `needs` are written: in one case, every digit a 0."""
    return _DIGIT.sub("0", text.casefold())


def met(needs: tuple[Strings, ...], text: str) -> bool:
    """Whether the folded text has one string of every set; False: the pattern matches nowhere in it."""
    for strings in needs:
        for string in strings:
            if string in text:
                break
        else:
            return False
    return True


class Pattern:
    """A regular expression, compiled when a text first has what it needs: most texts need few of many."""

    __slots__ = ("_compiled", "_pattern", "needs")

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self.needs = needs(parser.parse(pattern))
        self._compiled: re.Pattern[str] | None = None

    def matches(self, text: str) -> Iterator["re.Match[str]"]:
        # Parsed again: keeping what is parsed costs memory, and the collector more than the parser.
        if self._compiled is None:
            self._compiled = re.compile(self._pattern)
        return self._compiled.finditer(text)


def needs(parsed: Any) -> tuple[Strings, ...]:
    """Up to three sets, the rarest first; () where nothing can be said."""
    rare = {_least(strings) for strings in _sequence(parsed)[1] if _rarity(strings) > 1}
    return tuple(sorted(rare, key=lambda strings: (-_rarity(strings), sorted(strings)))[:_SETS])


def _sequence(items: Any) -> tuple[Strings, list[Strings]]:
    """Every string that the items may stand for one after another, where they are few; and the sets that they need."""
    sets: list[Strings] = []
    run, whole = _EMPTY, True
    for kind, value in items.data:
        if kind is op.LITERAL:
            exact = _letter(value)
        else:
            exact, needed = _item(kind, value)
            sets += needed
        longer = _joined(run, exact)
        if not longer:
            whole = False
            sets.append(run)
        run = longer or exact or (_last(run, *value) if kind in _REPEATS else _EMPTY)
    return run if whole else _NONE, [strings for strings in (*sets, run) if strings and "" not in strings]


def _item(kind: Any, value: Any) -> tuple[Strings, list[Strings]]:
    """The same of one item; the sets only where the strings are not known."""
    if kind is op.IN:
        return _chars(value), []
    if kind is op.SUBPATTERN:
        exact, sets = _sequence(value[3])
        return exact, [] if exact else sets
    if kind is op.BRANCH:
        return _either([_sequence(branch) for branch in value[1]])
    if kind in _REPEATS:
        return _repeated(*value)
    if kind is op.ASSERT:
        return _EMPTY, _sequence(value[1])[1]
    return _EMPTY if kind in (op.AT, op.ASSERT_NOT) else _NONE, []


_REPEATS: Final = (op.MAX_REPEAT, op.MIN_REPEAT)


def _repeated(least: int, most: int, items: Any) -> tuple[Strings, list[Strings]]:
    exact, sets = _sequence(items)
    if exact and most == 1:
        return exact | _EMPTY, []
    times = _times(exact, least)
    if times and least == most:
        return times, []
    return _NONE, ([times] if times else sets) if least else []


def _last(before: Strings, least: int, _: int, items: Any) -> Strings:
    """What stands at the end of something repeated, beside what follows; what is before it where it need not stand."""
    exact = _sequence(items)[0]
    return (_times(exact, least) if least else exact and _few(exact | before)) or _EMPTY


def _times(strings: Strings, number: int) -> Strings:
    product = _EMPTY
    for _ in range(number):
        product = _joined(product, strings)
    return product


def _joined(before: Strings, after: Strings) -> Strings:
    if before is _EMPTY or after is _EMPTY:
        return after if before is _EMPTY else before
    return frozenset([a + b for a in before for b in after]) if len(before) * len(after) <= _MOST else _NONE


def _few(strings: Strings, most: int = _MOST) -> Strings:
    return strings if len(strings) <= most else _NONE


def _either(ways: list[tuple[Strings, list[Strings]]]) -> tuple[Strings, list[Strings]]:
    """One of several ways: all their strings, else the rarest set of each."""
    if all(exact for exact, _ in ways) and (union := _few(_NONE.union(*(exact for exact, _ in ways)))):
        return union, []
    rarest = [max([exact, *sets], key=_rarity) for exact, sets in ways]
    if not all(rarest):
        return _NONE, []
    union = _NONE.union(*rarest)
    return _NONE, [_few(union) or _few(_least(_few(union, 2 * _WAYS)), _WAYS)]


@lru_cache(maxsize=4096)
def _letter(code: int) -> Strings:
    return frozenset({folded(chr(code))})


def _chars(members: list[Any]) -> Strings:
    """The characters of a class, folded, where they can be listed."""
    if len(members) > _MOST:
        return _NONE
    chars: set[str] = set()
    for kind, value in members:
        if kind is op.LITERAL:
            chars |= _letter(value)
        elif kind is op.RANGE and value[1] - value[0] < _MOST:
            chars.update(*map(_letter, range(value[0], value[1] + 1)))
        elif kind is op.CATEGORY and value is op.CATEGORY_DIGIT:
            chars.add("0")
        else:
            return _NONE
    return _few(frozenset(chars))


def _least(strings: Strings) -> Strings:
    """Without the strings that hold another one."""
    return frozenset(s for s in strings if not any(other in s for other in strings if other != s))


@lru_cache(maxsize=4096)
def _rarity(strings: Strings) -> float:
    """How seldom a text has one of the set, roughly: by the commonest of its strings, and by their number."""
    return min(map(_weight, strings)) - len(strings) / 50 if strings else 0


def _weight(string: str) -> float:
    return sum(3 if char > "\x7f" else 1 if char.isalnum() or char == " " else 2 for char in string)
