"""The admin: every list opens with few statements and no count, shows what the policy lets, writes through actions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, Customer, Segment, User
from analytics.models import FillRun, Snapshot
from tests.api.conftest import api, people, rows  # noqa: F401
from tests.cast import come_in

OURS = ("accounts", "marketing", "sales", "service", "analytics")
MODELS = [model for model in admin.site._registry if model._meta.app_label in OURS]
every = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)

BUDGET = 12


@pytest.fixture
def staff(people):  # noqa: F811
    """``staff("root")`` is a browser signed in as root."""

    def browser(name: str) -> Client:
        found = Client(raise_request_exception=True)
        come_in(found, getattr(people, name))
        return found

    return browser


@pytest.fixture
def figures(db) -> list[Snapshot]:
    FillRun.objects.create(days=1)
    return [
        Snapshot.objects.create(kpi=kpi, day=day, scope=scope, since=day, value=1)
        for kpi in ("win_rate", "sales_revenue")
        for day in (dt.date(2025, 5, 1), dt.date(2025, 5, 2))
        for scope in ("company", "team")
    ]


def page(model, name: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@every
def test_list_opens_within_its_budget(model, staff, rows, figures) -> None:  # noqa: F811
    browser = staff("root")
    with CaptureQueriesContext(connection) as statements:
        answer = browser.get(page(model, "changelist"))
    assert answer.status_code == 200
    assert len(statements) <= BUDGET, [one["sql"] for one in statements]


@every
def test_list_counts_no_whole_table(model, staff, rows, figures) -> None:  # noqa: F811
    with CaptureQueriesContext(connection) as statements:
        staff("root").get(page(model, "changelist"))
    table = f'FROM "{model._meta.db_table}"'
    counts = [one["sql"] for one in statements if "COUNT(" in one["sql"] and table in one["sql"]]
    assert all("LIMIT" in sql for sql in counts), counts


@every
def test_record_opens(model, staff, rows, figures) -> None:  # noqa: F811
    row = model._default_manager.order_by("pk").first()
    if row is not None:
        assert staff("root").get(page(model, "change", row.pk)).status_code == 200


@every
def test_add_page_opens_where_one_may_add(model, staff, rows) -> None:  # noqa: F811
    assert staff("root").get(page(model, "add")).status_code in (200, 403)


@every
def test_nobody_writes_but_administrators(model, staff, rows) -> None:  # noqa: F811
    assert staff("ada").get(page(model, "add")).status_code == 403


@every
def test_search_takes_anything(model, staff, rows, figures) -> None:  # noqa: F811
    for text in ("x", "2025-05-01", "%", "'", "９"):
        assert staff("root").get(page(model, "changelist"), {"q": text}).status_code == 200


@every
def test_page_has_no_inline_script(model, staff, rows) -> None:  # noqa: F811
    answer = staff("root").get(page(model, "changelist"))
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert "<script>" not in answer.content.decode() and 'style="' not in answer.content.decode()


def customer_form(browser: Client, customer: Customer, **changed: str) -> dict[str, str]:
    form = browser.get(page(Customer, "change", customer.pk)).context["adminform"].form
    said = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in said.items() if value not in (None, False)} | changed


def test_change_leaves_an_audit_entry(staff, rows) -> None:  # noqa: F811
    browser = staff("root")
    answer = browser.post(
        page(Customer, "change", rows.customer.pk), customer_form(browser, rows.customer, city="Shenzhen")
    )
    assert answer.status_code == 302
    entry = AuditEntry.objects.get(model="accounts.customer", object_id=rows.customer.pk)
    assert (entry.actor.username, entry.changes["city"]) == ("root", ["", "Shenzhen"])


@pytest.fixture
def overtaken(staff, rows):  # noqa: F811
    """``overtaken(city=…)`` sends root's form, opened before somebody moved the customer to Wuhan."""
    browser = staff("root")
    said = customer_form(browser, rows.customer)
    Customer.objects.filter(pk=rows.customer.pk).update(version=2, city="Wuhan")
    return lambda **changed: browser.post(page(Customer, "change", rows.customer.pk), said | changed)


def test_stale_change_is_refused_with_both_versions_and_what_was_typed(overtaken) -> None:
    answer = overtaken(city="Shenzhen")
    shown = answer.content.decode()
    assert (answer.status_code, Customer.objects.filter(city="Wuhan").count()) == (409, 1)
    assert "Stored now: Wuhan" in shown and 'value="Shenzhen"' in shown


def test_stale_change_can_be_saved_again(overtaken) -> None:
    overtaken(city="Shenzhen", seen_version=2)
    assert Customer.objects.filter(city="Shenzhen").exists()


def test_stale_change_of_another_field_merges(overtaken) -> None:
    overtaken(website="https://huawei.example")
    customer = Customer.objects.get(city="Wuhan")
    assert (customer.city, customer.website) == ("Wuhan", "https://huawei.example")


def test_a_form_sent_twice_makes_one_row(staff, people) -> None:  # noqa: F811
    browser, said = staff("root"), {"name": "Retail", "position": 1, "once": "a1"}
    answers = [browser.post(page(Segment, "add"), said) for _ in range(2)]
    assert (answers[0].url, Segment.objects.filter(name="Retail").count()) == (answers[1].url, 1)


def test_new_user_is_invited(staff, people, mailoutbox, django_capture_on_commit_callbacks) -> None:  # noqa: F811
    said = {"username": "neu", "role": "rep", "language": "en", "is_active": "on", "email": "neu@crane.example"}
    with django_capture_on_commit_callbacks(execute=True):
        staff("root").post(page(User, "add"), said | {"date_joined_0": "2025-01-01", "date_joined_1": "10:00:00"})
    assert mailoutbox[0].to == ["neu@crane.example"]


def test_password_is_never_shown(staff, people) -> None:  # noqa: F811
    answer = staff("root").get(page(User, "change", people.lin.pk))
    assert people.lin.password not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [("kpi=win_rate", 4), ("scope__exact=team", 4), ("q=2025-05-01", 4), ("q=revenue", 4),
     ("kpi=win_rate&scope__exact=team&q=2025-05-02", 1)],
)  # fmt: skip
def test_snapshots_are_found_by_kpi_day_and_scope(query: str, found: int, staff, figures) -> None:
    answer = staff("root").get(f"{page(Snapshot, 'changelist')}?{query}")
    assert len(answer.context["cl"].result_list) == found


@pytest.mark.parametrize("name", ["add", "change", "delete"])
def test_snapshots_are_read_only(name: str, staff, figures) -> None:
    args = [] if name == "add" else [figures[0].pk]
    assert staff("root").post(page(Snapshot, name, *args), {"value": "9"}).status_code == 403
