"""A speaker's name in the reader's language: "한지훈 최고재무책임자" -> "CFO Han Ji-hun (한지훈)".

In: the name as the article has it, and what the machine made of it. Out: one short text. What is known is written from
the glossary (国务院总理李强 -> "Premier Li Qiang"); a native personal name is romanised by rule (a Chinese one in
Hangul for Korean readers) with the original beside it; the machine's words are taken only where they can be a name,
with the original beside them; else the original stands alone. Never shows a sentence.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from models import scripts
from models.language import base, canonical
from models.naming import hangul, known, koreans, romanise
from models.naming.known import Entry


def leads(label: str, text: str) -> bool:
    """Whether a speaker is to be put before a text: not where it opens with the name already.

    The opening is the first third of the text: "In Seoul, Kim Ji-hoon said" names its speaker well enough.
    """
    name = label.split(" (")[0]
    return not name or name not in text[: max(len(text) // 3, len(name) + 12)]


_MOST_WORDS: Final = 6
"""Words of a machine's output that can still be a name with its title: "Treasury Secretary Scott Bessent of ..."."""
_FORMER: Final = {
    "ko": re.compile(r"^전 |(?<= )전(?= )"),
    "zh": re.compile(r"^(?:前|原)(?=[\u4e00-\u9fff]{2})"),
    "en": re.compile(r"(?i)^(?:former|ex-)\s?"),
}
_FORMER_WORDS: Final = {"en": "former", "ko": "전", "zh": "前"}
_FILLER: Final = {
    "ko": re.compile(r"^(?:씨|님|측|의|소속|겸|및|현|신임|장|-)$"),
    "zh": re.compile(r"^(?:的|先生|女士|方面|称|兼|现任|新任|该|、)+$"),
    "en": re.compile(r"(?i)^(?:the|of|of the|at|from|for|and|'s|’s|s|,)$"),
}
_BODIES: Final = ("body", "office", "state", "city")
_EN_NAME: Final = re.compile(
    r"[A-Z][\w'’.-]*(?: (?:[A-Z][\w'’.-]*|al|bin|de|da|del|der|den|di|du|la|le|van|von|el|dos|Jr\.))*"
)
"""A Latin personal name, capitalised throughout."""
_LATIN_NAME: Final = re.compile(r"(?<![A-Za-z])[A-Z][a-z'’.-]+(?: [A-Z][A-Za-z'’.-]*)+(?![A-Za-z])")
"""The same inside Korean or Chinese text."""


@dataclass(slots=True)
class _Parts:
    """What a name is made of."""

    persons: list[str] = field(default_factory=list)
    """In the reader's language."""
    titles: list[Entry] = field(default_factory=list)
    bodies: list[Entry] = field(default_factory=list)
    former: bool = False
    rest: list[str] = field(default_factory=list)
    """What the glossary does not know, as the article has it."""


def write(name: str, source_language: str, target_language: str, machine: str = "", context: str = "") -> str:
    """The speaker in the reader's language; never empty where `name` is not.

    `context` is the article's text: where a Chinese article is about Korea, a Korean's name must not be read in pinyin.
    """
    name = name.strip(" ,，、·")
    if base(source_language) == base(target_language):
        return _same(name, source_language, target_language)
    parts = _parts(name, source_language, target_language)
    beside = (
        ""
        if parts.persons or base(source_language) == "en"
        else _take_person(parts, source_language, target_language, context)
    )
    if (
        base(source_language) == "en"
        and len(parts.rest) == 1
        and _EN_NAME.fullmatch(parts.rest[0])
        and not parts.persons
    ):
        parts.persons, parts.rest = parts.rest, []
    if parts.rest and base(source_language) != "en" and len(parts.persons) == 1:
        # An unknown employer: person and title are sure, the whole stands beside them.
        beside, parts.bodies, parts.titles, parts.rest = name, [], parts.titles[-1:], []
    if not parts.rest and len(parts.persons) < 2 and (parts.persons or parts.titles or parts.bodies):
        text = _composed(parts, target_language)
        if text:
            return f"{text} ({beside})" if beside else text
    return _machine(name, machine.strip(), target_language)


def _take_person(parts: _Parts, source: str, target: str, context: str) -> str:
    """Moves the one piece that is a native personal name from `rest` to `persons`; returns it as the article has it."""
    for i, whole in enumerate(parts.rest):
        latin = _LATIN_NAME.search(whole) if parts.titles and not parts.bodies else None
        if latin:  # 主席 John Goldsmith: both names
            parts.persons.append(latin.group())
            parts.rest[i] = whole.replace(latin.group(), "").strip()
            parts.rest = [rest for rest in parts.rest if rest]
            return latin.group() if parts.rest else ""
    pieces = [(i, piece) for i, whole in enumerate(parts.rest) for piece in whole.split(" ")]
    for i, piece in pieces if base(source) == "ko" else reversed(pieces):
        person = _personal(piece, source, bool(parts.titles))
        if base(source) == "zh" and koreans.may_be(known.simplified(piece, source)) and koreans.about(context):
            continue
        if person:
            if (base(source), base(target)) == ("zh", "ko") and not piece.isascii():
                person = hangul.chinese(known.simplified(piece, source)) or person
            parts.persons.append(person)
            parts.rest[i] = parts.rest[i].replace(piece, "").strip()
            parts.rest = [rest for rest in parts.rest if rest]
            return piece
    return ""


def _same(name: str, source: str, target: str) -> str:
    if canonical(source) == canonical(target):
        return name
    return scripts.to_hant(name) if canonical(target) == "zh-Hant" else scripts.to_hans(name)


def _parts(name: str, source: str, target: str) -> _Parts:
    """The pieces of a name, in the order of the source."""
    parts = _Parts()
    column = base(source)
    former = _FORMER[column].search(name)
    if former:
        parts.former = True
        name = name[: former.start()] + name[former.end() :]
    name = re.sub(r"\s+", " ", name).strip()
    at = 0
    rest: list[str] = []
    found = _finds(name, source)
    for hit in found:
        rest.append(name[at : hit.start])
        at = hit.end
        if hit.entry.kind == "person":
            parts.persons.append(known.write(hit.entry, target))
        elif hit.entry.kind == "title":
            parts.titles.append(hit.entry)
        elif hit.entry.kind in _BODIES:
            parts.bodies.append(hit.entry)
        else:
            rest.append(name[hit.start : hit.end])
    rest.append(name[at:])
    for piece in rest:
        piece = piece.strip(" ,，·")
        if column == "en":
            piece = re.sub(
                r"(?i)^(?:the|of|at|from|['’]s)\s+|\s+(?:of|at|from|the)(?:\s+the)?$|^['’]s$", "", piece
            ).strip()
        if piece and not _FILLER[column].match(piece):
            parts.rest.append(piece)
    return parts


def _finds(name: str, source: str) -> list[known.Found]:
    """The glossary's names; in Korean and Chinese a title may be glued to a name that is not in the glossary."""
    found = known.find(name, source)
    if base(source) == "zh":
        found = [hit for hit in found if not _inside_name(hit, name, found)]
    return found


def _inside_name(hit: known.Found, name: str, found: list[known.Found]) -> bool:
    """A short title's characters inside a longer unknown word: 主席团, 行长春."""
    return hit.entry.kind == "title" and hit.end - hit.start < 2


def _personal(rest: str, source: str, titled: bool) -> str:
    """An unknown personal name of a Korean or Chinese text in Latin letters, "" where `rest` is none."""
    column = base(source)
    if re.fullmatch(r"[A-Za-z][A-Za-z'’. -]*", rest):
        return rest
    if column == "ko":
        # Of two syllables it is a word more often than a name: 소방 당국, 국방 장관.
        if len(rest) < 3 or (not titled and len(rest) != 3):
            return ""
        return romanise.korean(rest)
    plain = known.simplified(rest, source)
    return romanise.chinese(plain)


def _composed(parts: _Parts, target: str) -> str:
    """Title, body and person in the order of the reader's language."""
    column = base(target)
    titles = [known.write(entry, target) for entry in parts.titles[:2]]
    bodies = [known.write(entry, target) for entry in parts.bodies]
    if not all((*titles, *bodies, *parts.persons)):
        return ""
    person = parts.persons[0] if parts.persons else ""
    former = _FORMER_WORDS[column] if parts.former else ""
    if column == "zh":
        text = "".join((*bodies, former, *titles))
        return f"{text} {person}" if text and person and _latin(person) else text + person
    if column == "ko":
        return " ".join(filter(None, (*bodies, person, former, *titles)))
    return _english(parts, titles, person, former)


def _latin(text: str) -> bool:
    return text[:1].isascii()


def _english(parts: _Parts, titles: list[str], person: str, former: str) -> str:
    owners = []
    for entry in parts.bodies:
        adjective = entry.adjective("en") if entry.kind == "state" and titles else ""
        owners.append(adjective or known.write(entry, "en"))
    if person:
        titles = [_capitalised(title) for title in titles]
        former = former.capitalize()
        if not titles:
            return f"{person} of {_the(owners[0])}{owners[0]}" if len(owners) == 1 else person
    elif not titles:
        return " ".join(owners[-1:]) if len(owners) == 1 else f"{owners[-1]}, {owners[0]}"
    text = " ".join(filter(None, (former, *owners, *titles, person)))
    return text[:1].upper() + text[1:]


_THE: Final = re.compile(
    r"^(?!Bank of [A-Z]\w+$)(?:.* )?(?:Ministry|University of|Bureau|Council|Court|Commission|Office|Department|"
    r"Association|Bank of|Institute|Party|Agency|Committee|Federation|Union|Administration|Authority|Board|Service|"
    r"Kingdom|States|Philippines|Netherlands|Emirates)\b"
)


def _the(name: str) -> str:
    return "the " if _THE.match(name) else ""


def _capitalised(title: str) -> str:
    """ "finance minister" -> "Finance Minister", before a name."""
    small = ("of", "the", "for", "and")
    return " ".join(w if w in small or not w[:1].islower() else w[0].upper() + w[1:] for w in title.split(" "))


_NOT_A_NAME: Final = re.compile(r"[\d!?;:。！？；：…\"“”«»]|[,，、]|[a-z]\.(?:\s|$)")
_CLAUSE: Final = re.compile(
    r"(?i)\b(?:who|which|that|is|are|was|were|has|have|had|said|says|will|would|been|be|there|when|not|do|does|did|it|he|she|they|you|we|i|my|your|our)\b"
)


def _machine(name: str, machine: str, target: str) -> str:
    """The machine's words where they can be a name, with the original; else the original."""
    machine = machine.rstrip(".。 ")
    if not machine or machine == name or _NOT_A_NAME.search(machine):
        return name
    column = base(target)
    if column == "en":
        words = machine.split()
        if len(words) > _MOST_WORDS or _CLAUSE.search(machine) or not re.search(r"[A-Za-z]", machine):
            return name
        if re.search(r"[\u3040-\u30ff\u3400-\u9fff가-힣]", machine) or len(set(words)) < len(words):
            return name
        machine = machine[:1].upper() + machine[1:]
    elif column == "ko":
        if len(machine) > 24 or re.search(r"(?:다|요|까)$|습니다", machine) or not re.search(r"[가-힣A-Za-z]", machine):
            return name
    elif len(machine) > 18 or re.search(r"[了着过吗呢吧啊]$|[是有在]", machine):
        return name
    return f"{machine} ({name})" if machine.casefold() != name.casefold() else name
