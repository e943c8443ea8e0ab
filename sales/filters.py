"""What lists of sales are filtered by, on pages and in the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, FilterSet, RangeFilter

from accounts.models import Region, Segment, Team, User
from crm_project.filters import Days, Key, Pick, Search
from marketing.models import Campaign
from sales.models import (
    ChurnReason,
    Competitor,
    Contract,
    ContractDocument,
    Deal,
    Departure,
    Expense,
    Lead,
    LossReason,
    LoyaltyBooking,
    MarketSize,
    Milestone,
    Order,
    Payment,
    Product,
    ProductCategory,
    Refund,
    Stage,
    Training,
    TrainingAttendee,
)


class ProductCategoryFilter(FilterSet):
    search = Search("name")
    parent = Pick(ProductCategory)

    class Meta:
        model = ProductCategory
        fields = ["search", "parent"]


class ProductFilter(FilterSet):
    search = Search()
    category = Pick(ProductCategory)

    class Meta:
        model = Product
        fields = ["search", "kind", "category", "tier", "active"]


class LeadFilter(FilterSet):
    search = Search()
    owner = Pick(User)
    team = Pick(Team)
    segment = Pick(Segment)
    campaign = Pick(Campaign)
    category = Pick(ProductCategory)
    customer = Key()
    received_at = Days()

    class Meta:
        model = Lead
        fields = [
            "search",
            "status",
            "owner",
            "team",
            "segment",
            "campaign",
            "category",
            "customer",
            "received_at",
        ]


class StageFilter(FilterSet):
    search = Search("name")

    class Meta:
        model = Stage
        fields = ["search", "outcome"]


class LossReasonFilter(FilterSet):
    search = Search("name")

    class Meta:
        model = LossReason
        fields = ["search"]


class DealFilter(FilterSet):
    search = Search("name")
    stage = Pick(Stage)
    owner = Pick(User)
    team = Pick(Team)
    category = Pick(ProductCategory)
    loss_reason = Pick(LossReason)
    competitor = Pick(Competitor)
    customer = Key()
    amount_home = RangeFilter()
    expected_close = Days()
    closed_at = Days()

    class Meta:
        model = Deal
        fields = [
            "search", "outcome", "stage", "owner", "team", "category", "loss_reason", "competitor", "customer",
            "amount_home", "expected_close", "closed_at",
        ]  # fmt: skip


class OrderFilter(FilterSet):
    search = Search("number")
    owner = Pick(User)
    team = Pick(Team)
    segment = Pick(Segment)
    customer = Key()
    deal = Key()
    ordered_at = Days()

    class Meta:
        model = Order
        fields = ["search", "status", "owner", "team", "segment", "customer", "deal", "ordered_at"]


class RefundFilter(FilterSet):
    order = Key()
    refunded_at = Days()

    class Meta:
        model = Refund
        fields = ["order", "refunded_at"]


class PaymentFilter(FilterSet):
    order = Key()
    paid_at = Days()

    class Meta:
        model = Payment
        fields = ["order", "method", "paid_at"]


class CompetitorFilter(FilterSet):
    search = Search("name")

    class Meta:
        model = Competitor
        fields = ["search"]


class ChurnReasonFilter(FilterSet):
    search = Search("name")

    class Meta:
        model = ChurnReason
        fields = ["search"]


class MilestoneFilter(FilterSet):
    search = Search("name")

    class Meta:
        model = Milestone
        fields = ["search"]


class ContractFilter(FilterSet):
    search = Search("number")
    owner = Pick(User)
    team = Pick(Team)
    category = Pick(ProductCategory)
    customer = Key()
    starts_on = Days()
    ends_on = Days()

    class Meta:
        model = Contract
        fields = ["search", "status", "owner", "team", "category", "customer", "starts_on", "ends_on"]


class DocumentFilter(FilterSet):
    search = Search("name")
    owner = Pick(User)
    team = Pick(Team)
    contract = Key()
    customer = Key()
    missing = BooleanFilter(label=_("missing"), method="only_missing", field_name="lost_on")
    filed_on = Days()
    lost_on = Days()

    class Meta:
        model = ContractDocument
        fields = ["search", "kind", "owner", "team", "contract", "customer", "missing", "filed_on", "lost_on"]

    def only_missing(self, rows: Any, name: str, value: bool) -> Any:
        return rows.missing() if value else rows.exclude(pk__in=rows.missing().values("pk"))


class DepartureFilter(FilterSet):
    reason = Pick(ChurnReason)
    competitor = Pick(Competitor)
    owner = Pick(User)
    team = Pick(Team)
    customer = Key()
    unknown = BooleanFilter(label=_("reason unknown"), field_name="reason", lookup_expr="isnull")
    gone = BooleanFilter(label=_("not won back"), field_name="returned_on", lookup_expr="isnull")
    left_on = Days()

    class Meta:
        model = Departure
        fields = ["kind", "reason", "competitor", "owner", "team", "customer", "unknown", "gone", "left_on"]


class LoyaltyBookingFilter(FilterSet):
    customer = Key()
    order = Key()
    at = Days()

    class Meta:
        model = LoyaltyBooking
        fields = ["kind", "customer", "order", "at"]


class ExpenseFilter(FilterSet):
    search = Search("note", "project")
    owner = Pick(User)
    team = Pick(Team)
    campaign = Pick(Campaign)
    day = Days()

    class Meta:
        model = Expense
        fields = ["search", "status", "kind", "cost_center", "owner", "team", "campaign", "is_acquisition", "day"]


class TrainingFilter(FilterSet):
    search = Search("name")
    completed_on = Days()

    class Meta:
        model = Training
        fields = ["search", "completed_on"]


class AttendeeFilter(FilterSet):
    training = Key()
    user = Key()

    class Meta:
        model = TrainingAttendee
        fields = ["training", "user"]


class MarketSizeFilter(FilterSet):
    search = Search("market")
    region = Pick(Region)
    category = Pick(ProductCategory)
    starts_on = Days()

    class Meta:
        model = MarketSize
        fields = ["search", "period", "region", "category", "starts_on"]
