"""`models.installation.unpickle`: what torch writes is read, what a stranger writes is refused and not run."""

import pickle
import struct
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.errors import ModelInvalid
from models.installation import unpickle
from tests.checkpoints import zipped_pickle

MAGIC = 0x1950A86A20F9469CFC6C


@pytest.mark.torch
@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "legacy"])
def test_reads_what_torch_writes(torch: Any, tmp_path: Path, zipped: bool) -> None:
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    state = OrderedDict(
        plain=base,
        half=torch.linspace(-1, 1, 7, dtype=torch.float16),
        turned=base.t(),
        part=base[1:3, 2:5],
        single=torch.tensor([3.5]),
    )
    path = tmp_path / "pytorch_model.bin"
    torch.save(state, path, _use_new_zipfile_serialization=zipped)
    read = unpickle.read(path)
    assert list(read) == list(state)
    for name, tensor in state.items():
        np.testing.assert_array_equal(read[name], tensor.numpy())
        assert read[name].dtype == tensor.numpy().dtype


@pytest.mark.torch
def test_reads_a_modules_state_dict_with_its_metadata(torch: Any, tmp_path: Path) -> None:
    module = torch.nn.Linear(3, 2)
    torch.save(module.state_dict(), tmp_path / "m.bin")
    read = unpickle.read(tmp_path / "m.bin")
    np.testing.assert_array_equal(read["weight"], module.weight.detach().numpy())


class _Runs:
    """Pickles as a call of `function(*arguments)`."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> Any:
        return self.call


def _hostile(marker: Path) -> dict[str, bytes]:
    import os
    import subprocess

    touch = f"touch {marker}"
    return {
        "os.system": pickle.dumps(_Runs(os.system, touch)),
        "subprocess": pickle.dumps({"w": _Runs(subprocess.getoutput, touch)}),
        "eval": pickle.dumps(OrderedDict(w=_Runs(eval, f"open({str(marker)!r}, 'w')"))),
        "protocol 0": pickle.dumps(_Runs(os.system, touch), protocol=0),
        "dotted name": b"\x80\x04\x8c\x0bcollections\x8c\x20OrderedDict.__init__.__globals__\x93.",
        "builtins by another name": b"\x80\x04\x8c\x05torch\x8c\x09_C._eval_\x93.",
    }


@pytest.mark.parametrize("name", list(_hostile(Path("/nowhere"))))
@pytest.mark.parametrize("layout", ["zip", "legacy"])
def test_a_pickle_that_names_anything_else_is_refused_and_not_run(tmp_path: Path, name: str, layout: str) -> None:
    marker = tmp_path / "ran"
    evil = _hostile(marker)[name]
    path = tmp_path / "pytorch_model.bin"
    if layout == "zip":
        zipped_pickle(path, evil)
    else:
        path.write_bytes(pickle.dumps(MAGIC) + pickle.dumps(1001) + pickle.dumps({}) + evil + pickle.dumps([]))
    with pytest.raises(ModelInvalid, match="refused"):
        unpickle.read(path)
    assert not marker.exists()


def _tensor(kind: str = "FloatStorage", size: int = 4, offset: int = 0, shape: Any = (4,), stride: Any = (1,)) -> bytes:
    """The pickle of {"w": a tensor}, written by hand, as torch would."""

    def text(value: str) -> bytes:
        return b"X" + struct.pack("<I", len(value)) + value.encode()

    def number(value: int) -> bytes:
        return b"J" + struct.pack("<i", value)

    def numbers(values: Any) -> bytes:
        return b"(" + b"".join(map(number, values)) + b"t"

    storage = (
        b"(" + text("storage") + b"ctorch\n" + kind.encode() + b"\n" + text("0") + text("cpu") + number(size) + b"tQ"
    )
    rebuilt = (
        b"ctorch._utils\n_rebuild_tensor_v2\n("
        + storage
        + number(offset)
        + numbers(shape)
        + numbers(stride)
        + b"\x89ccollections\nOrderedDict\n)RtR"
    )
    return b"\x80\x02ccollections\nOrderedDict\n)R" + text("w") + rebuilt + b"s."


def test_the_hand_written_tensor_is_read(tmp_path: Path) -> None:
    data = np.arange(4, dtype="<f4")
    path = zipped_pickle(tmp_path / "m.bin", _tensor(), {"0": data.tobytes()})
    np.testing.assert_array_equal(unpickle.read(path)["w"], data)


@pytest.mark.parametrize(
    ("pickled", "storages", "compress"),
    [
        (_tensor("BFloat16Storage"), {"0": bytes(16)}, False),
        (_tensor("LongStorage"), {"0": bytes(16)}, False),
        (_tensor(), {}, False),
        (_tensor(), {"0": bytes(12)}, False),
        (_tensor(), {"0": bytes(16)}, True),
        (_tensor(offset=1), {"0": bytes(16)}, False),
        (_tensor(offset=-1), {"0": bytes(16)}, False),
        (_tensor(shape=(1 << 20,), stride=(0,)), {"0": bytes(16)}, False),
        (_tensor(shape=(2, 2), stride=(1,)), {"0": bytes(16)}, False),
        (_tensor(shape=(2, 2), stride=(9, 1)), {"0": bytes(16)}, False),
        (_tensor()[:-20], {"0": bytes(16)}, False),
        (pickle.dumps([1, 2]), {}, False),
        (pickle.dumps({"w": 1}), {}, False),
        (pickle.dumps({1: "w"}), {}, False),
        (b"", {}, False),
    ],
)
def test_a_damaged_or_impossible_checkpoint_is_refused(
    tmp_path: Path, pickled: bytes, storages: dict[str, bytes], compress: bool
) -> None:
    path = zipped_pickle(tmp_path / "m.bin", pickled, storages, compress)
    with pytest.raises(ModelInvalid):
        unpickle.read(path)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a zip", b"\x00" * 100, pickle.dumps(5), pickle.dumps(MAGIC)])
def test_something_else_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "m.bin"
    path.write_bytes(data)
    with pytest.raises(ModelInvalid):
        unpickle.read(path)
