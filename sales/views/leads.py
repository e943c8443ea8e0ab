"""Pages of leads."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import current
from accounts.views_privacy import Disclose, Erase, person_buttons
from crm_project.form_pages import ActPage, CreatePage, EditPage
from crm_project.pages import Button, DetailPage, ListPage, PickPage
from sales import actions
from sales.filters import LeadFilter
from sales.forms.leads import ConvertForm, DisqualifyForm, LeadForm, NewLeadForm, OwnerForm
from sales.models import Deal, Lead, Stage
from sales.models.deals import Outcome


def living(lead: Lead) -> bool:
    return lead.status not in (Lead.Status.CONVERTED, Lead.Status.DISQUALIFIED)


def put_aside(lead: Lead) -> bool:
    return lead.status == Lead.Status.DISQUALIFIED


class LeadList(ListPage):
    model = Lead
    columns = ("name", "company", "status", "probability", "received_at", "expected_amount", "campaign", "owner")
    filterset = LeadFilter
    shown_filters = ("status", "owner", "received_at")
    empty = _("Write down who asked. A lead becomes a deal with one button.")


class LeadDetail(DetailPage):
    model = Lead
    template = "sales/lead_detail.html"
    facts = (
        "status",
        "disqualified_reason",
        "company",
        "email",
        "phone",
        "received_at",
        "converted_at",
        "won_at",
        "expected_amount",
        "probability",
        "category",
        "owner",
        "team",
        "channel",
        "campaign",
        "customer",
        "external_id",
        "note",
    )
    buttons = (
        Button("sales:lead_convert", _("Convert to deal"), icon="handshake", style="primary", when=living),
        Button("sales:lead_reach", _("Milestone reached"), icon="milestone", when=living),
        Button("sales:lead_assign", _("Assign owner"), icon="user-round-check", verb="assign"),
        Button("sales:lead_disqualify", _("Put aside"), icon="archive", when=living),
        Button("sales:lead_requalify", _("Take back"), icon="archive-restore", when=put_aside),
        *person_buttons("sales:lead"),
    )

    def context(self, **more: Any) -> dict[str, Any]:
        user = self.request.user
        deals = more["record"].deals.visible_to(user).select_related("stage", "owner")
        reached = more["record"].milestones.visible_to(user).select_related("milestone", "by")
        return super().context(
            deals=deals.order_by("-pk")[:10],
            sees_money="amount" in user.may("read", Deal),
            reached=reached.order_by("-at", "-pk"),
            **more,
        )


class LeadCreate(CreatePage):
    model = Lead
    form = NewLeadForm


class LeadEdit(EditPage):
    model = Lead
    form = LeadForm


class LeadPick(PickPage):
    model = Lead


class LeadConvert(ActPage):
    model = Lead
    form = ConvertForm
    title = _("Convert to deal")
    intro = _("The lead stays, marked as converted; the deal remembers where it came from.")
    submit = _("Convert")
    saved = _("Converted. This is the new deal.")

    def initial(self, record: Lead) -> dict[str, Any]:
        amount = record.expected_amount
        return {
            "name": str(record)[:200],
            "customer": record.customer_id,
            "amount": f"{amount.normalize():f}" if amount is not None else None,
            "currency": current.organisation().home_currency,
            "stage": Stage.objects.visible_to(self.request.user).filter(outcome=Outcome.OPEN).first(),
        }

    def write(self, form: Any) -> Any:
        return actions.convert_lead(self.found, by=self.request.user, **self.values(form))


class LeadDisqualify(ActPage):
    model = Lead
    form = DisqualifyForm
    action = staticmethod(actions.disqualify_lead)
    title = _("Put aside")
    submit = _("Put aside")


class LeadRequalify(ActPage):
    model = Lead
    action = staticmethod(actions.requalify_lead)
    title = _("Take back")
    intro = _("It is worked on again.")
    submit = _("Take back")


class LeadAssign(ActPage):
    model = Lead
    verb = "assign"
    form = OwnerForm
    action = staticmethod(actions.assign_lead)
    title = _("Assign owner")
    submit = _("Assign")


class LeadDisclose(Disclose):
    model = Lead


class LeadErase(Erase):
    model = Lead
