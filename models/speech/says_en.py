"""English sentence -> the words that name who says it.

In: one sentence and the names of its article. Out: `Said` (the noun phrase and what it is) or None where nobody is said
to say anything. Looks at one sentence only; who "she" or "the company" is, `models.attribution` finds out.
"""

import re
from functools import cache
from typing import Final

from models.language import table
from models.speech import quotes, subject_en
from models.speech.said import Said

_THING: Final = re.compile(
    r"\b(?:figures?|reports?|notice|documents?|application|statement|filings?|data|results?|moves?|deals?|"
    r"plans?|bill|prices?|shares?|policy|study|survey|poll|vote|letter|law|rules?|"
    r"project|number|rate|sales|costs?|case|trial|document|filing|video|film|song|book|show|test|tests|model|"
    r"evidence|photos?|signs?|index|statistics|indictment|complaint|regulations?|legislation|income|release|models?|screen|"
    r"accusations?|remarks?|instruments?|sensors?|cameras?|satellites?|measurements?|samples?|headline|guidelines?|treaty|agreement|contract|"
    r"newspaper column|email|e-mail|tweet|post)$"
)


def find(text: str) -> Said | None:
    """Who says `text`, as the sentence itself puts it."""
    told = _without_scare(text, quotes.mask(text))
    source = next(
        (s for pattern in _sources() if (m := pattern.search(told)) and (s := _said(m["who"], "according to"))), None
    )
    quoted = sum(quote.end - quote.start for quote in quotes.find(text))
    if source and quoted < 0.2 * len(text):  # else the quotation has a speaker of its own: "…," she said
        return source
    for verb in _verbs().finditer(told):
        left = told[: verb.start()]
        if verb.group() == "called" and left.rstrip().endswith(",") and not re.search(r", who [^,]+,\s*$", left):
            continue  # "the device, called the Yeyu 8, …"
        if re.match(r"\s*(?:When|If|After|Before|Once)\b[^,]*$", left):
            continue  # "When prosecutors asked if …, Sanford said"
        if (verb.group() in ("say", "dispute") and _DENIED.search(left)) or (
            _RELATIVE.search(left) and verb.group() not in ("said", "says")
        ):
            continue
        if re.search(r"\b[Tt]his (?:newspaper|paper|website) $", left):
            return source
        phrase = (
            subject_en.behind(told, verb)
            or (subject_en.adds(left) if verb.group().endswith("ing") else "")
            or subject_en.before(left)
        )
        if phrase and (said := _said(phrase, verb.group())):
            return said
    return source


def _without_scare(text: str, told: str) -> str:
    """`told` without the marks of words that are only named so ("crimes against humanity"): nobody is quoted there."""
    for quote in quotes.find(text):
        if quote.closed and text[quote.start - 1 : quote.start] == " " and text[quote.end - 2] not in ",.!?…—":
            told = told[: quote.start] + " " + told[quote.start + 1 : quote.end - 1] + " " + told[quote.end :]
    return told


_DENIED: Final = re.compile(r"\b(?:do|does|did) not (?:even |yet )?$")
"""What is not said: "did not say when", "do not dispute"."""
_RELATIVE: Final = re.compile(
    r"\bthe (?:(?!is\b|was\b|are\b|were\b|has\b|had\b)[\w$.-]+ ){1,3}(?:it|he|she|they) $|, an? [a-z]+ [A-Z][\w'’-]+ $"
)
"""A clause that describes a noun: "the $900 million it claimed in 2022", ", a charge China denies"."""


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(?:" + "|".join(table("en").reporting) + r")\b")


@cache
def _sources() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, table("en").sources))


def _said(phrase: str, cue: str) -> Said | None:
    phrase = subject_en.PHRASE_END.sub("", phrase.strip(" \"“”'‘’,.-")).strip()
    phrase = re.sub(r"\s*\([^)]*\)", "", phrase)
    phrase = re.sub(r"^.*\b(?:said|says) (?=the |an? |[A-Z])", "", phrase)  # "Lund said the authority said"
    phrase = re.sub(r"^(?:In|On|At|Last|After|Under|By|For) [^,]*? (?=(?:the|this|an?|his|her) [a-z]+$)", "", phrase)
    phrase = _WHEN.sub("", phrase)
    phrase = re.sub(r"^\d\d-year-old (?=(?:[a-z]+ ){0,3}[A-Z])", "", phrase)
    if published := _PUBLISHED.match(phrase):
        phrase = published["who"]
    phrase = _LED.sub(r"\g<name>", phrase)
    phrase = re.sub(
        r"^((?:An?|The) (?:[\w'’-]+ ){1,4}?)(?:led|run|owned|backed|accepted|based)\b.*$", r"\1", phrase
    ).strip()
    if (owned := _OWNED.match(phrase)) is not None:
        phrase = owned["who"]
    words = phrase.split()
    if not words or len(words) > 14:
        return None
    if phrase.lower() in _OBJECTS:
        return Said("", _OBJECTS[phrase.lower()], cue)
    if re.fullmatch(rf"(?:[Tt]he|[Tt]his) (?:[\w-]+ ){{0,2}}?(?:{_PAPERS}|document|findings)", phrase):
        return Said("", "paper", cue)
    if re.fullmatch(
        r"(?:[Tt]he|[Bb]oth) (?:two )?(?:companies|firms|carriers|airlines|groups|banks|retailers|clubs|universities)",
        phrase,
    ):
        return Said(phrase, "both", cue)
    last = words[-1].lower()
    if last in ("he", "she", "it", "they") and (len(words) == 1 or not phrase[0].isupper() or len(words) > 3):
        return Said("", {"they": "person"}.get(last, last), cue)
    if (
        (len(words) == 1 and phrase.islower() and phrase.endswith("ing"))
        or phrase.lower() in _NOBODY
        or re.match(r"(?:[A-Z][a-z]+ )?(?:than )?[\d.]+ ?(?:per ?cent|%)", phrase)
        or re.fullmatch(r"(?:[Aa]|[Oo]ne) (?:reporter|journalist)", phrase)
        or re.search(r"\d ?(?:%|per ?cent) of ", phrase)
        or re.match(
            r"(?:[Mm]ost|[Mm]any|[Ss]ome|[Aa]ll|[Bb]oth|[Ee]ach|[Nn]one|[Hh]alf) of (?:them|these|those|which|whom)\b",
            phrase,
        )
        or (cue.startswith("apologi") and re.fullmatch(r"[Tt]he (?:newspaper|paper|magazine|[A-Z]\w+)", phrase))
        or re.match(
            r"(?:(?:I|[Hh]e|[Ss]he|[Ii]t|[Ww]e|[Yy]ou|[Tt]hey)['’]|I |We |What |or |[Nn]o one\b|[Nn]obody\b|"
            r"(?:court )?papers (?:filed|seen)\b)",
            phrase,
        )
        or re.fullmatch(r"[Tt]his (?:newspaper|paper|website|reporter|writer)", phrase)
        or phrase[0].isdigit()
        or _THING.search(phrase)
        or _PAPER.search(phrase)
    ):
        return None
    if re.search(
        r"\b(?:is|was|are|were|will|would|has|have|had|been|did|does)\b| [a-z]+ed (?:off|out|up|down|\d+) ", phrase
    ):
        return None  # a clause, not a noun phrase
    if re.fullmatch(r"[Tt]he [A-Z][a-z]+(?:an|ese|ish)", phrase):
        return Said(phrase, "person", cue)  # the Italian
    if re.fullmatch(
        r"[Tt]he (?:\d{1,3}|[a-z]+(?:-[a-z]+)?)-year-old(?: [a-z-]+){0,3}|[Tt]he (?:nominee|defendant)", phrase
    ):
        return Said(phrase, "person", cue)
    if any(re.fullmatch(pattern, phrase) for pattern in table("en").stand_ins):
        return Said(phrase, "stand-in", cue)
    runs = [run.group() for run in subject_en.NAME.finditer(phrase) if run.group() not in subject_en.NOT_NAMES]
    return Said(phrase, "named", cue) if runs or len(words) <= 6 else None


_WHEN: Final = re.compile(
    r"^(?:On|In|At|Last|By|Since|Earlier|Late|Early)(?: the| late| early)? (?:\d+(?:st|nd|rd|th)|[A-Z][a-z]+day|"
    r"year|week|month|night|\d{4}|"
    r"January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,4})? (?=\w)"
)
"""A time that stands before the subject without a comma: "On the 14th the ministry"."""
_PUBLISHED: Final = re.compile(
    r"^(?:(?:an?|the|its|their|new|latest|official) )*(?:[\w-]+ ){0,2}?(?:release|report|statement|study|survey|poll|data|figures|"
    r"statistics|analysis|review|memo|notice)s? (?:(?:released|published|compiled|issued|conducted|obtained|"
    r"carried out|used) (?:(?:on )?[A-Z][a-z]+ )?)?"
    r"(?:from|by) (?P<who>.+)$",
    re.I,
)
"""A paper and its owner: "a news release from the Newport Police Department"."""
_PAPERS: Final = (
    r"(?:polls?|surveys?|stud(?:y|ies)|reports?|filings?|figures|data|statistics|estimates?|records?|counts?|calculations?|accounts?|"
    r"audits?|inquiry|review|analysis|census|results|projections?|forecasts?|statement|notice)"
)
_OWNED: Final = re.compile(
    r"^(?:(?:an?|the|The|An?|new|latest|own|annual|official) )*"
    r"(?P<who>his|her|its|their|city|county|state|company|police|government|council|ministry|bank|union|customs|"
    r"(?:[a-z]+ )?[A-Z][\w'’&./-]*(?: (?:of |the |for |and )?[A-Z][\w'’&./-]*){0,5}?) "
    r"(?:(?:own|latest|new|annual|recent|regulatory|internal|official|quarterly|monthly|opinion|first|\d{4}) )*"
    rf"{_PAPERS}(?: (?:of|on|from|for|in) [^,]*)?$"
)
"""A paper behind its owner: "a Hanbit Research poll", "her own figures", "council figures"."""
_OBJECTS: Final = {"her": "she", "him": "he", "his": "he", "them": "person", "their": "person", "its": "it"}
"""Who is meant behind "according to", or owns a paper."""
_LED: Final = re.compile(
    r"^(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}) (?:[a-z]+ed|has|took|came|made|gave|held|won|lost|began|"
    r"stands|is|was)\b.*$"
)
"""A subject with its first verb, where the reporting verb is the second: "Norvex opened a plant and says …"."""
_PAPER: Final = re.compile(
    r"^(?:an?|the|its|their|his|her) (?:\w+ )?(?:memo|application|report|document|filing|complaint|statement|"
    r"survey|poll|study|review|notice|letter)\b",
    re.I,
)
_NOBODY: Final = frozenset(
    "the a an also reporters "
    "who i we you him her this that these those which there what whoever nobody one "
    "people many two three four "
    "five six seven eight nine ten some others most everyone everybody few none".split()
)
