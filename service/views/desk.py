"""Pages of service: tickets, calls, queues and their calendars."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actions import delete_record
from accounts.forms import TouchForm
from accounts.models import Interaction
from crm_project.columns import Column
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.links import url_for
from crm_project.pages import Button, DetailPage, ListPage, PickPage
from service import actions
from service.filters import BusinessCalendarFilter, CallFilter, QueueFilter, TicketFilter
from service.forms.desk import (
    AssignTicketForm,
    CalendarForm,
    CallForm,
    MergeTicketForm,
    NewCallForm,
    NewTicketForm,
    QueueForm,
    SayForm,
    TicketForm,
    WhenForm,
)
from service.models import BusinessCalendar, Call, Queue, Ticket, TicketMessage

MESSAGES = 100


def living(ticket: Ticket) -> bool:
    return ticket.merged_into_id is None


def unsettled(ticket: Ticket) -> bool:
    return living(ticket) and ticket.status != Ticket.Status.RESOLVED


class TicketList(ListPage):
    model = Ticket
    columns = ("subject", "number", "customer", "status", "priority", "queue", "owner", "opened_at")
    filterset = TicketFilter
    shown_filters = ("status", "priority", "queue", "owner")
    empty = _("Open a ticket for the first request of a customer.")


class TicketDetail(DetailPage):
    model = Ticket
    template = "service/ticket_detail.html"
    facts = (
        "status",
        "priority",
        "customer",
        "contact",
        "queue",
        "owner",
        "team",
        "topic",
        "channel",
        "opened_at",
        "first_response_at",
        "first_response_open_seconds",
        "resolved_at",
        "resolution_open_seconds",
        Column("reopened", kind="number"),
        "beyond_first_level",
        "is_spam",
        "external_id",
    )
    related = ("merged_into",)
    buttons = (
        Button("service:ticket_resolve", _("Resolve"), icon="check", style="good", when=unsettled),
        Button(
            "service:ticket_wait",
            _("Wait for customer"),
            icon="hourglass",
            when=lambda ticket: unsettled(ticket) and ticket.status != Ticket.Status.PENDING,
        ),
        Button(
            "service:ticket_reopen",
            _("Reopen"),
            icon="rotate-ccw",
            when=lambda ticket: living(ticket) and not unsettled(ticket),
        ),
        Button("service:ticket_touch", _("Log interaction"), icon="phone-call", when=living),
        Button("service:ticket_assign", _("Assign"), icon="user-round-check", verb="assign", when=living),
        Button("service:ticket_merge", _("Merge"), icon="merge", verb="merge", when=living),
    )

    def context(self, **more: Any) -> dict[str, Any]:
        ticket, user = more["record"], self.request.user
        said = ticket.messages.visible_to(user).select_related("author").order_by("-at", "-pk")
        touches = Interaction.objects.visible_to(user).filter(ticket_link__ticket=ticket)
        return super().context(
            thread=list(reversed(said[:MESSAGES])),
            reads_body="body" in user.may("read", TicketMessage),
            events=ticket.events.visible_to(user).select_related("by").order_by("-at", "-pk")[:20],
            touches=list(touches.select_related("owner").order_by("-at", "-pk")[:10]),
            may_reply=living(ticket) and self.allows("change", ticket),
            form=SayForm(),
            once=uuid.uuid4().hex,
            **more,
        )


class TicketCreate(CreatePage):
    model = Ticket
    form = NewTicketForm
    submit = _("Open ticket")
    saved = _("Ticket opened.")

    def location(self, record: Ticket) -> str:
        """Who may open a ticket for anybody may not always see it afterwards."""
        seen = self.rows("view").filter(pk=record.pk).exists()
        return super().location(record) if seen else url_for(Ticket)


class TicketEdit(EditPage):
    model = Ticket
    form = TicketForm


class TicketPick(PickPage):
    model = Ticket
    searched = ("number", "subject")


class TicketAnswer(ActPage):
    model = Ticket
    form = SayForm
    action = staticmethod(actions.answer_ticket)
    title = _("Answer")
    submit = _("Send answer")
    saved = _("Answer sent.")


class TicketNote(ActPage):
    model = Ticket
    form = SayForm
    action = staticmethod(actions.note_on_ticket)
    title = _("Internal note")
    intro = _("The customer does not see it. It is no answer.")
    submit = _("Add note")
    saved = _("Note added.")


class TicketReceive(ActPage):
    model = Ticket
    form = SayForm
    action = staticmethod(actions.receive_message)
    title = _("The customer wrote")
    intro = _("A resolved ticket is opened again by it.")
    submit = _("Add message")
    saved = _("Message added.")


class TicketTouch(ActPage):
    """A call or a visit about the ticket, with its customer."""

    model = Ticket
    form = TouchForm
    title = _("Log interaction")
    submit = _("Log it")
    saved = _("Logged.")

    def write(self, form: Any) -> Ticket:
        actions.log_on_ticket(self.found, form, by=self.request.user)
        return self.found


class TicketResolve(ActPage):
    model = Ticket
    form = WhenForm
    action = staticmethod(actions.resolve_ticket)
    title = _("Resolve the ticket")
    intro = _("The clock stops; reopening it later takes the resolution back.")
    submit = _("Resolve")
    saved = _("Resolved.")


class TicketReopen(ActPage):
    model = Ticket
    form = WhenForm
    action = staticmethod(actions.reopen_ticket)
    title = _("Reopen the ticket")
    intro = _("Its resolution does not stand any more; the first one is remembered.")
    submit = _("Reopen")
    saved = _("Open again.")


class TicketWait(ActPage):
    model = Ticket
    action = staticmethod(actions.wait_for_customer)
    title = _("Wait for the customer")
    intro = _("It is the customer's turn. The clock goes on until it is resolved.")
    submit = _("Wait for customer")


class TicketAssign(ActPage):
    model = Ticket
    verb = "assign"
    form = AssignTicketForm
    action = staticmethod(actions.assign_ticket)
    title = _("Assign")
    submit = _("Assign")
    saved = _("Assigned.")

    def location(self, record: Ticket) -> str:
        """Who hands a ticket on may not see it any more."""
        seen = self.rows("view").filter(pk=record.pk).exists()
        return super().location(record) if seen else url_for(Ticket)


class TicketMerge(ActPage):
    model = Ticket
    verb = "merge"
    form = MergeTicketForm
    title = _("Merge")
    intro = _("The same request, told twice.")
    submit = _("Merge")
    saved = _("Merged.")

    @staticmethod
    def action(duplicate: Ticket, *, by: Any, survivor: Ticket) -> None:
        actions.merge_tickets(survivor, duplicate, by=by)


class CallList(ListPage):
    model = Call
    columns = (
        "entered_at",
        "direction",
        "outcome",
        "customer",
        "queue",
        Column("wait_seconds", label=_("wait")),
        Column("talk_seconds", label=_("talk")),
        "owner",
    )
    filterset = CallFilter
    shown_filters = ("direction", "outcome", "queue", "owner", "entered_at")
    empty = _("Log a call, or import what the telephone system wrote.")


class CallDetail(DetailPage):
    model = Call
    facts = (
        "direction",
        "outcome",
        "customer",
        "phone",
        "queue",
        "owner",
        "team",
        "entered_at",
        "answered_at",
        "ended_at",
        "wait_seconds",
        "talk_seconds",
        "hold_seconds",
        "wrap_up_seconds",
        "ticket",
        "topic",
        "disposition",
        "outbound_type",
        "priority",
        Column("transfers", kind="number"),
        "skill",
        "site",
        "trunk",
        "is_test",
        "is_internal",
        "external_id",
        "note",
    )
    buttons = (
        Button(
            "service:callreview_create",
            _("Review"),
            icon="star",
            verb="add",
            model="service.callreview",
            when=lambda call: call.outcome == Call.Outcome.ANSWERED and not hasattr(call, "review"),
            query=lambda call: {"call": call.pk},
        ),
        Button(
            "service:callreview_list",
            _("Its review"),
            icon="star",
            verb="view",
            model="service.callreview",
            when=lambda call: hasattr(call, "review"),
            query=lambda call: {"call": call.pk},
        ),
    )
    related = ("review",)


class CallPick(PickPage):
    """Calls by number, customer or id in the telephone system."""

    model = Call
    searched = ("phone", "customer__name", "external_id")

    def found(self, row: Any) -> dict[str, Any]:
        who = row.customer or row.phone
        return {"id": row.pk, "label": f"{row} {who}" if who else str(row)}


class CallCreate(CreatePage):
    model = Call
    form = NewCallForm
    title = _("Log a phone call")
    submit = _("Log call")
    saved = _("Call logged.")


class CallEdit(EditPage):
    model = Call
    form = CallForm


class QueueList(ListPage):
    model = Queue
    template = "service/queue_list.html"
    columns = ("name", "team", "calendar")
    filterset = QueueFilter
    empty = _("Queues are where requests wait for a team.")


class QueueDetail(DetailPage):
    model = Queue
    template = "service/queue_detail.html"
    facts = ("team", "calendar")

    def context(self, **more: Any) -> dict[str, Any]:
        queue, user = more["record"], self.request.user
        waiting = Ticket.objects.visible_to(user).open().filter(queue=queue, merged_into__isnull=True)
        rows = waiting.select_related("customer", "owner").order_by("opened_at", "pk")[:20]
        return super().context(waiting=rows if user.can("view", Ticket) else None, **more)


class QueueCreate(CreatePage):
    model = Queue
    form = QueueForm


class QueueEdit(EditPage):
    model = Queue
    form = QueueForm


class QueueDelete(DeletePage):
    model = Queue
    action = staticmethod(delete_record)


class CalendarList(ListPage):
    model = BusinessCalendar
    columns = ("name",)
    filterset = BusinessCalendarFilter
    empty = _("Opening hours and holidays: waits are measured on them.")


class CalendarDetail(DetailPage):
    model = BusinessCalendar
    template = "service/businesscalendar_detail.html"

    def context(self, **more: Any) -> dict[str, Any]:
        calendar = more["record"]
        return super().context(hours=calendar.hours.all(), holidays=calendar.holidays.order_by("-day")[:60], **more)


class CalendarCreate(CreatePage):
    model = BusinessCalendar
    form = CalendarForm


class CalendarEdit(EditPage):
    model = BusinessCalendar
    form = CalendarForm


class CalendarDelete(DeletePage):
    model = BusinessCalendar
    action = staticmethod(delete_record)
