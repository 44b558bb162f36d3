"""English definite description -> the one name of the article that it stands for.

In: the article's text and a phrase ("the labour minister", "the agency"). Out: the name as written beside that noun,
"labour minister Oh Ha-rin" or "Maru, an agency"; "" where the text gives none or several. Knows nothing but the text.
"""

import re
from typing import Final

_DEFINITE: Final = re.compile(
    r"[Tt]he (?:former |new |outgoing |acting |\w+-year-old )*(?P<noun>(?:[\w'’-]+ ){0,2}[a-z][a-z-]+)"
)
_NAME: Final = r"(?P<name>[A-Z][\w'’&-]+(?: (?:[A-Z]\.|(?:of |de |van |& )?[A-Z][\w'’&-]+)){0,4})"
_MANY: Final = re.compile(
    r"(?:s|police|court|government|council|city|county|state|army|party|ministry|department|people|public|media|"
    r"country|world|man|woman|side|team|board|jury|judiciary|press|navy|family|staff|crew)$"
)
"""Heads that a name behind them does not belong to ("police Chief …"), or that many may be."""


def find(body: str, phrase: str) -> str:
    """The name that `phrase` stands for."""
    definite = _DEFINITE.fullmatch(phrase)
    if not definite or _MANY.search(definite["noun"]):
        return ""
    noun = re.escape(definite["noun"])
    head = f"(?i:{noun[0]}){noun[1:]}" if noun[0].isalpha() else noun
    titled = "(?:" + " ".join(f"[{w[0].upper()}{w[0]}]{re.escape(w[1:])}" for w in definite["noun"].split()) + ")"
    found = [m["name"] for m in re.finditer(rf"\b(?:{titled}) {_NAME}", body)]
    found += [
        m["name"]
        for m in re.finditer(
            rf"{_NAME}, (?:\d\d, )?(?:an?|the|its|his|her|their|then|now|who is an?|who is the)(?: (?!who\b|"
            rf"which\b|and\b|of\b|at\b)[\w'’-]+){{0,4}}? {head}(?=[,.;]| who\b| of\b| at\b| for\b| in\b| from\b)",
            body,
        )
    ]
    found += [
        m["name"]
        for m in re.finditer(rf"\b(?:[Tt]he|[Ii]ts|[Aa]n?|[Hh]is|[Hh]er) (?:[\w'’-]+ )?{head}, {_NAME}(?=[,.])", body)
    ]
    short = {name.split()[-1] for name in found}
    return max(found, key=len) if len(short) == 1 else ""
