"""The form of a webhook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.webhooks import create_webhook, update_webhook
from accounts.form_base import RecordForm
from accounts.models import User, Webhook
from accounts.models.webhooks import Event


class WebhookForm(RecordForm):
    creates = staticmethod(create_webhook)
    updates = staticmethod(update_webhook)
    events = forms.MultipleChoiceField(label=_("events"), choices=Event.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Webhook
        fields = ["name", "url", "events", "owner", "is_active"]
        help_texts = {
            "url": _("https://… Networks of your own are only called when the server's settings allow it."),
            "owner": _("It is told what this person may see, and nothing once their account is off."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "owner" in self.fields:
            owner: Any = self.fields["owner"]
            owner.queryset = User.objects.active()
