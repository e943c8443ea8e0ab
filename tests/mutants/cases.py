"""Runs some worked cases in the tree it stands in: python -m tests.mutants.cases S01 E03 …

Ends with 1 when a case says another number than it should, with 2 when something broke instead.
"""

from __future__ import annotations

import os
import sys

import django


def main(ids: list[str]) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.db import connection

    from analytics.golden.runner import run_case
    from crm_project import embedded
    from tests.mutants.planted import worked_cases

    embedded.ensure()
    connection.settings_dict.setdefault("TEST", {})["NAME"] = "crm_mutants"
    fresh = not os.environ.get("CRM_MUTANTS_READY")  # the first run of a worker brings the tables
    if fresh:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True)
    else:
        connection.close()
        connection.settings_dict["NAME"] = "crm_mutants"
    known, other, broken = worked_cases(), False, False
    for number in ids:
        outcome = run_case(known[number])
        print(outcome.case, outcome.word, *outcome.failures[:2], sep="\n    ")
        wrong = [check for check in outcome.checks if not check.agrees]
        differs = bool(wrong) or any(" instead of " in said or " flag from " in said for said in outcome.failures)
        other |= differs
        broken |= outcome.word != "passed" and not differs
    return 1 if other else 2 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
