"""Pages of campaigns, their members, and spend."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actions import delete_record
from accounts.models import Customer
from crm_project.columns import Column
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.pages import Button, DetailPage, ListPage
from marketing import actions, queries
from marketing.filters import CampaignFilter, MemberFilter, SpendFilter
from marketing.forms.campaigns import (
    AddMembersForm,
    CampaignForm,
    MemberForm,
    NewMemberForm,
    OnForm,
    RespondForm,
    SpendForm,
)
from marketing.models import Campaign, Member, Response, Spend


class CampaignList(ListPage):
    model = Campaign
    columns = ("name", "status", "starts_on", "ends_on", "budget", "channel", "owner")
    filterset = CampaignFilter
    shown_filters = ("status", "owner", "starts_on")
    empty = _("Plan your first campaign: its days, its budget, whom it is aimed at.")


def standing(campaign: Campaign) -> bool:
    return campaign.status != Campaign.Status.CANCELLED


class CampaignDetail(DetailPage):
    model = Campaign
    template = "marketing/campaign_detail.html"
    facts = (
        "status",
        "starts_on",
        "ends_on",
        "grace_days",
        "budget",
        "baseline_sales",
        Column("margin_rate", kind="percent"),
        "channel",
        "segment",
        "owner",
        "team",
        "goal",
    )
    buttons = (
        Button("marketing:campaign_aim", _("Add members"), icon="user-plus", style="primary", when=standing),
        Button(
            "marketing:campaign_cancel",
            _("Call off"),
            icon="ban",
            when=lambda campaign: campaign.status in (Campaign.Status.PLANNED, Campaign.Status.RUNNING),
        ),
    )

    def context(self, **more: Any) -> dict[str, Any]:
        campaign, user = more["record"], self.request.user
        members = campaign.members.visible_to(user).select_related("customer", "segment")
        answers = Response.objects.visible_to(user).filter(member__campaign=campaign)
        spends = user.can("view", Spend)
        return super().context(
            figures=queries.campaign_figures(campaign),
            money=queries.campaign_money(campaign) if spends else None,
            members=members.with_response().order_by("-id")[:15],
            answers=answers.select_related("member__customer").order_by("-on", "-id")[:10],
            spend=campaign.spend.visible_to(user).order_by("-day", "-id")[:10] if spends else None,
            **more,
        )


class CampaignCreate(CreatePage):
    model = Campaign
    form = CampaignForm


class CampaignEdit(EditPage):
    model = Campaign
    form = CampaignForm


class CampaignDelete(DeletePage):
    model = Campaign
    action = staticmethod(delete_record)


class CampaignCancel(ActPage):
    model = Campaign
    action = staticmethod(actions.cancel_campaign)
    title = _("Call off")
    intro = _("What it reached and cost so far stays.")


class CampaignAim(ActPage):
    """Aim the campaign at one customer, or at all of a segment or status that this person may see."""

    model = Campaign
    form = AddMembersForm
    title = _("Add members")
    submit = _("Add")
    action = staticmethod(actions.add_members)

    def values(self, form: Any) -> dict[str, Any]:
        said = form.cleaned_data
        rows = Customer.objects.visible_to(self.request.user).living().real()
        for name in ("segment", "status"):
            if said[name]:
                rows = rows.filter(**{name: said[name]})
        chosen = [said["customer"]] if said["customer"] else []
        found = [*chosen, *rows] if said["segment"] or said["status"] else chosen
        return {"customers": found, "contacted_on": said["contacted_on"]}


class MemberList(ListPage):
    model = Member
    columns = ("customer", "campaign", "segment", "contacted_on", "delivered", "took_part_on")
    filterset = MemberFilter
    shown_filters = ("campaign", "delivered", "contacted_on")
    empty = _("Open a campaign and add whom it is aimed at.")


class MemberDetail(DetailPage):
    model = Member
    template = "marketing/member_detail.html"
    facts = ("campaign", "customer", "contact", "segment", "contacted_on", "delivered", "took_part_on", "completed_on")
    buttons = (
        Button("marketing:member_respond", _("Record an answer"), icon="reply", style="primary"),
        Button("marketing:member_take_part", _("Took part"), icon="ticket-check"),
        Button("marketing:member_reach_goal", _("Reached the goal"), icon="flag"),
    )

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(answers=more["record"].responses.visible_to(self.request.user), **more)


class MemberCreate(CreatePage):
    model = Member
    form = NewMemberForm


class MemberEdit(EditPage):
    model = Member
    form = MemberForm


class MemberDelete(DeletePage):
    model = Member
    action = staticmethod(delete_record)


class MemberRespond(ActPage):
    model = Member
    form = RespondForm
    title = _("Record an answer")
    submit = _("Save")
    action = staticmethod(actions.record_response)


class MemberTakePart(ActPage):
    model = Member
    form = OnForm
    title = _("Took part")
    submit = _("Save")
    action = staticmethod(actions.record_took_part)


class MemberReachGoal(ActPage):
    model = Member
    form = OnForm
    title = _("Reached the goal")
    submit = _("Save")
    action = staticmethod(actions.record_goal)


class SpendList(ListPage):
    model = Spend
    columns = ("day", "kind", "campaign", "planned", "actual", "is_acquisition", "note")
    filterset = SpendFilter
    shown_filters = ("kind", "campaign", "day")
    empty = _("Write down what was planned and what was spent, by day and kind.")


class SpendDetail(DetailPage):
    model = Spend
    facts = ("day", "kind", "campaign", "planned", "actual", "is_acquisition", "channel", "segment", "owner", "note")


class SpendCreate(CreatePage):
    model = Spend
    form = SpendForm


class SpendEdit(EditPage):
    model = Spend
    form = SpendForm


class SpendDelete(DeletePage):
    model = Spend
    action = staticmethod(delete_record)
