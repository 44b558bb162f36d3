"""Text glued to a URL: `trim` takes it off, `split` cuts URLs apart that were written without a blank.

In: a run of text without blanks that begins with a URL. Out: the URL, and what was taken off. In Korean an ending
follows a word without a blank (".../a/1은"), in Chinese everything does; yet Hangul and Han letters are also part of
URLs ("/wiki/해밀대교"). Where the two cannot be told apart, the caller tries the untrimmed form second.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.links.canonical import tables

_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
_CJK: Final = re.compile(
    r"[\u3041-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff々〇]+"
)
_PORT: Final = re.compile(r"[^/?#:]*:[0-9]+")
_JAMO: Final = re.compile(r"[\u3131-\u318e]")
"""ㅋㅋㅋ, ㅠㅠ: never part of an address."""
_CLOSING: Final = "\"'`*~_)]}>|"
_ENDING: Final = ".,;:!?…"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_IN_TITLES: Final = "·・ー々〇–"
"""Punctuation that stands inside titles: /wiki/唐纳德·特朗普."""


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
    meant = any(map(str.isalnum, rest)) or rest in (".", "!", "_")
    return Trimmed(url, run if rest and meant else "", rest)


def host(text: str) -> str:
    """The host that a run of letters, digits and dots holds: no Korean or Chinese words before or after it."""
    labels = text.split(".")
    if not labels[0].isascii() and labels[0][-1:].isascii():  # 看看lanhe.cn
        labels[0] = _CJK.split(labels[0])[-1].lstrip("-")
    for i, label in enumerate(labels[1:], 1):
        word = _CJK.search(label)
        if word and word.start() > 1 and (i == len(labels) - 1 or is_top(label[: word.start()])):  # lanhe.cn看看
            labels[i:] = [label[: word.start()]]
            break
        if word and not word.start():  # 해밀.한국에서
            top = next((label[:n] for n in range(len(label), 1, -1) if is_top(label[:n])), label)
            if top != label:
                labels[i:] = [top]
                break
    return ".".join(labels) if all(labels) else ""


@lru_cache(maxsize=4096)
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
    port = _PORT.match(url, start)
    if port and not url[port.end() : port.end() + 1].isascii():  # lanhe.cn:443看看
        return url[: port.end()]
    name = re.split(r"[/?#:]", url[start:], maxsplit=1)[0].rstrip(_ENDING)
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
    words = bool(tables().words.search(url))
    for run in _CJK.finditer(url, path):
        cut = _cut(url, run, words)
        if cut is not None:
            return cut
    return len(url)


def _cut(url: str, run: re.Match[str], words: bool) -> int | None:
    """Where to cut because of one run of letters, or None where it belongs to the URL."""
    begin, end, text = run.start(), run.end(), run[0]
    before, segment = url[begin - 1], url[max(url.rfind(c, 0, begin) for c in "/?&=#") + 1 : begin]
    if tables().pages.search(segment[-16:]):
        return begin
    if _continues(url, end):
        return None
    if _CJK.search(segment):  # a title with digits or Latin letters inside
        return _ending(url, run, words)
    if before.isalnum():
        number = re.search(r"(?<![0-9])[0-9]{1,4}$", segment[-5:])
        if words or (text in tables().counters and number):
            return begin if words and text in tables().endings else None
        return begin
    if before in ".,;:!?([{'*~" and not words:
        return begin - 1
    if before in ")]}":
        return begin if not words or text in tables().endings else None
    if before in "/=" and not words and (text in tables().endings or text in tables().requests):
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
    """An ending after a Hangul title: 해밀대교를, 해밀대교에서; not after a headline with hyphens, which may end so."""
    slug = url[run.start() - 1] in "-_%" or "-" in url[url.rindex("/") :]
    if (slug and not words) or run.end() != len(url):
        return None
    match = tables().long.search(run[0])
    if match:
        return run.start() + match.start()
    text = run[0]
    if len(text) > 2 and text[-1] in "을를는" and "가" <= text[-2] <= "힣":
        closed = (ord(text[-2]) - 0xAC00) % 28 > 0  # 을 follows a final consonant, 를 and 는 a vowel: 가을, 마을 stay
        if closed == (text[-1] == "을"):
            return run.end() - 1
    return None
