"""Our own side: users, their one role, the team tree and dated memberships."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts import policy
from accounts.models.api_access import IdempotencyKey
from accounts.querysets import MembershipQuerySet, TeamQuerySet, UserQuerySet
from crm_project.models import Dated, Versioned


class Role(models.TextChoices):
    REP = "rep", _("sales rep")
    SALES_MANAGER = "sales_manager", _("sales manager")
    AGENT = "agent", _("service agent")
    SERVICE_MANAGER = "service_manager", _("service manager")
    MARKETER = "marketer", _("marketer")
    EXECUTIVE = "executive", _("executive")
    AUDITOR = "auditor", _("auditor")
    ADMIN = "admin", _("administrator")


class People(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's user manager with this app's named rows."""


class User(Versioned, AbstractUser):
    """A person who signs in. What they may do is their role's; whose records, their teams'."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.REP)
    display_name = models.CharField(_("display name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(
        _("language"), max_length=10, default="en", choices=[("en", "English"), ("zh-hans", "简体中文")]
    )

    objects = People()
    # What the token may do by which this person came in; None: they came in themselves.
    token_rights: list[str] | None = None

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["display_name", "username"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                condition=~models.Q(email=""),
                violation_error_message=_("Somebody else has this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.display_name or self.get_full_name() or self.username

    def can(self, verb: str, model: type[models.Model] | str) -> bool:
        """Whether the policy lets this person do ``verb`` on records of ``model`` at all."""
        return policy.can(self, verb, model)

    def reach(self, verb: str, model: type[models.Model] | str) -> str:
        """The widest scope at which this person has ``verb``: "", "own", "queue", "account", "team" or "all"."""
        return policy.scope(self, verb, model)

    def may(self, how: str, model: type[models.Model]) -> set[str]:
        """Names of the fields of ``model`` this person may "read" or "write"."""
        return policy.fields(self, model, how)

    @property
    def is_invited(self) -> bool:
        """Added, and has not come in yet: no password and no sign-in."""
        return self.is_active and self.last_login is None and not self.has_usable_password()

    def first_time(self, key: str, path: str) -> tuple[IdempotencyKey, bool]:
        """The memory of one submit of a form, and whether this is its first time. Two at once wait for each other."""
        return IdempotencyKey.objects.get_or_create(
            user=self, key=f"form:{key}"[:200], defaults={"method": "POST", "path": path[:300]}
        )


class Team(Dated, Versioned):
    """A node of the team tree."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent team")
    )
    members = models.ManyToManyField(User, through="Membership", related_name="teams", verbose_name=_("members"))

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(parent=models.F("pk")), name="team_not_its_own_parent")
        ]

    def __str__(self) -> str:
        return self.name


class TeamTree(models.Model):
    """Every (ancestor, team) pair, a team being its own ancestor. A database view."""

    pk = models.CompositePrimaryKey("ancestor_id", "team_id")
    ancestor = models.ForeignKey(Team, models.DO_NOTHING, related_name="+")
    team = models.ForeignKey(Team, models.DO_NOTHING, related_name="upward")

    class Meta:
        managed = False
        db_table = "accounts_teamtree"


class Membership(models.Model):
    """A person is in a team from a day until a day (inclusive; open when empty)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships", verbose_name=_("team"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["user", "team", "since"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.team}"
