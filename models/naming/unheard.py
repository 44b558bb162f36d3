"""Names of a Chinese sentence, in no glossary, that its English translation does not have.

In: the sentence and its translation. Out: edits, and what to tell, "Shouguang (寿光)". `mentions` finds what looks like a name,
`heard` looks for words that read like it. Told where nothing does, and either a word stands in the translation that no
name of the source accounts for, or the name is written as only names are and nothing can stand for it. A Chinese person
whose surname came through and whose given name did not is mended.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from models.doubt import Doubt, Edit, mended
from models.latin import unaccented, within
from models.naming import courtesy, known, likeness, ordinary, personal, places, romanise, vietnamese
from models.naming.hanzi import SOUNDS
from models.naming.heard import Heard, pinyin
from models.naming.known import Entry, Found
from models.naming.mentions import Mention, find, surnames_ja

__all__ = ["check"]


def check(
    source: str,
    text: str,
    source_language: str,
    ours: Sequence[Found],
    cities: Sequence[Found],
    doubts: Sequence[Doubt],
    told: Sequence[str],
) -> tuple[list[Edit], str, list[Doubt], list[str]]:
    """(edits in their order, the mended text, the doubts with those of the mends, names that did not come through).

    `ours` are the glossary's names of the source, `cities` those of them that English writes in pinyin; what `told`
    names is told already.
    """
    edits: list[Edit] = []
    doubts = list(doubts)
    if max(len(source), len(text) // 4) > _LONGEST:
        return edits, text, doubts, []
    plain = known.simplified(source, source_language)
    if (edit := courtesy.mend(plain, text)) is not None:
        text, doubts = mended(edit, text, doubts, "en")
        edits.append(edit)
    mentions = find(plain, [(hit.start, hit.end) for hit in ours if hit.entry.kind != "title"])
    mentions += [Mention(hit.start, hit.end, "place", "sure", places.kind(plain, hit.start, hit.end)) for hit in cities]
    mentions += renamed(plain, text, [*((hit.start, hit.end) for hit in ours), *((m.start, m.end) for m in mentions)])
    if not mentions:
        return edits, text, doubts, []
    heard = Heard(text)
    where = personal.Where(source, text)
    lost = [m for m in mentions if not (_named(m, source, told) or _heard(m, plain, heard, where))]
    for mention in lost:
        edit = None if _vietnamese(mention, plain, where) else _mend(mention, plain, text)
        if edit is not None:
            text, doubts = mended(edit, text, doubts, "en")
            edits.append(edit)
    if edits:
        heard = Heard(text)
        lost = [m for m in lost if not _heard(m, plain, heard, where)]
    if not lost:
        return edits, text, doubts, []
    strange = bool(strangers(plain, text, ours, [m for m in mentions if m not in lost], lost))
    return edits, text, doubts, [_written(m, plain, source, where) for m in lost if _doubtful(m, plain, text, strange)]


_PAIR: Final = re.compile(r"\b(?P<surname>[A-Z][a-z]+) (?P<given>[A-Z][a-z]+(?:[-’'][A-Za-z]+| [A-Z][a-z]+)?)\b")
_VOWELS: Final = re.compile("[aeiou]+")


def renamed(plain: str, text: str, taken: Sequence[tuple[int, int]]) -> list[Mention]:
    """People of whom the translation has the surname and behind it what no character behind that surname reads like.

    "Zhang Yue" for 张雄: here the English says that there is a name, so that nothing else in the source has to. How long
    it is, is told by the syllables of the wrong one.
    """
    found = []
    for match in _PAIR.finditer(text):
        given = re.sub("[^a-z]", "", match["given"].lower())
        if ordinary.word(match["given"].lower()) or re.search("[a-z]-[a-z]", match["given"]):
            continue  # Su Primary; Min Byung-ho is a Korean's name
        places_of = [i for i, char in enumerate(plain[:-1]) if match["surname"].lower() in _surname_read(char)]
        if any(_begins(given, plain[i + 1 : i + 3]) or _taken(i, taken) for i in places_of):
            continue
        free = [i for i in places_of if not _of_a_word(plain, i) and "\u4e00" <= plain[i + 1] <= "\u9fff"]
        if len(free) == 1:
            end = (
                free[0]
                + 2
                + (len(_VOWELS.findall(given)) > 1 and "\u4e00" <= plain[free[0] + 2 : free[0] + 3] <= "\u9fff")
            )
            found.append(Mention(free[0], end, "person", "possible"))
    return found


@lru_cache(maxsize=4096)
def _surname_read(char: str) -> tuple[str, ...]:
    return pinyin(char) if char in romanise.CHINESE_SURNAMES else ()


def _begins(given: str, after: str) -> bool:
    """Whether the English given name begins as one of the characters is read, or is its beginning."""
    reads = [read for size in (1, 2) for read in pinyin(after[:size]) if after[:1] >= "\u4e00"]
    return any(given.startswith(read) or read.startswith(given) for read in reads)


def _taken(at: int, taken: Sequence[tuple[int, int]]) -> bool:
    """In a name that is accounted for already, or before a title (李总理)."""
    return any(start <= at + 1 and at < end for start, end in taken)


def _of_a_word(plain: str, at: int) -> bool:
    return ordinary.pair(plain[at : at + 2]) or ordinary.pair(plain[max(0, at - 1) : at + 1])


_LONGEST: Final = 1000
"""Characters of a sentence that is looked into: no sentence of news has 500, and the work grows with their square."""


def _named(mention: Mention, source: str, told: Sequence[str]) -> bool:
    return any(source[mention.start : mention.end] in said for said in told)


def _mend(mention: Mention, plain: str, text: str) -> Edit | None:
    if mention.kind != "person" or mention.grade == "possible":
        return None
    return personal.mend(romanise.chinese(plain[mention.start : mention.end]), text)


def _doubtful(mention: Mention, plain: str, text: str, strange: bool) -> bool:
    if mention.grade == "possible":
        return personal.other_of_the_name(plain[mention.start : mention.end], text)
    return strange or (mention.grade == "sure" and not _may_be_told_otherwise(mention, text))


def _vietnamese(mention: Mention, plain: str, where: personal.Where) -> bool:
    return mention.kind == "person" and vietnamese.may_be(plain[mention.start : mention.end]) and where.vietnam


def _heard(mention: Mention, plain: str, heard: Heard, where: personal.Where) -> bool:
    name = plain[mention.start : mention.end - mention.suffix]
    if mention.kind == "person":
        more = plain[mention.start : mention.end + 1]  # 徐仁 of 徐仁和
        less = mention.grade != "sure" and len(name) > 2 and heard.alone(name[:2])
        return less or personal.chinese_told(name, heard, where) or heard.native(more)
    if mention.kind == "foreign":
        return heard.foreign(name)
    if mention.kind == "japanese":
        return any(read in heard.text for read in surnames_ja()[name])
    whole = plain[mention.start : mention.end]
    other = places.called(whole)
    if places.translated(whole, heard.text):
        return True
    if heard.native(name) or heard.native(whole) or (other and other.split()[0] in heard.text):
        return True
    return all(char in SOUNDS for char in name) and heard.foreign(name)


def _may_be_told_otherwise(mention: Mention, text: str) -> bool:
    if mention.kind == "place":
        return _PLACE.search(text) is not None
    return personal.stand_in(text)


_PLACE: Final = re.compile(
    r"\b(?:here|there|local|(?:[Tt]he|[Tt]his|[Oo]ur) (?:area|region|village|town|county|district|city|river|lake|bridge|park))\b"
)


def _written(mention: Mention, plain: str, source: str, where: personal.Where) -> str:
    name, said = plain[mention.start : mention.end], source[mention.start : mention.end]
    if name[-1] == "某" or _vietnamese(mention, plain, where):
        return said
    if mention.kind == "person":
        return f"{romanise.chinese(name)} ({said})"
    if mention.kind == "japanese":
        return f"{surnames_ja()[name[: len(name) - mention.suffix]][0]} ({said})"
    if mention.kind == "foreign":
        return f"{'-'.join(pinyin(char)[0] for char in name if char.isalnum())} ({said})"
    plainly = "".join(romanise.syllables(name[: len(name) - mention.suffix])).capitalize()
    return f"{places.called(name) or plainly} ({said})"


def garbled(entry: Entry, text: str) -> bool:
    """Whether the English text has a known name with a letter or two wrong, and nowhere right: "Markron" for Macron."""
    if entry.kind not in _SPELT_ONE_WAY:
        return False
    forms = [unaccented(form) for form in entry.accepted("en")]
    text = unaccented(text)
    squeezed = _letters(text)
    if any(_letters(form) in squeezed for form in forms):
        return False
    words = [re.sub(r"['’]s?$", "", word) for word in likeness.WORD.findall(text)]
    mine = [word for form in forms for word in likeness.WORD.findall(form) if len(word) >= _LONG and _own(word)]
    own = mine if entry.kind != "person" else [word for form in forms for word in likeness.WORD.findall(form)[-1:]]
    if any(word in words for word in own):
        return False  # of a person the surname: "Emmanuel Markron"
    others = [word for word in words if len(word) >= _LONG - 1 and word[0].isupper() and _unknown(word)]
    most = 1 if entry.kind == "city" else 2
    return any(_slip(other, word, most) for other in others for word in mine)


_SPELT_ONE_WAY: Final = frozenset({"person", "body", "city"})
_LONG: Final = 5
"""Letters of a word whose spelling is held to: a letter more or less makes another name of a shorter one."""


def _letters(text: str) -> str:
    return re.sub("[^a-z]", "", text.lower())


def _own(word: str) -> bool:
    return word[0].isupper() and not ordinary.word(word)


def _unknown(word: str) -> bool:
    return word not in likeness.words("en") and not ordinary.word(word)


def _slip(other: str, word: str, most: int) -> bool:
    most = 1 if len(word) == _LONG else most
    if other[0] != word[0] or abs(len(other) - len(word)) > most:
        return False
    return within(other.lower(), word.lower(), most)


_WORD: Final = re.compile(r"[A-Z][A-Za-zÀ-ɏ]+(?:['’-][A-Za-z]+)*")
_READ: Final = 4
"""Characters of a native name that one English word writes."""


def strangers(
    plain: str, text: str, ours: Sequence[Found], heard: Sequence[Mention], lost: Sequence[Mention]
) -> list[str]:
    """Capitalised words of the text that are no English word and that no name of the source accounts for.

    One syllable of a lost name does not: the "Mei" for Meitan (湄潭).
    """
    mine = {w.lower() for hit in ours for form in hit.entry.accepted("en") for w in likeness.WORD.findall(form)}
    foreign = [plain[m.start : m.end] for m in heard if m.kind == "foreign"]
    readings: set[str] | None = None
    found = []
    for word in _WORD.findall(text):
        word = re.sub(r"['’]s?$", "", word)
        low = word.lower()
        if word.isupper() or word in plain or low in mine or low in _familiar():
            continue
        if all(ordinary.word(part) for part in re.split("[-'’]", low)):
            continue
        if readings is None:
            readings = spelt(
                "".join(" " if any(m.start <= i < m.end for m in lost) else c for i, c in enumerate(plain))
            )
        if re.sub("[^a-z]", "", low) in readings or any(Heard(word).foreign(name) for name in foreign):
            continue
        found.append(word)
    return found


def spelt(plain: str) -> set[str]:
    """What the pinyin of one to four neighbouring characters writes."""
    said = [pinyin(char)[0] if "\u4e00" <= char <= "\u9fff" else " " for char in plain]
    joined = {"".join(said[i : i + size]) for i in range(len(said)) for size in range(1, _READ + 1)}
    return {word for word in joined if " " not in word}


@cache
def _familiar() -> frozenset[str]:
    """Words that translators add: of states, cities, offices and their like."""
    kinds = {"state", "city", "office", "event", "title", "language", "currency"}
    forms = (form for entry in known.entries() if entry.kind in kinds for form in entry.accepted("en"))
    words = {word.lower() for form in forms for word in likeness.WORD.findall(form)}
    return frozenset(words | {word.lower() for word in likeness.CALENDAR})
