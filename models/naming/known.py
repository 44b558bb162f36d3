"""The glossary: names that news is made of, in English, Korean and Chinese; found in a text, written in a language.

In: a text and its language. Out: `Found`: entries of `glossary/*.tsv` with their places. Never guesses: a form that is
not in the tables is not found; a match inside a longer word is none (법원 in 대법원, 중국 in 중국어).

A line of a table: kind, en, ko, zh (simplified), zht (only where a conversion of zh would be wrong). Forms stand
between "|", the first is what is written. "~Korean" is an adjective or demonym: found and accepted, never written as
the name. "?美" is accepted in a translation, and never looked for: it means too many other things. Lines of one
kind with the same first English form are one entry, titles excepted: a president is 대통령, 사장 or 총장.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from models import scripts
from models.language import base, canonical
from models.naming import hanzi

_COLUMNS: Final = ("en", "ko", "zh", "zht")


@dataclass(slots=True, eq=False)
class Entry:
    """One name. Not changed after loading."""

    kind: str
    """person, state, city, office (ministries, courts, parties, forces, international bodies),
    body (companies, outlets, universities, clubs), title, event, language, currency."""
    cells: list[str]
    """The forms of en, ko, zh and zht as the table has them; split when asked for, as most never are."""

    def forms(self, column: str) -> list[str]:
        """Every form, marks included."""
        cell = self.cells[_COLUMNS.index(column)]
        return cell.split("|") if cell else []

    def plain(self, column: str) -> list[str]:
        """The forms that can be written, the unmistakable ones first."""
        forms = self.forms(column)
        sure = [form for form in forms if form[0] not in "~?"]
        return sure or [form[1:] for form in forms if form[0] == "?" and len(form) > 2]

    def adjective(self, column: str) -> str:
        return next((form[1:] for form in self.forms(column) if form[0] == "~"), "")

    def accepted(self, language: str) -> list[str]:
        """Every form that stands for the name in a translation; simplified ones for Chinese."""
        column = base(language)
        forms = self.forms(column) + (self.forms("zht") if column == "zh" else [])
        return [form.lstrip("~?") for form in forms]


@dataclass(frozen=True, slots=True)
class Found:
    start: int
    end: int
    entry: Entry
    form: str
    """As the table has it, with its mark."""


def find(text: str, language: str) -> list[Found]:
    """The names of the glossary in `text`, in their order, the longest where several begin at one place."""
    return list(_find(text, language))


@lru_cache(maxsize=128)  # the steps that check one sentence ask for the same texts
def _find(text: str, language: str) -> tuple[Found, ...]:
    column = base(language)
    if column == "en":
        return tuple(_english(text))
    if column == "ko":
        return tuple(_korean(text))
    return tuple(_chinese(simplified(text, language), "zht" if canonical(language) == "zh-Hant" else "zh"))


def write(entry: Entry, language: str) -> str:
    """The name as it is written in the language; "" where the glossary has no form for it."""
    column = base(language)
    traditional = canonical(language) == "zh-Hant"
    if traditional and entry.plain("zht"):
        return entry.plain("zht")[0]
    forms = entry.plain(column)
    if not forms:
        return ""
    return scripts.mend_hant(forms[0]) if traditional else forms[0]


def simplified(text: str, language: str) -> str:
    """Chinese text in the characters of the table, every character at its place."""
    if canonical(language) != "zh-Hant":
        return text
    folded = scripts.to_hans(text)
    return folded if len(folded) == len(text) else text


@cache
def entries() -> tuple[Entry, ...]:
    """Every entry of the glossary."""
    merged: dict[str, Entry] = {}
    tables = [path for path in (files("models.naming") / "glossary").iterdir() if path.name.endswith(".tsv")]
    # CLDR last: what the news write comes before what it lists.
    for path in sorted(tables, key=lambda path: (path.name == "cldr.tsv", path.name)):
        for line in path.read_text("utf-8").splitlines():
            if not line or line[0] == "#":
                continue
            kind, *cells = line.split("\t")
            cells += [""] * (4 - len(cells))
            key = line if kind == "title" else f"{kind}\t{cells[0].partition('|')[0]}"
            entry = merged.get(key)
            if entry is None:
                merged[key] = Entry(kind, cells)
            else:
                entry.cells = [_joined(old, new) for old, new in zip(entry.cells, cells, strict=True)]
    return tuple(merged.values())


def _joined(old: str, new: str) -> str:
    return "|".join(dict.fromkeys(form for form in (old + "|" + new).split("|") if form))


@cache
def _index(column: str) -> dict[str, list[tuple[str, str, Entry]]]:
    """First two characters (ko, zh, zht) or first word (en) -> (key, form, entry), the longest first.

    Keys of "zht" are simplified too: those of "zh", and what only traditional text writes.
    """
    heads: dict[str, list[tuple[str, str, Entry]]] = {}
    seen: set[str] = set()
    for entry in entries():
        for form in entry.forms("zh" if column == "zht" else column):
            if form[0] != "?":
                _add(heads, seen, form, form.lstrip("~"), entry, column)
    if column == "zht":
        traditional = [(form, entry) for entry in entries() for form in entry.forms("zht") if form[0] != "?"]
        keys = scripts.to_hans("\n".join(form for form, _ in traditional)).split("\n")
        for (form, entry), key in zip(traditional, keys, strict=True):
            _add(heads, seen, form, key, entry, column)
    for rows in heads.values():
        if len(rows) > 1:
            rows.sort(key=lambda row: -len(row[0]))
    return heads


def _add(
    heads: dict[str, list[tuple[str, str, Entry]]], seen: set[str], form: str, key: str, entry: Entry, column: str
) -> None:
    if column == "en" and entry.kind == "title":
        key = key.lower()
    if key not in seen:  # of two entries with one form the first has it
        seen.add(key)
        head = _bare(next(_WORD.finditer(key)).group())[0] if column == "en" else key[:2]
        heads.setdefault(head, []).append((key, form, entry))


_WORD: Final = re.compile(r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9'’.&/-]*")


def _english(text: str) -> list[Found]:
    index = _index("en")
    words = [(m.start(), *_bare(m.group())) for m in _WORD.finditer(text)]
    found: list[Found] = []
    at = 0
    while at < len(words):
        hit = None
        start, word, _ = words[at]
        rows = index.get(word, []) + (index.get(word.lower(), []) if word != word.lower() else [])
        for key, form, entry in rows:
            if not text.startswith(key, start) and entry.kind != "title":
                continue
            end = _matches(key, text, start, entry.kind == "title")
            if end and (hit is None or end > hit.end):
                hit = Found(start, end, entry, form)
        if hit is None:
            at += 1
            continue
        found.append(hit)
        while at < len(words) and words[at][0] < hit.end:
            at += 1
    return found


_ENDING: Final = re.compile(r"(?:['’]s?|['’.-]+)$")


def _bare(word: str) -> tuple[str, int]:
    """The word without a possessive ending and closing full stops that are the sentence's."""
    bare = _ENDING.sub("", word) if word[-1] in "'’.-s" else word
    if word.endswith(".") and "." in bare:
        bare = word  # U.S., J.P.
    return bare, len(bare)


def _matches(key: str, text: str, start: int, any_case: bool) -> int:
    """The end of `key` at `start`, 0 where it does not stand there as whole words."""
    end = start + len(key)
    said = text[start:end]
    if said != key and not (any_case and said.lower() == key):
        return 0
    after = text[end : end + 1]
    if after.isalnum() or (after in "-&" and text[end + 1 : end + 2].isalnum() and after != ""):
        return 0
    return end


_PARTICLES: Final = (
    r"(?:들|측|발|산|계|식|군|팀|인|시|당국|정부|씨|님|대통령|총리|장관|의원|대표|총재|회장|사장|교수|주석|감독|선수|후보|위원장|의장)?"
    r"(?:들)?(?:에서|에게|으로|까지|부터|처럼|보다|이라고|라고|이라는|라는|이라며|라며|이며|이고|이다|이자|이나|에선|에는|에도|에만|과의|와의|"
    r"과는|와는|에게서|한테|께서|로부터|으로부터|로서|으로서|이란|란|든|만|조차|마저|뿐|밖에|은커녕|"
    r"은|는|이|가|을|를|의|에|로|와|과|도|나|랑|엔)?(?:는|은|도|만|의|서)?"
)
PARTICLE: Final = re.compile(_PARTICLES)
"""What may stand behind a Korean name in one word with it: titles and particles, or nothing."""
_KO_START: Final = re.compile(r"(?<![^\W_])[^\W_]|(?<=[A-Za-z])[^\W_\x00-\x7f]")
"""Where a word begins; between Latin letters and Hangul too: EU집행위."""
_KO_AFTER: Final = re.compile(_PARTICLES + r"(?![가-힣])")


def _korean(text: str) -> list[Found]:
    index = _index("ko")
    found: list[Found] = []
    last = 0
    for start in _KO_START.finditer(text):
        at = start.start()
        if at < last:
            continue
        for key, form, entry in index.get(text[at : at + 2], ()):
            if not text.startswith(key, at):
                continue
            end = at + len(key)
            if text[end : end + 1].isascii() and text[end : end + 1].isalnum():
                continue
            chief = entry.kind == "office" and text[end : end + 1] == "장"  # 금감원장
            if "가" <= text[end : end + 1] <= "힣" and not _KO_AFTER.match(text, end + chief):
                continue
            found.append(Found(at, end, entry, form))
            last = end
            break
    return found


def _chinese(text: str, column: str) -> list[Found]:
    index = _index(column)
    found: list[Found] = []
    at = 0
    for at in range(len(text) - 1):
        rows = index.get(text[at : at + 2])
        if rows and (not found or found[-1].end <= at):
            for key, form, entry in rows:
                if text.startswith(key, at) and not _part_of_name(text, at, at + len(key), key, entry):
                    found.append(Found(at, at + len(key), entry, form))
                    break
    return found


def _part_of_name(text: str, start: int, end: int, key: str, entry: Entry) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if key[-1] == "指" and after and after in "出责定导挥控标明示使":
        return True  # 报道指出
    if key.isascii():
        return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())
    if entry.kind in ("person", "body") and {before, after} & {"·", "・", "•"} and "·" not in key:
        return True  # another one of that name
    return (
        len(key) < 4 and (before in hanzi.BESIDE or after in hanzi.BESIDE) and all(char in hanzi.BESIDE for char in key)
    )
