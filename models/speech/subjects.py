"""Sentence -> the person or party it is about, as its subject stands at its beginning.

In: a sentence and the names of its article. Out: the phrase as written, "" where the subject is nobody known. What
"she said" in the next sentence refers to hangs on it.
"""

import re
from typing import Final

from models.language import table
from models.naming import people_en
from models.naming.roster import Names
from models.speech import quotes, says_ko, words_ko


def find(text: str, names: Names) -> str:
    """The first name of the sentence, where it stands as the subject."""
    told = quotes.mask(text)
    return {"en": _english, "ko": _korean, "zh": _chinese}[names.code](told, names)


def _english(told: str, names: Names) -> str:
    if re.match(r"(?:He|She|It|They)\b", told):
        return ""
    head = re.split(r"[;:]", told)[0][:90]
    for run in people_en.runs_of(head):
        bare = " ".join(word for word in run.split() if word.rstrip(".") not in table("en").titles)
        if bare in names.people or names.full.get(bare) or bare in names.parties:
            before = head[: head.find(run)]
            return (
                run
                if len(before.split()) <= 4 and not re.search(r"\b(?:of|in|at|on|by|for|with|from|to)\s+$", before)
                else ""
            )
    return ""


def _korean(told: str, names: Names) -> str:
    said = says_ko.subject(told)
    words = said.split()
    known = bool(words) and (
        words_ko.titled(words[-1]) or words_ko.is_body(words[-1]) or said in names.people or names.of(said) != said
    )
    return said if known and len(words) < 5 else ""


def _chinese(told: str, names: Names) -> str:
    clause = re.split(r"[，。；：,;:]", told)[0]
    if TOPIC.match(clause):
        return ""
    best = ""
    place = len(clause)
    for name in (*names.people, *names.full):
        at = clause.find(name)
        if 0 <= at < place or (at == place and len(name) > len(best)):
            best, place = name, at
    return best if place <= 24 and clause[:place] not in ("在", "与", "跟", "向", "对", "和") else ""


TOPIC: Final = re.compile(
    r"谈[到及]|说[到起]|提[到及]|关于|对于|至于|针对|被问[到及]|除了?|面对|根据|按照|据|根據|據|關於|對於|針對|談[到及]|說[到起]"
)
"""Openings that name whom it is about, not who acts."""


_KIN: Final = re.compile(
    r"(?P<who>[^，。、他她]{2,12}的(?:母亲|父亲|妻子|丈夫|儿子|女儿|哥哥|弟弟|姐姐|妹妹|律师|经纪人|母親|父親|兒子|女兒|律師|經紀人))(?=[是在从今曾也，有])"
)
"""苏杰的母亲: whoever is meant behind it, it is not 苏杰."""


def before_pronoun(text: str, names: Names) -> str:
    """Chinese: the one person that the sentence itself names before a clause begins with 他 or 她."""
    found = re.search(r"[，；][^，；]{0,6}?[他她](?!们)", text)
    told = text[: found.start()] if found else ""
    told = told.partition("，")[2] if TOPIC.match(told) else told
    if kin := _KIN.match(told):
        return kin["who"]
    here = {name for name in names.people if name in told and not re.match(r".?[他她]", told)}
    here = {name for name in here if not any(name != other and name in other for other in here)}
    return here.pop() if len(here) == 1 else ""
