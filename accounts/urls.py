"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from accounts import views, views_setup
from crm_project.links import routes

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views_setup.login, name="login"),
    path("sign-out/", views_setup.logout, name="logout"),
    path("language/", views_setup.language, name="language"),
    path("profile/", views_setup.Profile.as_view(), name="profile"),
    path("profile/password/", views_setup.Password.as_view(), name="password"),
    path("organisation/", views_setup.OrganisationDetail.as_view(), name="organisation_detail"),
    path("organisation/edit/", views_setup.OrganisationEdit.as_view(), name="organisation_edit"),
    path("interactions/quick/", views.quick_line, name="interaction_quick"),
    *routes(
        "customers",
        "customer",
        list=views.CustomerList,
        create=views.CustomerCreate,
        pick=views.CustomerPick,
        detail=views.CustomerDetail,
        edit=views.CustomerEdit,
        assign=views.CustomerAssign,
        merge=views.CustomerMerge,
        unmerge=views.CustomerUnmerge,
    ),
    *routes(
        "contacts",
        "contact",
        list=views.ContactList,
        create=views.ContactCreate,
        pick=views.ContactPick,
        detail=views.ContactDetail,
        edit=views.ContactEdit,
        delete=views.ContactDelete,
    ),
    *routes(
        "interactions",
        "interaction",
        list=views.InteractionList,
        create=views.InteractionCreate,
        detail=views.InteractionDetail,
        edit=views.InteractionEdit,
        delete=views.InteractionDelete,
        finish=views.InteractionFinish,
        settle=views.InteractionSettle,
    ),
    *routes(
        "users",
        "user",
        list=views_setup.UserList,
        create=views_setup.UserCreate,
        pick=views_setup.UserPick,
        detail=views_setup.UserDetail,
        edit=views_setup.UserEdit,
    ),
    *routes(
        "teams",
        "team",
        list=views_setup.TeamList,
        create=views_setup.TeamCreate,
        detail=views_setup.TeamDetail,
        edit=views_setup.TeamEdit,
        delete=views_setup.TeamDelete,
    ),
    *routes(
        "memberships",
        "membership",
        list=views_setup.MembershipList,
        create=views_setup.MembershipCreate,
        detail=views_setup.MembershipDetail,
        edit=views_setup.MembershipEdit,
        delete=views_setup.MembershipDelete,
    ),
    *routes("segments", "segment", **views_setup.SEGMENT_PAGES),
    *routes("channels", "channel", **views_setup.CHANNEL_PAGES),
    *routes("regions", "region", **views_setup.REGION_PAGES),
    *routes(
        "exchange-rates",
        "exchangerate",
        list=views_setup.ExchangeRateList,
        create=views_setup.ExchangeRateCreate,
        detail=views_setup.ExchangeRateDetail,
        edit=views_setup.ExchangeRateEdit,
        delete=views_setup.ExchangeRateDelete,
    ),
    *routes("audit", "auditentry", list=views_setup.AuditEntryList, detail=views_setup.AuditEntryDetail),
]
