"""An answer that names an article, by number or by name, counts for it."""

from __future__ import annotations

import datetime as dt

from accounts.models import Customer, Organisation
from analytics.figures import Reader
from analytics.kpis import KPIS
from analytics.periods import Window
from marketing.models import Answer, Survey
from sales.models import Product

DAY = dt.date(2025, 6, 2)
NOON = dt.datetime(2025, 6, 2, 4, tzinfo=dt.UTC)


def test_recommendation_by_product(organisation: Organisation) -> None:
    lamp, desk = (Product.objects.create(sku=sku, name=name) for sku, name in (("L1", "Lamp"), ("D1", "Desk")))
    asked = Survey.objects.create(name="Tell us", kind="nps", scale="eleven", opens_on=DAY)
    for number, (score, about) in enumerate([(10, "L1"), (9, "Lamp"), (0, "D1"), (3, "")]):
        person = Customer.objects.create(name=f"C{number}")
        Answer.objects.create(survey=asked, customer=person, score=score, reference=about, answered_at=NOON)
    figure = Reader(organisation).figure(KPIS["nps"], Window(DAY, DAY), by="product")
    assert {part.key: part.value for part in figure.parts} == {lamp.pk: 100, desk.pk: -100, None: -100}
