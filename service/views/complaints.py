"""Pages of complaints."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actions import delete_record
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.links import url_for
from crm_project.pages import Button, DetailPage, ListPage, PickPage
from service import actions
from service.filters import ComplaintFilter
from service.forms.complaints import ClassifyForm, CloseForm, ComplaintForm, NewComplaintForm
from service.forms.desk import WhenForm
from service.models import Complaint


def is_open(complaint: Complaint) -> bool:
    return complaint.closed_at is None


class ComplaintList(ListPage):
    model = Complaint
    columns = ("subject", "number", "customer", "validity", "unit", "category", "received_at", "closed_at", "owner")
    filterset = ComplaintFilter
    shown_filters = ("validity", "open", "unit", "owner", "received_at")
    empty = _("Write down the first complaint: what it is about, whose it is, when it came.")


class ComplaintDetail(DetailPage):
    model = Complaint
    template = "service/complaint_detail.html"
    facts = (
        "number",
        "customer",
        "validity",
        "unit",
        "duplicate_of",
        "received_at",
        "target_hours",
        "closed_at",
        "outcome",
        "product",
        "category",
        "region",
        "channel",
        "ticket",
        "owner",
        "team",
        "is_test",
        "description",
    )
    buttons = (
        Button("service:complaint_classify", _("Judge"), icon="gavel", style="primary"),
        Button("service:complaint_close", _("Close"), icon="check", style="good", when=is_open),
        Button(
            "service:complaint_reopen", _("Reopen"), icon="rotate-ccw", when=lambda complaint: not is_open(complaint)
        ),
    )

    def context(self, **more: Any) -> dict[str, Any]:
        events = more["record"].events.visible_to(self.request.user).select_related("by")
        return super().context(events=events.order_by("-at", "-pk")[:20], **more)


class ComplaintCreate(CreatePage):
    model = Complaint
    form = NewComplaintForm

    def location(self, record: Complaint) -> str:
        """Who may write down a complaint for somebody else may not always see it afterwards."""
        seen = self.rows("view").filter(pk=record.pk).exists()
        return super().location(record) if seen else url_for(Complaint)


class ComplaintEdit(EditPage):
    model = Complaint
    form = ComplaintForm


class ComplaintDelete(DeletePage):
    model = Complaint
    action = staticmethod(delete_record)


class ComplaintPick(PickPage):
    model = Complaint
    searched = ("number", "subject")


class ComplaintClassify(ActPage):
    model = Complaint
    form = ClassifyForm
    action = staticmethod(actions.classify_complaint)
    title = _("Judge the complaint")
    intro = _("Valid means: a fault of ours is to blame. Only valid ones count as such.")
    submit = _("Save")

    def initial(self, record: Complaint) -> dict[str, Any]:
        return {"validity": record.validity, "unit": record.unit_id, "duplicate_of": record.duplicate_of_id}


class ComplaintClose(ActPage):
    model = Complaint
    form = CloseForm
    action = staticmethod(actions.close_complaint)
    title = _("Close the complaint")
    intro = _("It is handled in time when closed within its target hours.")
    submit = _("Close")
    saved = _("Closed.")


class ComplaintReopen(ActPage):
    model = Complaint
    form = WhenForm
    action = staticmethod(actions.reopen_complaint)
    title = _("Reopen the complaint")
    intro = _("Its closing does not stand any more.")
    submit = _("Reopen")
    saved = _("Open again.")
