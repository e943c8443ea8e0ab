"""Sales in the admin. Deals, orders and money move by their actions, on their pages; here one looks at them."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from accounts import policy
from accounts.admin_parts import ReadAdmin, RecordAdmin
from sales import actions
from sales.models import (
    ChurnReason,
    Competitor,
    Contract,
    ContractDocument,
    Deal,
    DealCredit,
    DealMilestone,
    Departure,
    Expense,
    Lead,
    LeadChange,
    LeadMilestone,
    LossReason,
    LoyaltyBooking,
    LoyaltyEntry,
    LoyaltyProgramme,
    MarketSize,
    Milestone,
    Order,
    OrderLine,
    Payment,
    Product,
    ProductCategory,
    Refund,
    RefundLine,
    Stage,
    StageChange,
    Training,
    TrainingAttendee,
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
    creates = staticmethod(actions.create_product)
    updates = staticmethod(actions.update_product)
    list_display = ["sku", "name", "kind", "category", "tier", "price", "cost", "active"]
    raw_id_fields = ["successor"]
    list_select_related = ["category"]
    list_filter = ["kind", "active"]
    search_fields = ["search"]


@admin.register(Stage)
class StageAdmin(RecordAdmin):
    list_display = ["name", "outcome", "probability", "position"]


@admin.register(LossReason)
class LossReasonAdmin(RecordAdmin):
    list_display = ["name", "position"]


@admin.register(Competitor)
class CompetitorAdmin(RecordAdmin):
    list_display = ["name", "position"]


@admin.register(ChurnReason)
class ChurnReasonAdmin(RecordAdmin):
    list_display = ["name", "position"]


@admin.register(Milestone)
class MilestoneAdmin(RecordAdmin):
    list_display = ["name", "step", "position"]


@admin.register(Contract)
class ContractAdmin(RecordAdmin):
    creates = staticmethod(actions.create_contract)
    updates = staticmethod(actions.update_contract)
    list_display = ["number", "customer", "status", "starts_on", "ends_on", "annual_value", "renewed_on", "owner"]
    list_select_related = ["customer", "owner"]
    list_filter = ["status"]
    search_fields = ["=number"]
    raw_id_fields = ["customer", "deal", "product"]
    readonly_fields = ["status"]


@admin.register(ContractDocument)
class ContractDocumentAdmin(RecordAdmin):
    creates = staticmethod(actions.file_document)
    updates = staticmethod(actions.update_document)
    list_display = ["name", "kind", "contract", "customer", "filed_on", "lost_on", "found_on", "owner"]
    list_select_related = ["contract", "customer", "owner"]
    list_filter = ["kind"]
    search_fields = ["name"]
    raw_id_fields = ["contract", "customer"]


@admin.register(Departure)
class DepartureAdmin(RecordAdmin):
    creates = staticmethod(actions.record_departure)
    updates = staticmethod(actions.update_departure)
    list_display = ["customer", "left_on", "kind", "reason", "competitor", "returned_on", "owner"]
    list_select_related = ["customer", "reason", "competitor", "owner"]
    list_filter = ["kind", "reason"]
    raw_id_fields = ["customer", "contract"]


@admin.register(LoyaltyProgramme)
class LoyaltyProgrammeAdmin(ReadAdmin):
    list_display = ["__str__", "active", "points_per_unit", "expires_after_days"]


@admin.register(LoyaltyBooking)
class LoyaltyBookingAdmin(ReadAdmin):
    list_display = ["at", "kind", "customer", "order", "note"]
    list_select_related = ["customer", "order"]
    list_filter = ["kind"]


@admin.register(LoyaltyEntry)
class LoyaltyEntryAdmin(ReadAdmin):
    list_display = ["booking", "account", "points"]
    list_select_related = ["booking"]
    list_filter = ["account"]


@admin.register(DealCredit)
class DealCreditAdmin(ReadAdmin):
    list_display = ["deal", "user", "share"]
    list_select_related = ["deal", "user"]


@admin.register(LeadMilestone)
class LeadMilestoneAdmin(ReadAdmin):
    list_display = ["lead", "milestone", "at", "before", "after"]
    list_select_related = ["lead", "milestone"]


@admin.register(DealMilestone)
class DealMilestoneAdmin(ReadAdmin):
    list_display = ["deal", "milestone", "at", "before", "after"]
    list_select_related = ["deal", "milestone"]


@admin.register(LeadChange)
class LeadChangeAdmin(ReadAdmin):
    list_display = ["lead", "at", "status", "probability", "expected_amount", "owner"]
    list_select_related = ["lead", "owner"]
    ordering = ["-id"]


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


@admin.register(Expense)
class ExpenseAdmin(RecordAdmin):
    creates = staticmethod(actions.record_expense)
    updates = staticmethod(actions.update_expense)
    list_display = ["day", "kind", "cost_center", "amount", "currency", "amount_home", "status", "owner"]
    list_select_related = ["owner"]
    list_filter = ["status", "kind", "cost_center"]
    search_fields = ["note", "project"]
    raw_id_fields = ["campaign"]


@admin.register(Training)
class TrainingAdmin(RecordAdmin):
    list_display = ["name", "completed_on", "effect_days", "cost"]
    search_fields = ["name"]


@admin.register(TrainingAttendee)
class TrainingAttendeeAdmin(RecordAdmin):
    creates = staticmethod(actions.record_attendee)
    list_display = ["training", "user", "team"]
    list_select_related = ["training", "user", "team"]


@admin.register(MarketSize)
class MarketSizeAdmin(RecordAdmin):
    creates = staticmethod(actions.record_market_size)
    updates = staticmethod(actions.update_market_size)
    list_display = ["market", "region", "category", "period", "starts_on", "size", "published_by"]
    list_select_related = ["region", "category"]
    list_filter = ["period"]
    search_fields = ["market"]
