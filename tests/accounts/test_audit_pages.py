"""The audit log tells in words what was done."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from accounts.actions import create_customer, update_record
from accounts.audit_words import DONE
from accounts.models import AuditEntry, Customer

ROOT = Path(__file__).resolve().parents[2]
WRITERS = {"write_record": 2, "record": 1}


@pytest.fixture
def entry(lin, organisation):
    customer = create_customer(Customer(name="Huawei", owner=lin), by=lin)
    customer.status = "lost"
    update_record(customer, lin)
    return AuditEntry.objects.latest("id")


def test_it_works(sign_in, ada, entry):
    shown = sign_in(ada).get(f"/audit/{entry.pk}/").content.decode()
    assert re.search(r"Status</th><td[^>]*>prospect</td><td[^>]*>lost<", shown)


def test_the_list_names_kind_and_deed(sign_in, ada, entry):
    shown = sign_in(ada).get("/audit/").content.decode()
    assert ">customer</td>" in shown and ">changed</td>" in shown


def test_a_manager_does_not_read_it(sign_in, max_, entry):
    assert sign_in(max_).get(f"/audit/{entry.pk}/").status_code == 403


def test_every_deed_has_a_word():
    deeds = set()
    for app in ("accounts", "marketing", "sales", "service", "analytics"):
        for path in (ROOT / app).rglob("*.py"):
            for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
                place = WRITERS.get(getattr(call.func, "attr", getattr(call.func, "id", "")))
                said = [kw.value for kw in call.keywords if kw.arg == "action"]
                said += call.args[place : place + 1] if place is not None else []
                deeds |= {one.value for one in said if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    assert {deed for deed in deeds if re.fullmatch(r"[a-z_]+", deed)} - {"store_true", "append"} <= set(DONE)
