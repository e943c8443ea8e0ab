"""Who may do what to whose records, and read which fields of them. Everything else asks here.

Access is verb (by role) × scope (none < own < team and below < all) × field class. The tables themselves are in
``accounts/policy_tables.py`` and ``policy_fields.py``; this module only reads them. Models and querysets import it, so it imports no model.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from accounts.policy_fields import FIELD_CLASSES, MANAGED, READABLE, SETTERS
from accounts.policy_tables import (
    AREA_OF,
    OWNER_PATHS,
    PARENTS,
    RULES,
    SELDOM,
    TEAM_PATHS,
)

ORDER = {"": 0, "own": 1, "queue": 2, "account": 2, "team": 3, "all": 4}

# Team numbers by user, for the length of one request; outside a request nothing is remembered.
memo: ContextVar[dict[Any, list[int]] | None] = ContextVar("policy_memo", default=None)

MY_TEAMS = """
SELECT DISTINCT tree.team_id FROM accounts_teamtree tree
  JOIN accounts_membership mine ON mine.team_id = tree.ancestor_id
  CROSS JOIN (SELECT (%(now)s AT TIME ZONE
      COALESCE((SELECT time_zone FROM accounts_organisation LIMIT 1), 'UTC'))::date AS day) today
 WHERE mine.user_id = %(user)s AND mine.since <= today.day AND (mine.until IS NULL OR mine.until >= today.day)
"""


def label_of(model: type[models.Model] | models.Model | str) -> str:
    """ "app.model" in lower case, as the tables spell it."""
    return model.lower() if isinstance(model, str) else model._meta.label_lower


def role_of(user: Any) -> str:
    """The role a person acts in; empty for nobody, for a deactivated account and for an unknown role."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ""
    return "admin" if user.is_superuser else user.role


def reach(user: Any, verb: str, model: type[models.Model] | str) -> tuple[str, ...]:
    """The scopes at which ``user`` has ``verb`` on ``model``: a union, empty when refused."""
    area = AREA_OF.get(label_of(model), "")
    rules, role = RULES.get(area, {}), role_of(user)
    if not role or not within(getattr(user, "token_rights", None), verb, area):
        return ()
    found = rules.get(role) or rules.get("*") or {}
    return found.get(verb, ())


def within(rights: list[str] | None, verb: str, area: str) -> bool:
    """Whether the rights of a token ("view customers", "view *", "* *") cover ``verb``; None: not by a token.

    What is done to a whole person has to be named: no star stands for it.
    """
    if rights is None:
        return True
    verbs = (verb,) if verb in SELDOM else (verb, "*")
    return any(f"{said} {where}" in rights for said in verbs for where in (area, "*"))


def can(user: Any, verb: str, model: type[models.Model] | str) -> bool:
    """Whether the role of ``user`` has ``verb`` on ``model`` at any scope."""
    return bool(reach(user, verb, model))


def scope(user: Any, verb: str, model: type[models.Model] | str) -> str:
    """The widest of "", "own", "queue", "account", "team", "all" at which ``user`` has ``verb`` on ``model``."""
    return max(reach(user, verb, model), key=ORDER.__getitem__, default="")


def team_ids(user: Any) -> list[int]:
    """Teams ``user`` is in today (the organisation's day), and every team below them."""
    known = memo.get()
    if known is not None and user.pk in known:
        return known[user.pk]
    with connection.cursor() as cursor:
        cursor.execute(MY_TEAMS, {"now": timezone.now(), "user": user.pk})
        found = [row[0] for row in cursor.fetchall()]
    if known is not None:
        known[user.pk] = found
    return found


def visible(user: Any, rows: models.QuerySet, verb: str = "view") -> models.QuerySet:
    """The part of ``rows`` on which ``user`` may do ``verb``."""
    scopes = reach(user, verb, rows.model)
    if not scopes:
        return rows.none()
    if "all" in scopes:
        return rows
    return rows.filter(condition(user, scopes, label_of(rows.model)))


def condition(user: Any, scopes: tuple[str, ...], label: str, prefix: str = "") -> Q:
    """Which rows of ``label`` the scopes cover; ``prefix`` is the path from the queried row to them."""
    if label in PARENTS:
        path, parent = PARENTS[label]
        return condition(user, scopes, parent, f"{prefix}{path}__")
    if "all" in scopes:
        return Q(**{f"{prefix}pk__isnull": False})
    found = Q(**{f"{prefix}{OWNER_PATHS.get(label, 'owner')}": user.pk})
    if "team" in scopes:
        for path in TEAM_PATHS.get(label, ("team",)):
            found |= Q(**{f"{prefix}{path}__in": team_ids(user)})
    if "queue" in scopes:
        found |= Q(**{f"{prefix}owner__isnull": True, f"{prefix}queue__team__in": team_ids(user)})
    if "account" in scopes and (customers := reach(user, "view", "accounts.customer")):
        found |= condition(user, customers, "accounts.customer", f"{prefix}customer__")
    return found


def class_of(label: str, field: str) -> str:
    """public, pii, money, margin or secret."""
    return FIELD_CLASSES.get(label, {}).get(field, "public")


def fields(user: Any, model: type[models.Model], how: str = "read") -> set[str]:
    """Names of the fields of ``model`` that ``user`` may "read" or "write" (whatever the record)."""
    label, role = label_of(model), role_of(user)
    classes = READABLE.get(role, frozenset())
    found = {f.name for f in model._meta.get_fields() if f.concrete and class_of(label, f.name) in classes}
    if how == "read":
        return found if can(user, "view", model) else set()
    if not (can(user, "add", model) or can(user, "change", model)):
        return set()
    kept = MANAGED if role not in SETTERS else frozenset()
    editable = {
        f.name
        for f in model._meta.get_fields()
        if getattr(f, "editable", False) and not getattr(f, "primary_key", False)
    }
    return (found & editable) - kept


def lookups(user: Any, model: type[models.Model]) -> set[str]:
    """Names of the fields by which ``user`` may filter, sort, search or group: those they may read."""
    return fields(user, model, "read")
