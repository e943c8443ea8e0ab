"""What stands in the log: one line an event, and who was refused."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils.module_loading import import_string

from accounts.models import Customer


@pytest.fixture
def lines():
    """Every line that is logged, as the console would show it."""
    said = settings.LOGGING["formatters"]["line"]
    formatter = import_string(said["class"])(said["format"], style=said["style"])
    found: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(formatter.format(record))

    keep = Keep()
    logger = logging.getLogger("django.request")
    logger.addHandler(keep)
    yield found
    logger.removeHandler(keep)


def test_a_line_break_in_a_message_is_no_line_break(lines):
    logging.getLogger("django.request").warning("Not Found: %s", "/a\r\n2026-01-01 ERROR forged\u2028")
    (line,) = lines
    assert len(line.splitlines()) == 1
    assert "/a\\x0d\\x0a2026" in line


def test_who_was_refused_is_told(sign_in, lin, lines):
    assert sign_in(lin).get("/users/new/").status_code == 403
    assert [f"Forbidden (Permission denied): /users/new/ (person {lin.pk})" in line for line in lines] == [True]


def test_a_token_s_person_too(lin, lines, client):
    from accounts.actions.tokens import issue_token

    _token, text = issue_token(lin, name="x", days=1, by=lin, rights=["view customers"])
    customer = Customer.objects.create(name="Wei", owner=lin)
    answer = client.post(f"/api/v1/customers/{customer.pk}/erase/", headers={"Authorization": f"Token {text}"})
    assert answer.status_code == 403
    assert [line.endswith(f"(person {lin.pk})") for line in lines] == [True]


def test_nobody_is_nobody(lines, rf: RequestFactory):
    logging.getLogger("django.request").warning("x", extra={"request": rf.get("/")})
    assert lines[0].endswith(" x")


def test_signing_out_empties_the_browser_s_cache(sign_in, lin):
    client = sign_in(lin)
    assert "Clear-Site-Data" not in client.get("/customers/").headers
    assert client.post("/sign-out/").headers["Clear-Site-Data"] == '"cache"'
