"""Score cards: each KPI of a card against its target, weighted. What has no figure or target is left out and named."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import User
from analytics import kpis
from analytics.figures import Reader
from analytics.formula import divide
from analytics.kpi import Better, Derived, Kpi, Pair, Unit
from analytics.models import Scorecard, ScorecardLine, Target
from analytics.periods import Window
from analytics.quotas import Book, targets

ADDED_UP = (Unit.MONEY, Unit.COUNT)  # targets of a scope's parts and of several months may be added


@dataclass(frozen=True)
class Mark:
    """One line of a card for a window: the figure, its target, and how much of it was reached (1 is all of it)."""

    line: ScorecardLine
    kpi: Kpi | None
    value: Decimal | None
    target: Decimal | None
    attainment: Decimal | None

    @property
    def counts(self) -> bool:
        return self.attainment is not None


def card_for(reader: Reader) -> Scorecard | None:
    """The card that judges the reader's scope: a person's by their role, else the one for every role."""
    scope, key = scope_of(reader)
    cards = {card.for_role: card for card in Scorecard.objects.filter(scope=scope).prefetch_related("lines")}
    role = User.objects.filter(pk=key).values_list("role", flat=True).first() if scope == "owner" else ""
    return cards.get(role or "") or cards.get("")


def scope_of(reader: Reader) -> tuple[str, int]:
    """Whose figures are read: a person's, a team's with the teams below it, or the company's."""
    for name in ("owner", "team"):
        keys = [key for key in reader.filters.get(name, ()) if key]
        if keys:
            return name, keys[0]
    return "company", 0


def marks_of(reader: Reader, window: Window, card: Scorecard | None = None) -> list[Mark]:
    """The lines of the card with their marks, in the card's order."""
    card = card or card_for(reader)
    return [mark(reader, window, line) for line in card.lines.all()] if card else []


def mark(reader: Reader, window: Window, line: ScorecardLine) -> Mark:
    kpi = kpis.KPIS.get(line.kpi)
    if kpi is None or kpi.code == "kpi_scorecard" or not set(reader.filters) <= set(kpi.dimensions):
        return Mark(line, kpi, None, None, None)
    value, target = reader.figure(kpi, window).value, target_of(reader, kpi, window)
    return Mark(line, kpi, value, target, attained(kpi, value, target))


def attained(kpi: Kpi, value: Decimal | None, target: Decimal | None) -> Decimal | None:
    """Figure ÷ target; where less is better 2 − figure ÷ target, so that the target itself is 1 and nothing is 2."""
    if value is None or not target or target < 0:
        return None
    share = divide(value, target)
    if share is None:
        return None
    return max(Decimal(0), 2 - share) if kpi.better is Better.LOWER else share


def target_of(reader: Reader, kpi: Kpi, window: Window) -> Decimal | None:
    """What was to be reached in the window: the sum of its targets where they add up, else the one said for exactly
    this scope, else what the KPI itself aims at."""
    if reader.as_of is None and isinstance(kpi, Derived) and kpi.code.startswith("sales_quota"):
        return Decimal(1)
    book = Book(targets(kpi.code, reader.organisation.zone, reader.as_of))
    rows = book.used(window, reader.filters)
    if kpi.unit in ADDED_UP:
        return sum((row.amount for row in rows), Decimal(0)) or kpi.target
    own = [row for row in rows if is_for(row, *scope_of(reader))]
    return own[-1].amount if own else kpi.target


def is_for(row: Target, scope: str, key: int) -> bool:
    return (row.owner_id or 0, row.team_id or 0) == (key if scope == "owner" else 0, key if scope == "team" else 0)


def score(reader: Reader, window: Window) -> Pair:
    """Σ weight × attainment, and Σ weight of what has one."""
    found = [one for one in marks_of(reader, window) if one.counts]
    if not found:
        return None, None
    weights = sum((one.line.weight for one in found), Decimal(0))
    return sum((one.line.weight * (one.attainment or 0) for one in found), Decimal(0)), weights


def score_flag(reader: Reader, window: Window) -> str:
    """ "incomplete" where a KPI of the card has no figure or target."""
    return "" if all(one.counts for one in marks_of(reader, window)) else "incomplete"


def labels(found: list[Any]) -> list[str]:
    """The names of KPIs, in the reader's language."""
    return [one.kpi.label if one.kpi else one.line.kpi for one in found]
