"""A cell that is a link or an instant stands in a list as markup; what people typed is escaped, once."""

from __future__ import annotations

import pytest

from accounts.actions import create_customer
from accounts.models import Contact, Customer


@pytest.fixture
def page(sign_in, root, lin):
    customer = create_customer(Customer(name="Fish & Sons", owner=lin), by=root)
    Contact.objects.create(customer=customer, name="Wei <b>", email="wei@fish.example")
    return sign_in(root).get("/contacts/").content.decode()


def test_an_e_mail_is_a_link(page):
    assert '<a href="mailto:wei@fish.example">wei@fish.example</a>' in page


def test_names_are_escaped_once(page):
    assert "Wei &lt;b&gt;" in page
    assert "Fish &amp; Sons" in page
    assert "&amp;amp;" not in page
