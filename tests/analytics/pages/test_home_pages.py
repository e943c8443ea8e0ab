"""The home of every role: it opens, costs few statements, and says when figures are not there yet."""

from __future__ import annotations

import pytest

from analytics.models import Cell

ROLES = ["lin", "max_", "ana", "siv", "mia", "eva", "ada", "root"]
STATEMENTS = 16
EXECUTIVE = 12


@pytest.mark.parametrize("name", ROLES)
def test_it_opens_when_figures_are_filled(sign_in, request, filled, name, django_assert_max_num_queries):
    client = sign_in(request.getfixturevalue(name))
    client.get("/")
    with django_assert_max_num_queries(EXECUTIVE if name == "eva" else STATEMENTS):
        assert client.get("/").status_code == 200


def test_the_executives_page_reads_stored_figures_only(sign_in, eva, filled):
    Cell.objects.all().delete()
    shown = sign_in(eva).get("/").context
    values = {tile.value for _area, tiles in shown["areas"] for tile in tiles if tile.kpi.code == "transactions"}
    assert values == {0}


def test_a_tile_leads_to_the_same_figure(sign_in, eva, filled):
    client = sign_in(eva)
    for _area, tiles in client.get("/?period=last_month").context["areas"]:
        for tile in tiles:
            if tile.value is not None:
                assert client.get(tile.url).context["figure"].value == tile.value, tile.kpi.code


def test_people_are_listed_with_their_own_figures(sign_in, root, max_, lin, filled):
    shown = sign_in(max_).get("/").context
    assert lin.pk in {line.id for line in shown["people"]}


@pytest.mark.parametrize("period", ["last_month", "quarter", "year", "nonsense"])
def test_periods(sign_in, eva, filled, period):
    assert sign_in(eva).get(f"/?period={period}").status_code == 200


def test_only_who_may_configure_wakes_the_filler(sign_in, root, ada):
    assert sign_in(root).post("/fills/now/").status_code == 302
    assert sign_in(ada).post("/fills/now/").status_code == 403
    assert sign_in(ada).get("/fills/").status_code == 200
