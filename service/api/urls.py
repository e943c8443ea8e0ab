"""Addresses of the service API."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from service.api import views

router = SimpleRouter()
router.register("queues", views.QueueViewSet, "api-queue")
router.register("calendars", views.BusinessCalendarViewSet, "api-calendar")
router.register("tickets", views.TicketViewSet, "api-ticket")
router.register("calls", views.CallViewSet, "api-call")

urlpatterns = router.urls
