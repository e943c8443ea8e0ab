"""What a deal is worth, whose it is and where it stands: each change is a row of its history."""

from decimal import Decimal

import pytest

from accounts.models import Customer, Team, User
from crm_project.errors import ActionRefused
from sales.actions import assign_deal, create_deal, move_deal, update_deal, update_deal_terms, win_deal
from sales.models import Deal, Stage, StageChange


def rows(deal: Deal) -> int:
    return StageChange.objects.filter(deal=deal).count()


def test_it_works(deal: Deal, lin: User) -> None:
    update_deal_terms(deal, by=lin, amount=Decimal(1500), probability=Decimal("0.3"))
    last = StageChange.objects.latest("id")
    assert (last.amount_home, last.probability, rows(deal)) == (1500, Decimal("0.3"), 2)


def test_a_new_deal_has_its_first_row(deal: Deal, lin: User, north: Team) -> None:
    first = StageChange.objects.get(deal=deal)
    assert (first.at, first.owner, first.team, first.amount_home) == (deal.opened_at, lin, north, 1000)
    assert deal.probability == Decimal("0.1")


def test_a_foreign_amount_is_turned_at_the_rate_of_its_day(
    rates: None, huawei: Customer, stages: dict[str, Stage], lin: User
) -> None:
    deal = create_deal(Deal(name="Export", customer=huawei, amount=Decimal(100), currency="USD"), lin)
    assert deal.amount_home == Decimal("725.0000")


def test_without_a_rate_it_is_refused(huawei: Customer, stages: dict[str, Stage], lin: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        create_deal(Deal(name="Export", customer=huawei, amount=Decimal(1), currency="GBP"), lin)
    assert "GBP" in str(refused.value)
    assert not Deal.objects.exists()


def test_a_new_owner_brings_their_team(deal: Deal, omar: User, south: Team, max_: User) -> None:
    after = assign_deal(deal, omar, by=max_)
    assert (after.owner, after.team, rows(deal)) == (omar, south, 2)


def test_an_edit_tells_the_history(deal: Deal, lin: User) -> None:
    deal.amount = Decimal(2000)
    assert update_deal(deal, lin).amount_home == 2000
    assert StageChange.objects.latest("id").amount_home == 2000


def test_an_edit_of_the_note_does_not(deal: Deal, lin: User) -> None:
    deal.note = "Nice people"
    update_deal(deal, lin)
    assert rows(deal) == 1


def test_an_edit_does_not_move_it(deal: Deal, lin: User, stages: dict[str, Stage]) -> None:
    deal.stage = stages["won"]
    with pytest.raises(ActionRefused) as refused:
        update_deal(deal, lin)
    assert refused.value.field == "stage"


def test_a_closed_deal_keeps_its_owner(deal: Deal, lin: User, omar: User) -> None:
    win_deal(deal, by=lin)
    with pytest.raises(ActionRefused):
        assign_deal(deal, omar, by=lin)


def test_moving_takes_the_probability_of_the_stage(deal: Deal, lin: User, stages: dict[str, Stage]) -> None:
    assert move_deal(deal, stages["offer"], by=lin).probability == Decimal("0.5")


def test_moving_where_it_stands_changes_nothing(deal: Deal, lin: User, stages: dict[str, Stage]) -> None:
    move_deal(deal, stages["new"], by=lin)
    assert rows(deal) == 1


def test_a_probability_over_one_is_refused(deal: Deal, lin: User) -> None:
    with pytest.raises(ActionRefused):
        update_deal_terms(deal, by=lin, probability=Decimal("1.1"))


def test_a_new_deal_is_open(huawei: Customer, stages: dict[str, Stage], lin: User) -> None:
    with pytest.raises(ActionRefused):
        create_deal(Deal(name="Old", customer=huawei, stage=stages["won"]), lin)
