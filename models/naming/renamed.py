"""Offices and firms of a Korean sentence that its English translation calls by a name of its own making: 국가정보원 -> "the
National Information Institute", 공정거래위원회 -> "the Fair Committee".

In: a name of the glossary that `naming.missing` misses, its sentence and translation. Out: yes or no. Machines put such names
word by word, so that half of the right words are there, and a "committee" besides. Human translators say "the regulator", "the
land ministry": a common noun in small letters, or one of the name's own words beside it, is enough. Never judges people and places.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from models.naming import known, likeness
from models.naming.known import Entry, Found

KINDS: Final = frozenset({"office", "body"})
_HEADS: Final = {
    "office": frozenset(
        "Ministry Department Committee Commission Council Office Agency Board Court Service Institute Institution Administration "
        "Authority Bureau Party Union Unions Federation Confederation Association Society Headquarters Corporation Center Centre "
        "Bank Prosecutor Prosecutors' Prosecution Police".split()
    ),
    "body": frozenset(
        "University College Bank Group Company Corporation Newspaper News Daily Times Press Association Federation League "
        "Institute Union Electronics Motors Steel Foods Securities Insurance Chemical Entertainment Hospital".split()
    ),
}
"""Words that are in the names of offices, and of firms, clubs, schools and papers."""
_RUN: Final = re.compile(r"\b[A-Z][\w'’&-]*(?: (?:(?:of|for|and|on|the|in) )*[A-Z][\w'’&-]*)*")
_TOLD_BY: Final = re.compile(
    r"\b(?:officials?|services?|watchdogs?|regulators?|prosecut\w+|ministers?|unions?|auditors?|inspectors?|judges?|justices?|brokerage|retailer|"
    r"lenders?|builder|shipbuilder|automaker|chipmaker|label|daily|startup|app|platform|operator|organi[sz]ers)\b"
)
"""What they are told by besides, in small letters."""
_PRONOUN: Final = re.compile(r"\b(?:[Ii]t|[Ii]ts|[Tt]hey|[Tt]heir|[Tt]hem|[Ww]e|[Oo]ur|us)\b")
_NOUNS: Final = frozenset(
    "ministry department agency court commission committee council assembly parliament bank party institute".split()
)
_STEM: Final = 4
"""Letters that make two words one: labor, labour."""
_OTHERS: Final = re.compile(
    r"[가-힣]{2,}(?:위원회|협회|연맹|연합회?|연대|학회|연구원|연구소|재단|공단|공사|대학교?|병원|은행|그룹|조합|노조|센터|본부|법원|당)"
)
"""Names of bodies that no table may have, by their last words."""


def by_words(entry: Entry, text: str) -> bool:
    """Whether it is a name of several words, which small letters do not tell: but for one written in one, the coastguard."""
    if entry.kind not in KINDS or not all(" " in form or form.isupper() for form in entry.plain("en")):
        return False
    low = text.lower()
    return not any(form.replace(" ", "").lower() in low for form in entry.plain("en"))


def gone(entry: Entry, ours: Sequence[Found], source: str, text: str, alone: bool) -> bool:
    """Whether the loss of the name is to be told; alone: nothing else of the sentence is gone that "it" may stand for."""
    if entry.kind not in KINDS:
        return False
    rest = without(ours, text)
    pronoun = alone and _PRONOUN.search(rest) is not None
    return told_otherwise(entry, ours, source, rest) or not (pronoun or _told_by(entry, rest))


def paraphrased(entry: Entry, ours: Sequence[Found], text: str) -> bool:
    """Whether an English text tells an office or a firm by a common noun, or by a word of its name."""
    if entry.kind not in KINDS:
        return False
    return _told_by(entry, without(ours, text))


@cache
def _places() -> frozenset[str]:
    """Words that name a city: the Seoul Act is no Seoul High Court."""
    cities = (entry for entry in known.entries() if entry.kind == "city")
    return frozenset(form for entry in cities for form in entry.plain("en") if form.isalpha())


def _told_by(entry: Entry, rest: str) -> bool:
    """Whether a common noun of its kind in small letters stands there, or words of the name with a capital."""
    words = likeness.WORD.findall(rest)
    forms = (word for form in entry.accepted("en") for word in likeness.WORD.findall(form))
    own = {word for word in forms if len(word) > 2 and word[0].isupper() and word.lower() not in likeness.GENERIC}
    own -= _places()
    if own.union(_NOUNS, likeness.PARAPHRASES[entry.kind]).intersection(words) or _TOLD_BY.search(rest):
        return True
    return any(_shares(run, _own(entry)) for run in _runs(rest, _HEADS[entry.kind]))


def told_otherwise(entry: Entry, ours: Sequence[Found], source: str, rest: str) -> bool:
    """Whether a name of the entry's kind stands in the rest of the text that nothing in the source is called."""
    own = _own(entry)
    others = {
        word.lower()
        for hit in known.find(rest, "en")
        for word in rest[hit.start : hit.end].split()
        if _accepted(hit, source)
    }
    runs = [run for run in _runs(rest, _HEADS[entry.kind]) if not _shares(run, own) and not run <= others]
    return len(runs) > _unknown(ours, source)


def _accepted(hit: Found, source: str) -> bool:
    """Whether the source has a form that may mean the name as well: 감사원 is China's audit office too."""
    return any(len(form) > 1 and form in source for form in hit.entry.accepted("ko"))


def without(ours: Sequence[Found], text: str) -> str:
    """The text without the names of the glossary that the source has too."""
    mine = {hit.entry for hit in ours}
    for hit in reversed(known.find(text, "en")):
        if hit.entry in mine and hit.entry.kind != "title":
            text = text[: hit.start] + "·" + text[hit.end :]
    return text


def _runs(text: str, heads: frozenset[str]) -> list[frozenset[str]]:
    """The words of each capitalised name of two words or more that has one of the heads."""
    found = []
    for match in _RUN.finditer(text):
        words = [
            word for word in match.group().split() if word not in ("The", "A", "An", "In", "of", "the", "and", "for")
        ]
        words = [word.removesuffix("'s").removesuffix("’s") for word in words]
        if len(words) > 1 and heads.intersection(words):
            found.append(frozenset(word.lower() for word in words))
    return found


def _own(entry: Entry) -> list[frozenset[str]]:
    """The words of each English form that say which one it is."""
    words = (re.findall(r"[A-Za-z][\w'’-]+", form) for form in entry.accepted("en"))
    return [own for form in words if (own := frozenset(w.lower() for w in form) - likeness.GENERIC)]


def _shares(run: frozenset[str], own: list[frozenset[str]]) -> bool:
    """Whether the run has half of the words of one of the forms, two of them at least where there are so many.

    A ministry is told by one of its fields: the Science Ministry, the Labour Ministry.
    """
    stems = {word[:_STEM] for word in run}
    one = "ministry" in run or "minister" in run
    shared = ((len(stems & {word[:_STEM] for word in form}), len(form)) for form in own)
    return any(same and (one or (2 * same >= size and same >= min(2, size))) for same, size in shared)


def _unknown(ours: Sequence[Found], source: str) -> int:
    """How many bodies the source names that the glossary does not know."""
    taken = [(hit.start, hit.end) for hit in ours]
    return sum(not any(a < match.end() and match.start() < b for a, b in taken) for match in _OTHERS.finditer(source))
