"""A pipeline export with empty accounts and dates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from accounts.models import Customer
from sales.models import Deal, Product, Stage
from tests.importing.conftest import Import, example, made

LINES = """opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,2016-10-20,2017-03-01,1054
Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Lost,2016-10-25,2017-03-11,0
EC4QE1BX,Darcel Schlecht,MG Special,,Engaging,2016-11-02,,
MV1LWRNH,Moses Frase,GTX Basic,Codehow,Prospecting,,,
"""


def test_it_works(load: Import) -> None:
    report = load("deals", LINES, example("opportunities"))
    assert made(report) == (4, 0, 0, 0)
    won = Deal.objects.get(external_id="1C1I7A6R")
    assert (won.outcome, won.amount_home, won.probability, won.owner.username) == ("won", 1054, 1, "moses.frase")
    assert (Customer.objects.count(), Product.objects.count()) == (3, 4)


def test_history_has_opening_and_closing(load: Import) -> None:
    load("deals", LINES, example("opportunities"))
    changes = Deal.objects.get(outcome="won").changes.order_by("at")
    assert [(c.stage.name, c.outcome, c.probability) for c in changes] == [
        ("Engaging", "open", Decimal("0.4")), ("Won", "won", Decimal(1)),
    ]  # fmt: skip


def test_stages_are_made(load: Import) -> None:
    load("deals", LINES, example("opportunities"))
    assert set(Stage.objects.values_list("name", "outcome")) == {
        ("Prospecting", "open"), ("Engaging", "open"), ("Won", "won"), ("Lost", "lost"),
    }  # fmt: skip


def test_second_run_changes_nothing(load: Import) -> None:
    load("deals", LINES, example("opportunities"))
    assert made(load("deals", LINES, example("opportunities"))) == (0, 0, 4, 0)
    assert Deal.objects.get(outcome="won").changes.count() == 2


def test_a_deal_that_was_won_since(load: Import) -> None:
    load("deals", LINES, example("opportunities"))
    later = LINES.replace("Engaging,2016-11-02,,", "Won,2016-11-02,2017-05-01,99")
    assert made(load("deals", later, example("opportunities"))) == (0, 1, 3, 0)
    changes = Deal.objects.get(external_id="EC4QE1BX").changes.order_by("at")
    assert [(c.outcome, c.amount_home) for c in changes] == [("open", 0), ("won", 99)]
    assert changes.last().at.date() == dt.date(2017, 4, 30)  # midnight in Shanghai


def test_closed_needs_its_date(load: Import) -> None:
    report = load("deals", LINES.replace("2017-03-01", ""), example("opportunities"))
    assert report.reasons == {2: "a closed deal needs the date it closed"}
