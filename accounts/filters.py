"""What lists of accounts are filtered by, on pages and in the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from accounts.models import (
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
from accounts.trail.tables import tracked_models
from crm_project.filters import Days, Key, Pick, Search


class UserFilter(FilterSet):
    search = Search("username", "display_name")

    class Meta:
        model = User
        fields = ["search", "role", "is_active"]


class TeamFilter(FilterSet):
    search = Search("name")
    parent = Pick(Team)

    class Meta:
        model = Team
        fields = ["search", "parent"]


class MembershipFilter(FilterSet):
    user = Pick(User)
    team = Pick(Team)

    class Meta:
        model = Membership
        fields = ["user", "team"]


class SegmentFilter(FilterSet):
    search = Search("name")

    class Meta:
        model = Segment
        fields = ["search"]


class ChannelFilter(FilterSet):
    search = Search("name")

    class Meta:
        model = Channel
        fields = ["search"]


class RegionFilter(FilterSet):
    search = Search("name")

    class Meta:
        model = Region
        fields = ["search"]


class ExchangeRateFilter(FilterSet):
    day = Days()

    class Meta:
        model = ExchangeRate
        fields = ["currency", "day"]


class CustomerFilter(FilterSet):
    search = Search()
    owner = Pick(User)
    team = Pick(Team)
    segment = Pick(Segment)
    channel = Pick(Channel)
    region = Pick(Region)

    class Meta:
        model = Customer
        fields = ["search", "status", "kind", "owner", "team", "segment", "channel", "region"]


class ContactFilter(FilterSet):
    search = Search()
    customer = Key()

    class Meta:
        model = Contact
        fields = ["search", "customer", "is_primary"]


class InteractionFilter(FilterSet):
    search = Search("subject")
    owner = Pick(User)
    team = Pick(Team)
    customer = Key()
    at = Days()
    follow_up_on = Days()

    class Meta:
        model = Interaction
        fields = ["search", "kind", "direction", "owner", "team", "customer", "done", "at", "follow_up_on"]


class AuditEntryFilter(FilterSet):
    actor = Pick(User)
    object_id = Key()
    at = Days()

    class Meta:
        model = AuditEntry
        fields = ["actor", "action", "model", "object_id", "at"]


def tables_told() -> list[tuple[str, Any]]:
    kinds = [(model._meta.db_table, model._meta.verbose_name) for model in tracked_models()]
    return sorted(kinds, key=lambda kind: str(kind[1]))


class ChangeFilter(FilterSet):
    actor = Pick(User)
    table = ChoiceFilter(label=_("Kind of record"), choices=tables_told)
    row = Key()
    transaction = Key()
    at = Days()

    class Meta:
        model = Change
        fields = ["actor", "table", "kind", "row", "transaction", "at"]


class DataRuleFilter(FilterSet):
    class Meta:
        model = DataRule
        fields = ["field", "kind", "required"]


class ValueCheckFilter(FilterSet):
    customer = Key()
    owner = Pick(User)
    checked_on = Days()

    class Meta:
        model = ValueCheck
        fields = ["customer", "field", "valid", "how", "owner", "checked_on"]


class ReferralFilter(FilterSet):
    search = Search("programme", "reward")
    customer = Key()
    referrer = Key()
    on = Days()

    class Meta:
        model = Referral
        fields = ["search", "customer", "referrer", "programme", "on"]


class ConsentFilter(FilterSet):
    customer = Key()
    at = Days()

    class Meta:
        model = Consent
        fields = ["customer", "purpose", "given", "how", "at"]


class ErasureFilter(FilterSet):
    at = Days()

    class Meta:
        model = Erasure
        fields = ["kind", "object_id", "reason", "at"]


class WebhookFilter(FilterSet):
    search = Search("name", "url")

    class Meta:
        model = Webhook
        fields = ["is_active"]


class WebhookDeliveryFilter(FilterSet):
    class Meta:
        model = WebhookDelivery
        fields = ["webhook", "event", "state", "object_id"]


class RetentionRuleFilter(FilterSet):
    class Meta:
        model = RetentionRule
        fields = ["kind", "is_on"]
