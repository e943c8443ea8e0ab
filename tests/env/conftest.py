"""Servers and processes of a test's own."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crm_project import embedded

BASE = Path(__file__).resolve().parent.parent.parent
SECRET = "".join(chr(48 + number % 70) for number in range(7, 70)).replace("\\", "x")


@pytest.fixture(autouse=True)
def clean_cache() -> None:
    """These tests ask nothing of the session's servers."""


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder nobody else uses; its servers end with the test."""
    monkeypatch.setenv("CRM_DATA_DIR", str(tmp_path / "data"))
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path / "data"
    embedded.stop()


@pytest.fixture
def manage() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run manage.py with exactly these variables of ours and read what it says."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        ours = ("CRM_", "DATABASE_URL", "REDIS_URL", "DJANGO_")
        env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=BASE, env=env | variables, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """Every variable production asks for."""
    return {
        "CRM_ENV": "production",
        "CRM_DATA_DIR": str(tmp_path / "production"),
        "CRM_SECRET_KEY": SECRET,
        "CRM_FIELD_KEYS": base64.urlsafe_b64encode(bytes(32)).decode(),
        "CRM_HOSTS": "crm.example.org",
        "DATABASE_URL": "postgres://crm:x@127.0.0.1:1/crm",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
