"""Plants each authorization mistake in a copy of the program and lets the aimed walk look for it.

Copies and verdicts are those of tests.mutants; a copy keeps its servers and its database from one mistake to the next.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from pathlib import Path
from queue import Empty, Queue

from tests.matrix.mistakes import mistakes
from tests.mutants.planted import ROOT, Mutant
from tests.mutants.run import Verdict, Worker

WORDS = {0: "missed", 3: "caught"}  # 1 is Python's own: something broke


class Copy(Worker):
    """A copy of the tree in which one kind of record is walked."""

    def walk(self, kind: str) -> tuple[str, str]:
        done = self.run("tests.matrix.run", "aim", "--kind", kind, "--worker", "0")
        if done.returncode in WORDS:
            self.env["CRM_MATRIX_READY"] = "1"  # the first one brings the tables
        return WORDS.get(done.returncode, "broken"), done.stdout

    def look_for(self, mutant: Mutant) -> Verdict:
        started, found = time.monotonic(), ("missed", "", "")
        before = mutant.plant(self.tree)
        try:
            for kind in mutant.tests:
                if found[0] != "caught":
                    word, said = self.walk(kind)
                    found = (word, kind, said)
        except subprocess.TimeoutExpired:
            found = ("broken", "", "no answer")
        finally:
            mutant.take_back(self.tree, before)
        return Verdict(mutant, found[0], found[1], time.monotonic() - started, found[2])


def plant(only: list[str], workers: int) -> tuple[int, int]:
    """How many of how many were caught."""
    listed = [one for one in mistakes() if not only or one.name in only]
    if faults := [fault for one in listed if (fault := one.fault())]:
        print(*faults, sep="\n")
        return 0, len(listed)
    home = Path(os.environ.get("CRM_DATA_DIR") or ROOT / ".local").absolute() / "mistakes"
    copies = [Copy(home / str(number)) for number in range(workers)]
    waiting: Queue[Mutant] = Queue()
    verdicts: list[Verdict] = []
    for one in listed:
        waiting.put(one)

    def work(copy: Copy) -> None:
        while True:
            try:
                verdict = copy.look_for(waiting.get_nowait())
            except Empty:
                return
            verdicts.append(verdict)
            print(f"{verdict.word:7} {verdict.seconds:5.0f} s  {verdict.mutant.name} ({verdict.by})", flush=True)
            if verdict.word != "caught":
                print("    " + "\n    ".join(verdict.said.splitlines()[-6:]), flush=True)

    threads = [threading.Thread(target=work, args=(copy,)) for copy in copies]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        for copy in copies:
            copy.stop()
    return sum(verdict.word == "caught" for verdict in verdicts), len(listed)
