"""Kinds said as tables: each documented example twice, each with a bad row, and what becomes of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import Customer, Referral, ValueCheck
from marketing.models import DataUse, Spend
from sales.models import Contract, ContractDocument, Departure, Lead, LoyaltyEntry, MarketSize, Training
from sales.queries import points_of
from service.models import CallReview, Criterion, Scorecard
from tests.importing.conftest import Import, example, made
from tests.importing.test_other_kinds import FILES as OTHERS

FILES = {
    "referrals": """Sent by,New customer,Day,Programme,Thanks
Wu Ltd,Li Ltd,2024-03-01,Friends,Tea
Wu Ltd,Zhao Ltd,2024-03-02,Friends,
""",
    "value_checks": """Check,Company,What,Day,Result,Value,By
v1,Wu Ltd,mail,2024-03-01,bounced,wu@example.com,
v2,Wu Ltd,tel,2024-03-01,right,010,Lin
""".replace("right", "delivered"),
    "consents": """Id,Person,For,Said,When,Text
g1,Wu Li,newsletter,in,2024-03-01 09:00,Yes please send me news
g2,Wu Li,newsletter,out,2024-05-01 09:00,
""",
    "data_uses": """Use,Company,Day,For,Consent,Text
u1,Wu Ltd,2024-03-01,mailing,yes,Spring letter
u2,Wu Ltd,2024-03-02,shop tips,no,
""",
    "spend": """Line,Day,Sort,Where,Budget,Spent,Who,Text
s1,2024-03-01,Ads,Search,500,480.50,Mia,March
s2,2024-03-02,Fair,,1000,1200,Mia,Stand
""",
    "market_sizes": """Market,Area,Group,Span,From,Volume,Says who,Said on
Pens in the east,East,Pens,Q,2024-01-01,120000,Bureau,2024-05-01
Everything,,,Y,2024-01-01,,,
""",
    "trainings": """Course No,Course,Last day,Cost,Who
t1,Prices,2024-03-01,900,Lin
t1,Prices,2024-03-01,900,Ben
t2,Talking,2024-04-01,300,Lin
""",
    "contracts": """Contract,Company,Article,From,Until,A year,Renewed,Goes on as,Broken off,Rep
C1,Wu Ltd,P1,2023-01-01,2023-12-31,5000,2023-11-20,C2,,Lin
C2,Wu Ltd,P1,2024-01-01,2024-12-31,5500,,,2024-06-30,Lin
""",
    "documents": """Paper,Title,Sort,Company,Shelf,Filed,Lost,Found,Shredded,Rep
d1,Offer 7,offer,Wu Ltd,A3,2024-01-05,2024-03-01,2024-03-04,,Lin
d2,House rules,sheet,,B1,2024-01-06,2024-02-01,,,
""",
    "departures": """Company,Left,How,Why,Went to,Back,Rep
Wu Ltd,2024-03-01,told,Price,Pen & Co,2024-05-01,Lin
Li Ltd,2024-03-05,silent,,,,
""",
    "points": """Booking,Member,When,What,Points,Text
p2,Wu,2024-03-09 10:00,Gift,-80,Umbrella
p1,Wu,2024-03-01 10:00,Bought,100,
p3,Wu,2024-03-10 10:00,Old,20,
""",
    "milestones": """Lead,Deal,Step,Reached,Weight
L1,,Met,2024-01-10 09:00,0.2
,D1,Needs known,2024-01-12 09:00,-
""",
    "call_reviews": """Call,Form,Item,Points,Heard,Coach,Fatal
c1,Calls,Tone,90,2024-07-02 09:00,Siv,no
c1,Calls,Knowledge,60,2024-07-02 09:00,Siv,no
""",
}
RECORDS = {"trainings": 2, "call_reviews": 1}  # where several rows are one record
BAD = {
    "referrals": ("Wu Ltd,Wu Ltd,2024-03-03,,", "nobody recommends us to themselves"),
    "value_checks": ("v3,Wu Ltd,shoe size,2024-03-01,bounced,44,", "shoe size"),
    "consents": ("g3,Wu Li,newsletter,in,2999-01-01 09:00,", "this moment is still to come"),
    "data_uses": ("u3,,2024-03-01,mailing,yes,", "no customer is named"),
    "spend": ("s3,sometime,Ads,,1,1,,", "sometime"),
    "market_sizes": ("Odd,East,,Q,2024-02-01,5,,", "2024-02-01 is not the first day of such a period"),
    "trainings": ("t3,Long,2024-03-01,-5,Lin", "counts and money are not negative"),
    "contracts": ("C3,Wu Ltd,,2024-01-01,2023-12-31,5,,,,", "the last day is before the first"),
    "documents": ("d3,Map,offer,,A,2024-01-05,2023-01-05,,,", "lost before it was on file"),
    "departures": ("wu ltd,2024-03-01,told,,,,", "stands in the file twice"),
    "points": ("p4,Wu,2024-03-05 10:00,Gift,101,", "the customer had only 100 points then"),
    "milestones": ("L9,,Met,2024-01-10 09:00,0", "there is no lead “L9” of this source"),
    "call_reviews": ("c2,Calls,Tone,90,2024-07-02 09:00,Siv,no", "only an answered call can be reviewed"),
}


@pytest.fixture(autouse=True)
def there_before(load: Import, request: pytest.FixtureRequest) -> None:
    """What rows of a kind need: the leads and deals of milestones, the calls and the scorecard of reviews."""
    if "milestones" in request.node.name:
        for kind in ("leads", "deals"):
            load(kind, OTHERS[kind], example(kind).replace(f'source = "{source_of(kind)}"', 'source = "crm2"'))
    if "call_reviews" in request.node.name:
        load(
            "calls", OTHERS["calls"], example("calls").replace(f'source = "{source_of("calls")}"', 'source = "dialler"')
        )
        card = Scorecard.objects.create(name="Calls")
        for name, weight in (("Tone", 1), ("Knowledge", 3)):
            Criterion.objects.create(scorecard=card, name=name, weight=weight)


def source_of(kind: str) -> str:
    return example(kind).split('source = "')[1].split('"')[0]


def take(load: Import, kind: str, more: str = "") -> tuple[tuple[int, int, int, int], dict[int, str]]:
    report = load(kind, FILES[kind] + more, example(kind.replace("_", "-")))
    return made(report), report.reasons


@pytest.mark.parametrize("kind", FILES)
def test_example_twice(load: Import, kind: str) -> None:
    records = RECORDS.get(kind, FILES[kind].count("\n") - 1)
    assert take(load, kind) == ((records, 0, 0, 0), {})
    assert take(load, kind) == ((0, 0, records, 0), {})


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_row_is_told_and_the_others_are_taken(load: Import, kind: str) -> None:
    row, sentence = BAD[kind]
    counts, reasons = take(load, kind, f"{row}\n")
    assert (counts[0], counts[3]) == (RECORDS.get(kind, FILES[kind].count("\n") - 1), 1)
    assert sentence in " ".join(reasons.values())


def test_referrals(load: Import) -> None:
    take(load, "referrals")
    sent = Referral.objects.get(customer__name="Li Ltd")
    assert (sent.referrer.name, sent.customer.status, sent.reward) == ("Wu Ltd", "prospect", "Tea")


def test_checks_and_uses_and_spend(load: Import) -> None:
    for kind in ("value_checks", "data_uses", "spend"):
        take(load, kind)
    assert list(ValueCheck.objects.order_by("external_id").values_list("field", "valid", "how")) == [
        ("email", False, "bounce"), ("phone", True, "service"),
    ]  # fmt: skip
    assert list(DataUse.objects.order_by("on").values_list("use", "consented")) == [
        ("campaign", True), ("recommendation", False),
    ]  # fmt: skip
    ads = Spend.objects.get(external_id="s1")
    assert (ads.actual, ads.is_acquisition, ads.owner.role) == (Decimal("480.5"), True, "marketer")


def test_a_size_nobody_knows_stays_empty_until_somebody_does(load: Import) -> None:
    take(load, "market_sizes")
    assert MarketSize.objects.get(market="Everything").size is None
    report = load("market_sizes", FILES["market_sizes"].replace("01-01,,,", "01-01,9,,"), example("market-sizes"))
    assert (made(report), MarketSize.objects.get(market="Everything").size) == ((0, 1, 1, 0), 9)


def test_trainings(load: Import) -> None:
    take(load, "trainings")
    prices = Training.objects.get(name="Prices")
    assert (prices.effect_days, sorted(prices.attendees.values_list("user__display_name", flat=True))) == (
        60,
        ["Ben", "Lin"],
    )


def test_contracts(load: Import) -> None:
    take(load, "contracts")
    first, second = Contract.objects.order_by("number")
    assert (first.renewed_by, first.product.sku, second.status) == (second, "P1", "terminated")


def test_documents(load: Import) -> None:
    take(load, "documents")
    assert [paper.is_missing for paper in ContractDocument.objects.order_by("external_id")] == [False, True]


def test_departures(load: Import) -> None:
    take(load, "departures")
    wu = Departure.objects.get(customer__name="Wu Ltd")
    assert (wu.reason.name, wu.competitor.name, wu.returned_on) == ("Price", "Pen & Co", dt.date(2024, 5, 1))


def test_points_are_booked_on_both_sides(load: Import) -> None:
    take(load, "points")
    wu = Customer.objects.get(name="Wu")
    assert (points_of(wu), LoyaltyEntry.objects.count()) == (0, 6)


def test_a_booking_stays_as_it_was(load: Import) -> None:
    take(load, "points")
    report = load("points", FILES["points"].replace("Bought,100", "Bought,130"), example("points"))
    assert list(report.reasons.values()) == ["was booked otherwise before, and a booking stays: book the difference"]


def test_milestones_move_the_probability(load: Import) -> None:
    take(load, "milestones")
    assert Lead.objects.get(external_id="L1").probability == Decimal("0.2")


def test_call_reviews_are_weighed(load: Import) -> None:
    take(load, "call_reviews")
    review = CallReview.objects.get()
    assert (review.score, review.evaluator.display_name, review.scores.count()) == (Decimal("67.5"), "Siv", 2)
