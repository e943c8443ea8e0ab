"""Customers that are likely the same: one e-mail address, one phone number, or nearly one name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.models import Customer

SHOWN = 50
NEWEST = 60  # customers whose names are compared with all others; each costs a look into the index
ALIKE = 0.6

EMAIL, PHONE, NAME, NEARLY = "email", "phone", "name", "nearly"
WHY = {
    EMAIL: _("the same e-mail address"),
    PHONE: _("the same phone number"),
    NAME: _("the same name"),
    NEARLY: _("nearly the same name"),
}
# A name without spaces, punctuation and the words that say what kind of company it is.
PLAIN = r"""regexp_replace(regexp_replace(lower(name), '[[:space:][:punct:]]+', '', 'g'),
    '(股份有限公司|有限责任公司|有限公司|集团|公司|limited|ltd|inc|llc|gmbh|corporation|corp|coltd|co)$', '')"""
DIGITS = "right(regexp_replace(phone, '[^0-9]', '', 'g'), 11)"
KEYS = {
    EMAIL: ("lower(btrim(email))", "accounts_is_filled(email)"),
    PHONE: (DIGITS, f"length({DIGITS}) >= 7"),
    NAME: (PLAIN, f"length({PLAIN}) >= 2"),
}


@dataclass(frozen=True)
class Pair:
    """``keep`` is known for longer; ``other`` is the likely duplicate."""

    keep: Customer
    other: Customer
    why: Any


def likely_duplicates(user: Any, reasons: tuple[str, ...] = (EMAIL, PHONE, NAME, NEARLY)) -> list[Pair]:
    """Pairs of customers of which the person may see both, each pair once, the surest reason first."""
    found: dict[tuple[int, int], str] = {}
    for reason in reasons:
        for keep, other in _nearly() if reason == NEARLY else _same(*KEYS[reason]):
            found.setdefault((keep, other), reason)
    ids = {pk for pair in found for pk in pair}
    rows = Customer.objects.visible_to(user).living().select_related("owner").in_bulk(list(ids))
    pairs = [
        Pair(rows[keep], rows[other], WHY[why]) for (keep, other), why in found.items() if {keep, other} <= set(rows)
    ]
    return pairs[:SHOWN]


def _same(key: str, where: str) -> list[tuple[int, int]]:
    """Each later customer of a group with the first one of it."""
    return _fetch(
        f"""SELECT first, id FROM (
            SELECT id, min(id) OVER (PARTITION BY {key}) AS first FROM accounts_customer
            WHERE merged_into_id IS NULL AND {where}) g
        WHERE first <> id ORDER BY id DESC LIMIT {4 * SHOWN}"""
    )


def _nearly() -> list[tuple[int, int]]:
    """Names that share most of their trigrams, for the newest customers."""
    return _fetch(
        f"""SELECT least(n.id, o.id), greatest(n.id, o.id)
        FROM (SELECT id, lower(name) AS name FROM accounts_customer WHERE merged_into_id IS NULL
              AND length(name) > 3 ORDER BY id DESC LIMIT {NEWEST}) n
        JOIN accounts_customer o ON o.search %%> n.name AND o.id <> n.id AND o.merged_into_id IS NULL
        WHERE similarity(lower(o.name), n.name) >= {ALIKE} GROUP BY 1, 2 ORDER BY 2 DESC LIMIT {SHOWN}"""
    )


def _fetch(sql: str) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [])
        return cursor.fetchall()
