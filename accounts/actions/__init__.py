"""Every write of accounts."""

from accounts.actions.consents import consented, record_consent
from accounts.actions.customers import (
    assign_owner,
    create_customer,
    merge_customers,
    unmerge_customer,
    update_customer,
)
from accounts.actions.disclosure import disclose
from accounts.actions.erasure import erase_person
from accounts.actions.interactions import (
    create_interaction,
    finish_interaction,
    log_interaction,
    log_quick_line,
    settle_follow_up,
    update_interaction,
)
from accounts.actions.people import (
    add_person,
    change_password,
    create_user,
    end_sessions,
    invite,
    note_credential,
    note_sign_in,
    set_language,
    update_team,
    update_user,
)
from accounts.actions.quality import check_forms, record_check
from accounts.actions.records import create_record, delete_record, update_record
from accounts.actions.referrals import create_referral, update_referral
from accounts.actions.retention import apply_rule, apply_rules

__all__ = [
    "add_person",
    "apply_rule",
    "apply_rules",
    "assign_owner",
    "change_password",
    "check_forms",
    "consented",
    "create_customer",
    "create_interaction",
    "create_record",
    "create_referral",
    "create_user",
    "delete_record",
    "disclose",
    "end_sessions",
    "erase_person",
    "finish_interaction",
    "invite",
    "log_interaction",
    "log_quick_line",
    "merge_customers",
    "note_credential",
    "note_sign_in",
    "record_check",
    "record_consent",
    "set_language",
    "settle_follow_up",
    "unmerge_customer",
    "update_customer",
    "update_interaction",
    "update_record",
    "update_referral",
    "update_team",
    "update_user",
]
