"""The program works under a database role that owns nothing, and that cannot touch the trail of changes.

``CRM_MATRIX=whole`` sends a tenth of all writes there are.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import connection

from accounts.trail import grants

ROLE = "crm_walk_role"
PROGRAM = (
    "import django, sys; django.setup(); from tests.env.owning_nothing import main; sys.exit(main(int(sys.argv[1])))"
)


@pytest.fixture
def role(transactional_db) -> Iterator[str]:
    """DATABASE_URL of the role in the tests' database."""
    told = connection.get_connection_params()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD 'x'")
    grants.apply(ROLE)
    yield f"postgres://{ROLE}:x@:{told.get('port') or 5432}/{told['dbname']}?host={told.get('host')}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


def test_the_program_works_and_cannot_touch_the_trail(role):
    writes = "300" if os.environ.get("CRM_MATRIX") == "whole" else "6"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, writes],
        env={**os.environ, "DATABASE_URL": role, "DJANGO_SETTINGS_MODULE": "tests.settings"}, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
