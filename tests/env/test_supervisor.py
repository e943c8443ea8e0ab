"""However the demo's supervisor ends, nothing it started goes on."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from crm_project import demo, embedded
from crm_project.processes import is_alive

from .conftest import BASE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="asks /proc and the Linux kernel"),
]


def children(parent: int) -> dict[int, str]:
    """Number and command line of every process below that one."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
    return found | {pid: name for child in found for pid, name in children(child).items()}


def wait_for(condition, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all, so that only the first start makes the tables."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def supervisor(own_data: Path, tables: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A running demo with every part but the company."""
    monkeypatch.setenv("CRM_DATA_DIR", str(tables))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = tmp_path / "supervise.py"
    script.write_text(
        "import subprocess, sys\nfrom crm_project import demo\n"
        "demo.prepare = lambda: subprocess.run([sys.executable, 'manage.py', 'migrate', '-v0'], check=True)\n"
        "sys.exit(demo.main([]))\n"
    )
    env = os.environ | {"CRM_PORT": str(port), "CRM_ENV": "demo", "PYTHONPATH": str(BASE)}
    env["DJANGO_SETTINGS_MODULE"] = "crm_project.settings"
    with (tmp_path / "out").open("w") as log:
        process = subprocess.Popen([sys.executable, script], cwd=BASE, env=env, stdout=log, stderr=log)
    try:
        assert wait_for(lambda: "Ready after" in (tmp_path / "out").read_text(), 60), (tmp_path / "out").read_text()
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left(supervisor: subprocess.Popen[bytes], sign: int) -> None:
    started = children(supervisor.pid)
    names = " ".join(started.values())
    assert [part for part in ("gunicorn", "worker", "beat", "postgres", "valkey") if part not in names] == []
    supervisor.send_signal(sign)
    supervisor.wait(30)
    assert wait_for(lambda: not any(map(is_alive, started)), 20)


def test_a_second_one_is_told_where_the_first_is(supervisor: subprocess.Popen[bytes]) -> None:
    with pytest.raises(embedded.ServerTrouble, match=r"already runs on this data: http://127.0.0.1:\d+/"):
        demo.only_one().close()


def test_a_killed_part_comes_back(supervisor: subprocess.Popen[bytes]) -> None:
    pid = embedded.postgres_pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert wait_for(lambda: embedded.postgres_pid() not in (None, pid), 20)


def test_a_taken_port(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("CRM_PORT", str(taken.getsockname()[1]))
        assert demo.free_port() > taken.getsockname()[1]


def test_a_port_that_is_none_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_PORT", "http")
    with pytest.raises(embedded.ServerTrouble, match="it must be a number from 1 to 65535"):
        demo.free_port()
