"""`models.engines.ct2`: pieces in, pieces out, limits."""

import time
from pathlib import Path

import pytest

from models.engines import HARD_LIMIT, Options, Request, output_limit
from models.engines.ct2 import Ct2Engine
from models.errors import ModelInvalid, TranslationFailed
from models.installation import install
from tests.checkpoints import DEMO, small


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ct2") / "model"
    install.convert(DEMO / "from-en", made)
    return made


@pytest.fixture(scope="module")
def engine(folder: Path) -> Ct2Engine:
    return Ct2Engine(folder)


def test_the_target_token_chooses_the_language(engine: Ct2Engine) -> None:
    text = "The company said on Monday that sales rose."
    korean, chinese = engine.translate([Request(text, ">>kor<<"), Request(text, ">>cmn_Hans<<")])
    assert any("가" <= c <= "힣" for c in korean)
    assert any("\u4e00" <= c <= "\u9fff" for c in chinese)
    assert not any("가" <= c <= "힣" for c in chinese)


@pytest.mark.parametrize("token", [">>cmn_Hans<<", ">>kor<<", "</s>", "<unk>", "<pad>"])
def test_control_tokens_in_a_text_stay_text(engine: Ct2Engine, token: str) -> None:
    pieces = engine._source.encode(f"{token} The company", out_type=str)
    assert token not in pieces
    (said,) = engine.translate([Request(f"{token} The company said so.", ">>kor<<")])
    assert any("가" <= c <= "힣" for c in said)


def test_a_batch_is_answered_in_order_and_as_each_alone(engine: Ct2Engine) -> None:
    texts = ["The bank cut rates.", "Sales rose 12% in May, the firm said on Tuesday.", "No.", "He spoke to reporters."]
    together = engine.translate([Request(t, ">>kor<<") for t in texts], Options(1))
    assert together == [engine.translate([Request(t, ">>kor<<")], Options(1))[0] for t in texts]


def test_an_input_beyond_the_position_table_does_not_fail_its_batch(engine: Ct2Engine) -> None:
    long = "word " * 900
    assert engine.count(long) > 512
    said = engine.translate([Request(long, ">>kor<<"), Request("The bank cut rates.", ">>kor<<")], Options(1))
    assert len(said) == 2


def test_output_is_bounded() -> None:
    assert output_limit(4) < 40
    assert output_limit(10_000) == HARD_LIMIT


def test_what_the_library_raises_becomes_an_error_of_ours(engine: Ct2Engine) -> None:
    for _ in range(100):
        # It does nothing while a batch of an earlier test is still being put away.
        engine._translator.unload_model()
        if not engine._translator.model_is_loaded:
            break
        time.sleep(0.05)
    try:
        with pytest.raises(TranslationFailed):
            engine.translate([Request("a", ">>kor<<")])
    finally:
        engine._translator.load_model()


@pytest.mark.parametrize("broken", ["model.bin", "source.spm", "config.json"])
def test_a_folder_that_cannot_be_loaded_is_named(folder: Path, tmp_path: Path, broken: str) -> None:
    import shutil

    shutil.copytree(folder, tmp_path / "copy")
    (tmp_path / "copy" / broken).write_bytes(b"{ broken")
    with pytest.raises(ModelInvalid, match="copy"):
        Ct2Engine(tmp_path / "copy").translate([Request("a")])


def test_end_of_sentence_is_a_policy(tmp_path: Path) -> None:
    install.convert(small(tmp_path / "source"), tmp_path / "out")
    with_eos, without = (Ct2Engine(tmp_path / "out", eos=eos) for eos in (True, False))
    assert with_eos._pieces(Request("我们")) == [*without._pieces(Request("我们")), "</s>"]
