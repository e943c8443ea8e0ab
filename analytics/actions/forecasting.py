"""How likely members of a campaign are to respond, written down when it starts."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import DateField, ExpressionWrapper, F

from accounts.models import Organisation
from analytics.fact import Ask, fetch, today
from analytics.facts.rfm import scored
from analytics.models import MemberForecast
from analytics.periods import DAY, Window
from marketing.models import Campaign, Member

VERSION = 1
ENOUGH_CAMPAIGNS, ENOUGH_MEMBERS = 3, 30
PRIOR = 20  # members at the mean rate that every cell starts with


def forecast_members(organisation: Organisation) -> int:
    """Forecast members of campaigns that have started and have none; how many were.

    Campaigns are taken in the order of their start, so that each sees only what was over before it.
    """
    waiting = Campaign.objects.filter(starts_on__lte=today(organisation)).exclude(status="cancelled")
    waiting = waiting.filter(members__forecast__isnull=True, members__isnull=False).distinct()
    done = 0
    for campaign in waiting.order_by("starts_on", "pk"):
        done += forecast_campaign(organisation, campaign)
    return done


def forecast_campaign(organisation: Organisation, campaign: Campaign) -> int:
    """The RFM cell of every member on the eve, and how members of that cell responded to campaigns over by then.

    p = (responses of the cell + 20 × mean rate) ÷ (members of the cell + 20). With fewer than three earlier campaigns
    or thirty members there is no forecast.
    """
    day = campaign.starts_on
    eve = day - DAY
    sql, params = scored(Ask(organisation, Window(eve, eve)), eve)
    past, cells = earlier(organisation, day)
    campaigns, members, answers = past
    if campaigns < ENOUGH_CAMPAIGNS or members < ENOUGH_MEMBERS:
        return 0
    mean = answers / members
    names = list(cells)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO analytics_memberforecast (member_id, day, cell, probability, based_on, model_version)
            SELECT m.id, %s, coalesce(s.rfm, ''),
                (coalesce(p.k, 0) + {PRIOR} * %s::numeric) / (coalesce(p.n, 0) + {PRIOR}), coalesce(p.n, 0), {VERSION}
            FROM marketing_member m LEFT JOIN accounts_customer c ON c.id = m.customer_id
            LEFT JOIN ({sql}) s ON s.c = coalesce(c.merged_into_id, c.id)
            LEFT JOIN unnest(%s::text[], %s::int[], %s::int[]) p(cell, n, k) ON p.cell = coalesce(s.rfm, '')
            WHERE m.campaign_id = %s ON CONFLICT DO NOTHING""",
            (
                day,
                mean,
                *params,
                names,
                [cells[name][0] for name in names],
                [cells[name][1] for name in names],
                campaign.pk,
            ),
        )
        return cursor.rowcount


def earlier(organisation: Organisation, day: dt.date) -> tuple[tuple[int, int, int], dict[str, tuple[int, int]]]:
    """Campaigns whose responses were all in before ``day``: (campaigns, members, responses), and by RFM cell the
    members and responses. The cell is the one of each campaign's own eve."""
    ended = ExpressionWrapper(F("ends_on") + F("grace_days"), output_field=DateField())
    over = list(Campaign.objects.annotate(ended=ended).filter(ended__lt=day).exclude(status="cancelled"))
    found: dict[str, tuple[int, int]] = {}
    campaigns = members = answers = 0
    for campaign in over:
        rows = Member.objects.contacted().with_response(until=day - DAY).filter(campaign=campaign)
        answered = dict(rows.values_list("pk", "responded"))  # type: ignore[misc]
        if not answered:
            continue
        campaigns += 1
        for pk, cell in cells_on_the_eve(organisation, campaign):
            if pk in answered:
                n, k = found.get(cell, (0, 0))
                found[cell] = (n + 1, k + int(answered[pk]))
        members += len(answered)
        answers += sum(map(int, answered.values()))
    return (campaigns, members, answers), found


def cells_on_the_eve(organisation: Organisation, campaign: Campaign) -> list[tuple[int, str]]:
    """The RFM cell of every member: the one written down with the forecast, else worked out."""
    known = list(MemberForecast.objects.filter(member__campaign=campaign).values_list("member_id", "cell"))
    if known:
        return known
    eve = campaign.starts_on - DAY
    sql, params = scored(Ask(organisation, Window(eve, eve)), eve)
    return fetch(
        f"""SELECT m.id, coalesce(s.rfm, '') FROM marketing_member m
        LEFT JOIN accounts_customer c ON c.id = m.customer_id
        LEFT JOIN ({sql}) s ON s.c = coalesce(c.merged_into_id, c.id) WHERE m.campaign_id = %s""",
        (*params, campaign.pk),
    )
