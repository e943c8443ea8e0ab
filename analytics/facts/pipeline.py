"""Facts of open deals and leads, stages passed, credit for deals, seats."""

from __future__ import annotations

from django.db.models import (
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Greatest, Least
from django.db.models.functions import Lead as Next
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role
from analytics.fact import Ask, Fact, Standing, once
from analytics.facts.bands import score_band
from analytics.facts.sales import PIPELINE, Day, closings, deal_intervals, pipeline, swept_pipeline, under
from analytics.periods import DAY
from sales.models import Deal, DealShare, Lead, LeadChange, Stage, StageChange
from sales.models.deals import Outcome

OPEN_LEAD = Q(status__in=[Lead.Status.NEW, Lead.Status.WORKING])
OPEN_DEAL = Q(outcome="open")


def leads_in_use(ask: Ask) -> QuerySet:
    """What stood about each open lead from ``x_from`` until the day its next change took effect."""
    changes = LeadChange.objects.counted()
    later = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    following = LeadChange.objects.filter(later, lead=OuterRef("lead")).order_by("at", "pk")
    if ask.known_before:
        changes, following = (rows.filter(at__lt=ask.known_before) for rows in (changes, following))
    until = Day(Subquery(following.values("at")[:1]), Value(ask.organisation.time_zone))
    return _lead_columns(changes.filter(OPEN_LEAD).annotate(x_from=ask.trunc("at"), x_until=until))


def swept_leads(ask: Ask) -> QuerySet:
    """The same of all leads, in one pass. Nothing may be filtered here: a window sees only what filters leave."""
    return _lead_intervals(ask, LeadChange.objects.counted())


def moved_leads(ask: Ask) -> QuerySet:
    """The same of the leads with a change in the window."""
    changed = once(LeadChange.objects.filter(ask.during("at")), "lead_id")
    return _lead_intervals(ask, LeadChange.objects.counted().filter(lead__in=changed))


def _lead_intervals(ask: Ask, changes: QuerySet) -> QuerySet:
    following = Window(Next("at"), partition_by="lead_id", order_by=["at", "id"])
    until = Day(following, Value(ask.organisation.time_zone))
    return _lead_columns(changes.annotate(x_from=ask.trunc("at"), x_until=until))


def _lead_columns(rows: QuerySet) -> QuerySet:
    """A lead is in no stage yet and about no product: those are the buckets of what has none."""
    nothing = Value(None, output_field=IntegerField())
    return rows.annotate(score_band=score_band(), no_stage=nothing, no_product=nothing)


def overdue(ask: Ask) -> QuerySet:
    return _since_due(pipeline(ask))


def swept_overdue(ask: Ask) -> QuerySet:
    return _since_due(swept_pipeline(ask))


def moved_overdue(ask: Ask) -> QuerySet:
    """The same of the deals with a change in the window, or that are late from a day of it on."""
    first, last = ask.window.first - DAY, ask.window.last - DAY
    changed = Q(pk__in=once(StageChange.objects.filter(ask.during("at")), "deal_id"))
    moved = Deal.objects.filter(changed | Q(expected_close__gte=first, expected_close__lte=last))
    return _since_due(deal_intervals(ask, StageChange.objects.counted().filter(deal__in=once(moved))))


def _since_due(rows: QuerySet) -> QuerySet:
    """Open deals from the day after they were expected to close; those without such a day never are overdue."""
    due = ExpressionWrapper(F("deal__expected_close") + Value(1), output_field=DateField())
    last = Value("9999-12-31", output_field=DateField())
    stood = F("x_from")
    return rows.annotate(x_from=Greatest(stood, Coalesce(due, last), output_field=DateField()))


def entries(ask: Ask) -> QuerySet:
    """The first time each deal entered each open stage, with what became of it: each deal once per stage."""
    changes, others = StageChange.objects.counted(), StageChange.objects.filter(deal=OuterRef("deal"))
    if ask.known_before:
        changes, others = (rows.filter(at__lt=ask.known_before) for rows in (changes, others))
    earlier = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))
    following = Stage.objects.filter(_behind(), outcome=Outcome.OPEN).order_by("position", "name", "pk")
    first = changes.filter(OPEN_DEAL, ~Exists(others.filter(earlier, OPEN_DEAL, stage=OuterRef("stage"))))
    first = first.annotate(next_stage=Subquery(following.values("pk")[:1]))
    entered = others.filter(stage=OuterRef("next_stage"), outcome="open")
    beyond = others.filter(OPEN_DEAL, stage__in=Subquery(_stages_behind()))
    won = Exists(others.filter(outcome="won"))
    last = Q(next_stage__isnull=True)
    return first.annotate(
        went_on=Case(When(last, then=won), default=Exists(entered)),
        went_beyond=Case(When(won, then=Value(True)), default=Exists(beyond)),
        was_won=won,
    )


def _behind() -> Q:
    """Stages that come after that of the outer row: by position, then by name."""
    return Q(position__gt=OuterRef("stage__position")) | Q(
        position=OuterRef("stage__position"), name__gt=OuterRef("stage__name")
    )


def _stages_behind() -> QuerySet:
    """The same, from one row further in."""
    outer = OuterRef(OuterRef("stage__position"))
    named = OuterRef(OuterRef("stage__name"))
    behind = Q(position__gt=outer) | Q(position=outer, name__gt=named)
    return Stage.objects.filter(behind, outcome=Outcome.OPEN).order_by().values("pk")


def credited(ask: Ask) -> QuerySet:
    """Everybody's part of deals whose last closing counts; credits hold as they stand now."""
    ended = closings(ask).filter(pk=OuterRef("deal"))
    parts = DealShare.objects.filter(deal__in=closings(ask).values("pk"))
    return parts.annotate(ended_at=Subquery(ended.values("ended_at")), result=Subquery(ended.values("result")))


def seats(ask: Ask) -> QuerySet:
    """A seat of a sales rep from ``x_from`` until the day before ``x_until``: one a person at any time.

    Of two memberships that overlap the one that began later takes over, unless it lies inside the other.
    """
    outlasts = Q(until__isnull=True) | Q(until__gte=OuterRef("until"))
    same = Membership.objects.filter(user=OuterRef("user"))
    sooner = Q(since__lt=OuterRef("since")) | Q(since=OuterRef("since"), pk__lt=OuterRef("pk"))
    open_ended = Q(until__isnull=True)
    around = same.filter(sooner, open_ended | Q(until__gt=OuterRef("until")))
    around_open = same.filter(sooner, since=OuterRef("since"), until__isnull=True)
    later = Q(since__gt=OuterRef("since")) | Q(since=OuterRef("since"), pk__gt=OuterRef("pk"))
    taking_over = same.filter(later, outlasts).order_by("since", "pk")
    rows = Membership.objects.filter(user__role=Role.REP)
    rows = rows.exclude(Q(until__isnull=False) & Exists(around)).exclude(Q(until__isnull=True) & Exists(around_open))
    ended = ExpressionWrapper(F("until") + Value(1), output_field=DateField())
    next_since = Subquery(taking_over.values("since")[:1])
    return rows.annotate(x_from=F("since"), x_until=Least(ended, next_since, output_field=DateField()))


STAGE_OF_LEAD = {"stage": "no_stage", "product": "no_product"}
LEADS_OPEN = Standing(
    name="leads_open",
    label=_("leads in use"),
    model=LeadChange,
    rows=leads_in_use,
    swept=swept_leads,
    moved=moved_leads,
    dimensions={"owner": "owner_id", "team": "team_id", "segment": "segment_id", "channel": "lead__channel_id"}
    | {"category": "lead__category__top_id"},
    also=STAGE_OF_LEAD | {"subcategory": "lead__category_id", "score_band": "score_band"},
    sources=("lead_change",),
    columns=("lead", "status", "expected_amount", "probability", "at", "owner"),
    entered="sales:lead_list",
)
DEALS_OVERDUE = Standing(
    name="deals_overdue",
    label=_("open deals past their expected close"),
    model=StageChange,
    rows=overdue,
    swept=swept_overdue,
    moved=moved_overdue,
    dimensions=PIPELINE.dimensions,
    also=PIPELINE.also,
    sources=("pipeline",),
    columns=("deal", "stage", "amount_home", "at", "owner"),
    entered="sales:deal_list",
)
STAGE_ENTRIES = Fact(
    name="stage_entries",
    label=_("deals that entered a stage"),
    model=StageChange,
    rows=entries,
    at="at",
    dimensions={"owner": "owner_id", "team": "team_id", "segment": "segment_id", "channel": "deal__channel_id"}
    | {"category": "deal__category__top_id"},
    also={"stage": "stage_id", "subcategory": "deal__category_id", "product": "deal__product_id"},
    sources=("stage_entry",),
    columns=("deal", "stage", "at", "owner"),
    entered="sales:deal_list",
)
DEALS_CREDITED = Fact(
    name="deals_credited",
    label=_("shares of closed deals"),
    model=DealShare,
    rows=credited,
    at="ended_at",
    began="deal__closed_at",
    dimensions={"owner": "user_id"} | under("deal", {"team": "team_id", "segment": "segment_id"})
    | under("deal", {"channel": "channel_id", "category": "category__top_id"}),
    also=under("deal", {"subcategory": "category_id", "product": "product_id", "campaign": "campaign_id"}),
    sources=("deal", "deal_credit"),
    columns=("deal", "user", "share"),
    entered="sales:deal_list",
)  # fmt: skip
SEATS = Standing(
    name="seats",
    label=_("sales reps with a seat"),
    model=Membership,
    rows=seats,
    swept=seats,
    dimensions={"owner": "user_id", "team": "team_id"},
    sources=("membership",),
    columns=("user", "team", "since", "until"),
    entered="accounts:user_list",
)

DECLARED: list[Fact] = [LEADS_OPEN, DEALS_OVERDUE, STAGE_ENTRIES, DEALS_CREDITED, SEATS]
