"""The records of sales as JSON."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import RecordSerializer, ScopedKey, Strict
from accounts.api.serializers import WhenInput
from accounts.models import Customer
from crm_project.models import MONEY
from sales import actions
from sales.models import (
    Competitor,
    Deal,
    Expense,
    Lead,
    LossReason,
    MarketSize,
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


class ProductCategorySerializer(RecordSerializer):
    class Meta:
        model = ProductCategory
        fields = "__all__"


class ProductSerializer(RecordSerializer):
    class Meta:
        model = Product
        exclude = ["search"]


class LeadSerializer(RecordSerializer):
    class Meta:
        model = Lead
        exclude = ["search"]
        read_only_fields = ["status", "disqualified_reason"]


class StageSerializer(RecordSerializer):
    class Meta:
        model = Stage
        fields = "__all__"


class LossReasonSerializer(RecordSerializer):
    class Meta:
        model = LossReason
        fields = "__all__"


class CompetitorField(ScopedKey):
    """A competitor by id, or by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(model=Competitor, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str) and not data.isdigit():
            return actions.competitor_of(data)
        return super().to_internal_value(data)


class DealSerializer(RecordSerializer):
    competitor = CompetitorField(required=False, allow_null=True)

    class Meta:
        model = Deal
        fields = "__all__"
        fixed = ["stage", "lead", "loss_reason"]
        extra_kwargs = {"stage": {"required": False}, "currency": {"required": False}}


class StageChangeSerializer(RecordSerializer):
    class Meta:
        model = StageChange
        fields = "__all__"


class OrderLineSerializer(RecordSerializer):
    class Meta:
        model = OrderLine
        exclude = ["order"]
        read_only_fields = ["amount", "cost_home"]
        extra_kwargs = {"unit_price": {"default": None, "allow_null": True, "min_value": 0}, "kind": {"default": None}}


class OrderSerializer(RecordSerializer):
    lines = OrderLineSerializer(many=True, allow_empty=False)

    class Meta:
        model = Order
        fields = "__all__"
        fixed = ["status", "number"]
        extra_kwargs = {"number": {"required": False}, "currency": {"required": False}}

    def validate_status(self, status: str) -> str:
        if status not in (Order.Status.DRAFT, Order.Status.PLACED):
            raise serializers.ValidationError(_("A new order is a draft or placed."))
        return status


class RefundLineSerializer(RecordSerializer):
    class Meta:
        model = RefundLine
        exclude = ["refund"]


class RefundSerializer(RecordSerializer):
    lines = RefundLineSerializer(many=True, read_only=True)

    class Meta:
        model = Refund
        fields = "__all__"
        fixed = ["order", "amount", "refunded_at"]


class PaymentSerializer(RecordSerializer):
    class Meta:
        model = Payment
        fields = "__all__"
        fixed = ["order", "amount"]


# What actions take


class ConvertInput(WhenInput):
    amount = serializers.DecimalField(**MONEY, required=False, min_value=0)
    currency = serializers.CharField(max_length=3, required=False)
    name = serializers.CharField(max_length=200, required=False, help_text=_("Name of the deal."))
    customer = ScopedKey(model=Customer, required=False, help_text=_("An existing customer; else one is made."))
    stage = ScopedKey(model=Stage, required=False)
    expected_close = serializers.DateField(required=False)


class DisqualifyInput(Strict):
    reason = serializers.ChoiceField(choices=Lead.Disqualified.choices)


class MoveInput(WhenInput):
    stage = ScopedKey(model=Stage)


class LoseInput(WhenInput):
    reason = ScopedKey(model=LossReason)
    competitor = CompetitorField(
        required=False, allow_null=True, help_text=_("Its id or its name; a new name is added to the list.")
    )


class RefundedLineInput(Strict):
    line = ScopedKey(model=OrderLine)
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3, required=False, min_value=0)
    amount = serializers.DecimalField(
        **MONEY,
        required=False,
        min_value=0,
        help_text=_("In the order's currency; else the quantity's share."),
    )


class RefundInput(WhenInput):
    amount = serializers.DecimalField(
        **MONEY,
        required=False,
        min_value=0,
        help_text=_("In the order's currency; without it and without lines, all."),
    )
    lines = RefundedLineInput(many=True, required=False)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)


class PaymentInput(WhenInput):
    amount = serializers.DecimalField(**MONEY, min_value=0)
    method = serializers.ChoiceField(choices=Payment.Method.choices, required=False)
    reference = serializers.CharField(max_length=120, required=False, allow_blank=True)


class ExpenseSerializer(RecordSerializer):
    class Meta:
        model = Expense
        fields = "__all__"
        extra_kwargs = {"currency": {"required": False}}


class ReverseInput(Strict):
    amount = serializers.DecimalField(**MONEY, required=False, min_value=0)
    day = serializers.DateField(required=False)
    note = serializers.CharField(max_length=300, required=False)


class TrainingSerializer(RecordSerializer):
    class Meta:
        model = Training
        fields = "__all__"


class AttendeeSerializer(RecordSerializer):
    class Meta:
        model = TrainingAttendee
        fields = "__all__"
        fixed = ["training", "user"]


class MarketSizeSerializer(RecordSerializer):
    class Meta:
        model = MarketSize
        fields = "__all__"
