"""Names across languages: found, written, and held against each other in a sentence and its translation.

In: a sentence, its translation and their languages; or a speaker's bare name. Out: the translation with names mended
where it is certain which was meant, doubts for names that are gone; a speaker in the reader's language. Never invents
a name, and is silent where the translation has anything that may stand for it: a reader who sees marks everywhere
stops looking.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from models.doubt import Doubt, Edit, moved, note
from models.language import base
from models.latin import distance
from models.naming import (
    bearers,
    glosses,
    heads,
    homophones,
    known,
    lands,
    likeness,
    literal,
    misspelt,
    official,
    personal,
    renamed,
    romanise,
    transcribed,
    unheard,
    unspoken,
)
from models.naming.known import Entry, Found, find, write
from models.naming.speakers import write as speaker

__all__ = ["Entry", "Found", "check", "find", "speaker", "write"]

_TOLD: Final = frozenset({"person", "body", "office", "event"})
"""Kinds whose loss is told; of the others only a false one in their place is."""
_RIVALS: Final = frozenset({"person", "body", "office", "state", "city"})
_GONE: Final = frozenset({"body", "office", "event"})
"""Kinds told where nothing can stand for them. Places come and go in human translations (states would double the alarms)."""
_NEVER_LEFT_OUT: Final = frozenset({"body", "event"})
"""Kinds that translations of Chinese name, as Chinese repeats them: missing ones are 6 in 1,583 human sentences (zh-en)."""
_MOST: Final = 2
"""Doubts a sentence: more say nothing more than that the whole sentence is to be read in the original."""
_NAMES: Final = 6
"""Names that these doubts hold."""


def check(
    source: str, text: str, source_language: str, target_language: str, people: Sequence[str] = ()
) -> tuple[list[Edit], str, list[Doubt]]:
    """(edits in their order, the mended text, doubts with spans of the mended text).

    `people` are the personal names that the sentence's article introduces (`personal.introduced`), and names that its
    translations spell in several ways (`transcribed.unlike`).
    """
    if base(source_language) == base(target_language):
        return [], text, []
    edits, text, doubts = misspelt.mend(source, text, source_language, target_language)
    lost: list[str] = []
    ours = _found(source, source_language)
    chinese = base(source_language) == "zh"
    if chinese and base(target_language) == "en":
        edits, text, doubts = official.mend(source, text, source_language)
        lost += [_shown(hit, source, "en") for hit in official.lost(source, text, source_language)]
    korean = (base(source_language), base(target_language)) == ("ko", "en")
    missed = missing(source, text, source_language, target_language)
    alone = sum(entry.kind in renamed.KINDS for entry in missed) == 1
    for entry in missed:
        rival = _rival(entry, ours, source, text, source_language, target_language)
        form = write(entry, target_language)
        if rival is not None and form:
            text, edits, doubts = _mended(rival, entry, text, target_language, edits, doubts)
        elif form and (
            near := _near(entry, text, source_language, target_language)
            or _another_korean(entry, text, source_language, target_language)
        ):
            text, edits, doubts = _mended(near, entry, text, target_language, edits, doubts)
        elif form:
            said = next(hit for hit in ours if hit.entry is entry)
            if not _is_lost(said, ours, source, text, source_language, target_language, alone):
                continue
            if base(source_language) != "en" and said.form.isascii():
                continue  # models.latin tells it
            lost.append(_shown(said, source, target_language))
    lost += _companies(source, text, source_language, target_language)
    if korean:
        lost += transcribed.lost(source, text, people)
        lost += heads.lost(ours, source, text)
    if base(source_language) == "en":
        lost += unspoken.lost(source, text, target_language)
        lost += literal.lost(source, text, target_language)
    if chinese and base(target_language) == "en":
        once = {hit.entry: hit for hit in reversed(ours)}.values()
        lost += [_shown(hit, source, "en") for hit in once if unheard.garbled(hit.entry, text)]
    native = [source[hit.start : hit.end] for hit in ours if chinese and _by_pinyin(hit)]
    righted, text, found, more = personal.check(source, text, source_language, target_language, (*people, *native))
    for edit in righted:
        edits, doubts = [*edits, edit], moved(doubts, edit)
    mended = {edit.new for edit in righted}
    doubts, lost = [*doubts, *found], [*(name for name in lost if name.split(" (")[0] not in mended), *more]
    if chinese and base(target_language) == "en":
        notes = [*lost, *(d.note for d in doubts)]
        cities = [hit for hit in ours if hit.entry.kind == "city" and _pinyin(hit.entry)]
        righted, text, doubts, more = unheard.check(source, text, source_language, ours, cities, doubts, notes)
        edits, lost = [*edits, *righted], [*lost, *more]
    doubts.extend(Doubt("name", None, note("known_name", target_language, said)) for said in _grouped(lost, doubts))
    glossed, text, unlike = glosses.check(source, text, source_language, target_language)
    for edit in glossed:
        doubts = moved(doubts, edit)
    return [*edits, *glossed], text, [*doubts, *unlike]


def _is_lost(
    said: Found,
    ours: tuple[Found, ...],
    source: str,
    text: str,
    source_language: str,
    target_language: str,
    alone: bool,
) -> bool:
    """Whether a missing name is to be told; alone: no other office or firm of the sentence is missing."""
    entry = said.entry
    pair = base(source_language), base(target_language)
    told = entry.kind in _TOLD or _native(entry, source_language)
    if pair == ("ko", "en"):
        told = told and not renamed.paraphrased(entry, ours, text)
        if renamed.gone(entry, ours, source, text, alone) or (_korean(entry) and not personal.pronoun(text)):
            return True
    return (
        (pair[0] == "zh" and entry.kind in _NEVER_LEFT_OUT and likeness.unnamed(entry, text, target_language))
        or (told and likeness.open_place(entry, ours, text, target_language))
        or _gone(entry, text, source_language, target_language)
        or (pair == ("zh", "en") and likeness.misnamed(entry, text))
        or (pair == ("en", "zh") and homophones.find(entry, text, target_language) is not None)
        or _speaker_lost(said, source, text, source_language, target_language)
        or lands.gone(said, ours, source, text, source_language, target_language)
    )


def _shown(hit: Found, source: str, language: str) -> str:
    """The name as the reader knows it, with how the original has it."""
    form, said = write(hit.entry, language), source[hit.start : hit.end]
    return f"{form} ({said})" if form != said else form


def _grouped(lost: list[str], doubts: list[Doubt]) -> list[str]:
    """At most `_MOST` doubts a sentence; the names of a list that is gone share the last one."""
    lost = list(dict.fromkeys(lost))[:_NAMES]
    room = max(_MOST - sum(not d.repaired for d in doubts), 1)
    if len(lost) <= room:
        return lost
    return [*lost[: room - 1], ", ".join(lost[room - 1 :])]


def _companies(source: str, text: str, source_language: str, target_language: str) -> list[str]:
    """Companies and clubs whose short name is a word too (苹果, 国安), where the sentence is about their like."""
    if base(target_language) != "en" or base(source_language) != "zh":
        return []
    plain = known.simplified(source, source_language)
    among = [words for about, words in _WORDS_TOO if about.search(plain)]
    lost = []
    for form in dict.fromkeys(match.group() for words in among for match in words.finditer(plain)):
        entry, at = _short_names()[form], plain.find(form)
        if any(full in plain for full in entry.plain("zh")) or likeness.named(entry, source, "en"):
            continue
        named = r"\b(?:" + "|".join(map(re.escape, entry.accepted("en"))) + ")"
        if re.search(named, text):
            continue
        told = likeness.present(entry, text, "en") or likeness.stands_in(entry, text)
        if re.search(named, text, re.IGNORECASE) or not told:  # "apples" are no name, whatever else is there
            lost.append(f"{write(entry, target_language)} ({source[at : at + len(form)]})")
    return lost


@cache
def _short_names() -> dict[str, Entry]:
    """Forms of companies that the glossary looks for in translations alone, as they are words too."""
    bodies = [entry for entry in known.entries() if entry.kind == "body"]
    return {form[1:]: entry for entry in bodies for form in entry.forms("zh") if form[0] == "?"}


_BUSINESS: Final = re.compile(
    r"公司|集团|股价|股票|市值|首席执行官|总裁|董事长|手机|iPhone|iPad|芯片|财报|营收|品牌|机票|耳机|新品|供应商|CEO|乳[业企品]|企业|产业园"
)
"""Words of sentences that are about firms and their goods."""
_MATCH: Final = re.compile(
    r"中超|足协杯|亚冠|比赛|进球|破门|禁区|点球|[主客]场|联赛|射门|角球|门将|积分|主帅|球[队员迷]|外援|换人|下场|\d[:：-]\d"
)
"""Words of sentences that are about matches."""
_WORDS_TOO: Final = (
    (
        _BUSINESS,
        re.compile(
            r"苹果|小米|联想(?![到起力])|亚马逊(?![河雨流])|阿里(?![山地里])|滴滴|荣耀(?!的)|格力|国泰(?![君民])|松下(?!的)|起亚|罗氏"
            r"|寒武纪|伊利(?![里诺亚])"
        ),
    ),  # apple, millet, to associate, the river, Ali, drip, glory, ..., peace, under a pine, ..., Luo, the Cambrian, ...
    (
        _MATCH,
        re.compile(r"国安(?![法全部局])|申花|力帆|鲁能|上港|泰达|亚泰|(?<!筹)建业(?![者务])|富力|权健|卓尔(?!不)|宏远"),
    ),  # national security, ..., power sail, ..., harbour, ..., to found a business, rich, ..., outstanding, great
)
"""What a sentence is about, and names that are words elsewhere."""


def _gone(entry: Entry, text: str, source_language: str, target_language: str) -> bool:
    """A name of which an English translation has nothing, and no word either that it may be told by."""
    if base(target_language) != "en" or base(source_language) == "en" or entry.kind not in _GONE:
        return False
    return not likeness.stands_in(entry, text)


def _native(entry: Entry, language: str) -> bool:
    """A place of China in a Chinese text: few English readers know it, so that a wrong name for it is believed."""
    if entry.kind != "city" or base(language) != "zh":
        return False
    return write(entry, "en") in _OF_CHINA or _pinyin(entry)


_OF_CHINA: Final = frozenset(
    "Hohhot,Harbin,Urumqi,Lhasa,Ordos,Qiqihar,Kashgar,Karamay,Turpan,Hotan,Shigatse,Hulunbuir,Macau,Kowloon,Inner Mongolia,Tibet".split(
        ","
    )
)
"""Places of China whose English name is not the pinyin."""


@lru_cache(maxsize=4096)
def _pinyin(entry: Entry) -> bool:
    """Whether the English name is the pinyin of the Chinese one: it has one spelling."""
    written = write(entry, "en").partition(" ")[0].lower().replace("'", "")
    forms = [form for form in entry.plain("zh") if form.isalnum() and len(form) < 5]
    bare = [form[:-1] for form in forms if len(form) > 2 and form[-1] in "市县区州镇"]
    return any(written == "".join(romanise.syllables(form)) for form in (*forms, *bare))


def _by_pinyin(hit: Found) -> bool:
    """A Chinese person, written in pinyin: another given name behind the right surname names somebody else."""
    return hit.entry.kind == "person" and romanise.chinese(hit.form) in hit.entry.forms("en")


def _near(entry: Entry, text: str, source_language: str, target_language: str) -> Found | None:
    """The one misspelling in an English text of a name that has but one spelling: "Jinning" for Jining."""
    if base(source_language) != "zh" or base(target_language) != "en" or entry.kind not in ("city", "body", "state"):
        return None
    if not _pinyin(entry):
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


def of_speaker(name: str, source: str, text: str, source_language: str, target_language: str) -> list[Doubt]:
    """The doubt that a sentence has lost its speaker: the personal name stands in the source and not in `text`."""
    person = personal.of(name, source_language)
    if not person:
        return []
    edits, _, _, lost = personal.check(source, text, source_language, target_language, (person,))
    if edits:
        return []
    return [Doubt("name", None, note("known_name", target_language, said)) for said in lost if person in said]


_SMALL_WORD: Final = re.compile(r"\b[a-z][\w'’-]*")


def missing(source: str, text: str, source_language: str, target_language: str) -> list[Entry]:
    """Entries of the glossary that the source names and the translation does not."""
    there = {hit.entry for hit in find(text, target_language)}
    entries = dict.fromkeys(hit.entry for hit in _found(source, source_language))
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
        and not _in_pinyin(entry, plain, source_language, target_language)
    ]


def _in_pinyin(entry: Entry, text: str, source_language: str, target_language: str) -> bool:
    """Whether an English text has a person of a Chinese one by the pinyin: Liu Dehua for Andy Lau."""
    if entry.kind != "person" or (base(source_language), base(target_language)) != ("zh", "en"):
        return False
    return any(name in text for form in entry.plain("zh") if (name := romanise.chinese(form)))


@lru_cache(maxsize=128)  # asked for again by each step of one sentence
def _found(text: str, language: str) -> tuple[Found, ...]:
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
        for hit in _found(text, target_language)
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
    said = text[edit.start : edit.end]
    doubts = moved(doubts, edit)
    span = (edit.start, edit.start + len(edit.new))
    doubts.append(Doubt("name", span, note("repaired", language, said), repaired=True))
    return edit.apply(text), [*edits, edit], doubts
