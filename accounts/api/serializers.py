"""The records of accounts as JSON."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.fields import RecordSerializer, ScopedKey, Strict
from accounts.models import (
    ApiToken,
    AuditEntry,
    Change,
    Channel,
    Consent,
    Contact,
    Customer,
    DataRule,
    Erasure,
    ExchangeRate,
    Interaction,
    Membership,
    Organisation,
    Referral,
    Region,
    RetentionRule,
    Segment,
    Team,
    User,
    ValueCheck,
    Webhook,
    WebhookDelivery,
)


class OrganisationSerializer(RecordSerializer):
    class Meta:
        model = Organisation
        fields = "__all__"


class UserSerializer(RecordSerializer):
    class Meta:
        model = User
        fields = [
            "id", "username", "display_name", "first_name", "last_name", "email", "phone", "role", "language",
            "is_active", "date_joined", "version",
        ]  # fmt: skip
        read_only_fields = ["date_joined"]


class TeamSerializer(RecordSerializer):
    class Meta:
        model = Team
        exclude = ["members"]


class MembershipSerializer(RecordSerializer):
    class Meta:
        model = Membership
        fields = "__all__"


class SegmentSerializer(RecordSerializer):
    class Meta:
        model = Segment
        fields = "__all__"


class ChannelSerializer(RecordSerializer):
    class Meta:
        model = Channel
        fields = "__all__"


class RegionSerializer(RecordSerializer):
    class Meta:
        model = Region
        fields = "__all__"


class ExchangeRateSerializer(RecordSerializer):
    class Meta:
        model = ExchangeRate
        fields = "__all__"


class CustomerSerializer(RecordSerializer):
    class Meta:
        model = Customer
        exclude = ["search"]


class ContactSerializer(RecordSerializer):
    class Meta:
        model = Contact
        exclude = ["search"]
        fixed = ["customer"]


class InteractionSerializer(RecordSerializer):
    class Meta:
        model = Interaction
        fields = "__all__"


class AuditEntrySerializer(RecordSerializer):
    class Meta:
        model = AuditEntry
        fields = "__all__"


class ChangeSerializer(RecordSerializer):
    class Meta:
        model = Change
        exclude = ["salt", "personal_salt"]


class ApiTokenSerializer(serializers.ModelSerializer):
    rights: Any = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = ApiToken
        fields = [
            "id", "user", "name", "prefix", "rights", "created_at", "expires_at", "revoked_at", "last_used_at",
            "last_used_from",
        ]  # fmt: skip
        read_only_fields = fields


class ReferralSerializer(RecordSerializer):
    class Meta:
        model = Referral
        fields = "__all__"


# What actions take


class WhenInput(Strict):
    at = serializers.DateTimeField(required=False, help_text=_("When it happened; now when left out."))


class AssignInput(WhenInput):
    owner = ScopedKey(model=User, help_text=_("Who it belongs to from then on."))


class OwnerInput(Strict):
    owner = ScopedKey(model=User, help_text=_("Who it belongs to from now on."))


class MergeInput(Strict):
    duplicate = ScopedKey(model=Customer, help_text=_("The customer that is merged into this one."))


class QuickInput(Strict):
    text = serializers.CharField(max_length=500, help_text=_("One line, such as “call Huawei 12m renewal”."))


class NewTokenInput(Strict):
    name = serializers.CharField(max_length=80)
    days = serializers.IntegerField(default=90, min_value=1, max_value=366)
    rights = serializers.ListField(
        child=serializers.CharField(max_length=60),
        required=False,
        max_length=400,
        help_text=_("What it may do of what you may: “view customers”, “add touches”, “view *”; all when left out."),
    )


class NewToken(ApiTokenSerializer):
    """A token with its text, which is shown this once."""

    token = serializers.CharField(read_only=True)

    class Meta(ApiTokenSerializer.Meta):
        fields = [*ApiTokenSerializer.Meta.fields, "token"]
        read_only_fields: Any = fields


class DataRuleSerializer(RecordSerializer):
    class Meta:
        model = DataRule
        fields = "__all__"


class ValueCheckSerializer(RecordSerializer):
    class Meta:
        model = ValueCheck
        fields = "__all__"
        fixed = ["customer", "field"]


class ConsentSerializer(RecordSerializer):
    class Meta:
        model = Consent
        fields = "__all__"
        fixed = ["customer", "purpose"]


class ErasureSerializer(RecordSerializer):
    class Meta:
        model = Erasure
        fields = "__all__"


class RetentionRuleSerializer(RecordSerializer):
    class Meta:
        model = RetentionRule
        fields = "__all__"


class WebhookSerializer(RecordSerializer):
    class Meta:
        model = Webhook
        exclude = ["secret"]


class WebhookDeliverySerializer(RecordSerializer):
    class Meta:
        model = WebhookDelivery
        fields = "__all__"


class EraseInput(Strict):
    """``sure`` has to be true: it cannot be undone."""

    sure = serializers.BooleanField()

    def validate_sure(self, value: bool) -> bool:
        if not value:
            raise serializers.ValidationError(_("Say that you are sure."))
        return value


class Erased(serializers.Serializer):
    """The proof of an erasure."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    kind = serializers.CharField()
    object_id = serializers.IntegerField()
    salt = serializers.CharField()
    digest = serializers.CharField()


class Disclosure(serializers.Serializer):
    """What we hold on a person, by kind of record."""

    company = serializers.CharField()
    about = serializers.DictField()
    made_at = serializers.DateTimeField()
    kinds = serializers.ListField(child=serializers.DictField())
