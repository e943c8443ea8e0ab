"""Winning, losing and reopening a deal."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import Membership, Team, User
from crm_project.errors import ActionRefused
from sales.actions import lose_deal, move_deal, reopen_deal, update_deal, win_deal
from sales.models import Deal, LossReason, Stage, StageChange

from .conftest import NOW


def told(deal: Deal) -> list[tuple]:
    return list(StageChange.objects.filter(deal=deal).values_list("stage__name", "outcome", "probability"))


def test_it_works(deal: Deal, lin: User, north: Team) -> None:
    won = win_deal(deal, by=lin)
    assert (won.outcome, won.closed_at, won.stage.name, won.probability) == ("won", NOW, "won", 1)
    assert told(deal) == [("new", "open", Decimal("0.1")), ("won", "won", Decimal(1))]
    assert StageChange.objects.latest("id").team == north


def test_a_win_counts_on_its_day_not_the_expected_one(deal: Deal, lin: User) -> None:
    deal.expected_close = dt.date(2023, 1, 1)
    update_deal(deal, lin)
    assert win_deal(deal, by=lin).closed_at == NOW


def test_editing_a_note_does_not_move_a_closed_deal(deal: Deal, lin: User, now) -> None:
    won = win_deal(deal, by=lin)
    now.move_to(NOW + dt.timedelta(days=300))
    won.note = "A pleasure"
    after = update_deal(won, lin)
    assert after.closed_at == NOW
    assert len(told(deal)) == 2


def test_a_lost_deal_has_a_reason(deal: Deal, lin: User, too_dear: LossReason) -> None:
    with pytest.raises(ActionRefused) as refused:
        lose_deal(deal, None, by=lin)
    assert refused.value.field == "reason"
    lost = lose_deal(deal, too_dear, by=lin, competitor="ZTE")
    assert (lost.outcome, lost.loss_reason, str(lost.competitor)) == ("lost", too_dear, "ZTE")


def test_a_lost_deal_leaves_the_forecast(deal: Deal, lin: User, too_dear: LossReason) -> None:
    lose_deal(deal, too_dear, by=lin)
    last = StageChange.objects.latest("id")
    assert (last.outcome, last.probability) == ("lost", 0)


def test_twice_is_refused(deal: Deal, lin: User) -> None:
    win_deal(deal, by=lin)
    with pytest.raises(ActionRefused):
        win_deal(deal, by=lin)


def test_a_closed_deal_does_not_move(deal: Deal, lin: User, stages: dict[str, Stage]) -> None:
    win_deal(deal, by=lin)
    with pytest.raises(ActionRefused):
        move_deal(deal, stages["offer"], by=lin)


def test_reopening_takes_the_closing_back(
    deal: Deal, lin: User, stages: dict[str, Stage], too_dear: LossReason
) -> None:
    move_deal(deal, stages["offer"], by=lin)
    lose_deal(deal, too_dear, by=lin)
    again = reopen_deal(deal, by=lin)
    assert (again.outcome, again.closed_at, again.loss_reason) == ("open", None, None)
    assert (again.stage.name, again.probability) == ("offer", Decimal("0.5"))


def test_only_the_last_closing_counts(deal: Deal, lin: User, too_dear: LossReason, now) -> None:
    lose_deal(deal, too_dear, by=lin)
    reopen_deal(deal, by=lin)
    now.move_to(NOW + dt.timedelta(days=9))
    won = win_deal(deal, by=lin)
    assert won.closed_at == NOW + dt.timedelta(days=9)
    assert Deal.objects.closed().count() == 1


def test_an_open_deal_is_not_reopened(deal: Deal, lin: User) -> None:
    with pytest.raises(ActionRefused):
        reopen_deal(deal, by=lin)


def test_the_future_is_refused(deal: Deal, lin: User) -> None:
    with pytest.raises(ActionRefused):
        win_deal(deal, by=lin, at=NOW + dt.timedelta(days=1))


def test_before_its_last_step_is_refused(deal: Deal, lin: User) -> None:
    with pytest.raises(ActionRefused):
        win_deal(deal, by=lin, at=NOW - dt.timedelta(days=1))


def test_the_owners_team_of_the_day_stays(deal: Deal, lin: User, north: Team, south: Team, now) -> None:
    Membership.objects.filter(user=lin).update(until=dt.date(2024, 5, 10))
    Membership.objects.create(user=lin, team=south, since=dt.date(2024, 5, 11))
    now.move_to(NOW + dt.timedelta(days=5))
    assert win_deal(deal, by=lin, at=NOW).team == north
    reopen_deal(deal, by=lin)
    assert win_deal(deal, by=lin).team == south


def test_moving_into_a_won_stage_wins(deal: Deal, lin: User, stages: dict[str, Stage]) -> None:
    assert move_deal(deal, stages["won"], by=lin).closed_at == NOW


def test_moving_into_a_lost_stage_asks_why(deal: Deal, lin: User, stages: dict[str, Stage]) -> None:
    with pytest.raises(ActionRefused) as refused:
        move_deal(deal, stages["lost"], by=lin)
    assert refused.value.field == "reason"
