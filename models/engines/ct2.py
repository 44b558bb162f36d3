"""CTranslate2 + SentencePiece: the default engine.

In: `Request`s (text and the target token it needs). Out: `Options.hypotheses` texts a request, in order. Pieces go to the model directly,
with `</s>` after them, as MarianTokenizer would make them. `translate` may be called by several threads at once;
`workers` batches run side by side, one core each: cores that share a batch wait for each other at every step, which
is ruinous where anything else runs (docs/performance.md). Never splits, guards or stores. Raises TranslationFailed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from models.engines import HARD_LIMIT, Options, Request, output_limit
from models.errors import ModelInvalid, TranslationFailed

_DEFAULT: Final = Options()


class Ct2Engine:
    name = "ct2"

    def __init__(
        self,
        folder: Path,
        *,
        workers: int = 1,
        source: str = "source.spm",
        target: str = "target.spm",
        eos: bool = True,
        compute: str = "int8",
    ) -> None:
        """`eos`: the model wants `</s>` after the source pieces (MarianMT does; a CTranslate2-native one may add it
        itself: see the catalogue)."""
        import ctranslate2
        import sentencepiece

        self._eos = ["</s>"] if eos else []
        try:
            self._source = sentencepiece.SentencePieceProcessor(model_file=str(folder / source))
            self._target = sentencepiece.SentencePieceProcessor(model_file=str(folder / target))
            self._translator: Any = ctranslate2.Translator(
                str(folder), device="cpu", compute_type=compute, inter_threads=workers, intra_threads=1
            )
        except (OSError, RuntimeError, ValueError) as error:
            raise ModelInvalid(f"{folder} cannot be loaded: {error}", detail=folder.name) from None

    def count(self, text: str) -> int:
        """Pieces of a text, without `</s>`."""
        return len(self._source.encode(text))

    def translate(
        self,
        requests: Sequence[Request],
        options: Options = _DEFAULT,
        *,
        max_tokens: int = HARD_LIMIT,
    ) -> list[str]:
        pieces = [self._pieces(request) for request in requests]
        longest = max(map(len, pieces), default=0)
        try:
            results = self._translator.translate_batch(
                pieces,
                beam_size=options.beam,
                num_hypotheses=options.hypotheses,
                no_repeat_ngram_size=options.no_repeat,
                repetition_penalty=options.repetition_penalty,
                max_input_length=0,
                max_decoding_length=min(max_tokens, output_limit(longest)),
            )
        except (RuntimeError, ValueError) as error:
            raise TranslationFailed(f"CTranslate2: {error}") from None
        # Each is held to its own length: what a sentence becomes must not depend on who else is in the batch.
        ends = [output_limit(len(row)) for row in pieces]
        return [self._text(said[:end]) for result, end in zip(results, ends, strict=True) for said in result.hypotheses]

    def _pieces(self, request: Request) -> list[str]:
        token = [request.token] if request.token else []
        return [*token, *self._source.encode(request.text, out_type=str)[:HARD_LIMIT], *self._eos]

    def _text(self, pieces: list[str]) -> str:
        text: str = self._target.decode([piece for piece in pieces if piece not in ("<unk>", "<pad>", "</s>")])
        return text.replace("▁", " ").strip()

    def close(self) -> None:
        self._translator.unload_model()
