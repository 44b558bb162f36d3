"""`models.hub` and `models.installation.download` against a hub on loopback that cuts, stalls, lies and is busy."""

import hashlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models import catalog, hub
from models.errors import DiskFull, DownloadFailed, ModelInvalid, PairUnavailable, WeightsMissing
from models.hub import Hub
from models.installation import download, installed
from tests import hubserver
from tests.checkpoints import small

DATA = bytes(range(256)) * 300
SHA = hashlib.sha256(DATA).hexdigest()
MODEL_FILES = ("config.json", "source.spm", "target.spm", "vocab.json", "tokenizer_config.json", "model.safetensors")


@pytest.fixture
def server() -> Iterator[hubserver.Hub]:
    with hubserver.serve({"a/b/file.bin": DATA}) as running:
        yield running


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "STALL_S", 0.4)


def get(server: hubserver.Hub, target: Path, **known: Any) -> download.Fetched:
    url = f"{server.url}/a/b/resolve/main/file.bin"
    return download.fetch(url, target, **({"sleep": lambda s: None} | known))


class TestOneFile:
    def test_plain(self, server: hubserver.Hub, tmp_path: Path) -> None:
        seen: list[tuple[int, int]] = []
        got = get(server, tmp_path / "f", progress=lambda done, total: seen.append((done, total)))
        assert (got.size, got.sha256, got.commit) == (len(DATA), SHA, hubserver.COMMIT)
        assert (tmp_path / "f").read_bytes() == DATA
        assert seen[-1] == (len(DATA), len(DATA))

    @pytest.mark.parametrize("trouble", ["cut:1000", "short:40000", "stall", "503", "429:1", "no-range", "wrong-part"])
    def test_trouble_on_the_way_ends_well(self, server: hubserver.Hub, tmp_path: Path, trouble: str) -> None:
        server.trouble["file.bin"].extend(["cut:5000", trouble, "cut:1000"])
        get(server, tmp_path / "f", size=len(DATA), sha256=SHA)
        assert (tmp_path / "f").read_bytes() == DATA

    def test_a_cut_download_is_continued_not_begun_again(self, server: hubserver.Hub, tmp_path: Path) -> None:
        (tmp_path / "f").write_bytes(DATA[:70000])
        get(server, tmp_path / "f", sha256=SHA)
        assert [asked for _, asked in server.asked] == ["bytes=70000-"]

    def test_a_complete_part_of_an_earlier_run_is_taken_as_it_is(self, server: hubserver.Hub, tmp_path: Path) -> None:
        (tmp_path / "f").write_bytes(DATA)
        get(server, tmp_path / "f", size=len(DATA), sha256=SHA)
        assert (tmp_path / "f").read_bytes() == DATA

    def test_many_cuts_are_survived_while_bytes_come(self, server: hubserver.Hub, tmp_path: Path) -> None:
        server.trouble["file.bin"].extend(["cut:4000"] * 15)
        get(server, tmp_path / "f", sha256=SHA)
        assert (tmp_path / "f").read_bytes() == DATA

    @pytest.mark.parametrize("trouble", ["lie", "long"])
    def test_wrong_bytes_are_thrown_away_and_fetched_once_more(
        self, server: hubserver.Hub, tmp_path: Path, trouble: str
    ) -> None:
        server.trouble["file.bin"].append(trouble)
        get(server, tmp_path / "f", sha256=SHA)
        assert (tmp_path / "f").read_bytes() == DATA
        server.trouble["file.bin"].extend(["lie", "lie"])
        (tmp_path / "f").unlink()
        with pytest.raises(ModelInvalid, match="sha256"):
            get(server, tmp_path / "f", sha256=SHA)
        assert not (tmp_path / "f").exists()

    def test_a_lie_is_noticed_by_what_the_hub_itself_states(self, server: hubserver.Hub, tmp_path: Path) -> None:
        server.trouble["file.bin"].extend(["lie", "lie"])
        with pytest.raises(ModelInvalid, match="sha256"):
            get(server, tmp_path / "f")

    def test_another_size_than_the_catalogues_is_refused(self, server: hubserver.Hub, tmp_path: Path) -> None:
        with pytest.raises(ModelInvalid, match="bytes are offered"):
            get(server, tmp_path / "f", size=len(DATA) + 1)

    def test_no_bytes_at_all_ends_soon(self, server: hubserver.Hub, tmp_path: Path) -> None:
        server.trouble["file.bin"].extend(["503"] * 20)
        with pytest.raises(DownloadFailed, match="503"):
            get(server, tmp_path / "f")
        assert len(server.asked) <= download.TRIES

    def test_a_long_retry_after_is_not_waited_for_before_the_first_byte(
        self, server: hubserver.Hub, tmp_path: Path
    ) -> None:
        server.trouble["file.bin"].extend(["429:3600"] * 3)
        slept: list[float] = []
        with pytest.raises(DownloadFailed, match="429"):
            get(server, tmp_path / "f", sleep=slept.append)
        assert slept == []

    def test_a_missing_file_is_named(self, server: hubserver.Hub, tmp_path: Path) -> None:
        server.trouble["file.bin"].append("404")
        with pytest.raises(download.FileMissing, match="404"):
            get(server, tmp_path / "f")

    @pytest.mark.parametrize("where", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
    def test_a_redirect_off_the_web_is_not_followed(self, server: hubserver.Hub, tmp_path: Path, where: str) -> None:
        server.trouble["file.bin"].extend([f"redirect:{where}"] * 9)
        with pytest.raises(DownloadFailed):
            get(server, tmp_path / "f")
        assert not (tmp_path / "f").exists()

    def test_a_redirect_to_the_storage_keeps_what_the_hub_said(self, server: hubserver.Hub, tmp_path: Path) -> None:
        with hubserver.serve({"store/age/file.bin": DATA}) as storage:
            storage.states_sha256 = False
            server.trouble["file.bin"].append(f"redirect:{storage.url}/store/age/resolve/main/file.bin")
            assert get(server, tmp_path / "f").sha256 == SHA
            assert len(storage.asked) == 1

    def test_a_password_in_the_endpoint_is_not_shown(self, tmp_path: Path) -> None:
        with pytest.raises(DownloadFailed) as caught:
            download.fetch("http://me:hush@127.0.0.1:9/x?sig=hush", tmp_path / "f", sleep=lambda s: None)
        assert "hush" not in str(caught.value)


class TestUnreachable:
    """A reader waits at most ten seconds for the news that there is no model."""

    def test_nobody_listens(self, tmp_path: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        began = time.monotonic()
        with pytest.raises(DownloadFailed, match="cannot be reached"):
            download.fetch(f"http://127.0.0.1:{port}/a/b", tmp_path / "f")
        assert time.monotonic() - began < 10

    def test_it_accepts_and_never_answers(
        self, server: hubserver.Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(download, "STALL_S", 15.0)
        monkeypatch.setattr(download, "CONTACT_S", 1.0)  # the proportion is what counts: the real one is 8
        server.trouble["file.bin"].extend(["hang"] * 9)
        began = time.monotonic()
        with pytest.raises(DownloadFailed):
            download.fetch(f"{server.url}/a/b/resolve/main/file.bin", tmp_path / "f")
        assert time.monotonic() - began < 2.1
        assert download.CONTACT_S < 10

    def test_a_second_article_does_not_wait_again(self, tmp_path: Path) -> None:
        own = make_catalog(tmp_path)
        now = [0.0]
        there = Hub(tmp_path / "m", own, environ={"HF_ENDPOINT": "http://127.0.0.1:9"}, clock=lambda: now[0])
        with pytest.raises(DownloadFailed) as first:
            there.need("zh-en", "own")
        with pytest.raises(DownloadFailed) as second:
            there.need("zh-en", "own")
        assert second.value is first.value
        now[0] = 61.0
        with pytest.raises(DownloadFailed) as third:
            there.need("zh-en", "own")
        assert third.value is not first.value


def make_catalog(tmp_path: Path, **files: str) -> catalog.Catalog:
    """One MarianMT model "own/model" for zh-en, weights under either name."""
    path = tmp_path / "own.toml"
    lines = ["[[model]]", 'pair = "zh-en"', 'preset = "own"', 'repo = "own/model"', "download_mb = 1"]
    lines.append('one_of = ["pytorch_model.bin", "model.safetensors"]')
    for name in MODEL_FILES[:-1]:
        lines.append(f'files."{name}" = {files.get(name, "{}")}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return catalog.load(path)


@pytest.fixture(scope="module")
def model_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = small(tmp_path_factory.mktemp("hub") / "source")
    return {f"own/model/{name}": (folder / name).read_bytes() for name in MODEL_FILES}


@pytest.fixture
def model_server(model_files: dict[str, bytes]) -> Iterator[hubserver.Hub]:
    with hubserver.serve(model_files) as running:
        yield running


class Told:
    """A progress that remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.steps: list[str] = []
        self.got: dict[str, int] = {}

    def step(self, what: str) -> None:
        self.steps.append(what)

    def download(self, name: str, got: int, size: int) -> None:
        self.got[name] = got

    def say(self, line: str) -> None:
        self.lines.append(line)


class TestPull:
    def test_pull_records_what_came_and_holds_later_pulls_to_it(
        self, model_server: hubserver.Hub, model_files: dict[str, bytes], tmp_path: Path
    ) -> None:
        told = Told()
        there = Hub(
            tmp_path / "m", make_catalog(tmp_path), progress=told, environ={"HF_ENDPOINT": model_server.url + "/"}
        )
        model_server.trouble["model.safetensors"].extend(["cut:100000", "503", "lie"])
        pulled = there.pull("zh-en", "own")[0]
        assert pulled.revision == hubserver.COMMIT
        assert pulled.origin["vocab.json"]["sha256"] == hashlib.sha256(model_files["own/model/vocab.json"]).hexdigest()
        assert there.verify() == [(pulled, [])]
        assert "own/model" in told.lines[0]
        assert told.got["own/model/model.safetensors"] == len(model_files["own/model/model.safetensors"])
        assert [step.split()[0] for step in told.steps] == ["convert", "compare", "try"]
        assert not list((tmp_path / "m" / ".parts").rglob("*.*"))
        # a second pull has nothing to do; after a removal the hub may not serve other bytes
        asked = len(model_server.asked)
        assert there.pull("own", "own") == [pulled]
        assert len(model_server.asked) == asked
        there.remove("own/model")
        model_server.files["own/model/vocab.json"] += b" "
        model_server.asked.clear()
        with pytest.raises(ModelInvalid, match=r"vocab\.json"):
            there.pull("zh-en", "own")
        assert {path.split("/")[4] for path, _ in model_server.asked} == {hubserver.COMMIT}
        assert there.installed() == []

    def test_the_catalogues_own_sum_counts(self, model_server: hubserver.Hub, tmp_path: Path) -> None:
        wrong = '{size = 0, sha256 = "' + "0" * 64 + '"}'
        there = Hub(
            tmp_path / "m", make_catalog(tmp_path, **{"config.json": wrong}), environ={"HF_ENDPOINT": model_server.url}
        )
        with pytest.raises(ModelInvalid, match="sha256"):
            there.pull("zh-en", "own")

    def test_hostile_weights_are_refused_and_not_run(self, model_server: hubserver.Hub, tmp_path: Path) -> None:
        import pickle

        from tests.checkpoints import zipped_pickle
        from tests.test_unpickle import _Runs

        marker = tmp_path / "ran"
        evil = zipped_pickle(tmp_path / "evil.bin", pickle.dumps(_Runs(os.system, f"touch {marker}")))
        model_server.files["own/model/pytorch_model.bin"] = evil.read_bytes()
        there = Hub(tmp_path / "m", make_catalog(tmp_path), environ={"HF_ENDPOINT": model_server.url})
        with pytest.raises(ModelInvalid, match="refused"):
            there.pull("zh-en", "own")
        assert not marker.exists()
        assert there.installed() == []

    def test_two_processes_pull_at_once_and_one_works(self, model_server: hubserver.Hub, tmp_path: Path) -> None:
        make_catalog(tmp_path)
        script = (
            "import sys; from pathlib import Path; from models import catalog; from models.hub import Hub\n"
            f"there = Hub(Path({str(tmp_path / 'm')!r}), catalog.load(Path({str(tmp_path / 'own.toml')!r})))\n"
            "print(there.pull('zh-en', 'own')[0].fingerprint)"
        )
        environ = os.environ | {"HF_ENDPOINT": model_server.url, "PYTHONPATH": str(Path(hub.__file__).parent.parent)}
        environ.pop("HF_HUB_OFFLINE", None)
        both = [
            subprocess.Popen([sys.executable, "-P", "-c", script], env=environ, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        printed = [process.communicate(timeout=60)[0].strip() for process in both]
        assert [process.returncode for process in both] == [0, 0]
        assert printed[0] == printed[1] != ""
        assert sum(path.endswith("model.safetensors") for path, _ in model_server.asked) == 1

    @pytest.mark.parametrize("environ", [{"HF_HUB_OFFLINE": "1"}, {"TRANSFORMERS_OFFLINE": "true"}, {}])
    def test_offline_never_touches_the_network(
        self, tmp_path: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("the network was touched"))
        there = Hub(tmp_path / "m", make_catalog(tmp_path), environ=environ, offline=not environ)
        with pytest.raises(WeightsMissing) as caught:
            there.need("zh-en", "own")
        assert caught.value.detail == "zh-en"

    def test_no_room_is_said_before_the_download(
        self, model_server: hubserver.Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        usage = type("Usage", (), {"free": 1000})
        monkeypatch.setattr(hub.shutil, "disk_usage", lambda path: usage)
        there = Hub(tmp_path / "m", make_catalog(tmp_path), environ={"HF_ENDPOINT": model_server.url})
        with pytest.raises(DiskFull, match="needs 1 MB"):
            there.pull("zh-en", "own")
        assert model_server.asked == []

    def test_a_disk_that_fills_on_the_way_keeps_what_came(self, model_server: hubserver.Hub, tmp_path: Path) -> None:
        """A real write error: the process may not write files of more than 200 kB."""
        make_catalog(tmp_path)
        script = (
            "import resource; from pathlib import Path; from models import catalog; from models.hub import Hub\n"
            "from models.errors import DiskFull\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
            f"there = Hub(Path({str(tmp_path / 'm')!r}), catalog.load(Path({str(tmp_path / 'own.toml')!r})))\n"
            "try:\n    there.pull('zh-en', 'own')\nexcept DiskFull as error:\n    print(error.code)"
        )
        environ = os.environ | {"HF_ENDPOINT": model_server.url}
        environ.pop("HF_HUB_OFFLINE", None)
        done = subprocess.run([sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=False)
        assert done.stdout.strip() == "disk_full", done.stderr
        assert list((tmp_path / "m" / ".parts").rglob("config.json"))


def test_a_lock_is_waited_for_and_the_waiting_is_told(tmp_path: Path) -> None:
    waited = threading.Event()
    order: list[str] = []

    def second() -> None:
        with installed.locked(tmp_path, "x", waited.set):
            order.append("second")

    with installed.locked(tmp_path, "x"):
        thread = threading.Thread(target=second)
        thread.start()
        assert waited.wait(5)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]


def test_a_ctranslate2_model_is_installed_as_it_is(tmp_path: Path) -> None:
    from models.engines import Request
    from models.engines.ct2 import Ct2Engine
    from models.installation import install

    made = tmp_path / "made"
    install.convert(small(tmp_path / "source"), made)
    (made / "source.spm").rename(made / "src.spm.model")
    (made / "target.spm").rename(made / "tgt.spm.model")
    names = sorted(path.name for path in made.iterdir())
    toml = ['[[model]]\npair = "zh-en"\npreset = "own"\nkind = "ct2"\nrepo = "own/ct2"\neos = false']
    toml += ['source_spm = "src.spm.model"\ntarget_spm = "tgt.spm.model"']
    toml += [f'files."{name}" = {{}}' for name in names]
    (tmp_path / "own.toml").write_text("\n".join(toml), encoding="utf-8")
    files = {f"own/ct2/{name}": (made / name).read_bytes() for name in names}
    with hubserver.serve(files) as server:
        there = Hub(tmp_path / "m", catalog.load(tmp_path / "own.toml"), environ={"HF_ENDPOINT": server.url})
        model = there.pull("own", "opus")[0]
    assert (model.folder / "model.bin").read_bytes() == files["own/ct2/model.bin"]
    assert (model.eos, model.source_spm) == (False, "src.spm.model")
    engine = Ct2Engine(model.folder, source=model.source_spm, target=model.target_spm, eos=model.eos)
    assert engine.translate([Request("我们没有办法。")])[0]


def test_what_can_be_asked_for(tmp_path: Path) -> None:
    there = Hub(tmp_path / "m", catalog.load(), environ={}, offline=True)
    assert {e.pair for e in there.wanted("opus", "quickmt")} == {"zh-en", "ko-en", "en-zh", "en-ko"}
    assert [e.repo for e in there.wanted("zh-en", "quickmt")] == ["quickmt/quickmt-zh-en"]
    for name in ("fr-en", "nonsense", ""):
        with pytest.raises(PairUnavailable):
            there.pull(name, "opus")
    with pytest.raises(WeightsMissing):
        there.remove("zh-en")
    with pytest.raises(WeightsMissing):
        there.need("zh-en", "installed")
    assert json.dumps([m.name for m in there.installed()]) == "[]"
