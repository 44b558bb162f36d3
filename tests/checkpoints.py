"""Small MarianMT checkpoints for tests: random weights, the demo models' pieces. A second or less each, no torch."""

import json
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench import checkpoint

DEMO = Path(__file__).resolve().parent.parent / "models" / "demo"
SMALL = {
    "d_model": 128,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_ffn_dim": 128,
    "decoder_ffn_dim": 128,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
}


def small(folder: Path, pair: str = "zh-en", **changes: Any) -> Path:
    """A random checkpoint of one layer a side; its outputs end after about as many pieces as the source has."""
    tokenizer = DEMO / ("to-en" if pair.endswith("en") else "from-en")
    checkpoint.write(tokenizer, folder, **(SMALL | changes))
    names = {"zh": "zho", "ko": "kor", "en": "eng"}
    source, target = pair.split("-")
    edit(folder / "tokenizer_config.json", source_lang=names[source], target_lang=names[target])
    return folder


def edit(path: Path, **changes: Any) -> None:
    """Change keys of a JSON file."""
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")


def zipped_pickle(
    path: Path, pickled: bytes, storages: Mapping[str, bytes] = OrderedDict(), compress: bool = False
) -> Path:
    """A `pytorch_model.bin` as torch >= 1.6 lays it out, around any pickle."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED) as archive:
        archive.writestr("model/data.pkl", pickled)
        for key, data in storages.items():
            archive.writestr(f"model/data/{key}", data)
    return path
