"""A chosen sentence -> the same sentence able to stand alone, in its own language.

In: the sentence, the person its opening pronoun stands for (where that is sure), the article's date. Out: the text of
the bullet. Drops a leading connective, closes or drops a dangling quotation mark, puts the name for the pronoun and
adds the date that "on the 22nd" or "yesterday" means, in square brackets. Never adds what the article does not say.
"""

import re
from datetime import date, timedelta
from functools import cache
from typing import Final

from models.language import table
from models.particles import last_sound
from models.speech import quotes

_PAIRS: Final = {"“": "”", "„": "”", "「": "」", "『": "』", "«": "»", '"': '"', "＂": "＂"}
_CLOSERS: Final = "”」』»"
_DATELINE: Final = {
    # "SEOUL, May 3 (Yonhap) --", "MEXICO CITY (AP) —", "LONDON — The"
    "en": re.compile(
        r"(?:(?!The )[A-Z][A-Za-z.,'’ -]{1,40}?(?:,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)? ?\([A-Z][\w. ]{1,18}\) ?|"
        r"[A-Z]{4,}[A-Z ]*(?:, [A-Z][A-Za-z.]+)? )(?:—|–|-{1,2}) ?(?=[\"“A-Z])"
    ),
    "ko": re.compile(
        r"[(\[【][^()\[\]【】=]{1,12}=[^()\[\]【】]{2,14}[)\]】]\s*(?:[가-힣 ·,]{2,24}(?:기자|특파원)\s*=\s*)?(?=\S)"
    ),
    # 新华社北京5月3日电（记者…）, 【本报讯】, 中新网5月3日电, 本报讯（记者…）
    "zh": re.compile(
        r"(?:[【\[（(〔][^】\]）)〕，。]{0,14}(?:[讯电]|报道)[】\]）)〕]|[^，。：“「（(]{2,12}?(?:\d{1,2}月)?\d{1,2}日电(?![话视影子动力])|"
        r"[^，。：“「（(\s]{2,8}(?<![通简短资])讯(?=[\s（(]))\s*(?:[（(](?:记者|通讯员)?[^）)，。]{1,30}[）)])?[\s，：:]*"
    ),
}
_NUMBER: Final = re.compile(
    r"(?:\d{1,2}[.)、．]\s*(?=[^\d\s])|[①-⑩]\s*|[（(]?[一二三四五六七八九十]{1,2}(?:、|[）)])\s*(?![一二三四五六七八九十两三]))(?=\S)"
)
"""The number of a list's entry: beside bullets that are chosen from it it counts wrong."""
_EN_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY: Final = {
    "en": re.compile(
        r"\bon the (?P<day>\d{1,2})(?:st|nd|rd|th)\b(?! (?:of|and|to|floor|day|anniversary|birthday|century|hole|tee|"
        r"green|fairway|lap|minute|attempt)\b)"
    ),
    "ko": re.compile(
        # not of this month, not a number of days: 오는 5일, 다음 달 5일, 주 5일, 총 5일, 5박 7일
        r"(?<![\d월∼~·\-] )(?<![\d월∼~·\-])(?<!오는 )(?<!다음 달 )(?<!다음달 )(?<!내달 )(?<!지난달 )(?<!전달 )(?<!매달 )"
        r"(?<!매월 )(?<!음력 )(?<!주 )(?<!총 )(?<!약 )(?<!단 )(?<!박 )(?<!최대 )(?<!최소 )(?<!각각 )(?<!모두 )(?<!에 )"
        r"(?P<day>\d{1,2})일(?=[ ,)]|에|부터|까지|자|은|이 )(?! ?(?:간|동안|째|만에|이상|이내|연속|치|내|뒤|후|전|정도|가량|안에|근무|"
        r"휴가|휴무))"
    ),
    "zh": re.compile(
        # a number of days: 连续5日, 为期5日, 5日内, 5日游
        r"(?<![\d月至—~\-、共约近前后每第])(?<!连续)(?<!为期)(?<!过去)(?<!未来)(?<!长达)(?<!最近)(?<!农历)(?P<day>\d{1,2})日"
        r"(?![至元期常前、—~\-内间后来游均线移])"
    ),
}
_TIME: Final = r"上午|下午|早|晚|凌晨|清晨|中午|傍晚|夜"
_NEAR: Final = {
    # "today" is also "these days": only beside a verb that tells what happened, or a plan
    "en": (
        (r"\b[Yy]esterday\b(?!['’]s)", -1),
        (
            r"(?<!\bis )(?<!\bare )(?<!\bbe )\b(?:said|told|met|won|lost|made|held|took|gave|set|rose|fell|began|went|came|"
            r"earlier|later|[a-z]{3,}ed) today\b(?!['’]s)|(?:\btoday|^Today)(?= (?:said|told|will|at \d|[a-z]{3,}ed)\b)",
            0,
        ),
        (r"(?<!of )(?<!for )(?<!and )\btomorrow\b(?!['’]s)", 1),
    ),
    "ko": (  # 오늘날, 오늘의, 어제와 오늘 are no dates
        (r"(?<![가-힣])어제(?=[ ,]|는|까지|부터|도)(?! ?[(（]\d)", -1),
        (r"(?<![가-힣])(?<!어제와 )(?<!사는 )오늘(?=[ ,]|은|까지|부터)(?! ?[(（]\d)", 0),
        (r"(?<![가-힣])(?<!오늘과 )내일(?=[ ,]|은|까지|부터)(?! ?[(（]\d)", 1),
    ),
    "zh": (  # 今天的, 到今天, 时至今日 are no dates; 今日头条, 今日美国, 今日俄罗斯 are names
        (r"昨[天日](?!的|之|重现| ?[(（]\d)", -1),
        (rf"在今[天日](?={_TIME})|(?<![至到在《])今天(?!的|之| ?[(（]\d)", 0),
        (r"(?<![至到在《])今日(?!的|之| ?[(（]\d|头条|美国|俄罗斯|说法|关注|中国|亚洲)", 0),
        (r"明[天日](?!的|之|系|会更| ?[(（]\d)", 1),
    ),
}
"""Words for a day and its distance from the day of the article."""
_LOOSE: Final = re.compile(r"(?:\btoday|^Today)\b(?!['’]s)")
"""What is enough in a translation whose source was dated."""


def alone(text: str, language: str, referent: str = "", published: str = "") -> str:
    """`text` made to stand alone; `published` is the article's ISO date, "" where it is not known."""
    code = table(language).code
    text = _without_connective(text, language)
    if referent:
        text = _named(text, code, referent)
    text = _dated(text, language, published)
    return _closed(text)


def opening(text: str, language: str) -> int:
    """Where the sentence begins behind a dateline, a number of a list or a connective that can be left out; 0 where it
    has none."""
    facts = table(language)
    folded = facts.folded(text)
    begun = lead_in(text, language)
    found = _connective(facts.code).match(folded, begun)
    if not found:
        return begun
    rest = text[found.end() :]
    start = found.end() + len(rest) - len(rest.lstrip(" ,，、"))
    return start if start < len(text) else begun


def lead_in(text: str, language: str) -> int:
    """Where the sentence begins behind an agency's dateline or a number of a list; 0 where it has none."""
    facts = table(language)
    found = _DATELINE[facts.code].match(facts.folded(text)) or _NUMBER.match(text)
    return found.end() if found and found.end() < len(text) else 0


def _without_connective(text: str, language: str) -> str:
    start = opening(text, language)
    rest = text[start:]
    return rest if not start or rest[1:2].isupper() else rest[:1].upper() + rest[1:]  # iPhone stays as it is


@cache
def _connective(code: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(table(code).connectives, key=len, reverse=True)))
    if code == "en":
        return re.compile(rf"(?:{words})(?<=,)\s+|(?:But|And) (?=[A-Z\"“a-z])(?!(?:for|yet|then|so)\b)")
    if code == "ko":
        return re.compile(rf"(?:{words})(?:,\s*|\s+)(?![\"“]?고 )")
    return re.compile(rf"(?:{words})(?:，|,)|(?:但是|但(?![丁愿凡])|不过(?!是|度)|然而|而且|此外|另外|因此|所以)")


def _named(text: str, code: str, name: str) -> str:
    if code == "en":
        found = re.match(r"(He|She|His|Her)\b(['’](?:s|d|ll))?", text)
        if not found or found.group(2):
            return text
        owner = found.group(1) == "His" or (found.group(1) == "Her" and not re.match(r"Her (?:is|was|and)\b", text))
        return (f"{name}'s" if owner else name) + text[found.end() :]
    if code == "ko":
        found = re.match(r"그(는|가|의)(?= )", text)
        return name + _particle(name, found.group(1)) + text[found.end() :] if found else text
    return re.sub(r"^[他她](?!们)", lambda _: name, text)


def _particle(name: str, particle: str) -> str:
    """는/은 and 가/이 follow the last syllable."""
    last = name[-1]
    closed = "가" <= last <= "힣" and last_sound(last)
    return {"는": "은" if closed else "는", "가": "이" if closed else "가"}.get(particle, particle)


def dating(text: str, language: str, published: str, sure: bool = False) -> tuple[int, str] | None:
    """Where the first day stands that only the article's own date makes whole, and its date in brackets.

    "on the 22nd" of an article of 24 May: the place behind it, and " [22 May]". Works on a translation too: `sure` that
    it holds such a day, for its source does.
    """
    facts = table(language)
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return None
    told = facts.folded(quotes.mask(text))
    for words, distance in _NEAR[facts.code]:
        found = re.search(words, told) or (_LOOSE.search(told) if sure and not distance else None)
        if found:
            return found.end(), _bracket(day + timedelta(days=distance), facts.code)
    found = _DAY[facts.code].search(told)
    if found and 1 <= int(found["day"]) <= day.day:  # a later day may be of this month or of the last: not sure
        return found.end(), _bracket(day.replace(day=int(found["day"])), facts.code)
    return None


def _dated(text: str, language: str, published: str) -> str:
    found = dating(text, language, published)
    return text[: found[0]] + found[1] + text[found[0] :] if found else text


def _bracket(day: date, code: str) -> str:
    return {
        "en": f" [{day.day} {_EN_MONTHS[day.month - 1]}]",
        "ko": f"[{day.month}월 {day.day}일]",
        "zh": f"[{day.month}月{day.day}日]",
    }[code]


def _closed(text: str) -> str:
    """An opened quotation closed at the end; a mark that closes nothing dropped."""
    spans = quotes.find(text)
    if spans and not spans[-1].closed:
        mark = text[spans[-1].start]
        if spans[-1].end - spans[-1].start <= 2:
            return text[: spans[-1].start].rstrip()  # nothing but the mark is left
        return text + _PAIRS.get(mark, mark)
    inside = {i for q in spans for i in range(q.start, q.end)}
    stray = [i for i, char in enumerate(text) if char in _CLOSERS and i not in inside]
    return "".join(char for i, char in enumerate(text) if i not in stray).strip() if stray else text
