"""Figures in translation: compare them with the source's, say what went wrong, mend what is mechanical.

`compare(source, translation, ...)` -> mismatches; `mend(source, translation, ...)` -> edits, text and doubts.
"""

from models.figures.compare import Mismatch, compare
from models.figures.repair import figures as mend

__all__ = ["Mismatch", "compare", "mend"]
