"""Figures that changed places: two killed and three injured told as three killed and two injured.

In: the pairs of a comparison (each source number with its equal of the translation) and both sentences. Out: the pairs
whose numbers are exchanged. A number is bound to the word of `bonds.tsv` that its clause has for it, and to "from" or
"to" beside it; said only where both sides bind the same two words and the translation binds them the other way round,
so that a sentence told in another order, or without these words, is never doubted.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Final

from models.figures.atoms import Atom
from models.language import base
from models.naming import known

_COLUMNS: Final = {"en": 2, "ko": 3, "zh": 4}
_FAR: Final = {"en": 45, "ko": 22, "zh": 14}
"""Characters between a figure and its word: further away it belongs to something else."""
_CLEAR: Final = {"en": 4, "ko": 2, "zh": 1}
"""How much nearer (both figures together) the words must stand as read than the other way round."""
_BREAK: Final = re.compile(r"[,，;；。:：、]|\band\b|\bwhile\b|\bbut\b|\bwhereas\b|지만\s|[고며]\s|그러나")
_STOP: Final = re.compile(r"[.;。；!?！？]\s|[。；！？]")
_COST: Final = {"en": 12, "ko": 8, "zh": 6}
"""What a break between figure and word counts, in characters."""


@cache
def _bonds(language: str) -> tuple[tuple[str, tuple[tuple[str, "re.Pattern[str]"], ...]], ...]:
    groups: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for line in (files("models.figures") / "bonds.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            groups.setdefault(cells[0], []).append((cells[1], re.compile(cells[_COLUMNS[language]], re.IGNORECASE)))
    return tuple((group, tuple(words)) for group, words in groups.items())


def exchanged(
    pairs: Sequence[tuple[Atom, Atom]], source: str, translation: str, source_language: str, target_language: str
) -> list[tuple[Atom, Atom]]:
    """The pairs (source number, its equal in the translation) that stand at each other's word."""
    names: _Names | None = None
    for one, two in combinations(pairs, 2):
        if _kinds_turned(one, two):
            return [one, two]
        if _family(one[0]) != _family(two[0]) or one[0].unit != two[0].unit or one[0].currency != two[0].currency:
            continue
        if one[0].value == two[0].value or one[0].kind in ("date", "time", "weekday", "vague", "ordinal"):
            continue
        if _turned(one, two, source, translation, base(source_language), base(target_language)):
            return [one, two]
        if one[0].part or two[0].part or one[1].part or two[1].part:
            continue
        if names is None:
            names = _names(source, translation, source_language, target_language)
        said = _owners(one[0], two[0], source, base(source_language), [(key, mine) for key, mine, _ in names])
        if said and said[::-1] == _owners(
            one[1], two[1], translation, base(target_language), [(key, theirs) for key, _, theirs in names]
        ):
            return [one, two]
    return []


_Span = tuple[int, int]
_Names = list[tuple[int, _Span, _Span]]


def _names(source: str, translation: str, source_language: str, target_language: str) -> _Names:
    """Names of the glossary that each side has once, with their places: (a number for each, there, here)."""
    sides: list[dict[int, list[_Span]]] = []
    for text, language in ((source, source_language), (translation, target_language)):
        places: dict[int, list[_Span]] = {}
        for hit in known.find(text, language):
            places.setdefault(id(hit.entry), []).append((hit.start, hit.end))
        sides.append(places)
    mine, theirs = sides
    return [
        (key, mine[key][0], theirs[key][0]) for key in mine if len(mine[key]) == 1 and len(theirs.get(key, ())) == 1
    ]


def _owners(one: Atom, two: Atom, text: str, language: str, names: list[tuple[int, _Span]]) -> tuple[int, int] | None:
    """The names that the two numbers belong to, where each has its own close by and no other nearly as close."""
    owners = []
    for atom in (one, two):
        near = sorted((_far(atom, span, text, language), key) for key, span in names)
        if len(near) < 2 or near[0][0] > _FAR[language] or near[1][0] - near[0][0] < _CLEAR[language]:
            return None
        owners.append(near[0][1])
    return (owners[0], owners[1]) if owners[0] != owners[1] else None


def _kinds_turned(one: tuple[Atom, Atom], two: tuple[Atom, Atom]) -> bool:
    """Numbers of two kinds that took each other's kind: 규모 4.8, 8km -> "magnitude 8 ... 4.8 km"."""
    (a, c), (b, d) = [(a.kind, a.unit, a.currency) for a in one], [(a.kind, a.unit, a.currency) for a in two]
    if a != d or b != c or a == b or one[0].value == two[0].value:
        return False
    kinds = {one[0].kind, two[0].kind}
    years = kinds == {"date", "count"} and any(  # "(2019)" and 2019女排 are years or not
        atom.kind == "count" and atom.text.isdigit() and 1000 <= atom.value < 2200
        for pair in (one, two)
        for atom in pair
    )
    bare = kinds == {"age", "count"} and any(atom.text.isdigit() for pair in (one, two) for atom in pair)
    return not years and not bare  # 손녀(28) is aged 28


def _family(atom: Atom) -> str:
    """What can change places: doubled and halved can."""
    return "share" if atom.kind in ("multiple", "fraction", "percent") else atom.kind


def _turned(
    one: tuple[Atom, Atom], two: tuple[Atom, Atom], source: str, translation: str, left: str, right: str
) -> bool:
    for a, b in ((one, two), (two, one)):
        if _part_of(a[0], b[0], source, left) and _part_of(b[1], a[1], translation, right):
            return True
    roles = _roles(one[0], two[0], source, left), _roles(one[1], two[1], translation, right)
    if all(roles) and roles[0] == (roles[1] or ())[::-1]:
        return True
    if one[0].part or two[0].part or one[1].part or two[1].part:
        return False
    for (_, mine), (_, theirs) in zip(_bonds(left), _bonds(right), strict=True):
        said = _bound(one[0], two[0], source, left, mine)
        if said is not None and said[::-1] == _bound(one[1], two[1], translation, right, theirs):
            return True
    return False


def _bound(
    one: Atom, two: Atom, text: str, language: str, words: tuple[tuple[str, "re.Pattern[str]"], ...]
) -> tuple[str, str] | None:
    """(word of the one, word of the other), where the clause leaves no doubt; each of the two words is said once."""
    places: list[tuple[str, int, int]] = []
    for key, pattern in words:
        found = list(pattern.finditer(text))
        if len(found) > 1:
            return None
        places.extend((key, *m.span()) for m in found)
    if len(places) != 2:
        return None
    (a, *a_span), (b, *b_span) = places
    straight = _far(one, a_span, text, language), _far(two, b_span, text, language)
    crossed = _far(one, b_span, text, language), _far(two, a_span, text, language)
    if sum(straight) + _CLEAR[language] <= sum(crossed) and max(straight) <= _FAR[language]:
        return a, b
    if sum(crossed) + _CLEAR[language] <= sum(straight) and max(crossed) <= _FAR[language]:
        return b, a
    return None


_TOLL: Final = {
    "ko": re.compile(r"\s?(?:명|사람)이?\s?(?=숨|사망|다[쳤치친]|부상|실종)"),
    "zh": re.compile(r"(?=死|[遇身]亡|受[伤傷]|失[踪蹤联聯])"),
}


def toll_lost(atom: Atom, source: str, translation: str, source_language: str, target_language: str) -> bool:
    """A victim or two said in words ("두 명이 숨지고"), and no word for it in the translation: that is gone."""
    left, right = base(source_language), base(target_language)
    if left not in _TOLL or atom.kind != "count":
        return False
    at = _TOLL[left].match(source, atom.end) or _TOLL[left].match(source, atom.start + 1)
    if at is None:
        return False
    toll, theirs = (dict(dict(_bonds(language))["toll"]) for language in (left, right))
    key = next((k for k, pattern in toll.items() if pattern.match(source, at.end())), None)
    return key is not None and theirs[key].search(translation) is None


_CLOSE: Final = {"en": 25, "ko": 10, "zh": 6}
"""Characters between a victim count and its word where nothing else is asked."""


def toll_turned(s: Atom, t: Atom, source: str, translation: str, source_language: str, target_language: str) -> str:
    """ "Killing more than 20" for 20여 명이 부상당했다: "hurt" told as dead, or "dead" told as hurt, with no word for the right one; else ""."""
    if not (s.kind == t.kind == "count"):
        return ""
    there, here = (
        _fate(a, x, base(lang)) for a, x, lang in ((s, source, source_language), (t, translation, target_language))
    )
    if not (there and here and {there, here} == {"dead", "hurt"}):
        return ""
    told = dict(dict(_bonds(base(target_language)))["toll"])[there].search(translation)
    return there if told is None else ""


_FATES: Final = {
    "en": (
        re.compile(r"(?i)\b(killing|injuring|wounding|killed|injured|wounded)(?=\s(?:(?:more\sthan|at\sleast|about|over|some|nearly|another)\s)?$)"),
        re.compile(r"(?:\s\w+){0,3}?\s(?:(?:were|was|are|have\sbeen|had\sbeen)\s)?(killed|died|dead|injured|wounded|hurt)\b"),
        {
            "hurt": {"killing": "injuring", "killed": "injured", "died": "were injured", "dead": "injured"},
            "dead": {"injuring": "killing", "wounding": "killing", "injured": "killed", "wounded": "killed", "hurt": "killed"},
        },
    ),
    "ko": (
        re.compile("(?!)()"),
        re.compile("[^,.]{0,5}?(숨졌|숨지|사망했|다쳤|다치|부상당했)"),
        {
            "hurt": {"숨졌": "다쳤", "숨지": "다치", "사망했": "다쳤"},
            "dead": {"다쳤": "숨졌", "다치": "숨지", "부상당했": "사망했"},
        },
    ),
    "zh": (
        re.compile("(?!)()"),
        re.compile("[^，。,.]{0,4}?(死亡|身亡|丧生|喪生|遇难|遇難|受伤|受傷)"),
        {
            "hurt": {"死亡": "受伤", "身亡": "受伤", "丧生": "受伤", "喪生": "受傷", "遇难": "受伤", "遇難": "受傷"},
            "dead": {"受伤": "死亡", "受傷": "死亡"},
        },
    ),
}  # fmt: skip


def toll_mended(fate: str, t: Atom, text: str, language: str) -> tuple[int, int, str] | None:
    """Start, end and what stands there: "killing more than 20" -> "injuring"; None where no known word is near."""
    before, behind, words = _FATES[base(language)]
    said = before.search(text[: t.start]) or behind.match(text, t.end)
    new = words.get(fate, {}).get(said.group(1).lower()) if said else None
    if said is None or new is None:
        return None
    if new.startswith("were") and re.search(r"(?:were|was|been|are)\s$", text[: said.start(1)]):
        new = new.removeprefix("were ")
    return said.start(1), said.end(1), new


def _fate(atom: Atom, text: str, language: str) -> str:
    """The word of the toll that stands right beside the number; "" where there is none, or another nearly as close."""
    near = sorted(
        (_far(atom, m.span(), text, language), key)
        for key, pattern in dict(_bonds(language))["toll"]
        for m in pattern.finditer(text)
    )
    if not near or near[0][0] > _CLOSE[language]:
        return ""
    rivals = [far for far, key in near if key != near[0][1]]
    return near[0][1] if not rivals or rivals[0] >= near[0][0] + _CLEAR[language] else ""


def _far(atom: Atom, span: Sequence[int], text: str, language: str) -> int:
    start, end = span
    gap = text[atom.end : start] if start >= atom.end else text[end : atom.start]
    if _STOP.search(gap):
        return 10 * _FAR[language]
    return len(gap) + _COST[language] * len(_BREAK.findall(gap))


_WHOLE_OF: Final = {
    "zh": re.compile(r"[^，。；]{0,8}?(?:[之当當其]?中|[里裡内內]|当中|其中)的?[^，。；]{0,6}$"),
    "ko": re.compile(r"[^,.]{0,10}?\s(?:가운데|중)\s[^,.]{0,6}$"),
    "en": re.compile(r"(?i)^\s(?:out\s)?of\s(?:the\s|its\s|their\s|all\s|some\s|about\s)*$"),
}
"""Between whole and part ("17项议题中的15项", "298명 가운데 187명"), in English between part and whole."""


def _part_of(one: Atom, two: Atom, text: str, language: str) -> bool:
    """Whether the one is said to be part of the other."""
    if language == "en":
        return one.end <= two.start and bool(_WHOLE_OF["en"].match(text[one.end : two.start]))
    return two.end <= one.start and bool(_WHOLE_OF[language].match(text[two.end : one.start]))


_EN_FROM: Final = re.compile(r"(?i)\bfrom\s(?:about\s|around\s|nearly\s)?[$£€]?$")
_EN_TO: Final = re.compile(r"(?i)\bto\s(?:about\s|around\s|nearly\s)?[$£€]?$")
_ZH_FROM: Final = re.compile(r"[从從由][^，。]{0,12}$")
_ZH_TO: Final = re.compile(r"[至到为為][了约約近]?$")
_KO_FROM: Final = re.compile(r"\s?(?:에서|부터)")
_KO_TO: Final = re.compile(r"\s?(?:으?로|까지)(?=[\s,.]|$)")


def _roles(one: Atom, two: Atom, text: str, language: str) -> tuple[str, str] | None:
    """("from", "to") or ("to", "from") where the two stand in such a phrase."""
    said = _role(one, text, language), _role(two, text, language)
    return (said[0], said[1]) if set(said) == {"from", "to"} else None


def _role(atom: Atom, text: str, language: str) -> str:
    if atom.part and atom.quantity.kind == "range":
        return "from" if atom.part == 1 else "to"
    if language == "ko":
        if _KO_FROM.match(text, atom.end):
            return "from"
        return "to" if _KO_TO.match(text, atom.end) else ""
    before = text[max(0, atom.start - 18) : atom.start]
    if language == "en":
        return "from" if _EN_FROM.search(before) else "to" if _EN_TO.search(before) else ""
    if _ZH_TO.search(before):
        return "to"
    return "from" if _ZH_FROM.search(before) else ""
