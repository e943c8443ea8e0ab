"""Pages of engagement and uses of data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.actions import delete_record
from crm_project.form_pages import CreatePage, DeletePage, EditPage
from crm_project.pages import DetailPage, ListPage
from marketing.filters import DataUseFilter, EngagementFilter, WeightFilter
from marketing.forms.engagement import DataUseForm, EngagementForm, WeightForm
from marketing.models import DataUse, EngagementEvent, EngagementWeight


class EngagementList(ListPage):
    model = EngagementEvent
    template = "marketing/engagement_list.html"
    columns = ("kind", "customer", "visitor", "at", "n", "points", "channel", "is_bot")
    filterset = EngagementFilter
    shown_filters = ("kind", "channel", "at", "is_bot")
    empty = _("Import visits, sign-ins, clicks and posts, or send them by the API; each counts by its weight.")


class EngagementDetail(DetailPage):
    model = EngagementEvent
    facts = (
        "kind", "customer", "visitor", "at", "n", "weight", "points", "pages", "minutes", "channel", "segment", "owner",
        "team", "is_bot", "is_internal", "note",
    )  # fmt: skip


class EngagementCreate(CreatePage):
    model = EngagementEvent
    form = EngagementForm


class EngagementEdit(EditPage):
    model = EngagementEvent
    form = EngagementForm


class WeightList(ListPage):
    model = EngagementWeight
    columns = ("kind", "since", "weight")
    filterset = WeightFilter
    empty = _("Say what a visit, a click or a call from a customer is worth.")


class WeightDetail(DetailPage):
    model = EngagementWeight
    facts = ("kind", "since", "weight")


class WeightCreate(CreatePage):
    model = EngagementWeight
    form = WeightForm
    intro = _("It holds for engagement recorded from now on; what was recorded keeps its points.")


class WeightEdit(EditPage):
    model = EngagementWeight
    form = WeightForm
    intro = _("It holds for engagement recorded from now on; what was recorded keeps its points.")


class WeightDelete(DeletePage):
    model = EngagementWeight
    action = staticmethod(delete_record)


class DataUseList(ListPage):
    model = DataUse
    columns = ("customer", "use", "on", "consented", "note", "owner")
    filterset = DataUseFilter
    shown_filters = ("use", "consented", "on")
    empty = _("Campaigns note here whose data they used; write down recommendations and services too.")


class DataUseDetail(DetailPage):
    model = DataUse
    facts = ("customer", "use", "on", "consented", "note", "owner", "team", "segment")


class DataUseCreate(CreatePage):
    model = DataUse
    form = DataUseForm


class DataUseEdit(EditPage):
    model = DataUse
    form = DataUseForm
