"""Deals are written down and put right on a form."""

from decimal import Decimal

from sales.models import Deal

from .pages import text

NEW = {"name": "Chairs", "currency": "CNY", "amount": "500", "opened_at": "2024-05-10T11:00:00"}


def test_it_works(sign_in, lin, huawei, stages):
    answer = sign_in(lin).post("/deals/new/", {**NEW, "customer": huawei.pk, "stage": stages["offer"].pk})
    deal = Deal.objects.get()
    assert answer.url == f"/deals/{deal.pk}/"
    assert (deal.owner, deal.amount_home, deal.probability) == (lin, Decimal(500), Decimal("0.5"))


def test_a_probability_is_typed_as_percent(sign_in, lin, stages, now, organisation):
    sign_in(lin).post("/deals/new/", {**NEW, "stage": stages["new"].pk, "probability": "35"})
    assert Deal.objects.get().probability == Decimal("0.35")


def test_the_edit_form_shows_percent(sign_in, lin, deal):
    assert 'value="10"' in sign_in(lin).get(f"/deals/{deal.pk}/edit/").content.decode()


def test_a_rep_cannot_make_a_deal_for_somebody_else(sign_in, lin, sam, stages, now):
    sign_in(lin).post("/deals/new/", {**NEW, "stage": stages["new"].pk, "owner": sam.pk})
    assert Deal.objects.get().owner == lin


def test_a_manager_makes_deals_for_their_team(sign_in, max_, sam, stages, now):
    sign_in(max_).post("/deals/new/", {**NEW, "stage": stages["new"].pk, "owner": sam.pk})
    assert Deal.objects.get().owner == sam


def test_but_not_for_another_team(sign_in, max_, omar, stages, now):
    answer = sign_in(max_).post("/deals/new/", {**NEW, "stage": stages["new"].pk, "owner": omar.pk})
    assert "You cannot make records for others." in text(answer)
    assert not Deal.objects.exists()


def test_an_unknown_rate_is_a_sentence(sign_in, lin, deal, rates):
    said = {"name": deal.name, "currency": "USD", "amount": "5", "version": deal.version}
    Deal.objects.update(currency="USD")
    answer = sign_in(lin).post(f"/deals/{deal.pk}/edit/", {**said, "currency": "XXX"})
    assert "XXX" in text(answer)


def test_somebody_else_was_faster(sign_in, lin, deal):
    said = {"name": "Mine", "currency": "CNY", "amount": "7", "version": deal.version}
    Deal.objects.update(name="Theirs", version=deal.version + 1)
    answer = sign_in(lin).post(f"/deals/{deal.pk}/edit/", said)
    assert answer.status_code == 409
    assert "Theirs" in text(answer)


def test_no_stage_no_deal(sign_in, lin, huawei, organisation):
    answer = sign_in(lin).post("/deals/new/", {**NEW, "stage": "99"})
    assert answer.status_code == 200
    assert not Deal.objects.exists()
