"""A MarianMT checkpoint with random weights: the true shape and cost of a model, without its knowledge.

In: a folder with the tokenizer and configuration of a real model (config.json, source.spm, target.spm, vocab.json).
Out: a checkpoint folder with `model.safetensors`, made with numpy alone. Outputs are nonsense, but they end where a
translation would: a few position columns are carried through to the logit of `</s>`, which rises above the others once
the output has `ratio` pieces a source piece. So batches shrink, pad and finish as they do with real weights.
"""

import json
import math
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.installation.install import CHECKPOINT_FILES, sinusoids

GAIN = 400.0
"""Steepness of the end: the logit of `</s>` rises by about 2 with each piece."""


def write(
    tokenizer: Path, folder: Path, *, seed: int = 1, ratio: float = 1.2, targets: str = "target", **shape: Any
) -> Path:
    """Write the checkpoint into `folder`; `shape` overrides keys of config.json (d_model=64, encoder_layers=1, ...).

    `targets` "target": only pieces that target.spm holds are ever generated, as in a trained model; "all": any.
    """
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    for name in (*CHECKPOINT_FILES, "tokenizer_config.json"):
        if (tokenizer / name).is_file():
            shutil.copyfile(tokenizer / name, folder / name)
    config = json.loads((tokenizer / "config.json").read_text(encoding="utf-8")) | shape
    (folder / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    weights = random_weights(config, seed=seed, ratio=ratio)
    if targets == "target":
        weights["final_logits_bias"][0, _never(folder, config["vocab_size"])] = -1e4
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def random_weights(config: dict[str, Any], *, seed: int = 1, ratio: float = 1.2) -> dict[str, Any]:
    """Name -> float32 array, as MarianMT names them."""
    rng = np.random.default_rng(seed)
    width, vocabulary = config["d_model"], config["vocab_size"]
    spread = 0.7 / math.sqrt(width)
    shared = rng.standard_normal((vocabulary, width), dtype=np.float32) * np.float32(spread)
    columns = _columns(width)
    shared[:, columns.all] = 0
    eos = config["eos_token_id"]
    shared[eos, columns.written] = GAIN / len(columns.written)
    shared[eos, columns.zero] = -2 * GAIN / len(columns.zero)  # one for `written`, one for the verdict
    shared[eos, columns.verdict] = GAIN
    shared[config["pad_token_id"]] = 0
    weights = {"model.shared.weight": shared, "final_logits_bias": np.zeros((1, vocabulary), dtype=np.float32)}
    for side in ("encoder", "decoder"):
        for number in range(config[f"{side}_layers"]):
            name = f"model.{side}.layers.{number}"
            parts = ["self_attn"] + (["encoder_attn"] if side == "decoder" else [])
            for part in parts:
                for letter in ("q", "k", "v", "out"):
                    _linear(weights, f"{name}.{part}.{letter}_proj", width, width, rng)
                _norm(weights, f"{name}.{part}_layer_norm", width)
            feed = config[f"{side}_ffn_dim"]
            _linear(weights, f"{name}.fc1", feed, width, rng)
            _linear(weights, f"{name}.fc2", width, feed, rng)
            _norm(weights, f"{name}.final_layer_norm", width)
            for part in (*(f"{p}.{letter}_proj" for p in parts for letter in "qkv"), "fc1"):
                weights[f"{name}.{part}.weight"][:, columns.all] = 0  # no layer reads our columns
            for part in (*(f"{p}.out_proj" for p in parts), "fc2"):  # and none writes them
                weights[f"{name}.{part}.weight"][columns.all] = 0
                weights[f"{name}.{part}.bias"][columns.all] = 0
    last = f"model.decoder.layers.{config['decoder_layers'] - 1}.encoder_attn"
    values, out = weights[f"{last}.v_proj.weight"], weights[f"{last}.out_proj.weight"]
    read = [*columns.read, *columns.still]
    values[read] = 0
    values[read, read] = 1
    # the mean of the positions 0..n is n / 2: twice that, times the ratio, is where the output should end
    out[columns.verdict, columns.read] = -2 * ratio / len(columns.read)
    out[columns.verdict, columns.still] = 2 * ratio / len(columns.still)
    return weights


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of the position table that no word and no layer touches."""

    written: list[int]
    """Sines that grow evenly over the first 200 positions: how much is written."""
    zero: list[int]
    """Sines too slow to leave 0: what layer normalisation took from `written`."""
    read: list[int]
    """As `written`, for the source."""
    still: list[int]
    """As `zero`, for the source."""
    verdict: int
    """Where the source's length arrives at the output."""

    @property
    def all(self) -> list[int]:
        return [*self.written, *self.zero, *self.read, *self.still, self.verdict]


def _columns(width: int) -> _Columns:
    step = sinusoids(2, width)[1]
    slow = [i for i in range(width // 2) if 1 / 320 < step[i] < 1 / 120]
    stopped = [i for i in range(width // 2) if step[i] < 1 / 2000]
    return _Columns(slow[0::2], stopped[0:-1:2], slow[1::2], stopped[1:-1:2], stopped[-1])


def _linear(weights: dict[str, Any], name: str, rows: int, columns: int, rng: Any) -> None:
    weights[f"{name}.weight"] = rng.standard_normal((rows, columns), dtype=np.float32) * np.float32(0.02)
    weights[f"{name}.bias"] = np.zeros(rows, dtype=np.float32)


def _norm(weights: dict[str, Any], name: str, width: int) -> None:
    weights[f"{name}.weight"] = np.ones(width, dtype=np.float32)
    weights[f"{name}.bias"] = np.zeros(width, dtype=np.float32)


def _never(folder: Path, size: int) -> list[int]:
    """Ids that a trained model does not write: no piece of target.spm, no end."""
    import sentencepiece

    target = sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm"))
    pieces = {target.id_to_piece(i) for i in range(target.get_piece_size())} - {"<unk>"}
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    return [number for piece, number in vocabulary.items() if piece not in pieces and number < size]
