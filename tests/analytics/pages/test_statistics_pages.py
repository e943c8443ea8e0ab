"""The pages of scores, cohorts, values, staffing, forecasts and odd days open with something of everything."""

from __future__ import annotations

from tests.analytics.test_score_pages import PAGES, statuses


def test_pages_open_for_everybody(sign_in, eva, filled, lin):
    assert statuses(sign_in(eva)) == dict.fromkeys(PAGES, 200)
    assert statuses(sign_in(lin)) == dict.fromkeys(PAGES, 200)
