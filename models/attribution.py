"""Article, sentences -> who makes each claim, or None where the article itself speaks.

In the order in which a reader would look: the sentence's own subject or source phrase; the speaker who opened the
quotation that still runs; for "she said" the person who was last spoken of; for "the company" the party of that kind. A
surname is shown in the first full form. Never guesses beyond that: no speaker is better than a wrong one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from models.article import Article
from models.language import table
from models.naming import named_zh, people
from models.naming.roster import Names
from models.ranking import standing
from models.sentences import Sentence
from models.speech import quotes, says_en, says_ko, says_zh, subjects
from models.speech.said import Said


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who makes a claim."""

    name: str
    """As it should be shown, in the article's language: the first full form, with its title."""
    inferred: bool = False
    """True where the sentence itself does not name the speaker (resolved from the sentences before)."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of one sentence."""

    speaker: Speaker | None
    referent: str = ""
    """The person that a pronoun at its beginning stands for; "" where there is none or it can't be told for sure."""


@dataclass(slots=True)
class _Memory:
    """What the sentences so far have shown."""

    names: Names
    title: str
    persons: list[str] = field(default_factory=list)
    """People spoken of as subjects, the latest last."""
    named: int = 0
    """Parties known before the first sentence: what `names.parties` has behind them has been a subject or has spoken."""
    party: str = ""
    firm: str = ""
    """The last party that may be called a company."""
    last: str = ""
    """Who spoke last."""
    spoke: int = -9
    """The sentence in which they did."""
    gender: dict[str, str] = field(default_factory=dict)
    running: bool = False
    """A quotation has been opened and not yet closed."""
    at: int = 0
    """Number of the sentence that is read."""
    seen: dict[str, int] = field(default_factory=dict)
    """Person -> the last sentence that was about them."""
    read: str = ""
    """The sentences so far, `_BACK` characters of them."""
    mentioned: str = ""
    """The last person named in full, wherever in a sentence."""
    paper: str = ""
    """Whose report, poll or study was spoken of last."""
    pollster: str = ""
    """Whose poll the article tells."""

    def note(self, name: str) -> None:
        if self.names.is_person(name):
            if name in self.persons:
                self.persons.remove(name)
            self.persons.append(name)
            self.seen[name] = self.at
        else:
            self.party = name
            self.names.parties.append(name)
            if not _OFFICE.search(name) and not _NO_FIRM.search(name) and self.names.may_be_firm(name, self.named):
                self.firm = name


_FIRM: Final = re.compile(
    r"(?i)company|firm|maker|airline|carrier|retailer|operator|manufacturer|developer|platform|lender|chain|insurer|drugmaker|shipbuilder|start-?up|portal|회사|항공사|운영사|제조사|개발사|소속사|통신사|업체|기업|사측|公司|企业|厂方|资方"
)
_EMPTY: Final = re.compile(
    r"^(?:该|这家|这一|해당 |이 |동 )|^(?:양측|두 회사|두 업체|两家公司)$|"
    r"^(?:[Tt]he |[Bb]oth )?(?:(?:two|both) )?(?:companies|firms|carriers|sides|candidates)$|"
    r"^[Tt]he (?:\w+ )?(?:group|club|team|label|studio|party|agency|organi[sz]ation)$"
)
"""Stand-ins that say nothing by themselves."""
_ITS: Final = re.compile(
    r"^(?:该|这家|这一)(?:公司|企业|机构|集团|银行|部门|协会|组织|医院|学校|大学|法院|团队|平台|品牌|中心|团体|[报国市省县州党部局院校厂店行])(?=..)"
)
"""What stands before a title: 该公司董事长."""
_CLUB: Final = re.compile(
    r"(?i)\b(?:group|club|team|label|studio|agency|bank|union|party|platform|fund|school|hospital|lender|giant|chain|museum|brand|"
    r"charity|startup|insurer|brewer|builder|shipbuilder|exchange|portal|university|institute)$"
)
_OFFICE: Final = re.compile(
    r"(?i)ministry|commission|agency|bureau|court|police|government|council|department|association|union|institute|university|forum|school|hospital|office|officials|authorit|"
    r"부$|청$|당국|위원회|법원|경찰|협회|노조|정부|시$|국$|들$|部$|局$|厅$|委员会|法院|警方|协会|工会|政府|们$"
)
"""What no "company" is."""
_NO_FIRM: Final = re.compile(
    r"(?i)watchdog|regulator|\b(?:bay|river|street|road|county|city|island|port|airport|stadium|cup|league|games|state|states)$|"
    r"^(?:two|three|four|five|several|some|many|most|other|both) "
)
"""Places, watchdogs and numbers of things are no company either."""

_FINDERS = {"en": says_en.find, "ko": says_ko.find, "zh": says_zh.find}


def attribute(article: Article, sentences: Sequence[Sentence]) -> list[Speaker | None]:
    """One entry a sentence."""
    return [heard.speaker for heard in trace(article, sentences)]


def trace(article: Article, sentences: Sequence[Sentence]) -> list[Heard]:
    """The speaker of each sentence, and whom a pronoun at its beginning stands for."""
    code = table(article.language).code
    memory = _Memory(names=people.find(article), title=article.title)
    memory.named = len(memory.names.parties)
    found: list[Heard] = []
    before = ""
    open_after = _running(sentences)
    for memory.at, sentence in enumerate(sentences):
        memory.read = f"{memory.read}{sentence.text}\n"[-_BACK:]
        bare = sentence.text[standing.opening(sentence.text, code) :]
        referent = _referent(bare[:1].upper() + bare[1:], before, code, memory)
        found.append(Heard(_speaker(sentence.text[standing.lead_in(sentence.text, code) :], code, memory), referent))
        memory.running = open_after[memory.at]
        memory.mentioned = max(
            (name for name in memory.names.people if name in sentence.text),
            key=sentence.text.find,
            default=memory.mentioned,
        )
        before = sentence.text
    return found


_HE: Final = {
    "en": re.compile(r"(?P<he>He|His)\b|(?P<she>She|Her)\b"),
    "ko": re.compile(r"그(?:는|가|의)\s"),
    "zh": re.compile(r"(?P<he>他)(?![们本])|(?P<she>她)(?![们本])"),
}


def _referent(text: str, before: str, code: str, memory: _Memory) -> str:
    """The person whom the pronoun at the beginning of `text` stands for, where only one can be meant."""
    found = _HE[code].match(text)
    if not found:
        return ""
    gender = next((key for key in ("he", "she") if key in found.re.groupindex and found[key]), "")
    near = [
        name
        for name in memory.persons
        if memory.seen[name] >= memory.at - 2 and memory.gender.get(name, gender) == gender
    ]
    others = any(name in before and name not in near[-1:][0] for name in memory.names.people) if near else True
    return near[-1] if len(near) == 1 and not others else ""


def _speaker(text: str, code: str, memory: _Memory) -> Speaker | None:
    text = text[:_LONG]
    folded = table(code).folded(text)
    said = _FINDERS[code](folded)
    about = bool(memory.last) and re.split(r"[\s·・]", memory.last)[-1] in text
    unnamed = said is None or said.kind != "named"
    if memory.running and memory.last and unnamed and not about and not re.search(r"[\"“”「」『』]", text):
        return Speaker(memory.last, True)  # in the middle of a quotation over several paragraphs
    subject = subjects.find(folded, memory.names)
    if said and said.kind == "opening":
        known = memory.names.is_known(said.phrase) or (_OFFICE.search(said.phrase) and not said.phrase.endswith("들"))
        said = Said(said.phrase, "named", said.cue) if known else Said("", "person", said.cue)
    if subject and (said is None or said.kind != "named"):
        memory.note(memory.names.of(_as_written(subject, folded, text)))
    if said is None and memory.pollster and _POLLED.search(text):
        return Speaker(memory.pollster, True)
    if said is None:
        bare = (memory.running or _mostly_quote(text)) and not _CROWD.match(memory.last)
        return Speaker(memory.last, True) if bare and memory.last else None
    if said.kind == "named":
        meant = _described(said.phrase, memory) or _kin(said.phrase, memory, subject)
        written = memory.names.whole(_as_written(said.phrase, folded, text))
        name = meant or memory.names.of(written)
        if memory.names.code == "zh" and memory.names.is_person(name):
            officer = _ITS.sub("", name)
            name = name if officer in table("zh").titles else officer  # 该局发言人 is nobody's name
        if _EMPTY.search(name):
            return None
        memory.note(name)
        return _heard(name, bool(meant), text, memory)
    if said.kind == "both":
        both = _both(text, memory)
        return Speaker(both, True) if both else None
    name = _stands_for(said, memory, _as_written(subject, folded, text), text)
    if not name:
        if said.kind != "stand-in" or _FIRM.search(said.phrase) or _EMPTY.search(said.phrase):
            return None  # "the company" without a company names nobody
        return Speaker(_as_written(said.phrase, folded, text))
    return _heard(name, True, text, memory)


def _heard(name: str, inferred: bool, text: str, memory: _Memory) -> Speaker:
    """`name` speaks: remembered for what comes after."""
    memory.last, memory.spoke = name, memory.at
    if memory.names.code == "ko" and not memory.names.may_be_firm(name, memory.named) and not _OFFICE.search(name):
        memory.persons = [*(person for person in memory.persons if person != name), name]
        memory.seen[name] = memory.at
    if _PAPER.search(text) and not memory.names.is_person(name):
        memory.paper = name
    if not memory.names.is_person(name) and (
        _POLL.search(text) or (not memory.pollster and _POLL.search(memory.title))
    ):
        memory.pollster = name
    return Speaker(name, inferred)


_CROWD: Final = re.compile(r"[许很]多|許多|不少|一些|有些|大?多数|大?多數")
"""Chinese crowds: what is quoted next is one person's."""
_PAPER: Final = re.compile(
    r"\b(?:report|study|survey|poll|audit|review|document|paper|index)\b|보고서|조사|통계|집계|논문|감사|报告|调查|统计|数据|民调|公告|声明|审计|起诉|聲明|報告|調查|統計|數據|起訴"
)
_POLL: Final = re.compile(r"\b(?:[Pp]oll|[Ss]urvey)\b|여론조사|설문")
_POLLED: Final = re.compile(
    r"응답자|응답률|응답은|응답이|같은 조사|조사에서|오차범위|표본오차|지지율|(?:이번|이) (?:여론|설문)?조사[는에]|"
    r"\b(?:respondents?|surveyed|polled|margin of error|approval rating|(?:the|same|its|this) (?:\w+ )?(?:poll|survey))\b|"
    r"^Asked (?:what|which|whether|how|who|about)\b|^(?:The|Its|In its) (?:poll|survey)\b"
)
"""Figures of a poll: its pollster's, though the sentence does not say so."""


def _may_be_he(memory: _Memory) -> bool:
    """Whether who spoke last is one capitalised word, no known party: a surname whose full form the article does not give."""
    name = memory.last
    return bool(
        memory.names.code == "en"
        and re.fullmatch(r"[A-Z][\w'’-]+", name)
        and not memory.names.is_person(name)
        and name not in memory.names.parties[: memory.named]
    )


def _described(phrase: str, memory: _Memory) -> str:
    """Who "the mediator" is: a name that the article gives beside that word, of somebody who was spoken of already."""
    name = memory.names.described(phrase, memory.read)
    return name if name in memory.persons or name in memory.names.parties else ""


def _kin(phrase: str, memory: _Memory, subject: str) -> str:
    """ "his family": with the name of the person that it is about; "" where that can't be told."""
    found = re.fullmatch(
        r"(?:his|her) (?P<kin>family|lawyers?|wife|husband|mother|father|parents|agent|spokes(?:man|woman|person)|office)",
        phrase,
    )
    if not found:
        return ""
    whose = memory.names.of(subject) if subject else (memory.persons[-1] if memory.persons else memory.mentioned)
    return f"{whose}'s {found['kin']}" if memory.names.is_person(whose) else ""


def _both(text: str, memory: _Memory) -> str:
    """ "the two companies": the pair that the sentence names; "" where it names no pair."""
    parties = sorted(
        (text.find(p), p)
        for p in {*memory.names.parties}
        if p in text and not _OFFICE.search(p) and not _NO_FIRM.search(p)
    )
    if memory.names.code == "ko" and (
        pair := re.match(r"(?P<a>[^\s,]+(?: [^\s,]+)?)[와과] (?P<b>[^\s,]+(?: [^\s,]+)??)(?:이|가|은|는) ", text)
    ):
        return f"{pair['a']}·{pair['b']}"
    between = "·" if memory.names.code == "ko" else " and "
    return f"{parties[0][1]}{between}{parties[1][1]}" if len(parties) == 2 else ""


def _as_written(phrase: str, folded: str, text: str) -> str:
    start = folded.find(phrase)
    return text[start : start + len(phrase)] if start >= 0 else phrase


def _stands_for(said: Said, memory: _Memory, subject: str, text: str) -> str:
    """Who a pronoun or a stand-in is; "" where that can't be told. `subject` is what the sentence `text` itself is about."""
    if said.kind in ("he", "she"):
        # Korean 그 says nothing about gender.
        known = memory.gender if memory.names.code != "ko" else {}
        here = {name for name in memory.names.people if name in text}
        if len(here) == 1 and re.search(
            rf"\b(?:but|and|though|although|while|because) (?:he|she) (?:\w+ )?{re.escape(said.cue)}\b", text
        ):
            return here.pop()  # "A knee injury kept Graham Dorrans out, but he believes …"
        if memory.spoke >= memory.at - 1 and known.get(memory.last, said.kind) == said.kind and _may_be_he(memory):
            memory.gender[memory.last] = said.kind
            return memory.last
        named = memory.names.of(subject) if subject and text.startswith(subject) else ""
        if memory.names.code == "zh" and (named := named or subjects.before_pronoun(text, memory.names)):
            memory.gender[named] = said.kind
            return named
        for name in reversed(memory.persons):
            if known.get(name, said.kind) == said.kind:
                memory.gender[name] = said.kind
                return name
        return memory.mentioned or memory.last or memory.names.lead
    if said.kind == "they":
        return memory.last if re.search(r"(?:들|측|업계|단체|\d명)$", memory.last) else ""
    if said.kind == "paper":
        if memory.names.code == "zh" and not memory.paper and memory.spoke < memory.at - 3:
            return ""
        return memory.paper or ("" if memory.names.is_person(memory.last) else memory.last)
    if said.kind == "person":
        if said.phrase and (meant := _described(said.phrase, memory)):
            return meant
        return memory.last or (memory.persons[-1] if memory.persons else "")
    if said.kind == "it":
        return subject or next((name for name in (memory.party, memory.last) if not memory.names.is_person(name)), "")
    if memory.names.code == "zh" and re.fullmatch(
        r"(?:(?:该|这家|这一)(?:[^，]{1,16}的)?)?(?:公司|企业|集团|厂商|车企|药企)(?:方面)?", said.phrase
    ):
        read = memory.read[: memory.read.rfind(text) + text.find(said.phrase)]
        return named_zh.company(said.phrase, read, memory.names.parties, memory.title) or memory.firm
    if found := memory.names.party(said.phrase, memory.read):
        return found
    if subject and memory.names.code == "en" and (_FIRM.search(said.phrase) or _CLUB.search(said.phrase)):
        return subject  # "Taegang Shipbuilding has won …, the company said"
    if meant := _described(said.phrase, memory):
        return meant
    if not _FIRM.search(said.phrase):
        near = memory.names.code == "zh" and said.phrase.startswith("该") and memory.spoke >= memory.at - 3
        return memory.last if near and not memory.names.is_person(memory.last) else ""
    told = [p for p in set(memory.names.parties) if p in text[: text.find(said.phrase)] and not _OFFICE.search(p)]
    if len(told) == 1 and memory.names.code == "ko":
        return told[0]
    return (
        memory.firm
        or memory.party
        or next((p for p in memory.names.parties if not _OFFICE.search(p) and not _NO_FIRM.search(p)), "")
    )


_LONG: Final = 1200
"""Characters of a sentence that are looked at: what is longer is a page that has lost its full stops."""
_BACK: Final = 20_000
"""Characters looked back for the name behind "the mediator": 150 sentences, more than most articles have."""
_RUN: Final = 8
"""Sentences in which a quotation over several paragraphs has to be closed; a mark never closed opens nothing."""


def _running(sentences: Sequence[Sentence]) -> list[bool]:
    """Whether a quotation is still open after each sentence."""
    after = [False] * len(sentences)
    for i, sentence in enumerate(sentences):
        spans = quotes.find(sentence.text)
        if not spans or spans[-1].closed:
            continue
        bare = False
        for j in range(i + 1, min(i + _RUN, len(sentences))):
            text, begins = sentences[j].text, sentences[j].paragraph != sentences[j - 1].paragraph
            if begins and bare and re.match(r"[\"“]", text):
                break  # a new quotation: paragraphs of one that runs on begin with a mark each, or none does
            bare = bare or (begins and not re.match(r"[\"“”「『]", text))
            if re.search(r"[\"”」』]\s*[^\s]{0,14}\s*[^\s]{0,8}$", sentences[j].text) and not _opens_and_closes(
                sentences[j].text
            ):
                after[i:j] = [True] * (j - i)
                break
    return after


def _opens_and_closes(text: str) -> bool:
    spans = quotes.find(text)
    return bool(spans) and spans[0].start > 0 and spans[-1].closed


def _mostly_quote(text: str) -> bool:
    return sum(q.end - q.start for q in quotes.find(text)) > 0.8 * len(text)
