"""A new company: pages open, and say what is missing instead of showing zero."""

from __future__ import annotations

import pytest

from analytics.fill import fill

ROLES = ["lin", "max_", "ana", "siv", "mia", "eva", "ada", "root"]


@pytest.mark.parametrize("name", ROLES)
def test_it_opens_before_anything_is_there(sign_in, request, name):
    assert sign_in(request.getfixturevalue(name)).get("/").status_code == 200


def test_it_says_what_is_missing(sign_in, eva, organisation):
    fill()
    assert "missing:" in sign_in(eva).get("/").content.decode()


def test_it_says_that_nothing_is_filled_yet(sign_in, eva, busy):
    content = sign_in(eva).get("/").content.decode()
    assert "not filled yet" in content


def test_missing_inputs_are_named_and_nothing_is_zero(sign_in, eva, organisation):
    content = sign_in(eva).get("/kpis/sales_revenue/").content.decode()
    assert "these records are missing" in content
    assert 'href="/orders/"' in content
    assert "0.00" not in content
