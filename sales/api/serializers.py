"""The records of sales as JSON."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import RecordSerializer, ScopedKey, Strict
from accounts.models import User
from crm_project.models import MONEY
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

AT = {"required": False, "help_text": _("When it happened; now when left out.")}


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


class DealSerializer(RecordSerializer):
    class Meta:
        model = Deal
        fields = "__all__"
        fixed = ["stage", "lead", "currency", "loss_reason"]


class StageChangeSerializer(RecordSerializer):
    class Meta:
        model = StageChange
        fields = "__all__"


class OrderLineSerializer(RecordSerializer):
    class Meta:
        model = OrderLine
        exclude = ["order"]
        read_only_fields = ["amount", "cost_home"]


class OrderSerializer(RecordSerializer):
    lines = OrderLineSerializer(many=True, allow_empty=False)

    class Meta:
        model = Order
        fields = "__all__"
        read_only_fields = ["status"]
        fixed = ["lines", "currency", "ordered_at", "customer"]


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


class ConvertInput(Strict):
    amount = serializers.DecimalField(**MONEY, required=False, min_value=0)
    currency = serializers.CharField(max_length=3, required=False)
    name = serializers.CharField(max_length=200, required=False, help_text=_("Name of the deal."))


class DisqualifyInput(Strict):
    reason = serializers.ChoiceField(choices=Lead.Disqualified.choices)


class MoveInput(Strict):
    stage = ScopedKey(model=Stage)
    at = serializers.DateTimeField(**AT)


class WhenInput(Strict):
    at = serializers.DateTimeField(**AT)


class LoseInput(WhenInput):
    reason = ScopedKey(model=LossReason)
    competitor = serializers.CharField(max_length=120, required=False, allow_blank=True)


class AssignInput(WhenInput):
    owner = ScopedKey(model=User)


class RefundedLineInput(Strict):
    line = ScopedKey(model=OrderLine)
    quantity = serializers.DecimalField(max_digits=14, decimal_places=3, default=0, min_value=0)
    amount = serializers.DecimalField(**MONEY, validators=[MinValueValidator(0)])


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
