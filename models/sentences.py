"""Article -> its sentences, in order, quotes kept whole.

Every sentence is a verbatim slice: `article.paragraphs[s.paragraph][s.start:s.end] == s.text`. Never changes text.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    paragraph: int
    """Index into `Article.paragraphs`, from 0."""
    start: int
    end: int
    """Characters (code points) of the paragraph: `paragraph[start:end] == text`."""
