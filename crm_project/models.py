"""Abstract pieces every record of the house is made of. No app is imported here."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MONEY: dict[str, Any] = {"max_digits": 18, "decimal_places": 4}


class Dated(models.Model):
    """When a row was written down and last changed (UTC). Never a business date: KPIs do not read these,
    except that ``recorded_at`` says what was known on a past day."""

    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """Optimistic lock: a form or API write carries the version it was made from; a stale one is refused."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


class External(models.Model):
    """A row that may have come from another system keeps that system's name and its key there."""

    source = models.CharField(_("source system"), max_length=40, blank=True, default="", editable=False)
    external_id = models.CharField(_("external id"), max_length=120, blank=True, default="")

    class Meta:
        abstract = True


def external_unique(name: str) -> models.UniqueConstraint:
    """The constraint that makes a second import of the same file find the rows of the first."""
    return models.UniqueConstraint(
        fields=["source", "external_id"], condition=~models.Q(external_id=""), name=f"{name}_external_unique"
    )
