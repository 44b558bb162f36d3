"""Words of a Korean sentence -> the noun phrase that names who speaks, its modifiers left out.

In: the words up to the marked subject, or the phrase before "에 따르면". Out: `Said`, or None where it names no speaker.
"""

import re
from typing import Final

from models.language import table
from models.speech import words_ko
from models.speech.said import Said

PRONOUNS: Final = frozenset("그 그녀 그들 이들".split())
_SEVERAL: Final = frozenset("그들 이들".split())
MODIFIER: Final = re.compile(
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
NO_SPEAKERS: Final = frozenset(
    "것 수 점 이유 때문 이는 이것 이번 여기 우리 저 나 누구 무엇 모두 대부분 일부 하나 절반 가운데 결과 가격 "
    "매출 자신 이날 누군 누군가 이곳 그곳 다음 올해 바 데 줄 당신 너희 여러분 자기 그것 저것 저희 여론 사실 문제 상황 경우 정도 오늘 내일 "
    "어제 지금 그때 어디 왜 어떻게 양측 둘 셋 두 세 두사람 말 일 날 뒤 앞 옆 때 곳 물건 소식 소문 의견 생각 계획 건물 기계 제품 모델 "
    "사고 사건 사람 한편 처음 마지막 나머지 전체 이상 이하 남성 여성 보고서 자료 연구 일들 것들 점들 모습 자세".split()
)
"""Nouns that are never the speaker, bound ones (바, 데, 줄) among them."""
_NO_OWNER: Final = frozenset(
    "여론 뉴스 공식 전문 최종 최신 자체 이번 소장 공소장 판결문 규정 해당 새 "
    "지난해 작년 올해 지난달 지난주 실태 만족도 수요 면접 표본 전화 "
    "최근 같은 한 관련 외신 보도 설문 통계 내부 초기 중간 예비 공개 당초 별도 이 그 "
    "연구 조사 데이터 수치 자료 보고서 통계 혐의 비행 운항 경험 관례 계약 협약 협정 법 헌법 조례 시행령".split()
)
"""What stands before "자료에 따르면" and owns no voice: 공식, 최종, 여론 (조사)."""
_LINKS: Final = frozenset(
    "그럼에도 이후 현재 그래도 그러나 하지만 그런데 한편 또 또한 다만 앞서 이어 당시 따르면 같이 반면 마침내 "
    "결국 특히 "
    "왜 어떻게 만약 혹시 물론 오늘 어제 내일 최근 지금 이미 아직 바로 함께 모두 그때 "
    "지난해 작년 올해 지난달 이달 지난주 이번주 도중 동안 그는 그가 그도 주 "
    "월요일 화요일 수요일 목요일 금요일 토요일 일요일".split()
)
"""Words before a subject that are no part of it."""
SHORT: Final = frozenset("시군도당국팀측씨양님")
"""Subjects of one syllable: the city, the county, the province, the party; Mr and Ms behind a name."""
PAPER: Final = re.compile(
    r"(?:조사 결과|분석 결과|자료집|자료|보고서|통계|집계|발표|조사|공시|성명|문건|설문|여론조사|추산|추정|분석|"
    r"내용|속보치|공고|공고문|신청서|공문|서한|회의록|메모|이메일|편지|보도자료|뉴스|"
    r"설명|말|발언|보도|보고|전언|주장|묘사|기록|판결문|공소장|(?<!대)표|규정|법|지수|기준|계획|계획서)$"
)
_PUBLISHED: Final = re.compile(
    r"(?P<who>\S+(?: \S+){0,2}?)(?:이|가|에서) (?:\S+ ){0,2}?(?:발표한|공개한|내놓은|낸|펴낸|보도한|전한|작성한|집계한|조사한|"
    r"실시한|시행한|실행한|진행한|수행한|의뢰한|제출한|배포한|발간한)"
)


def ending_at(tokens: list[str], i: int) -> Said | None:
    """The noun phrase that ends in token `i`, its modifiers left out."""
    found = words_ko.marked(tokens[i])
    if found is None:
        return None
    stem = found["stem"] + (" 측" if found["particle"].startswith("측") else "")
    if stem in PRONOUNS:
        return Said("", "they" if stem in _SEVERAL else "he", tokens[-1])
    return noun_phrase([*tokens[max(0, i - 6) : i], stem], tokens[-1])


def owner_of(phrase: str) -> Said | None:
    """The owner of a source phrase: "통계청이 25일 발표한 자료" is 통계청."""
    phrase = phrase.strip(" \"“”'‘’,")
    if re.match(r"(?:그|그녀)(?:의)?(?: |$)", phrase):
        return Said("", "he", "에 따르면")
    if found := _PUBLISHED.search(phrase):
        phrase = found["who"].removesuffix(" 측")
    elif re.search(r"(?:규정|법|기준|계획|계획서|(?<!대)표)$", phrase):
        return None
    elif PAPER.search(phrase):
        shorter = phrase
        while (cut := PAPER.sub("", shorter).strip()) != shorter and cut:
            shorter = cut
        phrase = re.sub(r"의$", "", shorter)
        if not phrase or PAPER.search(phrase) or (phrase == shorter and MODIFIER.search(phrase.split()[-1])):
            return None
    words = phrase.split()
    if (
        not words
        or words[-1] in _NO_OWNER
        or words[-1] in NO_SPEAKERS
        or phrase == "이"
        or re.search(r"\d|(?:본지|본보|규정|법안|조항|법률|법령|[한된던])$", words[-1])
    ):
        return None
    return noun_phrase(words, "에 따르면")


def noun_phrase(tokens: list[str], cue: str) -> Said | None:
    """The noun phrase at the end of `tokens`: its last word, and the words before it that are part of it."""
    words = [re.sub(r"\([^)]*\)", "", token).strip("\"“”'‘’") for token in tokens]
    words = [word for word in words if word]
    if not words:
        return None
    kept = [words[-1]]
    bare = words_ko.titles().fullmatch(words[-1]) is not None
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
                words_ko.personal(word)
                or len(word) == 1  # 고 원장, 서 작가
                or not re.search(
                    r"(?:[가-힣]{2,}[은는]|을|를|에서|에게|으로|하는|했던|된|한|던|의|자|면서|서|고)$", word
                )
            )
        ):
            kept.insert(0, word)  # what stands before a bare title is the name: 델가도 씨
        elif MODIFIER.search(word) and not _NOUNS.search(word):
            break
        else:
            kept.insert(0, word)
    phrase = " ".join(kept)
    if len(phrase) == 1 and phrase not in SHORT and phrase not in PRONOUNS:
        return None
    if phrase in PRONOUNS:
        return Said("", "they" if phrase in _SEVERAL else "he", cue)
    if re.fullmatch(r"두 (?:회사|업체|기업|항공사|은행|대학|기관|구단)|양사", phrase):
        return Said(phrase, "both", cue)
    if any(re.fullmatch(pattern, phrase) for pattern in table("ko").stand_ins):
        return Said(phrase, "stand-in", cue)
    return Said(phrase, "named", cue)
