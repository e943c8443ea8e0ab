"""Forms of ad results and of touches that belong to a campaign."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from marketing import actions
from marketing.models import AdResult, Campaign


class AdResultForm(RecordForm):
    creates = staticmethod(actions.record_ad_result)
    updates = staticmethod(actions.update_ad_result)

    class Meta:
        model = AdResult
        fields = [
            "day",
            "ad",
            "placement",
            "channel",
            "campaign",
            "impressions",
            "clicks",
            "invalid_clicks",
            "spend",
            "conversions",
            "revenue",
        ]


class CampaignOfForm(VerbForm):
    campaign = forms.ModelChoiceField(
        Campaign.objects.all(), label=_("campaign"), required=False, help_text=_("Empty: of none.")
    )
