"""The buttons of a lead."""

import pytest

from sales.actions import convert_lead, create_lead, disqualify_lead
from sales.models import Deal, Lead

from .pages import press, text


@pytest.fixture
def lead(lin, organisation, now):
    return create_lead(Lead(name="Wei", company="Lenovo", expected_amount=800), lin)


def said(stages):
    return {"name": "Laptops", "amount": "900", "currency": "CNY", "stage": stages["new"].pk}


def test_convert_leads_to_the_new_deal(sign_in, lin, lead, stages):
    answer = press(sign_in(lin), "sales:lead_convert", lead, **said(stages))
    deal = Deal.objects.get()
    assert answer.url == f"/deals/{deal.pk}/"
    assert (deal.name, deal.customer.name, deal.lead) == ("Laptops", "Lenovo", lead)


def test_converting_twice_by_one_form_makes_one_deal(sign_in, lin, lead, stages):
    client = sign_in(lin)
    for _time in range(2):
        answer = press(client, "sales:lead_convert", lead, **said(stages), once="abc")
    assert answer.status_code == 302
    assert Deal.objects.count() == 1


def test_converting_again_is_refused(sign_in, lin, lead, stages):
    convert_lead(lead, by=lin)
    answer = press(sign_in(lin), "sales:lead_convert", lead, **said(stages))
    assert "This lead was converted already." in text(answer)


def test_disqualify(sign_in, lin, lead):
    press(sign_in(lin), "sales:lead_disqualify", lead, reason="spam")
    assert Lead.objects.get().status == "disqualified"


def test_putting_aside_twice_is_refused(sign_in, lin, lead):
    disqualify_lead(lead, "spam", by=lin)
    answer = press(sign_in(lin), "sales:lead_disqualify", lead, reason="test")
    assert "This lead was put aside as: spam." in text(answer)


def test_requalify(sign_in, lin, lead):
    disqualify_lead(lead, "spam", by=lin)
    press(sign_in(lin), "sales:lead_requalify", lead)
    assert Lead.objects.get().status == "working"


def test_taking_back_what_was_not_put_aside_is_refused(sign_in, lin, lead):
    assert "This lead is not put aside." in text(press(sign_in(lin), "sales:lead_requalify", lead))


def test_assign(sign_in, lin, sam, lead):
    press(sign_in(lin), "sales:lead_assign", lead, owner=sam.pk)
    assert Lead.objects.get().owner == sam


def test_somebody_who_left_gets_no_lead(sign_in, lin, sam, lead):
    sam.is_active = False
    sam.save()
    answer = press(sign_in(lin), "sales:lead_assign", lead, owner=sam.pk)
    assert answer.status_code == 200
    assert Lead.objects.get().owner == lin


@pytest.mark.parametrize("verb", ["convert", "disqualify", "requalify", "assign", "edit"])
def test_a_foreign_lead_is_not_there(sign_in, omar, lead, verb):
    assert press(sign_in(omar), f"sales:lead_{verb}", lead).status_code == 404
