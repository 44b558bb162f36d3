"""What is installed, and how it gets there: list, pull, add, verify, remove, and `need` for a translation.

In: the models directory, the catalogue, the hub's address. Out: `Installed`. A pull locks its model (a second process
waits and then finds it installed), continues what was begun, checks every byte against the catalogue or against what
was recorded at the first download, converts, and renames into place. Offline, the network is never touched.
Raises PairUnavailable, WeightsMissing, DownloadFailed, ModelInvalid, DiskFull.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Protocol

from models.catalog import Catalog, Entry, File
from models.errors import DiskFull, DownloadFailed, ModelInvalid, PairUnavailable, WeightsMissing
from models.installation import download, installed
from models.installation.installed import Installed

ENDPOINT: Final = "https://huggingface.co"
_ROOM: Final = 1.5
"""Bytes of disk for a byte of download: the converted model stands beside the download for a moment."""
_COOL_S: Final = 60.0
"""Seconds after a failed download in which it is not tried again for the next article."""


class Progress(Protocol):
    """Who shows what happens. `bot.console.progress.Progress` is one."""

    def step(self, what: str) -> None: ...
    def download(self, name: str, got: int, size: int) -> None: ...
    def say(self, line: str) -> None: ...


class _Silent:
    def step(self, what: str) -> None: ...
    def download(self, name: str, got: int, size: int) -> None: ...
    def say(self, line: str) -> None: ...


def endpoint(environ: Mapping[str, str]) -> str:
    """The hub or its mirror (HF_ENDPOINT)."""
    return (environ.get("HF_ENDPOINT") or ENDPOINT).rstrip("/")


def told_offline(environ: Mapping[str, str]) -> bool:
    """HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE, as the hub's own client reads them."""
    return any(
        environ.get(name, "").upper() in ("1", "ON", "YES", "TRUE")
        for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    )


class Hub:
    def __init__(
        self,
        models_dir: Path,
        catalog: Catalog,
        *,
        offline: bool = False,
        progress: Progress | None = None,
        environ: Mapping[str, str] = os.environ,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.models_dir = models_dir
        self.catalog = catalog
        self._offline = offline or told_offline(environ)
        self._endpoint = endpoint(environ)
        self._progress: Progress = progress or _Silent()
        self._clock = clock
        self._failed: dict[str, tuple[float, DownloadFailed | DiskFull]] = {}

    def installed(self) -> list[Installed]:
        return installed.installed(self.models_dir)

    def need(self, pair: str, preset: str, *, pull: bool = True, checkpoint: bool = False) -> Installed:
        """The model for a direction, installed now where it is missing.

        A model added by hand comes first (it was put there on purpose), except before the demo models; then the
        preset's own; with the preset "installed" any that is there. `checkpoint`: the MarianMT files are wanted too.
        """
        there = self.installed()
        entry = self.catalog.find(pair, preset)
        if preset != "demo":
            local = next((m for m in there if m.preset == "local" and pair in m.pairs), None)
            if local is not None:
                return local
        if preset == "installed":
            others = [m for m in there if pair in m.pairs and not m.demo]
            if not others:
                raise WeightsMissing(f"no model for {pair} is installed", detail=pair)
            return others[0]
        if entry is None:
            raise PairUnavailable(f"the preset {preset} has no model for {pair}", detail=pair)
        found = next((m for m in there if m.folder.name == entry.folder), None)
        if found is not None and self._usable(found, entry, checkpoint):
            return found
        return self.pull_entry(entry, keep_checkpoint=checkpoint, pull=pull)

    @staticmethod
    def _usable(model: Installed, entry: Entry, checkpoint: bool) -> bool:
        if entry.path is not None and not installed.same_origin(model, entry.path):
            return False
        return not checkpoint or model.kind != "marian" or model.checkpoint is not None

    def wanted(self, name: str, preset: str) -> list[Entry]:
        """What `pull NAME` means: a pair of the preset, or all models of the preset NAME."""
        if name in self.catalog.presets:
            return list(self.catalog.of_preset(name))
        entry = self.catalog.find(name, preset)
        if entry is None:
            raise PairUnavailable(f"the preset {preset} has no model for {name}", detail=name)
        return [entry]

    def pull(self, name: str, preset: str, *, keep_checkpoint: bool = False) -> list[Installed]:
        """Install a pair or a whole preset; what is there already stays."""
        there = {m.folder.name: m for m in self.installed()}
        pulled: dict[str, Installed] = {}
        for entry in self.wanted(name, preset):
            if entry.folder in pulled:
                continue
            found = there.get(entry.folder)
            usable = found is not None and self._usable(found, entry, keep_checkpoint)
            pulled[entry.folder] = (
                found if usable and found else self.pull_entry(entry, keep_checkpoint=keep_checkpoint)
            )
        return list(pulled.values())

    def pull_entry(self, entry: Entry, *, keep_checkpoint: bool = False, pull: bool = True) -> Installed:
        """Install one entry of the catalogue: from its folder, or from the hub."""
        if entry.path is not None:
            return self._install(entry, entry.path, keep_checkpoint=keep_checkpoint)
        if self._offline or not pull:
            raise WeightsMissing(f"{entry.name} is not installed, and we are offline", detail=entry.pair)
        if earlier := self._failed.get(entry.folder):
            if self._clock() - earlier[0] < _COOL_S:
                raise earlier[1]
            del self._failed[entry.folder]
        try:
            return self._install(entry, None, keep_checkpoint=keep_checkpoint)
        except (DownloadFailed, DiskFull) as error:
            error.detail = f"{entry.name}: {error}"
            self._failed[entry.folder] = (self._clock(), error)
            raise

    def add(self, folder: Path, pair: str | None = None, *, keep_checkpoint: bool = False) -> Installed:
        """Install a MarianMT checkpoint folder; it serves its pair from now on."""
        try:
            if not folder.is_dir():
                raise ModelInvalid(f"{folder} is no folder")
            entry = installed.describe_folder(folder, pair)
            return self._install(entry, folder, keep_checkpoint=keep_checkpoint, afresh=True)
        except ModelInvalid as error:
            error.detail = str(error)  # whoever adds a folder by hand wants to know why it is refused
            raise

    def verify(self) -> list[tuple[Installed, list[str]]]:
        """Every installed model with what is wrong with its files."""
        return [(model, installed.problems(model)) for model in self.installed()]

    def remove(self, name: str) -> list[Installed]:
        """Remove the models that are called `name`, serve the pair `name` or belong to the preset `name`."""
        chosen = [
            m for m in self.installed() if name in (m.name, m.folder.name, m.preset) or (name in m.pairs and not m.demo)
        ]
        if not chosen:
            raise WeightsMissing(f"no installed model is called {name}", detail=name)
        for model in chosen:
            installed.remove(model, self.models_dir)
        return chosen

    def _install(
        self, entry: Entry, source: Path | None, *, keep_checkpoint: bool = False, afresh: bool = False
    ) -> Installed:
        def waiting() -> None:
            self._progress.step(f"waiting for another process that installs {entry.name}")

        with installed.locked(self.models_dir, entry.folder, waiting):
            found = next((m for m in self.installed() if m.folder.name == entry.folder), None)
            if found is not None and not afresh and self._usable(found, entry, keep_checkpoint):
                return found
            revision, origin = entry.revision, None
            if source is None:
                source, revision, origin = self._download(entry)
            pairs = [e.pair for e in self.catalog.entries if e.folder == entry.folder] or [entry.pair]
            model = installed.install(
                source,
                _merged(entry, self.catalog),
                self.models_dir,
                pairs=list(dict.fromkeys(pairs)),
                revision=revision,
                origin=origin,
                keep_checkpoint=keep_checkpoint,
                step=self._progress.step,
            )
            if origin is not None:
                shutil.rmtree(source, ignore_errors=True)
            return model

    def _download(self, entry: Entry) -> tuple[Path, str, dict[str, dict[str, Any]]]:
        known = self._known(entry)
        revision = entry.revision or str(known.get("revision", ""))
        parts = self.models_dir / ".parts" / entry.folder / (revision or "main")
        with installed.disk_errors(self.models_dir):
            parts.mkdir(parents=True, exist_ok=True)
        self._check_room(entry)
        self._progress.say(
            f"downloading {entry.name} for {entry.pair}: "
            f"about {entry.download_mb} MB, {entry.licence or 'licence unknown'}"
        )
        origin: dict[str, dict[str, Any]] = {}
        recorded: dict[str, Any] = known.get("files", {}) if known.get("revision") == revision else {}
        for file in entry.files:
            revision = self._fetch(entry, file, parts, revision, origin, recorded)
        if entry.one_of:
            revision = self._fetch_first(entry, parts, revision, origin, recorded)
        self._record(entry, revision, origin)
        return parts, revision, origin

    def _fetch_first(
        self, entry: Entry, parts: Path, revision: str, origin: dict[str, dict[str, Any]], recorded: dict[str, Any]
    ) -> str:
        for file in entry.one_of[:-1]:
            try:
                return self._fetch(entry, file, parts, revision, origin, recorded)
            except download.FileMissing:
                continue
        return self._fetch(entry, entry.one_of[-1], parts, revision, origin, recorded)

    def _fetch(
        self,
        entry: Entry,
        file: File,
        parts: Path,
        revision: str,
        origin: dict[str, dict[str, Any]],
        recorded: dict[str, Any],
    ) -> str:
        """One file; returns the revision that the rest must come from too."""
        before = recorded.get(file.name, {})
        url = f"{self._endpoint}/{entry.repo}/resolve/{revision or 'main'}/{file.name}"
        got = download.fetch(
            url,
            parts / file.name,
            size=file.size or int(before.get("size", 0)),
            sha256=file.sha256 or str(before.get("sha256", "")),
            progress=lambda done, total: self._progress.download(f"{entry.name}/{file.name}", done, total),
        )
        origin[file.name] = {"size": got.size, "sha256": got.sha256}
        return revision or got.commit

    def _check_room(self, entry: Entry) -> None:
        free = shutil.disk_usage(self.models_dir).free
        needed = int(entry.download_mb * 1_000_000 * _ROOM)
        if free < needed:
            raise DiskFull(
                f"{entry.name} needs {needed // 1_000_000} MB, {self.models_dir} has {free // 1_000_000} MB free",
                detail=str(self.models_dir),
            )

    def _known(self, entry: Entry) -> dict[str, Any]:
        """What was recorded when this model was downloaded for the first time, also after it was removed."""
        try:
            data = json.loads((self.models_dir / "known.json").read_text(encoding="utf-8"))
            found = data.get(entry.repo, {})
            return found if isinstance(found, dict) else {}
        except (OSError, ValueError, AttributeError):
            return {}

    def _record(self, entry: Entry, revision: str, origin: dict[str, dict[str, Any]]) -> None:
        path = self.models_dir / "known.json"
        with installed.disk_errors(self.models_dir), installed.locked(self.models_dir, "known"):
            try:
                data = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                data = {}
            data[entry.repo] = {"revision": revision, "files": origin}
            draft = path.with_suffix(".tmp")
            draft.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
            os.replace(draft, path)


def _merged(entry: Entry, catalog: Catalog) -> Entry:
    """The entry with the target tokens of every pair that the same model serves."""
    from dataclasses import replace

    tokens = {k: v for e in catalog.entries if e.folder == entry.folder for k, v in e.tokens.items()}
    return replace(entry, tokens=tokens | dict(entry.tokens))
