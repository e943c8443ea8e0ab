"""The buttons of a deal: what they do, what they say when a rule refuses, and that foreign deals are not there."""

import pytest

from sales.actions import lose_deal, win_deal
from sales.models import Competitor, Deal

from .pages import press, text


def test_move(sign_in, lin, deal, stages):
    assert press(sign_in(lin), "sales:deal_move", deal, stage=stages["offer"].pk).status_code == 302
    deal.refresh_from_db()
    assert deal.stage == stages["offer"]


def test_win(sign_in, lin, deal):
    answer = press(sign_in(lin), "sales:deal_win", deal)
    assert answer.url == f"/deals/{deal.pk}/"
    assert Deal.objects.get().outcome == "won"


def test_winning_says_so(sign_in, lin, deal):
    client = sign_in(lin)
    press(client, "sales:deal_win", deal)
    assert "Won. Well done!" in text(client.get(f"/deals/{deal.pk}/"))


def test_lose(sign_in, lin, deal, too_dear):
    acme = Competitor.objects.create(name="Acme")
    press(sign_in(lin), "sales:deal_lose", deal, reason=too_dear.pk, competitor=acme.pk)
    lost = Deal.objects.get()
    assert (lost.outcome, lost.loss_reason, lost.competitor) == ("lost", too_dear, acme)


def test_losing_needs_a_reason_and_keeps_what_was_typed(sign_in, lin, deal, too_dear):
    acme = Competitor.objects.create(name="Acme")
    answer = press(sign_in(lin), "sales:deal_lose", deal, competitor=acme.pk)
    assert "Say why it was lost: a reason is needed." in text(answer)
    assert f'value="{acme.pk}" selected' in answer.content.decode()
    assert Deal.objects.get().outcome == "open"


def test_reopen(sign_in, lin, deal, too_dear):
    lose_deal(deal, too_dear, by=lin)
    press(sign_in(lin), "sales:deal_reopen", deal)
    assert Deal.objects.get().outcome == "open"


def test_assign(sign_in, lin, sam, deal):
    press(sign_in(lin), "sales:deal_assign", deal, owner=sam.pk)
    assert Deal.objects.get().owner == sam


@pytest.mark.parametrize("verb", ["win", "move", "lose", "assign"])
def test_a_closed_deal_refuses(sign_in, lin, sam, deal, stages, too_dear, verb):
    win_deal(deal, by=lin)
    said = {"stage": stages["offer"].pk, "reason": too_dear.pk, "owner": sam.pk}
    answer = press(sign_in(lin), f"sales:deal_{verb}", deal, **said)
    assert answer.status_code == 400
    assert "This deal is closed. Reopen it first." in text(answer)


def test_an_open_deal_cannot_be_reopened(sign_in, lin, deal):
    assert "This deal is open." in text(press(sign_in(lin), "sales:deal_reopen", deal))


def test_a_moment_to_come_is_refused_at_its_field(sign_in, lin, deal):
    answer = press(sign_in(lin), "sales:deal_win", deal, at="2030-01-01T10:00")
    assert "This moment is still to come." in text(answer)


@pytest.mark.parametrize("verb", ["move", "win", "lose", "reopen", "assign", "step", "edit"])
def test_a_foreign_deal_is_not_there(sign_in, omar, deal, verb):
    assert press(sign_in(omar), f"sales:deal_{verb}", deal).status_code == 404


def test_a_team_mates_deal_is_seen_but_not_won(sign_in, sam, deal):
    client = sign_in(sam)
    assert client.get(f"/deals/{deal.pk}/").status_code == 200
    assert press(client, "sales:deal_win", deal).status_code == 404


def test_an_agent_has_no_button(sign_in, ana, deal):
    client = sign_in(ana)
    assert "/win/" not in client.get(f"/deals/{deal.pk}/").content.decode()
    assert press(client, "sales:deal_win", deal).status_code == 403
