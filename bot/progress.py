"""Progress on standard error: steps, sentences and downloads. Silent when that is no terminal, or with --quiet."""

import sys
from types import TracebackType
from typing import Any, Self


class Progress:
    """One live line for the sources, one for each running download. Safe to call from any thread."""

    def __init__(self, total: int, *, quiet: bool = False) -> None:
        self._total = total
        self._live: Any = None
        self._shown = not quiet and sys.stderr.isatty()
        self._task: Any = None
        self._downloads: dict[str, Any] = {}

    def __enter__(self) -> Self:
        if self._shown:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Live

            self._live = Live(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(20),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._live.start()
            self._task = self._live.add_task("reading", total=self._total)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def step(self, what: str) -> None:
        """What is being done now: "fetching https://…", "translating 6 sentences"."""
        if self._live is not None:
            self._live.update(self._task, description=what[:60])

    def done(self) -> None:
        """One source is finished."""
        if self._live is not None:
            self._live.advance(self._task)

    def download(self, name: str, got: int, size: int) -> None:
        """`got` of `size` bytes of a model file; `size` 0 where it is not known."""
        if self._live is None:
            return
        if name not in self._downloads:
            self._downloads[name] = self._live.add_task(f"downloading {name} (MB)"[:60], total=None)
        megabyte = 1_000_000
        self._live.update(self._downloads[name], completed=got // megabyte, total=(size // megabyte) or None)

    def say(self, line: str) -> None:
        """A line that stays: which model is being installed, and how large it is."""
        if self._live is not None:
            self._live.console.print(line, highlight=False, markup=False)
