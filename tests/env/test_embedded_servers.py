"""The embedded servers start, are found again, and recover from what a killed run left."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import threading
from pathlib import Path

import psycopg
import pytest

from crm_project import embedded
from crm_project.processes import wait_gone

pytestmark = pytest.mark.slow


def ask(statement: str) -> object:
    with psycopg.connect(embedded.database_url().replace("postgres://crm@/", "postgresql://crm@/")) as link:
        found = link.execute(statement)
        return found.fetchone() if found.description else None


def test_it_works(own_data: Path) -> None:
    embedded.ensure()
    assert ask("SELECT current_user, current_database()") == ("crm", "crm")
    assert embedded.valkey_answers()


def test_rows_survive_a_restart(own_data: Path) -> None:
    embedded.ensure()
    ask("CREATE TABLE kept AS SELECT 42 AS answer")
    embedded.stop()
    assert embedded.postgres_pid() is None
    embedded.ensure()
    assert ask("SELECT answer FROM kept") == (42,)


def test_a_running_server_is_found_not_started_again(own_data: Path) -> None:
    embedded.ensure()
    pid = embedded.postgres_pid()
    embedded.ensure()
    assert embedded.postgres_pid() == pid


def test_starters_at_once_start_one_server(own_data: Path) -> None:
    threads = [threading.Thread(target=embedded.ensure) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert embedded.postgres_answers()


def test_a_killed_server_comes_back(own_data: Path) -> None:
    embedded.ensure()
    pid = embedded.postgres_pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert wait_gone(pid, seconds=10)
    embedded.ensure()
    assert embedded.postgres_answers()


def test_a_pid_file_that_names_another_process(own_data: Path) -> None:
    embedded.ensure()
    embedded.stop()
    (embedded.postgres_home() / "postmaster.pid").write_text(f"{os.getpid()}\n{embedded.postgres_home()}\n")
    embedded.ensure()
    assert embedded.postgres_answers()


def test_stale_sockets(own_data: Path) -> None:
    embedded.private_folder(embedded.socket_dir())
    for name in (".s.PGSQL.5432", "valkey.sock"):
        with socket.socket(socket.AF_UNIX) as stale:
            stale.bind(str(embedded.socket_dir() / name))
    embedded.ensure()
    assert embedded.postgres_answers()
    assert embedded.valkey_answers()


def test_a_half_made_database_is_put_aside(own_data: Path) -> None:
    for name in ("postgres", "postgres.new"):
        (own_data / name).mkdir(parents=True)
        (own_data / name / "postgresql.conf").write_text("half")
    embedded.ensure()
    assert embedded.postgres_answers()
    assert len(list(own_data.glob("postgres.incomplete-*"))) == 1


def test_a_path_too_long_for_a_socket(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_DATA_DIR", str(own_data / ("long" * 25)))
    embedded.ensure()
    assert embedded.postgres_answers()
    assert not str(embedded.socket_dir()).startswith(str(own_data))
    embedded.stop()
    shutil.rmtree(embedded.socket_dir())


def test_a_full_disk_is_a_sentence(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(embedded.ServerTrouble, match=r"is full: 0 MB free, \d+ MB needed"):
        embedded.ensure()


def test_a_folder_that_cannot_be_written_is_a_sentence(own_data: Path) -> None:
    own_data.write_text("a file where the folder should be")
    with pytest.raises(embedded.ServerTrouble, match="Check the disk, or set CRM_DATA_DIR"):
        embedded.ensure()
    own_data.unlink()


def test_a_missing_package_is_a_sentence() -> None:
    with pytest.raises(embedded.ServerTrouble, match="Run `make env`, or set DATABASE_URL"):
        embedded.package_folder("no_such_package")
