"""Korean sentence -> the words that name who says it.

In: one sentence. Out: `Said` or None where nobody is said to say anything. Looks at one sentence only. What a word is,
`words_ko` tells; where a name begins, `phrases_ko`.
"""

import re
from functools import cache
from typing import Final

from models.language import table
from models.speech import phrases_ko, quotes, words_ko
from models.speech.said import Said

_SOMEBODY: Final = frozenset("여성 남성 사람 소년 소녀".split())
"""Who may speak straight before the verb: “…” 한 여성이 말했다."""
_PARENTHESIS: Final = re.compile(r"\([^()]*\)")
"""An age, a name in Latin letters: 마분례(71), 라이언 진케(Ryan Zinke)."""
_OBLIQUE: Final = re.compile(
    r"(?:에|에서|으로|까지|부터|에게|에게서|한테|[았었였했됐졌]다|면서|해서|하고|하지|않고|대로|[^가-힣]로)$"
)
"""Ends of words that are marked already: 5월에-는, 대책으로-는."""
_BETWEEN: Final = re.compile(
    r"\d|일$|에$|날$|요일$|이날|성명|통해|에서$|에게$|다시|또|거듭|이미|이같이|이렇게|공식|처음|나중에|뒤늦게"
)
"""What may stand between the subject and the reporting verb: a date, a place, an adverb."""


def find(text: str) -> Said | None:
    """Who says `text`, as the sentence itself puts it."""
    if re.match(r"본[지보](?:는|가) |한 기자[가는] ", text):
        return None  # this paper; a reporter, who asks
    text = _PARENTHESIS.sub("", text)
    told = quotes.mask(text)
    unowned = False
    for source in _sources():
        if found := source.search(told):
            if _BARE_PAPER.fullmatch(found["who"].strip()):
                return Said("", "paper", found["who"])
            if "인용해" in found.group() and phrases_ko.PAPER.search(found["who"]):
                continue  # who cites a paper speaks
            if said := phrases_ko.owner_of(found["who"]):
                return _behind_outlet(told[found.end() :], said) or said
            unowned = True
    spans = quotes.find(text)
    opened = bool(spans) and not spans[-1].closed and spans[-1].start > 0 and text[spans[-1].start + 1 :].strip() != ""
    if listed := re.match(r"(?P<who>[^,]{2,24}?)의 .*(?:것으로|했다고|이라고) .*공시(?:됐|되었|했)(?:다|습니다)", told):
        return phrases_ko.noun_phrase(listed["who"].split(), "공시")  # whose results were filed
    if not opened and not _says(told):
        return _inside(told)
    if opened:  # X는 “… : the quotation goes on in the next paragraph
        told = text[: spans[-1].start + 1]
    told = re.sub(
        r"^.{4,80}? 데 대해 (?=[\"“])", "", told
    )  # A 의원이 …한 데 대해 “…”고 화답했다: somebody else answers
    tokens = [(m.start(), m.group()) for m in re.finditer(r"\S+", told)]
    tokens += [(len(told), "")] if opened else []
    best = _best(tokens)
    if unowned and re.fullmatch(r"(?:한다|합니다|했다|했습니다)\W*", tokens[-1][1]):
        return None  # 전하는 바에 따르면 … 한다: hearsay
    paper = re.search(r"(?<![가-힣])(?:감사 |조사 |최종 )?(?:보고서|논문)(?:는|은) ", told)
    if paper and (best is None or tokens[best[1]][0] > paper.start()):
        return Said("", "paper", tokens[-1][1])
    if best is None or best[0] < 1:
        if unowned:
            return None  # a survey without an owner: nobody's, not the last speaker's
        if (said := _opening([token for _, token in tokens])) is not None:
            return said
        if (
            best is not None
            and best[0] > 0.2
            and not any(words_ko.topic(t, tokens[j - 1][1] if j else "") for j, (_, t) in enumerate(tokens))
        ):
            said = phrases_ko.ending_at([token for _, token in tokens], best[1])
            if said and words_ko.is_body(said.phrase):
                return said  # 많은 사람들이 …
        return Said("", "person", tokens[-1][1])
    return phrases_ko.ending_at([token for _, token in tokens], best[1])


def _behind_outlet(rest: str, source: Said) -> Said | None:
    """Who speaks in what an outlet reports: "…일보에 따르면 검찰은 …라고 밝혔다"."""
    if not re.search(
        r"(?:일보|신문|통신|방송|뉴스|타임스|언론|매체|일간지|포스트|저널|로이터|CNN|BBC|AFP|AP)", source.phrase
    ):
        return None
    said = find(rest) if _says(rest) else None
    return said if said and said.kind in ("named", "stand-in") else None


def _best(tokens: list[tuple[int, str]]) -> tuple[float, int] | None:
    """The token that looks most like the subject of the reporting verb, with its worth."""
    best: tuple[float, int] | None = None
    for i, (_, token) in enumerate(tokens):
        worth = _worth(tokens, i, token)
        if worth is not None and (best is None or worth > best[0]):
            best = (worth, i)
    return best


_BARE_PAPER: Final = re.compile(
    r"(?:이|이번|같은|해당|그|이들)? ?(?:조사|보고서|통계|집계|자료|논문|연구|설문|설문조사|여론조사|감사)(?: 결과)?"
)
"""A paper without its owner: who was said to have made it before."""
_INSIDE: Final = re.compile(
    r"^(?P<told>.*(?:(?:다|라|냐|자|려)고|[”\"’']라?고|것으로|[만억조원명건%]으?로)(?:는|도)?) (?:\S{1,12} )??"
    r"(?:(?P<noun>말|설명|주장|지적|강조|경고|반박|비판|평가|약속|추산|추정|예상|전망|증언|진술|발표|요구|촉구|공언|선언|규정|판단|분석|진단|해명|항의|반발|호소|공시|공지|통보|신고)"
    r"(?:하고|하며|하면서도?|했고|했으며|했으나|했지만|한 뒤|한 데 이어|해),?|(?P<verb>밝히고|밝히며|밝히면서도?|밝혔고|"
    r"밝혔으며|밝혔으나|밝혔지만|밝힌 뒤|밝힌 데 이어),?) "
)
"""A reporting verb in the middle: "28억 원으로 추산하고 …를 열었다"."""
_GROUND: Final = re.compile(
    r"^(?P<told>.*(?:(?:(?<!나무)(?<![바자모])라|[^\s하]다|자|냐)며|[”\"’'](?:이라|라)?며)),? \S"
)
"""What is said as the ground of a deed: "쌓일 수 있다며 적색경보를 내렸다"."""


def _inside(told: str) -> Said | None:
    """Who reports in a sentence whose last verb is another: its first part, made a sentence of its own."""
    if found := _INSIDE.match(told):
        said = find(f"{found['told']} {found['noun'] or '말'}했다.")
    elif found := _GROUND.match(told):
        said = find(re.sub(r"며,?$", "고", found["told"]) + " 말했다.")
    else:
        return None
    if said is None or said.kind not in ("named", "stand-in", "he"):
        return None
    last = re.escape(said.phrase.rsplit(" ", 1)[-1])
    topic = (
        said.kind == "he" or re.search(rf"{last}(?: 측)?(?:은|는|도|께서는)(?=\s)", told) or told.find(said.phrase) < 20
    )
    return said if topic else None


_ANNOUNCED: Final = re.compile(r"(?:다고|라고|[”\"’']고|것으로|다며)$")


def _opening(tokens: list[str]) -> Said | None:
    """The nominative that opens "세강반도체가 … 짓는다고 22일 밝혔다", where nobody else can be meant: a kind of its own, for it
    may be what the clause is about ("산불이 번졌다고 밝혔다"); who knows the names decides."""
    behind = [i for i, token in enumerate(tokens[:-1]) if _ANNOUNCED.search(token)]
    if not behind or not all(_BETWEEN.search(token) for token in tokens[behind[-1] + 1 : -1]):
        return None
    for i, token in enumerate(tokens[:6]):
        if (
            (found := words_ko.marked(token))
            and found["particle"] in ("이", "가")
            and not _OBLIQUE.search(found["stem"])
        ):
            said = (
                phrases_ko.ending_at(tokens, i)
                if len(found["stem"]) > 1 and found["stem"] not in phrases_ko.NO_SPEAKERS
                else None
            )
            return Said(said.phrase, "opening", said.cue) if said and said.kind == "named" else None
    return None


def subject(told: str) -> str:
    """The topic of a sentence that reports nobody's words, "" where it is no person and no party."""
    tokens = [(m.start(), m.group()) for m in re.finditer(r"\S+", told)]
    for i, (_, token) in enumerate(tokens[:8]):
        found = words_ko.marked(token)
        if (
            not found
            or _OBLIQUE.search(found["stem"])
            or found["particle"] not in ("은", "는", "이", "가")
            or found["stem"] in phrases_ko.PRONOUNS
        ):
            continue
        stem = found["stem"]
        if words_ko.topic(token, tokens[i - 1][1] if i else "") or (
            found["particle"] in "이가" and words_ko.titled(stem)
        ):
            said = phrases_ko.ending_at([word for _, word in tokens], i)
            return said.phrase if said and said.kind == "named" and stem not in phrases_ko.NO_SPEAKERS else ""
    return ""


def opens(line: str) -> str:
    """What a sentence begins with, where it can be a party: "세강반도체" of "세강반도체가 22일 …"; "" else."""
    tokens = line.split()[:4]
    for i, token in enumerate(tokens):
        if (found := words_ko.marked(token)) and found["particle"] in ("은", "는", "이", "가"):
            stem = found["stem"]
            if (
                stem in phrases_ko.NO_SPEAKERS
                or stem in phrases_ko.PRONOUNS
                or words_ko.titled(stem)
                or _OBLIQUE.search(stem)
                or words_ko.adnominal(stem, "")
            ):
                return ""
            said = phrases_ko.ending_at(tokens, i)
            return said.phrase if said and said.kind == "named" else ""
    return ""


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(table('ko').reporting)})[.!…\s\"”’)]*$")


@cache
def _sources() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, table("ko").sources))


def _says(told: str) -> bool:
    return bool(_verbs().search(told[-60:]))


def _worth(tokens: list[tuple[int, str]], i: int, token: str) -> float | None:
    """How much token `i` looks like the marked subject of the reporting verb; None where it can't be."""
    found = words_ko.marked(token)
    if not found or i == len(tokens) - 1:
        return None
    stem, particle = found["stem"], found["particle"]
    if particle == "는" and words_ko.TOLD_TOPIC.search(stem):
        return None
    opens = tokens[i + 1][1][:1] in '"“'
    if stem in phrases_ko.PRONOUNS:
        if particle == "가" and re.search(r"[가-힣](?:는|은|한|된|던|낸|든|운|쓴|산|인)$", tokens[i + 1][1]):
            return 0.6  # 그가 이끄는 …
        return 5.0 if i == len(tokens) - 2 else 3.5 if i == 0 or opens else 2.0 if particle in ("은", "는") else 0.8
    if (
        (len(stem) == 1 and stem not in phrases_ko.SHORT and i > 0 and not _surname(tokens[i - 1][1], particle))
        or (stem in phrases_ko.NO_SPEAKERS and not (stem in _SOMEBODY and _governs(tokens, i)))
        or _OBLIQUE.search(stem)
        or re.search(r"\d(?:명|개|건|곳|채|대|원|%|위|년|일)?$", stem)
    ):
        return None
    before = tokens[i - 1][1] if i else ""
    if (
        words_ko.personal(token)
        and (behind := words_ko.marked(tokens[i + 1][1]))
        and words_ko.titles().fullmatch(behind["stem"])
    ):
        return None  # 임하은 교수는: the name ends in what looks like a particle
    if _NOMINAL.search(stem) or (i == len(tokens) - 2 and i and re.search(r"(?:[다라자]는|할|던)$", tokens[i - 1][1])):
        return None  # … 알았다는 의혹은 부인했다
    if particle == "도" and i == len(tokens) - 2:
        return None  # 포용도 강조했다: what is stressed
    has_title = words_ko.titled(stem) or (
        bool(before) and len(stem) <= 5 and words_ko.titles().fullmatch(before) is not None
    )
    if particle in ("는", "은") and not has_title and words_ko.adnominal(stem, before):
        return None
    worth = {"은": 1.5, "는": 1.5, "측은": 2.5, "측이": 2.0, "께서는": 2.0, "께서": 1.5, "에서": -1.0, "도": 0.7}.get(
        particle, 0.5
    )
    worth += 2 if has_title else 1 if words_ko.is_body(stem) else 0
    if particle in ("은", "는"):
        first = not any(words_ko.topic(word, tokens[j - 1][1] if j else "") for j, (_, word) in enumerate(tokens[:i]))
        worth += (1.0 if first and i < 6 else 0.6 if first else 0.0) - (
            0.7 if not has_title and not opens and not first and i > 3 else 0.0
        )
    if opens:
        worth += 1.5
    if (
        all(_BETWEEN.search(word) for _, word in tokens[i + 1 : -1])
        and re.search(r"[고며\"”]$|것으로$|지로$", before)
        and particle in "이가은는"
    ):
        worth += 3  # …고 환경부가 3일 밝혔다
    elif _governs(tokens, i):
        worth += 3.5 if particle in "이가은는" else 4.0 if _houses(stem, particle) else 0.0
    elif particle in ("이", "가") and not opens:
        topics = any(words_ko.topic(word, tokens[j - 1][1] if j else "") for j, (_, word) in enumerate(tokens[:i]))
        worth += 0.8 if has_title and not topics and i < 6 else -1.0
    if (
        particle in ("은", "는", "측은")
        and re.search(r"(?:[고며],|지만,?|으나,?|로,|는데,)$", before)
        and (has_title or words_ko.is_body(stem))
    ):
        worth += 2  # "A는 …했고, B는 …라고 말했다"
    if (
        not _governs(tokens, i)
        and not re.search(r"(?:[고며],?|지만,?|으나,?|로,|는데,)$", before)
        and _owned(tokens, i)
    ):
        worth -= 2  # "X 대표는 총리가 …라고", "X 의장은 학생은 …다고": inside what is told
    return worth - 0.05 * i


def _owned(tokens: list[tuple[int, str]], i: int) -> bool:
    """Whether a topic with a title or of a body stands before token `i`."""
    return any(
        (found := words_ko.marked(word)) is not None
        and words_ko.topic(word, tokens[j - 1][1] if j else "")
        and (words_ko.titled(found["stem"]) or words_ko.is_body(found["stem"]))
        for j, (_, word) in enumerate(tokens[:i])
    )


_NOMINAL: Final = re.compile(
    r"(?:하|되|리|이|히|우|키|지|시|나|가|오|보|주|쓰)기$|(?:률|(?:비|환|세|효|감소|증가|득표|투표|지지|이용|점유|시청|출산|취업|가동|인상|할인)율|"
    r"(?:금|총|차|매출|수출|투자|거래|피해|지원)액|(?:물|수|용|분|중|생산|판매|거래|사용|소비|수출|수입|강수|배출|발전|재고)량|값|가격|비중|규모|물가|판매|매출|수요|공급|금리|지수|주가|비용|예산|기온|가능성|가량|정도|안팎|남짓)$"
)
"""Verbs made nouns, measures: 되돌리기-는, 상승률-은. They say nothing."""


def _houses(stem: str, particle: str) -> bool:
    """Whether 에서 marks who speaks: an office, and no place where one speaks (의회에서 증언했다)."""
    return (
        particle == "에서"
        and words_ko.is_body(stem)
        and not re.search(r"(?:의회|국회|법원|법정|총회|위원회|대회|학교|병원|대학|시|도|군)$", stem)
    )


def _surname(before: str, particle: str) -> bool:
    """Whether a marked syllable is the end of a foreign name: 피터 본은."""
    return particle in ("은", "는") and len(before) > 1 and before.isalpha() and not phrases_ko.MODIFIER.search(before)


def _governs(tokens: list[tuple[int, str]], i: int) -> bool:
    """Whether token `i` alone stands as a subject between what is told (…다고, …라며, …”라고) and the reporting verb."""
    start = next((j for j in range(i - 1, max(-1, i - 7), -1) if _TOLD.search(tokens[j][1])), -1)
    if start < 0 or len(tokens) - i > 7:
        return False
    behind = [word for _, word in tokens[i + 1 : -1]]
    return not any(
        _TOLD.search(word)
        or ((m := words_ko.marked(word)) and m["particle"] in "은는이가" and not _OBLIQUE.search(word))
        for word in behind
    )


_TOLD: Final = re.compile(r"(?:[다라자냐]고|[다라자]며|[다라자]면서|[”\"’']라?고|[”\"’']|것으로|다는 것을)$")
"""Ends what is told."""
