"""Whether a text has anything that may stand for a name of the glossary, and how one name takes another's place.

In: an entry, a text, its language. Out: yes or no; an `Edit`. Generous on purpose: an acronym, a surname, half of the
words or a near spelling is enough, for a false alarm costs more trust than a name that is spelt oddly.
"""

import re
from functools import cache, lru_cache
from typing import Final

from models import particles
from models.doubt import Edit
from models.language import base
from models.latin import within
from models.naming import ordinary, romanise
from models.naming.known import Entry, Found, entries, write

GENERIC: Final = frozenset(
    "the of and for in on at to de la le al company group inc corp co ltd limited holdings corporation bank university "
    "ministry department national international state people's central general office agency bureau commission council "
    "committee court party association federation institute college school center centre republic united new news "
    "daily times post fc club team league cup city games world act law china chinese korea korean japan "
    "japanese nguyen".split()
)
WORD: Final = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’]*")
_STEM: Final = 5
_SMALL: Final = frozenset("of and the for on in to at de".split())


def present(entry: Entry, text: str, language: str) -> bool:
    """Whether a form of the entry, or something like it, stands in `text` (simplified characters for Chinese)."""
    column = base(language)
    forms = entry.accepted(language)
    if column == "en":
        return _english(entry, forms, text)
    squeezed = re.sub(r"[\s·・•‧]", "", text)
    for form in forms:
        bare = re.sub(r"[\s·・•‧]", "", form)
        if bare in squeezed:
            return True
        parts = [p for p in re.split(r"[\s·・•‧]", form) if len(p) > 1]
        if entry.kind == "person" and any(part in squeezed for part in parts):
            return True
        if entry.kind == "office" and any(bare[i : i + 2] in squeezed for i in range(len(bare) - 1)):
            return True  # 의회, 法院: an office is told by its common noun
        if entry.kind != "person" and len(bare) > 3 and _half(bare, squeezed):
            return True
        if column == "ko" and entry.kind == "person" and len(bare) > 2 and _near_hangul(bare, squeezed):
            return True
    return _latin(entry, text)


def named(entry: Entry, text: str, language: str) -> bool:
    """Whether one of the entry's forms, or its Latin one, stands in `text` as it is spelt (Chinese: simplified)."""
    low = text.casefold()
    forms = entry.accepted(language) + entry.accepted("en")  # FBI in any language
    return any(len(form) > 1 and form.casefold() in low for form in forms)


def _half(form: str, text: str) -> bool:
    pairs = {form[i : i + 2] for i in range(len(form) - 1)}
    return 2 * sum(pair in text for pair in pairs) >= len(pairs)


def _near_hangul(form: str, text: str) -> bool:
    """One syllable apart: transcriptions differ (블라디미르, 블라디미어)."""
    size = len(form)
    return any(
        sum(a != b for a, b in zip(form, text[i : i + size], strict=False)) < 2 for i in range(len(text) - size + 1)
    )


def _latin(entry: Entry, text: str) -> bool:
    """The name in Latin letters in a Korean or Chinese text."""
    low = text.lower()
    return any(
        re.search(rf"(?<![a-z]){re.escape(form.lower())}", low)
        for form in entry.accepted("en")
        if len(form) > 1 and (entry.kind != "state" or len(form) > 2)
    ) or (
        entry.kind == "person"
        and any(len(word) > 3 and word.lower() in low for form in entry.plain("en") for word in form.split())
    )


def _english(entry: Entry, forms: list[str], text: str) -> bool:
    squeezed, words, low, capital = _read(text)
    for form in forms:
        bare, mine = _own(form)
        if (len(bare) > 3 and bare in squeezed) or form.lower() in low:
            return True
        if form.isupper() and 3 <= len(form) <= 6 and _spelt(form, words):
            return True
        if entry.kind == "person":
            if any(_alike(word, other) for word in mine for other in capital) and not (
                _chinese(entry) and _namesake(mine, text)
            ):
                return True
        elif (
            _most(mine, words)
            if mine and not (entry.kind == "body" and _PLACES.issuperset(mine))
            else _most_stems(form.split(), low)
        ):
            return True
    return any(_initials(word, forms) for word in capital)


_NAMES: Final = re.compile(
    r"[A-Z][a-zÀ-ɏ]+(?:[-'’](?!s\b)[A-Za-zÀ-ɏ]+)?(?: [A-Z][a-zÀ-ɏ]+(?:[-'’](?!s\b)[A-Za-zÀ-ɏ]+)?)*"
)
"""Capitalised words side by side."""


def misnamed(entry: Entry, text: str) -> bool:
    """Whether an English text has a known Chinese person with one wrong word: Chung Nanshan for Zhong Nanshan."""
    return (
        entry.kind == "person"
        and _chinese(entry)
        and any(_namesake(_own(form)[1], text) for form in entry.accepted("en"))
    )


@cache
def _chinese(entry: Entry) -> bool:
    """Whether a person is called in English by the pinyin of a Chinese name."""
    return any(len(form) < 4 and romanise.chinese(form) in entry.accepted("en") for form in entry.accepted("zh"))


def _namesake(mine: list[str], text: str) -> bool:
    """Whether an English text has one word of a name with another name beside it, and no better: Chung Nanshan for Zhong Nanshan."""
    if len(mine) < 2:
        return False
    found = False
    for match in _NAMES.finditer(text):
        words = match.group().split()
        hits = [any(_alike(own, word) for own in mine) for word in words]
        if not any(hits):
            continue
        found = True
        first, last = hits.index(True), len(hits) - 1 - hits[::-1].index(True)
        beside = [*words[max(0, first - 1) : first], *words[last + 1 : last + 2]]
        if sum(hits) > 1 or not any(word not in _TITLES and not ordinary.word(word) for word in beside):
            return False
    return found


_TITLES: Final = frozenset(
    "Mr Mrs Ms Miss Dr Doctor Prof Professor Academician Comrade General Director Chairman Chairwoman Coach Captain Mayor Governor "
    "Senator Sir Lady Lord President Premier Minister Secretary Prime King Queen Prince Princess Pope".split()
)
"""What stands before a surname that is told alone."""
_PLACES: Final = frozenset(
    "Beijing Shanghai Guangdong Guangzhou Shenzhen Nanjing Wuhan Tianjin Chongqing Sichuan Zhejiang Jiangsu Hunan Hubei Shandong Fujian "
    "Henan Hebei Yunnan Jilin Hainan Seoul Busan Tokyo London Washington York Angeles Boston Chicago Paris Moscow Hong Kong Taiwan".split()
)
"""Words of names that tell a body from others only with the rest: "Beijing" is not Beijing News."""
_BETWEEN: Final = re.compile(r"[\s.\-'’&]")
"""What spellings of one name differ by."""


@lru_cache(maxsize=16)  # one text is asked for every name of its source
def _read(text: str) -> tuple[str, list[str], set[str], list[str]]:
    """(an English text's letters alone, its words, the same in small letters, those with a capital)."""
    words = WORD.findall(text)
    low = {word.lower().removesuffix("'s").removesuffix("’s") for word in words}
    return _BETWEEN.sub("", text).lower(), words, low, [word for word in words if word[0].isupper()]


@lru_cache(maxsize=4096)
def _own(form: str) -> tuple[str, list[str]]:
    """(the letters of a name alone, its words that other names do not have)."""
    mine = [word for word in WORD.findall(form) if word.lower() not in GENERIC and len(word) > 1]
    return _BETWEEN.sub("", form).lower(), mine


def _most(mine: list[str], words: list[str]) -> bool:
    """More than half of them; of two, both."""
    return 2 * sum(any(_alike(word, other) for other in words) for word in mine) > len(mine)


def _most_stems(mine: list[str], low: set[str]) -> bool:
    """For a name of common words alone: "Bank of China", of which half is not enough."""
    stems = {word[:_STEM] for word in low}
    return 3 * sum(word.lower()[:_STEM] in stems for word in mine) >= 2 * len(mine)


@lru_cache(maxsize=16_384)
def _alike(a: str, b: str) -> bool:
    """Whether they are one word, or spelt nearly so where both have a capital: a coupon is no Coupang."""
    small = b.islower()
    a, b = a.lower(), b.lower()
    if a == b or (len(a) > 4 and a[:_STEM] == b[:_STEM]):
        return True
    if small or abs(len(a) - len(b)) > 2 or (a[0] != b[0] and len(a) < 6) or len(a) < 4:
        return False
    return within(a, b, 1 if len(a) < 6 else 2)


def _initials(word: str, forms: list[str]) -> bool:
    """NDRC for National Development and Reform Commission."""
    if not (word.isupper() and 2 <= len(word) <= 7):
        return False
    for form in forms:
        heads = [w[0].upper() for w in form.split() if w.lower() not in _SMALL]
        if len(heads) > 1 and "".join(heads) == word:
            return True
    return False


def _spelt(acronym: str, words: list[str]) -> bool:
    heads = "".join(w[0] for w in words if w.lower() not in _SMALL)
    return acronym in heads.upper() and acronym[:2] in heads


_STAND_INS: Final = {
    "ko": re.compile(
        r"대통령|총리|장관|의원|대표|위원장|회장|감독|선수|배우|가수|그[는가의를]|그녀|그들|후보|지명자|여왕|국왕"
    ),
    "zh": re.compile(r"[他她]|总统|總統|总理|主席|部长|议员|首相|大法官|候选人|提名人|前者|后者"),
}
"""Pronouns and titles that human translators tell a person by."""


def told_by_pronoun(text: str, column: str) -> bool:
    """Whether a Korean or Chinese text has a pronoun or a title that a person may be told by."""
    return _STAND_INS[column].search(text) is not None


def open_place(entry: Entry, ours: tuple[Found, ...], text: str, language: str) -> bool:
    """Whether the translation has something unknown in the name's place, so that it was not just left out.

    English shows its names: a capitalised word that no name of the source or of the glossary accounts for. In Korean
    and Chinese a person may be a pronoun or a title; without one the loss counts.
    """
    column = base(language)
    if column != "en":
        return entry.kind != "person" or not told_by_pronoun(text, column)
    accounted = {w.lower()[:_STEM] for hit in ours for form in hit.entry.accepted("en") for w in WORD.findall(form)}
    return any(word.lower()[:_STEM] not in accounted for word in strangers(text))


_PARAPHRASES: Final = {
    "body": "company companies firm group bank maker manufacturer giant carrier airline network agency university school "
    "college club team side paper newspaper broadcaster station brand platform museum hospital organization organisation",
    "office": "ministry department government office agency court party committee commission council congress parliament "
    "bureau authority authorities official officials administration police army force bloc union bank regulator "
    "lawmakers lawmaker assembly house senate",
    "state": "country countries nation nations national domestic government homeland state here there local foreign "
    "international overseas abroad bilateral both",
    "city": "city cities capital province county region area town local there here district village river",
    "event": "war conflict festival games event award prize fair treaty deal match tournament league final pandemic virus",
}
PARAPHRASES: Final = {kind: frozenset(words.split()) for kind, words in _PARAPHRASES.items()}
"""English words that a name of the kind is told by, beside the pronouns."""
_THINGS: Final = frozenset("it its they their them we our us".split())


def stands_in(entry: Entry, text: str, pronouns: bool = True) -> bool:
    """Whether an English text has a pronoun, a common noun or a part of the name that it may be told by: "the company"."""
    forms = " ".join(entry.accepted("en")).lower().split()
    own = {word for word in forms if len(word) > 2 and word not in GENERIC}
    told_by = (_THINGS if pronouns else frozenset()) | own | PARAPHRASES.get(entry.kind, frozenset())
    return any(re.sub(r"['’]s$", "", word.lower()) in told_by for word in WORD.findall(text))


_BY_KIND: Final = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Tt]hat) (?:company|firm|group|bank|team|club|side|university|school|(?:news)?paper|agency|channel|"
    r"network|games|award|war|deal|agreement|party)\b"
)


def unnamed(entry: Entry, text: str, language: str) -> bool:
    """Whether an English text has neither a word of the name nor its kind ("the company", "the games")."""
    if base(language) != "en" or _BY_KIND.search(text):
        return False
    own = {word for form in entry.accepted("en") for word in WORD.findall(form) if word.lower() not in GENERIC}
    return not any(word in own for word in WORD.findall(text) if word[0].isupper())


def strangers(text: str) -> list[str]:
    """Capitalised words of an English text that are not so for their place, and that no name of the glossary has."""
    known_words = words("en")
    found = []
    for match in WORD.finditer(text):
        word = re.sub(r"['’]s$", "", match.group())
        before = text[: match.start()].rstrip()
        if not word[0].isupper() or len(word) < 3 or not before or before[-1] in '.:!?“"‘(':
            continue
        if word not in CALENDAR and word not in known_words:
            found.append(word)
    return found


@cache
def words(column: str) -> frozenset[str]:
    """Every word of the glossary's names."""
    return frozenset(w for entry in entries() for form in entry.forms(column) for w in WORD.findall(form))


CALENDAR: Final = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday The This That These Those It He She They We You But And Our His Her Their".split()
)


def related(a: Entry, b: Entry) -> bool:
    """Two names that may be told for one another: a company and its daughter, a father and a son."""
    for column in ("en", "ko", "zh"):
        one = {w.lower() for form in a.accepted(column) for w in re.split(r"[\s·]", form)} - GENERIC
        two = {w.lower() for form in b.accepted(column) for w in re.split(r"[\s·]", form)} - GENERIC
        if {w for w in one & two if len(w) > 1}:
            return True
        for x in a.plain(column) if a.kind != "office" else ():  # 国务院 is in 美国国务院, and another office
            if any(x in y or y in x for y in b.plain(column)):
                return True
    return False


_HEADS: Final = re.compile(
    r"(?:Ministry|Bureau|Council|Court|Commission|Office|Department|Association|Institute|Party|Agency|Committee|Federation|"
    r"Union|Administration|Authority|Board|Service|Police|Army|Navy|Force|Assembly|Congress|Parliament|Senate|House|"
    r"League|Organization|Organisation|Foundation|Fund|Exchange|Academy|States|Kingdom|Emirates|Netherlands|Philippines|"
    r"Strip|Sea|Strait|Ocean|Canal|Islands|Peninsula|Reserve|Cup|Games|Times|Post|Treaty|Pact)$"
)


def takes_article(name: str) -> bool:
    """Whether an English name stands with "the"."""
    if re.match(r"(?:University|Bank|People's Bank|Ministry|House|Court|Communist Party|Department|Bureau) of\b", name):
        return not re.match(r"Bank of [A-Z]\w+(?: \w+)?$", name) or name in (
            "Bank of Korea",
            "Bank of England",
            "Bank of Japan",
        )
    if name.isupper() and len(name) in (2,):
        return name in ("US", "UK", "UN", "EU")
    return bool(_HEADS.search(name))


def replacement(rival: Found, entry: Entry, text: str, language: str) -> Edit | None:
    """The entry's name in the rival's place, in its grammar; None where that is not certain."""
    new = write(entry, language)
    column = base(language)
    if rival.form[0] == "~":
        new = entry.adjective(column)
        return Edit(rival.start, rival.end, new) if new and column == "en" and not rival.form.endswith("s") else None
    start, end = rival.start, rival.end
    if column == "ko":
        return particles.fit(Edit(start, end, new), text)
    if column == "zh" or entry.kind == "person":
        return Edit(start, end, new)
    before = re.search(r"(?i)\bthe $", text[:start])
    had = before is not None
    if takes_article(new) and not had:
        return Edit(start, end, ("The " if start == 0 else "the ") + new)
    if had and before is not None and not takes_article(new):
        return Edit(before.start(), end, new)
    return Edit(start, end, new)
