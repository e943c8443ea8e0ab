"""Targets: a changed one keeps its history, the old row saying until when it stood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.actions import audit
from accounts.models import Membership, User
from accounts.queries import today
from analytics.kpis import KPIS
from analytics.models import Target
from analytics.periods import PERIODS
from crm_project.errors import ActionRefused

MOST = Decimal(10) ** 13


@dataclass(frozen=True)
class Cell:
    """What a target is for: whose, and of which period. Without team and owner it is the company's."""

    period: str
    starts_on: dt.date
    team_id: int | None = None
    owner_id: int | None = None


@transaction.atomic
def set_target(
    kpi: str,
    cell: Cell,
    amount: Decimal,
    *,
    by: User,
    category_id: int | None = None,
    note: str = "",
    version: int | None = None,
) -> Target:
    """Say what a KPI should reach; a target said before is replaced and kept. Rates are fractions.

    ``version`` is that of the target the user saw, 0 for none. Raises ActionRefused for an unknown KPI, a first day
    that is not the first of its period, an amount below zero, a scope that is not the user's to set; with
    ``conflict`` when somebody was faster.
    """
    require_sense(kpi, cell, amount)
    require_reach(by, [cell])
    old = standing(kpi, category_id, [cell]).get(cell)
    if version is not None and version != (old.version if old else 0):
        raise ActionRefused(audit.stale_sentence(), conflict=True)
    if old and (old.amount, old.note) == (amount, note):
        return old
    return replace(kpi, category_id, cell, old, amount, by, note)


@transaction.atomic
def drop_target(target: Target, *, by: User) -> None:
    """There is no target any more; the row stays as history."""
    cell = cell_of(target)
    require_reach(by, [cell])
    old = standing(target.kpi, target.category_id, [cell]).get(cell)
    if old is None or old.pk != target.pk:
        raise ActionRefused(audit.stale_sentence(), conflict=True)
    replace(target.kpi, target.category_id, cell, old, None, by)


@transaction.atomic
def set_quota_grid(
    kpi: str,
    wanted: Mapping[Cell, Decimal | None],
    seen: Mapping[Cell, Decimal | None],
    *,
    by: User,
    category_id: int | None = None,
) -> int:
    """Set many targets at once, or none of them; None takes one away. How many were changed.

    ``seen`` is what the user saw in these cells. Raises ActionRefused(conflict=True) when one that is to change has
    been changed by somebody else meanwhile.
    """
    changes = {cell: amount for cell, amount in wanted.items() if amount != seen.get(cell)}
    for cell, amount in changes.items():
        require_sense(kpi, cell, amount or Decimal(0))
    require_reach(by, list(changes))
    stored = standing(kpi, category_id, list(changes))
    for cell in changes:
        old = stored.get(cell)
        if (old.amount if old else None) != seen.get(cell):
            raise ActionRefused(
                _(
                    "Somebody changed some of these cells since you opened the page. Nothing was saved; look and save again."
                ),
                conflict=True,
            )
    for cell, amount in changes.items():
        replace(kpi, category_id, cell, stored.get(cell), amount, by)
    return len(changes)


def standing(kpi: str, category_id: int | None, cells: list[Cell]) -> dict[Cell, Target]:
    """The targets that stand for some cells, locked."""
    rows = Target.objects.select_for_update().filter(
        kpi=kpi, category=category_id, replaced_at__isnull=True, starts_on__in={cell.starts_on for cell in cells}
    )
    wanted = set(cells)
    return {cell: row for row in rows if (cell := cell_of(row)) in wanted}


def cell_of(target: Target) -> Cell:
    return Cell(target.period, target.starts_on, target.team_id, target.owner_id)


def replace(
    kpi: str, category_id: int | None, cell: Cell, old: Target | None, amount: Decimal | None, by: User, note: str = ""
) -> Target:
    """End the old row, write the new one, tell the audit log of both as one change."""
    now = timezone.now()
    if old is not None:
        old.replaced_at = now
        old.save(update_fields=["replaced_at", "updated_at"])
    told = {"amount": [old.amount if old else None, amount]}
    if amount is None:
        assert old is not None
        audit.record(by, "drop_target", old, told)
        return old
    new = Target(
        kpi=kpi,
        period=cell.period,
        starts_on=cell.starts_on,
        team_id=cell.team_id,
        owner_id=cell.owner_id,
        category_id=category_id,
        amount=amount,
        note=note,
        set_at=now,
        set_by=by,
        version=(old.version + 1) if old else 1,
    )
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        raise ActionRefused(audit.stale_sentence(), conflict=True) from error
    audit.record(by, "set_target", new, told)
    return new


def require_sense(kpi: str, cell: Cell, amount: Decimal) -> None:
    if kpi not in KPIS:
        raise ActionRefused(_("There is no KPI “%s”.") % kpi, field="kpi")
    if cell.period not in PERIODS or PERIODS[cell.period](cell.starts_on).first != cell.starts_on:
        raise ActionRefused(_("This is not the first day of its period."), field="starts_on")
    if cell.team_id and cell.owner_id:
        raise ActionRefused(_("A target is a team's or a person's, not both."), field="owner")
    if not amount.is_finite() or amount < 0:
        raise ActionRefused(_("A target cannot be below zero."), field="amount")
    if amount >= MOST:
        raise ActionRefused(_("This target is too big."), field="amount")


def require_reach(by: User, cells: list[Cell]) -> None:
    """Everybody's targets, or those of one's teams and the people in them."""
    reach = policy.scope(by, "change", Target)
    if reach == "all" or not cells:
        return
    teams = set(policy.team_ids(by)) if reach == "team" else set()
    people = members(teams)
    for cell in cells:
        if cell.team_id not in teams and cell.owner_id not in people:
            raise ActionRefused(_("You may set the targets of your own teams only."))


def members(teams: set[int]) -> set[int]:
    """Who is in one of the teams today."""
    rows = Membership.objects.on(today()).filter(team__in=teams)
    return set(rows.values_list("user_id", flat=True)) if teams else set()


def settable(by: User) -> tuple[set[int] | None, set[Any]]:
    """(teams, people) whose targets a person may set; None teams means everybody's."""
    reach = policy.scope(by, "change", Target)
    if reach == "all":
        return None, set()
    teams = set(policy.team_ids(by)) if reach == "team" else set()
    return teams, members(teams)
