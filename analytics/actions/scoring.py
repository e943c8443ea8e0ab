"""The nightly scoring: every buyer's RFM and value as of a day, the models behind it, and what campaigns may expect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import connection, transaction

from accounts.actions.organisation import ensure_organisation
from accounts.models import Organisation
from analytics.actions.forecasting import forecast_members
from analytics.derived import teams_below
from analytics.fact import Ask, fetch, today
from analytics.facts import worth
from analytics.facts.rfm import scored
from analytics.facts.worth import Worth
from analytics.figures import Reader
from analytics.kpi import Derived
from analytics.kpis import KPIS
from analytics.models import CustomerScore, ModelFit
from analytics.periods import DAY, Window, month_of, trailing
from analytics.snapshots import publish_rows
from analytics.statistics.unfit import Unfit
from sales.models import Order

LOCK = 0x52464D  # any number, the same for every scorer
BACK = 12  # month ends scored when there are none yet
KINDS = {"bg_nbd": "buying", "pareto_nbd": "check", "gamma_gamma": "spend"}
TEMP = "scored_worth"


def score(day: dt.date | None = None) -> list[dt.date]:
    """Score the last closed day and month ends not yet scored, or one day; which ones were.

    Of the days scored before, only month ends are kept. One scorer at a time; run twice it does no harm.
    """
    organisation = ensure_organisation()
    last = today(organisation) - DAY
    if day is not None and day > last:
        raise ValueError("only a day that is over can be scored")
    with transaction.atomic():
        if not fetch("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])[0][0]:
            return []
        days = [day] if day else due(last)
        for one in days:
            score_day(organisation, one, last=one == days[-1])
        if day is None:
            forget(last)
        forecast_members(organisation)
    return days


def scoring_is_due() -> bool:
    """Whether the last closed day has no scores yet, and there is somebody to score."""
    last = today(ensure_organisation()) - DAY
    return not ModelFit.objects.filter(day=last).exists() and Order.objects.exists()


def due(last: dt.date) -> list[dt.date]:
    """The last closed day, and the month ends before it that were not scored: late orders of the last one are met."""
    ends = [month_of(last.replace(day=1) - DAY).last]
    while len(ends) < BACK:
        ends.append(ends[-1].replace(day=1) - DAY)
    known = set(CustomerScore.objects.filter(day__in=ends[1:]).values_list("day", flat=True).distinct())
    return sorted({last, *(end for end in ends if end not in known)})


def forget(last: dt.date) -> None:
    """Only month ends and the last day are kept."""
    days = CustomerScore.objects.order_by().values_list("day", flat=True).distinct()
    gone = [day for day in days if day < last and (day + DAY).day != 1]
    CustomerScore.objects.filter(day__in=gone).delete()


def score_day(organisation: Organisation, day: dt.date, *, last: bool = True) -> Worth:
    """Write the scores of all buyers and the fitted models of a day anew, and publish the KPIs made of them;
    of a day long past only the company's, and without looking how well the model predicts."""
    ask = Ask(organisation, Window(day, day))
    found = worth.worth(worth.people_of(ask, day))
    error = worth.hold_out_error(ask, day) if last else None
    CustomerScore.objects.filter(day=day).delete()
    store(ask, day, found)
    for kind, name in KINDS.items():
        model = getattr(found, name)
        said: dict[str, Any] = {"reason": model.reason} if isinstance(model, Unfit) else fitted(model)
        said |= {"repeaters": found.people.repeaters, "model_version": worth.VERSION}
        said["error"] = error if kind == "bg_nbd" else None
        said.setdefault("customers", len(found.people.ids))
        ModelFit.objects.update_or_create(day=day, kind=kind, defaults=said)
    publish(organisation, day, teams=last)
    return found


def fitted(model: Any) -> dict[str, Any]:
    params = asdict(model)
    return {
        "log_likelihood": params.pop("log_likelihood"),
        "customers": params.pop("customers"),
        "params": params,
        "reason": "",
    }


def store(ask: Ask, day: dt.date, found: Worth) -> None:
    """All scores in one statement; what numpy made goes in by COPY."""
    sql, params = scored(ask, day)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TEMP}")
        cursor.execute(
            f"CREATE TEMP TABLE {TEMP} (c bigint, p_alive float, p_alive_check float, clv12 numeric, clv36 numeric) ON COMMIT DROP"
        )
        with cursor.copy(f"COPY {TEMP} FROM STDIN") as copy:
            for row in worth_rows(found):
                copy.write_row(row)
        cursor.execute(
            f"""INSERT INTO analytics_customerscore (day, customer_id, owner_id, team_id, segment_id, channel_id,
                first_on, recency_days, frequency, monetary, r, f, m, rfm_segment, repeats, p_alive, p_alive_check,
                clv12, clv36, model_version)
            SELECT %s, s.c, owner, team, segment, channel, first_on, recency, frequency, monetary, r, f, m, rfm_segment,
                x, v.p_alive, v.p_alive_check, v.clv12, v.clv36, {worth.VERSION}
            FROM ({sql}) s LEFT JOIN {TEMP} v ON v.c = s.c""",
            (day, *params),
        )


def worth_rows(found: Worth) -> Iterable[tuple[Any, ...]]:
    if found.values is None or found.p_alive is None:
        return
    check = found.p_check if found.p_check is not None else [None] * len(found.people.ids)
    columns = (found.people.ids, found.p_alive, check, found.values[12], found.values[36])
    for one, alive, doubted, year, three in zip(*columns, strict=True):
        second = None if doubted is None else round(float(doubted), 4)
        yield int(one), round(float(alive), 4), second, round(float(year), 4), round(float(three), 4)


def publish(organisation: Organisation, day: dt.date, *, teams: bool = True) -> int:
    """Publish the KPIs made of scores for a scored day: of the company and every team."""
    scopes = {("company", 0): Reader(organisation)}
    below = teams_below()
    for team in sorted(below) if teams else ():
        scopes["team", team] = Reader(organisation, {"team": [team, *sorted(below[team])]})
    added = 0
    for kpi in KPIS.values():
        if not kpi.scored or not isinstance(kpi, Derived):
            continue
        window = period_of(kpi, day)
        rows = []
        for (kind, number), reader in scopes.items():
            figure = reader.figure(kpi, window)
            upper = figure.value if figure.numerator is None and not kpi.over else figure.numerator
            rows.append((day, kind, number, window.first, upper, figure.denominator))
        added += publish_rows(kpi, rows, Window(day, day))
    return added


def period_of(kpi: Derived, day: dt.date) -> Window:
    """The KPI's own period that ends with a day."""
    if kpi.period.code == "trailing_365_days":
        return trailing(day, 365)
    return Window(day.replace(day=1), day) if kpi.period.code == "month_to_date" else Window(day, day)
