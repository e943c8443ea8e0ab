"""The page of a KPI: the reader's figure, in the reader's scope, whatever is asked of it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from analytics.dashboards import PageReader
from analytics.figures import Reader
from analytics.kpis import KPIS
from analytics.periods import Window, month_of, trailing
from analytics.scopes import COMPANY, Scope
from analytics.templatetags.figures import exactly, in_unit
from tests.analytics.conftest import questions

STATEMENTS = 36
WORKED_OUT = 90  # of KPIs that ask the rows, or the figures of many others, for every part
FROM_OTHERS = [kpi for kpi in KPIS.values() if getattr(kpi, "from_published", False)]


def page(code: str, **params: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in params.items())
    return f"{reverse('analytics:kpi_detail', args=[code])}?{query}"


def test_it_opens(sign_in, eva, filled, kpi):
    answer = sign_in(eva).get(page(kpi.code))
    assert answer.status_code == 200
    assert kpi.label in answer.content.decode()


def test_it_shows_the_readers_figure(sign_in, eva, filled, organisation, kpi):
    for window, filters in questions(filled, organisation):
        if filters:
            continue
        figure = Reader(organisation).figure(kpi, window)
        shown = sign_in(eva).get(page(kpi.code, **{"from": window.first, "to": window.last})).context
        assert shown["figure"].value == figure.value
        assert shown["figure"].window == kpi.span(window)


def test_statements(sign_in, eva, filled, kpi, django_assert_max_num_queries):
    client = sign_in(eva)
    client.get("/kpis/")
    with django_assert_max_num_queries(WORKED_OUT if kpi.scored or kpi in FROM_OTHERS else STATEMENTS):
        client.get(page(kpi.code))


def test_every_split_variant_and_period_opens(sign_in, eva, filled, kpi):
    client = sign_in(eva)
    for name in kpi.dimensions:
        assert client.get(page(kpi.code, by=name)).status_code == 200
    for name in kpi.variants:
        assert client.get(page(kpi.code, variant=name, step="week")).status_code == 200
    for name in ("today", "week", "last_month", "quarter", "year", "last_365", "last_12"):
        assert client.get(page(kpi.code, period=name)).status_code == 200


@pytest.mark.parametrize(
    "params",
    [
        {"from": "nonsense"},
        {"from": "2026-05-01"},
        {"from": "2026-05-02", "to": "2026-05-01"},
        {"from": "0001-01-01", "to": "9999-12-31"},
        {"period": "never", "by": "shoe", "variant": "blue", "step": "leap"},
        {"as_of": "31.12.2025"},
        {"period": "custom"},
    ],
)
def test_what_makes_no_sense_is_a_sentence(sign_in, eva, organisation, params):
    answer = sign_in(eva).get(page("sales_revenue", **params))
    assert answer.status_code == 200
    assert answer.context["asked"].wrong


@pytest.mark.parametrize("only", ["shoe:1", "category:x", "team:1", "category", "category:99999999999999999999"])
def test_a_key_that_cannot_be_is_not_there(sign_in, eva, organisation, only):
    assert sign_in(eva).get(page("sales_revenue", only=only)).status_code == 404


def test_a_rep_reads_only_themselves(sign_in, lin, sam, north):
    client = sign_in(lin)
    assert client.get(page("sales_revenue")).context["asked"].scope == Scope("owner", lin.pk, "Lin")
    for foreign in ("company", f"owner:{sam.pk}", f"team:{north.pk}", "owner:999999", "shoe:1", "owner:x"):
        assert client.get(page("sales_revenue", scope=foreign)).status_code == 404


def test_a_manager_reads_the_team_and_its_people(sign_in, max_, lin, omar, north):
    client = sign_in(max_)
    for mine in (f"team:{north.pk}", f"owner:{lin.pk}"):
        assert client.get(page("sales_revenue", scope=mine)).status_code == 200
    assert client.get(page("sales_revenue", scope=f"owner:{omar.pk}")).status_code == 404


def test_one_person_of_a_split_cannot_be_asked_past_the_scope(sign_in, lin, sam):
    assert sign_in(lin).get(page("sales_revenue", only=f"owner:{sam.pk}")).status_code == 404


def test_who_reads_no_money_has_no_such_page(sign_in, mia):
    client = sign_in(mia)
    assert client.get(page("sales_revenue")).status_code == 404
    assert client.get(page("campaign_response_rate")).status_code == 200
    assert client.get(page("no_such_kpi")).status_code == 404


def test_without_targets_attainment_asks_for_them(sign_in, root, filled):
    from analytics.models import Target

    Target.objects.all().delete()
    assert reverse("analytics:quotas") in sign_in(root).get(page("sales_quota_attainment")).content.decode()


def test_a_trend_point_is_the_figure_of_its_window(organisation, filled, kpi):
    from analytics.charts import trend
    from analytics.fact import today

    points = trend(PageReader(organisation, COMPANY), kpi, month_of(today(organisation)), "month")
    if kpi.scored:  # its points are what the nightly scoring published, and none has run here
        assert {point.value for point in points} <= {None}
        return
    for point in points[-3:]:
        assert kept(point.value) == kept(Reader(organisation).figure(kpi, point.window).value)


def kept(value):
    """To fifteen places: some points are what was published, which a snapshot rounds."""
    return value if value is None else round(value, 15)


def test_loaded_figures_are_the_same(organisation, filled, kpi):
    for window, filters in questions(filled, organisation):
        reader = PageReader(organisation, filters=filters, stored_only=True)
        reader.load([kpi], [window])
        assert reader.figure(kpi, window).value == Reader(organisation, filters).figure(kpi, window).value


def test_as_of_is_asked_of_the_rows(sign_in, eva, filled):
    answer = sign_in(eva).get(page("sales_revenue", period="last_month", as_of="2025-01-01"))
    assert "As it was known" in answer.content.decode()


def test_the_figure_opens_in_chinese(sign_in, eva, filled):
    eva.language = "zh-hans"
    eva.save()
    content = sign_in(eva).get(page("win_rate")).content.decode()
    assert "赢单率" in content


def test_big_money_is_whole_and_exact_beside_it(organisation):
    from decimal import Decimal

    revenue = KPIS["sales_revenue"]
    assert in_unit(Decimal("1234567.891"), revenue).endswith("1,234,568")
    assert exactly(Decimal("1234567.891")) == "1,234,567.891"
    assert in_unit(Decimal("1.3"), KPIS["sales_quota_attainment"]) == "130%"


def test_windows_of_a_kind_compare_with_their_like():
    import datetime as dt

    from analytics.asked import Asked

    revenue, day = KPIS["sales_revenue"], dt.date(2026, 3, 31)
    year = Asked(revenue, "year", Window(dt.date(2026, 1, 1), day), COMPANY)
    assert year.before == Window(dt.date(2025, 1, 1), dt.date(2025, 3, 31))
    assert Asked(revenue, "last_365", trailing(day, 365), COMPANY).before.last == dt.date(2025, 3, 31)
