"""Fixtures that every test may use; sockets are refused except on loopback."""

import ipaddress
import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


def _skip(what: str) -> None:
    """Skips, or fails where `.ci/run` has installed what is missing (KEYCLAIMS_REQUIRE lists it)."""
    if what.split()[0].lower() in os.environ.get("KEYCLAIMS_REQUIRE", "").lower().split(","):
        pytest.fail(f"{what} is required here and missing")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data beside the checkout; skips where it is missing."""
    if not SHARED.is_dir():
        _skip("../shared/data")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium to be driven headless; skips where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        _skip("chromium (Debian: apt-get install chromium)")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def torch() -> Any:
    return pytest.importorskip("torch", reason="the torch extra is missing")


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            ip = ipaddress.ip_address(str(address[0]).split("%")[0])
            if not ip.is_loopback:
                raise OSError(f"tests may not connect to {ip}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
