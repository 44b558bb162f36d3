"""Progress on standard error: steps, sentences and downloads. Silent when that is no terminal, or with --quiet.

It never writes into what is printed: the live lines are gone while `aside()` lasts, and at the end.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Self

_NARROW: Final = 60
"""Columns; a bar in a narrower terminal would leave no room for what is being read."""


class Progress:
    """One live line for the sources, one for each running download. Safe to call from any thread."""

    def __init__(self, total: int, *, quiet: bool = False) -> None:
        self._total = total
        self._live: Any = None
        self._shown = not quiet and sys.stderr.isatty()
        self._task: Any = None
        self._running: list[str] = []
        self._downloads: dict[str, Any] = {}

    def __enter__(self) -> Self:
        if self._shown:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Live
            from rich.table import Column

            console = Console(stderr=True)
            what = Column(ratio=1, no_wrap=True, overflow="ellipsis")
            self._live = Live(
                SpinnerColumn(),
                # No markup: what is shown is a stranger's URL.
                TextColumn("{task.description}", markup=False, table_column=what),
                *([] if console.width < _NARROW else [BarColumn(20)]),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=console,
                transient=True,
                expand=True,
                redirect_stdout=False,  # results go where the user sent them
            )
            self._live.start()
            self._task = self._live.add_task("reading", total=self._total)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """The live lines make room for something that is printed to the same terminal."""
        if self._live is None:
            yield
            return
        self._live.stop()
        try:
            yield
        finally:
            self._live.start()

    def step(self, what: str) -> None:
        """What is done meanwhile: "converting opus-mt-zh-en"; the next source takes its place."""
        if self._live is not None:
            self._live.update(self._task, description=what)

    def begin(self, what: str) -> None:
        """A source is being read now."""
        self._running.append(what)
        self._describe()

    def done(self, what: str) -> None:
        """A source that was begun is finished."""
        self._running.remove(what)
        if self._live is not None:
            self._live.advance(self._task)
            self._describe()

    def _describe(self) -> None:
        """The source that is read for longest, and how many others are being read."""
        if self._live is not None and self._running:
            first, *others = self._running
            self._live.update(self._task, description=f"(+{len(others)}) {first}" if others else first)

    def download(self, name: str, got: int, size: int) -> None:
        """`got` of `size` bytes of a model file; `size` 0 where it is not known."""
        if self._live is None:
            return
        if name not in self._downloads:
            self._downloads[name] = self._live.add_task(f"downloading {name} (MB)", total=None)
        megabyte = 1_000_000
        self._live.update(self._downloads[name], completed=got // megabyte, total=(size // megabyte) or None)

    def say(self, line: str) -> None:
        """A line that stays: which model is being installed, and how large it is."""
        if self._live is not None:
            self._live.console.print(line, highlight=False, markup=False)
