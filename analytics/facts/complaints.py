"""Facts of complaints and of what customers suggest."""

from __future__ import annotations

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask, Fact, LeftOut
from analytics.facts import reasons
from analytics.facts.sales import CATEGORY, STAMPS, SUBCATEGORY
from marketing.models import Feedback
from service.models import Complaint, ComplaintEvent

UNREAL = ((_("test record"), Q(is_test=True)), *reasons.unreal_customers())


class Hours(Func):
    """A whole number of hours as a span."""

    template = "make_interval(hours => %(expressions)s::int)"
    output_field = DurationField()


DUE = ExpressionWrapper(F("received_at") + Hours("target_hours"), output_field=DateTimeField())


def complaints(ask: Ask) -> QuerySet:
    """Complaints that count with ``due_at`` and, as known on the as-of day, ``settled_at``, ``judged`` and ``again``
    (tells of a known complaint)."""
    rows = Complaint.objects.counted().annotate(due_at=DUE)
    if ask.known_before is None:
        return rows.annotate(
            settled_at=F("closed_at"),
            judged=F("validity"),
            again=Case(When(duplicate_of__isnull=False, then=True), default=False),
        )
    known = ComplaintEvent.objects.filter(complaint=OuterRef("pk"), at__lt=ask.known_before).order_by("-at", "-pk")
    step, judgement = known.exclude(kind="classified"), known.filter(kind="classified")
    rows = rows.filter(recorded_at__lt=ask.known_before).annotate(
        step=Subquery(step.values("kind")[:1]), step_at=Subquery(step.values("at")[:1])
    )
    closed = Case(
        When(step="closed", then=F("step_at")),
        When(step__isnull=True, closed_at__lt=ask.known_before, then=F("closed_at")),
        output_field=DateTimeField(),
    )
    return rows.annotate(
        settled_at=closed,
        judged=Coalesce(Subquery(judgement.values("validity")[:1]), Value("pending"), output_field=CharField()),
        again=Coalesce(Subquery(judgement.values("duplicate")[:1]), Value(False), output_field=BooleanField()),
    )


def feedback(ask: Ask) -> QuerySet:
    """What customers suggest and think, with ``due_at``; known by the as-of day."""
    rows = Feedback.objects.counted().annotate(due_at=DUE)
    return rows.filter(recorded_at__lt=ask.known_before) if ask.known_before else rows


COMPLAINTS = Fact(
    name="complaints",
    label=_("complaints"),
    model=Complaint,
    rows=complaints,
    at="received_at",
    dimensions=STAMPS | CATEGORY | {"region": "region_id"},
    also=SUBCATEGORY | {"product": "product_id", "unit": "unit_id"},
    sources=("complaint",),
    columns=("number", "subject", "customer", "received_at", "validity", "unit", "closed_at", "owner"),
    entered="service:complaint_list",
    excluded=LeftOut(Complaint, UNREAL, at="received_at", paths=STAMPS),
)
FEEDBACK = Fact(
    name="feedback",
    label=_("suggestions and opinions"),
    model=Feedback,
    rows=feedback,
    at="received_at",
    dimensions=STAMPS,
    also={"topic": "topic", "origin": "origin", "kind": "kind"},
    sources=("feedback",),
    columns=("text", "kind", "customer", "received_at", "answered_at", "resolved_at", "owner"),
    entered="marketing:feedback_list",
    excluded=LeftOut(Feedback, UNREAL, at="received_at", paths=STAMPS),
)


def before(ask: Ask, path: str) -> Q:
    """It happened, as far as was known on the as-of day."""
    return Q(**{f"{path}__lt": ask.known_before}) if ask.known_before else Q(**{f"{path}__isnull": False})


def due(ask: Ask) -> Q:
    """Its time to be answered or closed in is over; as seen on the as-of day, else now."""
    return Q(due_at__lte=ask.known_before or Now())


DECLARED = [COMPLAINTS, FEEDBACK]
