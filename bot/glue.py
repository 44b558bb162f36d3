"""Text glued to a URL: `trim` takes it off, `split` cuts URLs apart that were written without a blank.

In: a run of text without blanks that begins with a URL. Out: the URL, and what was taken off. In Korean an ending
follows a word without a blank ("https://haemil-news.kr/a/1은"), in Chinese everything does; yet Hangul and Han letters
are also part of URLs ("/wiki/해밀대교"). Where the two cannot be told apart, the caller tries the untrimmed form second.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
_CJK: Final = re.compile(
    r"[\u3041-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff々〇]+"
)
_JAMO: Final = re.compile(r"[\u3131-\u318e]")
"""ㅋㅋㅋ, ㅠㅠ: never part of an address."""
_EXTENSION: Final = re.compile(
    r"\.(?:s?html?|xhtml|phtml|php\d?|jspx?|aspx?|do|nhn|naver|daum|cms|cgi|action)$", re.IGNORECASE
)
_CONTEXT: Final = re.compile(
    r"wiki|baike|/(?:tags?|topics?|search|item|keyword|category|hashtag|title|entry)/|[?&](?:q|query|kw|keyword|wd|search|tag|word)=",
    re.IGNORECASE,
)
"""Addresses that are words: an encyclopaedia's, a search's, a tag's. There letters belong to the address."""
_COUNTERS: Final = frozenset("년 월 일 회 호 대 차 세기 年 月 日 号 號 届 屆 期 回 世纪 世紀".split())
"""After a number these make a title: /wiki/2018년."""
_CLOSING: Final = "\"'`*~_)]}>|"
_ENDING: Final = ".,;:!?…"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_IN_TITLES: Final = "·・ー々〇–"
"""Punctuation that stands inside titles: /wiki/唐纳德·特朗普."""
_PARTICLES: Final = tuple(
    "까지만 까지 부터 에서는 에서도 에서 에게 에는 에도 에 으로는 으로 로는 로 라는데 이라는데 라는 이라는 라고 이라고 라며 이라며 "
    "인데요 인데 이에요 예요 이야 야 입니다 이다 임 은 는 이 가 을 를 의 도 만 과 와 랑 이랑 하고 처럼 보다 께서 한테 요".split()
)
_AFTER_HANGUL: Final = re.compile(
    r"(?<=[가-힣])(?:까지만|까지|부터|에서는|에서도|에서|이라는데|이라는|이라고|입니다|인데요|으로는|으로)$"
)
"""Endings that are taken off a Hangul word: long enough to be no part of a title."""


@dataclass(frozen=True, slots=True)
class Trimmed:
    url: str
    untrimmed: str = ""
    """The whole run, where what was taken off could have belonged to the URL; else ""."""
    rest: str = ""
    """What was taken off."""


def split(run: str) -> list[str]:
    """A run without blanks, cut before each further scheme; a URL inside a path or parameter stays where it is."""
    cuts = [m.start() for m in _SCHEME.finditer(run) if m.start() and run[m.start() - 1] not in "/=:"]
    return [run[a:b] for a, b in zip([0, *cuts], [*cuts, len(run)], strict=True)]


def trim(run: str) -> Trimmed:
    """The URL that a run of text begins with."""
    head = _SCHEME.match(run)
    start = head.end() if head else 0
    url = _authority(run[: _hard_end(run, start)], start)
    while True:
        shorter = _unpunctuated(url)
        shorter = shorter[: _foreign(shorter, start)]
        if shorter == url:
            break
        url = shorter
    rest = run[len(url) :]
    meant = any(map(str.isalnum, rest)) or rest in (".", ")", "!", "_", "~", "*")
    return Trimmed(url, run if rest and meant else "", rest)


def host(text: str) -> str:
    """The host that a run of letters, digits and dots holds: no Korean or Chinese words before or after it."""
    labels = text.split(".")
    if not labels[0].isascii() and labels[0][-1:].isascii():  # 看看lanhe.cn
        labels[0] = _CJK.split(labels[0])[-1].lstrip("-")
    top = labels[-1]
    word = _CJK.search(top)
    if word and word.start() > 1:  # lanhe.cn看看
        labels[-1] = top[: word.start()]
    elif word:  # 해밀.한국에서
        labels[-1] = next((top[:n] for n in range(len(top), 1, -1) if is_top(top[:n])), top)
    return ".".join(labels) if all(labels) else ""


@cache
def is_top(label: str) -> bool:
    """Whether a label is a top-level domain (Public Suffix List)."""
    import tld

    return len(label) > 1 and "." not in label and bool(tld.is_tld(label.lower()))


def _hard_end(run: str, start: int) -> int:
    """Where the first character stands that no URL holds."""
    for i in range(start, len(run)):
        char = run[i]
        if char.isascii():
            if char in '`<>"' or (char == "|" and not run[i + 1 : i + 2].isascii()):
                return i
            continue
        kind = unicodedata.category(char)
        inside = char in _IN_TITLES and run[i - 1].isalnum() and run[i + 1 : i + 2].isalnum()
        if _JAMO.match(char) or not (inside or kind[0] in "LM" or kind == "Nd"):
            return i
    return len(run)


def _authority(url: str, start: int) -> str:
    """The URL, cut where words are glued to its host."""
    match = re.compile(r"([^/?#:]*)(:\d*)?").match(url, start)
    assert match is not None
    name = match[1]
    if match[2] and not url[match.end() : match.end() + 1].isascii():  # lanhe.cn:443看看
        return url[: match.end()]
    if name.isascii():
        return url
    kept = host(name)
    if not kept or not name.startswith(kept) or kept == name:
        return url
    return url[:start] + kept


def _unpunctuated(url: str) -> str:
    """The URL without punctuation that closes a sentence, a bracket or a quotation; balanced brackets stay."""
    while url:
        last = url[-1]
        if last in _PAIRS and url.count(last) <= url.count(_PAIRS[last]):
            break
        if last not in _ENDING and last not in _CLOSING and last not in "([{\\":
            break
        url = url[:-1]
    return url


def _foreign(url: str, start: int) -> int:
    """Where Korean or Chinese words begin that are glued to the path or query; the length where there are none."""
    path = min((i for i in (url.find(c, start) for c in "/?#") if i >= 0), default=len(url))
    words = bool(_CONTEXT.search(url))
    for run in _CJK.finditer(url, path):
        cut = _cut(url, run, words)
        if cut is not None:
            return cut
    return len(url)


def _cut(url: str, run: re.Match[str], words: bool) -> int | None:
    """Where to cut because of one run of letters, or None where it belongs to the URL."""
    begin, end, text = run.start(), run.end(), run[0]
    before, segment = url[begin - 1], re.split(r"[/?&=#]", url[:begin])[-1]
    if _EXTENSION.search(segment):
        return begin
    if _continues(url, end):
        return None
    if _CJK.search(segment):  # a title with digits or Latin letters inside
        return _ending(url, run, words)
    if before.isalnum():
        number = re.search(r"(?<![0-9])[0-9]{1,4}$", segment)
        if words or (text in _COUNTERS and number):
            return begin if words and text in _PARTICLES else None
        return begin
    if before in ".,;:!?(" and not words:
        return begin - 1
    if before in ")]}":
        return begin if not words or text in _PARTICLES else None
    if before in "/=" and not words and text in _PARTICLES:
        return begin
    return _ending(url, run, words)


def _continues(url: str, end: int) -> bool:
    """Whether the URL goes on after a run of letters: a further path part, a parameter, a hyphen."""
    after = url[end : end + 1]
    if after in ("/", "-", "_", "%", "=", "&", "#", "+", "~", "(") and after:
        return True
    if after == "?":
        return re.compile(r"\?[A-Za-z0-9_.-]+=").match(url, end) is not None
    return after in (".", ":", ")", "'") and url[end + 1 : end + 2].isalnum() and url[end + 1].isascii()


def _ending(url: str, run: re.Match[str], words: bool) -> int | None:
    """An ending after a Hangul title in an encyclopaedia's address: 해밀대교를, 해밀대교에서."""
    if not words or run.end() != len(url):
        return None
    match = _AFTER_HANGUL.search(run[0])
    if match:
        return run.start() + match.start()
    text = run[0]
    if len(text) > 2 and text[-1] in "을를" and "가" <= text[-2] <= "힣":
        closed = (ord(text[-2]) - 0xAC00) % 28 > 0  # 을 follows a final consonant, 를 a vowel: 가을, 마을 keep theirs
        if closed == (text[-1] == "을"):
            return run.end() - 1
    return None
