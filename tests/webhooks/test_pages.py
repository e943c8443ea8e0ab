"""Administrators make webhooks; the secret is shown once and nowhere else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, Change, Webhook

pytestmark = pytest.mark.django_db
SAID = {"name": "Shop", "url": "https://shop.example/in", "events": ["deal.won"], "is_active": "on"}


@pytest.fixture
def made(sign_in, root, lin):
    return sign_in(root).post(reverse("accounts:webhook_create"), {**SAID, "owner": lin.pk})


def test_it_works(made):
    secret = Webhook.objects.get().secret
    assert len(secret) > 30 and secret in made.content.decode()
    assert made.headers["Cache-Control"] == "no-store"


def test_the_secret_is_nowhere_else(made, sign_in, root, client):
    secret, window = Webhook.objects.get().secret, sign_in(root)
    pk = Webhook.objects.get().pk
    asked = [
        reverse("accounts:webhook_detail", args=[pk]),
        reverse("accounts:webhook_edit", args=[pk]),
        f"/api/v1/webhooks/{pk}/",
        f"/admin/accounts/webhook/{pk}/change/",
    ]
    assert [secret in window.get(path).content.decode() for path in asked] == [False] * 4
    kept = f"{list(AuditEntry.objects.values())} {list(Change.objects.values())}"
    assert secret not in kept


def test_it_is_encrypted_at_rest(made):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_webhook")
        assert Webhook.objects.get().secret not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    "url", ["http://shop.example/", "https://a:b@shop.example/", "ftp://x/", "https://x.example:25/"]
)
def test_a_wrong_address_gets_a_sentence(url, sign_in, root, lin):
    answer = sign_in(root).post(reverse("accounts:webhook_create"), {**SAID, "url": url, "owner": lin.pk})
    assert (answer.status_code, Webhook.objects.count()) == (200, 0) or answer.status_code == 400


@pytest.mark.parametrize("name", ["lin", "max_", "eva", "mia"])
def test_for_nobody_else(name, made, sign_in, request):
    window = sign_in(request.getfixturevalue(name))
    assert window.get(reverse("accounts:webhook_list")).status_code in (403, 404)


def test_the_log_of_deliveries(webhook, lead, lin, sign_in, root):
    from sales.actions import create_lead

    create_lead(lead, lin)
    answer = sign_in(root).get(reverse("accounts:webhookdelivery_list"))
    assert "lead created" in answer.content.decode()
