"""An administrator adds a person; a link by mail lets them choose their password, once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone, translation
from time_machine import travel

from accounts.models import AuditEntry, User
from tests.accounts.doors import PASSWORD, enter, is_in, link_in

NEW = {"username": "new", "role": "agent", "language": "en", "is_active": "on", "email": "new@crane.example"}


@pytest.fixture(autouse=True)
def base_url(settings):
    settings.BASE_URL = "https://crm.crane.example"


@pytest.fixture
def add(sign_in, root, django_capture_on_commit_callbacks):
    def added(**changes):
        with django_capture_on_commit_callbacks(execute=True):
            return sign_in(root).post("/users/new/", {**NEW, **changes}, HTTP_HOST="evil.example")

    return added


@pytest.fixture
def link(add, mailoutbox) -> str:
    add()
    return link_in(mailoutbox[0])


def choose(client: Client, link: str, said: str = PASSWORD):
    """Open the link as a browser does, and type the password."""
    page = client.get(link.replace("https://crm.crane.example", ""), follow=True)
    if not page.redirect_chain:
        return page
    return client.post(page.redirect_chain[-1][0], {"password1": said, "password2": said})


def test_it_works(link):
    newcomer = Client()
    choose(newcomer, link)
    enter(newcomer, "new")
    assert is_in(newcomer)


def test_the_link_is_on_the_configured_site(link):
    assert link.startswith("https://crm.crane.example/password/choose/")


def test_it_works_once(link):
    choose(Client(), link)
    choose(Client(), link, "another-secret-9")
    assert User.objects.get(username="new").check_password(PASSWORD)


def test_two_who_opened_it_at_once_do_not_both_choose(link):
    first, second = Client(), Client()
    pages = [one.get(link.replace("https://crm.crane.example", ""), follow=True) for one in (first, second)]
    for one, page, said in zip((first, second), pages, (PASSWORD, "another-secret-9"), strict=True):
        one.post(page.redirect_chain[-1][0], {"password1": said, "password2": said})
    assert User.objects.get(username="new").check_password(PASSWORD)


def test_it_does_not_sign_in_by_itself(link):
    newcomer = Client()
    choose(newcomer, link)
    assert not is_in(newcomer)


def test_a_weak_password_is_refused(link):
    assert "too short" in choose(Client(), link, "short").content.decode()


def test_it_is_over_after_a_week(link):
    with travel(timezone.now() + timezone.timedelta(days=8)):
        choose(Client(), link)
    assert not User.objects.get(username="new").has_usable_password()


@pytest.mark.parametrize("change", [{"email": "other@crane.example"}, {"is_active": False}])
def test_it_is_over_once_the_person_changes(link, change):
    User.objects.filter(username="new").update(**change)
    choose(Client(), link)
    assert not User.objects.get(username="new").has_usable_password()


def test_sending_again_ends_the_first(link, sign_in, root, mailoutbox, django_capture_on_commit_callbacks):
    user = User.objects.get(username="new")
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(root).post(f"/users/{user.pk}/invite/")
    assert "does not work" in choose(Client(), link).content.decode()
    choose(Client(), link_in(mailoutbox[1]))
    assert User.objects.get(username="new").has_usable_password()


def test_who_has_come_in_is_not_invited_again(link, sign_in, root):
    choose(Client(), link)
    user = User.objects.get(username="new")
    assert sign_in(root).post(f"/users/{user.pk}/invite/").status_code == 400


def test_only_admins_invite(link, sign_in, lin):
    assert sign_in(lin).post(f"/users/{User.objects.get(username='new').pk}/invite/").status_code == 403


@pytest.mark.parametrize("broken", ["zzzzzzzzzzzzz-abc", "1-abc", "1-set-password", "0-0"])
def test_a_made_up_link(broken, organisation):
    assert "does not work" in Client().get(f"/password/choose/{broken}/").content.decode()


def test_it_is_in_the_audit_log_without_the_link(link):
    entry = AuditEntry.objects.get(action="invite_person")
    assert (entry.actor.username, entry.changes) == ("root", {"email": [None, "new@crane.example"]})


def test_nobody_is_written_to_without_an_address(add, mailoutbox):
    add(email="")
    assert (User.objects.get(username="new").is_invited, mailoutbox) == (True, [])


def test_an_address_is_one_person_s(add, lin):
    User.objects.filter(pk=lin.pk).update(email="NEW@crane.example")
    assert "Somebody else has this" in add().content.decode()


def test_it_is_in_the_language_of_the_person(add, mailoutbox):
    add(language="zh-hans")
    with translation.override("zh-hans"):
        assert mailoutbox[0].subject == translation.gettext("Your invitation to the CRM of %s") % "Blue Crane"
