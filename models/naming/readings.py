"""How Chinese characters are read: pinyin without tones, from `readings.tsv` (written by `python -m bench.readings`).

In: a character, or a text. Out: its readings. Knows no surnames, which are read in ways of their own (`romanise`).
"""

from functools import cache, lru_cache
from importlib.resources import files


def of(char: str) -> tuple[str, ...]:
    """Every reading of the character, the usual one first, ü as ü; the character itself where it has none."""
    return _tables()[0].get(char, (char,))


def spoken(text: str) -> list[str]:
    """One reading a character, as its word has it: 角 is jue in 角色. Of what is no Chinese character, the run as it is."""
    read = _tables()[0]
    found: list[str] = []
    at, han = 0, True
    while at < len(text):
        char = text[at]
        phrase = next((said for said in _phrases(char) if text.startswith(said[0], at)), None)
        if phrase:
            found += phrase[1:]
        elif char in read:
            found.append(read[char][0])
        elif found and not han:
            found[-1] += char
        else:
            found.append(char)
        han = char in read
        at += len(phrase[0]) if phrase else 1
    return found


@lru_cache(maxsize=1024)
def _phrases(char: str) -> tuple[list[str], ...]:
    """The phrases that begin with the character, each with its readings, the longest first."""
    line = _tables()[1].get(char, "")
    return tuple(sorted((said.split(" ") for said in line.split("|") if said), key=lambda said: -len(said[0])))


@cache
def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Character -> its readings; first character -> its phrases as the table has them, as few are ever asked for."""
    read: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, str] = {}
    for line in (files("models.naming") / "readings.tsv").read_text("utf-8").splitlines():
        key, _, value = line.partition("\t")
        if key >= "\u4e00":
            phrases[key] = value
        elif key[0] != "#":
            one = (key,)
            for char in value:
                read[char] = read[char] + one if char in read else one
    return read, phrases
