"""Accounts in the admin."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.actions.people import add_person, update_team, update_user
from accounts.admin_parts import ReadAdmin, RecordAdmin
from accounts.doors.stepup import require_fresh
from accounts.models import (
    ApiToken,
    AuditEntry,
    Change,
    Channel,
    Consent,
    Contact,
    Customer,
    CustomerQuality,
    CustomerStatus,
    DataRule,
    Erasure,
    ExchangeRate,
    ImportRun,
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

# Rights are roles and teams; Django's groups would say something else and mean nothing.
admin.site.unregister(Group)
# Secrets and sessions are their owner's: pages of the profile show what may be shown.
admin.site.unregister([Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, UserSession])
# One entrance, with its throttling and second factor, for pages and admin alike.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = _("CRM administration")


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    list_display = ["name", "home_currency", "time_zone", "fiscal_year_start"]


@admin.register(User)
class UserAdmin(RecordAdmin):
    """Whoever is added chooses a password by the link they are sent."""

    creates = staticmethod(add_person)
    updates = staticmethod(update_user)
    list_display = ["username", "display_name", "role", "is_active", "is_staff", "date_joined"]
    list_filter = ["role", "is_active", "is_staff"]
    search_fields = ["username", "display_name", "email"]
    readonly_fields = ["date_joined", "last_login"]

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        require_fresh(request)
        super().save_model(request, obj, form, change)


@admin.register(Team)
class TeamAdmin(RecordAdmin):
    updates = staticmethod(update_team)
    list_display = ["name", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name"]


@admin.register(Membership)
class MembershipAdmin(RecordAdmin):
    list_display = ["user", "team", "since", "until"]
    list_select_related = ["user", "team"]
    list_filter = ["team"]
    search_fields = ["user__username", "user__display_name"]


class NamedAdmin(RecordAdmin):
    list_display = ["name", "position"]
    search_fields = ["name"]


admin.site.register([Segment, Channel, Region], NamedAdmin)


@admin.register(ExchangeRate)
class ExchangeRateAdmin(RecordAdmin):
    list_display = ["currency", "day", "rate"]
    search_fields = ["=currency"]


@admin.register(Customer)
class CustomerAdmin(RecordAdmin):
    list_display = ["name", "kind", "status", "owner", "team", "segment"]
    list_select_related = ["owner", "team", "segment"]
    list_filter = ["status", "kind", "segment"]
    search_fields = ["search"]
    creates = staticmethod(actions.create_customer)
    updates = staticmethod(actions.update_customer)


@admin.register(CustomerStatus)
class CustomerStatusAdmin(ReadAdmin):
    list_display = ["customer", "at", "status", "owner", "team", "segment"]
    list_select_related = ["customer", "owner", "team", "segment"]
    search_fields = ["customer__search"]
    ordering = ["-id"]


@admin.register(Contact)
class ContactAdmin(RecordAdmin):
    list_display = ["name", "customer", "title", "email", "phone"]
    list_select_related = ["customer"]
    search_fields = ["search"]
    raw_id_fields = ["customer"]


@admin.register(Interaction)
class InteractionAdmin(RecordAdmin):
    list_display = ["subject", "kind", "customer", "owner", "at"]
    list_select_related = ["customer", "owner"]
    list_filter = ["kind", "direction", "done"]
    search_fields = ["subject"]
    raw_id_fields = ["customer", "contact"]
    readonly_fields = ["owner", "team", "segment"]
    creates = staticmethod(actions.create_interaction)
    updates = staticmethod(actions.update_interaction)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadAdmin):
    list_display = ["at", "actor", "action", "model", "object_id", "label"]
    list_select_related = ["actor"]
    search_fields = ["=model", "=action", "=label"]


@admin.register(Change)
class ChangeAdmin(ReadAdmin):
    list_display = ["at", "actor", "kind", "table", "row", "door"]
    list_select_related = ["actor"]
    list_filter = ["kind"]
    search_fields = ["=table", "=row"]


@admin.register(ImportRun)
class ImportRunAdmin(ReadAdmin):
    list_display = ["at", "by", "kind", "file_name", "state"]
    list_select_related = ["by"]
    list_filter = ["kind", "state"]


@admin.register(ApiToken)
class ApiTokenAdmin(ReadAdmin):
    """Prefixes and dates; tokens are issued and revoked by their owners."""

    list_display = ["prefix", "name", "user", "expires_at", "revoked_at", "last_used_at"]
    list_select_related = ["user"]

    def get_fields(self, request: Any, obj: Any = None) -> list[str]:
        return [name for name in super().get_fields(request, obj) if name != "digest"]


@admin.register(DataRule)
class DataRuleAdmin(RecordAdmin):
    list_display = ["field", "kind", "required", "check_kind", "position"]
    removable = True


@admin.register(CustomerQuality)
class CustomerQualityAdmin(ReadAdmin):
    """How complete customers were, and from when on; written by the database."""

    list_display = ["customer", "at", "until", "filled", "required", "missing", "owner"]
    list_select_related = ["customer", "owner"]
    raw_id_fields = ["customer"]


@admin.register(ValueCheck)
class ValueCheckAdmin(RecordAdmin):
    list_display = ["customer", "field", "checked_on", "valid", "how"]
    list_select_related = ["customer"]
    list_filter = ["field", "valid", "how"]
    raw_id_fields = ["customer"]
    creates = staticmethod(actions.record_check)


@admin.register(Referral)
class ReferralAdmin(RecordAdmin):
    list_display = ["customer", "referrer", "on", "programme"]
    list_select_related = ["customer", "referrer"]
    raw_id_fields = ["customer", "referrer"]
    creates = staticmethod(actions.create_referral)
    updates = staticmethod(actions.update_referral)


@admin.register(Consent)
class ConsentAdmin(ReadAdmin):
    list_display = ["customer", "purpose", "given", "at", "how"]
    list_select_related = ["customer"]
    list_filter = ["purpose", "given"]
    search_fields = ["customer__search"]
    creates = staticmethod(actions.record_consent)
    raw_id_fields = ["customer"]


@admin.register(Erasure)
class ErasureAdmin(ReadAdmin):
    list_display = ["at", "kind", "object_id", "reason", "by"]
    list_select_related = ["by"]


@admin.register(RetentionRule)
class RetentionRuleAdmin(RecordAdmin):
    list_display = ["kind", "days", "is_on", "last_run_at", "last_count"]


@admin.register(Webhook)
class WebhookAdmin(ReadAdmin):
    """Webhooks are made on their page, where the secret is shown once."""

    list_display = ["name", "url", "owner", "is_active"]
    list_select_related = ["owner"]


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadAdmin):
    list_display = ["at", "webhook", "event", "model", "object_id", "state", "attempts", "status", "error"]
    list_select_related = ["webhook"]
    list_filter = ["state", "event"]
