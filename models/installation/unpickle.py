"""A PyTorch checkpoint file -> numpy arrays, without torch and without running anything that the file says.

In: `pytorch_model.bin`, as torch writes it since 1.6 (a zip archive) or before (a row of pickles). Out: name -> array
(float32 or float16). A pickle is a program: this one may name exactly FloatStorage, HalfStorage, OrderedDict and
`_rebuild_tensor_v2`, which is all that a checkpoint of floats needs; any other name is refused before it is looked up.
Raises ModelInvalid. Never imports torch, never calls what the file names beyond these four.

Format: torch/serialization.py (`_legacy_load`, `_load`); the pickle rules: https://docs.python.org/3/library/pickle.html#restricting-globals
"""

import io
import math
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from models.errors import ModelInvalid

_LEGACY_MAGIC: Final = 0x1950A86A20F9469CFC6C
_LEGACY_PROTOCOL: Final = 1001
_MAX_PICKLE: Final = 16 * 1024 * 1024
"""Bytes of a zip archive's data.pkl: it holds names and shapes only (opus-mt: about 20 kB)."""

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class _Type:
    """Stands for torch.FloatStorage or torch.HalfStorage."""

    dtype: str


@dataclass(slots=True)
class _Storage:
    dtype: str
    key: str
    size: int


@dataclass(frozen=True, slots=True)
class _Tensor:
    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


def _rebuild_tensor_v2(storage: Any, offset: Any, shape: Any, stride: Any, *_: Any) -> _Tensor:
    if not isinstance(storage, _Storage):
        raise ModelInvalid("a tensor without a storage")
    return _Tensor(storage, int(offset), tuple(map(int, shape)), tuple(map(int, stride)))


_ADMITTED: Final[dict[tuple[str, str], Any]] = {
    ("torch", "FloatStorage"): _Type("<f4"),
    ("torch", "HalfStorage"): _Type("<f2"),
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _rebuild_tensor_v2,
}


class _Restricted(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ADMITTED[module, name]
        except KeyError:
            raise ModelInvalid(f"the checkpoint's pickle asks for {module}.{name}: refused", detail="pickle") from None

    def persistent_load(self, pid: Any) -> _Storage:
        if not (isinstance(pid, tuple) and len(pid) >= 5 and pid[0] == "storage" and isinstance(pid[1], _Type)):
            raise ModelInvalid("the checkpoint's pickle refers to something that is no storage: refused")
        if len(pid) > 5 and pid[5] is not None:
            raise ModelInvalid("the checkpoint's pickle has views of storages: not handled")
        return _Storage(pid[1].dtype, str(pid[2]), int(pid[4]))


def _load(stream: BinaryIO) -> Any:
    try:
        return _Restricted(stream).load()
    except ModelInvalid:
        raise
    except Exception as error:  # a broken pickle can raise anything
        raise ModelInvalid(f"the checkpoint's pickle cannot be read ({type(error).__name__})") from None


def read(path: Path) -> dict[str, Array]:
    """Every tensor of the checkpoint. Raises ModelInvalid for anything else than a state dict of floats."""
    try:
        with path.open("rb") as file:
            if zipfile.is_zipfile(file):
                return _read_zip(file)
            file.seek(0)
            return _read_legacy(file)
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        raise ModelInvalid(f"{path.name} cannot be read ({error})") from None


def _read_zip(file: BinaryIO) -> dict[str, Array]:
    with zipfile.ZipFile(file) as archive:
        names = {name.split("/", 1)[-1]: name for name in archive.namelist()}
        entry = names.get("data.pkl")
        if entry is None or archive.getinfo(entry).file_size > _MAX_PICKLE:
            raise ModelInvalid("the checkpoint holds no data.pkl of a sensible size")
        state = _load(io.BytesIO(archive.read(entry)))

        def raw(storage: _Storage) -> Array:
            inner = names.get(f"data/{storage.key}")
            size = storage.size * np.dtype(storage.dtype).itemsize
            # torch stores without compression; a compressed entry could unpack to any size
            if inner is None or archive.getinfo(inner).file_size != size or archive.getinfo(inner).compress_type != 0:
                raise ModelInvalid(f"storage {storage.key} is missing or has the wrong size")
            return np.frombuffer(archive.read(inner), dtype=storage.dtype)

        return _tensors(state, raw)


def _read_legacy(file: BinaryIO) -> dict[str, Array]:
    if _load(file) != _LEGACY_MAGIC or _load(file) != _LEGACY_PROTOCOL:
        raise ModelInvalid("not a PyTorch checkpoint")
    _load(file)  # facts about the machine that wrote it
    state = _load(file)
    keys = _load(file)
    if not isinstance(keys, list):
        raise ModelInvalid("the checkpoint has no list of storages")
    types = {t.storage.key: t.storage for t in _values(state)}
    storages: dict[str, Array] = {}
    for key in map(str, keys):
        storage = types.get(key)
        count = int.from_bytes(file.read(8), "little", signed=True)
        if storage is None or count != storage.size:
            raise ModelInvalid(f"storage {key} has the wrong size")
        wanted = count * np.dtype(storage.dtype).itemsize
        data = file.read(wanted)
        if len(data) != wanted:
            raise ModelInvalid("the checkpoint is cut off")
        storages[key] = np.frombuffer(data, dtype=storage.dtype)

    def raw(storage: _Storage) -> Array:
        if storage.key not in storages:
            raise ModelInvalid(f"storage {storage.key} is missing")
        return storages[storage.key]

    return _tensors(state, raw)


def _values(state: Any) -> list[_Tensor]:
    if not isinstance(state, dict):
        raise ModelInvalid("the checkpoint is no table of tensors")
    return [value for value in state.values() if isinstance(value, _Tensor)]


def _tensors(state: Any, raw: Callable[[_Storage], Array]) -> dict[str, Array]:
    _values(state)
    cache: dict[str, Array] = {}
    found: dict[str, Array] = {}
    for name, value in state.items():
        if not isinstance(name, str) or not isinstance(value, _Tensor):
            raise ModelInvalid(f"the checkpoint holds something that is no tensor: {str(name)[:80]}")
        key = value.storage.key
        if key not in cache:
            cache[key] = raw(value.storage)
        found[name] = _strided(cache[key], value)
    return found


def _strided(flat: Array, tensor: _Tensor) -> Array:
    """The tensor as a view of its storage; a view that would leave the storage is refused."""
    shape, stride = tensor.shape, tensor.stride
    if len(shape) != len(stride) or any(n < 0 for n in (*shape, *stride, tensor.offset)):
        raise ModelInvalid("a tensor has an impossible shape")
    last = tensor.offset + sum((n - 1) * step for n, step in zip(shape, stride, strict=True))
    if math.prod(shape) == 0 or math.prod(shape) > flat.size or last >= flat.size:
        raise ModelInvalid("a tensor reaches beyond its storage")
    return np.lib.stride_tricks.as_strided(
        flat[tensor.offset :], shape, [step * flat.itemsize for step in stride], writeable=False
    )
