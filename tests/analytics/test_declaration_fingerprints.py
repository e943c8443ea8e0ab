"""A fact's fingerprint is the same in every process: else every worker would fill everything again."""

from __future__ import annotations

import subprocess
import sys

import pytest

from accounts.models import Organisation
from analytics.facts import FACTS
from analytics.kpis import KPIS

PRINT = """
import django; django.setup()
from accounts.models import Organisation
from analytics.kpis import KPIS
from analytics.facts import FACTS
print([fact.signature(Organisation(pk=1)) for fact in FACTS.values() if fact.cached], len(KPIS))
"""


@pytest.mark.django_db
def test_two_processes_agree() -> None:
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", PRINT], capture_output=True, text=True, check=True)
    here = [fact.signature(Organisation(pk=1)) for fact in FACTS.values() if fact.cached]
    assert run.stdout.strip() == f"{here} {len(KPIS)}"
