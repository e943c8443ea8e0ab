"""Targets of any KPI, one by one, with what stood before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from analytics.actions import drop_target
from analytics.forms import TargetForm
from analytics.kpis import KPIS
from analytics.models import Target
from analytics.templatetags.figures import exactly, in_unit
from crm_project.form_pages import CreatePage, DeletePage, EditPage
from crm_project.pages import Column, DetailPage, ListPage


def kpi_name(target: Target) -> str:
    kpi = KPIS.get(target.kpi)
    return kpi.label if kpi else target.kpi


def amount(target: Target) -> str:
    """In the KPI's unit: a share as percent, money as money."""
    kpi = KPIS.get(target.kpi)
    return in_unit(Decimal(target.amount), kpi) if kpi else exactly(target.amount)


def whose(target: Target) -> str:
    return str(target.owner or target.team or _("Company"))


COLUMNS = (
    Column("kpi", kind="text", value=kpi_name),
    Column("period"),
    Column("starts_on"),
    Column("whose", label=_("whose"), kind="text", value=whose),
    Column("category"),
    Column("amount", kind="text", value=amount),
)


class TargetList(ListPage):
    """The targets that stand."""

    model = Target
    title = _("Targets")
    columns = COLUMNS
    template = "analytics/target_list.html"
    empty = _("Say what a KPI should reach: its page, the homes and reports then show how it stands.")

    def rows(self, verb: str = "") -> Any:
        return super().rows(verb).standing().select_related("owner", "team", "category")


class TargetDetail(DetailPage):
    """A target and those it replaced."""

    model = Target
    facts = (*COLUMNS, "note", "set_by", "set_at", "replaced_at")
    template = "analytics/target_detail.html"
    related = ("owner", "team", "category")

    def context(self, **more: Any) -> dict[str, Any]:
        target = more["record"]
        same = {name: getattr(target, name) for name in ("kpi", "period", "starts_on", "team", "owner", "category")}
        rows = self.rows().filter(**{k: v for k, v in same.items() if v is not None})
        rows = rows.filter(**{f"{k}__isnull": True for k, v in same.items() if v is None})
        found = super().context(
            history=[(row, amount(row)) for row in rows.select_related("set_by").order_by("-set_at", "-id")[:20]],
            **more,
        )
        return {**found, "title": f"{kpi_name(target)} · {whose(target)}"}

    def actions(self, record: Any) -> dict[str, Any]:
        """History is read only."""
        found = super().actions(record)
        return found if record.replaced_at is None else {**found, "edit_url": "", "delete_url": ""}


class TargetCreate(CreatePage):
    model = Target
    form = TargetForm
    intro = _("A target for the same KPI, scope and period replaces the one that stands; the old one is kept.")


class TargetEdit(EditPage):
    model = Target
    form = TargetForm

    def rows(self, verb: str = "") -> Any:
        return super().rows(verb).standing()


class TargetDelete(DeletePage):
    model = Target
    verb = "change"
    action = staticmethod(drop_target)
    title = _("Take the target away")
    submit = _("Take away")

    def rows(self, verb: str = "") -> Any:
        return super().rows(verb).standing()
