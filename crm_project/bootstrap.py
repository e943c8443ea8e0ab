"""Build the environment: ``python3 -I crm_project/bootstrap.py demo`` (or ``dev``, or ``chromium``).

Runs before anything is installed, so it uses the standard library alone. Each step leaves a stamp with the hash of
what it was made from; a second run compares the stamps and does nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
VENV = BASE / ".venv"
PYTHON = VENV / "bin" / "python"
VENDOR = {"node_modules/echarts/dist/echarts.min.js": "static/vendor/echarts.min.js"}


class Trouble(Exception):
    """The environment cannot be built. ``str(error)`` says why and what to do."""


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def run(*command: str | Path, env: dict[str, str] | None = None, quiet: bool = False) -> bool:
    """Whether the command went well. ``quiet`` keeps what it says to itself."""
    output = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(command, cwd=BASE, env=env, stdout=output, stderr=output, check=False).returncode == 0
    except OSError:
        return False


def digest(*files: Path) -> str:
    found = hashlib.sha256()
    for file in files:
        found.update(file.read_bytes() if file.exists() else b"-")
    return found.hexdigest()


def stamp(name: str) -> Path:
    return VENV / ".stamps" / name


def stamped(name: str, value: str) -> bool:
    return stamp(name).exists() and stamp(name).read_text() == value


def put_stamp(name: str, value: str) -> None:
    stamp(name).parent.mkdir(exist_ok=True)
    stamp(name).write_text(value)


# Steps


def make_venv() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (this file alone may meet an older one)
        raise Trouble(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Set PYTHON=/path/to/python3.")
    if stamp("venv").exists() or run(PYTHON, "-m", "pip", "--version", quiet=True):
        put_stamp("venv", sys.version)
        return
    say("Making .venv")
    if not run(sys.executable, "-m", "venv", "--clear", VENV):
        raise Trouble("The virtual environment cannot be made. On Debian and Ubuntu: apt-get install python3-venv")
    put_stamp("venv", sys.version)


def install_packages(kind: str) -> None:
    wanted = {name: digest(BASE / "requirements" / f"{name}.txt") for name in ("demo", "dev")}
    if stamped("dev", wanted["dev"]) or stamped(kind, wanted[kind]):
        return
    lock = BASE / "requirements" / f"{kind}.txt"
    say(f"Installing the packages of {lock.relative_to(BASE)}")
    hashed = ("--require-hashes", "-r")
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *hashed)
    uv = (VENV / "bin" / "uv", "pip", "install", "--python", PYTHON, "--quiet", "--compile-bytecode", *hashed)
    quick = (VENV / "bin" / "uv").exists() or run(*pip, BASE / "requirements" / "bootstrap.txt")
    if not (quick and run(*uv, lock, env=uv_env())) and not run(*pip, lock):
        raise Trouble("The packages cannot be installed. Is the package index reachable?")
    put_stamp(kind, wanted[kind])


def uv_env() -> dict[str, str]:
    """uv does not read pip's configuration: hand it the index and the certificates that pip was told to use."""
    env = dict(os.environ)
    told = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False).stdout
    for line in told.splitlines():
        key, _, value = line.partition("=")
        name = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}.get(key.rpartition(".")[2])
        if name:
            env.setdefault(name, value.strip("'\""))
    return env


def copy_assets(kind: str) -> None:
    """Fetch the browser libraries that only npm has, with the Node that came with the packages."""
    wanted = digest(BASE / "package-lock.json")
    copied = all((BASE / target).exists() for target in VENDOR.values())
    if copied and (stamped("npm-dev", wanted) or (kind == "demo" and stamped("npm-demo", wanted))):
        return
    say("Fetching the chart library")
    env = dict(os.environ, PATH=f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}")
    command = ["npm", "ci", "--loglevel=error", *(["--omit=dev"] if kind == "demo" else [])]
    if not run(*command, env=env):
        say("The chart library cannot be fetched; pages show tables in place of charts. `make env` tries again.")
        return
    for source, target in VENDOR.items():
        (BASE / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(BASE / source, BASE / target)
    put_stamp(f"npm-{kind}", wanted)


def compile_catalogues() -> None:
    sources = sorted((BASE / "locale").glob("*/LC_MESSAGES/*.po"))
    wanted = digest(*sources)
    if not sources or (stamped("locale", wanted) and all(po.with_suffix(".mo").exists() for po in sources)):
        return
    say("Compiling the translations")
    babel = (VENV / "bin" / "pybabel", "--quiet", "compile", "-d", BASE / "locale", "-D", "django")
    if not run(*babel):
        raise Trouble("The translations do not compile; see the line above.")
    put_stamp("locale", wanted)


def install_chromium() -> None:
    """A browser for the tests, and a Chinese font for their pictures; without apt-get those tests are skipped."""
    missing = []
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        missing.append("chromium")
    if (
        not shutil.which("fc-list")
        or not subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout
    ):
        missing += ["fontconfig", "fonts-noto-cjk"]
    if not missing:
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        say(f"Not installed here: {', '.join(missing)}. Tests that need a browser are skipped without Chromium.")
        return
    say(f"Installing {', '.join(missing)} with apt-get")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run(apt, "update", "-qq", env=env, quiet=True)
    if not run(apt, "install", "-y", "-qq", "--no-install-recommends", *missing, env=env, quiet=True):
        say("apt-get did not install them; tests that need a browser are skipped without Chromium.")


def build(kind: str) -> None:
    if kind == "chromium":
        install_chromium()
        return
    make_venv()
    install_packages(kind)
    copy_assets(kind)
    compile_catalogues()


def main() -> None:
    folder = os.open(BASE, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)  # two builds of one folder at once would mix their files
    try:
        build(sys.argv[1] if len(sys.argv) > 1 else "demo")
    except (Trouble, OSError) as error:
        sys.exit(f"{error}")
    except KeyboardInterrupt:
        sys.exit("Stopped. Run it again to continue.")


if __name__ == "__main__":
    main()
