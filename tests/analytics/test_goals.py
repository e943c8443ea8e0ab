"""Goals: a frozen baseline, a target worked out from it, progress that is never capped, a judgement when due."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D
from typing import Any

import pytest

from accounts.models import Interaction, User
from accounts.queries import today
from analytics.actions import change_goal, drop_goal, review_goal, save_card, set_goal
from analytics.actions.goals import read_goals
from analytics.figures import Reader
from analytics.goal_hints import hints
from analytics.kpis import KPIS
from analytics.models import Goal, GoalReading, Scorecard, Target
from analytics.periods import month_of
from analytics.scorecards import attained
from crm_project.errors import ActionRefused
from sales.models import Order, OrderLine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]
DAY = dt.timedelta(days=1)


def sell(owner: User, day: dt.date, amount: int) -> None:
    at = dt.datetime.combine(day, dt.time(4), dt.UTC)
    order = Order.objects.create(
        number=f"{day}{amount}", ordered_at=at, status="completed", currency="CNY", owner=owner, team=owner.teams.get()
    )
    OrderLine.objects.create(order=order, quantity=1, amount=amount, amount_home=amount)


@pytest.fixture
def last_month() -> dt.date:
    return today().replace(day=1) - DAY


@pytest.fixture
def sold(lin: User, last_month: dt.date) -> None:
    sell(lin, last_month, 100)


def goal(**said: Any) -> Goal:
    due = today() + 40 * DAY
    return Goal(**{"name": "More revenue", "kpi": "sales_revenue", "change": D(120), "due_on": due, **said})


def test_the_baseline_is_the_last_whole_month(sold: None, last_month: dt.date) -> None:
    made = set_goal(goal(), None)
    assert (made.baseline_until, made.baseline_value) == (last_month, 100)


@pytest.mark.parametrize(
    ("kind", "change", "level"), [("level", 120, 120), ("points", 15, 115), ("percent", D("0.3"), 130)]
)
def test_the_level_to_reach(sold: None, kind: str, change: Any, level: int) -> None:
    assert set_goal(goal(kind=kind, change=D(change)), None).target_value == level


def test_the_baseline_never_moves(sold: None, lin: User, last_month: dt.date) -> None:
    made = set_goal(goal(), None)
    sell(lin, last_month, 50)
    read_goals()
    made.refresh_from_db()
    assert made.baseline_value == 100


def test_the_baseline_is_not_edited(sold: None) -> None:
    made = set_goal(goal(), None)
    made.baseline_value = D(1)
    with pytest.raises(ActionRefused, match="frozen"):
        change_goal(made, None)


def test_without_data_there_is_nothing_to_change_from() -> None:
    with pytest.raises(ActionRefused, match="no baseline"):
        set_goal(goal(kind="percent", change=D("0.3")), None)


@pytest.mark.parametrize(("actual", "share"), [(130, D("1.5")), (110, D("0.5")), (90, D("-0.5"))])
def test_progress_is_never_capped(actual: int, share: D) -> None:
    assert goal(baseline_value=D(100), target_value=D(120)).progress(D(actual)) == share


@pytest.mark.parametrize(("sales", "status"), [(130, "met"), (110, "missed")])
def test_a_goal_is_judged_when_its_day_is_over(sold: None, lin: User, sales: int, status: str) -> None:
    made = set_goal(goal(due_on=today()), None)
    sell(lin, today(), sales)
    read_goals(today() + DAY)
    made.refresh_from_db()
    assert (made.status, made.actual) == (status, sales)


def test_a_goal_judged_late_is_judged_by_its_day(sold: None, lin: User) -> None:
    made = set_goal(goal(due_on=today()), None)
    sell(lin, today(), 130)
    read_goals(today() + 9 * DAY)
    assert GoalReading.objects.get(goal=made).on == today()


def test_reading_twice_changes_nothing(sold: None) -> None:
    set_goal(goal(), None)
    read_goals(), read_goals()
    assert GoalReading.objects.count() == 1


def test_a_kpi_that_must_fall_is_met_below_the_target() -> None:
    made = Goal.objects.create(
        name="Faster", kpi="avg_handle_time", change=D(60), target_value=D(60), due_on=today() - DAY
    )
    GoalReading.objects.create(goal=made, on=today() - DAY, value=D(50))
    Goal.objects.filter(pk=made.pk).update(kpi="")  # so that the reading stays
    made.baseline_value = D(90)
    Goal.objects.filter(pk=made.pk).update(baseline_value=D(90))
    read_goals()
    made.refresh_from_db()
    assert made.status == "met"


def test_a_goal_without_figure_names_what_is_missing() -> None:
    made = set_goal(goal(kpi="win_rate", change=D("0.5"), due_on=today()), None)
    read_goals(today() + DAY)
    made.refresh_from_db()
    assert (made.status, "deals" in made.missing) == ("unknown", True)


def test_a_goal_counted_by_hand(eva: User) -> None:
    made = set_goal(goal(kpi="", change=D(3), due_on=today()), eva)
    review_goal(made, by=eva, value=D(3))
    read_goals(today() + DAY)
    made.refresh_from_db()
    assert made.status == "met"


def test_a_goal_given_up_counts_nowhere(sold: None, eva: User, organisation: Any) -> None:
    made = drop_goal(set_goal(goal(), None), by=eva)
    figure = Reader(organisation).figure(KPIS["goal_attainment"], month_of(made.due_on))
    assert figure.denominator == 0


def test_hints_about_a_grand_goal(sold: None) -> None:
    assert any("rather grand" in hint for hint in hints(set_goal(goal(change=D(200)), None), today()))


def test_improvement_against_the_baseline(sold: None, lin: User, organisation: Any) -> None:
    made = set_goal(goal(due_on=today()), None)
    sell(lin, today(), 130)
    read_goals(today() + DAY)
    figure = Reader(organisation).figure(KPIS["baseline_improvement"], month_of(made.due_on))
    assert (figure.numerator, figure.denominator, figure.value) == (30, 100, D("0.3"))


def test_a_seat_is_active_when_its_person_did_something(lin: User, sam: User, organisation: Any) -> None:
    Interaction.objects.create(owner=lin, team=lin.teams.get(), subject="Talked")
    figure = Reader(organisation).figure(KPIS["crm_adoption"], month_of(today()), variant="active_seats")
    assert (figure.numerator, figure.denominator) == (1, 2)


def test_a_card_leaves_out_what_has_no_figure(lin: User, organisation: Any) -> None:
    sell(lin, today(), 130)
    Target.objects.create(kpi="sales_revenue", starts_on=today().replace(day=1), owner=lin, amount=200)
    lines = [{"kpi": "sales_revenue", "weight": D(2)}, {"kpi": "win_rate", "weight": D(1)}]
    save_card(Scorecard(name="Rep"), {"lines": lines}, by=None)
    figure = Reader(organisation, {"owner": [lin.pk]}).figure(KPIS["kpi_scorecard"], month_of(today()))
    assert (figure.value, figure.denominator, figure.flag) == (D("0.65"), 2, "incomplete")


@pytest.mark.parametrize(("value", "share"), [(50, 1), (0, 2), (75, D("0.5")), (200, 0)])
def test_attainment_where_less_is_better(value: int, share: Any) -> None:
    assert attained(KPIS["avg_handle_time"], D(value), D(50)) == share


@pytest.mark.parametrize("path", ["goals/", "goals/new/", "score-card/", "score-cards/", "score-cards/new/"])
def test_the_pages_open(sign_in: Any, eva: User, sold: None, path: str) -> None:
    set_goal(goal(), eva)
    save_card(Scorecard(name="All", scope="company"), {"lines": [{"kpi": "sales_revenue", "weight": D(2)}]}, by=None)
    assert sign_in(eva).get(f"/{path}").status_code == 200


def test_the_page_of_a_goal_opens(sign_in: Any, eva: User, sold: None) -> None:
    made = set_goal(goal(), eva)
    read_goals()
    review_goal(made, by=eva, note="Going well")
    page = sign_in(eva).get(f"/goals/{made.pk}/").content.decode()
    assert "Going well" in page and "Nobody is responsible" in page


def test_a_goal_is_set_on_its_page(sign_in: Any, eva: User, sold: None) -> None:
    said = {"name": "Up", "kpi": "sales_revenue", "period": "month", "kind": "percent", "change": "30%"}
    sign_in(eva).post("/goals/new/", {**said, "due_on": str(today() + 40 * DAY)})
    assert Goal.objects.get().target_value == 130
