"""transformers MarianMT: the reference that ct2 is tested against, and the way to a GPU. Needs the torch extra.

In and out as `models.engines.ct2`; the folder is the checkpoint as it came. Pieces come from the tokenizer's own
SentencePiece model, so that control tokens in a text stay text. Raises TranslationFailed, ModelInvalid.
"""

import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.engines import HARD_LIMIT, Options, Request, output_limit
from models.errors import ModelInvalid, TranslationFailed
from models.installation.install import weights_file


class MarianEngine:
    name = "transformers"

    def __init__(self, checkpoint: Path) -> None:
        try:
            import torch
            from transformers import MarianMTModel, MarianTokenizer
        except ImportError:
            raise ModelInvalid("the transformers engine needs torch: pip install 'keyclaims[torch]'") from None
        self._torch: Any = torch
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._lock = threading.Lock()
        weights_file(checkpoint)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it recommends sacremoses, which it no longer uses
                self._tokenizer: Any = MarianTokenizer.from_pretrained(str(checkpoint), local_files_only=True)
            model: Any = MarianMTModel.from_pretrained(
                str(checkpoint), local_files_only=True, dtype=torch.float32, weights_only=True
            )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise ModelInvalid(f"{checkpoint} cannot be loaded: {error}", detail=checkpoint.name) from None
        self._model = model.to(self._device).eval()

    def count(self, text: str) -> int:
        """Pieces of a text, without `</s>`."""
        return len(self._tokenizer.spm_source.encode(text))

    def translate(self, requests: Sequence[Request], options: Options) -> list[str]:
        rows = [self._ids(request) for request in requests]
        longest = max(map(len, rows), default=0)
        pad = self._tokenizer.pad_token_id
        try:
            with self._lock, self._torch.inference_mode():
                ids = self._torch.tensor([row + [pad] * (longest - len(row)) for row in rows], device=self._device)
                output = self._model.generate(
                    input_ids=ids,
                    attention_mask=(ids != pad).long(),
                    num_beams=options.beam,
                    num_return_sequences=options.hypotheses,
                    early_stopping=options.beam > 1,  # as CTranslate2: done once as many ended as there are beams
                    no_repeat_ngram_size=options.no_repeat,
                    repetition_penalty=options.repetition_penalty,
                    max_length=None,
                    max_new_tokens=output_limit(longest) + 1,  # the last one is always </s>
                )
        except (RuntimeError, ValueError, IndexError) as error:
            raise TranslationFailed(f"transformers: {error}"[:300]) from None
        # the first id is the start token; each output is held to its own length, as in `ct2`
        sources = [row for row in rows for _ in range(options.hypotheses)]
        ids = [row[1 : 1 + output_limit(len(source))] for row, source in zip(output.tolist(), sources, strict=True)]
        texts: list[str] = self._tokenizer.batch_decode(ids, skip_special_tokens=True)
        return [text.strip() for text in texts]

    def _ids(self, request: Request) -> list[int]:
        pieces = self._tokenizer.spm_source.encode(request.text, out_type=str)[:HARD_LIMIT]
        ids: list[int] = self._tokenizer.convert_tokens_to_ids(([request.token] if request.token else []) + pieces)
        return [*ids, self._tokenizer.eos_token_id]

    def close(self) -> None:
        self._model = None
