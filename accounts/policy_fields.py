"""Which class a field belongs to, and which classes a role may read: the access rules field by field."""

from __future__ import annotations

# What is not named here is public. A class one may not read can neither be shown nor filtered, sorted or exported.
_MONEY = "money"
FIELD_CLASSES = {
    "accounts.user": {
        "password": "secret",
        "is_superuser": "secret",
        "groups": "secret",
        "user_permissions": "secret",
        "last_login": "pii",
        "phone": "pii",
    },
    "accounts.change": {"salt": "secret", "personal_salt": "secret"},
    "accounts.apitoken": {"digest": "secret"},
    "accounts.webhook": {"secret": "secret"},
    "accounts.customer": dict.fromkeys(("email", "phone", "address", "identity_number", "note", "search"), "pii"),
    "accounts.contact": dict.fromkeys(("email", "phone", "search"), "pii"),
    "accounts.valuecheck": {"value": "pii", "note": "pii"},
    "accounts.interaction": {"cost": "margin", "note": "pii"},
    "sales.lead": dict.fromkeys(("email", "phone", "note", "search"), "pii") | {"expected_amount": _MONEY},
    "sales.deal": dict.fromkeys(("amount", "amount_home"), _MONEY),
    "sales.stagechange": {"amount_home": _MONEY},
    "sales.leadchange": {"expected_amount": _MONEY},
    "sales.contract": {"annual_value": _MONEY},
    "sales.product": {"cost": "margin"},
    "sales.order": dict.fromkeys(("net", "net_home"), _MONEY) | {"cost_home": "margin"},
    "sales.orderline": dict.fromkeys(("unit_price", "discount", "amount", "amount_home"), _MONEY)
    | {"cost_home": "margin"},
    "sales.refund": dict.fromkeys(("amount", "amount_home"), _MONEY),
    "sales.refundline": {"amount_home": _MONEY},
    "sales.refundpart": {"amount_home": _MONEY},
    "sales.payment": dict.fromkeys(("amount", "reference"), _MONEY),
    "service.call": {"phone": "pii", "note": "pii"},
    "service.callreview": {"note": "pii"},
    "service.fieldjob": {"note": "pii"},
    "service.ticketmessage": {"body": "pii"},
    "service.complaint": {"description": "pii"},
    "marketing.invitation": {"token": "secret"},
    "marketing.answer": {"comment": "pii"},
    "marketing.feedback": dict.fromkeys(("text", "reply"), "pii"),
    "analytics.customerscore": dict.fromkeys(("monetary", "clv12", "clv36"), _MONEY),
    "analytics.target": {"amount": _MONEY},
}

READABLE = {
    "rep": frozenset({"public", "pii", "money"}),
    "sales_manager": frozenset({"public", "pii", "money", "margin"}),
    "agent": frozenset({"public", "pii", "money"}),
    "service_manager": frozenset({"public", "pii", "money"}),
    "marketer": frozenset({"public", "pii"}),
    "executive": frozenset({"public", "pii", "money", "margin"}),
    "auditor": frozenset({"public", "pii", "money", "margin"}),
    "admin": frozenset({"public", "pii", "money", "margin"}),
}

# Fields that take a record out of every figure or make it somebody's: only these roles set them on a form.
MANAGED = frozenset({"is_test", "is_spam", "is_internal", "is_staff", "is_active", "role"})
SETTERS = frozenset({"admin", "sales_manager", "service_manager"})
