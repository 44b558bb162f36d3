"""Article, sentences -> what each sentence shows about its worth as a claim, as numbers from 0 to 1.

Out: a feature -> value mapping for each sentence; what a feature is worth is said in `models.claims`. The features mean
the same in each language: relative measures, no lexicon of "important" words. Never looks at a sentence's translation.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from models.article import Article
from models.language import Language, pattern, table
from models.ranking import shape, standing
from models.ranking.terms import FIGURE, terms
from models.sentences import Sentence
from models.speech import quotes

_LEAD_FADES: Final = 5.0
"""Sentences after which the weight of position has fallen to 1/e: news is told in falling order of worth."""
_SCENE: Final = 0.3
_NEWS: Final = 0.6
_DELAY: Final = 4
"""A delayed lead: one of the first `_DELAY` sentences tells `_NEWS` of the headline (as `_shares` counts) and each before
it less than `_SCENE`. What other values give is in docs/claims.md."""
_QUESTION: Final = re.compile(
    # Korean writes a question for nobody with a full stop: 어떻게 될까.
    r"[?？][\s\"'”’」』]*$|(?:인가|는가|은가|던가|(?<!니)까요?|[습입]니까|나요)\.?$"
)
_LONG: Final = {"en": 320, "ko": 160, "zh": 130}
"""Characters from which on a sentence is too long for a bullet; at twice as many it loses the whole weight."""
_HIDDEN: Final = {
    "en": re.compile(
        r"[A-Z](?:[^,\"“A-Z]|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b)"
        r"{1,48}, (?:he|she|they)\b|(?:In|On|By|Since|At|Last|This) [^,\"“]{1,16} (?:he|she|they)\b"
    ),
    "ko": re.compile(
        r"(?:[가-힣\d]{1,8} )?(?:이날|당시|이후|이어|앞서|이때|그때|지난해|올해|최근|특히|현재|[가-힣]{0,4}시절|[가-힣]{0,4}때|"
        r"\d{4}년|\d{1,2}월|\d{1,2}일)(?:에|에는|부터|까지)?,? "
        r"그(?:녀)?(?:는|가|의) "
    ),
    "zh": re.compile(
        r"(?:[^，。“「]{0,10}(?:[近昨今当那]日|日前|最近|当天|当晚|随后|之后|后来|此前|当时|如今|目前|现在|[今去明]年|[年月日时]|"
        r"[前后间中上里])，|\d{4}年)[他她]"
    ),
}
"""A pronoun behind the words that open a sentence and that name nobody: "In May, she …", "이날 그는 …", "近日，他…"."""
_WRITTEN_FIGURE: Final = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|half|"
    r"third|quarter)\b|[一二两三四五六七八九十百千万亿]+[个名人家年天次分倍成万亿]|(?:두|세|네|다섯|여섯|일곱|"
    r"여덟|아홉|열) [가-힣]+|절반|[수몇]백|[수몇]천"
)


def measure(article: Article, sentences: Sequence[Sentence], prose: Sequence[bool]) -> list[dict[str, float]]:
    """The features of each sentence. `prose[i]` says whether sentence i is prose: position counts from the first."""
    facts = table(article.language)
    bags = [terms(s.text, article.language) for s in sentences]
    weight = _weights(bags)
    heading = terms(article.title, article.language)
    centre = _centrality(bags, weight, prose)
    shares = _shares(bags, heading, weight)
    mean = sum(len(s.text) for s in sentences) / max(1, len(sentences))
    kind = shape.find(article, sentences)
    places = _places(shares, prose)
    found = []
    for i, sentence in enumerate(sentences):
        shown = _shape(sentence.text, facts)
        shown["position"] = places[i]
        shown["headline"] = shares[i]
        shown["centrality"] = centre[i]
        shown["length"] = max(-1.0, min(1.0, len(sentence.text) / mean - 1)) if prose[i] else 0.0
        shown["shape"] = float(bool(kind) and shape.tells(kind, facts.folded(sentence.text), facts.code))
        if kind == "interview":
            # The answers are the story, and the question goes before the answer.
            shown["quote"] = shown["bare quote"] = shown["first person"] = shown["pronoun"] = 0.0
            shown["question"] *= 3
        shown["paragraph"] = float(_opens(sentences, i))
        found.append(shown)
    return found


def _places(shares: Sequence[float], prose: Sequence[bool]) -> list[float]:
    """What the place of each sentence is worth, 1 at the first. Where a scene comes before the news (a delayed lead) it
    is counted from the news, and the scene is worth half."""
    lead = [i for i, told in enumerate(prose) if told][:_DELAY]
    news = next((n for n, i in enumerate(lead) if shares[i] >= _NEWS), 0)
    if any(shares[i] >= _SCENE for i in lead[:news]):
        news = 0
    found = []
    order = 0
    for told in prose:
        found.append(math.exp(-(order - news) / _LEAD_FADES) if order >= news else math.exp(-order / _LEAD_FADES) / 2)
        order += told
    return found


def _weights(bags: Sequence[frozenset[str]]) -> dict[str, float]:
    """Rarer terms say more: log(1 + sentences / sentences with the term)."""
    spread = Counter(term for bag in bags for term in bag)
    return {term: math.log(1 + len(bags) / count) for term, count in spread.items()}


def _shares(bags: Sequence[frozenset[str]], heading: frozenset[str], weight: Mapping[str, float]) -> list[float]:
    """How much of the headline a sentence tells, against the sentence that tells most of it; the root, for a headline
    is short and every term of it counts."""
    told = [sum(weight[term] for term in bag & heading) for bag in bags]
    most = max(told, default=0.0)
    return [math.sqrt(value / most) if most else 0.0 for value in told]


def _centrality(bags: Sequence[frozenset[str]], weight: Mapping[str, float], prose: Sequence[bool]) -> list[float]:
    """Mean cosine to the other sentences, against the most central one (degree centrality; Erkan and Radev 2004)."""
    norms = [math.sqrt(sum(weight[t] ** 2 for t in bag)) or 1.0 for bag in bags]
    means = []
    for i, bag in enumerate(bags):
        near = [
            sum(weight[t] ** 2 for t in bag & other) / (norms[i] * norms[j])
            for j, other in enumerate(bags)
            if j != i and prose[j]
        ]
        means.append(sum(near) / len(near) if near else 0.0)
    most = max((m for m, is_prose in zip(means, prose, strict=True) if is_prose), default=0.0)
    return [min(1.0, mean / most) if most else 0.0 for mean in means]


def _shape(text: str, facts: Language) -> dict[str, float]:
    """What the sentence shows by itself."""
    folded = facts.folded(text)
    start = standing.opening(text, facts.code)
    opening = folded[start:]
    told = quotes.mask(folded)
    spans = quotes.find(folded)
    quoted = sum(q.end - q.start for q in spans) / max(1, len(text))
    return {
        "figures": min(1.0, (len(FIGURE.findall(text)) + bool(_WRITTEN_FIGURE.search(text))) / 2),
        "outlook": float(bool(pattern(facts.code, "outlook").search(told))),
        "quote": float(quoted > 0.45),
        "bare quote": float(quoted > 0.8),
        "first person": float(bool(pattern(facts.code, "first_person").search(told))),
        "question": float(bool(_QUESTION.search(text))),
        "pronoun": float(bool(_opener(facts.code, "pronouns").match(opening) or _HIDDEN[facts.code].match(opening))),
        "pointer": float(bool(_opener(facts.code, "pointers").match(opening))),
        "connective": float(start > standing.lead_in(text, facts.code)),
        "long": min(1.0, max(0.0, len(text) / _LONG[facts.code] - 1)),
        "background": float(bool(pattern(facts.code, "background").search(told))),
    }


def _opens(sentences: Sequence[Sentence], i: int) -> bool:
    """Whether sentence i opens a paragraph of several: what follows explains it."""
    here = sentences[i].paragraph
    first = i == 0 or sentences[i - 1].paragraph != here
    return first and i + 1 < len(sentences) and sentences[i + 1].paragraph == here


@cache
def _opener(code: str, field: str) -> re.Pattern[str]:
    """Matches a sentence that opens with one of the words of a table."""
    words = sorted(map(str.strip, getattr(table(code), field)), key=len, reverse=True)
    ends = {
        "en": r"\b",
        "ko": r"(?:은|는|이|가|의|를|을|도|에게)(?=[\s,])" if field == "pronouns" else r"(?=[\s,])",
        "zh": "",
    }[code]
    return re.compile(r"[\s“\"「『(（]*(?:" + "|".join(map(re.escape, words)) + ")" + ends, re.IGNORECASE)
