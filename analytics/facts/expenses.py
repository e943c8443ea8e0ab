"""Facts of expenses, of calls that went out, and of what trainings did to sales."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask, Fact, LeftOut
from analytics.facts import reasons
from analytics.facts.marketing import SPEND
from analytics.facts.sales import STAMPS, under, valid_orders
from analytics.worked_out import DayPlus, StartOfDay, WorkedOut, revenue_between
from marketing.models import Spend
from sales.models import ExpenseDay, TrainingAttendee
from sales.querysets import sales_expense
from service.models import Call

__all__ = ["EXPENSES", "OUTBOUND_CALLS", "SALES_EXPENSE", "TRAINEES"]

SALES_EXPENSE = sales_expense("expense__")


def expenses(ask: Ask) -> QuerySet:
    """What counts on each day; on a past as-of day: claims known then and not yet rejected."""
    if ask.known_before is None:
        return ExpenseDay.objects.standing()
    return ExpenseDay.objects.standing_before(ask.known_before)


EXPENSES = Fact(
    name="expenses",
    label=_("expenses"),
    model=ExpenseDay,
    rows=expenses,
    on="day",
    dimensions=under("expense", STAMPS),
    also=under("expense", {"kind": "kind", "cost_center": "cost_center", "project": "project"})
    | {"campaign": "expense__campaign_id"},
    sources=("expense",),
    columns=("day", "expense", "amount_home"),
    entered="sales:expense_list",
    excluded=LeftOut(ExpenseDay, reasons.REJECTED, on="day", paths=under("expense", STAMPS)),
)
OUTBOUND_CALLS = Fact(
    name="outbound_calls",
    label=_("outbound calls"),
    model=Call,
    rows=lambda ask: Call.objects.dialled(),
    at="entered_at",
    dimensions=STAMPS,
    also={"queue": "queue_id"},
    sources=("call",),
    columns=("entered_at", "customer", "queue", "outcome", "talk_seconds", "owner"),
    entered="service:call_list",
    excluded=LeftOut(Call, reasons.DIALLED, at="entered_at", paths=STAMPS),
)


def lagged(rows: QuerySet, ask: Ask) -> QuerySet:
    """Money counts when it should have won a customer: the company's lag after its day."""
    return rows.annotate(counts_on=DayPlus(F("day"), ask.organisation.acquisition_lag_days))


# Asked of the rows only, for a variant; they have no cells of their own.
SPEND_LAGGED = Fact(
    name="spend_lagged",
    label=SPEND.label,
    model=Spend,
    rows=lambda ask: lagged(Spend.objects.all(), ask),
    on="counts_on",
    dimensions=SPEND.dimensions,
    also=SPEND.also,
    columns=SPEND.columns,
)
EXPENSES_LAGGED = Fact(
    name="expenses_lagged",
    label=EXPENSES.label,
    model=ExpenseDay,
    rows=lambda ask: lagged(expenses(ask), ask),
    on="counts_on",
    dimensions=EXPENSES.dimensions,
    also=EXPENSES.also,
    columns=EXPENSES.columns,
)


def trainees(ask: Ask) -> QuerySet:
    rows = TrainingAttendee.objects.all()
    return rows.filter(recorded_at__lt=ask.known_before) if ask.known_before else rows


def spans() -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """The days before and the days after a training; the day itself is neither."""
    done, days = OuterRef("training__completed_on"), OuterRef("training__effect_days")
    return (Minus(done, days), DayPlus(done, -1)), (DayPlus(done, 1), DayPlus(done, days))


class Minus(DayPlus):
    """A date some days earlier."""

    arg_joiner = " - "


def own(rows: QuerySet, to_order: str) -> QuerySet:
    return rows.filter(**{f"{to_order}owner": OuterRef("user")})


def of_peers(ask: Ask) -> Any:
    """Sales of people who had sales before the training and did not attend it."""

    def narrow(rows: QuerySet, to_order: str) -> QuerySet:
        owner = OuterRef(f"{to_order}owner")
        attended = TrainingAttendee.objects.filter(training=OuterRef(OuterRef("training")), user=owner)
        return rows.filter(~Exists(attended), Exists(sold_before(ask, owner)))

    return narrow


def sold_before(ask: Ask, owner: Any) -> QuerySet:
    zone = ask.organisation.time_zone
    done, days = OuterRef(OuterRef("training__completed_on")), OuterRef(OuterRef("training__effect_days"))
    return valid_orders(ask).filter(
        owner=owner,
        ordered_at__gte=StartOfDay(Minus(done, days), zone),
        ordered_at__lt=StartOfDay(done, zone),
    )


def training_columns(ask: Ask) -> dict[str, Any]:
    before, after = spans()
    return {
        "sold_before": revenue_between(ask, *before, own),
        "sold_after": revenue_between(ask, *after, own),
        "peers_before": revenue_between(ask, *before, of_peers(ask)),
        "peers_after": revenue_between(ask, *after, of_peers(ask)),
    }


TRAINEES = WorkedOut(
    name="trainees",
    label=_("training attendees"),
    model=TrainingAttendee,
    rows=trainees,
    on="training__completed_on",
    dimensions={"owner": "user_id", "team": "team_id"},
    also={"training": "training_id"},
    columns_for=training_columns,
    sources=("training",),
    columns=("user", "training", "team"),
    entered="sales:training_list",
)
TRAINEES_AND_PEERS = WorkedOut(
    name="trainees_and_peers",
    label=TRAINEES.label,
    model=TrainingAttendee,
    rows=trainees,
    on="training__completed_on",
    dimensions=TRAINEES.dimensions,
    also=TRAINEES.also,
    columns_for=training_columns,
    columns=TRAINEES.columns,
)

DECLARED = [EXPENSES, OUTBOUND_CALLS, TRAINEES]
