"""The pipeline board."""

from decimal import Decimal

import pytest

from sales.actions import create_deal, win_deal
from sales.models import Deal
from sales.queries import board

from .pages import press, statements, text


def more(customer, lin, count, **said):
    return [
        create_deal(Deal(name=f"Deal {n}", customer=customer, amount=Decimal(10), **said), lin) for n in range(count)
    ]


def test_columns_count_and_sum_what_is_open(sign_in, lin, deal, huawei):
    more(huawei, lin, 2)
    win_deal(more(huawei, lin, 1)[0], by=lin)
    answer = sign_in(lin).get("/pipeline/")
    assert [(str(pile.stage), pile.count, pile.amount_home) for pile in answer.context["piles"]] == [
        ("new", 3, Decimal(1020)),
        ("offer", 0, Decimal(0)),
    ]


def test_cards_are_limited_and_the_rest_is_told(deal, huawei, lin):
    more(huawei, lin, 4)
    first = board(Deal.objects.all(), cards=3)[0]
    assert (len(first.deals), first.count, first.more) == (3, 5, 2)


def test_what_closes_first_is_on_top(deal, huawei, lin, now):
    soon = more(huawei, lin, 1, expected_close="2024-06-01")[0]
    assert board(Deal.objects.all())[0].deals[0] == soon


def test_a_card_moves_by_its_button(sign_in, lin, deal, stages):
    client = sign_in(lin)
    answer = press(client, "sales:deal_step", deal, stage=stages["offer"].pk, next="/pipeline/")
    assert answer.url == "/pipeline/"
    assert "“Renewal” is now in offer." in text(client.get("/pipeline/"))


def test_a_lost_stage_asks_for_a_reason(sign_in, lin, deal, stages):
    client = sign_in(lin)
    press(client, "sales:deal_step", deal, stage=stages["lost"].pk)
    assert "Say why it was lost" in text(client.get("/pipeline/"))


@pytest.mark.parametrize("stage", ["", "x", "99999", "９", "\x00"])
def test_a_stage_that_is_none(sign_in, lin, deal, stage):
    assert press(sign_in(lin), "sales:deal_step", deal, stage=stage).status_code == 404


def test_get_moves_nothing(sign_in, lin, deal, stages):
    assert sign_in(lin).get(f"/deals/{deal.pk}/step/").status_code == 405


def test_a_team_mates_card_has_no_handle(sign_in, sam, deal):
    answer = sign_in(sam).get("/pipeline/")
    assert "Renewal" in text(answer)
    assert 'draggable="true"' not in answer.content.decode()


def test_a_foreign_deal_is_not_counted(sign_in, omar, deal):
    assert "0 open deals" in text(sign_in(omar).get("/pipeline/"))


def test_who_may_not_read_money_sees_none(sign_in, mia, deal):
    page = text(sign_in(mia).get("/pipeline/"))
    assert "Renewal" in page
    assert "1,000" not in page


def test_it_takes_at_most_12_statements(sign_in, lin, deal, huawei):
    client = sign_in(lin)
    before = statements(lambda: client.get("/pipeline/"))
    more(huawei, lin, 30)
    assert statements(lambda: client.get("/pipeline/")) == before <= 12


def test_without_a_stage_it_says_what_to_do(sign_in, root):
    assert "The pipeline has no open stage yet." in text(sign_in(root).get("/pipeline/"))
