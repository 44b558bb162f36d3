"""A summarising model's sentences: what the article bears out is kept and marked, everything else is dropped."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import config
from bot.errors import ConfigInvalid
from bot.render import html, json, markdown, telegram, text
from models import abstractive, brief, claims
from models.article import Article
from models.errors import SummariserMissing

ARTICLES = {
    "en": Article(
        title="Harlow port to cut a third of its jobs",
        paragraphs=(
            "Harlow port will cut 410 of its 1,230 jobs by March, the harbour authority said on Tuesday.",
            "Container traffic fell by 22% in two years, according to the transport ministry.",
            "Severance pay will cost the authority $18 million, its director Lena Ortiz said.",
        ),
        language="en",
    ),
    "ko": Article(
        title="하늘항, 일자리 3분의 1 줄인다",
        paragraphs=(
            "하늘항이 3월까지 일자리 1,230개 가운데 410개를 줄인다고 항만공사가 밝혔다.",
            "국토부에 따르면 컨테이너 물동량은 2년 새 22% 감소했다.",
            "퇴직금으로 180억 원이 들 것이라고 오민준 사장이 말했다.",
        ),
        language="ko",
    ),
    "zh-Hans": Article(
        title="天空港将裁减三分之一岗位",
        paragraphs=(
            "港务局宣布，天空港将在3月前从1230个岗位中裁减410个。",
            "交通部数据显示，集装箱吞吐量两年下降22%。",
            "局长林若冰表示，遣散费将达1.8亿元。",
        ),
        language="zh-Hans",
    ),
    "zh-Hant": Article(
        title="天空港將裁減三分之一職位",
        paragraphs=(
            "港務局宣布，天空港將在3月前從1230個職位中裁減410個。",
            "交通部數據顯示，貨櫃吞吐量兩年下降22%。",
            "局長林若冰表示，遣散費將達1.8億元。",
        ),
        language="zh-Hant",
    ),
}

CASES = [
    # language, what the model wrote, the sentence that bears it out (None: dropped), why
    ("en", "The port will cut 410 of its 1,230 jobs by March.", 0, "shorter"),
    ("en", "The port will cut 140 of its 1,230 jobs by March.", None, "another figure"),
    ("en", "Severance pay will cost $18 million, director Lena Ortiz said.", 2, "shorter"),
    ("en", "Severance pay will cost $18 million, director Mark Vale said.", None, "another name"),
    ("en", "Severance pay will not cost the authority $18 million.", None, "denied"),
    ("en", "Container traffic rose by 22% in two years.", None, "turned round"),
    ("en", "Harlow Harlow Harlow Harlow Harlow port port port port port.", None, "goes round"),
    ("en", "The war in the north is over.", None, "invented"),
    ("ko", "하늘항은 3월까지 일자리 410개를 줄인다.", 0, "shorter"),
    ("ko", "하늘항은 3월까지 일자리 140개를 줄인다.", None, "another figure"),
    ("ko", "퇴직금으로 180억 원이 든다고 오민준 사장이 말했다.", 2, "shorter"),
    ("ko", "퇴직금으로 180억 원이 든다고 박서연은 말했다.", None, "another name"),
    ("ko", "컨테이너 물동량은 2년 새 22% 증가했다.", None, "turned round"),
    ("zh-Hans", "天空港将在3月前裁减410个岗位。", 0, "shorter"),
    ("zh-Hans", "天空港将在3月前裁减140个岗位。", None, "another figure"),
    ("zh-Hans", "局长林若冰表示，遣散费达1.8亿元。", 2, "shorter"),
    ("zh-Hans", "局长王建国表示，遣散费达1.8亿元。", None, "another name"),
    ("zh-Hans", "集装箱吞吐量两年上升22%。", None, "turned round"),
    ("zh-Hant", "天空港將在3月前裁減410個職位。", 0, "shorter"),
    ("zh-Hant", "局長王建國表示，遣散費達1.8億元。", None, "another name"),
]


@pytest.mark.parametrize(("language", "written", "place", "why"), CASES)
def test_alignment(language: str, written: str, place: int | None, why: str) -> None:
    rows = claims.explain(ARTICLES[language])
    assert abstractive.aligned(written, rows, language) == place, why


@pytest.mark.parametrize("language", ARTICLES)
def test_what_is_not_borne_out_is_dropped(language: str) -> None:
    kept = [written for code, written, place, _ in CASES if code == language and place is not None]
    written = " ".join(text for code, text, _, _ in CASES if code == language)
    made = brief.make(ARTICLES[language], None, None, write=lambda _: written)
    assert {point.text for point in made.points} == set(kept)
    assert all(point.claim.rewritten for point in made.points)
    assert made.notes == ()


def test_no_sentence_is_used_twice_and_the_limit_holds() -> None:
    written = "The port will cut 410 of its jobs. Harlow port will cut 410 jobs. Container traffic fell by 22%."
    rows = claims.explain(ARTICLES["en"])
    assert len(abstractive.rewrite(ARTICLES["en"], rows, lambda _: written)) == 2
    assert len(abstractive.rewrite(ARTICLES["en"], rows, lambda _: written, 1)) == 1


def test_sentences_of_the_article_where_nothing_is_borne_out() -> None:
    made = brief.make(ARTICLES["en"], None, None, write=lambda _: "The war is over.")
    plain = brief.make(ARTICLES["en"], None, None)
    assert made.points == plain.points
    assert made.notes == ("rewriting_unsupported",)


def test_rewritten_bullets_are_marked_everywhere() -> None:
    made = brief.make(ARTICLES["en"], None, None, write=lambda _: CASES[0][1])
    for reader, word in (("en", "(rewritten)"), ("ko", "(다시 씀)"), ("zh-Hans", "（改写）"), ("zh-Hant", "（改寫）")):
        shown = replace(made, to=reader)
        for render in (text.render, markdown.render, html.render, lambda b: "".join(telegram.render(b))):
            assert word in render(shown)
    data = json.to_dict(made)
    assert data["claims"][0]["rewritten"] is True
    assert data["claims"][0]["source"] == ARTICLES["en"].paragraphs[0]
    assert json.from_dict(data).points[0].claim.rewritten
    assert "rewritten" not in json.to_dict(brief.make(ARTICLES["en"], None, None))["claims"][0]


def test_a_model_that_is_not_there_says_what_mends_it(tmp_path: Path) -> None:
    with pytest.raises(SummariserMissing, match="no model in"):
        abstractive.Summariser(str(tmp_path / "none"))("Any text.")
    made = brief.make(ARTICLES["en"], None, None, write=abstractive.Summariser(str(tmp_path / "none")))
    assert made.notes[0].startswith("summariser_missing:reply.model")
    assert made.points
    assert not any(point.claim.rewritten for point in made.points)


def test_the_style_needs_a_model() -> None:
    from bot.app import summariser

    assert summariser(config.load(environ={})) is None
    with pytest.raises(ConfigInvalid, match=r"reply\.model"):
        summariser(config.load(environ={"KEYCLAIMS_REPLY_STYLE": "abstractive"}))
    with pytest.raises(ConfigInvalid, match=r"reply\.style"):
        config.load(environ={"KEYCLAIMS_REPLY_STYLE": "poetic"})


def test_a_real_seq2seq_model_runs(tmp_path: Path) -> None:
    """A BART of a few thousand random weights: what it writes is noise, so nothing of it may reach the reader."""
    pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    words = ["<s>", "<pad>", "</s>", "<unk>", *dict.fromkeys(" ".join(ARTICLES["en"].paragraphs).split()), "moon", "."]
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing("<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    ).save_pretrained(tmp_path)
    transformers.set_seed(1)
    shape = {"d_model": 16, "encoder_layers": 1, "decoder_layers": 1, "encoder_ffn_dim": 16, "decoder_ffn_dim": 16}
    heads = {"encoder_attention_heads": 2, "decoder_attention_heads": 2, "max_position_embeddings": 300}
    transformers.BartForConditionalGeneration(
        transformers.BartConfig(vocab_size=len(words), forced_eos_token_id=None, **shape, **heads)
    ).save_pretrained(tmp_path)
    model = abstractive.Summariser(str(tmp_path))
    written = model(" ".join(ARTICLES["en"].paragraphs * 40))
    assert isinstance(written, str), written
    assert model("Harlow port.") == model("Harlow port.")
    made = brief.make(ARTICLES["en"], None, None, write=model)
    assert made.notes == ("rewriting_unsupported",)
    assert made.points
