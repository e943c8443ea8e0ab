"""People change their own password."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry, User

NEW = {"old_password": "the-old-one-7", "new_password1": "the-new-one-8", "new_password2": "the-new-one-8"}


@pytest.fixture
def signed_in(sign_in, lin):
    lin.set_password("the-old-one-7")
    lin.save()
    return sign_in(lin)


def test_it_works(signed_in):
    signed_in.post("/profile/password/", NEW)
    assert User.objects.get(username="lin").check_password("the-new-one-8")


def test_one_stays_signed_in(signed_in):
    signed_in.post("/profile/password/", NEW)
    assert signed_in.get("/profile/").status_code == 200


@pytest.mark.parametrize("wrong", [{"old_password": "x"}, {"new_password2": "x"}, {"new_password1": "1234"}])
def test_a_wrong_one_changes_nothing(signed_in, wrong):
    assert signed_in.post("/profile/password/", {**NEW, **wrong}).status_code == 200
    assert User.objects.get(username="lin").check_password("the-old-one-7")


def test_the_audit_log_does_not_tell_it(signed_in):
    signed_in.post("/profile/password/", NEW)
    assert "the-new-one" not in str(AuditEntry.objects.latest("id").changes)
    assert "argon" not in str(AuditEntry.objects.latest("id").changes)
