"""Starting processes that end when they should."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
NOBODY = 65534
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

Drop = Callable[[], None]


def die_with(parent: int, sign: int) -> None:
    """Have the kernel send ``sign`` to this process when its parent ends, even by SIGKILL (Linux only)."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(sign))
        if os.getppid() != parent:
            os._exit(1)  # it ended before we asked


def spawn(
    command: list[str],
    *,
    log: Path | None,
    dies_with_us: int | None,
    drop: Drop | None = None,
    env: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that a Ctrl-C in the terminal reaches only us.

    ``log`` takes what it says (None: our own output); ``dies_with_us`` is the signal it gets when we end; ``drop``
    runs in it before the program, to become an ordinary user.
    """
    us = os.getpid()

    def before() -> None:
        if drop is not None:
            drop()
        if dies_with_us is not None:
            die_with(us, dies_with_us)

    with contextlib.ExitStack() as stack:
        output = stack.enter_context(log.open("ab")) if log is not None else None
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            preexec_fn=before,
            env=env,
        )


def working_in(folder: Path) -> list[int]:
    """The processes whose working folder it is, as every process of a PostgreSQL has its data; Linux only."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.readlink(entry / "cwd") == str(folder):
                found.append(int(entry.name))
    return found


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that ended and waits to be collected does not."""
    try:
        os.kill(pid, 0)
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    return sys.platform != "linux"


def wait_gone(pid: int, *, seconds: float) -> bool:
    """Wait for a process that may not be our child to end. False when it still runs after ``seconds``."""
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


# PostgreSQL refuses to run as root. Where the kernel lets us, the server runs in a user namespace: it sees itself as
# nobody while its files stay root's, so no user is made and no folder opened. Elsewhere (a container without that
# right) it becomes the system's "nobody", which must then own its data and be able to reach it.


def enter_namespace() -> None:
    if LIBC is None or LIBC.unshare(CLONE_NEWUSER) != 0:
        raise PermissionError
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} 0 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} 0 1")


def become_nobody() -> None:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)


def namespace_allowed() -> bool:
    try:
        return subprocess.run(["/bin/true"], preexec_fn=enter_namespace, check=False).returncode == 0
    except (subprocess.SubprocessError, OSError):
        return False


def give(path: Path, uid: int) -> None:
    """Hand a folder and what is in it to another user, if it is not theirs already."""
    if path.exists() and path.stat().st_uid != uid:
        for folder, _, files in os.walk(path):
            for name in ("", *files):
                with contextlib.suppress(FileNotFoundError):
                    shutil.chown(os.path.join(folder, name), uid)


@contextlib.contextmanager
def as_ordinary_user(reach: list[Path], own: list[Path]) -> Iterator[Drop | None]:
    """What a child must run to be an ordinary user who can reach ``reach`` and owns ``own``; None if we are one."""
    if os.geteuid() != 0:
        yield None
        return
    if namespace_allowed():
        for path in own:
            give(path, 0)
        yield enter_namespace
        return
    nobody = pwd.getpwnam("nobody").pw_uid
    for path in reach:
        for folder in (path, *path.parents):
            if not folder.stat().st_mode & stat.S_IXOTH:
                if folder in reach:
                    folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
                else:
                    raise PermissionError(13, f"PostgreSQL cannot run as root, and no other user can enter {folder}")
    for path in own:
        path.mkdir(mode=0o700, exist_ok=True)
        give(path, nobody)
    yield become_nobody
