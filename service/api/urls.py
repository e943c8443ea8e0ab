"""Addresses of the service API."""

from __future__ import annotations

from django.urls import path
from rest_framework.routers import SimpleRouter

from service.api import centre, pbx, views

router = SimpleRouter()
router.register("queues", views.QueueViewSet, "api-queue")
router.register("calendars", views.BusinessCalendarViewSet, "api-calendar")
router.register("tickets", views.TicketViewSet, "api-ticket")
router.register("calls", views.CallViewSet, "api-call")
router.register("agent-states", centre.AgentStateViewSet, "api-agentstate")
router.register("scorecards", centre.ScorecardViewSet, "api-scorecard")
router.register("call-reviews", centre.CallReviewViewSet, "api-callreview")
router.register("field-jobs", centre.FieldJobViewSet, "api-fieldjob")
router.register("process-incidents", centre.ProcessIncidentViewSet, "api-processincident")
router.register("complaints", views.ComplaintViewSet, "api-complaint")

urlpatterns = [
    path("pbx/calls/", pbx.PbxCalls.as_view(), name="api-pbx-calls"),
    path("pbx/agent-states/", pbx.PbxAgentStates.as_view(), name="api-pbx-agent-states"),
    *router.urls,
]
