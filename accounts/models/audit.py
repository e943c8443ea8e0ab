"""Who changed what, from what to what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.querysets import Scoped
from crm_project.encoders import AuditEncoder


class AuditEntry(models.Model):
    """One write, kept in the transaction of the write. Rows are only ever added."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(_("action"), max_length=40)
    model = models.CharField(_("kind of record"), max_length=60)
    object_id = models.BigIntegerField(_("record"), null=True)
    label = models.CharField(_("name"), max_length=200, blank=True)
    changes = models.JSONField(_("changes"), default=dict, encoder=AuditEncoder)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-id"]
        indexes = [models.Index(fields=["model", "object_id", "-id"], name="audit_record")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.model} {self.object_id}"
