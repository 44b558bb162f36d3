"""Names across languages: found, written, and held against each other in a sentence and its translation.

In: a sentence, its translation and their languages; or a speaker's bare name. Out: the translation with names mended
where it is certain which was meant, doubts for names that are gone; a speaker in the reader's language. Never invents a
name.
"""

from models.known import Entry, Found, find, write
from models.speakers import write as speaker

__all__ = ["Entry", "Found", "find", "speaker", "write"]
