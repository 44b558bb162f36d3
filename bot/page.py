"""`Page`: bytes as they were served, and `decode`, which turns them into text.

In: bytes and what the HTTP header said. Out: text without NUL bytes. A few broken bytes become U+FFFD; a mostly broken
page raises `PageUndecodable`. Never parses HTML beyond the charset declaration and never guesses by language.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.errors import PageUndecodable


@dataclass(frozen=True, slots=True)
class Page:
    body: bytes
    url: str = ""
    """The final URL, after redirects; "" for a file."""
    media_type: str = "text/html"
    charset: str = ""
    """As declared in the HTTP header; "" where it was not."""
    status: int = 200


_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SUPERSETS: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "johab": "johab",
    "big5": "big5hkscs",
    "big5-tw": "big5hkscs",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
}
"""Pages say the small set and use the large one (WHATWG Encoding Standard, labels; keys are Python codec names)."""

_ALIASES: Final = {
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "ks_c_5601": "cp949",
    "x-windows-949": "cp949",
    "windows-949": "cp949",
    "ms949": "cp949",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-x-big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "unicode": "utf-8",
    "utf8mb4": "utf-8",
}
"""Labels in real pages that Python does not know."""

_META: Final = re.compile(rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:\-]{2,30})""", re.I)
_HEAD_BYTES: Final = 16_384
"""Where a declaration is looked for. The standard says 1,024; Korean portals put scripts before it."""

_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_CONTROL: Final = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x80-\x9f]")

_SAMPLE_BYTES: Final = 200_000
"""How much of the page is weighed when several charsets are tried."""
_FEW: Final = 0.01
"""Broken share of the non-ASCII characters under which a declared charset is taken at its word."""
_MOSTLY: Final = 0.2
"""Broken share at which no sentence survives whole."""

# The commonest characters of our languages: about 30% of Chinese and 50% of Korean running text. A wrong charset gives
# rare ideographs instead. Counted in the project's own articles (samples/corpus).
_COMMON: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
    "多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合"
    "這個國為時來們發對會過說產種後經進電裡現實兩體機當點從業應開與將報導記者日月新聞公司表示市區台灣"
    "이다는을의에가로고를하도은기지한사대서인정시어자일리장과해부보전수나있그조아국상관제주비원경공만라"
    "회동성용업년월방면으선들여중계했"
    "，。、“”‘’（）：；？！《》「」『』【】〔〕…—·・ⓒ©–’ é"
)


def decode(page: Page) -> str:
    """The page as text. Raises PageUndecodable where most of it is broken or it is no text at all."""
    body = page.body
    for bom, name in _BOMS:
        if body.startswith(bom):
            return _finish(body[len(bom) :].decode(name, "replace"))
    wide = _wide(body)
    if wide:
        return _finish(body.decode(wide, "replace"))
    try:
        return _finish(body.decode("utf-8"))
    except UnicodeDecodeError:
        return _finish(_legacy(body, page.charset))


def _wide(body: bytes) -> str:
    """UTF-16 without a byte order mark, told by the NULs beside the ASCII of its markup."""
    start = body[:2000]
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = len(start) / 2
    if half >= 8 and odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    if half >= 8 and even > 0.3 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _legacy(body: bytes, http_charset: str) -> str:
    """The first charset that fits of: header, declaration, UTF-8 with faults, detector, then the usual ones."""
    best: tuple[float, str] | None = None
    sample = body[:_SAMPLE_BYTES]
    tried: set[str] = set()
    for name, trusted in _candidates(body, http_charset):
        if name in tried:
            continue
        tried.add(name)
        broken, common = _weigh(sample.decode(name, "replace"))
        if trusted and broken <= _FEW and common >= 0.1:
            return body.decode(name, "replace")
        score = common - 2 * broken
        if best is None or score > best[0] + 0.02:
            best = (score, name)
    return body.decode(best[1] if best else "utf-8", "replace")


def _candidates(body: bytes, http_charset: str) -> Iterator[tuple[str, bool]]:
    """Codec names, and whether somebody vouches for them; a detector's word counts only if nothing fits better."""
    declared = _META.search(body[:_HEAD_BYTES])
    for label in (http_charset, declared.group(1).decode("ascii") if declared else ""):
        name = codec(label)
        if name and name != "cp1252":
            yield name, True
    yield "utf-8", True
    import cchardet

    detected = codec(str(cchardet.detect(body[:_SAMPLE_BYTES]).get("encoding") or ""))
    if detected:
        yield detected, False
    for name in ("cp949", "gb18030", "big5hkscs", "cp1252"):
        yield name, False


def codec(label: str) -> str:
    """The Python codec for a charset label, its superset where pages use that; "" for an unknown or non-text one."""
    label = label.strip().strip("\"'").lower()
    if not label:
        return ""
    try:
        info = codecs.lookup(_ALIASES.get(label, label))
    except (LookupError, ValueError):
        return ""
    # A page in ASCII-compatible bytes cannot be UTF-16 or UTF-7 whatever it says; "hex" and "rot13" are no charsets.
    if not info._is_text_encoding or info.name.startswith(
        ("utf-16", "utf-32", "utf-7", "punycode", "idna", "raw", "uni")
    ):
        return ""
    return _SUPERSETS.get(info.name, info.name)


def _weigh(text: str) -> tuple[float, float]:
    """(broken, common) as shares of the characters beyond ASCII."""
    beyond = [c for c in text if c > "\x7f"]
    if not beyond:
        return 0.0, 1.0
    # Private use and C1 controls come out of a wrong charset, never out of a newsroom.
    broken = sum(1 for c in beyond if c == "�" or "\x80" <= c <= "\x9f" or "\ue000" <= c <= "\uf8ff")
    return broken / len(beyond), sum(1 for c in beyond if c in _COMMON) / len(beyond)


def _finish(text: str) -> str:
    """`text` without NULs. Raises PageUndecodable when it is mostly replacement or control characters."""
    sample = text[:_SAMPLE_BYTES]
    replaced = sample.count("�")
    if replaced >= 20 and replaced > _MOSTLY * len(_BEYOND_ASCII.findall(sample)):
        raise PageUndecodable(f"{replaced} characters are broken")
    if len(_CONTROL.findall(sample)) > 0.1 * max(len(sample), 200):
        raise PageUndecodable("control characters: this is no text")
    return text.replace("\0", "").removeprefix("\ufeff")
