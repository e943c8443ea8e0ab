"""Links of the part of a KPI's page that proves the figure."""

from __future__ import annotations

from django import template
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from accounts import current
from accounts.models import AuditEntry
from analytics.asked import Asked
from analytics.late import Restatement
from analytics.left_out import Left
from analytics.periods import local_day
from crm_project.links import url_of

register = template.Library()


@register.filter
def model_plural(model: type[Model]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


@register.simple_tag
def left_out_url(asked: Asked, left: Left) -> str:
    """The records one reason keeps out."""
    return asked.url("analytics:kpi_left_out", fact=left.fact.name, why=str(left.number), by="")


@register.simple_tag
def as_known_url(asked: Asked, line: Restatement) -> str:
    """The figure of a published line, asked of what was known on the day of its publication."""
    day = local_day(line.row.published_at, current.organisation().zone)
    given = {"from": str(line.window.first), "to": str(line.window.last), "as_of": str(day)}
    return asked.url(**given, variant="", only="")


@register.simple_tag
def edit_url(edit: AuditEntry) -> str:
    try:
        return reverse("accounts:auditentry_detail", args=[edit.pk])
    except NoReverseMatch:
        return ""


@register.simple_tag
def record_url(record: Model) -> str:
    return url_of(record)
