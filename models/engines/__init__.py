"""What every engine takes: requests and options. See `ct2` (the default) and `marian` (the reference)."""

from dataclasses import dataclass
from typing import Final

HARD_LIMIT: Final = 500
"""Tokens of one input or output: the position table has 512 rows, and one longer input fails its whole batch."""
OUTPUT_FACTOR: Final = 3
"""Target tokens a source token at most: a translation longer than that is a loop."""
OUTPUT_FLOOR: Final = 24
"""Target tokens that the shortest source may have."""


@dataclass(frozen=True, slots=True)
class Request:
    text: str
    token: str = ""
    """The target token, ">>cmn_Hans<<", prepended as a token; "" where the model needs none."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to search; requests of one batch share them."""

    beam: int = 2
    no_repeat: int = 0
    """Length of the n-grams that may not come twice; 0: any may."""
    repetition_penalty: float = 1.0
    hypotheses: int = 1
    """Texts wanted of each request, the best first; not more than `beam`."""


def output_limit(source_tokens: int) -> int:
    """Target tokens at most for a batch whose longest source has `source_tokens`."""
    return min(OUTPUT_FLOOR + OUTPUT_FACTOR * source_tokens, HARD_LIMIT)
