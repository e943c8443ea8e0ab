"""Every page that needs no record, and every page of a record, answers an administrator."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from accounts.actions import create_customer, log_interaction
from accounts.models import Channel, Contact, Customer, ExchangeRate, Membership, Region, RetentionRule, Segment

MODELS = ["customer", "contact", "interaction", "user", "team", "membership", "segment", "channel", "region"]
MODELS += ["exchangerate", "retentionrule", "auditentry"]


@pytest.mark.parametrize("name", MODELS)
def test_list(sign_in, root, north, name):
    assert sign_in(root).get(reverse(f"accounts:{name}_list")).status_code == 200


@pytest.mark.parametrize("name", MODELS[:-1])
def test_create(sign_in, root, north, name):
    assert sign_in(root).get(reverse(f"accounts:{name}_create")).status_code == 200


@pytest.fixture
def records(lin, root):
    customer = create_customer(Customer(name="Huawei", owner=lin), by=root)
    return {
        "customer": customer,
        "contact": Contact.objects.create(customer=customer, name="Wei"),
        "interaction": log_interaction(lin, customer, subject="Renewal", duration_seconds=720),
        "user": lin,
        "team": lin.memberships.get().team,
        "membership": Membership.objects.get(user=lin),
        "segment": Segment.objects.create(name="Key"),
        "channel": Channel.objects.create(name="Web"),
        "region": Region.objects.create(name="East"),
        "retentionrule": RetentionRule.objects.create(kind="accounts.interaction", days=400),
        "exchangerate": ExchangeRate.objects.create(currency="USD", day=dt.date(2025, 1, 1), rate="7.1"),
    }


@pytest.mark.parametrize("place", ["detail", "edit"])
@pytest.mark.parametrize("name", MODELS[:-1])
def test_record(sign_in, root, records, name, place):
    answer = sign_in(root).get(reverse(f"accounts:{name}_{place}", args=[records[name].pk]))
    assert answer.status_code == 200


@pytest.mark.parametrize("verb", ["assign", "merge", "disclose", "erase"])
def test_verb(sign_in, root, records, verb):
    assert sign_in(root).get(reverse(f"accounts:customer_{verb}", args=[records["customer"].pk])).status_code == 200


@pytest.mark.parametrize("path", ["/", "/profile/", "/organisation/", "/organisation/edit/", "/customers/pick/?q=hu"])
def test_others(sign_in, root, path):
    assert sign_in(root).get(path, follow=True).status_code == 200


def test_chinese(sign_in, root, records):
    client = sign_in(root)
    client.post("/language/", {"language": "zh-hans", "next": "/customers/"})
    assert 'lang="zh-hans"' in client.get("/customers/").content.decode()
