"""A client a person, and one record of every kind that the rep lin may see."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import (
    Channel,
    Consent,
    Contact,
    Customer,
    ExchangeRate,
    Interaction,
    Membership,
    Referral,
    Region,
    RetentionRule,
    Segment,
    User,
)
from analytics.models import Goal
from analytics.models import Scorecard as KpiScorecard
from marketing.models import (
    AdResult,
    Answer,
    Campaign,
    Feedback,
    Member,
    Response,
    Spend,
    Survey,
    SurveyAttribute,
)
from sales.actions import create_category
from sales.models import (
    Deal,
    Expense,
    Lead,
    LossReason,
    MarketSize,
    Order,
    OrderLine,
    Payment,
    Product,
    ProductCategory,
    Refund,
    Stage,
    Training,
    TrainingAttendee,
)
from service.models import (
    AgentState,
    BusinessCalendar,
    Call,
    CallReview,
    Complaint,
    Criterion,
    FieldJob,
    ProcessIncident,
    Queue,
    Scorecard,
    Ticket,
)
from tests.cast import come_in

DAY = dt.date(2025, 1, 1)
NOON = dt.datetime(2025, 6, 2, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
NAMES = ("lin", "sam", "omar", "ana", "siv", "mia", "eva", "ada", "root")


@pytest.fixture
def people(request: pytest.FixtureRequest) -> SimpleNamespace:
    """The whole cast by name, and its teams; the administrator and the auditor may open the admin."""
    cast = {name: request.getfixturevalue(name) for name in NAMES} | {"max": request.getfixturevalue("max_")}
    User.objects.filter(username__in=("root", "ada")).update(is_staff=True)
    for user in cast.values():
        user.refresh_from_db()
        user.set_unusable_password()
        user.save(update_fields=["password"])
    named = {"north": "north", "south": "south", "service": "service_team"}
    teams = {name: request.getfixturevalue(fixture) for name, fixture in named.items()}
    return SimpleNamespace(**cast, teams=SimpleNamespace(**teams))


@pytest.fixture
def api(people: SimpleNamespace) -> Callable[[str], APIClient]:
    """``api("lin")`` is a client signed in as lin."""

    def client(name: str) -> APIClient:
        found = APIClient(raise_request_exception=False)
        come_in(found, getattr(people, name))
        return found

    return client


@pytest.fixture
def rows(people: SimpleNamespace) -> SimpleNamespace:
    """One record of every kind, lin's where somebody owns it; ``theirs`` is omar's customer."""
    lin, north = people.lin, people.teams.north
    mine: dict[str, Any] = {"owner": lin, "team": north}
    made = SimpleNamespace(
        user=people.sam,
        team=people.teams.north,
        membership=Membership.objects.get(user=people.sam),
        segment=Segment.objects.create(name="Key"),
        channel=Channel.objects.create(name="Fair"),
        region=Region.objects.create(name="East"),
        rate=ExchangeRate.objects.create(currency="USD", day=DAY, rate="7.1"),
        customer=Customer.objects.create(name="Huawei", **mine),
        theirs=Customer.objects.create(name="Secret Ltd", owner=people.omar, team=people.teams.south),
        category=create_category(ProductCategory(name="Lamps"), None),
        open=Stage.objects.create(name="Talk", outcome="open", probability="0.3"),
        won=Stage.objects.create(name="Won", outcome="won", probability="1"),
        lost=Stage.objects.create(name="Lost", outcome="lost"),
        reason=LossReason.objects.create(name="Price"),
        calendar=BusinessCalendar.objects.create(name="Office"),
        campaign=Campaign.objects.create(name="Spring", starts_on=DAY, ends_on=DAY),
    )
    made.contact = Contact.objects.create(customer=made.customer, name="Wei")
    made.interaction = Interaction.objects.create(customer=made.customer, subject="Hello", at=NOON, **mine)
    add_marketing(made, lin, north)
    made.product = Product.objects.create(sku="L1", name="Lamp", category=made.category, price=100, cost=60)
    made.lead = Lead.objects.create(name="Jia", **mine)
    made.deal = Deal.objects.create(
        name="Lamps for all", customer=made.customer, stage=made.open, currency="CNY", amount=500, **mine
    )
    made.order = Order.objects.create(number="O1", customer=made.customer, currency="CNY", ordered_at=NOON, **mine)
    made.line = OrderLine.objects.create(
        order=made.order, product=made.product, quantity=2, unit_price=100, amount=200, amount_home=200
    )
    made.refund = Refund.objects.create(order=made.order, amount=10, amount_home=10, refunded_at=NOON)
    made.payment = Payment.objects.create(order=made.order, amount=50)
    add_voice(made, mine)
    made.queue = Queue.objects.create(name="Desk", team=people.teams.service)
    made.ticket = Ticket.objects.create(
        number="T1", customer=made.customer, subject="Broken", queue=made.queue, owner=people.ana, opened_at=NOON
    )
    made.call = Call.objects.create(customer=made.customer, owner=people.ana, entered_at=NOON)
    add_centre(made, people)
    made.goal = Goal.objects.create(name="Happy", change=5, target_value=5, due_on=dt.date(2030, 1, 1), owner=lin)
    made.card = KpiScorecard.objects.create(name="People")
    return made


def add_marketing(made: SimpleNamespace, lin: Any, north: Any) -> None:
    """Campaigns with who was asked and what they cost, expenses, trainings, the market."""
    mine: dict[str, Any] = {"owner": lin, "team": north}
    made.member = Member.objects.create(campaign=made.campaign, customer=made.customer, contacted_on=DAY)
    made.response = Response.objects.create(member=made.member, on=DAY)
    made.spend = Spend.objects.create(day=DAY, actual=10)
    made.ad = AdResult.objects.create(day=DAY, ad="Poster", impressions=9)
    made.expense = Expense.objects.create(day=DAY, amount=8, amount_home=8, currency="CNY", **mine)
    made.training = Training.objects.create(name="Offers", completed_on=DAY)
    made.attendee = TrainingAttendee.objects.create(training=made.training, user=lin, team=north)
    made.market = MarketSize.objects.create(market="Lamps", period="year", starts_on=DAY, size=10)


def add_voice(made: SimpleNamespace, mine: dict[str, Any]) -> None:
    """What customers say and agree to, and who sent them."""
    made.newcomer = Customer.objects.create(name="Apple", **mine)
    made.referral = Referral.objects.create(referrer=made.newcomer, customer=made.customer, on=DAY)
    made.consent = Consent.objects.create(customer=made.customer, purpose="campaign", at=timezone.now())
    made.retentionrule = RetentionRule.objects.create(kind="accounts.interaction", days=400)
    made.survey = Survey.objects.create(name="Pulse", opens_on=DAY)
    made.attribute = SurveyAttribute.objects.create(survey=made.survey, name="Taste")
    made.answer = Answer.objects.create(survey=made.survey, customer=made.customer, score=4, answered_at=NOON, **mine)
    made.feedback = Feedback.objects.create(text="More tea", customer=made.customer, received_at=NOON, **mine)
    made.complaint = Complaint.objects.create(number="C1", subject="Cold", customer=made.customer, received_at=NOON)


def add_centre(made: SimpleNamespace, people: SimpleNamespace) -> None:
    """What the call centre and the field keep; ana's, who works there."""
    theirs: dict[str, Any] = {"owner": people.ana, "team": people.teams.service}
    made.scorecard = Scorecard.objects.create(name="Card")
    made.criterion = Criterion.objects.create(scorecard=made.scorecard, name="Tone", weight=1)
    made.heard = Call.objects.create(entered_at=NOON, **theirs)
    made.other_call = Call.objects.create(entered_at=NOON, **theirs)
    made.review = CallReview.objects.create(call=made.heard, scorecard=made.scorecard, score=80)
    made.state = AgentState.objects.create(state="talk", started_at=NOON, ended_at=NOON + HOUR, **theirs)
    made.job = FieldJob.objects.create(number="J1", subject="Visit", customer=made.customer, **theirs)
    made.incident = ProcessIncident.objects.create(occurred_on=DAY, process="Stock", **theirs)


def send(client: APIClient, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """A JSON request below /api/v1/."""
    if method == "get":
        return client.get(f"/api/v1/{path}", headers=headers)
    text = json.dumps({} if body is None else body)
    return getattr(client, method)(f"/api/v1/{path}", text, content_type="application/json", headers=headers)
