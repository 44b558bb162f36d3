"""A Chinese surname with Mr or Ms: 尹女士 is "Ms. Yin", and no "Ms. Yoon".

In: a sentence in simplified characters, its English translation. Out: the edit that rights the one wrong surname. Only where
either text has one such name; never where the bearer may be a Korean, or is called as Cantonese and Hokkien have it (Mr. Wong).
"""

import re
from functools import cache
from typing import Final

from models.doubt import Edit
from models.naming import koreans, romanise
from models.naming.heard import pinyin, wade

__all__ = ["mend"]

_ENGLISH: Final = re.compile(r"\b(?:Mr|Ms|Mrs|Miss)\.? (?P<name>[A-Z][a-z]+)\b(?! [A-Z]|[-’']?[A-Z]|-)")
_CANTONESE: Final = frozenset(
    "Wong Chan Cheung Lam Ng Leung Lau Ho Kwok Cheng Tsang Tse Yip Yeung Chow Hui Mok Poon Tam Lai Fung Choi Chung So Siu Kwan "
    "Tang Lee Ma Lo Luk To Yuen Yau Chiu Hsu Tsai Chang Lin Wu Shih Hung Chu Tan Lim Goh Ong Teo Koh Chua Ang Sim".split()
)
"""Surnames as Hong Kong, Taiwan and Singapore write them."""


_TITLE: Final = re.compile("女士|先生|小姐|某")


@cache
def _chinese() -> re.Pattern[str]:
    one = "".join(sorted(romanise.CHINESE_SURNAMES))
    return re.compile(rf"(?:^|[，。：、“（的和与对向给让被由据])(?P<name>[{one}])(?:女士|先生|小姐|某)")


def mend(plain: str, text: str) -> Edit | None:
    """The right surname in the place of the wrong one; None where it is right, or which is meant is not certain."""
    if not _TITLE.search(plain):
        return None
    theirs = {match["name"]: match.span("name") for match in _ENGLISH.finditer(text)}
    if len(theirs) != 1 or koreans.about(plain) or koreans.about(text):
        return None
    found = list(_chinese().finditer(plain))
    ours = {match["name"] for match in found}
    if len(ours) != 1 or len(found) != len(_TITLE.findall(plain)):
        return None  # 史密斯先生 too
    (surname,), ((name, (start, end)),) = ours, theirs.items()
    said = [read.capitalize() for read in pinyin(surname)]
    if name in (*said, *(wade(read).capitalize() for read in pinyin(surname))) or name in _CANTONESE:
        return None
    if any(re.search(rf"\b{read}\b", text) for read in said):
        return None
    return Edit(start, end, romanise.chinese(surname + "文").partition(" ")[0])
