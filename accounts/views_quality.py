"""Pages of the quality of customer data: the rules, the checks, how complete it is, likely duplicates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import actions, queries
from accounts.duplicates import likely_duplicates
from accounts.filters import DataRuleFilter, ValueCheckFilter
from accounts.forms_quality import DataRuleForm, ValueCheckForm
from accounts.models import Customer, DataRule, Segment, Team, User, ValueCheck
from crm_project.form_pages import CreatePage, DeletePage, EditPage
from crm_project.guard import guard
from crm_project.pages import DetailPage, ListPage


class DataRuleList(ListPage):
    model = DataRule
    columns = ("field", "kind", "required", "check_kind", "position")
    filterset = DataRuleFilter
    empty = _("Say which fields of a customer must be filled; from then on every customer has a score.")


class DataRuleDetail(DetailPage):
    model = DataRule
    facts = ("field", "kind", "required", "check_kind", "position")


class DataRuleCreate(CreatePage):
    model = DataRule
    form = DataRuleForm
    intro = _("Every customer is scored anew from now on; past days keep the rules of their time.")


class DataRuleEdit(EditPage):
    model = DataRule
    form = DataRuleForm
    intro = _("Every customer is scored anew from now on; past days keep the rules of their time.")


class DataRuleDelete(DeletePage):
    model = DataRule
    action = staticmethod(actions.delete_record)


class ValueCheckList(ListPage):
    model = ValueCheck
    columns = ("customer", "field", "value", "valid", "how", "checked_on", "owner")
    filterset = ValueCheckFilter
    shown_filters = ("field", "valid", "how", "checked_on")
    empty = _("Write down which values were checked, and whether they were right: after a bounced mail, or a call.")


class ValueCheckDetail(DetailPage):
    model = ValueCheck
    facts = ("customer", "field", "value", "valid", "how", "checked_on", "checked_by", "owner", "team", "note")


class ValueCheckCreate(CreatePage):
    model = ValueCheck
    form = ValueCheckForm


class ValueCheckDelete(DeletePage):
    model = ValueCheck
    action = staticmethod(actions.delete_record)


@require_safe
@guard("view", Customer)
def quality(request: HttpRequest) -> HttpResponse:
    """How complete the customers are that this person may see: by field, owner, team, segment; and where to begin."""
    user = request.user
    tables = [
        (_("Owner"), "owner", User, "owner_id"),
        (_("Team"), "team", Team, "team_id"),
        (_("Segment"), "segment", Segment, "segment_id"),
    ]
    return render(
        request,
        "accounts/quality.html",
        {
            "title": _("Data quality"),
            "by_field": queries.quality_by_field(user),
            "splits": [
                (label, name, named(queries.quality_by(user, path), model)) for label, name, model, path in tables
            ],
            "gaps": queries.least_complete(user),
            "rules": DataRule.objects.visible_to(user),
            "may_check": user.can("change", DataRule),
        },
    )


def named(rows: list[dict[str, Any]], model: Any) -> list[dict[str, Any]]:
    """With the record behind each key; rows without one have none."""
    known = model._default_manager.in_bulk([row["key"] for row in rows if row["key"]])
    return [{**row, "record": known.get(row["key"])} for row in rows]


@require_POST
@guard("change", DataRule)
def check_forms(request: HttpRequest) -> HttpResponse:
    """Check the form of all values that were not checked as they stand."""
    found = actions.check_forms(by=request.user)
    messages.success(request, ngettext("%d value checked.", "%d values checked.", found) % found)
    return HttpResponseRedirect(reverse("accounts:quality"))


@require_safe
@guard("view", Customer)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Customers that are likely the same, side by side, with the way to merge them."""
    pairs = likely_duplicates(request.user)
    mergeable = set(
        Customer.objects.visible_to(request.user, "merge")
        .filter(pk__in=[pair.other.pk for pair in pairs])
        .values_list("pk", flat=True)
    )
    return render(
        request,
        "accounts/duplicates.html",
        {
            "title": _("Likely duplicates"),
            "pairs": [(pair, pair.other.pk in mergeable) for pair in pairs],
            "may_read": request.user.may("read", Customer),
        },
    )
