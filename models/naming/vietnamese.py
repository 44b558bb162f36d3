"""Vietnamese people in a Chinese text, whom English writes by their Vietnamese names: 阮富仲 is Nguyen Phu Trong.

In: names in simplified characters, an English text. Out: yes or no. How the characters of a given name are read is in no table;
a name of other syllables than Vietnamese ones ("Nguyen Fuzheng") is none.
"""

import re
from typing import Final

from models.latin import unaccented

_SURNAMES: Final = {
    "阮": "Nguyen", "陈": "Tran", "黎": "Le", "范": "Pham", "黄": "Hoang|Huynh", "潘": "Phan", "武": "Vu|Vo", "邓": "Dang",
    "裴": "Bui", "杜": "Do", "胡": "Ho", "吴": "Ngo", "杨": "Duong", "李": "Ly", "张": "Truong", "丁": "Dinh", "林": "Lam",
    "梁": "Luong", "陶": "Dao", "段": "Doan", "郑": "Trinh", "冯": "Phung", "蔡": "Thai", "王": "Vuong", "苏": "To", "高": "Cao",
}  # fmt: skip
_ABOUT: Final = re.compile(
    r"越南|越共|越[老中方盾]|中越|河内|胡志明|西贡|(?<![摄华])氏[\u4e00-\u9fff]{1,2}(?:女士|说|表示|，|、)"
    r"|\bViet ?[Nn]am|\bHanoi\b|\bHo Chi Minh\b"
)
_SYLLABLE: Final = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?", re.IGNORECASE
)


def about(text: str) -> bool:
    """Whether a Chinese or English text is about Vietnam."""
    return _ABOUT.search(text) is not None


def may_be(name: str) -> bool:
    """Whether a Chinese text may write a Vietnamese name so."""
    return name[:1] in _SURNAMES and len(name) <= 4


def told(name: str, text: str) -> bool:
    """Whether an English text has the surname, alone or before syllables of Vietnamese."""
    for match in re.finditer(rf"\b(?:{_SURNAMES[name[0]]})\b((?: [A-Z]\w*)*)", unaccented(text)):
        given = match.group(1).split()
        if all(_SYLLABLE.fullmatch(word) for word in given):
            return True
    return False
