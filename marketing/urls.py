"""Addresses of marketing."""

from __future__ import annotations

from crm_project.links import routes
from marketing import views

app_name = "marketing"
urlpatterns = [
    *routes(
        "campaigns",
        "campaign",
        list=views.CampaignList,
        create=views.CampaignCreate,
        detail=views.CampaignDetail,
        edit=views.CampaignEdit,
        delete=views.CampaignDelete,
        cancel=views.CampaignCancel,
        aim=views.CampaignAim,
    ),
    *routes(
        "campaign-members",
        "member",
        list=views.MemberList,
        create=views.MemberCreate,
        detail=views.MemberDetail,
        edit=views.MemberEdit,
        delete=views.MemberDelete,
        respond=views.MemberRespond,
        take_part=views.MemberTakePart,
    ),
    *routes(
        "spend",
        "spend",
        list=views.SpendList,
        create=views.SpendCreate,
        detail=views.SpendDetail,
        edit=views.SpendEdit,
        delete=views.SpendDelete,
    ),
]
