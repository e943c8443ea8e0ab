"""Classes of holes that open CRMs had, each with the test that would have caught it: what may be written, and how."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from accounts.models import Contact, Customer, User
from crm_project.celery import app


@pytest.fixture
def mine(lin, north):
    return Customer.objects.create(name="Mine", owner=lin, team=north)


@pytest.fixture
def theirs(omar, south):
    return Customer.objects.create(name="Secret Ltd", owner=omar, team=south)


def patch(client, customer, **body):
    said = json.dumps({"version": customer.version, **body})
    return client.patch(f"/api/v1/customers/{customer.pk}/", said, content_type="application/json")


def test_a03_a_refused_write_wrote_nothing(sign_in, lin, theirs):
    patch(sign_in(lin), theirs, name="Mine now")
    theirs.refresh_from_db()
    assert theirs.name == "Secret Ltd"


def test_a05_a_body_does_not_name_a_foreign_record(sign_in, lin, theirs):
    sign_in(lin).post("/api/v1/contacts/", {"customer": theirs.pk, "name": "Wei"}, content_type="application/json")
    assert not Contact.objects.exists()


@pytest.mark.parametrize("field", ["is_test", "merged_into", "recorded_at", "search", "id", "is_staff"])
def test_a14_no_field_is_set_by_naming_it(field, sign_in, lin, mine):
    """Issue 2312 of EspoCRM: what is refused on one way in was taken on another."""
    before = Customer.objects.values().get(pk=mine.pk)
    patch(sign_in(lin), mine, **{field: 1})
    after = Customer.objects.values().get(pk=mine.pk)
    assert {k: v for k, v in after.items() if k in (field, f"{field}_id")} == {
        k: v for k, v in before.items() if k in (field, f"{field}_id")
    }


def test_a14_nobody_gives_their_record_away_unasked(sign_in, ana, omar, south):
    customer = Customer.objects.create(name="C", owner=omar, team=south)
    patch(sign_in(ana), customer, owner=ana.pk)
    customer.refresh_from_db()
    assert customer.owner == omar


@pytest.mark.parametrize("who", ["lin", "max_", "eva", "ada", "mia", "siv"])
def test_a17_nobody_raises_their_own_role(who, request, sign_in):
    user = request.getfixturevalue(who)
    client = sign_in(user)
    client.patch(f"/api/v1/users/{user.pk}/", {"role": "admin", "version": 1}, content_type="application/json")
    client.post("/profile/", {"role": "admin", "is_staff": "on", "is_superuser": "on", "language": "en", "version": 1})
    client.post(f"/users/{user.pk}/edit/", {"role": "admin", "role_seen": "admin"})
    user.refresh_from_db()
    assert (user.role != "admin", user.is_staff, user.is_superuser) == (True, False, False)


def test_a17_the_last_administrator_stays(sign_in, root):
    sign_in(root).patch(f"/api/v1/users/{root.pk}/", {"role": "rep", "version": 1}, content_type="application/json")
    root.refresh_from_db()
    assert root.role == "admin"


@pytest.mark.parametrize("path", ["/customers/new/", "/sign-out/", "/profile/", "/interactions/quick/"])
def test_b19_nothing_is_written_without_the_form_s_token(path, lin):
    """A CRM on Django took in its forms what another site sent."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    assert client.post(path, {"name": "Forged"}).status_code in (302, 403, 405)
    assert not Customer.objects.exists()


def test_b19_the_api_asks_a_browser_for_the_token_too(lin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    assert client.post("/api/v1/customers/", {"name": "Forged"}, content_type="application/json").status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_b19_the_api_reads_json_alone(kind, sign_in, lin):
    assert sign_in(lin).post("/api/v1/customers/", '{"name": "Forged"}', content_type=kind).status_code in (400, 415)


@pytest.mark.parametrize(
    "there", ["https://evil.test/", "//evil.test/", "\\\\evil.test", "javascript:alert(1)", "http:evil.test"]
)
def test_b18_no_form_leads_off_the_site(there, sign_in, lin, mine):
    answer = sign_in(lin).post(
        f"/customers/{mine.pk}/edit/",
        {"name": "Mine", "kind": "company", "status": "prospect", "next": there, "version": 1},
    )
    assert "evil" not in answer.headers.get("Location", "") and "javascript" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("host", ["evil.test", "crane.test:80@evil.test"])
def test_b23_a_forged_host_is_in_no_letter(host, client, lin, settings):
    """The link to a new password led to the host that the request named."""
    User.objects.filter(pk=lin.pk).update(email="lin@crane.test")
    settings.ALLOWED_HOSTS = ["testserver"]
    client.post("/password/forgotten/", {"email": "lin@crane.test"}, headers={"host": host, "x-forwarded-host": host})
    assert not [letter for letter in mail.outbox if "evil" in letter.body]


def test_b13_no_task_body_is_code():
    assert app.conf.accept_content == ["json"] == settings.CELERY_ACCEPT_CONTENT


def test_b35_no_page_runs_inline_code(sign_in, lin):
    policy = sign_in(lin).get("/customers/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "object-src 'none'" in policy and "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", ["/customers/", "/nowhere/", "/api/v1/customers/", "/healthz"])
def test_b35_every_answer_has_the_headers(path, sign_in, lin):
    headers = sign_in(lin).get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in headers and headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "body", ['{"name": NaN}', '{"name": ' + "[" * 5000, "null", '"x"', "[1]", '{"name": {"a": 1}}', "\x00"]
)
def test_b27_b32_no_body_breaks_the_api(body, sign_in, lin):
    assert sign_in(lin).post("/api/v1/customers/", body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "9" * 40, "-0", "１２", "1,5"])
def test_b09_no_number_breaks_a_form(value, sign_in, lin):
    answer = sign_in(lin).post(
        "/expenses/new/", {"day": "2025-01-01", "amount": value, "kind": "travel", "currency": "CNY"}
    )
    assert answer.status_code < 500


@pytest.mark.parametrize("query", ["limit=1000000000", "limit=-1", "limit=x", "cursor=%00", "cursor=bnVsbA=="])
def test_b30_pages_have_an_end(query, sign_in, lin):
    assert sign_in(lin).get(f"/api/v1/customers/?{query}").status_code == 400


@pytest.mark.parametrize("path", ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00"])
def test_b11_no_address_leads_out_of_the_files(path, client, organisation):
    assert client.get(f"/static/{path}").status_code in (400, 404)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,<script>", "vbscript:x"])
def test_b03_no_link_of_a_record_runs_code(link, sign_in, lin, mine):
    """Issues 1349 and 1356 of EspoCRM: a link that somebody stored ran in the browser of whoever followed it."""
    assert patch(sign_in(lin), mine, website=link).status_code == 400
