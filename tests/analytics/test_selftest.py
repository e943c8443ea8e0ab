"""The self-test computes shipped cases and says which KPI is wrong."""

from __future__ import annotations

import copy

import pytest

from analytics.golden.runner import run_case
from analytics.kpis import KPIS
from analytics.models import SelfTestRun
from analytics.selftest import cases, covered, report

QUOTA = next(case for case in cases() if case["kpi"] == "sales_quota_attainment")


def word_of(code: str, case: dict) -> str:
    lines = report([(case, run_case(case))])
    return next(line["word"] for line in lines if line["kpi"] == code)


@pytest.mark.django_db
def test_a_right_answer_is_green() -> None:
    assert word_of("sales_quota_attainment", QUOTA) == "green"


@pytest.mark.django_db
def test_a_wrong_answer_is_red() -> None:
    wrong = copy.deepcopy(QUOTA)
    wrong["expected"][0]["value"] = 1
    assert word_of("sales_quota_attainment", wrong) == "red"


@pytest.mark.django_db
def test_a_case_that_breaks_is_red() -> None:
    broken = copy.deepcopy(QUOTA)
    broken["tables"]["revenue"][0]["day"] = "yesterday"
    assert word_of("sales_quota_attainment", broken) == "red"


def test_no_two_cases_share_a_name() -> None:
    assert len({case["id"] for case in cases()}) == len(cases())


def test_the_page_opens_for_the_executive(sign_in, eva) -> None:
    assert sign_in(eva).get("/selftest/").status_code == 200


def test_the_page_shows_the_numbers(sign_in, eva) -> None:
    lines = report([(QUOTA, run_case(QUOTA))])
    SelfTestRun.objects.create(results=lines, ended_at="2025-05-05T00:00:00Z", agreed=1)
    assert b"sales_quota_attainment" in sign_in(eva).get("/selftest/").content


def test_it_is_not_a_rep_s_business(sign_in, lin) -> None:
    assert sign_in(lin).get("/selftest/").status_code == 403


def test_only_some_may_start_it(sign_in, ada) -> None:
    assert sign_in(ada).post("/selftest/run/").status_code == 403


def test_one_at_a_time(sign_in, eva) -> None:
    SelfTestRun.objects.create()
    sign_in(eva).post("/selftest/run/")
    assert SelfTestRun.objects.count() == 1


def test_every_kpi_has_a_case() -> None:
    assert set(KPIS) - covered() == set()
