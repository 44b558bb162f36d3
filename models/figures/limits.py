"""Right numbers on the wrong side: "more than 2000" for 不到2000人 (`limit_turned`), "from May 3" for 5월 3일까지 (`time_turned`).

In: a matched pair and its context. Out: which side the source names. `mended`, `time_mended`: the word that should stand there.
"""

import re
from typing import Final

from models.figures.atoms import Atom
from models.figures.context import Context
from models.language import base

_BEFORE: Final = {
    "en": (r"(?:more\sthan|over|exceed(?:s|ed|ing)?|upwards\sof|above)", r"(?:less\sthan|fewer\sthan|under|below)"),
    "zh": (r"(?:超[过過]|多于|[逾超])", r"(?:不足|不到|低于|少于|未[满滿]|不[满滿])"),
    "ko": ("(?!)", "(?!)"),
}
_BEHIND: Final = {
    "en": (r"\sor\smore\b|-plus\b|\+", r"\sor\s(?:less|fewer)\b"),
    "zh": (r"[余餘多](?=[个個名人家万萬亿億%])|(?:及)?以上", r"(?:及)?以下"),
    "ko": (
        r"[^\s,.]{0,4}(?:\s(?:달러|원|유로|명|개|건|곳))?[을를이가]?\s?(?:이상|초과|넘[게는은어긴])",
        r"[^\s,.]{0,4}(?:\s(?:달러|원|유로|명|개|건|곳))?[을를이가에도]?\s?(?:미만|이하|안\s되는|못\s미치)",
    ),
}
_UP_TO: Final = {
    "en": re.compile(r"(?i)\b(?:up\sto|as\s(?:many|much|high|long)\sas|a\smaximum\sof|at\smost)\s[$£€]?$"),
    "zh": re.compile(r"(?:最多|至多|多[达達]|高[达達])$"),
    "ko": re.compile(r"(?:최대|많아야|기껏해야)\s?$"),
}
_NOT: Final = {
    "en": re.compile(r"(?i)\b(?:no|not|never|nor|neither|without|hardly|cannot|than)\b|n['’]t\b"),
    "zh": re.compile(r"[不没未无無莫免禁]|非(?![裔洲常])"),
    "ko": re.compile(r"않|못|안\s|없|아니|말[아라]|금지"),
}
_DENIED_LIMIT: Final = re.compile(r"안\s되는|못\s미치")
_CLAUSE: Final = re.compile(r"[^,.;:，。；：、]*$")


def limit_turned(s: Atom, t: Atom, context: Context) -> str:
    """The source's side of a limit that the translation turned: "more", "less" or "up to"; else ""."""
    if s.value != t.value or s.part or t.part:
        return ""
    there = _side(s, context.source, base(context.source_language))
    here = there and _side(t, context.translation, base(context.target_language))
    return there if here and ({there, here} == {"more", "less"} or (there == "up to" and here == "more")) else ""


_SAID: Final = {
    "en": re.compile(
        r"(?i)\b(more\sthan|over|upwards\sof|less\sthan|fewer\sthan|under)(?=\s(?:an?\s|about\s)?[$£€¥]?$)"
    ),
    "zh": re.compile(rf"({_BEFORE['zh'][0]}|{_BEFORE['zh'][1]})(?=\s?$)"),
    "ko": re.compile(r"(?!)"),
}
_SAYS: Final = {
    "en": {"more": "more than", "less": "less than", "up to": "up to"},
    "zh": {"more": "超过", "less": "不到", "up to": "最多"},
}
_TURNED: Final = {
    "en": {"more": " or more", "less": " or less", "up to": " or less"},
    "zh": {"more": "以上", "less": "以下", "up to": "以下"},
    "ko": {"more": "이상", "less": "미만", "up to": "이하"},
}
_FOLLOWS: Final = {
    "en": re.compile(r"(?i)\sor\s(?:more|less|fewer)\b"),
    "zh": re.compile(r"以[上下]"),
    "ko": re.compile(r"이상|초과|미만|이하"),
}


def mended(side: str, t: Atom, text: str, language: str) -> tuple[int, int, str] | None:
    """Start, end and what stands there: "more than" -> "up to", 2000多个 -> 多达2000个; None where no one word says it."""
    code = base(language)
    if side not in _TURNED[code]:
        return None
    said = _SAID[code].search(text[: t.start])
    if said is not None:
        new = _SAYS[code][side]
        if code == "en" and side == "less" and t.kind == "count":
            new = "fewer than"
        if code == "zh" and language.endswith(("Hant", "TW", "HK")):
            new = new.replace("过", "過")
        return said.start(), said.end(), new[0].upper() + new[1:] if said.group()[0].isupper() else new
    follows = _FOLLOWS[code].search(text, t.start, t.end + 12)
    if follows is not None:
        return follows.start(), follows.end(), _TURNED[code][side]
    bare = re.sub("[多余餘]", "", t.text, count=1)
    if code == "zh" and side != "more" and bare != t.text and not re.search(r"[约約近达達]$", text[: t.start]):
        many = "達" if language.endswith(("Hant", "TW", "HK")) else "达"
        return t.start, t.end, ("不到" if side == "less" else f"多{many}") + bare
    return None


def _side(atom: Atom, text: str, language: str) -> str:
    """ "more", "less", "up to" or ""."""
    before, behind, own = text[max(0, atom.start - 24) : atom.start], text[atom.end :], text[atom.start : atom.end]
    if _UP_TO[language].search(before):
        return "up to"
    found = ""
    for side in ("more", "less"):
        fore, aft, within = _PATTERNS[language, side]
        ahead = fore.search(before)
        if ahead or aft.match(behind) or within.search(own):
            if found:
                return ""
            found = side
            said = atom.start - (len(ahead.group()) if ahead else 0)
            rest = re.split(r"[,.;，。；、]", _DENIED_LIMIT.sub("", behind), maxsplit=1)[0]
            if _NOT[language].search(f"{_CLAUSE.findall(text[:said])[0]} {rest}"):
                return ""
    return found


_PATTERNS: Final = {
    (language, side): (
        re.compile(rf"(?i){_BEFORE[language][at]}\s?(?:an?\s|about\s)?[$£€¥]?$"),
        re.compile(rf"(?i){_BEHIND[language][at]}"),
        re.compile(rf"(?i)(?:{_BEHIND[language][at]})[^\d\s]?$"),
    )
    for language in _BEHIND
    for at, side in enumerate(("more", "less"))
}


_FROM: Final = {
    "en": (re.compile(r"(?i)\b(from|since|starting|beginning)\s(?:on\s)?(?:the\s)?$"), re.compile(r"(?!)()")),
    "ko": (re.compile(r"(?!)()"), re.compile(r"(부터)")),
    "zh": (re.compile(r"([自从從])$"), re.compile(r"(起|以[来來]|[开開]始)")),
}
_UNTIL: Final = {
    "en": (re.compile(r"(?i)\b(until|till|through)\s(?:on\s)?(?:the\s)?$"), re.compile(r"(?!)()")),
    "ko": (re.compile(r"(?!)()"), re.compile(r"(까지)")),
    "zh": (re.compile(r"(截[至止]|直?[至到])$"), re.compile(r"([为為]止|截止)")),
}
_BOTH: Final = {
    "en": re.compile(r"(?i)\b(?:from|since|starting|beginning)\b.*\b(?:to|until|till|through)\b"),
    "ko": re.compile(r"부터.*까지|에서.*까지"),
    "zh": re.compile(r"[自从從].*[至到]"),
}


def time_turned(s: Atom, t: Atom, context: Context) -> str:
    """ "from" or "until" where the translation says the other of it: "through August 28" -> 从8月28日起; else ""."""
    if s.kind not in ("date", "weekday", "time") or s.kind != t.kind or s.part or t.part:
        return ""
    there = _way(s, context.source, base(context.source_language))
    here = there and _way(t, context.translation, base(context.target_language))
    return there if here and there != here else ""


def _way(atom: Atom, text: str, language: str) -> str:
    clause = text[max(0, atom.start - 40) : atom.end + 20]
    if _NOT[language].search(clause) or _BOTH[language].search(text):
        return ""
    before = text[: atom.start]
    ways = [
        way
        for way, words in (("from", _FROM[language]), ("until", _UNTIL[language]))
        if words[0].search(before) or words[1].match(text, atom.end)
    ]
    return ways[0] if len(ways) == 1 else ""


def time_mended(way: str, t: Atom, text: str, language: str) -> tuple[int, int, str] | None:
    """Start, end and what stands there: "from Friday" -> "until Friday", 금요일부터 -> 금요일까지, 从8月28日起 -> 到8月28日为止."""
    code = base(language)
    before, behind = (_UNTIL if way == "from" else _FROM)[code]
    head, tail = before.search(text[: t.start]), behind.match(text, t.end)
    if code == "ko" and tail:
        return t.end, tail.end(), {"from": "부터", "until": "까지"}[way]
    if code == "en" and head:
        word = way.capitalize() if head.group()[0].isupper() else way
        return head.start(1), head.end(1), word
    if code == "zh" and head and tail:
        first, last = ("從", "為") if language.endswith(("Hant", "TW", "HK")) else ("从", "为")
        return head.start(1), tail.end(1), f"{first}{t.text}起" if way == "from" else f"到{t.text}{last}止"
    return None
