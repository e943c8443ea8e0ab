"""Expenses and ad results from files: what becomes of the documented examples."""

from __future__ import annotations

import datetime as dt

from marketing.models import AdResult
from sales.models import Expense
from tests.importing.conftest import Import, example, made

CLAIMS = """Claim,Date,What for,Centre,Amount,Cur,Employee,State,From,Until,Text
e1,2024-03-05,Train,Sales,480.50,,Lin,paid,,,To Wu Ltd
e2,2024-03-01,Pay,Call centre,31000,,Ana,paid,2024-03-01,2024-03-31,Agents
e3,2024-03-07,Dinner,Sales,90,USD,Lin,refused,,,No rate
"""
ADS = """Day,Ad,Placement,Platform,Impr.,Clicks,Invalid,Cost,Conv.,Conv. value
2024-03-05,Banner,top,Search,12000,150,4,320.50,6,980
2024-03-06,Banner,top,Search,9000,90,0,210,2,310
2024-03-07,Banner,top,Search,10,1,2,5,0,0
"""


def test_claims_and_bills(load: Import) -> None:
    report = load("expenses", CLAIMS, example("expenses"))
    train, pay = Expense.objects.order_by("external_id")
    assert (train.day, train.kind, train.status, train.amount_home) == (
        dt.date(2024, 3, 5),
        "travel",
        "approved",
        480.5,
    )
    assert (pay.cost_center, pay.days.count()) == ("call_center", 31)
    assert list(report.reasons.values()) == ["there is no exchange rate for USD on that day"]


def test_ads_twice(load: Import) -> None:
    first = load("ad_results", ADS, example("ad-results"))
    assert (made(first), list(first.reasons.values())) == ((2, 0, 0, 1), ["at most all clicks are invalid"])
    assert made(load("ad_results", ADS, example("ad-results"))) == (0, 0, 2, 1)
    assert {ad.channel.name for ad in AdResult.objects.all()} == {"Search"}
