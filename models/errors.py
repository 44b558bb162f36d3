"""What can go wrong in language work, as one tree.

    ModelError
    ├── LanguageUnknown      the text is in none of ko, zh-Hans, zh-Hant, en (or too short to tell)
    ├── PairUnavailable      no installed or known model translates this direction
    ├── WeightsMissing       the model is known but not on this machine, and cannot be had now
    ├── DownloadFailed       the hub answered wrongly, or not at all (retry)
    ├── ModelInvalid         a folder or file is not a model that we can run (wrong bytes, hostile pickle, bad shapes)
    ├── DiskFull             a model does not fit into the models directory, or it cannot be written
    ├── CatalogInvalid       the user's own catalogue has a mistake; `detail` is the key
    ├── SummariserMissing    the summarising model of `reply.model`, or torch to run it, is not there; `detail` mends it
    ├── TranslationFailed    the engine failed on a sentence that it was given
    └── Cancelled            whoever asked no longer wants the answer

Every leaf has a stable `code` (the key in `bot/texts.py`, the metric label and the word on the command line) and a
`retry` flag. The message is for logs and the command line; it never holds a token or a stack trace.
"""

from typing import ClassVar


class ModelError(Exception):
    """Root of the errors of `models`. `detail` goes into the text shown (a language name, a pair, a size)."""

    code: ClassVar[str] = "model_error"
    retry: ClassVar[bool] = False

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class LanguageUnknown(ModelError):
    """`detail` is the language's English name ("Japanese", "French") where it could be told, else ""."""

    code = "language_unknown"


class PairUnavailable(ModelError):
    """`detail` is the pair, "zh-en"."""

    code = "pair_unavailable"


class WeightsMissing(ModelError):
    """`detail` is the pair, "zh-en"."""

    code = "weights_missing"


class DownloadFailed(ModelError):
    code = "download_failed"
    retry = True


class ModelInvalid(ModelError):
    code = "model_invalid"


class SummariserMissing(ModelError):
    """`detail` is the command or the key that mends it."""

    code = "summariser_missing"


class TranslationFailed(ModelError):
    code = "translation_failed"
    retry = True


class Cancelled(ModelError):
    code = "cancelled"


class CatalogInvalid(ModelError):
    code = "catalog_invalid"


class DiskFull(ModelError):
    """`detail` is the directory."""

    code = "disk_full"
