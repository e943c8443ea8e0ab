"""Every change of every record, written by the database itself, and the chain that seals it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.querysets import Scoped
from crm_project.encoders import ExactDecoder


class Change(models.Model):
    """What one write did to one row, kept in the transaction of the write by a trigger of its table.

    ``at`` is the start of that transaction (UTC), ``transaction`` its number: what has both in common happened
    together. ``actor`` is empty where no person was signed in; ``door`` names the page, API, task or command, and
    ``role`` the role of the database it came through. A new row tells column -> value, a changed one column ->
    [before, after], a deleted one column -> value. ``personal`` holds what may name a person and can be forgotten.
    Each part has a salt, without which its fingerprint in the chain gives nothing away. Rows are only ever added.
    """

    class Kind(models.TextChoices):
        INSERT = "I", pgettext_lazy("change", "created")
        UPDATE = "U", pgettext_lazy("change", "changed")
        DELETE = "D", pgettext_lazy("change", "deleted")
        TRUNCATE = "T", _("table emptied")
        FORGET = "F", _("personal values forgotten")

    at = models.DateTimeField(_("when"))
    transaction = models.BigIntegerField(_("transaction"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("who"),
    )
    door = models.CharField(_("through"), max_length=120)
    role = models.CharField(_("database role"), max_length=63)
    table = models.CharField(_("kind of record"), max_length=63)
    row = models.BigIntegerField(_("record"), null=True)
    kind = models.CharField(_("what happened"), max_length=1, choices=Kind.choices)
    salt = models.UUIDField(null=True)
    plain = models.JSONField(_("values"), null=True, decoder=ExactDecoder)
    personal_salt = models.UUIDField(null=True)
    personal = models.JSONField(_("personal values"), null=True, decoder=ExactDecoder)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("trail", "change")
        verbose_name_plural = pgettext_lazy("trail", "changes")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["table", "row"], name="change_record"),
            models.Index(fields=["transaction"], name="change_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.table} {self.row}"


class Seal(models.Model):
    """A change's place in the chain: ``hash`` covers the one before, the change's own data and the fingerprints of its
    values. ``known`` is the number below which every transaction had ended when it was sealed: a change of a lower
    one that has no seal was slipped in."""

    position = models.BigIntegerField(_("position"), primary_key=True)
    change = models.BigIntegerField(_("change"), unique=True)
    plain = models.BinaryField(null=True)
    personal = models.BinaryField(null=True)
    known = models.BigIntegerField()
    at = models.DateTimeField(_("sealed"))
    hash = models.BinaryField(_("hash"))

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["-position"]

    def __str__(self) -> str:
        return f"{self.position} {bytes(self.hash).hex()}"
