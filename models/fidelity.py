"""Source sentence and its translation -> what a reader must not take on trust."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    kind: str
    """"figure_wrong", "figure_lost", "figure_invented", "unit", "currency", "date", "name", "negation", "direction",
    "loop", "truncated", "omitted", "untranslated", "empty", "script"."""
    span: tuple[int, int] | None
    """Characters of the final translated text; None where something is missing."""
    note: str
    """One short line in the reader's language, ready to show: "figure in the original: 26.043 billion yuan"."""
    repaired: bool = False
    """True: it was wrong and has been mended in the text (recorded, not shown as a warning)."""


@dataclass(frozen=True, slots=True)
class Checked:
    text: str
    """The translation with every mechanical repair done."""
    doubts: tuple[Doubt, ...]

    @property
    def ok(self) -> bool:
        """True when nothing unrepaired is left."""
        return all(d.repaired for d in self.doubts)
