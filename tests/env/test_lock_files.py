"""Everything installed is pinned by hash, and no lock names the place it came from."""

from __future__ import annotations

import json
import re

import pytest

from .conftest import BASE

LOCKS = sorted((BASE / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_host_is_named(lock) -> None:
    assert not re.findall(r"https?://|--(?:extra-)?index-url|--find-links|file:", lock.read_text())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_a_hash(lock) -> None:
    entries = re.split(r"\n(?=[a-z])", lock.read_text().strip(), flags=re.IGNORECASE)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_npm_names_no_host() -> None:
    packages = json.loads((BASE / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
