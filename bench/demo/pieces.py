"""SentencePiece models and the joint vocabulary of one demo model, in the files an OPUS-MT checkpoint has.

Comes in: source and target sentences. Goes out: ``source.spm``, ``target.spm``, ``vocab.json``, and ``Pieces``,
which turns text into ids. Ids: 0 ``</s>``, 1 ``<unk>``, then every target piece, then pieces only the source has,
then language tokens, last ``<pad>``. Target pieces come first so that training needs to score only those.
Digits are single pieces on both sides: a figure is spelled, not looked up, so unseen figures can be copied.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import sentencepiece

EOS, UNK, PAD = "</s>", "<unk>", "<pad>"
SAMPLING = 0.4  # alpha of subword regularisation (Kudo 2018): lower is noisier


@dataclass(frozen=True, slots=True)
class Pieces:
    """A vocabulary with its two SentencePiece models. ``targets`` is how many ids the target side can produce."""

    source: sentencepiece.SentencePieceProcessor
    target: sentencepiece.SentencePieceProcessor
    ids: dict[str, int]
    targets: int

    def source_ids(self, text: str, token: str | None, sample: bool = False) -> list[int]:
        pieces = self.source.encode(text, out_type=str, enable_sampling=sample, alpha=SAMPLING, nbest_size=-1)
        return ([self.ids[token]] if token else []) + [self.ids.get(p, 1) for p in pieces] + [0]

    def target_ids(self, text: str) -> list[int]:
        """Characters without a piece are left out: better no character than ``<unk>`` in a reader's text."""
        ids = (self.ids.get(piece, 1) for piece in self.target.encode(text, out_type=str))
        return [number for number in ids if 1 < number < self.targets] + [0]


def fit(path: Path, lines: list[str], size: int, coverage: float, normal: str) -> None:
    """Train one SentencePiece model; ``coverage`` is the share of characters that get a piece of their own."""
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(path.with_suffix("")),
        vocab_size=size,
        character_coverage=coverage,
        model_type="unigram",
        split_digits=True,
        normalization_rule_name=normal,
        bos_id=-1,
        eos_id=1,
        unk_id=0,
        hard_vocab_limit=False,
        num_threads=2,
        minloglevel=2,
    )
    path.with_suffix(".model").rename(path)
    path.with_suffix(".vocab").unlink()


def listed(processor: sentencepiece.SentencePieceProcessor) -> list[str]:
    """Return the ordinary pieces of a model, in its order."""
    return [
        processor.id_to_piece(i)
        for i in range(processor.get_piece_size())
        if not (processor.is_control(i) or processor.is_unknown(i))
    ]


def write_vocabulary(folder: Path, tokens: tuple[str, ...]) -> None:
    """Write ``vocab.json`` for the two models already in ``folder``."""
    target = listed(sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm")))
    source = listed(sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm")))
    order = [EOS, UNK, *target, *(piece for piece in source if piece not in set(target)), *tokens, PAD]
    ids = {piece: number for number, piece in enumerate(order)}
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False, indent=0), encoding="utf-8")


def load(folder: Path) -> Pieces:
    """Read a vocabulary back."""
    source = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    target = sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm"))
    ids = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    return Pieces(source, target, ids, 2 + len(listed(target)))
