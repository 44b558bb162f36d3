"""English clause -> the noun phrase that is the subject of its reporting verb.

In: what stands before or behind the verb, quotations blanked out. Out: the phrase as written, "" where none is a
subject. Whether the phrase names anybody, `models.speech.says_en` decides.
"""

import re
from typing import Final

NAME: Final = re.compile(
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
PHRASE_END: Final = re.compile(
    r"\s+(?:who|whose|which|that|where|when|while|in a|in an|at a|on (?:[A-Z]|the \d)|during|after|citing|quoting|as|told|to a|"
    r"by (?:phone|telephone|e-?mail))\b.*$"
)
NOT_NAMES: Final = frozenset(
    "The A An In On At For From With After Before When While If As By But And Or So It He She They".split()
)


def behind(told: str, verb: re.Match[str]) -> str:
    """The subject behind its verb (`…," said X, who …`); "" where it stands before it."""
    ahead = told[: verb.start()].rstrip()
    if not ahead or ahead[-1] not in ",\"”’'?!-—–" or verb.group() not in _INVERTED:
        return ""
    found = _BEHIND.match(told, verb.end())
    if not found:
        return ""
    quoted = ahead[-1] in "\"”’'"
    ended = told[found.end() :].lstrip()[:1] in ("", ",", ".", ";", ":", '"', "“") or bool(
        PHRASE_END.match(told[found.end() :])
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


def adds(left: str) -> str:
    """The subject of "X has defended the cut, saying …"; "" where the participle hangs on no such clause."""
    if not left.rstrip().endswith(","):
        return ""
    for clause in reversed(re.split(r"(?:, (?:and|but|while) |[;:—] ?)", left)):
        if led := _LEADING.match(clause):
            return led["who"]
    return ""


def before(left: str) -> str:
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
        if len(parts) > 1 and _OFFICE.match(part) and NAME.fullmatch(parts[-2]):
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
        if NAME.fullmatch(_CONNECTIVE.sub("", part)) and part not in NOT_NAMES:
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
