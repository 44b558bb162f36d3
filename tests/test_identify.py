"""The language of a text, by the text."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import LanguageUnknown
from models.identify import identify
from models.language import CODES


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("남천시, 노후 상수관 교체", "ko"),
        ("李 대통령, 美 방문 앞두고 訪中 검토", "ko"),
        ("AI 반도체 Samsung Galaxy S26 Ultra", "ko"),
        ("ㅋㅋㅋ 뭐라고요", "ko"),
        ("南川市明年更换老旧水管", "zh-Hans"),
        ("Apple 发布 iPhone 17 Pro Max", "zh-Hans"),
        ("南川市明年更換老舊水管", "zh-Hant"),
        ("台灣半導體出口成長一成", "zh-Hant"),
        ("優の良品在香港開第十家店，店員說生意很好，顧客排隊兩小時", "zh-Hant"),
        ("City to replace 40 km of old water mains", "en"),
        ("Stocks fall", "en"),
        ("I didn't do it.", "en"),
        ('"I am so happy," she said.', "en"),
        ("Samsung Electronics posts record profit on chips", "en"),
    ],
)
def test_our_languages(text: str, code: str) -> None:
    assert identify(text) == code


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("東京で開かれた会議で首相は新しい対策を発表した。", "Japanese"),
        ("カタカナだけのニュース", "Japanese"),
        ("Le maire a déclaré que les travaux commenceront au printemps dans la ville.", "French"),
        ("Der Bundestag hat am Freitag ein Gesetz beschlossen, das nicht für alle gilt.", "German"),
        ("El gobierno anunció este lunes que las nuevas medidas no se aplican a los jóvenes.", "Spanish"),
        ("Il governo ha annunciato che le nuove misure non sono per i giovani della città.", "Italian"),
        ("O governo anunciou que as novas medidas não são para os jovens da cidade.", "Portuguese"),
        ("Президент заявил, что новые меры вступят в силу в марте.", "Russian"),
        ("Президент заявив, що нові заходи набудуть чинності у березні.", "Ukrainian"),
        ("Thủ tướng cho biết các biện pháp mới sẽ được áp dụng từ tháng ba.", "Vietnamese"),
        ("Presiden mengatakan bahwa kebijakan baru itu akan berlaku dari bulan Maret.", "Indonesian or Malay"),
        ("รัฐบาลประกาศมาตรการใหม่", "Thai"),
        ("أعلنت الحكومة عن إجراءات جديدة", "Arabic"),
        ("सरकार ने नए उपायों की घोषणा की", "Hindi"),
        (
            "Hükümet yeni önlemlerin mart ayında yürürlüğe gireceğini ve bir süre için geçerli olacağını söyledi.",
            "Turkish",
        ),
    ],
)
def test_others_are_refused_by_name(text: str, name: str) -> None:
    with pytest.raises(LanguageUnknown) as error:
        identify(text)
    assert error.value.detail == name


@pytest.mark.parametrize("text", ["", " ", "123", "!?", "…", "2026-02-03 10:29", "🙂"])
def test_too_little_to_tell(text: str) -> None:
    with pytest.raises(LanguageUnknown) as error:
        identify(text)
    assert error.value.detail == ""


def test_every_article_of_the_corpus() -> None:
    wrong = []
    for path in sorted((Path(__file__).parent.parent / "samples" / "corpus").glob("*.jsonl")):
        for row in path.read_text(encoding="utf-8").splitlines():
            article = json.loads(row)
            for key, code in (("ko", "ko"), ("zh", "zh-Hans"), ("en", "en")):
                text = "\n".join(sentence[key] for sentence in article["sentences"])
                if identify(text) != code:
                    wrong.append((article["id"], key))
    assert wrong == []


@pytest.mark.shared
def test_single_sentences_of_real_news(shared: Path) -> None:
    """99 articles in four versions: at least 98% of the sentences taken alone, and every article."""
    right = total = 0
    for row in (shared / "news" / "ntrex.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(row)
        for key, code in (("ko", "ko"), ("zh", "zh-Hans"), ("zht", "zh-Hant"), ("en", "en")):
            assert identify("\n".join(article[key])) == code, article["doc"]
            for sentence in article[key]:
                total += 1
                try:
                    right += identify(sentence) == code
                except LanguageUnknown:
                    continue
    assert right / total >= 0.98


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_any_text_gives_a_code_or_our_refusal(text: str) -> None:
    with contextlib.suppress(LanguageUnknown):
        assert identify(text) in CODES
