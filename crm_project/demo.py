"""The supervisor of ``make demo``: servers, tables, a demo company, web, worker and beat, and their end.

Whatever it starts ends with it, also when it is killed (see processes.py). Everything it writes is in the data folder,
so the next start finds what was changed.
"""

from __future__ import annotations

import argparse
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from types import FrameType
from typing import TextIO

from crm_project import celery_app, embedded
from crm_project.embedded import ServerTrouble
from crm_project.processes import die_with, spawn

BASE = Path(__file__).resolve().parent.parent
FIRST_PORT, PORTS = 8000, 50
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 8.0  # seconds a part may take to end before it is killed
SIGN_INS, FILLED = "sign-ins.txt", "filled"  # in the data folder


class Stopped(Exception):
    """Someone asked the demo to end."""


@dataclass
class Part:
    """One long-running process: started, watched, started again when it dies."""

    name: str
    command: list[str]
    signal: int  # what the kernel sends it when the supervisor is killed
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.starts = [*self.starts[-4:], time.monotonic()]
        self.process = spawn(self.command, log=embedded.log_of(self.name), dies_with_us=self.signal)

    def watch(self) -> None:
        """Start it again if it died; give up when it dies five times within a minute."""
        if self.process is None or self.process.poll() is None:
            return
        if len(self.starts) == 5 and time.monotonic() - self.starts[0] < 60:
            raise ServerTrouble(f"The {self.name} process keeps ending. See {embedded.log_of(self.name)}.")
        say(f"The {self.name} process ended; starting it again.")
        self.start()


def say(text: str) -> None:
    # A closed terminal or pipe must not keep the demo from ending properly.
    with suppress(OSError):
        print(text, flush=True)


def parts(port: int) -> list[Part]:
    """Web, worker and beat; how many of each is a matter of settings."""
    here = [sys.executable, "-m"]
    web = ["gunicorn", "--config", "python:crm_project.gunicorn_settings", "--graceful-timeout", "5"]
    web += ["--bind", f"127.0.0.1:{port}", "crm_project.wsgi:application"]
    # Threads, not child processes: nothing of the worker can outlive it.
    tasks = ["worker", "--pool", "threads", "--concurrency", os.environ.get("CRM_TASK_THREADS", "2")]
    tasks += ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    celery = [*here, "celery", "--app", "crm_project.celery"]
    return [
        Part("web", here + web, signal.SIGTERM),
        Part("worker", celery + tasks, signal.SIGKILL),
        Part("beat", [*celery, "beat", "--loglevel", "WARNING", "--pidfile="], signal.SIGKILL),
    ]


def free_port() -> int:
    """The wanted port, or the next one nobody listens on."""
    text = os.environ.get("CRM_PORT") or str(FIRST_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ServerTrouble(f"CRM_PORT is {text!r}; it must be a number from 1 to 65535.")
    first = int(text)
    for port in range(first, min(first + PORTS, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                if port != first:
                    say(f"Port {first} is taken; using {port}.")
                return port
    raise ServerTrouble(f"No port from {first} to {first + PORTS - 1} is free. Set CRM_PORT to another.")


def only_one() -> TextIO:
    """Hold the data folder for one demo at a time; the lock goes with the process."""
    lock = (embedded.private_folder(embedded.data_dir()) / "demo.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with lock:
            lock.seek(0)
            where = lock.read().strip() or "it is starting"
        raise ServerTrouble(f"The demo already runs on this data: {where}") from None
    lock.truncate(0)
    return lock


def prepare() -> None:
    """Bring tables, demo company and figures up to date, in a process of its own that shows its progress."""
    process = spawn([sys.executable, "-m", "crm_project.demo", "prepare"], log=None, dies_with_us=signal.SIGKILL)
    try:
        code = process.wait()
    except Stopped:
        process.kill()
        process.wait()
        raise
    if code:
        raise ServerTrouble("The demo company could not be prepared (see above). Starting again continues.")


def prepare_here() -> None:
    """What ``prepare`` runs: every command does only what is still to do."""
    import django
    from django.core.management import CommandError, call_command
    from django.db import Error as DatabaseError

    django.setup()
    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("seed", stdout=(told := StringIO()))
        if sign_ins_in(told.getvalue()):  # said only of a company just made, which has no figures yet
            (embedded.data_dir() / FILLED).unlink(missing_ok=True)
        fill_once()
        (embedded.data_dir() / SIGN_INS).write_text(working_sign_ins())
    except (CommandError, DatabaseError, OSError) as error:
        sys.exit(str(error).strip())


def fill_once() -> None:
    """The first start waits for the figures. Later ones open the site on yesterday's and let the worker catch up."""
    from django.conf import settings
    from django.core.management import call_command

    filled = embedded.data_dir() / FILLED
    database = {key: str(settings.DATABASES["default"].get(key)) for key in ("HOST", "PORT", "NAME")}
    if filled.exists() and filled.read_text() == str(database):
        celery_app.send_task("analytics.tasks.fill")
        return
    say("Filling the figures")
    call_command("fill")
    filled.write_text(str(database))


def working_sign_ins() -> str:
    """One sign-in a role, as `manage.py seed` prints them, leaving out those whose password has been changed."""
    from django.contrib.auth import authenticate
    from django.core.management import call_command

    call_command("seed", accounts=True, stdout=(told := StringIO()))
    return "\n".join(
        f"{role:<16} {name:<8} {password}"
        for role, name, password in sign_ins_in(told.getvalue())
        if authenticate(username=name, password=password) is not None
    )


def sign_ins_in(told: str) -> list[tuple[str, str, str]]:
    """The lines of role, name and password in what `manage.py seed` prints."""
    parts = [tuple(line.split()) for line in told.splitlines()]
    return [(part[0], part[1], part[2]) for part in parts if len(part) == 3]


def answers(port: int) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        link.request("GET", "/healthz")
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()


def until_answering(port: int, running: Iterable[Part]) -> None:
    deadline = time.monotonic() + 120
    while not answers(port):
        if time.monotonic() > deadline:
            raise ServerTrouble(f"The web server does not answer. See {embedded.log_of('web')}.")
        for part in running:
            part.watch()
        time.sleep(0.1)


def keep_running(running: list[Part]) -> None:
    """Until someone stops the demo: start again what dies."""
    while True:
        time.sleep(2)
        for part in running:
            part.watch()
        if embedded.wanted()[0] and embedded.postgres_pid() is None:
            say("PostgreSQL ended; starting it again.")
        embedded.ensure(owned=True)


def end(running: Iterable[Part]) -> None:
    """Stop every part, then the servers they need."""
    alive = [part.process for part in running if part.process is not None]
    for process in alive:
        with suppress(ProcessLookupError):
            process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in alive:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    embedded.stop()


def welcome(port: int, began: float) -> None:
    address = f"http://127.0.0.1:{port}/"
    say(f"\nReady after {time.monotonic() - began:.0f} s: {address}\n")
    kept = embedded.data_dir() / SIGN_INS
    if kept.exists() and (sign_ins := kept.read_text()):
        say(f"One sign-in for each role (role, name, password):\n{sign_ins}\n")
    say("Ctrl-C ends it; what you changed stays.")


def serve(running: list[Part], began: float) -> None:
    """From nothing to a running site. Returns only by an exception."""
    with only_one() as lock:
        embedded.stop()  # servers an earlier command left running would outlive us
        embedded.ensure(owned=True)
        prepare()
        port = free_port()
        for part in parts(port):  # web comes first; the others need not share the processor with its start
            running.append(part)
            part.start()
            until_answering(port, running)
        lock.write(f"http://127.0.0.1:{port}/")
        lock.flush()
        welcome(port, began)
        keep_running(running)


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    for each in STOPPING:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def main(arguments: list[str]) -> int:
    """Run the demo until it is stopped; the exit code is 0 then, 1 after trouble."""
    parser = argparse.ArgumentParser(prog="manage.py demo", description="Start the site with a demo company.")
    parser.add_argument("--with-parent", action="store_true", help="end when the process that started it ends")
    options = parser.parse_args(arguments)
    os.environ.setdefault("CRM_ENV", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_project.settings")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the second start is quicker with compiled files
    os.chdir(BASE)
    if options.with_parent:
        die_with(os.getppid(), signal.SIGTERM)
    for number in STOPPING:
        signal.signal(number, ask_to_stop)
    running: list[Part] = []
    try:
        serve(running, time.monotonic())
    except Stopped:
        say("\nStopping.")
    except (ServerTrouble, OSError) as trouble:
        say(str(trouble))
        return 1
    finally:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        end(running)
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["prepare"]:
        prepare_here()
    else:
        sys.exit(main(sys.argv[1:]))
