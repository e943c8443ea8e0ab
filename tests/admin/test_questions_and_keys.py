"""The admin site answers a question it cannot ask with 400, and names beside a typed key only what one may see."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client

from accounts.admin_parts import SeenKey
from accounts.models import Contact, Customer, Team, User
from tests.cast import come_in


@pytest.mark.django_db
def test_a_list_of_words_is_not_compared_with_a_number(root: User) -> None:
    User.objects.filter(pk=root.pk).update(is_staff=True)
    browser = Client(raise_request_exception=False)
    come_in(browser, User.objects.get(pk=root.pk))
    assert browser.get("/admin/accounts/customerquality/?missing__gte=1").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(("at", "named"), [(0, True), (1, False)])
def test_a_key_is_named_for_whoever_may_see_its_record(
    at: int, named: bool, lin: User, omar: User, north: Team
) -> None:
    crane = Customer.objects.create(name="Crane Works", owner=lin, team=north)
    field = SeenKey(Contact._meta.get_field("customer").remote_field, admin.site, user=(lin, omar)[at])
    assert bool(field.label_and_url_for_value(crane.pk)[0]) is named
