"""Whether two articles tell the same story, in whichever of our languages each is written.

In: an `Article`. Out: a `Story`: what identifies it in any language (figures with units and dates made whole, names of
the glossary, other names as Latin tokens and by their sound, subjects), and traces of its wording for copies in one
language. `similarity` of two stories is between 0 and 1; `same` decides. Pure: no clock, no network, no model.
A story holds no text: it can be kept for as long as a chat's window lasts.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from models import concepts
from models.article import Article
from models.language import base, canonical
from models.naming import hanzi, known, sounds
from models.numerals import Quantity
from models.numerals import find as find_quantities

WINDOW_S: Final = 3 * 24 * 3600.0
"""Seconds between two articles of one story: a translation or an update comes within days."""
THRESHOLD: Final = 0.5
"""Of `similarity`."""
MOST_TEXT: Final = 12_000
"""Characters that are looked at: what identifies a story stands in its beginning, and hostile pages have no end."""
MOST_TRACES: Final = 400
_SHINGLE: Final = 6
_KEPT: Final = 8
"""One shingle of so many is kept, by its hash (Broder 1997, modulo sampling)."""
SCHEMA: Final = "keyclaims/story/1"


@dataclass(frozen=True, slots=True)
class Story:
    """Each mapping: item -> how much it tells stories apart (the logarithm of its rarity, see `_weight`)."""

    language: str
    published: str = ""
    """As the article has it."""
    figures: Mapping[str, float] = field(default_factory=dict)
    """ "money:KRW:8.62e+11", "percent:23.4", "date:2026-10-22", "number:832"."""
    names: Mapping[str, float] = field(default_factory=dict)
    """ "state:Indonesia": kind and English form of entries of the glossary; "latin:uefa"."""
    sounds: Mapping[str, float] = field(default_factory=dict)
    """Consonants of foreign names, see `models.naming.sounds`."""
    subjects: Mapping[str, float] = field(default_factory=dict)
    """Lines of `concepts.tsv`, named by their first English form."""
    traces: frozenset[int] = frozenset()
    """Hashes of runs of characters."""


@lru_cache(maxsize=16)
def fingerprint(article: Article) -> Story:
    """What identifies the story. Kept for a moment: a feed's article is asked about four times on its way to a chat."""
    found = items(article)
    return Story(
        language=canonical(article.language),
        published=article.published,
        figures={item: _figure_weight(item) for item in found["figures"]},
        names={item: _rarity("names", item) for item in found["names"]},
        sounds={item: _rarity("sounds", item) * min(1.0, (len(item) - 1) / 4) for item in found["sounds"]},
        subjects={
            item: _rarity("subjects", item) * (1 + min(math.log(times), 1.5))
            for item, times in found["subjects"].items()
        },
        traces=_traces(_text(article)[0]),
    )


def items(article: Article) -> dict[str, dict[str, int]]:
    """Field of `Story` -> its items and how often each is in the article: what the weights are counted from."""
    text, language = _text(article)
    return {
        "figures": Counter(_figures(text, language, _day(article.published))),
        "names": Counter(_names(text, language)),
        "sounds": Counter(key for key in _sounds(text, language) if key),
        "subjects": concepts.find(text, language),
    }


def _text(article: Article) -> tuple[str, str]:
    """(the beginning of the article, Chinese in simplified characters; its language without the script)."""
    text = "\n".join((article.title, *article.paragraphs))[:MOST_TEXT]
    if base(article.language) != "zh":
        return text, canonical(article.language)
    return known.simplified(text, canonical(article.language)), "zh-Hans"


# --- weights -----------------------------------------------------------------------------------------------------

_RAREST: Final = math.log(200)
"""Of what is not in the table: seen in fewer than one article of a hundred, and not known better."""


@cache
def _shares() -> dict[tuple[str, str], float]:
    rows = (line.split("\t") for line in (files("models") / "shares.tsv").read_text("utf-8").splitlines())
    return {(row[0], row[1]): float(row[2]) for row in rows if row[0][0] != "#"}


def _rarity(kind: str, item: str) -> float:
    share = _shares().get((kind, item))
    return _RAREST if share is None else -math.log(share)


def _figure_weight(item: str) -> float:
    """A bare number of one digit, zeros aside, is said of many things."""
    kind, _, value = item.rpartition(":")
    digits = value.partition("e")[0].replace(".", "").strip("0")
    return _rarity("figures", item) * (0.5 if kind == "number" and len(digits) < 2 else 1.0)


# --- likeness ----------------------------------------------------------------------------------------------------

_WEIGHTS: Final = {"figures": 14.5, "names": 4.7, "sounds": 2.1, "subjects": 10.6}
_PLAIN: Final = 5.45
"""Of a story without figures, which names and subjects alone have to tell (`_plain`)."""
_BIAS: Final = -13.8
"""Logistic regression (see docs/stories.md)."""
_SMALL: Final = 3.0
"""Added to the sum of either side: little that agrees wholly is little."""
_EVIDENCE: Final = 0.05
"""Cosine from which a kind counts as evidence; one alone is not enough."""
_KINDS: Final = 2
_COPIED: Final = 0.35
"""Share of the shorter one's wording that makes a copy. Articles of one subject share a hundredth."""
_FEW_TRACES: Final = 8


def similarity(a: Story, b: Story) -> float:
    """0 to 1; above THRESHOLD is one story, whatever the dates say. Symmetric."""
    logit, kinds = _BIAS + _PLAIN * _plain(a, b), 0
    for kind, mine, theirs in (
        ("figures", a.figures, b.figures),
        ("names", a.names, b.names),
        ("sounds", a.sounds, b.sounds),
        ("subjects", a.subjects, b.subjects),
    ):
        cosine = _cosine(mine, theirs)
        logit += _WEIGHTS[kind] * cosine
        kinds += cosine > _EVIDENCE
    score = 1 / (1 + math.exp(-logit))
    if kinds < _KINDS:
        score = min(score, THRESHOLD / 2)
    copied = _copied(a, b)
    return max(score, min(1.0, copied / (2 * _COPIED)))


def _plain(a: Story, b: Story) -> float:
    """1 where one of them has no figures, less the more both have."""
    return 1 / (1 + min(sum(a.figures.values()), sum(b.figures.values())) / _SMALL)


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    if len(b) < len(a):
        a, b = b, a
    common = sum([min(weight, b[item]) for item, weight in a.items() if item in b])
    return common / math.sqrt((sum(a.values()) + _SMALL) * (sum(b.values()) + _SMALL)) if common else 0.0


def _copied(a: Story, b: Story) -> float:
    """Share of the shorter wording that the longer one has."""
    least = min(len(a.traces), len(b.traces))
    if least < _FEW_TRACES or base(a.language) != base(b.language):
        return 0.0
    return len(a.traces & b.traces) / least


def same(a: Story, b: Story, window_s: float = WINDOW_S) -> bool:
    """Whether both tell one story, published within `window_s` of each other as far as both say when."""
    apart = _apart_s(a.published, b.published)
    return (apart is None or apart <= window_s) and similarity(a, b) > THRESHOLD


def _apart_s(a: str, b: str) -> float | None:
    """Seconds; whole days where one of them has only a date."""
    one, two = _moment(a), _moment(b)
    if one is None or two is None:
        return None
    if len(a) <= 10 or len(b) <= 10 or (one.tzinfo is None) != (two.tzinfo is None):
        return max(abs((one.date() - two.date()).days) - 1, 0) * 86_400.0
    return abs((one - two).total_seconds())


def _moment(published: str) -> datetime | None:
    try:
        return datetime.fromisoformat(published)
    except ValueError:
        return None


def to_json(story: Story) -> dict[str, Any]:
    """The `keyclaims/story/1` object."""
    weighed = {kind: {item: round(w, 3) for item, w in getattr(story, kind).items()} for kind in _WEIGHTS}
    head = {"schema": SCHEMA, "language": story.language, "published": story.published}
    return {**head, **weighed, "traces": sorted(story.traces)}


def from_json(data: Mapping[str, Any]) -> Story:
    """The opposite of `to_json`. Raises ValueError for anything else."""
    if data.get("schema") != SCHEMA:
        raise ValueError(f'"schema" must be {SCHEMA}')
    try:
        weighed = {kind: {str(item): float(w) for item, w in data[kind].items()} for kind in _WEIGHTS}
        language = canonical(data["language"])
        return Story(language, str(data["published"]), **weighed, traces=frozenset(map(int, data["traces"])))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a story: {error}") from error


# --- figures -----------------------------------------------------------------------------------------------------

_FIGURES: Final = {
    "en": re.compile(r"\d|(?i:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)"),
    "ko": re.compile(r"\d|[월화수목금토일]요일"),
    "zh": re.compile(r"[\d０-９]|[一二三四五六七八九十两百千]{2,}|[万亿]|[周期]|百分之"),
}
"""Sentences without any of these have no figure that would tell one story from another; reading them costs most."""
_PIECE: Final = re.compile(r"[^\n。！？]+?(?:[。！？\n]|[.!?](?=\s)|$)")
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _figures(text: str, language: str, day: date | None) -> Iterable[str]:
    seen = _FIGURES[base(language)]
    for piece in _PIECE.finditer(text):
        if seen.search(piece.group()):
            for quantity in find_quantities(piece.group(), language):
                yield from _keys(quantity, day)


def _keys(quantity: Quantity, day: date | None) -> Iterable[str]:
    """Kinds that translations mix (count, age, duration, ordinal) are one."""
    value, kind = quantity.value, quantity.kind
    if kind in ("vague", "none", "weekday", "decade", "half_year") or value is None:
        if kind == "weekday" and isinstance(value, str) and day is not None and value in _WEEKDAYS:
            back = (day.weekday() - _WEEKDAYS.index(value)) % 7
            yield f"date:{day - timedelta(days=back)}"
        return
    if kind == "date" and isinstance(value, str):
        yield f"date:{_resolved(value, day)}"
        return
    if kind in ("time", "code", "quarter"):
        yield f"{kind}:{value}"
        return
    head = "number"
    if kind == "money":
        head = f"money:{quantity.currency or ''}"
    elif kind == "percent":
        head = "percent"
    for number in value if isinstance(value, tuple) else (value,):
        if isinstance(number, (int, float)):
            yield f"{head}:{abs(number):.6g}"


def _resolved(value: str, day: date | None) -> str:
    """A date without year or month, by the article's own: the nearest one."""
    if day is None or value[0] != "-":
        return value
    if value.startswith("---"):
        wanted = [
            (day.year, day.month),
            *(((day - timedelta(days=n)).year, (day - timedelta(days=n)).month) for n in (31,)),
        ]
        dates = [made for year, month in wanted if (made := _date(year, month, int(value[3:]))) is not None]
    else:
        parts = value[2:].split("-")
        if len(parts) == 1:
            return value
        dates = [made for n in (-1, 0, 1) if (made := _date(day.year + n, int(parts[0]), int(parts[1]))) is not None]
    return str(min(dates, key=lambda made: abs((made - day).days), default=value))


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _day(published: str) -> date | None:
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


# --- names -------------------------------------------------------------------------------------------------------

_TOKEN: Final = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9]*(?:[&'’.-][A-Za-z0-9]+)*")
_HANGUL: Final = re.compile(r"[가-힣]{2,}")
_PARTICLE: Final = re.compile(
    r"(?:에게서|으로부터|에서는|이라고|에서|에게|으로|까지|부터|라고|이라|처럼|보다|은|는|이|가|을|를|의|에|와|과|도|로|씨|측)$"
)
_FOREIGN: Final = re.compile(
    r"[크트스르드프즈츠그브흐므느쿠투푸케테페코토포카타파키티피쉬랑롱링랜런럼넷릭러레로랄럴렐롤링셔셰쇼슈첼캐태패팩캘맥맨벨벤빌번버베브밀멜먼윌웰월헬힐할휴홀줄젤잭존조지]"
)
_HAN: Final = re.compile(f"[{''.join(sorted(hanzi.DOTTED))}]{{2,}}")
_GENERIC: Final = frozenset(["title", "language", "currency"])


def _names(text: str, language: str) -> Iterable[str]:
    for hit in known.find(text, language):
        if hit.entry.kind not in _GENERIC and (form := known.write(hit.entry, "en")):
            yield f"{hit.entry.kind}:{form}"
    for match in _TOKEN.finditer(text):
        token = match.group()
        if len(token) > 2 and any(map(str.isupper, token)) and (language != "en" or not _opens(text, match.start())):
            yield "latin:" + token.removesuffix("'s").removesuffix("’s").casefold()


def _sounds(text: str, language: str) -> Iterable[str]:
    for match in _TOKEN.finditer(text):
        token = match.group().removesuffix("'s").removesuffix("’s")
        if token[0].isupper() and (base(language) != "en" or not _opens(text, match.start())):
            yield sounds.latin(token)
    if base(language) == "ko":
        for match in _HANGUL.finditer(text):
            word = _PARTICLE.sub("", match.group())
            if _FOREIGN.search(word):
                yield sounds.hangul(word)
                if word != match.group():
                    yield sounds.hangul(match.group())
    elif base(language) == "zh":
        for match in _HAN.finditer(text):
            yield sounds.han(match.group())


def _opens(text: str, start: int) -> bool:
    """Whether a capital letter is its place's, at the beginning of a sentence."""
    return start < 2 or text[start - 1] == "\n" or text[start - 2] in ".!?"


# --- wording -----------------------------------------------------------------------------------------------------


def _traces(text: str) -> frozenset[int]:
    squeezed = re.sub(r"[\W_]+", "", text.casefold())
    hashes = {zlib.crc32(squeezed[i : i + _SHINGLE].encode()) for i in range(len(squeezed) - _SHINGLE + 1)}
    return frozenset(sorted(h for h in hashes if h % _KEPT == 0)[:MOST_TRACES])
