"""The outside steps in their order, and the language steps: what a failure of each leaves for the reader."""

import pytest

import briefs
from bot.errors import NotFound
from bot.link import Link
from bot.page import Page
from bot.pipeline import Pipeline
from models import brief
from models.article import Article
from models.errors import WeightsMissing
from models.translate import Translation

LINK = Link("https://news.saeron.example/a/1", "news.saeron.example/a/1")


class Upper:
    """A translator that says where it has been: English in capitals."""

    def __init__(self, error: Exception | None = None) -> None:
        self.asked: list[str] = []
        self.error = error

    def translate(self, sentences, source, target):
        if self.error:
            raise self.error
        self.asked += sentences
        return [Translation(s, f"<{target}> {s}") for s in sentences]

    def describe(self, source, target):
        return {"preset": "test", "route": [f"{source}-{target}"], "models": [], "engine": "test", "demo": False}


def steps(translator=None, fail: Exception | None = None):
    calls: list[str] = []

    async def fetch(link: Link) -> Page:
        calls.append("fetch")
        if fail:
            raise fail
        return Page(b"<html>", link.url)

    async def extract(page: Page, given: str) -> Article:
        calls.append(f"extract {given}")
        return briefs.KOREAN

    def make(article, to, limit, *, full):
        calls.append("make")
        return brief.make(article, to, translator, limit, full=full)

    return Pipeline(fetch, extract, make), calls


async def test_a_link_goes_through_every_step_in_order():
    pipeline, calls = steps()
    made = await pipeline.of_link(LINK, None, given="as typed")
    assert calls == ["fetch", "extract as typed", "make"]
    assert {"fetch", "extract", "select"} <= set(made.seconds)
    assert made.to == "ko"
    assert [p.text for p in made.points] == [p.claim.text for p in made.points]


async def test_a_failed_step_raises_its_own_error_and_stops():
    pipeline, calls = steps(fail=NotFound(detail="404"))
    with pytest.raises(NotFound):
        await pipeline.of_link(LINK, "en")
    assert calls == ["fetch"]


def test_only_headline_claims_and_speakers_are_translated_and_each_once():
    translator = Upper()
    made = brief.make(briefs.KOREAN, "en", translator, 1)
    assert len(made.points) == 1
    assert briefs.KOREAN.title in translator.asked
    assert len(translator.asked) == len(set(translator.asked)) <= 3


def test_full_has_one_entry_a_sentence_in_order():
    made = brief.make(briefs.KOREAN, "en", Upper(), 1, full=True)
    assert [line.source for line in made.full] == [
        "가람전자는 1분기 영업이익이 3조 5천억 원이라고 28일 밝혔다.",
        "매출은 21조 7천억 원이었다.",
        briefs.SECOND,
    ]


def test_without_a_model_the_reader_gets_the_source_and_a_note():
    made = brief.make(briefs.KOREAN, "en", Upper(WeightsMissing("x", detail="ko-en")), 2)
    assert made.to == "ko"
    assert made.notes == ("weights_missing:ko-en",)
    assert made.points[0].text == made.points[0].claim.text
    assert brief.make(briefs.KOREAN, "en", None, 2).notes == ("pair_unavailable:ko-en",)


def test_every_claim_leads_back_to_its_sentence():
    for point in brief.make(briefs.KOREAN, "en", Upper(), 3).points:
        sentence = point.claim.sentence
        paragraph = briefs.KOREAN.paragraphs[sentence.paragraph]
        assert paragraph[sentence.start : sentence.end] == sentence.text


async def test_an_article_over_several_pages_is_read_whole_and_a_lost_page_loses_nothing_else():
    second = Link("https://news.saeron.example/a/1?page=2", "news.saeron.example/a/1?page=2")
    third = Link("https://news.saeron.example/a/1?page=3", "news.saeron.example/a/1?page=3")

    async def fetch(link: Link) -> Page:
        if link is third:
            raise NotFound(detail="404")
        return Page(b"<html>", link.url)

    async def extract(page: Page, given: str) -> Article:
        paragraph = "둘째 쪽의 문단이다." if page.url == second.url else "첫 쪽의 문단이다."
        return Article("제목", (paragraph,), "ko", url=page.url)

    async def further(page: Page) -> list[Link]:
        return [second, third]

    pipeline = Pipeline(fetch, extract, steps()[0].make, further)
    article, seconds = await pipeline.read(LINK)
    assert article.paragraphs == ("첫 쪽의 문단이다.", "둘째 쪽의 문단이다.")
    assert article.url == LINK.url
    assert set(seconds) == {"fetch", "extract"}


def test_the_date_in_brackets_is_added_after_the_translation_and_moves_no_doubt():
    class Fixed(Upper):
        def translate(self, sentences, source, target):
            self.asked += sentences
            said = "Garam said on the 28th that first-quarter profit was 3.5 trillion won, up 17%."
            return [Translation(s, said if "28일" in s else s) for s in sentences]

    translator = Fixed()
    point = brief.make(briefs.KOREAN, "en", translator, 3).points[0]
    assert "[" not in " ".join(translator.asked)
    assert "on the 28th [28 April] that" in point.text
    assert any(d.span and point.text[d.span[0] : d.span[1]] == "17%" for d in point.doubts)
