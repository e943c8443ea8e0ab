"""Addresses of the marketing API."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from marketing.api import views

router = SimpleRouter()
router.register("campaigns", views.CampaignViewSet, "api-campaign")
router.register("members", views.MemberViewSet, "api-member")
router.register("responses", views.ResponseViewSet, "api-response")
router.register("spend", views.SpendViewSet, "api-spend")
router.register("engagement", views.EngagementViewSet, "api-engagement")
router.register("engagement-weights", views.WeightViewSet, "api-engagementweight")
router.register("data-uses", views.DataUseViewSet, "api-datause")
router.register("surveys", views.SurveyViewSet, "api-survey")
router.register("survey-invitations", views.InvitationViewSet, "api-invitation")
router.register("survey-answers", views.AnswerViewSet, "api-answer")
router.register("feedback", views.FeedbackViewSet, "api-feedback")
router.register("ad-results", views.AdResultViewSet, "api-adresult")

urlpatterns = router.urls
