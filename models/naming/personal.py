"""Native personal names of a Korean or Chinese sentence, known to no glossary, held against an English translation.

In: a sentence and its translation. Out: edits where the surname came through and the given name did not (许达哲 ->
"Xu Da Chul"), else a doubt where neither did (庞之浩 -> "Pan Kihoho"). Only names that stand as such: before a verb of
saying or beside a title. Never touches a foreign name written in Hangul or Han.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from typing import Final

from models.doubt import Doubt, Edit, mended
from models.language import base, table
from models.latin import distance
from models.naming import bearers, hanzi, known, koreans, likeness, mentions, romanise, vietnamese
from models.naming.heard import Heard, han_keys, pinyin
from models.naming.koreans import bare, skeleton

_WORD: Final = re.compile(r"[A-Z][A-Za-zü'’-]*")


def check(
    source: str, text: str, source_language: str, target_language: str, people: Sequence[str] = ()
) -> tuple[list[Edit], str, list[Doubt], list[str]]:
    """(edits in their order, the mended text, the doubts that record them, names that are gone); English targets only.

    `people` are names known from elsewhere.
    """
    if base(target_language) != "en" or base(source_language) == "en":
        return [], text, [], []
    edits: list[Edit] = []
    doubts: list[Doubt] = []
    lost: list[str] = []
    names = dict.fromkeys((*find(source, source_language), *(p for p in people if p in source)))
    if base(source_language) == "ko":
        names |= dict.fromkeys(_misnamed(source, text))
    heard = Heard(text) if names and base(source_language) == "zh" else None
    where = Where(source, text)
    for name in names:
        written = _romanised(name, source_language)
        plain = known.simplified(name, source_language)
        if not written or (told(written, text) if heard is None else chinese_told(plain, heard, where)):
            continue
        foreign = vietnamese.may_be(plain) and where.vietnam
        edit = None if foreign else mend(written, text)
        if edit is not None:
            text, doubts = mended(edit, text, doubts, "en")
            edits.append(edit)
            heard = heard and Heard(text)
            continue
        other = heard is None and _KOREAN_NAME.search(text)  # somebody else's name, then: told() did not know it
        certain = heard is None and not pronoun(text)
        certain |= name in people and (not stand_in(text) or koreans.told(plain, text, sure=True) or piece(plain, text))
        spoken = says(name, source, source_language) and not stand_in(text)
        if other or certain or spoken or likeness.strangers(text):
            lost.append(name if foreign else f"{written} ({name})")
    return edits, text, doubts, lost


def _misnamed(source: str, text: str) -> list[str]:
    """Koreans without a title, for whom the English has a Korean name that nobody in the source bears: 김영섭 as "Kim Yong-bop"."""
    found: list[str] = []
    for match in _KOREAN_NAME.finditer(text) if "-" in text else ():
        people = {word: romanise.korean(word) for word in bearers.words(source)}
        if any(told(written, match.group()) for written in people.values()):
            continue
        same = [
            word for word, written in people.items() if koreans.same_surname(written.split(" ")[0], match["surname"])
        ]
        found += same if len(same) == 1 else []
    return found


_KOREAN_NAME: Final = re.compile(r"\b(?P<surname>[A-Z][a-z]+) (?P<given>[A-Z][a-z]+-[a-z]+)")
"""As English writes one: Lim Tae-uk."""
_ALONE: Final = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|him|I|[Mm]y|me)\b")
_PRONOUN: Final = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|him|I|[Mm]y|me|[Pp]resident|[Mm]inister|[Ss]enator|[Cc]hairman)\b"
    r"|\b(?:[Tt]he|[Tt]his|[Oo]ur) (?:[a-z]+ )?(?:ambassador|coach|professor|director|mayor|governor|secretary|player|striker|actor|actress"
    r"|writer|author|artist|singer|suspect|defendant|victim|man|woman|boy|girl|doctor|teacher|student|analyst|expert|official|athlete|lawyer"
    r"|nominee|candidate|driver|owner|founder|journalist|reporter|officer|general)\b"
)
_SAYS_ZH: Final = r"(?:说|表示|称|指出|认为|介绍|透露|强调|坦言|回应|解释|宣布|写道|补充|告诉)"


def pronoun(text: str) -> bool:
    """Whether an English text has a pronoun that a person may be told by; a title only translates the title beside the name."""
    return _ALONE.search(text) is not None


def stand_in(text: str) -> bool:
    """Whether an English text has a pronoun or a title that a person may be told by."""
    return _PRONOUN.search(text) is not None


def says(name: str, source: str, language: str) -> bool:
    """Whether the name stands right before a verb of saying: who says it must not be lost."""
    if base(language) != "zh":
        return False
    return (
        re.search(re.escape(known.simplified(name, language)) + _SAYS_ZH, known.simplified(source, language))
        is not None
    )


def _romanised(name: str, language: str) -> str:
    if base(language) == "ko":
        return romanise.korean(name)
    return romanise.chinese(known.simplified(name, language))


def of(phrase: str, language: str) -> str:
    """The native personal name in a speaker's phrase: 首席财务官刘威 -> 刘威; "" where there is none."""
    rest, at = [], 0
    for hit in known.find(phrase, language):
        rest.append(phrase[at : hit.start])
        at = hit.end
    pieces = [piece.strip(" ,，、") for whole in (*rest, phrase[at:]) for piece in whole.split(" ")]
    # Of two syllables it is a word: 구단 is a club.
    long = [piece for piece in pieces if base(language) != "ko" or len(piece) > 2]
    return next(
        (p for p in long if _romanised(p, language) and _is_name(known.simplified(p, language), base(language))), ""
    )


def find(source: str, language: str) -> list[str]:
    """Unknown native personal names, as they are written."""
    taken = [(hit.start, hit.end) for hit in known.find(source, language) if hit.entry.kind != "title"]
    plain = known.simplified(source, language)
    found = []
    matches = bearers.find(source) if base(language) == "ko" else _pattern().finditer(plain)
    for match in matches:
        start, end = match.span("name")
        if not any(a < end and start < b for a, b in taken) and _is_name(plain[start:end], base(language)):
            found.append(source[start:end])
    return list(dict.fromkeys(found))


@lru_cache(maxsize=64)
def introduced(sentences: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The unknown native names of one article: who speaks or bears a title, and in Chinese who comes again and again."""
    if base(language) == "en":
        return ()
    names = dict.fromkeys(name for sentence in sentences for name in find(sentence, language))
    if base(language) == "zh":
        names |= dict.fromkeys(_mentioned(sentences, language))
        names |= dict.fromkeys(_repeated("\n".join(sentences), language))
    return tuple(name for name in names if not _transcribed(known.simplified(name, language)))


def _mentioned(sentences: Sequence[str], language: str) -> list[str]:
    """People of three characters whom a sentence surely names, or two sentences likely."""
    seen: Counter[str] = Counter()
    for sentence in sentences:
        plain = known.simplified(sentence, language)
        taken = [(hit.start, hit.end) for hit in known.find(sentence, language) if hit.entry.kind != "title"]
        for mention in mentions.find(plain, taken):
            if mention.kind == "person" and mention.end - mention.start > 2:
                name = sentence[mention.start : mention.end]
                seen[name] += {"sure": 2, "likely": 1}.get(mention.grade, 0)
    return [name for name, times in seen.items() if times > 1]


def _transcribed(name: str) -> bool:
    """A foreign name in Han, or no name: 沙利文, 法官. Beside one verb of saying it passes, not in a whole article."""
    return bool(_NO_NAME.search(name)) or all(char in hanzi.FOREIGN or char in _SOUNDS for char in name)


_SOUNDS: Final = frozenset("桑坦金福艾文森安汉利姆华伦裴李琳柏")
"""Characters beside `hanzi.FOREIGN` that foreign names and Chinese ones are written with."""


def _repeated(text: str, language: str) -> list[str]:
    """Three characters that are a surname and a given name, come twice, and stand beside different characters.

    A piece of a longer word has the same neighbour every time; a name has others.
    """
    plain = known.simplified(text, language)
    places: dict[str, list[int]] = {}
    for match in re.finditer(rf"(?=([{_surnames()}][{''.join(sorted(hanzi.GIVEN))}]{{2}}))", plain):
        places.setdefault(match.group(1), []).append(match.start())
    found = []
    for name, starts in places.items():
        before, after = {plain[at - 1 : at] for at in starts}, {plain[at + 3 : at + 4] for at in starts}
        ends = len(before) > 1 or not "".join(before).isalnum()
        if len(starts) < 2 or not ends or len(after) < 2 or not _is_name(name, "zh"):
            continue
        at = starts[0]
        near = plain[max(0, at - 8) : at + 11]
        if not any(hit.entry.kind != "title" and name[:2] in hit.form for hit in known.find(near, "zh-Hans")):
            found.append(text[at : at + 3])
    return found


_NO_NAME: Final = re.compile(r"^(?:[万有家越国]|文件|成年|周以|法官)|[元军]$|的|[以往而]来|来越")
"""What begins like a name and is counted, or a word that comes again: 万美元, 越来越, 成年人, 国海军."""


@cache
def _surnames() -> str:
    return "".join(sorted(romanise.CHINESE_SURNAMES))


@cache
def _pattern() -> re.Pattern[str]:
    surnames = "".join(sorted(romanise.CHINESE_SURNAMES))
    titles = "|".join(sorted((re.escape(t) for t in table("zh").titles if len(t) > 1), key=len, reverse=True))
    says = "说|表示|称|指出|认为|介绍|透露|强调|告诉|坦言|回应|解释|宣布|写道|补充|建议|提到|直言|在接受"
    return re.compile(
        rf"(?:^|[，。：、“据员长家者师官]|{titles})(?P<name>[{surnames}][\u4e00-\u9fff]{{1,2}}?)(?=(?:[则也还又都就曾已并仍却均便在]|将(?<!上将)(?<!中将)(?<!少将))?(?:{says}))"
    )


def _is_name(name: str, column: str) -> bool:
    return bearers.is_name(name) if column == "ko" else hanzi.is_name(name)


class Where:
    """Whose names a Chinese sentence may have beside those of Chinese people; looked up when a name asks for it."""

    def __init__(self, source: str, text: str) -> None:
        self._both = f"{source}\n{text}"

    @cached_property
    def korea(self) -> bool:
        return koreans.about(self._both)

    @cached_property
    def vietnam(self) -> bool:
        return vietnamese.about(self._both)


def chinese_told(name: str, heard: Heard, where: Where) -> bool:
    """Whether an English text has the Chinese name (simplified), or what a Korean or Vietnamese of that surname is called."""
    surname, given = romanise.parts(name)
    if heard.person(surname, given):
        return True
    sounds = all(char in hanzi.SOUNDS for char in name[len(name) > 2 :]) and len(han_keys(name)[0]) > 1
    usual = len(name) > 2 and all(char in hanzi.GIVEN for char in name[1:])
    if sounds and not usual and not heard.with_another(surname) and heard.foreign(name):
        return True  # 范斯坦 is Feinstein
    if vietnamese.may_be(name) and where.vietnam:
        return vietnamese.told(name, heard.text)
    return bool(koreans.surname(name)) and koreans.told(name, heard.text, sure=where.korea)


def piece(name: str, text: str) -> bool:
    """Whether an English text has the given name of one character as a name: "Mr. Ping" for 郎平."""
    given = romanise.parts(name)[1]
    said = "|".join(read.capitalize() for read in pinyin(given))
    return len(given) == 1 and re.search(rf"(?<=[a-z.] )(?:{said})\b(?! [A-Z])", text) is not None


def other_of_the_name(name: str, text: str) -> bool:
    """Whether an English text has the surname with another given name behind it: "Wang Dynasty" for 王栋."""
    surname = romanise.parts(name)[0]
    said = {said.capitalize() for said in pinyin(surname)} | {koreans.surname(surname)}
    return re.search(rf"\b(?:{'|'.join(filter(None, said))})[ -][A-Z]", text) is not None


def told(written: str, text: str) -> bool:
    """Whether the English text has the Korean name, in any usual spelling of its syllables.

    A surname that stands alone is enough, as the news write them.
    """
    surname, _, given = written.partition(" ")
    words = [bare(word) for word in _WORD.findall(text)]
    want = bare(given)
    joined = "".join(words)
    if len(want) < 4 and (want in words or bare(surname) + want in joined or want + bare(surname) in joined):
        return True
    if len(want) > 3 and (want in joined or _close(want, joined)):
        return True
    if re.search(rf"\b{re.escape(surname)}\b(?! [A-Z])", text):
        return True
    # The given name is to be known again, whatever the surname: An Woo-sung is no 안우진, Hu Tae-tae no 임태욱.
    given_names = [bare(match["given"]) for match in _KOREAN_NAME.finditer(text)]
    if any(skeleton(said) == skeleton(want) or _close(want, said) for said in given_names):
        return True
    heads = any(koreans.surname_like(bare(surname), word) for word in words)
    others = [word for word in words if len(word) > 1 and not any(word.endswith(said) for said in given_names)]
    return heads and any(skeleton(word)[:3] == skeleton(want)[:3] for word in others)


def _close(want: str, joined: str) -> bool:
    """Within a letter or two at some place: Ji-hoon for Ji-hun."""
    size = len(want)
    allowed = 1 if size < 6 else 2
    return any(
        joined[i] == want[0] and distance(want, joined[i : i + size + extra]) <= allowed
        for i in range(max(len(joined) - size + 2, 0))
        for extra in (-1, 0, 1, 2)
        if 0 <= i < len(joined)
    )


def mend(written: str, text: str) -> Edit | None:
    """ "Xu Da Chul" -> "Xu Dazhe": the surname, and one or two capitalised words of another given name."""
    surname, _, _ = written.partition(" ")
    found = list(re.finditer(rf"\b{re.escape(surname)}((?:[ -][A-Z][a-z]+){{1,2}}(?:-[a-z]+)?)\b(?!-)", text))
    if len(found) != 1:
        return None
    start, end = found[0].span()
    words = found[0].group(1).split()
    if len(words) > 1 and words[-1] in romanise.chinese_surnames() and re.match(r" [A-Z]", text[end:]):
        end -= len(words[-1]) + 1  # Nie Yunpen Wang Wei
    return Edit(start, end, written)
