"""Names of the glossary that a translation does not have: mended where another one stands in their place, told where they are gone.

In: a sentence and its translation. Out: edits, doubts of the mends, names to be told. Silent where the translation has anything
that may stand for the name (`likeness`): human translators leave names out too.
"""

import re
from functools import lru_cache
from typing import Final

from models.doubt import Doubt, Edit, mended, note
from models.language import base
from models.latin import distance
from models.naming import bearers, homophones, known, lands, likeness, personal, renamed, romanise
from models.naming.known import Entry, Found, find, write

__all__ = ["check", "found", "is_in_pinyin", "is_pinyin", "missing", "shown"]

_TOLD: Final = frozenset({"person", "body", "office", "event"})
"""Kinds whose loss is told; of the others only a false one in their place is."""
_RIVALS: Final = frozenset({"person", "body", "office", "state", "city"})
_GONE: Final = frozenset({"body", "office", "event"})
"""Kinds told where nothing can stand for them. Places come and go in human translations (states would double the alarms)."""
_NEVER_LEFT_OUT: Final = frozenset({"body", "event"})
"""Kinds that translations of Chinese name, as Chinese repeats them: missing ones are 6 in 1,583 human sentences (zh-en)."""


def check(
    source: str, text: str, source_language: str, target_language: str
) -> tuple[list[Edit], str, list[Doubt], list[str]]:
    """(edits in their order, the mended text, doubts of the mends, names that are gone)."""
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    lost: list[str] = []
    ours = found(source, source_language)
    gone = missing(source, text, source_language, target_language)
    alone = sum(entry.kind in renamed.KINDS for entry in gone) == 1
    for entry in gone:
        if not write(entry, target_language):
            continue
        stands = (
            _rival(entry, ours, source, text, source_language, target_language)
            or _near(entry, text, source_language, target_language)
            or _another_korean(entry, text, source_language, target_language)
        )
        if stands is not None:
            text, edits, doubts = _mended(stands, entry, text, target_language, edits, doubts)
            continue
        said = next(hit for hit in ours if hit.entry is entry)
        if base(source_language) != "en" and said.form.isascii():
            continue  # models.latin tells it
        if _is_told(said, ours, source, text, source_language, target_language, alone):
            lost.append(shown(said, source, target_language))
    return edits, text, doubts, lost


def _is_told(
    said: Found,
    ours: tuple[Found, ...],
    source: str,
    text: str,
    source_language: str,
    target_language: str,
    alone: bool,
) -> bool:
    """Whether a name that is gone is told: nothing can stand for it, or what stands there is no name of the source."""
    entry = said.entry
    way = (base(source_language), base(target_language))
    told = entry.kind in _TOLD or _native(entry, source_language)
    if way == ("ko", "en") and renamed.paraphrased(entry, ours, text):
        told = False
    return (
        (way[0] == "zh" and entry.kind in _NEVER_LEFT_OUT and likeness.unnamed(entry, text, target_language))
        or (told and likeness.open_place(entry, ours, text, target_language))
        or _gone(entry, text, source_language, target_language)
        or (way == ("zh", "en") and likeness.misnamed(entry, text))
        or (way == ("ko", "en") and renamed.gone(entry, ours, source, text, alone))
        or (way == ("ko", "en") and _korean(entry) and not personal.pronoun(text))
        or (way == ("en", "zh") and bool(homophones.find(entry, text, target_language)))
        or _speaker_lost(said, source, text, source_language, target_language)
        or lands.gone(said, ours, source, text, source_language, target_language)
    )


def shown(hit: Found, source: str, language: str) -> str:
    """The name as the reader knows it, with how the original has it."""
    form, said = write(hit.entry, language), source[hit.start : hit.end]
    return f"{form} ({said})" if form != said else form


def _gone(entry: Entry, text: str, source_language: str, target_language: str) -> bool:
    """A name of which an English translation has nothing, and no word either that it may be told by."""
    if base(target_language) != "en" or base(source_language) == "en" or entry.kind not in _GONE:
        return False
    return not likeness.stands_in(entry, text)


def _native(entry: Entry, language: str) -> bool:
    """A place of China in a Chinese text: few English readers know it, so that a wrong name for it is believed."""
    if entry.kind != "city" or base(language) != "zh":
        return False
    return write(entry, "en") in _OF_CHINA or is_pinyin(entry)


_OF_CHINA: Final = frozenset(
    "Hohhot,Harbin,Urumqi,Lhasa,Ordos,Qiqihar,Kashgar,Karamay,Turpan,Hotan,Shigatse,Hulunbuir,Macau,Kowloon,Inner Mongolia,Tibet".split(
        ","
    )
)
"""Places of China whose English name is not the pinyin."""


@lru_cache(maxsize=4096)
def is_pinyin(entry: Entry) -> bool:
    """Whether the English name is the pinyin of the Chinese one: it has one spelling."""
    written = write(entry, "en").partition(" ")[0].lower().replace("'", "")
    forms = [form for form in entry.plain("zh") if form.isalnum() and len(form) < 5]
    bare = [form[:-1] for form in forms if len(form) > 2 and form[-1] in "市县区州镇"]
    return any(written == "".join(romanise.syllables(form)) for form in (*forms, *bare))


def is_in_pinyin(hit: Found) -> bool:
    """A Chinese person, written in pinyin: another given name behind the right surname names somebody else."""
    return hit.entry.kind == "person" and romanise.chinese(hit.form) in hit.entry.forms("en")


def _near(entry: Entry, text: str, source_language: str, target_language: str) -> Found | None:
    """The one misspelling in an English text of a name that has but one spelling: "Jinning" for Jining."""
    if base(source_language) != "zh" or base(target_language) != "en" or entry.kind not in ("city", "body", "state"):
        return None
    if not is_pinyin(entry):
        return None
    right = write(entry, "en").partition(" ")[0]
    if len(right) < 5 or right in text:
        return None
    hits = {word for word in likeness.strangers(text) if _slip(word, right)}
    if len(hits) != 1:
        return None
    places = [match.span() for match in re.finditer(rf"\b{re.escape(hits.pop())}\b", text)]
    return Found(*places[0], entry, right) if len(places) == 1 else None


@lru_cache(maxsize=4096)
def _korean(entry: Entry) -> bool:
    """Whether it is a Korean, by the surname and two syllables of a given name."""
    forms = entry.plain("ko") if entry.kind == "person" else []
    return any(len(form) == 3 and bearers.is_name(form) and romanise.korean(form) != "" for form in forms)


def _another_korean(entry: Entry, text: str, source_language: str, target_language: str) -> Found | None:
    """The one other given name behind a Korean's surname in an English text: "An Sung-young" for 안세영."""
    if (base(source_language), base(target_language)) != ("ko", "en"):
        return None
    right = write(entry, "en")
    if not _korean(entry) or " " not in right or any(personal.told(form, text) for form in entry.plain("en")):
        return None
    edit = personal.mend(right, text)
    return Found(edit.start, edit.end, entry, text[edit.start : edit.end]) if edit else None


def _slip(word: str, right: str) -> bool:
    return word[0] == right[0] and word != right and distance(word.lower(), right.lower()) == 1


def _speaker_lost(said: Found, source: str, text: str, source_language: str, target_language: str) -> bool:
    """A person before a verb of saying, of whom an English translation has neither the name nor a pronoun or title."""
    if said.entry.kind != "person" or base(target_language) != "en":
        return False
    name = source[said.start : said.end]
    return personal.says(name, source, source_language) and not personal.stand_in(text)


_SMALL_WORD: Final = re.compile(r"\b[a-z][\w'’-]*")


def missing(source: str, text: str, source_language: str, target_language: str) -> list[Entry]:
    """Entries of the glossary that the source names and the translation does not."""
    there = {hit.entry for hit in find(text, target_language)}
    entries = dict.fromkeys(hit.entry for hit in found(source, source_language))
    plain = known.simplified(text, target_language)
    # Machines put Korean names word by word: "the power of the people" is no People Power Party.
    korean = (base(source_language), base(target_language)) == ("ko", "en")
    capitals = _SMALL_WORD.sub("", plain) if korean else plain
    return [
        entry
        for entry in entries
        if entry.kind in _TOLD | _RIVALS
        and entry not in there
        and not (
            likeness.present(entry, capitals if renamed.by_words(entry, text) else plain, target_language)
            and not _near(entry, text, source_language, target_language)
            and not _another_korean(entry, text, source_language, target_language)
        )
        and not _explained(entry, there, target_language)
        and not _told_in_pinyin(entry, plain, source_language, target_language)
    ]


def _told_in_pinyin(entry: Entry, text: str, source_language: str, target_language: str) -> bool:
    """Whether an English text has a person of a Chinese one by the pinyin: Liu Dehua for Andy Lau."""
    if entry.kind != "person" or (base(source_language), base(target_language)) != ("zh", "en"):
        return False
    return any(name in text for form in entry.plain("zh") if (name := romanise.chinese(form)))


@lru_cache(maxsize=128)  # asked for again by each step of one sentence
def found(text: str, language: str) -> tuple[Found, ...]:
    hits = find(text, language)
    if base(language) != "ko":
        return tuple(hits)
    sure = [hit for hit in hits if not lands.is_word(hit, text)]
    return tuple(sorted((*sure, *lands.beside(text, sure)), key=lambda hit: hit.start))


def _explained(entry: Entry, there: set[Entry], language: str) -> bool:
    """A name of the translation that has one of the entry's own forms: two entries for one thing."""
    forms = {form.casefold() for form in entry.accepted(language)}
    return any(forms & {form.casefold() for form in other.accepted(language)} for other in there)


def _rival(
    entry: Entry, ours: tuple[Found, ...], source: str, text: str, source_language: str, target_language: str
) -> Found | None:
    """The one name of the same kind in the translation that the source does not have."""
    if entry.kind not in _RIVALS:
        return None
    mine = {hit.entry for hit in ours}
    # Beijing for China, the Kremlin for Russia: told by another name, not by a false one.
    said = {form.casefold() for other in mine for form in other.accepted(target_language)}
    plain = known.simplified(source, source_language)
    # An office has its parts in others' names (국무원, 국무부), so only its own forms account for it.
    stands = likeness.named if entry.kind == "office" else likeness.present
    rivals = [
        hit
        for hit in found(text, target_language)
        if hit.entry.kind == entry.kind
        and hit.entry not in mine
        and hit.form.lstrip("~").casefold() not in said
        and not stands(hit.entry, plain, source_language)
    ]
    if len({hit.entry for hit in rivals}) != 1:
        return None
    hit = rivals[0]
    if hit.entry.kind == "body" and re.match(r" (?:&|and )?[A-Z]", text[hit.end :]):
        return None  # China Steel Research: a longer name
    if likeness.related(entry, hit.entry) or (hit.form[0] == "~") != (rivals[-1].form[0] == "~"):
        return None
    return hit


def _mended(
    rival: Found, entry: Entry, text: str, language: str, edits: list[Edit], doubts: list[Doubt]
) -> tuple[str, list[Edit], list[Doubt]]:
    edit = likeness.replacement(rival, entry, text, language)
    if edit is None:
        span = (rival.start, rival.end)
        return text, edits, [*doubts, Doubt("name", span, note("known_name", language, write(entry, language)))]
    text, doubts = mended(edit, text, doubts, language)
    return text, [*edits, edit], doubts
