"""Our own side: users and the team tree."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import letters
from accounts.actions import audit
from accounts.actions.records import create_record, instance_of, lock, update_record, write_record
from accounts.doors.links import Invitation
from accounts.models import Team, TeamTree, User
from crm_project.errors import ActionRefused


@transaction.atomic
def create_user(source: Any, by: User | None) -> User:
    """Save a new user, given as instance or form. Without a password nobody can sign in as them yet."""
    user = instance_of(source)
    if not user.password:
        user.set_unusable_password()
    return create_record(source, by)


@transaction.atomic
def add_person(source: Any, by: User | None) -> User:
    """Save a new user and, where they have an address, send them the link to choose a password."""
    user = create_user(source, by)
    if user.is_active and user.email:
        invite(user, by=by)
    return user


@transaction.atomic
def invite(user: User, *, by: User | None) -> User:
    """Send a link that works once to choose a password; links sent before are dead from now on.

    Raises ActionRefused for somebody who has come in already, has left or has no address.
    """
    user = lock(User, user.pk)
    if not user.is_invited:
        raise ActionRefused(_("%s has come in already; a forgotten password they can renew themselves.") % user)
    if not user.email:
        raise ActionRefused(_("%s has no e-mail address to send an invitation to.") % user)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    audit.record(by, "invite_person", user, {"email": [None, user.email]})
    letters.invitation(user, Invitation().url(user))
    return user


@transaction.atomic
def update_user(source: Any, by: User | None, version: int | None = None) -> User:
    """Save a changed user. Raises ActionRefused when administrators lock themselves out or none would be left.

    Who is deactivated is out at once. A new address is told to the old one, and a company account that was tied to
    the old one is not tied any more.
    """
    user = instance_of(source)
    stored = lock(User, user.pk)
    leaves = stored.role == "admin" and stored.is_active and (user.role != "admin" or not user.is_active)
    if leaves and not User.objects.active().filter(role="admin").exclude(pk=user.pk).exists():
        raise ActionRefused(_("This is the last administrator; make somebody else one first."), field="role")
    saved = update_record(source, by, version)
    if stored.is_active and not saved.is_active:
        end_sessions(saved)
    if stored.email.lower() != saved.email.lower():
        SocialAccount.objects.filter(user=saved).delete()
        letters.notice(saved, "email_changed", detail=saved.email or "—", to=stored.email)
    return saved


@transaction.atomic
def change_password(user: User, password: str, *, by: User | None, address: str = "") -> User:
    """Give a user a new password; the audit entry says that, not what it is.

    ``user`` is as read when they were let in: when the password has changed since, this raises ActionRefused, so that a
    link that works once works once. Every session made with the old password is dead.
    """
    known, user = user.password, lock(User, user.pk)
    if user.password != known:
        raise ActionRefused(_("The password was changed in the meantime."), conflict=True)
    user.set_password(password)
    letters.notice(user, "password_changed", address=address)
    return write_record(user, by, "change_password")


def end_sessions(user: User, *, but: str = "") -> None:
    """Sign a person out everywhere, except in the session ``but``."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        session.end()


def forget_sessions() -> int:
    """Clear away what is kept of sessions that have ended; how many sign-ins."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    gone = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    return gone.delete()[0]


def note_sign_in(user: User, address: str) -> None:
    """Leave in the audit log that a person came in, and from where."""
    audit.record(user, "sign_in", user, {"address": [None, address]})


def note_credential(user: User, event: str, address: str) -> None:
    """Leave in the audit log, and tell the person, what changed about how they come in."""
    if event in letters.NOTICES:
        audit.record(user, event, user)
        letters.notice(user, event, address=address)


@transaction.atomic
def update_team(source: Any, by: User | None, version: int | None = None) -> Team:
    """Save a changed team. Raises ActionRefused when its parent would be itself or a team below it."""
    team = instance_of(source)
    list(Team.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    if team.parent_id and TeamTree.objects.filter(ancestor_id=team.pk, team_id=team.parent_id).exists():
        raise ActionRefused(_("A team cannot hang below itself."), field="parent")
    return update_record(source, by, version)


@transaction.atomic
def set_language(user: User, language: str) -> User:
    """Remember the language a person reads. Not told in the audit log: it is nobody's data but theirs."""
    user = lock(User, user.pk)
    if language not in dict(User._meta.get_field("language").choices or ()):
        raise ActionRefused(_("This language is not offered."), field="language")
    user.language = language
    user.save(update_fields=["language"])
    return user
