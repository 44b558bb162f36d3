"""Chinese text -> the people and parties it names, by surnames, middle dots, titles and what clauses open with.

In: headline and paragraphs as one text. Out: `Names`. Knows no names beforehand.
"""

import re
from collections import Counter
from functools import cache
from typing import Final

from models.language import table
from models.naming import hanzi, named_zh, people_en
from models.naming.roster import Names
from models.speech import says_zh

_SOUNDS: Final = "".join(sorted(hanzi.DOTTED))
"""A name ends where another character begins."""
_HAN_NAME: Final = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·・•‧][" + _SOUNDS + r"]{1,8})+")


@cache
def _title_and_name() -> re.Pattern[str]:
    """首席执行官韩志勋, 研究院的周美兰."""
    return re.compile(
        rf"(?:{'|'.join(table('zh').titles)}|的)(?:[{named_zh.SURNAMES}][\u4e00-\u9fff]{{1,2}}|[{_SOUNDS}]{{2,5}})$"
    )


class ChineseNames(Names):
    def of(self, phrase: str) -> str:
        return _full(self, phrase)

    def whole(self, phrase: str) -> str:
        """The article writes 卡瓦 only where it goes on with 诺."""
        if not re.fullmatch(r"[\u4e00-\u9fff]{2,3}", phrase):
            return phrase
        after = {self.body[m.end() : m.end() + 1] for m in re.finditer(phrase, self.body)}
        sound = len(after) == 1 and self.body.count(phrase) > 2 and table("zh").folded(max(after)) in _SOUNDS
        return phrase + after.pop() if sound else phrase

    def looks_personal(self, name: str) -> bool:
        return (
            bool(re.search(r"[·・•‧]", name))
            or name.endswith(table("zh").titles)
            or bool(_title_and_name().search(name))
            or any(person in name for person in self.people)
        )

    def party(self, phrase: str, read: str) -> str:
        found = Names.party(self, phrase, read)
        return max((p for p in self.parties if p.endswith(found)), key=len) if found else ""


def find(text: str) -> Names:
    """All names of a Chinese text, whose first line is the headline."""
    names, folded = ChineseNames("zh"), table("zh").folded(text)
    titles = sorted(table("zh").titles, key=len, reverse=True)
    for found in _HAN_NAME.finditer(folded):
        name = text[found.start() : found.end()]
        cut = max(
            (found.group().split("·")[0].rfind(t) + len(t) for t in titles if t in found.group().split("·")[0]),
            default=0,
        )
        name = name[cut:] if cut < len(re.split(r"[·・•‧]", name)[0]) else name
        name = _HAN_BEFORE_NAME.sub("", name)
        name = name[:-1] if _NEXT_WORD.match(folded, found.end() - 1) else name
        first, mark, _ = table("zh").folded(name).partition("·")
        if country := re.match(r"[\u4e00-\u9fff]{1,2}[国國](?=..)", first):
            name, first = name[country.end() :], first[country.end() :]
        other = len(first.rstrip(_SOUNDS))  # 贸易大臣马库斯; not 汤姆
        name = name[other:] if mark and first[-1:] in _SOUNDS and other > 2 else name
        names.people.add(name)
        parts = re.split(r"[·・•‧]", name)
        names.full.setdefault(parts[-1], name)
    _latin(names, text)
    title, _, body = text.partition("\n")
    for clause in re.findall(r"(?:^|[。！？\n])\s*([^，。！？：“「\n]{4,40})", body):
        party = says_zh.opens(table("zh").folded(clause))
        written = clause[at : at + len(party)] if party and (at := table("zh").folded(clause).find(party)) >= 0 else ""
        known = written in title or body.count(written) > 2
        if 2 < len(written) < 16 and known and written not in names.parties and not names.is_person(written):
            names.parties.append(written)
    grams = Counter(folded[i : i + 3] for i in range(len(folded) - 2) if folded[i] in named_zh.SURNAMES)
    for gram, count in grams.items():
        if (
            count > 1
            and re.fullmatch(r"[\u4e00-\u9fff]{3}", gram)
            and not _PART_OF_WORD.search(gram)
            and not _longer(folded, gram, count)
            and not named_zh.no_name(gram)
            and gram[0] != "向"  # "to" far more often than a surname
        ):
            names.people.add(gram)
    names.people.update(text[start:end] for start, end in named_zh.people(folded))
    for start, end in named_zh.firms(folded):
        firm = text[start:end]
        if (
            (text.count(firm) > 1 or named_zh.head(firm) in title)
            and firm not in names.parties
            and not names.is_person(firm)
        ):
            names.parties.append(firm)
    names.body = body
    return names


_HAN_BEFORE_NAME: Final = re.compile(
    r"^[\u4e00-\u9fff]*(?:[叫是的与與和由让讓被将將给給到]|表示|认为|認為|指出|宣布|批评|批評|指责|指責|警告|呼吁|呼籲)(?=[\u4e00-\u9fff]{2,}[·・•‧])"
)
"""What runs into a foreign name: 名女子叫克里斯汀·布莱西."""
_NEXT_WORD: Final = re.compile(
    r"保[持证护留]|达[成到]|安[排慰]|希望|因[为此]|尤其|利用|多[次年]|加[入强大快]|来[到自]|思考|马上|特[别意]"
)
"""Words that begin with a character of foreign names: 彼得斯保持."""


def _latin(names: Names, text: str) -> None:
    """Names left in Latin letters: the first full form of each surname."""
    for found in re.finditer(r"(?<![A-Za-z])[A-Z][a-z'’-]+(?: [A-Z]\.?)?(?: [A-Z][A-Za-z'’-]+){1,2}(?![A-Za-z])", text):
        name = found.group()
        if not people_en.PARTY.search(name) and not name.startswith("The "):
            names.people.add(name)
            names.full.setdefault(name.split()[-1], name)


_PART_OF_WORD: Final = re.compile(
    r"[的了是在和年月日时们国人市县省区们将已也还就被为与]|万|元|公司|计划|全部|全球|方面|方案"
)


def _longer(text: str, gram: str, count: int) -> bool:
    """Whether the three characters are always the end of one longer word (俄-罗斯军)."""
    before = Counter(text[m.start() - 1 : m.start()] for m in re.finditer(gram, text))
    char, times = before.most_common(1)[0]
    return times == count and "\u4e00" <= char <= "\u9fff"


def _full(names: Names, phrase: str) -> str:
    if phrase in names.full:
        return names.full[phrase]
    if found := re.fullmatch(r"([A-Z][A-Za-z'’-]+) ?(先生|女士|小姐|博士|教授)", phrase):
        return names.full.get(found.group(1), phrase)
    for short, full in names.full.items():
        if re.search(r"[·・•‧]", phrase):
            break  # another one of the family, with a given name
        if phrase.endswith(short) and full not in phrase and len(short) > 1:
            return full
    return named_zh.full(phrase, names.body, names.parties)
