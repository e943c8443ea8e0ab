"""Addresses of the sales API."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from sales.api import expenses, more_views, views

router = SimpleRouter()
router.register("product-categories", views.ProductCategoryViewSet, "api-productcategory")
router.register("products", views.ProductViewSet, "api-product")
router.register("leads", views.LeadViewSet, "api-lead")
router.register("stages", views.StageViewSet, "api-stage")
router.register("loss-reasons", views.LossReasonViewSet, "api-lossreason")
router.register("deals", views.DealViewSet, "api-deal")
router.register("orders", views.OrderViewSet, "api-order")
router.register("refunds", views.RefundViewSet, "api-refund")
router.register("payments", views.PaymentViewSet, "api-payment")
router.register("competitors", more_views.CompetitorViewSet, "api-competitor")
router.register("leaving-reasons", more_views.ChurnReasonViewSet, "api-churnreason")
router.register("milestones", more_views.MilestoneViewSet, "api-milestone")
router.register("contracts", more_views.ContractViewSet, "api-contract")
router.register("documents", more_views.ContractDocumentViewSet, "api-contractdocument")
router.register("lost-customers", more_views.DepartureViewSet, "api-departure")
router.register("loyalty-bookings", more_views.LoyaltyBookingViewSet, "api-loyaltybooking")
router.register("loyalty-programme", more_views.LoyaltyProgrammeViewSet, "api-loyaltyprogramme")
router.register("expenses", expenses.ExpenseViewSet, "api-expense")
router.register("trainings", expenses.TrainingViewSet, "api-training")
router.register("training-attendees", expenses.AttendeeViewSet, "api-trainingattendee")
router.register("market-sizes", expenses.MarketSizeViewSet, "api-marketsize")

urlpatterns = router.urls
