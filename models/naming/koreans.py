"""Koreans, whom Chinese writes in characters and English by their Korean names: 金正恩 is Kim Jong-un, and no "Jin Zheng'en".

In: names in simplified characters, an English text. Out: yes or no. Which Korean syllable a character is read as is in no
table; whether one may be is told by how Chinese and Korean readings go together (rong is yong, zhi is ji, ai is no "e").
"""

import re
from typing import Final

from models.latin import distance
from models.naming import romanise
from models.naming.heard import pinyin

_BEARERS: Final = dict(
    zip(
        "金李朴崔郑姜赵尹张林韩吴徐申权黄安宋全洪柳高文梁孙裴白许南沈卢河郭成车朱禹具闵陈池严蔡元千方孔玄咸卞廉余秋都苏石宣薛马吉延魏表明奇潘王琴玉陆孟诸牟卓鞠鱼殷片龙芮奉史夫贾卜太睦邢皮杜甘阴宾田罗曹丁任姜边房",
        "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육맹제모탁국어은편용예봉사부가복태목형피두감음빈전나조정임강변방",
        strict=True,
    )
)
"""Surnames of Koreans in Chinese characters: their bearers are not read in pinyin."""


def may_be(name: str) -> bool:
    """Whether a Chinese text may write a Korean's name: of that surname, two or three characters."""
    return name[:1] in _BEARERS and len(name) <= 3


def about(text: str) -> bool:
    """Whether a Chinese or English text is about Korea, so that its people may be Koreans."""
    return _ABOUT.search(text) is not None


_ABOUT: Final = re.compile(
    r"[韩韓](?:[国國元方流媒军軍裔]|[联聯]社)|首[尔爾]|釜山|仁川|大邱|大田|光州|蔚山|世宗|京畿|江原道|忠清|全[罗羅]|[庆慶]尚|[济濟]州"
    r"|青瓦台|[国國][会會]|[道郡区區][厅廳]|南[韩韓]|北[韩韓]|大[韩韓]|朝[鲜鮮]|平壤|[中日美朝][韩韓]|三星|[现現]代[汽重集]|LG|SK"
    r"|\b(?:Korea|Seoul|Pyongyang|Busan|K-pop)"
)


def surname(name: str) -> str:
    """How English mostly spells the surname of a Korean of this name, "" where none has it."""
    return romanise.KOREAN_SURNAMES.get(_BEARERS.get(name[:1], ""), "")


def told(name: str, text: str, sure: bool) -> bool:
    """Whether an English text has what a Korean of this name may be called; sure: that it is about Korea.

    Otherwise both syllables of the given name have to be possible readings of its characters.
    """
    usual = surname(name)
    if not usual:
        return False
    spelt = next((group.split() for group in _SPELT if usual.lower() in group.split()), [usual])
    chinese = [word for word in map(str.lower, spelt) if word in pinyin(name[:1])]
    either = "|".join(word.capitalize() for word in spelt if word.lower() not in chinese)
    hyphened = "|".join(word.capitalize() for word in (*chinese, *spelt))  # Han Ji-hun, and no Han Dynasty
    for match in re.finditer(rf"\b(?:{hyphened}) ([A-Z][a-z]+)-([a-z]+)\b", text):
        if sure or (name[0] not in _RARE and all(map(may_read, name[1:], match.groups()))):
            return True
    return bool(either) and bool(re.search(rf"\b(?:{either})(?: [A-Z][a-z]+ [A-Z]?[a-z]+\b|\b(?! [A-Z]|-))", text))


_RARE: Final = "王潘贾田杜龙陆邢"
"""Surnames of few Koreans and many Chinese people: "Wang Si-seok" is no 王思硕 where nothing says that it is about Korea."""


def may_read(char: str, korean: str) -> bool:
    """Whether a character may have the Korean reading: syllables end alike, -n or -m, -ng, or neither."""
    low = korean.lower()
    if _NO_SYLLABLE.search(low):
        return False
    return any(
        (_ending(said) == _ending(low) or char in "贞桢祯") and low[0] in _ONSETS.get(said[0], low[0])
        for said in pinyin(char)
    )


_NO_SYLLABLE: Final = re.compile("ai|ao|ei|ie|[fqvxz]|^e$")
"""What no Korean syllable has in Latin letters."""


def _ending(said: str) -> str:
    return "ng" if said.endswith("ng") else "n" if said[-1] in "nm" else ""


_ONSETS: Final = {
    "b": "bpm", "p": "bp", "m": "m", "f": "bp", "d": "dtj", "t": "dtjc", "n": "nyir", "l": "lrnyioj", "g": "gkh",
    "k": "gkh", "h": "hgkw", "j": "jgkhc", "q": "gkcjsh", "x": "hsgkcju", "z": "jcs", "c": "jcst", "s": "sc", "r": "yinous",
}  # fmt: skip
"""First letters of a pinyin syllable -> those of its Korean readings (zh, ch and sh as z, c and s)."""


_SPELT: Final = (
    "lim im rim yim",
    "lee yi rhee li ri i",
    "noh roh no ro",
    "yoo yu ryu ryoo you",
    "ahn an",
    "oh o",
    "woo u wu",
    "shim sim",
    "kwak gwak",
    "seok suk sok",
    "na ra",
    "ko goh go",
    "choi choe",
    "jung jeong chung",
    "park pak bak",
    "kang gang",
    "kwon gwon",
    "baek paik",
    "heo huh hur",
    "cho jo",
    "joo ju chu",
    "shin sin",
    "yoon yun",
    "moon mun",
    "kong gong",
    "kook guk kuk",
    "pyo phyo",
    "bang pang",
    "eom um",
    "kim gim",
    "sung seong",
    "jeon jun chun",
)
"""Usual spellings of one Korean surname."""


def same_surname(surname: str, word: str) -> bool:
    one, other = bare(surname), bare(word)
    alike = surname_like(one, other) or skeleton(one) == skeleton(other)
    return alike or any({one, other} <= set(group.split()) for group in _SPELT)


def surname_like(surname: str, word: str) -> bool:
    return word == surname or (len(surname) > 2 and word[:1] == surname[0] and distance(word, surname) <= 1)


def skeleton(word: str) -> str:
    """Consonants alone, those that romanisations confuse as one: Min-kyung, Mingyeong."""
    return re.sub(r"[aeiouyw]", "", word.translate(str.maketrans("kpctqxz", "gbjdjss"))).replace("h", "")


def bare(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower().replace("ü", "u"))
