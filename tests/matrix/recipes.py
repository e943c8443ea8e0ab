"""What a row of some kinds needs to be allowed by the tables."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

HOUR = dt.timedelta(hours=1)
START = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)

# Kept by the database itself, or with nothing of anybody in it. (What is a view of other tables is left out as well.)
SKIPPED = {
    "accounts.customerquality",
    "sales.loyaltyentry",
    "accounts.change",
    "accounts.seal",
    "accounts.teamtree",
    "accounts.membership",
    "analytics.dirtyday",
    "analytics.cell",
    "analytics.factfill",
}
# One for the whole company though there is a column that names a person.
ONCE = {"accounts.importrun", "accounts.webhook", "accounts.webhookdelivery"}
# Foreign keys that make a kind somebody's.
TIES = {
    "deal", "lead", "order", "refund", "expense", "ticket", "complaint", "call", "review", "answer", "goal", "booking",
    "quality", "interaction", "member",
}  # fmt: skip
# Of some kinds only these slots have a row: where nobody's cannot be, or one a person is all there can be.
PEOPLE = ("lin", "sam", "omar", "max", "ana", "siv", "mia")
SLOTS_OF = {
    **dict.fromkeys(("sales.trainingattendee", "service.agentstate", "sales.dealcredit", "analytics.target"), PEOPLE),
    "analytics.snapshot": PEOPLE,
    **dict.fromkeys(("accounts.customer", "accounts.referral"), (*PEOPLE, "south")),
    "service.queue": ("", "south"),
}


def nth(step: dt.timedelta, start: Any = START) -> Any:
    """The next moment of a row of dates, so that no two are alike."""
    return lambda world, slot: start + step * (world.count % 1000)


def person_only(world: Any, slot: str) -> None:
    return None


def other_customer(world: Any, slot: str) -> Any:
    """A customer of the same people who is not the slot's own."""
    return world.find("accounts.customer", "omar" if slot.endswith("lin") else "lin").pk


def after(days: int) -> Any:
    return lambda world, slot: dt.date(2025, 6, 20) + dt.timedelta(days=days)


OVERRIDES: dict[str, dict[str, Any]] = {
    "accounts.webhookdelivery": {"state": "done", "event_id": lambda world, slot: uuid.uuid4()},
    "accounts.exchangerate": {"currency": "USD", "rate": Decimal(7)},
    "accounts.datarule": {"field": "email"},
    "accounts.valuecheck": {"field": "email"},
    "accounts.customerquality": {"fields": ["email"], "missing": ["email"], "until": None},
    "accounts.customer": {"since": dt.date(2025, 1, 2), "country": "CN"},
    "accounts.apitoken": {"revoked_at": None, "expires_at": dt.datetime(2026, 6, 1, tzinfo=dt.UTC)},
    "accounts.referral": {"referrer": other_customer},
    "accounts.auditentry": {"model": "accounts.customer", "action": "change"},
    "accounts.importrun": {"kind": "customers", "state": "done", "mapping": ""},
    "marketing.campaign": {"starts_on": dt.date(2025, 5, 1), "ends_on": dt.date(2025, 7, 1)},
    "marketing.survey": {"opens_on": dt.date(2025, 5, 1)},
    "marketing.answer": {"invitation": None},
    "marketing.adresult": {"invalid_clicks": 0, "clicks": 5, "impressions": 90},
    "sales.lead": {"disqualified_reason": ""},
    "sales.stage": {"outcome": "open"},
    "sales.deal": {"currency": "CNY"},
    "sales.order": {"currency": "CNY", "status": "placed"},
    "sales.contract": {"starts_on": dt.date(2025, 1, 1), "ends_on": after(9)},
    "sales.expense": {"currency": "CNY", "reverses": None, "spread_from": None, "spread_until": None},
    "sales.dealcredit": {"share": 1},
    "sales.loyaltyprogramme": {"id": 1, "points_per_unit": 1},
    "service.openinghours": {"opens": dt.time(9), "closes": dt.time(18)},
    "service.agentstate": {"state": "shift", "started_at": START, "ended_at": START + 8 * HOUR},
    "service.queue": {"team": lambda world, slot: world.teams["South" if slot else "Service"].pk},
    "service.ticket": {"status": "open"},
    "analytics.goal": {"team": person_only, "kpi": "sales_revenue", "baseline_from": None, "baseline_until": None},
    "analytics.target": {
        "team": person_only,
        "kpi": "sales_revenue",
        "starts_on": dt.date(2025, 6, 1),
        "category": None,
    },
    "analytics.scorecard": {"scope": "person", "for_role": ""},
    "analytics.scorecardline": {"kpi": "sales_revenue"},
    "analytics.snapshot": {
        "kpi": "sales_revenue",
        "scope": "owner",
        "day": dt.date(2025, 6, 17),
        "scope_id": lambda world, slot: world.users[slot].pk,
    },
    "analytics.definition": {"kpi": "sales_revenue"},
}
