"""Korean sentence -> the words that name who says it.

In: one sentence. Out: `Said` or None where nobody is said to say anything. Looks at one sentence only. A topic
("…은/는") is told from an adnominal ending ("이끄는", "받은") by what stands before it and by what it ends in.
"""

import re
from functools import cache
from typing import Final

from models.language import table
from models.speech import quotes
from models.speech.said import Said

_MARKED: Final = re.compile(
    r"^(?P<stem>.*[가-힣A-Za-z0-9)%’'”」])(?P<particle>에서는|측은|측이|께서는|께서|은|는|이|가|도|에서)$"
)
_PERSON: Final = frozenset("그 그녀 그들 이들".split())
_SEVERAL: Final = frozenset("그들 이들".split())
_ADNOMINAL_STEM: Final = re.compile(
    r"(?:하|되|있|없|이끄|이끌|맡|오|나서|다니|사|만드|가르치|따르|부르|보|주|쓰|돕|겪|받|않|같|많|높|낮|적|좋|"
    r"넘나드|힘드|줄어드|접어드|빠져드|파고드|작|깊|늦|얻|잃|입|남|늙|젊|밝|넘|살|키우|가지|지나|"
    r"지내|머무|일하|모이|나오|들어오|떠나|치르|앓|짓|팔|타|걸리|지|시키|내|찾|잡|열|끄|내리|오르|늘|줄|나|두|"
    r"쓰이|팔리|불리|열리|보이|놓이|쌓이|들리|막히|잡히|꼽히|알려지|밀리|몰리|실리|갈리|뽑히|적히|묻히|끌리|덮이|섞이|나뉘|바뀌|"
    r"치|넣|먹|모|담|닿|건너|걷|뛰|싸우|묻|듣|달리|기다리)$"
)
_ARGUMENT: Final = re.compile(r"(?:을|를|에|에서|에게|으로|로|과|와|고|서|게|며|지|까지|부터|이|가|라는|라고|만|째)$")
_MODIFIER: Final = re.compile(
    r"(?:을|를|에|에서|에게|으로|로|의|한|된|는|던|인|은|할|될|온|진|난|친|간|운|며|고|서|게|지만|은데|는데|"
    r"(?:묻|하|되|밝히|그치|끝나|나오|들어오|이어지|커지|알려지)자|^(?:둔|쓴|낸|맡은|밝힌|넘는)$|"
    r"실린|걸린|열린|불린|알린|올린|내린|들린|딸린|팔린|풀린|밀린|몰린|달린|꾸린|그린|노린|돌린|다른|따른|부른|오른|이른|치른|이끈|만든|"
    r"까지|부터|보다|처럼|이|가|도|만|라는|했던|하던|[0-9]일|지난|이날|오는|따르면|끝에|뒤|때|당시|직후|결과|"
    r"대해|통해|위해|관련)$"
)
_NOUNS: Final = re.compile(
    r"(?:재난|국가|작가|민간|철도|수도|제도|인도|언론인|한인|노인|장애인|여성인|런던|스페인|상하이|하와이|두바이|우루과이|파라과이|하노이|대만|오만|카이로|타이|회의|협의|심의|주의|전문의|최고|광고|공간|야간|"
    r"주간|연간|주도|도로|항공로|세기|자유|물가|평가|증권가|정가|관광|서울시의|경로|행정부|은행가|아시아나|라인|온라인|디자인|허리케인|체인|캠페인|변호인|대리인|의료인|직장인|연예인|정치인|기업인|법조인|예술인|체육인|경제인|종교인|외국인|미국인|한국인|도쿄도|기도)$"
)
"""Nouns that end like a particle or a modifier: 재난 당국, 국가 센터, 인도 정부."""
_GROUP: Final = re.compile(
    r"(?:측|사|청|부|원|당|회|국|행|군|시|도|처|단체|단|업체|기업|대학|대|연구소|협회|위원회|경찰|검찰|당국|"
    r"경찰서|소방서|보건소|정부|재판부|법원|은행|증권|조합|노조|연합|연맹|센터|기관|"
    r"병원|학교|그룹|전자|통신|업계|관계자|관계자들|전문가|전문가들|주민들|시민들|직원들|노동자|그룹|랩스|공사|"
    r"공단|본부|재단|클럽|구단|소속사|항공|자동차|신문|방송|뉴스|학회|팀|진|씨|인|AI|사람들|상인들|학생들|유족|"
    r"가족|목격자들|소방|회사|당국자)$"
)
_SKIP: Final = frozenset(
    "것 수 점 이유 때문 이는 이것 이번 여기 우리 저 나 누구 무엇 모두 대부분 일부 하나 절반 가운데 결과 가격 "
    "매출 자신 이날 누군 누군가 이곳 그곳 다음 올해 바 데 줄 당신 너희 여러분 자기 그것 저것 저희 여론 사실 문제 상황 경우 정도 오늘 내일 "
    "어제 지금 그때 어디 왜 어떻게 양측 둘 셋 두 세 두사람 말 일 날 뒤 앞 옆 때 곳 물건 소식 소문 의견 생각 계획 건물 기계 제품 모델 "
    "사고 사건 사람 한편 처음 마지막 나머지 전체 이상 이하 남성 여성 보고서 자료 연구 일들 것들 점들 모습 자세".split()
)
"""Nouns that are never the speaker, bound ones (바, 데, 줄) among them."""
_SOMEBODY: Final = frozenset("여성 남성 사람 소년 소녀".split())
"""Who may speak straight before the verb: “…” 한 여성이 말했다."""
_NO_OWNER: Final = frozenset(
    "여론 뉴스 공식 전문 최종 최신 자체 이번 소장 공소장 판결문 규정 해당 새 "
    "지난해 작년 올해 지난달 지난주 실태 만족도 수요 면접 표본 전화 "
    "최근 같은 한 관련 외신 보도 설문 통계 내부 초기 중간 예비 공개 당초 별도 이 그 "
    "연구 조사 데이터 수치 자료 보고서 통계 혐의 비행 운항 경험 관례 계약 협약 협정 법 헌법 조례 시행령".split()
)
"""What stands before "자료에 따르면" and owns no voice: 공식, 최종, 여론 (조사)."""
_PARENTHESIS: Final = re.compile(r"\([^()]*\)")
"""An age, a name in Latin letters: 마분례(71), 라이언 진케(Ryan Zinke)."""
_LINKS: Final = frozenset(
    "그럼에도 이후 현재 그래도 그러나 하지만 그런데 한편 또 또한 다만 앞서 이어 당시 따르면 같이 반면 마침내 "
    "결국 특히 "
    "왜 어떻게 만약 혹시 물론 오늘 어제 내일 최근 지금 이미 아직 바로 함께 모두 그때 "
    "지난해 작년 올해 지난달 이달 지난주 이번주 도중 동안 그는 그가 그도 주 "
    "월요일 화요일 수요일 목요일 금요일 토요일 일요일".split()
)
"""Words before a subject that are no part of it."""
_SHORT: Final = frozenset("시군도당국팀측씨양님")
"""Subjects of one syllable: the city, the county, the province, the party; Mr and Ms behind a name."""
_OBLIQUE: Final = re.compile(
    r"(?:에|에서|으로|까지|부터|에게|에게서|한테|[았었였했됐졌]다|면서|해서|하고|하지|않고|대로|[^가-힣]로)$"
)
"""Ends of words that are marked already: 5월에-는, 대책으로-는."""
_PAPER: Final = re.compile(
    r"(?:조사 결과|분석 결과|자료집|자료|보고서|통계|집계|발표|조사|공시|성명|문건|설문|여론조사|추산|추정|분석|"
    r"내용|속보치|공고|공고문|신청서|공문|서한|회의록|메모|이메일|편지|보도자료|뉴스|"
    r"설명|말|발언|보도|보고|전언|주장|묘사|기록|판결문|공소장|(?<!대)표|규정|법|지수|기준|계획|계획서)$"
)
_PUBLISHED: Final = re.compile(
    r"(?P<who>\S+(?: \S+){0,2}?)(?:이|가|에서) (?:\S+ ){0,2}?(?:발표한|공개한|내놓은|낸|펴낸|보도한|전한|작성한|집계한|조사한|"
    r"실시한|시행한|실행한|진행한|수행한|의뢰한|제출한|배포한|발간한)"
)
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
            if "인용해" in found.group() and _PAPER.search(found["who"]):
                continue  # who cites a paper speaks
            if said := _source(found["who"]):
                return _behind_outlet(told[found.end() :], said) or said
            unowned = True
    spans = quotes.find(text)
    opened = bool(spans) and not spans[-1].closed and spans[-1].start > 0 and text[spans[-1].start + 1 :].strip() != ""
    if listed := re.match(r"(?P<who>[^,]{2,24}?)의 .*(?:것으로|했다고|이라고) .*공시(?:됐|되었|했)(?:다|습니다)", told):
        return _noun(listed["who"].split(), "공시")  # whose results were filed
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
            and not any(_topic(t, tokens[j - 1][1] if j else "") for j, (_, t) in enumerate(tokens))
        ):
            said = _phrase([token for _, token in tokens], best[1])
            if said and is_body(said.phrase):
                return said  # 많은 사람들이 …
        return Said("", "person", tokens[-1][1])
    return _phrase([token for _, token in tokens], best[1])


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
        if (found := _marked(token)) and found["particle"] in ("이", "가") and not _OBLIQUE.search(found["stem"]):
            said = _phrase(tokens, i) if len(found["stem"]) > 1 and found["stem"] not in _SKIP else None
            return Said(said.phrase, "opening", said.cue) if said and said.kind == "named" else None
    return None


def subject(told: str) -> str:
    """The topic of a sentence that reports nobody's words, "" where it is no person and no party."""
    tokens = [(m.start(), m.group()) for m in re.finditer(r"\S+", told)]
    for i, (_, token) in enumerate(tokens[:8]):
        found = _marked(token)
        if (
            not found
            or _OBLIQUE.search(found["stem"])
            or found["particle"] not in ("은", "는", "이", "가")
            or found["stem"] in _PERSON
        ):
            continue
        stem = found["stem"]
        if _topic(token, tokens[i - 1][1] if i else "") or (found["particle"] in "이가" and titled(stem)):
            said = _phrase([word for _, word in tokens], i)
            return said.phrase if said and said.kind == "named" and stem not in _SKIP else ""
    return ""


def opens(line: str) -> str:
    """What a sentence begins with, where it can be a party: "세강반도체" of "세강반도체가 22일 …"; "" else."""
    tokens = line.split()[:4]
    for i, token in enumerate(tokens):
        if (found := _marked(token)) and found["particle"] in ("은", "는", "이", "가"):
            stem = found["stem"]
            if stem in _SKIP or stem in _PERSON or titled(stem) or _OBLIQUE.search(stem) or _adnominal(stem, ""):
                return ""
            said = _phrase(tokens, i)
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
    found = _marked(token)
    if not found or i == len(tokens) - 1:
        return None
    stem, particle = found["stem"], found["particle"]
    if particle == "는" and _TOLD_TOPIC.search(stem):
        return None
    opens = tokens[i + 1][1][:1] in '"“'
    if stem in _PERSON:
        if particle == "가" and re.search(r"[가-힣](?:는|은|한|된|던|낸|든|운|쓴|산|인)$", tokens[i + 1][1]):
            return 0.6  # 그가 이끄는 …
        return 5.0 if i == len(tokens) - 2 else 3.5 if i == 0 or opens else 2.0 if particle in ("은", "는") else 0.8
    if (
        (len(stem) == 1 and stem not in _SHORT and i > 0 and not _surname(tokens[i - 1][1], particle))
        or (stem in _SKIP and not (stem in _SOMEBODY and _governs(tokens, i)))
        or _OBLIQUE.search(stem)
        or re.search(r"\d(?:명|개|건|곳|채|대|원|%|위|년|일)?$", stem)
    ):
        return None
    before = tokens[i - 1][1] if i else ""
    if personal(token) and (behind := _marked(tokens[i + 1][1])) and _titles().fullmatch(behind["stem"]):
        return None  # 임하은 교수는: the name ends in what looks like a particle
    if _NOMINAL.search(stem) or (i == len(tokens) - 2 and i and re.search(r"(?:[다라자]는|할|던)$", tokens[i - 1][1])):
        return None  # … 알았다는 의혹은 부인했다
    if particle == "도" and i == len(tokens) - 2:
        return None  # 포용도 강조했다: what is stressed
    has_title = titled(stem) or (bool(before) and len(stem) <= 5 and _titles().fullmatch(before) is not None)
    if particle in ("는", "은") and not has_title and _adnominal(stem, before):
        return None
    worth = {"은": 1.5, "는": 1.5, "측은": 2.5, "측이": 2.0, "께서는": 2.0, "께서": 1.5, "에서": -1.0, "도": 0.7}.get(
        particle, 0.5
    )
    worth += 2 if has_title else 1 if _GROUP.search(stem) else 0
    if particle in ("은", "는"):
        first = not any(_topic(word, tokens[j - 1][1] if j else "") for j, (_, word) in enumerate(tokens[:i]))
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
        topics = any(_topic(word, tokens[j - 1][1] if j else "") for j, (_, word) in enumerate(tokens[:i]))
        worth += 0.8 if has_title and not topics and i < 6 else -1.0
    if (
        particle in ("은", "는", "측은")
        and re.search(r"(?:[고며],|지만,?|으나,?|로,|는데,)$", before)
        and (has_title or is_body(stem))
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
        (found := _marked(word)) is not None
        and _topic(word, tokens[j - 1][1] if j else "")
        and (titled(found["stem"]) or is_body(found["stem"]))
        for j, (_, word) in enumerate(tokens[:i])
    )


_TOLD_TOPIC: Final = re.compile(
    r"(?:[한된린난간낸는았었했였됐졌겠있없같]|니|이)다$|[^가-힣]다$|(?:느|으|이|[았었했])냐$"
)
"""달린다-는, 없다-는, 왔느냐-는: endings of indirect speech."""
_NOMINAL: Final = re.compile(
    r"(?:하|되|리|이|히|우|키|지|시|나|가|오|보|주|쓰)기$|(?:률|(?:비|환|세|효|감소|증가|득표|투표|지지|이용|점유|시청|출산|취업|가동|인상|할인)율|"
    r"(?:금|총|차|매출|수출|투자|거래|피해|지원)액|(?:물|수|용|분|중|생산|판매|거래|사용|소비|수출|수입|강수|배출|발전|재고)량|값|가격|비중|규모|물가|판매|매출|수요|공급|금리|지수|주가|비용|예산|기온|가능성|가량|정도|안팎|남짓)$"
)
"""Verbs made nouns, measures: 되돌리기-는, 상승률-은. They say nothing."""


def _houses(stem: str, particle: str) -> bool:
    """Whether 에서 marks who speaks: an office, and no place where one speaks (의회에서 증언했다)."""
    return (
        particle == "에서"
        and is_body(stem)
        and not re.search(r"(?:의회|국회|법원|법정|총회|위원회|대회|학교|병원|대학|시|도|군)$", stem)
    )


def _surname(before: str, particle: str) -> bool:
    """Whether a marked syllable is the end of a foreign name: 피터 본은."""
    return particle in ("은", "는") and len(before) > 1 and before.isalpha() and not _MODIFIER.search(before)


def _governs(tokens: list[tuple[int, str]], i: int) -> bool:
    """Whether token `i` alone stands as a subject between what is told (…다고, …라며, …”라고) and the reporting verb."""
    start = next((j for j in range(i - 1, max(-1, i - 7), -1) if _TOLD.search(tokens[j][1])), -1)
    if start < 0 or len(tokens) - i > 7:
        return False
    behind = [word for _, word in tokens[i + 1 : -1]]
    return not any(
        _TOLD.search(word) or ((m := _marked(word)) and m["particle"] in "은는이가" and not _OBLIQUE.search(word))
        for word in behind
    )


_TOLD: Final = re.compile(r"(?:[다라자냐]고|[다라자]며|[다라자]면서|[”\"’']라?고|[”\"’']|것으로|다는 것을)$")
"""Ends what is told."""


def _marked(token: str) -> re.Match[str] | None:
    return _MARKED.match(re.sub(r"\([^)]*\)", "", token.strip("\"“”'‘’,")))


def _topic(word: str, before: str) -> bool:
    found = _marked(word)
    if found is None or _TOLD_TOPIC.search(found["stem"]):
        return False
    return found["particle"] in ("은", "는") and not _adnominal(found["stem"], before)


def _adnominal(stem: str, before: str) -> bool:
    """ "이끄-는", "받-은": a verb that describes what follows, not a marked noun."""
    if (re.search(r"(?:하|되|있|없|않|같|시키|이끄|만드|가르치|나서|다니)$", stem) and len(stem) > 1) or stem in (
        "하",
        "되",
        "있",
        "없",
        "않",
        "같",
    ):
        return True
    if len(stem) > 1 and stem.endswith("사"):
        return False  # 회사-는, 공사-는
    return bool(_ADNOMINAL_STEM.search(stem)) and (bool(_ARGUMENT.search(before)) or len(stem) <= 2)


@cache
def _titles() -> re.Pattern[str]:
    words = sorted(table("ko").titles, key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, words)) + ")$")


def is_body(stem: str) -> bool:
    """Whether a word names a body: an office, a firm, a group."""
    return bool(_GROUP.search(stem))


def titled(stem: str) -> bool:
    """Whether a word ends in a title or an office."""
    return bool(_titles().search(stem))


def _phrase(tokens: list[str], i: int) -> Said | None:
    """The noun phrase that ends in token `i`, its modifiers left out."""
    found = _marked(tokens[i])
    if found is None:
        return None
    stem = found["stem"] + (" 측" if found["particle"].startswith("측") else "")
    if stem in _PERSON:
        return Said("", "they" if stem in _SEVERAL else "he", tokens[-1])
    return _noun([*tokens[max(0, i - 6) : i], stem], tokens[-1])


def _source(phrase: str) -> Said | None:
    """The owner of a source phrase: "통계청이 25일 발표한 자료" is 통계청."""
    phrase = phrase.strip(" \"“”'‘’,")
    if re.match(r"(?:그|그녀)(?:의)?(?: |$)", phrase):
        return Said("", "he", "에 따르면")
    if found := _PUBLISHED.search(phrase):
        phrase = found["who"].removesuffix(" 측")
    elif re.search(r"(?:규정|법|기준|계획|계획서|(?<!대)표)$", phrase):
        return None
    elif _PAPER.search(phrase):
        shorter = phrase
        while (cut := _PAPER.sub("", shorter).strip()) != shorter and cut:
            shorter = cut
        phrase = re.sub(r"의$", "", shorter)
        if not phrase or _PAPER.search(phrase) or (phrase == shorter and _MODIFIER.search(phrase.split()[-1])):
            return None
    words = phrase.split()
    if (
        not words
        or words[-1] in _NO_OWNER
        or words[-1] in _SKIP
        or phrase == "이"
        or re.search(r"\d|(?:본지|본보|규정|법안|조항|법률|법령|[한된던])$", words[-1])
    ):
        return None
    return _noun(words, "에 따르면")


_PERSONAL: Final = re.compile(
    r"[김이박최정강조윤장임한오서신권황안송류유홍전고문양손배백허남심노하곽성차주우구민나진지엄원채천방공현][가-힣]{2}"
)
"""A Korean name in three syllables: 오민서 시장."""


def personal(word: str) -> bool:
    """Whether a word may be a Korean name."""
    return _PERSONAL.fullmatch(word) is not None


def _noun(tokens: list[str], cue: str) -> Said | None:
    """The noun phrase at the end of `tokens`: its last word, and the words before it that are part of it."""
    words = [re.sub(r"\([^)]*\)", "", token).strip("\"“”'‘’") for token in tokens]
    words = [word for word in words if word]
    if not words:
        return None
    kept = [words[-1]]
    bare = _titles().fullmatch(words[-1]) is not None
    for word in reversed(words[:-1]):
        if len(kept) == 2 and (kept[1] in ("씨", "양", "군") or (bare and len(kept[0]) == 1)):
            break
        if word in _LINKS:
            break
        if word.endswith((",", ".")) or re.search(r"\d", word) or len(kept) > 5:
            break
        if (
            bare
            and len(kept) == 1
            and word not in ("그는", "그가", "그도")
            and (
                _PERSONAL.fullmatch(word)
                or len(word) == 1  # 고 원장, 서 작가
                or not re.search(
                    r"(?:[가-힣]{2,}[은는]|을|를|에서|에게|으로|하는|했던|된|한|던|의|자|면서|서|고)$", word
                )
            )
        ):
            kept.insert(0, word)  # what stands before a bare title is the name: 델가도 씨
        elif _MODIFIER.search(word) and not _NOUNS.search(word):
            break
        else:
            kept.insert(0, word)
    phrase = " ".join(kept)
    if len(phrase) == 1 and phrase not in _SHORT and phrase not in _PERSON:
        return None
    if phrase in _PERSON:
        return Said("", "they" if phrase in _SEVERAL else "he", cue)
    if re.fullmatch(r"두 (?:회사|업체|기업|항공사|은행|대학|기관|구단)|양사", phrase):
        return Said(phrase, "both", cue)
    if any(re.fullmatch(pattern, phrase) for pattern in table("ko").stand_ins):
        return Said(phrase, "stand-in", cue)
    return Said(phrase, "named", cue)
