"""Facts of scores and predictions: buyers as they stood at the end of a day, and campaign members as they looked at the
start of their campaign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer, Organisation
from analytics.fact import Ask, Fact, Relation, WholePeriod, kept_keys
from analytics.facts.rfm import scored
from analytics.facts.worth import people_of, worth
from analytics.models import CustomerScore, MemberForecast
from analytics.periods import Window
from marketing.models import Member

STAMPS = {"owner": "owner", "team": "team", "segment": "segment", "channel": "channel"}
ALSO = {"rfm": "rfm", "rfm_segment": "rfm_segment", "cohort": "cohort"}


@dataclass(eq=False)
class Buyers(WholePeriod):
    """Everybody who ever bought, as they stood at the end of the window's last day. Never kept in cells: a day that was
    scored is read from its scores, any other is worked out when it is asked for."""

    sweep: str = "asked"
    predicts: bool = False

    def signature(self, organisation: Organisation) -> str:
        """Nothing is filled, so nothing has to be filled again."""
        return f"{self.name} 1"

    def relation(self, ask: Ask, dimensions: Iterable[str] = ()) -> Relation:
        sql, params = self.standing(ask)
        where, keys = kept_keys(ask)
        names = dict.fromkeys([*dimensions, *ask.filters])
        columns = "".join(f", {self.path_of[name]} AS x_{name}" for name in names)
        picked = "".join(f", x_{name}" for name in dimensions)
        measures = "".join(f", {self._column(measure)}" for measure in self.measures)
        return (
            f"""SELECT x_row{picked}{measures} FROM (SELECT c AS x_row, s.*{columns} FROM ({sql}) s) q
            WHERE true{where}""",
            (*params, *keys),
        )

    def standing(self, ask: Ask) -> Relation:
        day = ask.window.last
        if ask.as_of is None and CustomerScore.objects.filter(day=day).exists():
            return kept_scores(day)
        if self.predicts:
            return predicted(ask, day)
        return scored(ask, day)


def kept_scores(day: dt.date) -> Relation:
    return (
        """SELECT customer_id AS c, first_on, recency_days AS recency, frequency, monetary, r, f, m,
            r::text || f || m AS rfm, rfm_segment, repeats AS x, owner_id AS owner, team_id AS team,
            segment_id AS segment, channel_id AS channel, to_char(first_on, 'YYYY-MM') AS cohort,
            p_alive, p_alive_check, clv12, clv36 FROM analytics_customerscore WHERE day = %s""",
        (day,),
    )


def predicted(ask: Ask, day: dt.date) -> Relation:
    """The buyers with their predicted values, worked out now; without models there are no values. The second opinion on
    one-time buyers is too dear for that: only scored days have it."""
    sql, params = scored(ask, day)
    found = worth(people_of(ask, day), checked=False)
    if found.values is None:
        nothing = "NULL::float AS p_alive, NULL::float AS p_alive_check, NULL::numeric AS clv12, NULL::numeric AS clv36"
        return f"SELECT s.*, {nothing} FROM ({sql}) s", params
    columns: list[list[Any]] = [found.people.ids.tolist(), rounded(found.p_alive)]
    columns += [rounded(found.p_check), rounded(found.values[12]), rounded(found.values[36])]
    if found.p_check is None:
        columns[2] = [None] * len(columns[0])
    return (
        f"""SELECT s.*, v.p_alive, v.p_alive_check, v.clv12, v.clv36 FROM ({sql}) s
        JOIN unnest(%s::bigint[], %s::float[], %s::float[], %s::numeric[], %s::numeric[])
            v(c, p_alive, p_alive_check, clv12, clv36) ON v.c = s.c""",
        (*params, *columns),
    )


def rounded(values: Any) -> list[float]:
    """To the digits that are stored."""
    return [] if values is None else [round(float(value), 4) for value in values]


COLUMNS = ("name", "kind", "segment", "owner", "since")


def buyers(name: str, label: Any, **more: Any) -> Buyers:
    return Buyers(
        name=name,
        label=label,
        model=Customer,
        rows=lambda ask: Customer.objects.none(),
        dimensions=STAMPS,
        also=ALSO,
        sources=("order", "refund"),
        columns=COLUMNS,
        window_of=lambda day: Window(day, day),
        **more,
    )


SCORED = buyers("scored", _("customers with a score"))
VALUED = buyers("valued", _("customers who ever bought"), predicts=True)


def forecasts(ask: Ask) -> QuerySet:
    """Members of campaigns with what was forecast of them, and whether they responded, as known on the as-of day."""
    rows = MemberForecast.objects.filter(member__in=Member.objects.contacted())
    answered = Member.objects.contacted().with_response(until=ask.as_of).filter(Q(responded=True))
    came = Case(When(member__in=answered.values("pk"), then=Value(True)), default=Value(False))
    return rows.annotate(
        responded=Case(When(came, then=Value(True)), default=Value(False), output_field=BooleanField())
    )


FORECASTS = Fact(
    name="member_forecasts",
    label=_("campaign members with a forecast"),
    model=MemberForecast,
    rows=forecasts,
    on="day",
    dimensions={"owner": "member__campaign__owner_id", "team": "member__campaign__team_id"}
    | {"segment": "member__segment_id"},
    also={"campaign": "member__campaign_id", "rfm": "cell"},
    sources=("forecast",),
    columns=("member", "day", "cell", "probability", "based_on"),
)

DECLARED: list[Fact] = [SCORED, VALUED, FORECASTS]
