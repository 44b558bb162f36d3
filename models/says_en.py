"""English sentence -> the words that name who says it.

In: one sentence and the names of its article. Out: `Said` (the noun phrase and what it is) or None where nobody is said
to say anything. Looks at one sentence only; who "she" or "the company" is, `models.attribution` finds out.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from models import quotes
from models.language import table
from models.said import Said

_NAME: Final = re.compile(
    r"(?:[A-Z][\w'’.&-]*|[A-Z]\.)(?:(?:\s+&)?\s+(?:[A-Z][\w'’.&-]*|(?:al|el|bin|ibn|ben)-[A-Z][\w'’-]*|(?:of|de|da|van|von|der|den|del|bin|du|al|la|le|for|"
    r"the)(?=\s+[A-Z])))*"
)
_CONNECTIVE: Final = re.compile(
    r"^(?:and|but|with|when|where|while|whereas|though|although|as|because|that|since|so|if|yet|meanwhile|however|then|later|"
    r"And|But|While|Though|Although|As|Because|Meanwhile|However|Still|Yet|Then|Later|Earlier|Instead|So)\s+"
)
_BEFORE_VERB: Final = re.compile(
    r"(?:\s+(?:has|have|had|also|later|then|previously|repeatedly|recently|now|still|both|once|again|too|"
    r"himself|herself|"
    r"itself|themselves|would|will|did|does|do|could|may|might|not|never|even|just|first|only|often|in turn|all|"
    r"each|instead|"
    r"(?!family|reply|supply|assembly|ally|Italy|July)\w+ly|(?:on|in|at|by|from|during|to) (?!(?:the )?(?:\w+ "
    r")?(?:council|ministry))(?:(?!\b(?:is|are|was|were|"
    r"be|been|being)\b)[^,]){2,40}))+$"
)
_NO_SUBJECT: Final = re.compile(
    r"(?:^|\s)(?:be|been|being|was|were|is|are|to|by|of|the|a|an|its|his|her|their|had|in|for|with|not|so|as|"
    r"than|and|or|who|"
    r"that|which|what|how|when|where|on|amid|over|despite|after|before|since|without|average|only|ever|he is|get|gets|got|"
    r"by the|may|no|any|most|some)$"
)
"""Words that end no subject: what follows them is a participle or a noun, not a reporting verb."""
_PHRASE_END: Final = re.compile(
    r"\s+(?:who|whose|which|that|where|when|while|in a|in an|at a|on (?:[A-Z]|the \d)|during|after|citing|quoting|as|told|to a|"
    r"by (?:phone|telephone|e-?mail))\b.*$"
)
_THING: Final = re.compile(
    r"\b(?:figures?|reports?|notice|documents?|application|statement|filings?|data|results?|moves?|deals?|"
    r"plans?|bill|prices?|shares?|policy|study|survey|poll|vote|letter|law|rules?|"
    r"project|number|rate|sales|costs?|case|trial|document|filing|video|film|song|book|show|test|tests|model|"
    r"evidence|photos?|signs?|index|statistics|indictment|complaint|regulations?|legislation|income|release|models?|screen|"
    r"accusations?|remarks?|instruments?|sensors?|cameras?|satellites?|measurements?|samples?|headline|guidelines?|treaty|agreement|contract|"
    r"newspaper column|email|e-mail|tweet|post)$"
)
_NOT_NAMES: Final = frozenset(
    "The A An In On At For From With After Before When While If As By But And Or So It He She They".split()
)


def names(text: str) -> Iterable[str]:
    """Capitalised runs of two words or more: people, firms, offices, in order."""
    for found in _NAME.finditer(text):
        words = found.group().rstrip(".,").split()
        while words and words[0] in _NOT_NAMES:
            words.pop(0)
        if len(words) > 1:
            yield re.sub(r"['’]s$", "", " ".join(words))


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
        phrase = _after(told, verb) or (_adds(left) if verb.group().endswith("ing") else "") or _before(left)
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


def _after(told: str, verb: re.Match[str]) -> str:
    """The subject behind its verb (`…," said X, who …`); "" where it stands before it."""
    before = told[: verb.start()].rstrip()
    if not before or before[-1] not in ",\"”’'?!-—–" or verb.group() not in _INVERTED:
        return ""
    found = _BEHIND.match(told, verb.end())
    if not found:
        return ""
    quoted = before[-1] in "\"”’'"
    ended = told[found.end() :].lstrip()[:1] in ("", ",", ".", ";", ":", '"', "“") or bool(
        _PHRASE_END.match(told[found.end() :])
    )
    many = told[found.end() :].strip() in ("", ".") and re.fullmatch(r"\s*[a-z]+s(?: and [a-z]+s)?", found.group())
    return found.group().strip() if quoted or (ended and (many or re.search("[A-Z]", found.group()))) else ""


_INVERTED: Final = frozenset(
    "said says added adds asked wrote replied answered recalled explained warned joked complained argued "
    "insisted noted reported reports stressed cautioned concluded admitted acknowledged predicted claimed promised suggested "
    "observed remarked declared announced confirmed conceded explains warns adds notes recalls argues insists".split()
)
_BEHIND: Final = re.compile(
    r"\s+(?:(?:the |a |an |one )?(?:\d\d-year-old )?(?:(?!that|it|he|she|they|we|there|in|on|at|to)[a-z][\w-]* ){0,4}?"
    r"[A-Z][\w'’.&-]*(?:\s+(?:of |de |van |al |the |for )?[A-Z][\w'’.&-]*)*|the (?:[a-z-]+ ){0,2}(?:\d\d-)?[a-z-]+(?=[,.])|"
    r"[a-z]+s(?: and [a-z]+s)?(?=[,.]))"
)


def _adds(left: str) -> str:
    """The subject of "X has defended the cut, saying …"; "" where the participle hangs on no such clause."""
    if not left.rstrip().endswith(","):
        return ""
    for clause in reversed(re.split(r"(?:, (?:and|but|while) |[;:—] ?)", left)):
        if led := _LEADING.match(clause):
            return led["who"]
    return ""


def _before(left: str) -> str:
    """The subject that ends `left`, appositions and adverbs taken off; "" where none does."""
    left = re.sub(r"(?<=\d),(?=\d{3})", "", left)
    left = re.sub(r"\s[-–—]\s[^–—]{3,120}?\s[-–—]\s", " ", left)
    left = re.sub(r"(?<![\w-])(?<!the )(?<!The )\d\d-year-old (?=(?:[a-z]+ ){0,3}[A-Z])", "", left)
    if _COORDINATED.search(left):
        clause = re.sub(r"^.*(?:[;:—]|[”\"] (?=[A-Z]))\s*", "", left)
        led = _LEADING.match(clause)
        return led["who"] if led and not _DESCRIBES.search(clause, led.end()) else ""
    left = re.sub(r"^.*(?:[;:—–“”\"]|\s-\s)\s*", "", left)
    left = re.sub(r"^(?:Late|Early|Later|Earlier) (?:on|in) (?:the )?(?:\d+[a-z]{2}|[A-Z][a-z]+) (?=[A-Z])", "", left)
    left = re.sub(r",\s(?:[A-Z][a-z]{1,4}\.|[A-Z]\.[A-Z]\.)(?=,)", "", left)  # Baton Rouge, La.,
    left = re.sub(
        r"\b(?:was|were|is|are|has been|have been) (?:quoted|cited|reported)(?: (?:by|in|on) [^,]{3,40}?)? as $",
        "",
        left,
    )
    left = re.sub(r"^((?:Police|Officials|Prosecutors|Officers) in [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*), *$", r"\1", left)
    if staff := _STAFF.search(left):
        return staff["who"]
    left = _BEFORE_VERB.sub("", " " + left.strip()).strip()
    parts = [part.strip() for part in left.split(",")]
    parts = [
        part
        for part in parts
        if part.lower() not in ("however", "meanwhile", "too", "though", "in turn", "for example")
    ] or [""]
    if (
        len(parts) > 1
        and not parts[-1]
        and len(left.split(",")) > 2
        and re.search(r"(?:however|meanwhile|though),$", left)
    ):
        parts = parts[:-1]
    if parts[-1] and len(parts) > 2 and re.match(r"[a-z]+ed ", parts[-1]):
        parts[-1] = ""  # "Ingrid Halle, head of hardware, traced the fault … telling"
    if parts[-1]:
        part = _CONNECTIVE.sub("", parts[-1])
        if len(parts) > 1 and _OFFICE.match(part) and _NAME.fullmatch(parts[-2]):
            return parts[-2]  # "Dieter Kempf, head of the federation said"
        if _PAIR.fullmatch(part):
            return part
        part = re.sub(
            r"^.*\b(?:and|but|because|while|that|as|although|though|after|since|which|whom)\s+(?=(?:he|she|it|"
            r"they|authorities|officials|police|prosecutors|investigators|experts|analysts|the company|[A-Z][\w'’-]+ [a-z]+|(?:[a-z]+ "
            r"){0,2}[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})$)",
            "",
            part,
        )
        return (
            "" if _NO_SUBJECT.search(part) or part.lower() in ("a", "an", "the", "no", "some", "any", "its") else part
        )
    wholes = [
        part
        for part in parts[:-1]
        if part[:1].isupper()
        and not re.match(r"(?:In|On|At|From|During|After|Before|Last|By|For|With|As|To|Under) ", part)
    ]
    for part in reversed(wholes):
        if _NAME.fullmatch(_CONNECTIVE.sub("", part)) and part not in _NOT_NAMES:
            return _CONNECTIVE.sub("", part)
    return _CONNECTIVE.sub("", wholes[-1]) if wholes else ""


_OFFICE: Final = re.compile(
    r"an? [\w-]+ |(?:head|chief|chair(?:man|woman)?|director|president|professor|founder|leader|secretary|minister|spokes\w+) "
    r"(?:of|at|for) "
)
"""An office behind a name, without the comma that should close it."""
_STAFF: Final = re.compile(
    r"(?:^|[,\s])(?P<who>(?:(?:[Oo]fficials|[Rr]esearchers|[Ss]cientists|[Ee]conomists|[Aa]nalysts|[Dd]octors|[Ll]awyers|"
    r"[Pp]rosecutors|[Ii]nvestigators|[Ee]ngineers|[Ee]xperts|[Ee]xecutives|[Aa]stronomers|[Ii]nspectors|"
    r"[Ss]taff|[Tt]eachers|(?:[Aa]|[Tt]he) spokes(?:man|woman|person)|(?:[Aa] )?[Ss]ources? close) (?:at|from|of|with|for|to) (?:the )?"
    r"[A-Z][\w'’&.-]*(?: (?:of |and |the |for )?[A-Z][\w'’&.-]*){0,5}(?: (?:ministry|bureau|office|council|agency|police))?))\s*"
    r"(?:(?:also|later|have|has|had) |on \w+day )*$"
)
"""People of a house: "Officials at the Science Ministry"."""
_COORDINATED: Final = re.compile(
    r"(?:^|\s)(?:and|but|then)(?:,? (?:also|later|then|now|has|have|had|instead|again))*\s*$"
)
"""The reporting verb is the second of its subject: "kept its forecast and said"."""
_LEADING: Final = re.compile(
    r"^(?:(?:And|But|So|Yet|Still|Then) )?(?:(?:(?:In|On|At|By|From|During|After|Before|When|As|While|Asked|Last|For)\b[^,]{3,90}|"
    r"\w+ (?:days|weeks|months|years|hours) (?:later|earlier)), )?"
    r"(?P<who>(?:He|She|It|They)(?= )|(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er) )?(?:[A-Z][a-z-]+ |[a-z-]+ ){0,4}?[A-Z][\w'’.&-]*"
    r"(?:(?: of| de| van| &)? [A-Z][\w'’.&-]*)*(?=, [a-z\d]| (?:has|have|had|is|was|are|were|will|would|"
    r"could|also|still|now|later|never|already|first|again|did|does|doesn['’]t|didn['’]t|made|took|gave|kept|met|held|"
    r"won|lost|left|led|went|cut|set|put|[a-z]+ed|[a-z]+s) )|"
    r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*['’]s (?:[a-z-]+ ){1,3}?(?=[a-z]+ed )|"
    r"(?:[Tt]he|[Ii]ts) (?:[a-z-]+ ){1,3}?(?=(?:has|had|is|was|will|would|could|also|did|does|[a-z]+ed|kept|made|took|gave|cut|set|put) ))"
)
"""The subject that a sentence begins with."""
_DESCRIBES: Final = re.compile(r"(?<!,) (?:that|which|who) (?:[a-z]+s|has|have) ")
"""A relative clause: its verbs are not the subject's ("a model that reads the notes and warns …")."""
_PAIR: Final = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)* and [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
"""Avon and Somerset Police."""


def _said(phrase: str, cue: str) -> Said | None:
    phrase = _PHRASE_END.sub("", phrase.strip(" \"“”'‘’,.-")).strip()
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
    runs = [run.group() for run in _NAME.finditer(phrase) if run.group() not in _NOT_NAMES]
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
