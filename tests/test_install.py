"""`models.installation`: a checkpoint becomes a model without torch, or is refused with a reason."""

import functools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import checkpoint
from models import catalog
from models.engines import Options, Request
from models.engines.ct2 import Ct2Engine
from models.errors import ModelInvalid
from models.hub import Hub
from models.installation import install, installed
from tests.checkpoints import DEMO, edit, small

TEXTS = [json.loads(line) for line in (DEMO.parent.parent / "samples/corpus/econ.jsonl").open(encoding="utf-8")]
PLAN = {"tokens": {}, "native": False, "eos": True, "source_spm": "source.spm", "target_spm": "target.spm"}


def sentences(language: str, count: int) -> list[str]:
    return [s[language] for article in TEXTS for s in article["sentences"]][:count]


def run(source: Path, out: Path, **plan: Any) -> tuple[int, dict[str, Any]]:
    """The conversion as `models.installation.installed` starts it."""
    command = [
        sys.executable,
        "-P",
        "-m",
        "models.installation.install",
        str(source),
        str(out),
        json.dumps(PLAN | plan),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout.splitlines()[-1])


def test_the_conversion_loads_no_torch_and_tries_the_model(tmp_path: Path) -> None:
    code, result = run(small(tmp_path / "source"), tmp_path / "out")
    assert (code, result["ok"], result["torch_loaded"]) == (0, True, False)
    assert result["target_vocabulary"] < result["vocabulary"]
    assert result["source_vocabulary"] < result["vocabulary"]
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        "model.bin",
        "config.json",
        "source_vocabulary.json",
        "target_vocabulary.json",
        "source.spm",
        "target.spm",
    }


@pytest.mark.parametrize(
    ("folder", "language", "token"),
    [("to-en", "ko", ""), ("to-en", "zh", ""), ("from-en", "en", ">>kor<<"), ("from-en", "en", ">>cmn_Hans<<")],
)
def test_the_vocabulary_cut_changes_no_output(tmp_path: Path, folder: str, language: str, token: str) -> None:
    install.convert(DEMO / folder, tmp_path / "cut")
    install.convert(DEMO / folder, tmp_path / "whole", cut=False)
    cut, whole = Ct2Engine(tmp_path / "cut"), Ct2Engine(tmp_path / "whole")
    requests = [Request(text, token) for text in sentences(language, 32)]
    for beam in (1, 2):
        assert cut.translate(requests, Options(beam)) == whole.translate(requests, Options(beam))


def test_the_cut_keeps_the_odd_characters_that_neither_model_holds(tmp_path: Path) -> None:
    source, target = (install.open_spm(DEMO / "to-en" / f"{side}.spm") for side in ("source", "target"))
    pieces = ["</s>", "<unk>", "▁the", "é", "ø", "£", "€", "龘", ">>cmn_Hans<<", "<pad>"]
    kept = [pieces[i] for i in install.kept_targets(pieces, source, target, writes_han=False)]
    assert kept == ["</s>", "<unk>", "▁the", "é", "ø", "£", "€", "<pad>"]
    assert "龘" in [pieces[i] for i in install.kept_targets(pieces, source, target, writes_han=True)]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(alphabet="央行é£ø€ñ龘𠮷ㄅあア 은행rate12,.½α😀", max_size=40)))
def test_the_source_cut_keeps_every_piece_that_a_text_can_give(text: str) -> None:
    """With the real vocabulary where it is at hand: 32,000 pieces a side and odd characters beside them."""
    for pieces, kept, spm in _source_sides():
        given_pieces = set(spm.encode(text.encode("utf-8", "ignore").decode(), out_type=str))
        assert given_pieces & pieces == given_pieces & kept


@functools.cache
def _source_sides() -> list[tuple[set[str], set[str], Any]]:
    real = DEMO.parent.parent.parent / "shared" / "data" / "opus-mt-zh-en"
    sides = []
    for folder in (DEMO / "to-en", DEMO / "from-en", *([real] if real.is_dir() else [])):
        vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        pieces = sorted(vocabulary, key=lambda piece: vocabulary[piece])
        spm = install.open_spm(folder / "source.spm")
        kept = {pieces[i] for i in install.kept_sources(pieces, spm)}
        assert len(kept) < len(pieces)
        sides.append((set(pieces), kept, spm))
    return sides


def test_the_uncut_model_with_the_cut_pieces_forbidden_writes_the_same(tmp_path: Path) -> None:
    """The proof that does not lean on training: any model whose best piece is always a kept one loses nothing."""
    import ctranslate2

    small(tmp_path / "source", targets="all")
    install.convert(tmp_path / "source", tmp_path / "cut")
    install.convert(tmp_path / "source", tmp_path / "whole", cut=False)
    kept = set(json.loads((tmp_path / "cut" / "target_vocabulary.json").read_text(encoding="utf-8")))
    gone = [[p] for p in json.loads((tmp_path / "whole" / "shared_vocabulary.json").read_text()) if p not in kept]
    spm = install.open_spm(tmp_path / "cut" / "source.spm")
    batch = [[*spm.encode(text, out_type=str), "</s>"] for text in sentences("zh", 8)]
    whole = ctranslate2.Translator(str(tmp_path / "whole"), intra_threads=1)
    cut = ctranslate2.Translator(str(tmp_path / "cut"), intra_threads=1)
    free = [r.hypotheses for r in whole.translate_batch(batch, beam_size=1, max_decoding_length=20)]
    held = [
        r.hypotheses for r in whole.translate_batch(batch, beam_size=1, max_decoding_length=20, suppress_sequences=gone)
    ]
    assert [r.hypotheses for r in cut.translate_batch(batch, beam_size=1, max_decoding_length=20)] == held
    assert free != held  # the test would notice a cut that takes too much


@pytest.mark.torch
@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "legacy"])
def test_a_pickled_checkpoint_gives_the_same_model(torch: Any, tmp_path: Path, zipped: bool) -> None:
    from safetensors.torch import load_file

    source = small(tmp_path / "source")
    install.convert(source, tmp_path / "safe")
    state = load_file(source / "model.safetensors")
    for name in ("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight"):
        state[name] = state["model.shared.weight"]  # as MarianMTModel.state_dict() has them: one storage, four names
    torch.save(state, source / "pytorch_model.bin", _use_new_zipfile_serialization=zipped)
    (source / "model.safetensors").unlink()
    install.convert(source, tmp_path / "pickled")
    assert (tmp_path / "pickled" / "model.bin").read_bytes() == (tmp_path / "safe" / "model.bin").read_bytes()


def test_positions_are_those_of_marian() -> None:
    table = install.sinusoids(512, 128)
    assert table.shape == (512, 128)
    assert table[3, 5] == pytest.approx(np.sin(3 / 10000 ** (2 * 5 / 128)), abs=1e-6)
    assert table[3, 64 + 5] == pytest.approx(np.cos(3 / 10000 ** (2 * 5 / 128)), abs=1e-6)


def _config(**changes: Any) -> Any:
    return lambda folder: edit(folder / "config.json", **changes)


def _tokenizer(folder: Path) -> None:
    edit(folder / "tokenizer_config.json", separate_vocabs=True)


def _weights(change: Any) -> Any:
    def mend(folder: Path) -> None:
        from safetensors.numpy import load_file, save_file

        weights = load_file(folder / "model.safetensors")
        change(weights)
        save_file(weights, folder / "model.safetensors")

    return mend


def _delete(name: str) -> Any:
    return lambda folder: (folder / name).unlink()


def _write(name: str, data: bytes) -> Any:
    return lambda folder: (folder / name).write_bytes(data)


def _nan(weights: dict[str, Any]) -> None:
    weights["model.decoder.layers.0.fc1.weight"][0, 0] = np.nan


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_delete("vocab.json"), "vocab.json missing"),
        (_delete("target.spm"), "target.spm missing"),
        (_delete("model.safetensors"), "model.safetensors or pytorch_model.bin missing"),
        (_write("source.spm", b"no model"), "source.spm is no SentencePiece model"),
        (_write("config.json", b"[1]"), "config.json is not a JSON object"),
        (_write("config.json", b"{" * 9), "config.json cannot be read"),
        (_write("model.safetensors", b"\xff" * 64), "model.safetensors cannot be read"),
        (_config(normalize_before=True), "normalize_before"),
        (_config(share_encoder_decoder_embeddings=False), "share_encoder_decoder_embeddings"),
        (_config(activation_function="tanh"), "activation_function"),
        (_config(model_type="t5"), "model_type"),
        (_config(vocab_size=100, pad_token_id=99), "vocab.json"),
        (_config(vocab_size=2_000_000_000), "impossible"),
        (_config(d_model=256), "shape"),
        (_config(encoder_layers=2), "lack"),
        (_config(encoder_layers="many"), "config.json"),
        (_tokenizer, "separate vocabularies"),
        (_write("target_vocab.json", b"{}"), "separate vocabularies"),
        (_weights(_nan), "not finite"),
        (_weights(lambda w: w.pop("model.decoder.layers.0.fc2.bias")), "lack model.decoder.layers.0.fc2.bias"),
        (_weights(lambda w: w.update({"lm_head.weight": w["model.shared.weight"] + 1})), "differs"),
    ],
)
def test_a_folder_that_cannot_be_kept_equal_is_refused_with_the_reason(tmp_path: Path, change: Any, said: str) -> None:
    source = small(tmp_path / "source")
    change(source)
    with pytest.raises(ModelInvalid, match=said):
        install.convert(source, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_start_token_that_is_not_zero_is_kept(tmp_path: Path) -> None:
    """MarianMT starts from the row of <pad>; most checkpoints have zeros there, but nothing says they must."""
    source = small(tmp_path / "source")
    pad = json.loads((source / "config.json").read_text())["pad_token_id"]
    install.convert(source, tmp_path / "zero")
    _weights(lambda w: w["model.shared.weight"].__setitem__((pad, slice(0, 40)), 3.0))(source)
    install.convert(source, tmp_path / "start")
    texts = [Request(text) for text in sentences("zh", 6)]
    zero, start = (Ct2Engine(tmp_path / name).translate(texts, Options(1)) for name in ("zero", "start"))
    assert zero != start
    assert not any("<pad>" in text for text in start)


class TestAdd:
    def hub(self, tmp_path: Path) -> Hub:
        return Hub(tmp_path / "models", catalog.load(), environ={}, offline=True)

    @pytest.mark.parametrize("pair", ["zh-en", "ko-en", "en-ko", "en-zh"])
    def test_the_pair_is_read_from_the_tokenizer(self, tmp_path: Path, pair: str) -> None:
        entry = installed.describe_folder(small(tmp_path / "source", pair), None)
        assert entry.pair == pair
        wanted = {"en-ko": {"ko": ">>kor<<"}, "en-zh": {"zh-Hans": ">>cmn_Hans<<"}}
        assert dict(entry.tokens) == wanted.get(pair, {})

    def test_a_pair_that_nobody_can_tell_must_be_named(self, tmp_path: Path) -> None:
        source = small(tmp_path / "source")
        edit(source / "tokenizer_config.json", source_lang="fra")
        with pytest.raises(ModelInvalid, match="--pair"):
            self.hub(tmp_path).add(source)
        assert self.hub(tmp_path).add(source, "ko-en").pairs == ("ko-en",)

    def test_add_verify_replace_remove(self, tmp_path: Path) -> None:
        hub = self.hub(tmp_path)
        first = hub.add(small(tmp_path / "a"))
        second = hub.add(small(tmp_path / "b", seed=2))
        assert first.fingerprint != second.fingerprint
        assert [m.fingerprint for m in hub.installed()] == [second.fingerprint]
        assert hub.verify() == [(second, [])]
        model = second.folder / "model.bin"
        damaged = bytearray(model.read_bytes())
        damaged[len(damaged) // 2] ^= 1
        model.write_bytes(damaged)
        (second.folder / "source.spm").unlink()
        assert hub.verify() == [(second, ["model.bin has other bytes than at installation", "source.spm is missing"])]
        assert hub.remove("zh-en") == [second]
        assert hub.installed() == []
        assert not list((tmp_path / "models" / ".work").iterdir())

    def test_a_refused_folder_leaves_what_was_there(self, tmp_path: Path) -> None:
        hub = self.hub(tmp_path)
        kept = hub.add(small(tmp_path / "a"))
        broken = small(tmp_path / "b")
        (broken / "model.safetensors").write_bytes(b"\xff" * 64)
        with pytest.raises(ModelInvalid):
            hub.add(broken)
        assert hub.installed() == [kept]
        assert hub.verify() == [(kept, [])]
        assert not list((tmp_path / "models" / ".work").iterdir())

    def test_pieces_that_differ_from_the_tokenizers_are_noticed(self, tmp_path: Path, monkeypatch: Any) -> None:
        source = small(tmp_path / "source")
        assert install.compare_tokenisation(source) == len(install.CALIBRATION)
        (source / "source.spm").write_bytes((DEMO / "from-en" / "source.spm").read_bytes())
        good = install.open_spm(DEMO / "to-en" / "source.spm")
        monkeypatch.setattr(install, "open_spm", lambda path: good)
        with pytest.raises(ModelInvalid, match="pieces differ"):
            install.compare_tokenisation(source)


@pytest.mark.shared
def test_a_true_size_opus_checkpoint_installs_in_little_memory_and_translates_one_to_one(
    shared: Path, tmp_path: Path
) -> None:
    source = checkpoint.write(shared / "opus-mt-zh-en", tmp_path / "source")
    code, result = run(source, tmp_path / "out")
    assert (code, result["torch_loaded"]) == (0, False)
    assert result["peak_mb"] < 1500
    assert (result["vocabulary"], result["target_vocabulary"]) == (65001, 32637)
    assert result["source_vocabulary"] == 34768
    engine = Ct2Engine(tmp_path / "out")
    texts = [s for line in (shared / "news" / "ntrex.jsonl").open(encoding="utf-8") for s in json.loads(line)["zh"]][
        :24
    ]
    outputs = engine.translate([Request(text) for text in texts], Options(1))
    assert len(outputs) == len(texts)
    assert all(outputs)
