"""Contracts, documents, lost customers, milestones, credit and points as JSON."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import RecordSerializer, ScopedKey, Strict
from accounts.api.serializers import WhenInput
from accounts.models import Customer, User
from crm_project.models import MONEY
from sales.models import (
    ChurnReason,
    Competitor,
    Contract,
    ContractDocument,
    DealCredit,
    DealMilestone,
    Departure,
    LeadChange,
    LeadMilestone,
    LoyaltyBooking,
    LoyaltyEntry,
    LoyaltyProgramme,
    Milestone,
)


class CompetitorSerializer(RecordSerializer):
    class Meta:
        model = Competitor
        fields = "__all__"


class ChurnReasonSerializer(RecordSerializer):
    class Meta:
        model = ChurnReason
        fields = "__all__"


class MilestoneSerializer(RecordSerializer):
    class Meta:
        model = Milestone
        fields = "__all__"


class ContractSerializer(RecordSerializer):
    class Meta:
        model = Contract
        fields = "__all__"
        fixed = ["number", "customer"]
        extra_kwargs = {"number": {"required": False}}


class ContractDocumentSerializer(RecordSerializer):
    class Meta:
        model = ContractDocument
        fields = "__all__"


class DepartureSerializer(RecordSerializer):
    class Meta:
        model = Departure
        fields = "__all__"
        fixed = ["customer"]


class LeadMilestoneSerializer(RecordSerializer):
    class Meta:
        model = LeadMilestone
        fields = "__all__"


class DealMilestoneSerializer(RecordSerializer):
    class Meta:
        model = DealMilestone
        fields = "__all__"


class LeadChangeSerializer(RecordSerializer):
    class Meta:
        model = LeadChange
        fields = "__all__"


class DealCreditSerializer(RecordSerializer):
    class Meta:
        model = DealCredit
        fields = "__all__"


class LoyaltyProgrammeSerializer(RecordSerializer):
    class Meta:
        model = LoyaltyProgramme
        fields = "__all__"


class LoyaltyEntrySerializer(RecordSerializer):
    class Meta:
        model = LoyaltyEntry
        exclude = ["booking"]


class LoyaltyBookingSerializer(RecordSerializer):
    entries = LoyaltyEntrySerializer(many=True, read_only=True)

    class Meta:
        model = LoyaltyBooking
        fields = "__all__"


# What actions take


class OnInput(Strict):
    on = serializers.DateField(required=False)


class RenewInput(OnInput):
    ends_on = serializers.DateField()
    starts_on = serializers.DateField(required=False)
    annual_value = serializers.DecimalField(**MONEY, required=False, min_value=0)
    number = serializers.CharField(max_length=60, required=False)


class ReachInput(WhenInput):
    milestone = ScopedKey(model=Milestone)


class ShareInput(Strict):
    user = ScopedKey(model=User)
    share = serializers.DecimalField(max_digits=5, decimal_places=4, min_value=0, max_value=1)


class SplitInput(Strict):
    shares = ShareInput(many=True, help_text=_("They add up to 1; an empty list gives all to the owner again."))


class RedeemInput(WhenInput):
    customer = ScopedKey(model=Customer)
    points = serializers.IntegerField(min_value=1, max_value=10**9)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)
