"""The two engines against each other: the same search over the same weights writes the same sentences."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from models import catalog
from models.engines import Options, Request
from models.engines.ct2 import Ct2Engine
from models.errors import ModelInvalid
from models.installation import install
from models.translate import MarianTranslator
from tests.checkpoints import DEMO, small

CORPUS = DEMO.parent.parent / "samples" / "corpus"
DIRECTIONS = [("to-en", "zh", ""), ("to-en", "ko", ""), ("from-en", "en", ">>kor<<"), ("from-en", "en", ">>cmn_Hans<<")]


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> None:
    pytest.importorskip("torch", reason="the torch extra is missing").set_num_threads(1)


def engines(checkpoint: Path, folder: Path, quantization: str | None) -> tuple[Ct2Engine, Any]:
    from models.engines.marian import MarianEngine

    install.convert(checkpoint, folder, quantization=quantization)
    return Ct2Engine(folder, compute=quantization or "float32"), MarianEngine(checkpoint)


def agreement(pair: tuple[Ct2Engine, Any], texts: Sequence[str], token: str, beam: int) -> float:
    """Share of sentences that both engines write alike, letter by letter."""
    requests = sorted((Request(text, token) for text in texts), key=lambda r: len(r.text))
    same = 0
    for start in range(0, len(requests), 16):
        batch = requests[start : start + 16]
        ours, theirs = (engine.translate(batch, Options(beam)) for engine in pair)
        same += sum(a == b for a, b in zip(ours, theirs, strict=True))
    return same / len(requests)


@pytest.mark.torch
@pytest.mark.parametrize(("name", "language", "token"), DIRECTIONS)
def test_the_demo_models_agree_sentence_by_sentence(tmp_path: Path, name: str, language: str, token: str) -> None:
    lines = (CORPUS / "tech.jsonl").open(encoding="utf-8")
    texts = [s[language] for line in lines for s in json.loads(line)["sentences"]][:16]
    exact = engines(DEMO / name, tmp_path / "exact", None)
    assert agreement(exact, texts, token, 1) >= 0.96
    assert agreement(exact, texts, token, 2) >= 0.96


@pytest.mark.torch
@pytest.mark.shared
def test_two_hundred_real_sentences(shared: Path, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in (shared / "news" / "ntrex.jsonl").open(encoding="utf-8")]
    exact = engines(small(tmp_path / "source"), tmp_path / "exact", None)
    assert agreement(exact, [text for line in lines for text in line["zh"]][:200], "", 1) >= 0.98
    trained = engines(DEMO / "to-en", tmp_path / "demo", None)
    assert agreement(trained, [text for line in lines for text in line["ko"]][:48], "", 2) >= 0.96


@pytest.mark.torch
def test_control_tokens_stay_text_in_the_reference_too(tmp_path: Path) -> None:
    from models.engines.marian import MarianEngine

    engine = MarianEngine(DEMO / "from-en")
    tokenizer = engine._tokenizer
    row = engine._ids(Request(">>cmn_Hans<< </s> <pad> The bank.", ">>kor<<"))
    vocabulary = tokenizer.get_vocab()
    assert row[0] == vocabulary[">>kor<<"]
    assert row[-1] == vocabulary["</s>"]
    assert not {vocabulary[t] for t in (">>cmn_Hans<<", ">>kor<<", "</s>", "<pad>")} & set(row[1:-1])


@pytest.mark.torch
def test_the_translator_runs_on_it_and_keeps_the_checkpoint(tmp_path: Path) -> None:
    translator = MarianTranslator(catalog.load(), tmp_path, preset="demo", engine="transformers", beam=1, offline=True)
    got = translator.translate(["The bank cut rates on Monday.", "</s>", "12%"], "en", "ko")
    assert len(got) == 3
    assert any("가" <= c <= "힣" for c in got[0].text)
    assert translator.describe("en", "ko")["engine"] == "transformers"
    assert (tmp_path / "demo--from-en" / "checkpoint" / "model.safetensors").is_file()
    translator.close()


@pytest.mark.torch
def test_a_folder_that_is_no_checkpoint_is_named(tmp_path: Path) -> None:
    from models.engines.marian import MarianEngine

    with pytest.raises(ModelInvalid):
        MarianEngine(tmp_path)
