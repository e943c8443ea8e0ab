"""Two worlds that differ only in what a person may not see must look the same to them, byte for byte.

This finds what no canary can: counts, sums, orders, pages, lookups that answer yes or no by a hidden value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from tests.matrix.oracle import HIDDEN, TABLE, VIEW, Person, covers, sees
from tests.matrix.reads import FIGURES, HANDED_ON, OPEN, Cell, Found, asked_by, judge, look
from tests.matrix.recipes import OVERRIDES
from tests.matrix.visitor import Visitor, back, forget
from tests.matrix.world import NUMBER, TEXT, Row, World

# What a customer bought from anybody is a figure of whoever has the customer, though others made the sales.
OF_CUSTOMERS = ("/clv_historic/",)
# The trail and the tables of the program itself are for those who see all.
LEFT = {"accounts.user", "accounts.team", "accounts.organisation", "accounts.auditentry", "accounts.idempotencykey"}


@dataclass
class Twins:
    """What came of asking both worlds."""

    pairs: int = 0
    differing: list[str] = field(default_factory=list)


def compare(world: World, visitor: Visitor, some: list[Cell], twins: Twins, found: Found | None = None) -> None:
    """Ask everything in the world as it is, where it is judged too, then in its twin; the twin is taken back."""
    asked = [cell for cell in some if comparable(visitor, cell)]
    forget()
    here = [look(visitor, cell) for cell in asked]
    for cell, answer in zip(asked, here, strict=True) if found is not None else ():
        judge(world, visitor, cell, answer, found)
    point = transaction.savepoint()
    change_the_rest(world, visitor.person)
    forget()
    for cell, before in zip(asked, here, strict=True):
        twins.pairs += 1
        after = look(visitor, cell)
        if after != before:
            twins.differing.append(f"{visitor.name} {cell}: {difference(before[1], after[1])}")
    back(point)
    forget()


def comparable(visitor: Visitor, cell: Cell) -> bool:
    """Whether the answer is to be the same in both worlds."""
    if cell.place.name in OPEN or cell.place.name in HANDED_ON:
        return False  # the secret itself is what differs
    if any(part in cell.path for part in OF_CUSTOMERS):
        return False
    figures = cell.place.name.startswith(FIGURES)
    return asked_by(visitor, cell) and not (figures and reads_company(visitor.person))


def reads_company(who: Person) -> bool:
    return TABLE["figures"].get(who.role, ["-"])[VIEW] == "all"


def difference(before: str, after: str) -> str:
    """The first line that is not the same."""
    for one, other in zip(before.splitlines(), after.splitlines(), strict=False):
        if one != other:
            at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
            return f"{one[max(at - 40, 0) : at + 40]!r} / {other[max(at - 40, 0) : at + 40]!r}"
    return "one is longer"


def change_the_rest(world: World, who: Person) -> None:
    """Give every row that ``who`` may not see other values, and every hidden field of those they may."""
    hidden = HIDDEN.get(who.role, set())
    scope = TABLE["figures"].get(who.role, ["-"])[VIEW]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # past the triggers too
    for label, rows in world.rows.items():
        if label in LEFT:
            continue
        for row in rows:
            seen = sees(who, row) or covers(who, scope if scope != "all" else "own", row)
            names = [name for name in row.canaries if not seen or f"{label}.{name}" in hidden]
            if names:
                rewrite(world, row, names)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")


def rewrite(world: World, row: Row, names: list[str]) -> None:
    """Other canaries in the columns named, past every rule of the program."""
    model: Any = apps.get_model(row.label)
    fixed = OVERRIDES.get(row.label, {})
    values = {name: fresh(world, model, row, name) for name in names if name not in fixed}
    if row.label == "sales.loyaltyentry":  # both sides of a booking, or it would not balance
        booking = model.objects.filter(booking_id=row.refs["booking"].pk)
        booking.update(points=models.F("points") / 2)
        return
    if values:
        models.QuerySet(model).filter(pk=row.pk).update(**values)


def fresh(world: World, model: Any, row: Row, name: str) -> Any:
    one = model._meta.get_field(name)
    old = row.canaries[name]
    if NUMBER.fullmatch(old):
        return Decimal(world.number() + 100_000_000)
    assert TEXT.fullmatch(old), old
    text = world.text()
    if isinstance(one, models.EmailField):
        return f"{text}@x.test"
    if isinstance(one, models.URLField):
        return f"https://{text}.test/"
    if isinstance(one, models.JSONField):
        return {"said": [text]}
    return f"!{text}" if name == "password" else text
