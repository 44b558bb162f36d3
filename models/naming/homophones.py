"""Chinese names that a Chinese translation of English writes with other characters of the same sound: 丁学祥 for Ding Xuexiang (丁薛祥).

In: a name of the glossary that `naming.missing` misses in a translation into Chinese. Out: where the other characters stand.
English names have no characters, so that a machine guesses them. Never for names whose English is not their pinyin.
"""

import re
from typing import Final

from models.naming import known, romanise
from models.naming.hanzi import SOUNDS
from models.naming.heard import pinyin
from models.naming.known import Entry

_KINDS: Final = frozenset({"person", "city"})


def find(entry: Entry, text: str, language: str) -> tuple[int, int] | None:
    """The one place where characters of the name's sound stand that are not its own."""
    if entry.kind not in _KINDS:
        return None
    spelt = {re.sub(r"[^a-z]", "", form.lower()) for form in entry.plain("en")}
    names = {form for form in entry.plain("zh") if _chinese(form, entry.kind) and spelt.intersection(pinyin(form))}
    plain = known.simplified(text, language)
    found = [
        (at, at + len(name))
        for name in names
        for at in range(len(plain) - len(name) + 1)
        if _reads_like(plain[at : at + len(name)], name)
    ]
    return found[0] if len(found) == 1 else None


def _chinese(form: str, kind: str) -> bool:
    """Whether it is a name of China, and no foreign one that happens to be spelt like its pinyin (Palu)."""
    if not 1 < len(form) < 5:
        return False
    return form[0] in romanise.CHINESE_SURNAMES if kind == "person" else not all(char in SOUNDS for char in form)


def _reads_like(said: str, name: str) -> bool:
    """Whether each character may be read like the one of the name, and one of them is another."""
    return said != name and all(
        "\u4e00" <= one <= "\u9fff" and not set(pinyin(one)).isdisjoint(pinyin(other))
        for one, other in zip(said, name, strict=True)
    )
