"""A touch about a deal is logged on the deal's own page."""

from accounts.models import Interaction

from .pages import press, text

CALL = {"kind": "call", "at": "2024-05-10T11:00:00", "direction": "out", "duration_seconds": "12", "done": "on"}


def test_it_works(sign_in, lin, deal):
    press(sign_in(lin), "sales:deal_touch", deal, **CALL, subject="Renewal")
    touch = Interaction.objects.get()
    assert (touch.customer, touch.deal_link.deal, touch.owner) == (deal.customer, deal, lin)
    assert touch.duration_seconds == 720


def test_the_deal_shows_it(sign_in, lin, deal):
    client = sign_in(lin)
    press(client, "sales:deal_touch", deal, **CALL, subject="Talked price")
    assert "Talked price" in text(client.get(f"/deals/{deal.pk}/"))


def test_what_is_to_come_is_not_done(sign_in, lin, deal):
    answer = press(sign_in(lin), "sales:deal_touch", deal, **CALL | {"at": "2024-06-10T11:00:00"})
    assert "This is still to come" in text(answer)
    assert not Interaction.objects.exists()


def test_a_foreign_deal_is_not_there(sign_in, omar, deal):
    assert press(sign_in(omar), "sales:deal_touch", deal, **CALL).status_code == 404
