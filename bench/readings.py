"""Writes models/naming/readings.tsv: how Chinese characters are read, from the tables of pypinyin (a dependency of `dev` alone).

`python -m bench.readings > models/naming/readings.tsv`. Tones are left out: names are written without them. Of pypinyin's
47,000 phrases those are kept that read a character otherwise than it is read alone (角色 is juese, 角 is jiao), or that hold
such a phrase.
"""

from collections import defaultdict

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

HAN = range(0x4E00, 0xA000)


def readings(char: str) -> list[str]:
    return list(dict.fromkeys(map(str, pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=True)[0])))


def phrase(text: str) -> list[str]:
    return [str(said) for said in lazy_pinyin(text, style=Style.NORMAL, v_to_u=True)]


HEAD = """\
# Log of readings of Chinese characters, toneless: a reading and the characters whose first, second, third ... one it is;
# phrases that read a character otherwise, or hold such a phrase, by their first character.
# Written by `python -m bench.readings`; not edited by hand.
# Derived from pypinyin, https://github.com/mozillazg/python-pinyin, Copyright (c) 2016 mozillazg, 闲耘, under the MIT licence
# (the text of LICENSE, under their name)."""


def main() -> None:
    print(HEAD)
    every = {chr(code): readings(chr(code)) for code in HAN if code in PINYIN_DICT}
    ranked = defaultdict(list)
    for char, several in every.items():
        for rank, said in enumerate(several, 1):
            ranked[rank, said].append(char)
    for (_, said), chars in sorted(ranked.items()):
        print(said, "".join(chars), sep="\t")
    phrases = [text for text in sorted(PHRASES_DICT) if set(text) <= every.keys()]
    other = {text for text in phrases if phrase(text) != [every[char][0] for char in text]}
    kept = defaultdict(list)
    for text in phrases:
        if any(text[at:end] in other for at in range(len(text)) for end in range(at + 2, len(text) + 1)):
            kept[text[0]].append(" ".join((text, *phrase(text))))
    for head, found in kept.items():
        print(head, "|".join(found), sep="\t")


if __name__ == "__main__":
    main()
