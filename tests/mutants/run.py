"""Plants each mistake of the list in a copy of the tree and looks whether it is noticed.

python -m tests.mutants.run [--only NAME …] [--workers 2]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue

from tests.mutants.planted import ROOT, Mutant, planted

LINKS = (".venv", "node_modules", "static/vendor")
PATIENCE = 900  # seconds for one check


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: caught, missed, or broken (it crashed, which is no proof that a number is checked)."""

    mutant: Mutant
    word: str
    by: str
    seconds: float
    said: str = ""


class Worker:
    """One copy of the tree with servers and data of its own."""

    def __init__(self, folder: Path) -> None:
        self.tree, self.ready = folder / "tree", False
        shutil.rmtree(self.tree, ignore_errors=True)
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).is_file():
                (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.tree / name)
        for name in LINKS:
            if (ROOT / name).exists() and not (self.tree / name).exists():
                (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
                (self.tree / name).symlink_to((ROOT / name).resolve())
        self.env = {name: value for name, value in os.environ.items() if name != "CRM_TEST_DIR"}
        self.env |= {"CRM_DATA_DIR": str(folder / "data"), "PYTHONDONTWRITEBYTECODE": "1", "CRM_HISTORIES": "2"}

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(ROOT / ".venv/bin/python"), "-W", "ignore", "-m", *command],
            check=False, cwd=self.tree, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE,
        )  # fmt: skip

    def cases(self, ids: Iterable[str]) -> tuple[str, str]:
        done = self.run("tests.mutants.cases", *ids)
        self.env["CRM_MUTANTS_READY"] = "1"
        return {0: "missed", 1: "caught"}.get(done.returncode, "broken"), done.stdout

    def tests(self, nodes: Iterable[str]) -> tuple[str, str]:
        done = self.run("pytest", "-q", "-x", "--reuse-db", "-p", "no:cacheprovider", *nodes)
        return {0: "missed", 1: "caught"}.get(done.returncode, "broken"), done.stdout

    def judge(self, mutant: Mutant) -> Verdict:
        """Cases first, they are quick; then tests."""
        started, found = time.monotonic(), ("missed", "", "")
        before = mutant.plant(self.tree)
        try:
            for check, names in ((self.cases, mutant.cases), (self.tests, mutant.tests)):
                if names and found[0] != "caught":
                    word, said = check(names)
                    found = (word, " ".join(names), said)
        except subprocess.TimeoutExpired:
            found = ("broken", "", f"no answer in {PATIENCE} s")
        finally:
            mutant.take_back(self.tree, before)
        return Verdict(mutant, found[0], found[1], time.monotonic() - started, found[2])

    def healthy(self, mutants: list[Mutant]) -> str:
        """What is wrong without any mistake planted: then nothing could be learnt."""
        for check, names in (
            (self.cases, sorted({name for mutant in mutants for name in mutant.cases})),
            (self.tests, sorted({name for mutant in mutants for name in mutant.tests})),
        ):
            if names:
                word, said = check(names)
                if word != "missed":
                    return said
        return ""

    def stop(self) -> None:
        env = self.env | {"CRM_DATA_DIR": self.env["CRM_DATA_DIR"] + "/test"}
        subprocess.run([str(ROOT / ".venv/bin/python"), "manage.py", "stop"], cwd=self.tree, env=env, check=False)


def work(worker: Worker, waiting: Queue[Mutant], verdicts: list[Verdict]) -> None:
    while True:
        try:
            mutant = waiting.get_nowait()
        except Empty:
            return
        verdict = worker.judge(mutant)
        verdicts.append(verdict)
        print(f"{verdict.word:7} {verdict.seconds:5.0f} s  {mutant.name} ({verdict.by})", flush=True)
        if verdict.word != "caught":
            print("    " + "\n    ".join(verdict.said.splitlines()[-12:]), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--trust", action="store_true", help="do not run the checks on the sound program first")
    said = parser.parse_args()
    mutants = [mutant for mutant in planted() if not said.only or mutant.name in said.only]
    if faults := [fault for mutant in mutants if (fault := mutant.fault())]:
        print(*faults, sep="\n")
        return 2
    home = Path(os.environ.get("CRM_DATA_DIR") or ROOT / ".local").absolute() / "mutants"
    workers = [Worker(home / str(n)) for n in range(min(said.workers, len(mutants)))]
    waiting: Queue[Mutant] = Queue()
    verdicts: list[Verdict] = []
    started = time.monotonic()
    try:
        # Each worker proves a share of the checks sound before it plants mistakes.
        shares = [mutants[n :: len(workers)] for n in range(len(workers))]
        troubles: list[str] = []
        checks = [
            threading.Thread(target=lambda w=w, s=s: troubles.append(w.healthy(s)))
            for w, s in zip(workers, shares, strict=True)
        ]
        run_all(checks if not said.trust else [])
        if any(troubles):
            print("Something fails without any mistake planted:", *filter(None, troubles), sep="\n")
            return 2
        for mutant in mutants:
            waiting.put(mutant)
        run_all([threading.Thread(target=work, args=(worker, waiting, verdicts)) for worker in workers])
    finally:
        for worker in workers:
            worker.stop()
    caught = sum(verdict.word == "caught" for verdict in verdicts)
    print(f"{caught} of {len(mutants)} planted mistakes caught in {time.monotonic() - started:.0f} s")
    return 0 if caught == len(mutants) else 1


def run_all(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
