"""Our own side: users and the team tree."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, instance_of, lock, update_record, write_record
from accounts.models import Team, TeamTree, User
from crm_project.errors import ActionRefused


@transaction.atomic
def create_user(source: Any, by: User | None) -> User:
    """Save a new user, given as instance or form. Without a password nobody can sign in as them yet."""
    return create_record(_with_password(source), by)


@transaction.atomic
def update_user(source: Any, by: User | None, version: int | None = None) -> User:
    """Save a changed user. Raises ActionRefused when administrators lock themselves out or none would be left."""
    user = instance_of(source)
    stored = lock(User, user.pk)
    leaves = stored.role == "admin" and stored.is_active and (user.role != "admin" or not user.is_active)
    if leaves and not User.objects.active().filter(role="admin").exclude(pk=user.pk).exists():
        raise ActionRefused(_("This is the last administrator; make somebody else one first."), field="role")
    return update_record(_with_password(source), by, version)


def _with_password(source: Any) -> Any:
    user, said = instance_of(source), getattr(source, "cleaned_data", {}).get("new_password")
    if said:
        user.set_password(said)
    elif not user.password:
        user.set_unusable_password()
    return source


@transaction.atomic
def change_password(user: User, password: str, *, by: User | None) -> User:
    """Give a user a new password; the audit entry says that, not what it is."""
    user = lock(User, user.pk)
    user.set_password(password)
    return write_record(user, by, "change_password")


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
