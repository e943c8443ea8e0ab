"""Addresses of the sales API."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from sales.api import views

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

urlpatterns = router.urls
