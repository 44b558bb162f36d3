"""A MarianMT checkpoint folder -> a CTranslate2 int8 model folder, without torch.

In: a folder with `config.json, source.spm, target.spm, vocab.json` and `model.safetensors` or `pytorch_model.bin`.
Out: a folder with `model.bin, config.json, source_vocabulary.json, target_vocabulary.json, source.spm, target.spm`.
Run as `python -m models.installation.install CHECKPOINT OUT` (a subprocess of `models.hub`: its memory goes back to the system, a
crash harms nobody); the last line of its standard output is one JSON object: {"ok": true, ...} or {"ok": false,
"code", "message"}. Never touches the network, never runs code from the checkpoint, never writes outside OUT.

The target side keeps only pieces that the model can mean: what `target.spm` holds, the special tokens, and the odd
characters that the vocabulary holds beside both SentencePiece models (é, £), Han only where the target writes Han. A
logit row that is not computed cannot change the rows that are, so the output is the same. The source side keeps the
pieces that `source.spm` can give: rows that are never looked up. Tests prove both.
"""

import gc
import json
import math
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.errors import ModelError, ModelInvalid

CHECKPOINT_FILES: Final = ("config.json", "source.spm", "target.spm", "vocab.json")
WEIGHT_FILES: Final = ("model.safetensors", "pytorch_model.bin")
"""In the order of preference: safetensors cannot hold code."""
NEVER: Final = -1e9
"""Logit bias of a piece that must not be generated (`bad_words_ids`)."""
_MAX_VOCABULARY: Final = 300_000
"""Pieces; the largest MarianMT vocabularies have about 65,000 (opus-mt) to 250,000."""
_MAX_WEIGHTS: Final = 4_000_000_000
"""Bytes of a weights file; the largest MarianMT checkpoints have about 1 GB (opus-mt-tc-big)."""
_ACTIVATIONS: Final = {
    "relu": "RELU",
    "swish": "SWISH",
    "silu": "SWISH",
    "gelu": "GELU",
}

CALIBRATION: Final = (
    "央行周三宣布下调存款准备金率0.5个百分点，释放长期资金约1万亿元。",
    "韓國總統在記者會上表示：「我們不會讓步。」",
    "한국은행은 23일 기준금리를 연 3.50%로 동결했다고 밝혔다.",
    '"We had no choice," Ms. O\'Neil said on Jan. 3, 2024 — a €1.5bn (£1.28bn) deal.',
    "naïve café øre ½ ° № ™ … “quoted” ‘single’ （全角）ＡＢＣ１２３",
    "control </s> <unk> <pad> >>cmn_Hans<< tokens stay text",
    "混排 mixed 텍스트 한 줄: https://example.com/a?b=c&d=1 😀👍🏽",
    "   leading and  double   spaces\tand a tab ",
    "",
)
"""Text on which our pieces must equal those of transformers' MarianTokenizer."""


@dataclass(frozen=True, slots=True)
class Marian:
    """What is needed of a checkpoint's config.json, checked."""

    d_model: int
    encoder_layers: int
    decoder_layers: int
    heads: int
    activation: str
    scale: bool
    vocabulary: int
    pad: int
    eos: int
    positions: int


def weights_file(checkpoint: Path) -> Path:
    """The weights of a checkpoint folder. Raises ModelInvalid naming what is missing."""
    missing = [name for name in CHECKPOINT_FILES if not (checkpoint / name).is_file()]
    weights = next((checkpoint / name for name in WEIGHT_FILES if (checkpoint / name).is_file()), None)
    if weights is None:
        missing.append(" or ".join(WEIGHT_FILES))
    if missing or weights is None:
        raise ModelInvalid(f"{checkpoint} is no MarianMT checkpoint: {', '.join(missing)} missing", detail=missing[0])
    if weights.stat().st_size > _MAX_WEIGHTS:
        raise ModelInvalid(f"{weights.name} is larger than any MarianMT model", detail=weights.name)
    return weights


def read_json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelInvalid(f"{path.name} cannot be read: {error}", detail=path.name) from None
    if not isinstance(data, dict):
        raise ModelInvalid(f"{path.name} is not a JSON object", detail=path.name)
    return data


def read_config(checkpoint: Path) -> Marian:
    """The shape of the network. Raises ModelInvalid for what this conversion does not know how to keep equal."""
    data = read_json(checkpoint / "config.json")
    refused = {
        "model_type": data.get("model_type", "marian") != "marian",
        "normalize_before": bool(data.get("normalize_before")),
        "normalize_embedding": bool(data.get("normalize_embedding")),
        "add_final_layer_norm": bool(data.get("add_final_layer_norm")),
        "share_encoder_decoder_embeddings": data.get("share_encoder_decoder_embeddings") is False,
        "activation_function": data.get("activation_function") not in _ACTIVATIONS,
        "encoder_attention_heads": data.get("encoder_attention_heads") != data.get("decoder_attention_heads"),
    }
    for key, wrong in refused.items():
        if wrong:
            raise ModelInvalid(f"config.json: {key} = {data.get(key)!r} is not handled", detail=key)
    try:
        shape = Marian(
            d_model=int(data["d_model"]),
            encoder_layers=int(data["encoder_layers"]),
            decoder_layers=int(data["decoder_layers"]),
            heads=int(data["encoder_attention_heads"]),
            activation=_ACTIVATIONS[data["activation_function"]],
            scale=bool(data.get("scale_embedding", False)),
            vocabulary=int(data["vocab_size"]),
            pad=int(data["pad_token_id"]),
            eos=int(data.get("eos_token_id", 0)),
            positions=int(data.get("max_position_embeddings", 512)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelInvalid(f"config.json: {error} is missing or wrong", detail="config.json") from None
    sane = (
        0 < shape.d_model <= 4096
        and 0 < shape.encoder_layers <= 48
        and 0 < shape.decoder_layers <= 48
        and 0 < shape.heads <= 64
        and shape.d_model % shape.heads == 0
        and 2 < shape.vocabulary <= _MAX_VOCABULARY
        and 64 <= shape.positions <= 4096
        and 0 <= shape.pad < shape.vocabulary
        and 0 <= shape.eos < shape.vocabulary
    )
    if not sane:
        raise ModelInvalid("config.json describes an impossible network", detail="config.json")
    return shape


def read_vocabulary(checkpoint: Path, size: int) -> list[str]:
    """Pieces by id."""
    if (checkpoint / "target_vocab.json").exists():
        raise ModelInvalid("separate vocabularies (target_vocab.json) are not handled", detail="target_vocab.json")
    tokenizer = checkpoint / "tokenizer_config.json"
    if tokenizer.is_file() and read_json(tokenizer).get("separate_vocabs"):
        raise ModelInvalid("separate vocabularies (separate_vocabs) are not handled", detail="separate_vocabs")
    pieces: list[str | None] = [None] * size
    for piece, number in read_json(checkpoint / "vocab.json").items():
        if not isinstance(number, int) or not 0 <= number < size or pieces[number] is not None:
            raise ModelInvalid(f"vocab.json: id {number!r} is impossible or given twice", detail="vocab.json")
        pieces[number] = piece
    if missing := sum(piece is None for piece in pieces):
        raise ModelInvalid(f"vocab.json: {missing} of {size} ids have no piece", detail="vocab.json")
    return [str(piece) for piece in pieces]


def read_weights(path: Path) -> dict[str, Any]:
    """Name -> array of float32 or float16."""
    if path.suffix == ".bin":
        from models.installation import unpickle

        return unpickle.read(path)
    import safetensors

    try:
        with safetensors.safe_open(path, framework="np") as file:
            return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except Exception as error:  # the library's own error, or numpy's for bfloat16
        raise ModelInvalid(f"{path.name} cannot be read: {error}", detail=path.name) from None


def open_spm(path: Path) -> Any:
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise ModelInvalid(f"{path.name} is no SentencePiece model: {error}", detail=path.name) from None


def kept_targets(pieces: Sequence[str], source: Any, target: Any, writes_han: bool) -> list[int]:
    """Ids of the pieces that stay on the target side, in their order."""
    targets = {target.id_to_piece(i) for i in range(target.get_piece_size())}
    sources = {source.id_to_piece(i) for i in range(source.get_piece_size())}

    def keep(piece: str) -> bool:
        if piece in targets or piece in ("</s>", "<unk>", "<pad>"):
            return True
        if piece in sources or (piece.startswith(">>") and piece.endswith("<<")):
            return False
        return writes_han or not any("\u3400" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff" for c in piece)

    return [number for number, piece in enumerate(pieces) if keep(piece)]


def kept_sources(pieces: Sequence[str], source: Any) -> list[int]:
    """Ids of the pieces that stay on the source side, in their order.

    `source.spm` gives its own pieces, and runs of characters that it has no piece for, as they stand.
    """
    own = {source.id_to_piece(i) for i in range(source.get_piece_size())}

    def keep(piece: str) -> bool:
        if piece in own or piece in ("</s>", "<unk>", "<pad>") or (piece.startswith(">>") and piece.endswith("<<")):
            return True
        return not any(c in own for c in piece)

    return [number for number, piece in enumerate(pieces) if keep(piece)]


def convert(checkpoint: Path, out: Path, *, cut: bool = True, quantization: str | None = "int8") -> dict[str, Any]:
    """Write the CTranslate2 model of `checkpoint` into the new folder `out`; returns facts for the manifest."""
    weights_path = weights_file(checkpoint)
    shape = read_config(checkpoint)
    pieces = read_vocabulary(checkpoint, shape.vocabulary)
    source, target = open_spm(checkpoint / "source.spm"), open_spm(checkpoint / "target.spm")
    asked = kept = list(range(len(pieces)))
    if cut:
        asked = kept_sources(pieces, source)
        kept = kept_targets(pieces, source, target, writes_han=_writes_han(target))
    weights = _Weights(read_weights(weights_path), shape)
    spec = _spec(shape, weights, asked, kept)
    spec.register_source_vocabulary([pieces[i] for i in asked])
    spec.register_target_vocabulary([pieces[i] for i in kept])
    spec.config.unk_token = "<unk>"  # noqa: S105
    spec.config.eos_token = pieces[shape.eos]
    spec.config.bos_token = pieces[shape.eos]
    spec.config.decoder_start_token = pieces[shape.pad]
    spec.validate()
    del weights
    gc.collect()
    spec.optimize(quantization=quantization)
    out.mkdir(parents=True)
    spec.save(str(out))
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(checkpoint / name, out / name)
    return {"vocabulary": len(pieces), "source_vocabulary": len(asked), "target_vocabulary": len(kept)}


def _writes_han(target: Any) -> bool:
    """True where more than a trace of the target's pieces hold Han: the model writes Chinese (or Japanese)."""
    size = target.get_piece_size()
    han = sum(any("\u4e00" <= c <= "\u9fff" for c in target.id_to_piece(i)) for i in range(size))
    return bool(han > size * 0.05)


class _Weights:
    """The checkpoint's arrays, each taken once (so that memory goes down while the other side goes up), as float32."""

    def __init__(self, arrays: dict[str, Any], shape: Marian) -> None:
        self._arrays = arrays
        self._shape = shape

    def take(self, name: str, *dims: int) -> Any:
        import numpy as np

        try:
            array = self._arrays.pop(name)
        except KeyError:
            raise ModelInvalid(f"the weights lack {name}", detail=name) from None
        if tuple(array.shape) != dims:
            raise ModelInvalid(f"{name} has the shape {tuple(array.shape)}, not {dims}", detail=name)
        array = np.ascontiguousarray(array, dtype=np.float32)
        if not np.isfinite(array).all():
            raise ModelInvalid(f"{name} holds numbers that are not finite", detail=name)
        return array

    def shared(self) -> Any:
        """The one embedding table of both sides; copies of it under other names must be equal."""
        import numpy as np

        dims = (self._shape.vocabulary, self._shape.d_model)
        names = [
            name
            for name in (
                "model.shared.weight",
                "model.encoder.embed_tokens.weight",
                "model.decoder.embed_tokens.weight",
                "lm_head.weight",
            )
            if name in self._arrays
        ]
        if not names:
            raise ModelInvalid("the weights lack model.shared.weight", detail="model.shared.weight")
        first = self.take(names[0], *dims)
        for name in names[1:]:
            if not np.array_equal(first, self.take(name, *dims)):
                raise ModelInvalid(f"{name} differs from {names[0]}: separate tables are not handled", detail=name)
        return first

    def positions(self, side: str) -> Any:
        name = f"model.{side}.embed_positions.weight"
        if name in self._arrays:
            return self.take(name, self._shape.positions, self._shape.d_model)
        return sinusoids(self._shape.positions, self._shape.d_model)

    def bias(self) -> Any:
        import numpy as np

        if "final_logits_bias" not in self._arrays:
            return np.zeros(self._shape.vocabulary, dtype=np.float32)
        return self.take("final_logits_bias", 1, self._shape.vocabulary)[0]


def sinusoids(positions: int, width: int) -> Any:
    """Position table of MarianMT: the sines in the first half of the columns, the cosines in the second."""
    import numpy as np

    angle = np.arange(positions)[:, None] / np.power(10000, 2 * (np.arange(width) // 2) / width)
    half = width // 2 + width % 2
    table = np.empty((positions, width), dtype=np.float32)
    table[:, :half] = np.sin(angle[:, 0::2])
    table[:, half:] = np.cos(angle[:, 1::2])
    return table


def _spec(shape: Marian, weights: _Weights, asked: list[int], kept: list[int]) -> Any:
    import numpy as np
    from ctranslate2.specs import Activation, TransformerSpec

    spec = TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.heads,
        pre_norm=False,
        activation=getattr(Activation, shape.activation),
    )
    shared = weights.shared()
    bias = weights.bias().copy()
    bias[shape.pad] = NEVER
    for side in ("encoder", "decoder"):
        part = getattr(spec, side)
        part.scale_embeddings = math.sqrt(shape.d_model) if shape.scale else 1.0
        part.position_encodings.encodings = weights.positions(side)
        for number, layer in enumerate(part.layer):
            _layer(layer, weights, f"model.{side}.layers.{number}", shape.d_model, side == "decoder")
    rows = np.ascontiguousarray(shared[kept])
    spec.encoder.embeddings[0].weight = rows if asked == kept else np.ascontiguousarray(shared[asked])
    spec.decoder.embeddings.weight = rows
    spec.decoder.projection.weight = rows
    spec.decoder.projection.bias = np.ascontiguousarray(bias[kept])
    return spec


def _layer(layer: Any, weights: _Weights, name: str, width: int, decoder: bool) -> None:
    def linear(spec: Any, names: Sequence[str], rows: int, columns: int) -> None:
        import numpy as np

        parts = [(weights.take(f"{n}.weight", rows, columns), weights.take(f"{n}.bias", rows)) for n in names]
        spec.weight = np.concatenate([w for w, _ in parts])
        spec.bias = np.concatenate([b for _, b in parts])

    def norm(spec: Any, part: str) -> None:
        spec.gamma = weights.take(f"{name}.{part}.weight", width)
        spec.beta = weights.take(f"{name}.{part}.bias", width)

    def attention(spec: Any, part: str, groups: Sequence[str]) -> None:
        for number, group in enumerate(groups):
            linear(spec.linear[number], [f"{name}.{part}.{letter}_proj" for letter in group], width, width)
        linear(spec.linear[-1], [f"{name}.{part}.out_proj"], width, width)
        norm(spec.layer_norm, f"{part}_layer_norm")

    attention(layer.self_attention, "self_attn", ("qkv",))
    if decoder:
        attention(layer.attention, "encoder_attn", ("q", "kv"))
    fan = weights._arrays.get(f"{name}.fc1.bias")
    feed = int(fan.shape[0]) if fan is not None and fan.ndim == 1 else 0
    linear(layer.ffn.linear_0, [f"{name}.fc1"], feed, width)
    linear(layer.ffn.linear_1, [f"{name}.fc2"], width, feed)
    norm(layer.ffn.layer_norm, "final_layer_norm")


def compare_tokenisation(checkpoint: Path) -> int:
    """Our pieces of the calibration text against transformers' MarianTokenizer; returns the number of texts.

    Raises ModelInvalid where they differ: then our input would not be what the model was trained on.
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from transformers import MarianTokenizer

        tokenizer = MarianTokenizer.from_pretrained(str(checkpoint), local_files_only=True)
    vocabulary = read_json(checkpoint / "vocab.json")
    source = open_spm(checkpoint / "source.spm")
    for text in CALIBRATION:
        ours = [vocabulary.get(p, vocabulary["<unk>"]) for p in source.encode(text, out_type=str)]
        if any(token in text for token in tokenizer.all_special_tokens) or text.startswith(">>"):
            # transformers reads these as control tokens where they stand in text; we keep them text on purpose
            theirs = tokenizer.convert_tokens_to_ids(tokenizer._tokenize(text))
        else:
            theirs = tokenizer(text)["input_ids"][:-1]
        if ours != theirs:
            raise ModelInvalid(f"pieces differ from MarianTokenizer's on {text!r}", detail="tokenizer")
    return len(CALIBRATION)


def smoke(folder: Path, plan: Mapping[str, Any]) -> None:
    """Translate the calibration text once. Raises ModelInvalid where the engine cannot."""
    from models.engines import Options, Request
    from models.engines.ct2 import Ct2Engine

    engine = Ct2Engine(folder, source=plan["source_spm"], target=plan["target_spm"], eos=plan["eos"])
    for token in sorted(set(plan["tokens"].values())) or [""]:
        engine.translate([Request(text, token) for text in CALIBRATION if text], Options(beam=1), max_tokens=24)
    engine.close()


def main(arguments: Sequence[str]) -> int:
    """`CHECKPOINT OUT PLAN`: the plan is JSON, see `models.installation.installed`."""
    checkpoint, out, plan = Path(arguments[0]), Path(arguments[1]), json.loads(arguments[2])
    # Nothing of the conversion needs torch; where it is installed, ctranslate2.specs and transformers would load it.
    sys.modules["torch"] = None  # type: ignore[assignment]
    steps: list[tuple[str, Callable[[], Any]]] = [("try", lambda: smoke(out, plan))]
    if not plan["native"]:
        steps.insert(0, ("convert", lambda: convert(checkpoint, out)))
        steps.insert(1, ("compare", lambda: compare_tokenisation(checkpoint)))
    result: dict[str, Any] = {"ok": True}
    try:
        for name, step in steps:
            print(json.dumps({"step": name}), flush=True)
            facts = step()
            if isinstance(facts, dict):
                result |= facts
    except ModelError as error:
        result = {"ok": False, "message": str(error), "detail": error.detail}
    except OSError as error:
        result = {"ok": False, "message": str(error.strerror or error), "errno": error.errno}
    except Exception as error:  # whatever a hostile folder provokes becomes one line
        result = {"ok": False, "message": f"{type(error).__name__}: {error}"[:300]}
    result["torch_loaded"] = sys.modules.get("torch") is not None
    result["peak_mb"] = peak_mb()
    print(json.dumps(result), flush=True)
    return 0 if result["ok"] else 1


def peak_mb() -> int:
    """The largest resident size of this process so far, in MB."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
