"""People of an English sentence, known to no glossary, whom its Korean or Chinese translation does not have.

In: the sentence and its translation. Out: their names. Only who is a person by a title, a verb of saying or a full name, and
of whom no part stands there: in Latin letters, by sound in Hangul or Han, a Chinese name by its pinyin. Human translators
put a pronoun or a title for a person, so that one of these is enough too. Never mends.
"""

import re
from functools import lru_cache
from typing import Final

from models.language import base
from models.naming import aloud, hangul, hanzi, heard, known, koreans, likeness, ordinary, readings, romanise
from models.naming.people_en import OPENERS, PARTY
from models.naming.transcribed import spoken

_NAME: Final = r"[A-Z][a-zà-ÿ]+(?:['’-]?[A-Z][a-zà-ÿ]+|['’-][a-z]+(?<!['’]s))?"
_TITLE: Final = (
    r"Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sen|Senator|Rep|Gov|Governor|President|Minister|Chancellor|Premier|Judge|Justice|"
    r"Gen|General|Col|Colonel|Capt|Captain|Lt|Lieutenant|Sgt|Sergeant|Officer|Insp|Inspector|Det|Detective|Chief|Director|"
    r"Coach|Mayor|Ambassador|Secretary|Spokesman|Spokeswoman|Chairman|Congressman|Congresswoman|Sir|Lord|Lady|Father|Bishop|"
    r"Rev|Procurator|Prosecutor|Attorney|Pollster|Shopkeeper|Engineer|Analyst|Deputy|Vice"
)
_SAYS: Final = (
    r"(?:said|says|told|added|adds|wrote|writes|tweeted|explained|argued|insisted|admitted|warned|noted|claimed|recalled|"
    r"joked|testified)"
)
_PERSON: Final = re.compile(
    rf"\b(?:{_TITLE})\.? (?P<a>{_NAME}(?: (?:[A-Z]\. )?{_NAME}){{0,2}})"
    rf"|(?P<b>{_NAME}(?: (?:[A-Z]\. )?{_NAME}){{1,2}})(?=,? (?:\d\d,|who\b|{_SAYS}\b|the \w+ of\b|an? \w+))"
    rf"|\b(?P<c>{_NAME})(?= {_SAYS}\b)"
    rf"|(?<![Tt]he )\b(?P<d>{_NAME}(?: (?:[A-Z]\. )?{_NAME}){{1,2}})\b(?![ .]+[A-Z])"
)
_NO_PERSON: Final = re.compile(
    rf"{PARTY.pattern}|\b(?:{_TITLE}|Facility|Southwest|Northwest|Southeast|Northeast|Desert|Beach|Park|Hill|Lake|Valley)\b"
)
KOREAN: Final = frozenset(romanise.KOREAN_SURNAMES.values())
_WORD: Final = re.compile(_NAME)
_FAR: Final = 0.25
"""`aloud.distance` beyond which a word in Hangul is not the name."""
_FAR_HAN: Final = 0.4
"""`heard.far` beyond which a run of Han is not the name."""


def lost(source: str, text: str, target_language: str) -> list[str]:
    """The people who did not come through, as the English sentence has them."""
    column = base(target_language)
    people = find(source)
    if likeness.told_by_pronoun(text, column):
        # A full name is no pronoun in Korean; in Chinese its sound is missed too often to say so (NTREX .06, invented news .12 more).
        people = tuple(name for name in people if " " in name and column == "ko")
    if not people:
        return []
    plain = known.simplified(text, target_language)
    return [name for name in people if not there(name, plain, column)]


def there(name: str, text: str, column: str) -> bool:
    """Whether a Korean or (simplified) Chinese text has the name by its letters or by its sound."""
    return _in_latin(name, text) or (_in_hangul(name, text) if column == "ko" else _in_han(name, text))


@lru_cache(maxsize=256)
def find(source: str) -> tuple[str, ...]:
    """Unknown people of an English sentence."""
    taken = [(hit.start, hit.end) for hit in known.find(source, "en") if hit.entry.kind != "title"]
    people = []
    for match in _PERSON.finditer(source):
        name, start = next((match[key], match.start(key)) for key in "abcd" if match[key])
        if any(a < start + len(name) and start < b for a, b in taken):
            continue
        words = _WORD.findall(name)
        if (
            len(name) > 2
            and not _NO_PERSON.search(name)
            and not any(word in OPENERS or ordinary.word(word) for word in words)
        ):
            people.append(name)
    return tuple(dict.fromkeys(people))


def _in_latin(name: str, text: str) -> bool:
    low = text.lower()
    return any(word.lower() in low for word in _WORD.findall(name) if len(word) > 2)


def _in_hangul(name: str, text: str) -> bool:
    if any(aloud.distance(said, word) <= _FAR for word in _WORD.findall(name) for said in _hangul(text)):
        return True
    surname, _, given = name.partition(" ")
    return any(_of_east_asia(said, surname, given) for said in re.findall("[가-힣]+", text))


@lru_cache(maxsize=64)
def _hangul(text: str) -> tuple[str, ...]:
    return (*spoken(text), *re.findall(r"(?<![가-힣])[가-힣](?![가-힣])", text))


def _of_east_asia(said: str, surname: str, given: str) -> bool:
    """Whether a Korean word is, or begins with, a Korean's or a Chinese person's surname: 허진태 is Heo Jin-tae."""
    if given and len(said) == 1:
        return False
    written = romanise.KOREAN_SURNAMES.get(said[:1], "")
    if written and koreans.same_surname(surname, written):
        return True
    chinese = hangul.of_pinyin(surname.lower()) if surname in romanise.chinese_surnames() else ""
    return chinese != "" and said.startswith(chinese)


def _in_han(name: str, text: str) -> bool:
    words = _WORD.findall(name)
    if not words:
        return False  # U.S. has no sound
    korean = words[0] in KOREAN and (len(words) == 1 or not is_pinyin(name))
    if korean or "-" in words[-1]:
        return True  # a Korean: which characters the name has, Latin letters do not tell
    if is_pinyin(name):
        written = "".join(words).lower().replace("'", "") in _pinyin(text)
        if written or len(words) > 1:
            return written
    keys = {key for word in words for key in heard.latin_keys(word)}
    return any(heard.far(said, key) <= _FAR_HAN for said in _han_keys(text) for key in keys)


@lru_cache(maxsize=4096)
def is_pinyin(name: str) -> bool:
    """Whether it is a Chinese name as China writes it: a surname and one or two syllables; or one word of syllables."""
    surname, _, given = name.partition(" ")
    if not given and re.fullmatch(f"(?:{_SYLLABLE}){{2,4}}", name.lower()):
        return True
    return surname in romanise.chinese_surnames() and (not given or _SYLLABLES.fullmatch(given.lower()) is not None)


_SYLLABLE: Final = (
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|ao|an|ei|en|er|"
    r"ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u)|a[nio]?|ang|e[nir]?|ou?)"
)
_SYLLABLES: Final = re.compile(_SYLLABLE + r"'?" + _SYLLABLE + "?")


_RUN: Final = re.compile(rf"[{''.join(sorted(hanzi.SOUNDS))}当纽宾范乔森姆强逊奇汉邦荷宝香朗什西]{{2,}}")


@lru_cache(maxsize=64)
def _han_keys(text: str) -> frozenset[str]:
    """The consonants of the pieces of a Chinese text that transcribe foreign names: of two to seven characters."""
    found: set[str] = set()
    for match in _RUN.finditer(re.sub("[·・•‧]", "", text)):
        run = match.group()
        for size in range(2, 8):
            found.update(key for i in range(len(run) - size + 1) for key in heard.han_keys(run[i : i + size]))
    return frozenset(found)


@lru_cache(maxsize=64)
def _pinyin(text: str) -> str:
    return "".join(readings.spoken(re.sub("[^\u4e00-\u9fff]", "", text)))
