"""The quota grid: all or nothing, history kept, others' changes not overwritten, sums that do not add up said."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import AuditEntry
from analytics.actions import Cell, set_target
from analytics.figures import Reader
from analytics.kpis import KPIS
from analytics.models import Target
from analytics.periods import Window
from analytics.quota_grid import parse_amount

YEAR = 2026
JANUARY = dt.date(YEAR, 1, 1)
URL = f"/quotas/?year={YEAR}"


@pytest.fixture
def january(root, lin):
    return set_target("sales_revenue", Cell("month", JANUARY, owner_id=lin.pk), Decimal(100), by=root)


def save(client, url: str = URL, **cells: str):
    seen = client.get(url).context["grid"].seen
    return client.post(url, {"seen": seen, **{name.replace("_", "-"): value for name, value in cells.items()}})


def test_it_works(sign_in, root, lin, sam):
    save(sign_in(root), **{f"owner{lin.pk}_1": "1,234.50", f"owner{sam.pk}_12": "¥ 2 000"})
    assert dict(Target.objects.standing().values_list("owner", "amount")) == {lin.pk: Decimal("1234.5"), sam.pk: 2000}


def test_a_changed_quota_keeps_the_old_one(sign_in, root, lin, january):
    save(sign_in(root), **{f"owner{lin.pk}_1": "150"})
    january.refresh_from_db()
    assert january.amount == 100
    assert january.replaced_at is not None
    new = Target.objects.standing().get()
    assert (new.amount, new.version, new.set_by) == (150, 2, root)
    assert AuditEntry.objects.filter(action="set_target", object_id=new.pk).exists()


def test_an_emptied_cell_takes_the_quota_away(sign_in, root, lin, january):
    save(sign_in(root), **{f"owner{lin.pk}_1": ""})
    assert not Target.objects.standing().exists()
    assert Target.objects.count() == 1


def test_nothing_changed_writes_nothing(sign_in, root, lin, january):
    save(sign_in(root), **{f"owner{lin.pk}_1": "100.00"})
    assert Target.objects.count() == 1


def test_somebody_was_faster(sign_in, root, lin, sam, january):
    client = sign_in(root)
    seen = client.get(URL).context["grid"].seen
    set_target("sales_revenue", Cell("month", JANUARY, owner_id=lin.pk), Decimal(111), by=root)
    answer = client.post(URL, {"seen": seen, f"owner{lin.pk}-1": "150", f"owner{sam.pk}-1": "9"})
    assert answer.status_code == 409
    assert 'value="150"' in answer.content.decode()
    assert Target.objects.standing().get().amount == 111


def test_somebody_changed_another_cell(sign_in, root, lin, sam, january):
    client = sign_in(root)
    seen = client.get(URL).context["grid"].seen
    set_target("sales_revenue", Cell("month", JANUARY, owner_id=sam.pk), Decimal(111), by=root)
    assert client.post(URL, {"seen": seen, f"owner{lin.pk}-1": "150", f"owner{sam.pk}-1": ""}).status_code == 302
    assert dict(Target.objects.standing().values_list("owner", "amount")) == {lin.pk: 150, sam.pk: 111}


@pytest.mark.parametrize("typed", ["ten", "-5", "1e9", "99999999999999999", "\x00", "1..2"])
def test_one_bad_cell_saves_nothing_and_keeps_all(sign_in, root, lin, sam, typed):
    answer = save(sign_in(root), **{f"owner{lin.pk}_1": typed, f"owner{sam.pk}_1": "777"})
    assert answer.status_code == 400
    assert 'value="777"' in answer.content.decode()
    assert not Target.objects.exists()


@pytest.mark.parametrize("seen", ["", "no json", "[]", '{"owner1-1": "x"}', "7", "null"])
def test_a_broken_form_is_no_error(sign_in, root, lin, january, seen):
    assert sign_in(root).post(URL, {"seen": seen, f"owner{lin.pk}-1": "5"}).status_code in (302, 409)


def test_parts_that_miss_the_whole_are_said(sign_in, root, lin, january):
    set_target("sales_revenue", Cell("month", JANUARY), Decimal(130), by=root)
    set_target("sales_revenue", Cell("year", JANUARY), Decimal(90), by=root)
    warnings = sign_in(root).get(URL).context["grid"].warnings
    assert len(warnings) == 2
    assert "30 below" in warnings[0]
    assert "10 above" in warnings[1]


def test_a_manager_sets_the_own_team_only(sign_in, max_, lin, omar):
    client = sign_in(max_)
    assert f"owner{omar.pk}-1" not in client.get(URL).context["grid"].squares
    save(client, **{f"owner{lin.pk}_1": "5", f"owner{omar.pk}_1": "7", "company0_1": "9"})
    assert [row.owner for row in Target.objects.all()] == [lin]


@pytest.mark.parametrize("name", ["lin", "eva", "ada", "ana"])
def test_who_may_not_set_quotas(sign_in, request, name):
    assert sign_in(request.getfixturevalue(name)).get(URL).status_code == 403


def test_last_year_and_a_percentage_fill_the_form_and_save_nothing(sign_in, root, lin, january):
    answer = sign_in(root).get(f"/quotas/?year={YEAR + 1}&copy=10")
    assert answer.context["suggested"] == 1
    assert answer.context["grid"].squares[f"owner{lin.pk}-1"].text == "110"
    assert Target.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["year=x", "year=99999", "kpi=nothing", "category=999", "team=-1", "copy=lots", "people=all"]
)
def test_odd_addresses_open(sign_in, root, query):
    assert sign_in(root).get(f"/quotas/?{query}").status_code == 200


def test_attainment_follows(sign_in, root, lin, organisation):
    window, kpi = Window(JANUARY, dt.date(YEAR, 1, 31)), KPIS["sales_quota"]
    save(sign_in(root), **{f"owner{lin.pk}_1": "400"})
    assert Reader(organisation, {"owner": [lin.pk]}).figure(kpi, window).value == 400


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234.50", "1234.5"),
        ("1.234,50", "1234.5"),
        ("1 234,50", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("12,5", "12.5"),
        ("1,234", "1234"),
        ("¥1,000", "1000"),
        ("１２３", "123"),
        ("CNY 7", "7"),
    ],
)
def test_amounts_as_people_paste_them(text, amount):
    assert parse_amount(text) == Decimal(amount)
