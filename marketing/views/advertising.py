"""Pages of ad results, and of the campaign an interaction was part of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actions import delete_record
from accounts.models import Interaction
from crm_project.columns import Column
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.pages import DetailPage, ListPage
from marketing import actions
from marketing.filters import AdResultFilter
from marketing.forms.advertising import AdResultForm, CampaignOfForm
from marketing.models import AdResult

COUNTS = ("impressions", "clicks", "invalid_clicks", Column("spend"), "conversions", Column("revenue"))


class AdResultList(ListPage):
    model = AdResult
    columns = ("day", "ad", "placement", "channel", *COUNTS)
    filterset = AdResultFilter
    shown_filters = ("channel", "campaign", "day")
    empty = _("Enter or import what your advertisements did, day by day.")


class AdResultDetail(DetailPage):
    model = AdResult
    facts = ("day", "ad", "placement", "channel", "campaign", *COUNTS, "owner", "external_id")


class AdResultCreate(CreatePage):
    model = AdResult
    form = AdResultForm


class AdResultEdit(EditPage):
    model = AdResult
    form = AdResultForm


class AdResultDelete(DeletePage):
    model = AdResult
    action = staticmethod(delete_record)


class InteractionCampaign(ActPage):
    """Say which campaign an interaction was part of."""

    model = Interaction
    form = CampaignOfForm
    action = staticmethod(actions.tie_to_campaign)
    title = _("Campaign of the interaction")
    submit = _("Save")

    def initial(self, record: Any) -> dict[str, Any]:
        link = getattr(record, "campaign_link", None)
        return {"campaign": link.campaign_id} if link else {}
