"""What lists of sales are filtered by, on pages and in the API."""

from __future__ import annotations

from django_filters import FilterSet, RangeFilter

from accounts.models import Segment, Team, User
from crm_project.filters import Days, Key, Pick, Search
from marketing.models import Campaign
from sales.models import Deal, Lead, LossReason, Order, Payment, Product, ProductCategory, Refund, Stage


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
        fields = ["search", "kind", "category", "active"]


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
    customer = Key()
    amount_home = RangeFilter()
    expected_close = Days()
    closed_at = Days()

    class Meta:
        model = Deal
        fields = [
            "search", "outcome", "stage", "owner", "team", "category", "loss_reason", "customer",
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
