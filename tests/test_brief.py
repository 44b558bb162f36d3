"""`models.brief`: of several translations of a sentence the reader gets the one that leaves the fewest doubts."""

import itertools

import pytest

from models import brief
from models.article import Article
from models.errors import TranslationFailed
from models.translate import Chooser, Translation

SENTENCE = "서림전자는 3분기 영업이익이 지난해보다 23% 줄어든 1조 2천억 원을 기록했다고 22일 밝혔다."
ARTICLE = Article(title="서림전자 영업이익 1조 2천억 원", paragraphs=(SENTENCE,), language="ko", published="2026-10-22")
TITLE = "Seorim Electronics posts operating profit of 1.2 trillion won"
RIGHT = (
    "Seorim Electronics said on the 22nd that its operating profit fell 23% to 1.2 trillion won in the third quarter."
)
WRONG = RIGHT[:-1] + ", and hired 500 people."
WORSE = RIGHT[:-1] + ", hired 500 people and paid $70 million."


class Plain:
    """Says `first` for the sentence."""

    def __init__(self, first: str) -> None:
        self.first = first

    def translate(self, sentences, source, target):
        known = {SENTENCE: self.first, ARTICLE.title: TITLE}
        return [Translation(s, known.get(s, "Seorim Electronics")) for s in sentences]

    def describe(self, source, target):
        return {"preset": "test", "route": ["ko-en"], "models": [], "engine": "test", "demo": False}


class Wavering(Plain):
    """Has other translations too, and remembers of what it was asked for some."""

    def __init__(self, first: str, *others: str) -> None:
        super().__init__(first)
        self.rest, self.asked = others, []

    def others(self, sentences, source, target):
        self.asked += sentences
        if not self.rest:
            raise TranslationFailed("no more")
        return [[Translation(s, text) for text in self.rest] for s in sentences]


def bullet(translator) -> brief.Point:
    (point,) = brief.make(ARTICLE, "en", translator).points
    return point


def told(point: brief.Point) -> list[str]:
    return [doubt.kind for doubt in point.doubts if not doubt.repaired]


def test_a_doubtful_bullet_is_the_least_doubtful_of_its_translations():
    translator = Wavering(WORSE, WRONG, RIGHT, WORSE)
    point = bullet(translator)
    assert "fell 23% to 1.2 trillion won" in point.text
    assert told(point) == []
    assert translator.asked == [SENTENCE]


def test_what_leaves_no_doubt_is_not_translated_again():
    translator = Wavering(RIGHT, WRONG)
    assert "23%" in bullet(translator).text
    assert translator.asked == []


def test_the_first_stays_where_none_is_better():
    point = bullet(Wavering(WRONG, WORSE, WRONG + " So it said."))
    assert point.text.endswith("and hired 500 people.")
    assert told(point) == ["figure_invented"]


@pytest.mark.parametrize("translator", [Plain(WRONG), Wavering(WRONG)], ids=["knows one only", "fails"])
def test_without_others_the_doubt_is_shown(translator):
    assert told(bullet(translator)) == ["figure_invented"]


def test_the_seconds_of_the_second_search_are_the_translations():
    clock = itertools.count().__next__
    seconds = brief.make(ARTICLE, "en", Wavering(WRONG, RIGHT), clock=lambda: float(clock())).seconds
    assert seconds == {"select": 1.0, "translate": 2.0, "check": 2.0}


def test_a_translator_with_one_translation_is_no_chooser():
    assert isinstance(Wavering(RIGHT), Chooser)
    assert not isinstance(Plain(RIGHT), Chooser)
