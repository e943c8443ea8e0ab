"""Pages of webhooks and of what they were sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.actions.webhooks import send_again
from accounts.doors.stepup import require_fresh
from accounts.filters import WebhookDeliveryFilter, WebhookFilter
from accounts.forms_webhooks import WebhookForm
from accounts.models import Webhook, WebhookDelivery
from accounts.models.webhooks import Event
from crm_project.errors import ActionRefused
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage, once
from crm_project.links import url_for
from crm_project.pages import Button, Column, DetailPage, ListPage


def events_of(webhook: Webhook) -> str:
    names = dict(Event.choices)
    return ", ".join(str(names.get(event, event)) for event in webhook.events)


EVENTS = Column("events", value=events_of, kind="text")


class WebhookList(ListPage):
    model = Webhook
    columns = ("name", "url", EVENTS, "owner", "is_active")
    filterset = WebhookFilter
    empty = _("A webhook tells another program at once when a lead comes in, a deal is won, a ticket is opened.")


class WebhookDetail(DetailPage):
    model = Webhook
    facts = ("name", "url", EVENTS, "owner", "is_active")
    buttons = (
        Button(
            "accounts:webhookdelivery_list",
            _("Deliveries"),
            icon="list",
            verb="view",
            query=lambda webhook: {"webhook": webhook.pk},
        ),
    )


class WebhookCreate(CreatePage):
    """Shows the secret once, in the answer to the form."""

    model = Webhook
    form = WebhookForm

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_fresh(request)
        return super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_fresh(request)
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.show(form)
        made: list[Webhook] = []
        try:
            location, first = once(request, lambda: self.make(form, made))
        except ActionRefused as refusal:
            return self.refuse(form, refusal)
        if not first:
            return HttpResponseRedirect(location)
        answer = render(request, "accounts/webhook_made.html", {"webhook": made[0], "title": made[0].name})
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def make(self, form: WebhookForm, made: list[Webhook]) -> str:
        made.append(form.save_by(self.request.user))
        return url_for(Webhook)


class WebhookEdit(EditPage):
    model = Webhook
    form = WebhookForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require_fresh(request)
        return super().dispatch(request, *args, **kwargs)


class WebhookDelete(DeletePage):
    model = Webhook
    action = staticmethod(actions.delete_record)


class WebhookDeliveryList(ListPage):
    model = WebhookDelivery
    columns = ("at", "webhook", "event", "object_id", "state", "attempts", "sent_at", "status", "error")
    filterset = WebhookDeliveryFilter
    shown_filters = ("webhook", "event", "state")
    empty = _("Nothing was sent yet.")


class WebhookDeliveryDetail(DetailPage):
    model = WebhookDelivery
    facts = (
        "webhook", "event", "event_id", "model", "object_id", "at", "state", "attempts", "sent_at", "next_at", "status", "error",
    )  # fmt: skip
    buttons = (
        Button(
            "accounts:webhookdelivery_again",
            _("Send again"),
            icon="repeat",
            when=lambda delivery: delivery.state != WebhookDelivery.State.WAITING,
        ),
    )

    def actions(self, record: Any) -> dict[str, Any]:
        return {**super().actions(record), "edit_url": "", "delete_url": ""}


class WebhookDeliveryAgain(ActPage):
    model = WebhookDelivery
    title = _("Send again")
    intro = _("The same event with the same number is sent once more, with what its owner may see now.")
    submit = _("Send again")
    action = staticmethod(send_again)
