"""`Names`: the people and parties of one article, and the first full form of each; every language has its own.

In: what `people_en`, `people_ko` and `people_zh` found in the article. Out: look-ups from a short form ("Lim", "임 교수",
"奥科罗") to the full one, and the party that "the bureau" or "회사" stands for.
"""

import re
from dataclasses import dataclass, field
from typing import Final


@dataclass(slots=True)
class Names:
    """What all languages do alike; each has more to say (`people_en`, `people_ko`, `people_zh`)."""

    code: str
    full: dict[str, str] = field(default_factory=dict)
    """Short form -> first full form."""
    people: set[str] = field(default_factory=set)
    """Full forms that are people."""
    firms: set[str] = field(default_factory=set)
    """Full forms that look like people and are none: the article says "it" of them, or "the maker"."""
    body: str = ""
    lead: str = ""
    """The name that opens headline and text alike; Korean."""
    parties: list[str] = field(default_factory=list)
    """Firms, offices and bodies, in order of their first mention."""

    def of(self, phrase: str) -> str:
        """The first full form of `phrase`, or `phrase` itself."""
        return self.full.get(phrase, phrase)

    def whole(self, phrase: str) -> str:
        """A name cut in two made whole."""
        return phrase

    def described(self, phrase: str, text: str) -> str:
        """The full name that "the labour minister" stands for, where `text` says so; "" where it does not."""
        return ""

    def is_person(self, name: str) -> bool:
        return name in self.people or (name not in self.firms and self.looks_personal(name))

    def looks_personal(self, name: str) -> bool:
        """Whether a name that the article has not introduced is a person's, by how it is written."""
        return any(person in name for person in self.people)

    def may_be_firm(self, name: str, known: int) -> bool:
        """Whether `name` may be a firm; `known` parties were named before the first sentence."""
        return True

    def is_known(self, phrase: str) -> bool:
        """Whether `phrase` is a party or a person of the article, or ends in one ("배터리 업체 헝웨신에너지")."""
        return self.is_person(phrase) or any(phrase == p or phrase.endswith(f" {p}") for p in self.parties)

    def party(self, phrase: str, read: str) -> str:
        """The party that a stand-in ("the bureau", "该公司", "소속사") may mean: one with the same last word, named in `read`."""
        head = re.sub(r"^(?:这家|该|这一|이|해당|동)\s?|\s?(?:方面|측|관계자)$", "", phrase)
        ends = _PARTY_ENDS.get(head) or ((head,) if len(head) > 1 or self.code == "zh" else ())
        return next((p for p in reversed(self.parties) if p.endswith(ends) and p != phrase), "") if ends else ""


_PARTY_ENDS: Final = {
    "校方": ("大学", "学院", "学校", "中学", "小学"),  # the school's side
    "院方": ("医院", "卫生院"),  # the hospital's side
    "检方": ("检察院", "检察厅", "检察机关"),  # the prosecution
    "郡方": ("郡",),  # the county's side
    "馆方": ("馆",),  # the museum's or library's side
    "央行": ("银行",),  # the central bank
    "警方": ("警察局", "警察厅", "警察署", "公安局"),  # the police
    "公司": ("公司", "集团", "电子", "科技", "汽车", "航空"),  # the company
    "항공사": ("항공", "에어"),  # the airline
    "소속사": ("엔터테인먼트", "기획"),  # the artist's agency
    "재판부": ("법원", "재판소"),  # the bench
    "학교": ("대", "대학교", "대학"),  # the school
    "대학": ("대", "대학교"),
    "경찰": ("경찰서", "경찰청"),
    "검찰": ("검찰청", "지검"),
}
"""What a stand-in may stand for, by the end of the party's name."""
