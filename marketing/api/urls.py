"""Addresses of the marketing API."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from marketing.api import views

router = SimpleRouter()
router.register("campaigns", views.CampaignViewSet, "api-campaign")
router.register("members", views.MemberViewSet, "api-member")
router.register("responses", views.ResponseViewSet, "api-response")
router.register("spend", views.SpendViewSet, "api-spend")

urlpatterns = router.urls
