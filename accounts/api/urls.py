"""Addresses of the accounts API, the schema and the page that explains it."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from accounts.api import schema, views, views_privacy, views_webhooks

router = SimpleRouter()
router.register("users", views.UserViewSet, "api-user")
router.register("teams", views.TeamViewSet, "api-team")
router.register("memberships", views.MembershipViewSet, "api-membership")
router.register("segments", views.SegmentViewSet, "api-segment")
router.register("channels", views.ChannelViewSet, "api-channel")
router.register("regions", views.RegionViewSet, "api-region")
router.register("exchange-rates", views.ExchangeRateViewSet, "api-exchangerate")
router.register("customers", views.CustomerViewSet, "api-customer")
router.register("contacts", views.ContactViewSet, "api-contact")
router.register("interactions", views.InteractionViewSet, "api-interaction")
router.register("data-rules", views.DataRuleViewSet, "api-datarule")
router.register("value-checks", views.ValueCheckViewSet, "api-valuecheck")
router.register("consents", views_privacy.ConsentViewSet, "api-consent")
router.register("erasures", views_privacy.ErasureViewSet, "api-erasure")
router.register("webhooks", views_webhooks.WebhookViewSet, "api-webhook")
router.register("webhook-deliveries", views_webhooks.WebhookDeliveryViewSet, "api-webhookdelivery")
router.register("retention-rules", views_privacy.RetentionRuleViewSet, "api-retentionrule")
router.register("referrals", views.ReferralViewSet, "api-referral")
router.register("audit", views.AuditEntryViewSet, "api-audit")
router.register("changes", views.ChangeViewSet, "api-change")
router.register("tokens", views.ApiTokenViewSet, "api-token")

organisation = views.OrganisationViewSet.as_view({"get": "retrieve", "patch": "partial_update"})

urlpatterns = [
    path("organisation/", organisation, name="api-organisation"),
    path("schema/", schema.Schema.as_view(), name="api-schema"),
    path("docs/", schema.Docs.as_view(url_name="api-schema"), name="api-docs"),
    path("", include(router.urls)),
]
