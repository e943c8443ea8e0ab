"""Pages of field jobs and process incidents."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actions import delete_record
from crm_project.columns import Column
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.pages import Button, DetailPage, ListPage
from service import actions
from service.filters import FieldJobFilter, ProcessIncidentFilter
from service.forms.desk import WhenForm
from service.forms.field import DispatchForm, FieldJobForm, NewFieldJobForm, ProcessIncidentForm
from service.models import FieldJob, ProcessIncident

STANDS = Column("stands", label=_("status"))
SCORE = Column("score", kind="number")


def waits(job: FieldJob) -> bool:
    return job.dispatched_at is None and job.cancelled_at is None


class FieldJobList(ListPage):
    """Every job, the newest first."""

    model = FieldJob
    template = "service/fieldjob_list.html"
    columns = ("subject", "number", "customer", "territory", SCORE, STANDS, "created_at", "dispatched_at", "owner")
    filterset = FieldJobFilter
    shown_filters = ("territory", "owner", "waiting")
    empty = _("Open a job for the first visit of a technician.")


class FieldJobQueue(FieldJobList):
    """What waits, in the order it is to go: the most important first, of equal ones the older."""

    title = _("Jobs to dispatch")
    template = "service/fieldjob_queue.html"
    columns = (
        "subject",
        SCORE,
        Column("urgency", kind="number", label=_("urgency")),
        Column("value_tier", kind="number", label=_("value")),
        "territory",
        "customer",
        "job_type",
        "created_at",
        "owner",
    )
    ordering = ("-score", "created_at", "id")
    shown_filters = ("territory", "owner")
    empty = _("Nothing waits to be sent out.")

    def rows(self, verb: str = "") -> Any:
        return super().rows(verb).waiting()


class FieldJobDetail(DetailPage):
    model = FieldJob
    facts = (
        STANDS,
        SCORE,
        Column("urgency", kind="number"),
        Column("value_tier", kind="number"),
        Column("given_score", kind="number"),
        "job_type",
        "territory",
        "customer",
        "ticket",
        Column("owner", label=_("technician")),
        "team",
        "created_at",
        "dispatched_at",
        "done_at",
        "cancelled_at",
        "external_id",
        "note",
    )
    buttons = (
        Button("service:fieldjob_dispatch", _("Dispatch"), icon="truck", verb="assign", style="good", when=waits),
        Button(
            "service:fieldjob_finish",
            _("Done"),
            icon="check",
            style="good",
            when=lambda job: bool(job.dispatched_at and not job.done_at and not job.cancelled_at),
        ),
        Button(
            "service:fieldjob_cancel",
            _("Cancel the job"),
            icon="x",
            when=lambda job: not job.done_at and not job.cancelled_at,
        ),
    )


class FieldJobCreate(CreatePage):
    model = FieldJob
    form = NewFieldJobForm
    submit = _("Open job")


class FieldJobEdit(EditPage):
    model = FieldJob
    form = FieldJobForm


class FieldJobDispatch(ActPage):
    model = FieldJob
    verb = "assign"
    form = DispatchForm
    action = staticmethod(actions.dispatch_job)
    title = _("Dispatch")
    intro = _("The most important job of a territory goes first; of equal ones the older.")
    submit = _("Send")
    saved = _("Sent out.")


class FieldJobFinish(ActPage):
    model = FieldJob
    form = WhenForm
    action = staticmethod(actions.finish_job)
    title = _("The job is done")
    submit = _("Done")


class FieldJobCancel(ActPage):
    model = FieldJob
    form = WhenForm
    action = staticmethod(actions.cancel_job)
    title = _("Cancel the job")
    intro = _("Nobody needs to go any more.")
    submit = _("Cancel the job")


class ProcessIncidentList(ListPage):
    model = ProcessIncident
    columns = ("process", "occurred_on", "department", "severity", "owner", "team")
    filterset = ProcessIncidentFilter
    shown_filters = ("severity", "process", "department", "occurred_on")
    empty = _("Write down what went wrong for want of a rule.")


class ProcessIncidentDetail(DetailPage):
    model = ProcessIncident
    facts = (
        "occurred_on",
        "process",
        "department",
        "severity",
        Column("owner", label=_("reported by")),
        "team",
        "description",
        "action_taken",
        "external_id",
    )


class ProcessIncidentCreate(CreatePage):
    model = ProcessIncident
    form = ProcessIncidentForm
    title = _("Report an incident")


class ProcessIncidentEdit(EditPage):
    model = ProcessIncident
    form = ProcessIncidentForm


class ProcessIncidentDelete(DeletePage):
    model = ProcessIncident
    action = staticmethod(delete_record)
