"""Sales in the admin. Deals, orders and money move by their actions, on their pages; here one looks at them."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from accounts import policy
from accounts.admin_parts import ReadAdmin, RecordAdmin
from sales import actions
from sales.models import (
    Deal,
    Lead,
    LossReason,
    Order,
    OrderLine,
    Payment,
    Product,
    ProductCategory,
    Refund,
    RefundLine,
    Stage,
    StageChange,
)


@admin.register(ProductCategory)
class ProductCategoryAdmin(RecordAdmin):
    creates = staticmethod(actions.create_category)
    updates = staticmethod(actions.update_category)
    list_display = ["name", "parent", "top"]
    list_select_related = ["parent", "top"]
    search_fields = ["name"]


@admin.register(Product)
class ProductAdmin(RecordAdmin):
    list_display = ["sku", "name", "kind", "category", "price", "cost", "active"]
    list_select_related = ["category"]
    list_filter = ["kind", "active"]
    search_fields = ["search"]


@admin.register(Stage)
class StageAdmin(RecordAdmin):
    list_display = ["name", "outcome", "probability", "position"]


@admin.register(LossReason)
class LossReasonAdmin(RecordAdmin):
    list_display = ["name", "position"]


@admin.register(Lead)
class LeadAdmin(RecordAdmin):
    creates = staticmethod(actions.create_lead)
    updates = staticmethod(actions.update_lead)
    list_display = ["name", "company", "status", "owner", "campaign", "received_at"]
    list_select_related = ["owner", "campaign"]
    list_filter = ["status"]
    search_fields = ["search"]
    raw_id_fields = ["customer"]
    readonly_fields = ["status", "disqualified_reason"]


@admin.register(Deal)
class DealAdmin(ReadAdmin):
    list_display = ["name", "customer", "stage", "outcome", "amount", "currency", "owner", "closed_at"]
    list_select_related = ["customer", "stage", "owner"]
    list_filter = ["outcome", "stage"]
    search_fields = ["name"]


@admin.register(StageChange)
class StageChangeAdmin(ReadAdmin):
    list_display = ["deal", "at", "stage", "outcome", "probability", "amount_home", "owner"]
    list_select_related = ["deal", "stage", "owner"]
    search_fields = ["deal__name"]
    ordering = ["-id"]


class OrderLineInline(admin.TabularInline):
    """What was sold; never changed here."""

    model = OrderLine
    extra = 0
    can_delete = False
    SHOWN = ["product", "category", "quantity", "unit_price", "discount", "amount"]

    def get_fields(self, request: HttpRequest, obj: object = None) -> list[str]:
        readable = policy.fields(request.user, OrderLine, "read")
        return [name for name in self.SHOWN if name in readable]

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return policy.can(request.user, "view", OrderLine)


@admin.register(Order)
class OrderAdmin(ReadAdmin):
    list_display = ["number", "customer", "status", "ordered_at", "net", "currency", "owner"]
    list_select_related = ["customer", "owner"]
    list_filter = ["status"]
    search_fields = ["=number"]
    inlines = [OrderLineInline]


@admin.register(Refund)
class RefundAdmin(ReadAdmin):
    list_display = ["order", "refunded_at", "amount", "amount_home", "reason"]
    list_select_related = ["order"]
    search_fields = ["=order__number"]


@admin.register(RefundLine)
class RefundLineAdmin(ReadAdmin):
    list_display = ["refund", "line", "quantity", "amount_home"]
    list_select_related = ["refund__order", "line__product"]


@admin.register(Payment)
class PaymentAdmin(ReadAdmin):
    list_display = ["order", "paid_at", "amount", "method", "reference"]
    list_select_related = ["order"]
    list_filter = ["method"]
    search_fields = ["=order__number", "=reference"]
