"""Article -> claims in a summarising model's words, each held to a sentence of the article. Optional: extra `[torch]`.

In: the article, its ranked sentences, what writes a summary. Out: claims marked as rewritten, each with the sentence it
was aligned to; what no sentence bears out is dropped, so it may be none. Never downloads, never mends what was written.
"""

import re
import threading
from collections.abc import Callable, Sequence
from typing import Any, Final

from models import meaning, numerals, sentences
from models.article import Article
from models.claims import Claim, Row, auto
from models.errors import ModelInvalid, SummariserMissing
from models.language import base
from models.naming import known
from models.ranking.terms import terms

Write = Callable[[str], str]
"""The text of an article -> a summary in its language."""

_BORNE_OUT: Final = 0.6
"""Share of a bullet's terms that its sentence has to have: half is what two sentences on one subject can share
(`models.claims.SAME`)."""
_LEAST: Final = 4
"""Terms of the shortest bullet: two words are borne out by everything."""
_BEFORE: Final = 2
"""Sentences before the aligned one from which a name may be taken, as a pronoun would be resolved."""
_LATIN: Final = re.compile(r"[A-Z][\w'’-]*\w")
_NOUN: Final = re.compile(r"(?<![가-힣])([가-힣]{2,}?)(?:은|는|이|가|을|를|의|에게|에서|와|과|씨는|씨가)(?![가-힣])")
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_INPUT: Final = 1024
"""Tokens of the article that are read: what the usual summarising models were trained on."""
_OUTPUT: Final = 256
"""Tokens of a summary: ten bullets."""


def rewrite(article: Article, rows: Sequence[Row], write: Write, limit: int | None = None) -> list[Claim]:
    """The summary's sentences that the article bears out, in reading order; no sentence is used twice.

    `rows` are those of `claims.explain`; `limit` None is "auto". Raises what `write` raises.
    """
    summary = write("\n".join((article.title, *article.paragraphs)))
    count = limit if limit is not None else auto(sum(not row.excluded for row in rows))
    found: dict[int, Claim] = {}
    for start, end in sentences.split_text(summary.strip(), article.language):
        text = summary.strip()[start:end]
        at = aligned(text, rows, article.language)
        if at is not None and at not in found and len(found) < count:
            row = rows[at]
            found[at] = Claim(row.sentence, row.score, row.why, row.speaker, text, rewritten=True)
    return [found[at] for at in sorted(found)]


def aligned(text: str, rows: Sequence[Row], language: str) -> int | None:
    """Which sentence bears `text` out: the one that shares most terms with it, if it says the same; else None."""
    bag = terms(text, language)
    shares = [0.0 if row.excluded else len(bag & terms(row.sentence.text, language)) / max(1, len(bag)) for row in rows]
    at = max(range(len(rows)), key=lambda i: shares[i], default=0)
    if not rows or len(bag) < _LEAST or shares[at] < _BORNE_OUT:
        return None
    source = rows[at].sentence.text
    near = " ".join(row.sentence.text for row in rows[max(0, at - _BEFORE) : at + 1])
    if _figures(text, language) - _figures(source, language) or _unnamed(text, near, language):
        return None
    return None if meaning.turned(source, text, language) else at


def _figures(text: str, language: str) -> set[tuple[object, ...]]:
    return {(q.kind, q.value, q.unit, q.currency) for q in numerals.find(text, language) if q.kind != "none"}


def _unnamed(text: str, source: str, language: str) -> bool:
    """Whether `text` names somebody or something that `source` does not have. Strict: a bullet lost costs little."""
    if {hit.entry for hit in known.find(text, language)} - {hit.entry for hit in known.find(source, language)}:
        return True
    low = source.casefold()
    first = len(text) - len(text.lstrip("“\"‘'「 "))
    code = base(language)
    for match in _LATIN.finditer(text):
        word = re.sub(r"['’]s?$", "", match.group().casefold())
        if word not in low and not (code == "en" and match.start() == first and _common(word, language)):
            return True
    if code == "ko":
        return any(not _shared(noun, source) for noun in _NOUN.findall(text))
    if code == "zh":
        there = known.simplified(source, language)
        return any(
            run[i] not in there and run[i + 1] not in there
            for run in _HAN.findall(known.simplified(text, language))
            for i in range(len(run) - 1)
        )
    return False


def _common(word: str, language: str) -> bool:
    """A word that opens an English sentence and is no name."""
    from models.language import table

    return word in table(language).stopwords or word in table(language).openers


def _shared(noun: str, source: str) -> bool:
    return any(noun[i : i + 2] in source for i in range(len(noun) - 1))


class Summariser:
    """A transformers seq2seq model, a local folder or one in the hub's cache; loaded with the first article."""

    def __init__(self, model: str) -> None:
        self.model = model
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    def __call__(self, text: str) -> str:
        """Raises SummariserMissing, ModelInvalid."""
        with self._lock:
            tokenizer, model = self._loaded = self._loaded or self._load()
            try:
                read = tokenizer(text, return_tensors="pt", truncation=True, max_length=self._room(tokenizer, model))
                read.pop("token_type_ids", None)  # BERT's tokenizers give them, and no seq2seq model takes them
                written = model.generate(**read, max_new_tokens=_OUTPUT, num_beams=2)
            except (RuntimeError, ValueError, IndexError) as error:
                raise ModelInvalid(f"{self.model}: {error}"[:300], detail=self.model) from None
        return str(tokenizer.decode(written[0], skip_special_tokens=True))

    def _load(self) -> tuple[Any, Any]:
        try:
            from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

            given: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
            tokenizer: Any = AutoTokenizer.from_pretrained(self.model, **given)
            return tokenizer, AutoModelForSeq2SeqLM.from_pretrained(self.model, **given).eval()
        except ImportError:
            mend = "pip install 'keyclaims[torch]'"
            raise SummariserMissing(f"a summarising model needs torch: {mend}", detail=mend) from None
        except OSError:
            raise SummariserMissing(f"no model in {self.model}", detail=f"reply.model = {self.model!r}") from None
        except (ValueError, RuntimeError, KeyError, TypeError) as error:
            raise ModelInvalid(f"{self.model} is no seq2seq model: {error}"[:300], detail=self.model) from None

    @staticmethod
    def _room(tokenizer: Any, model: Any) -> int:
        """Tokens that tokenizer and model both take; T5 has no limit of its own."""
        places = getattr(model.config, "max_position_embeddings", _INPUT)
        return int(min(_INPUT, tokenizer.model_max_length, places))
