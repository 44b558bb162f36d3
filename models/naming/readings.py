"""How Chinese characters are read: pinyin without tones, from `readings.tsv` (written by `python -m bench.readings`).

In: a character, or a text. Out: its readings. Knows no surnames, which are read in ways of their own (`romanise`).
"""

from functools import cache
from importlib.resources import files


def of(char: str) -> tuple[str, ...]:
    """Every reading of the character, the usual one first, ü as ü; the character itself where it has none."""
    first, others, _ = _tables()
    said = first.get(char)
    return (said, *others.get(char, ())) if said else (char,)


def spoken(text: str) -> list[str]:
    """One reading a character, as its word has it: 角 is jue in 角色. Of what is no Chinese character, the run as it is."""
    first, _, phrases = _tables()
    found: list[str] = []
    at, han = 0, True
    while at < len(text):
        char = text[at]
        phrase = next((p for p in phrases.get(char, {}) if text.startswith(p, at)), "")
        if phrase:
            found += phrases[char][phrase]
        elif char in first:
            found.append(first[char])
        elif found and not han:
            found[-1] += char
        else:
            found.append(char)
        han = char in first
        at += len(phrase) or 1
    return found


@cache
def _tables() -> tuple[dict[str, str], dict[str, tuple[str, ...]], dict[str, dict[str, list[str]]]]:
    """Character -> its usual reading; character -> the others; first character -> phrase -> readings, the longest first."""
    first: dict[str, str] = {}
    others: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, dict[str, list[str]]] = {}
    for line in (files("models") / "naming" / "readings.tsv").read_text("utf-8").splitlines():
        key, _, value = line.partition("\t")
        if key[0] == "#":
            continue
        if key < "\u4e00":
            first.update(dict.fromkeys(value, key))
        elif len(key) == 1:
            others[key] = tuple(value.split(" "))
        else:
            phrases.setdefault(key[0], {})[key] = value.split(" ")
    return (
        first,
        others,
        {head: dict(sorted(found.items(), key=lambda item: -len(item[0]))) for head, found in phrases.items()},
    )
