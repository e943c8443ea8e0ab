"""The quota grid: people, teams and the company by month, with sums and where the parts miss the whole."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from accounts.models import Membership, Role, Team, TeamTree, User
from accounts.queries import today
from analytics.actions.targets import Cell, settable
from analytics.compare import SUMMED
from analytics.kpi import Derived, Kpi
from analytics.kpis import KPIS
from analytics.models import Target

MONTHS = range(1, 13)
MOST_PEOPLE = 60
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
DOTTED = re.compile(r"\d{1,3}(\.\d{3}){2,}")


def gridded_kpis() -> list[Kpi]:
    """KPIs whose targets add up over months and people."""
    return [k for k in KPIS.values() if k.unit in SUMMED and k.additive and not isinstance(k, Derived)]


@dataclass
class Square:
    """One input of the grid: ``stored`` is what stands, ``text`` what the input shows, ``hint`` the people's sum."""

    name: str
    cell: Cell
    stored: Decimal | None
    text: str
    problem: str = ""
    changed: bool = False
    hint: str = ""


@dataclass
class Row:
    """A person, a team or the company. ``parts`` are the sums of the people it stands for, month by month."""

    kind: str  # owner, team or company
    id: int
    label: str
    squares: list[Square] = field(default_factory=list)
    year: Square | None = None
    within: str = ""  # names of the rows it counts for
    parts: list[Decimal] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.kind}{self.id}"

    @property
    def total(self) -> Decimal:
        """What stands for its months; where nothing does, what its people's targets come to."""
        parts = self.parts or [Decimal(0)] * len(self.squares)
        pairs = zip(self.squares, parts, strict=True)
        return sum((part if square.stored is None else square.stored for square, part in pairs), Decimal(0))

    @property
    def gaps(self) -> list[tuple[int, Decimal]]:
        """(month, what the people's sum is above the whole) where a target of the whole stands and they differ."""
        pairs = enumerate(zip(self.squares, self.parts, strict=True), start=1) if self.parts else ()
        return [
            (month, parts - square.stored)
            for month, (square, parts) in pairs
            if square.stored is not None and parts != square.stored
        ]

    @property
    def year_gap(self) -> Decimal | None:
        """What the people's year is above the target of the whole year; None when they agree or none is set."""
        if self.year is None or self.year.stored is None:
            return None
        parts = sum(self.parts, Decimal(0)) or self.total
        return parts - self.year.stored if parts != self.year.stored else None


@dataclass
class Grid:
    """A year of one KPI, of one category or all."""

    kpi: Kpi
    year: int
    category_id: int | None
    groups: list[tuple[Row | None, list[Row]]]
    company: Row | None
    hidden_people: int = 0

    @property
    def rows(self) -> list[Row]:
        found = [row for head, people in self.groups for row in ([head] if head else []) + people]
        return [*found, self.company] if self.company else found

    @property
    def squares(self) -> dict[str, Square]:
        return {s.name: s for row in self.rows for s in [*row.squares, *([row.year] if row.year else [])]}

    @property
    def sums(self) -> list[Decimal]:
        """The people's sum of each month."""
        people = [row for _head, rows in self.groups for row in rows]
        return [sum((row.squares[m].stored or Decimal(0) for row in people), Decimal(0)) for m in range(12)]

    @property
    def total(self) -> Decimal:
        return sum(self.sums, Decimal(0))

    @property
    def seen(self) -> str:
        """What stands in the cells, for the form to bring back."""
        return json.dumps({name: str(s.stored) for name, s in self.squares.items() if s.stored is not None})

    @property
    def warnings(self) -> list[str]:
        """Where the parts do not add up to the whole, in words."""
        return [text for row in self.rows if row.kind != "owner" for text in row_warnings(row, self.year)]


def row_warnings(row: Row, year: int) -> list[str]:
    found = [gap_text(f"{year}-{month:02}", row.label, gap) for month, gap in row.gaps]
    return found + ([gap_text(str(year), row.label, row.year_gap)] if row.year_gap is not None else [])


def gap_text(when: str, label: str, gap: Decimal) -> str:
    values = {"when": when, "label": label, "gap": f"{abs(gap).normalize():,f}"}
    if gap > 0:
        return _("%(label)s, %(when)s: the people's targets are %(gap)s above the target of the whole.") % values
    return _("%(label)s, %(when)s: the people's targets are %(gap)s below the target of the whole.") % values


def build(by: User, kpi: Kpi, year: int, category_id: int | None, team_id: int | None, everybody: bool) -> Grid:
    """The grid of what a person may set, at most MOST_PEOPLE people of it."""
    teams_allowed, people_allowed = settable(by)
    stored = amounts(kpi, year, category_id)
    tree = below()
    teams = {t.pk: t for t in Team.objects.visible_to(by) if teams_allowed is None or t.pk in teams_allowed}
    team_of = dict(
        Membership.objects.visible_to(by).on(today()).order_by("since", "id").values_list("user_id", "team_id")
    )
    holders = {cell.owner_id for cell in stored if cell.owner_id}
    people = [
        person
        for person in User.objects.visible_to(by).active()
        if (teams_allowed is None or person.pk in people_allowed)
        and (everybody or person.role == Role.REP or person.pk in holders)
        and (team_id is None or team_of.get(person.pk) in tree.get(team_id, {team_id}))
    ]
    shown = people[:MOST_PEOPLE]
    grid = Grid(kpi, year, category_id, [], None, len(people) - len(shown))
    for pk in ordered(teams, tree):
        members = [
            row_of("owner", p.pk, str(p), year, stored, within(pk, tree)) for p in shown if team_of.get(p.pk) == pk
        ]
        kept = (
            members or any(cell.team_id == pk for cell in stored) or any(team_of.get(p.pk) in tree[pk] for p in shown)
        )
        if kept and (team_id is None or pk in tree.get(team_id, {team_id})):
            grid.groups.append((row_of("team", pk, teams[pk].name, year, stored), members))
    loose = [p for p in shown if team_of.get(p.pk) not in teams]
    if loose:
        grid.groups.append((None, [row_of("owner", p.pk, str(p), year, stored, "company0") for p in loose]))
    if teams_allowed is None and team_id is None:
        grid.company = row_of("company", 0, _("Company"), year, stored)
    add_parts(grid)
    return grid


def amounts(kpi: Kpi, year: int, category_id: int | None) -> dict[Cell, Decimal]:
    rows = Target.objects.standing().filter(kpi=kpi.code, category=category_id, starts_on__year=year)
    return {Cell(r.period, r.starts_on, r.team_id, r.owner_id): r.amount for r in rows.exclude(period="quarter")}


def below() -> dict[int, set[int]]:
    """Every team with itself and the teams below it."""
    found: dict[int, set[int]] = {}
    for ancestor, team in TeamTree.objects.values_list("ancestor_id", "team_id"):
        found.setdefault(ancestor, set()).add(team)
    return found


def ordered(teams: Mapping[int, Team], tree: Mapping[int, set[int]]) -> list[int]:
    """Small teams before the bigger ones they are part of; those of one size by name."""
    return sorted(teams, key=lambda pk: (len(tree.get(pk, ())), teams[pk].name))


def within(team: int, tree: Mapping[int, set[int]]) -> str:
    above = [f"team{ancestor}" for ancestor, teams in tree.items() if team in teams]
    return " ".join([*above, "company0"])


def row_of(kind: str, pk: int, label: str, year: int, stored: Mapping[Cell, Decimal], inside: str = "") -> Row:
    row = Row(kind, pk, label, within=inside)
    whose = {"owner": {"owner_id": pk}, "team": {"team_id": pk}}.get(kind, {})
    for month in MONTHS:
        row.squares.append(square(f"{row.name}-{month}", Cell("month", dt.date(year, month, 1), **whose), stored))
    if kind != "owner":
        row.year = square(f"{row.name}-y", Cell("year", dt.date(year, 1, 1), **whose), stored)
    return row


def square(name: str, cell: Cell, stored: Mapping[Cell, Decimal]) -> Square:
    amount = stored.get(cell)
    return Square(name, cell, amount, written(amount))


def written(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():,f}"


def add_parts(grid: Grid) -> None:
    people = [row for _head, rows in grid.groups for row in rows]
    for row in grid.rows:
        mine = [one for one in people if row.name in one.within.split()]
        if row.kind != "owner" and any(s.stored is not None for one in mine for s in one.squares):
            row.parts = [sum((one.squares[m].stored or Decimal(0) for one in mine), Decimal(0)) for m in range(12)]
            for square, part in zip(row.squares, row.parts, strict=True):
                square.hint = written(part)
            if row.year is not None:
                row.year.hint = written(sum(row.parts, Decimal(0)))


def suggest(grid: Grid, percent: Decimal) -> int:
    """Write last year's amounts, changed by a percentage, into the inputs. Nothing is saved. How many it wrote."""
    last = amounts(grid.kpi, grid.year - 1, grid.category_id)
    count = 0
    for one in grid.squares.values():
        cell = one.cell
        before = last.get(Cell(cell.period, cell.starts_on.replace(year=grid.year - 1), cell.team_id, cell.owner_id))
        if before is None:
            continue
        amount = (before * (100 + percent) / 100).quantize(Decimal(1))
        one.text, one.changed, count = written(amount), amount != one.stored, count + 1
    return count


def fill_in(grid: Grid, given: Mapping[str, str]) -> tuple[dict[Cell, Decimal | None], bool]:
    """Take over what was typed. What is wanted in each cell that came, and whether all of it could be read."""
    wanted: dict[Cell, Decimal | None] = {}
    fine = True
    for name, one in grid.squares.items():
        if name not in given:
            continue
        one.text = given[name][:40]
        try:
            wanted[one.cell] = parse_amount(given[name])
            one.changed = wanted[one.cell] != one.stored
        except ValueError as error:
            one.problem, fine = str(error), False
    return wanted, fine


def seen_of(grid: Grid, said: str) -> dict[Cell, Decimal | None]:
    """What the form says stood in the cells when it was made; unreadable means as it stands now."""
    try:
        found = json.loads(said)
        return {s.cell: Decimal(found[name]) if name in found else None for name, s in grid.squares.items()}
    except (ValueError, TypeError, InvalidOperation):
        return {s.cell: s.stored for s in grid.squares.values()}


def parse_amount(text: str) -> Decimal | None:
    """1,234.50, 1 234,50, ¥1,234 or 1.234.567 as people paste them; empty is None. A ValueError is a sentence."""
    plain = re.sub(r"[\s'’_¥$€£]|CNY|RMB|USD|EUR", "", unicodedata.normalize("NFKC", text), flags=re.I)
    if not plain:
        return None
    if "," in plain and "." in plain:
        thousands = "," if plain.rfind(".") > plain.rfind(",") else "."
        plain = plain.replace(thousands, "").replace(",", ".")
    elif THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    elif DOTTED.fullmatch(plain):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"\d{1,13}(\.\d{0,8})?", plain):
        raise ValueError(_("“%s” is not an amount.") % text.strip()[:40])
    return Decimal(plain).quantize(Decimal("0.0001"))
