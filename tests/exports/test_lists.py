"""A file holds what the list shows: those rows, those columns, that order, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Customer
from sales.models import Deal
from sales.views.deals import DealList
from tests.exports.conftest import raw, sheet, table


def column(lines, heading):
    return [line[lines[0].index(heading)] for line in lines[1:]]


def test_it_works(export, max_, deals):
    lines = table(export(max_, "deals/export/"))
    assert sorted(column(lines, "Name")) == ["Chairs", "Lamps"]


def test_the_order_is_the_list_s(export, max_, deals):
    assert column(table(export(max_, "deals/export/?sort=name")), "Name") == ["Chairs", "Lamps"]
    assert column(table(export(max_, "deals/export/?sort=-name")), "Name") == ["Lamps", "Chairs"]


def test_the_filter_and_the_search_are_the_list_s(export, max_, deals):
    assert column(table(export(max_, "deals/export/?search=lamps")), "Name") == ["Lamps"]
    assert column(table(export(max_, f"deals/export/?customer={deals[0].customer_id}")), "Name") == ["Lamps"]


def test_all_pages_are_in_it(export, max_, deals, monkeypatch):
    monkeypatch.setattr(DealList, "page_size", 1)
    monkeypatch.setattr("accounts.views_exports.BATCH", 1)
    assert column(table(export(max_, "deals/export/?sort=name")), "Name") == ["Chairs", "Lamps"]


def test_money_is_a_plain_number_beside_its_currency(export, max_, deals):
    lines = table(export(max_, "deals/export/?search=lamps"))
    assert column(lines, "Amount") == ["31337.0000"]
    assert column(lines, "Amount: currency") == ["USD"]


def test_a_foreign_customer_has_no_name(export, max_, deals):
    lines = table(export(max_, "deals/export/?sort=name"))
    assert column(lines, "Customer") == ["(not yours to see)", "Huawei"]
    assert "Secret" not in str(sheet(export(max_, "deals/export/", "xlsx")))


def test_a_column_one_may_not_read_is_not_there(export, mia, deals, monkeypatch):
    monkeypatch.setitem(__import__("accounts.policy").policy.RULES["sales"]["marketer"], "export", ("all",))
    lines = table(export(mia, "deals/export/"))
    assert "Amount" not in lines[0] and "31337" not in str(lines)


def test_xlsx_says_the_same(export, max_, deals):
    lines = sheet(export(max_, "deals/export/?search=lamps", "xlsx"))
    assert (column(lines, "Name"), column(lines, "Amount")) == (["Lamps"], [31337.0])


def test_days_are_iso(export, root, lin):
    Customer.objects.create(name="Wei", owner=lin, since=dt.date(2025, 1, 2))
    lines = table(export(root, "customers/export/"))
    assert any("2025-01-02" in cell for cell in lines[1]) or "Since" not in lines[0]


def test_it_opens_in_chinese(export, root, deals):
    type(root).objects.filter(pk=root.pk).update(language="zh-hans")
    Customer.objects.create(name="华为技术")
    text = raw(export(root, "customers/export/?search=华为"))
    assert text.startswith(b"\xef\xbb\xbf")
    lines = text.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("名称") and lines[1].startswith("华为技术") and len(lines) == 2


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "\t=1", "＝1+1", "-2+3+cmd|x"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_name_is_a_formula(export, root, name, form):
    Customer.objects.create(name=name)
    lines = (table if form == "csv" else sheet)(export(root, "customers/export/", form))
    assert lines[1][0] == f"'{name}"


def test_the_buttons_are_there_for_whoever_may(sign_in, max_, lin, deals):
    assert b'href="/deals/export/?sort=name"' in sign_in(max_).get("/deals/?sort=name&cursor=x").content
    assert b"/deals/export/" not in sign_in(lin).get("/deals/").content


def test_the_page_says_what_narrows_the_list(sign_in, max_, deals):
    page = sign_in(max_).get("/deals/export/?search=lamps").content.decode()
    assert "<dt>Search</dt><dd>lamps</dd>" in page
    assert 'href="/deals/?search=lamps"' in page


def test_nothing_is_left_of_what_was_deleted_meanwhile(export, max_, deals):
    answer = export(max_, "deals/export/")
    Deal.objects.filter(name="Chairs").delete()
    assert column(table(answer), "Name") == ["Lamps"]
