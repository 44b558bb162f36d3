"""Outcomes -> standard output or a file, in the order given; each failure is one line on standard error.

Results are printed as soon as those before them are: a pipe gets the first brief while the last is still being made.
"""

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from bot import texts
from bot.console.sources import Item
from bot.errors import BotError, ConfigInvalid
from models.brief import Brief
from models.errors import ModelError

_BETWEEN: Final = {"json": ",\n", "md": "\n---\n\n", "text": "\n" + "─" * 40 + "\n\n"}


@dataclass(frozen=True, slots=True)
class Outcome:
    item: Item
    result: Any
    """What the work returned; None where it failed."""
    error: BotError | ModelError | None = None


class Printer:
    """`shown(result) -> str` makes the text of one result; `language` is that of the error lines.

    With --format json one source gives an object and several give an array; jsonl always gives a line each.
    """

    def __init__(self, shown: Callable[[Any], str], kind: str, output: str | None, language: str) -> None:
        self._shown, self._kind, self._output, self._language = shown, kind, output, language
        self._printed = 0
        self._held: str | None = None
        self._stream: IO[str] = sys.stdout
        self.failed = 0
        self.single = kind == "html"
        """True where two results in one output would be no valid document."""

    def __enter__(self) -> Self:
        if self._output is not None:
            try:
                # Written beside and renamed when complete: nobody ever sees half a file.
                self._stream = tempfile.NamedTemporaryFile(
                    "w", encoding="utf-8", dir=Path(self._output).absolute().parent, delete=False
                )
            except OSError as error:
                raise _unwritable(self._output, error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held is not None:
            # json: one object alone; the array was opened when a second one came.
            self._stream.write(self._held if self._printed == 1 else self._held.rstrip("\n") + "\n]\n")
        if self._output is None:
            self._stream.flush()
            return
        self._stream.close()
        try:
            if error is None and self._printed:
                os.chmod(self._stream.name, 0o644)
                os.replace(self._stream.name, self._output)
            else:
                os.unlink(self._stream.name)
        except OSError as problem:
            raise _unwritable(self._output, problem) from None

    def add(self, outcome: Outcome) -> None:
        """The next outcome, in the order of the sources."""
        if outcome.error is None:
            self._write(self._shown(outcome.result).rstrip("\n") + "\n")
            return
        self.failed += 1
        error = outcome.error
        said = " ".join(texts.say(error.code, self._language, detail=error.detail).split())
        print(f"keyclaims: {error.code}: {outcome.item.given}: {said}", file=sys.stderr, flush=True)
        if self._kind in ("json", "jsonl"):
            failed = {"input": outcome.item.given, "id": outcome.item.id or None}
            self._write(json.dumps({**failed, "error": {"code": error.code, "text": said}}, ensure_ascii=False) + "\n")

    def _write(self, piece: str) -> None:
        self._printed += 1
        if self._kind == "json":
            if self._held is not None:
                self._stream.write(("[\n" if self._printed == 2 else "") + self._held.rstrip("\n") + _BETWEEN["json"])
            self._held = piece
        else:
            between = _BETWEEN.get(self._kind, "") if self._printed > 1 else ""
            self._stream.write(between + piece)
            self._stream.flush()


class Pages(Printer):
    """One HTML page an article in the folder `output`, and an index of them."""

    def __init__(self, output: str, language: str) -> None:
        super().__init__(str, "html", output, language)
        self.single = False
        self._folder = Path(output)
        self._entries: list[tuple[str, Brief]] = []

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(str(self._folder), error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from bot.render import index

        if error is None and self._entries:
            self._save("index.html", index.render(self._entries, self._language))

    def add(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            super().add(outcome)
            return
        from bot.render import html

        brief: Brief = outcome.result
        # The same article gets the same name, so that a second run renews its page.
        key = brief.article.url or brief.article.id or outcome.item.given
        name = f"{brief.article.published[:10] or 'undated'}-{hashlib.sha256(key.encode()).hexdigest()[:10]}.html"
        self._entries.append((name, brief))
        self._save(name, html.render(brief, self._language))

    def _save(self, name: str, text: str) -> None:
        try:
            (self._folder / (name + ".part")).write_text(text, encoding="utf-8")
            os.replace(self._folder / (name + ".part"), self._folder / name)
        except OSError as error:
            raise _unwritable(str(self._folder / name), error) from None


def _unwritable(path: str, error: OSError) -> ConfigInvalid:
    return ConfigInvalid(f"--output {path} cannot be written: {error.strerror}", detail="--output")
