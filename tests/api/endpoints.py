"""Every endpoint with what it takes: who may add and change, who may not, and what they send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

Rows = SimpleNamespace


@dataclass(frozen=True)
class Endpoint:
    path: str
    row: str
    allowed: str
    refused: str
    create: Callable[[Rows], dict[str, Any]]
    edit: dict[str, Any] = field(default_factory=dict)
    kept: bool = False  # its rows are never changed, only followed by others
    deletable: bool = False
    # Whom the policy does not even let look; nobody, where everybody may.
    blind: str = ""

    def __str__(self) -> str:
        return self.path


def fixed(**body: Any) -> Callable[[Rows], dict[str, Any]]:
    return lambda rows: body


ENDPOINTS = [
    Endpoint("users", "user", "root", "lin", fixed(username="new", role="rep"), {"phone": "1"}),
    Endpoint("teams", "team", "root", "lin", fixed(name="West"), {"name": "North-west"}),
    Endpoint(
        "memberships", "membership", "root", "lin",
        lambda rows: {"user": rows.user.pk, "team": rows.team.pk, "since": "2025-03-01"}, {"until": "2025-12-31"},
    ),
    Endpoint("segments", "segment", "root", "max", fixed(name="Small"), {"name": "Large"}),
    Endpoint("channels", "channel", "root", "lin", fixed(name="Web"), {"position": 3}),
    Endpoint("regions", "region", "root", "ana", fixed(name="West"), {"name": "Far east"}),
    Endpoint(
        "exchange-rates", "rate", "root", "lin",
        fixed(currency="EUR", day="2025-01-01", rate="7.8"), {"rate": "7.25"},
    ),
    Endpoint("customers", "customer", "lin", "eva", fixed(name="ZTE"), {"city": "Shenzhen"}),
    Endpoint(
        "contacts", "contact", "lin", "eva",
        lambda rows: {"customer": rows.customer.pk, "name": "Ping"}, {"title": "Buyer"},
    ),
    Endpoint(
        "consents", "consent", "lin", "eva",
        lambda rows: {"customer": rows.customer.pk, "purpose": "survey", "given": True, "how": "paper"},
        kept=True,
    ),
    Endpoint(
        "retention-rules", "retentionrule", "root", "lin",
        fixed(kind="sales.lead", days=900), {"days": 800}, blind="lin", deletable=True,
    ),
    Endpoint(
        "interactions", "interaction", "lin", "ada",
        lambda rows: {"customer": rows.customer.pk, "subject": "Talked", "kind": "call"}, {"note": "Again in May"},
    ),
    Endpoint(
        "campaigns", "campaign", "mia", "lin",
        fixed(name="Autumn", starts_on="2025-09-01", ends_on="2025-09-30"), {"goal": "Be known"},
    ),
    Endpoint(
        "members", "member", "mia", "lin",
        lambda rows: {"campaign": rows.campaign.pk, "customer": rows.theirs.pk}, {"took_part_on": "2025-01-01"},
    ),
    Endpoint(
        "responses", "response", "mia", "lin",
        lambda rows: {"member": rows.member.pk, "on": "2025-01-01", "kind": "click"}, {"automatic": True},
    ),
    Endpoint("spend", "spend", "mia", "eva", fixed(day="2025-02-01", actual="30"), {"planned": "5"}, blind="lin"),
    Endpoint(
        "ad-results", "ad", "mia", "eva", fixed(day="2025-02-01", ad="Banner", clicks="3"), {"placement": "top"}, blind="lin"
    ),
    Endpoint("expenses", "expense", "lin", "eva", fixed(day="2025-02-01", amount="30"), {"note": "Taxi"}),
    Endpoint("trainings", "training", "max", "lin", fixed(name="Prices", completed_on="2025-02-01"), {"cost": "9"}),
    Endpoint(
        "training-attendees", "attendee", "max", "lin",
        lambda rows: {"training": rows.training.pk, "user": rows.user.pk}, {"team": None},
    ),
    Endpoint(
        "market-sizes", "market", "mia", "eva",
        fixed(market="All", period="month", starts_on="2025-02-01", size="9"), {"published_by": "Us"}, blind="lin",
    ),
    Endpoint("product-categories", "category", "max", "lin", fixed(name="Chairs"), {"name": "Lights"}),
    Endpoint("products", "product", "max", "lin", fixed(sku="C1", name="Chair", price="5"), {"price": "120"}),
    Endpoint("stages", "open", "max", "lin", fixed(name="Offer", probability="0.5"), {"position": 2}),
    Endpoint("loss-reasons", "reason", "max", "lin", fixed(name="Slow"), {"name": "Dear"}),
    Endpoint("leads", "lead", "lin", "eva", fixed(name="Yi", company="Yi Ltd"), {"note": "Call back"}),
    Endpoint(
        "deals", "deal", "lin", "ana",
        lambda rows: {"name": "Ten lamps", "customer": rows.customer.pk, "stage": rows.open.pk, "currency": "CNY",
                      "amount": "90"}, {"note": "Soon"},
    ),
    Endpoint(
        "orders", "order", "lin", "eva",
        lambda rows: {"customer": rows.customer.pk, "currency": "CNY",
                      "lines": [{"product": rows.product.pk, "quantity": "2", "unit_price": "100"}]},
        {"note": "By rail"},
    ),
    Endpoint(
        "refunds", "refund", "lin", "eva",
        lambda rows: {"order": rows.order.pk, "amount": "20"}, {"reason": "Broken glass"}, blind="",
    ),
    Endpoint(
        "payments", "payment", "lin", "eva",
        lambda rows: {"order": rows.order.pk, "amount": "20"}, {"reference": "TT 5"},
    ),
    Endpoint(
        "referrals", "referral", "lin", "eva",
        lambda rows: {"customer": rows.newcomer.pk, "referrer": rows.customer.pk, "on": "2025-01-01"}, {"reward": "Tea"},
    ),
    Endpoint(
        "surveys", "survey", "mia", "lin",
        fixed(name="Tea", kind="index", opens_on="2025-01-01", attributes=[{"name": "Taste", "weight": "2"}]),
        {"wave": "Spring"},
    ),
    Endpoint(
        "survey-answers", "answer", "mia", "eva",
        lambda rows: {"survey": rows.survey.pk, "customer": rows.customer.pk, "score": 5,
                      "scores": [{"attribute": rows.attribute.pk, "score": 4}]},
        {"comment": "Lovely"},
    ),
    Endpoint(
        "feedback", "feedback", "lin", "eva",
        lambda rows: {"customer": rows.customer.pk, "text": "Open on Sundays", "kind": "suggestion"}, {"topic": "hours"},
    ),
    Endpoint(
        "complaints", "complaint", "siv", "mia",
        lambda rows: {"customer": rows.customer.pk, "subject": "Wrong colour"}, {"description": "Green, not blue"},
    ),
    Endpoint("queues", "queue", "siv", "ana", fixed(name="Returns"), {"name": "Help desk"}),
    Endpoint(
        "calendars", "calendar", "siv", "ana",
        fixed(name="Long", hours=[{"weekday": 1, "opens": "09:00", "closes": "18:00"}]),
        {"holidays": [{"day": "2025-10-01", "name": "National day"}]},
    ),
    Endpoint(
        "tickets", "ticket", "ana", "eva",
        lambda rows: {"subject": "Where is it?", "customer": rows.customer.pk, "queue": rows.queue.pk},
        {"topic": "delivery"}, blind="mia",
    ),
    Endpoint(
        "calls", "call", "ana", "eva",
        lambda rows: {"customer": rows.customer.pk, "direction": "in", "entered_at": "2025-06-02T10:00:00Z",
                      "answered_at": "2025-06-02T10:00:12Z", "ended_at": "2025-06-02T10:03:00Z"},
        {"topic": "price"}, blind="mia",
    ),
    Endpoint(
        "agent-states", "state", "siv", "ana",
        lambda rows: {"owner": rows.state.owner_id, "state": "break", "started_at": "2025-06-03T10:00:00Z",
                      "ended_at": "2025-06-03T10:30:00Z"}, {"paid": False}, blind="mia",
    ),
    Endpoint(
        "scorecards", "scorecard", "siv", "ana",
        fixed(name="Chats", criteria=[{"name": "Tone", "weight": "1"}]), {"is_active": False},
    ),
    Endpoint(
        "call-reviews", "review", "siv", "ana",
        lambda rows: {"call": rows.other_call.pk, "scorecard": rows.scorecard.pk,
                      "scores": [{"criterion": rows.criterion.pk, "score": "90"}]},
        {"note": "Well done", "scores": []} | {"fatal": True}, blind="mia",
    ),
    Endpoint(
        "field-jobs", "job", "ana", "eva",
        lambda rows: {"subject": "Repair", "customer": rows.customer.pk, "urgency": 5}, {"job_type": "repair"}, blind="mia",
    ),
    Endpoint(
        "process-incidents", "incident", "siv", "ada",
        fixed(process="Returns", occurred_on="2025-02-01"), {"severity": "high"},
    ),
    Endpoint(
        "goals", "goal", "eva", "lin",
        fixed(name="Be quick", change="2", baseline_value="4", due_on="2030-01-01"), {"why": "They wait"},
    ),
    Endpoint(
        "kpi-scorecards", "card", "eva", "lin",
        fixed(name="Company", scope="company", lines=[{"kpi": "win_rate", "weight": "2"}]), {"name": "All"},
    ),
]  # fmt: skip
