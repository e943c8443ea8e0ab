"""A world of canaries: a row of every kind for everybody, and in every field a text or number found nowhere else."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from accounts.models import Membership, Organisation, Team, User
from sales.models import LoyaltyEntry
from tests.matrix.oracle import KIND_OF, Person
from tests.matrix.recipes import ONCE, OVERRIDES, SKIPPED, SLOTS_OF, TIES

NOW = dt.datetime(2025, 6, 18, 4, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
TEXT = re.compile(r"zq[a-p]{6}qz")
NUMBER = re.compile(r"(?<![\d.])7\d{8}(?!\d)")

TREE = {"Company": None, "Sales": "Company", "North": "Sales", "South": "Sales", "Service": "Company"}
CAST = {
    "lin": ("rep", "North"), "sam": ("rep", "North"), "omar": ("rep", "South"), "max": ("sales_manager", "North"),
    "ana": ("agent", "Service"), "siv": ("service_manager", "Service"), "mia": ("marketer", None),
    "eva": ("executive", None), "ada": ("auditor", None), "root": ("admin", None),
}  # fmt: skip
TEAM_OF = {name: team for name, (_role, team) in CAST.items()}
# Whose record it is, and whose customer it hangs on: also across the fences, as after a handover.
SLOTS = {
    "lin": ("lin", "lin"), "sam": ("sam", "sam"), "omar": ("omar", "omar"), "max": ("max", "max"),
    "ana": ("ana", "ana"), "siv": ("siv", "siv"), "mia": ("mia", "mia"), "south": (None, "south"),
    "omar-lin": ("omar", "lin"), "lin-omar": ("lin", "omar"), "ana-omar": ("ana", "omar"), "waits": (None, "omar"),
}  # fmt: skip


@dataclass(eq=False)
class Row:
    """A row as the oracle knows it."""

    label: str
    pk: Any
    slot: str
    owner: str | None = None
    team: str | None = None
    refs: dict[str, Row] = field(default_factory=dict)
    canaries: dict[str, str] = field(default_factory=dict)

    @property
    def owner_team(self) -> str | None:
        return TEAM_OF.get(self.owner or "")

    def __str__(self) -> str:
        return f"{self.label} {self.pk} of {self.slot}"


class World:
    """Everything made, by kind and by canary."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {}
        self.by_canary: dict[str, tuple[Row, str]] = {}
        self.objects: dict[tuple[str, Any], Row] = {}
        self.count = 0
        self.users: dict[str, User] = {}
        self.teams: dict[str, Team] = {}
        self.questions: list[Any] = []

    def people(self) -> dict[str, Person]:
        return {name: Person(name, role, (team,) if team else ()) for name, (role, team) in CAST.items()}

    def text(self) -> str:
        self.count += 1
        n, letters = self.count, ""
        for _place in range(6):
            n, rest = divmod(n, 16)
            letters = "abcdefghijklmnop"[rest] + letters
        return f"zq{letters}qz"

    def number(self) -> int:
        """No two alike, and no average of some of them another one."""
        self.count += 1
        return 700_000_000 + self.count * 48_271_393 % 99_999_989

    def add(self, row: Row) -> Row:
        self.rows.setdefault(row.label, []).append(row)
        self.objects[row.label, row.pk] = row
        for name, canary in row.canaries.items():
            self.by_canary[canary] = (row, name)
        return row

    def find(self, label: str, slot: str) -> Row | None:
        """The row of a slot, or else the customer's side of it, or else any that belongs to all."""
        rows = self.rows.get(label, [])
        for wanted in (slot, SLOTS.get(slot, ("", ""))[1], ""):
            for row in rows:
                if row.slot == wanted:
                    return row
        return None


def build() -> World:
    """The world, in the database of the moment."""
    world = World()
    Organisation.objects.create(pk=1, name="Blue Crane", home_currency="CNY", time_zone="Asia/Shanghai")
    world.add(Row("accounts.organisation", 1, ""))
    settle(world)
    for label in ordered():
        if label in ("accounts.user", "accounts.team", "accounts.organisation", *SKIPPED):
            continue
        for slot in SLOTS_OF.get(label) or (("",) if belongs_to_all(label) else SLOTS):
            make(world, label, slot)
    for booking in world.rows["sales.loyaltybooking"]:
        book(world, booking)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")
    return world


def settle(world: World) -> None:
    """The teams and the people in them."""
    teams = world.teams
    for name, parent in TREE.items():
        teams[name] = Team.objects.create(name=name, parent=teams.get(parent or ""))
        world.add(Row("accounts.team", teams[name].pk, name))
    for name, (role, team) in CAST.items():
        said = {column: world.text() for column in ("first_name", "last_name", "phone")} | {
            "password": "!" + world.text()
        }
        user = User.objects.create(
            username=name, role=role, display_name=name.capitalize(), email=f"{name}@crane.test",
            is_staff=name in ("root", "ada", "sam"), **said,
        )  # fmt: skip
        world.users[name] = user
        canaries = {column: text.removeprefix("!") for column, text in said.items()}
        world.add(Row("accounts.user", user.pk, name, owner=name, canaries=canaries))
        if team:
            Membership.objects.create(user=user, team=teams[team], since=dt.date(2020, 1, 1))
    # Who was in a team, or will be, is not in it today.
    was, comes = dt.date(2024, 12, 31), dt.date(2030, 1, 1)
    Membership.objects.create(user=world.users["lin"], team=teams["South"], since=dt.date(2023, 1, 1), until=was)
    Membership.objects.create(user=world.users["omar"], team=teams["North"], since=comes)


def ordered() -> list[str]:
    """Every kind of record, those it points to first."""
    ours = {
        model._meta.label_lower: model
        for model in apps.get_models()
        if model._meta.label_lower in KIND_OF and model._meta.managed
    }
    done: list[str] = []

    def visit(label: str) -> None:
        for one in ours[label]._meta.concrete_fields:
            target = one.related_model._meta.label_lower if one.is_relation else ""
            if target in ours and target != label and target not in done:
                visit(target)
        if label not in done:
            done.append(label)

    for label in ours:
        visit(label)
    return done


def belongs_to_all(label: str) -> bool:
    model = apps.get_model(label)
    return label in ONCE or not {"owner", "customer", "user", "actor", *TIES} & {
        one.name for one in model._meta.concrete_fields
    }


def make(world: World, label: str, slot: str) -> Row | None:
    """One row of a kind for a slot; None where there cannot be one."""
    model = apps.get_model(label)
    holder, _customer = SLOTS.get(slot, ("root", ""))
    row, values = Row(label, None, slot), {}
    special = OVERRIDES.get(label, {})
    for one in model._meta.concrete_fields:
        if one.name in special:
            value = special[one.name]
            values[one.attname if one.is_relation else one.name] = value(world, slot) if callable(value) else value
        elif one.generated or one.primary_key and isinstance(one, models.AutoField):
            continue
        elif one.is_relation:
            link(world, row, values, one, slot, holder)
        else:
            fill(world, row, values, one)
    with transaction.atomic():
        made = model(**values)
        models.Model.save(made, force_insert=True)
    row.pk = made.pk
    row.owner = next((name for name, user in world.users.items() if user.pk == owner_key(made)), None)
    if label == "analytics.snapshot":
        row.owner = slot  # whose it is, its scope says
    row.team = next((n for n, team in world.teams.items() if team.pk == getattr(made, "team_id", None)), None)
    return world.add(row)


def book(world: World, booking: Row) -> None:
    """The two sides of a booking."""
    points = world.number()
    for account, sign in (("balance", 1), ("issued", -1)):
        entry = LoyaltyEntry.objects.create(booking_id=booking.pk, account=account, points=sign * points)
        row = Row("sales.loyaltyentry", entry.pk, booking.slot, refs={"booking": booking})
        world.add(row)
    row.canaries["points"] = str(points)
    world.by_canary[str(points)] = (row, "points")


def owner_key(made: Any) -> Any:
    return next((getattr(made, name) for name in ("owner_id", "user_id", "actor_id") if hasattr(made, name)), None)


def link(world: World, row: Row, values: dict[str, Any], one: Any, slot: str, holder: str | None) -> None:
    """A foreign key: a person is the slot's, a team theirs, anything else what the slot has of it."""
    target = one.related_model._meta.label_lower
    if target == "accounts.user":
        who = holder or (None if one.null else "omar")
        values[one.attname] = world.users[who].pk if who else None
    elif target == "accounts.team":
        team = (
            {"south": "South", "waits": "Service"}.get(slot)
            or TEAM_OF.get(holder or "")
            or (None if one.null else "South")
        )
        if one.model._meta.label_lower == "accounts.membership":
            team = "Company"
        values[one.attname] = world.teams[team].pk if team else None
    elif target == row.label:
        values[one.attname] = None
    else:
        found = world.find(target, slot)
        if found is not None:
            values[one.attname] = found.pk
            row.refs[one.name] = found


def fill(world: World, row: Row, values: dict[str, Any], one: Any) -> None:
    """A column: a canary where one fits, else its default or the plainest value."""
    long = one.max_length is None or one.max_length >= 10
    if one.choices:
        if not one.has_default():
            values[one.name] = next(key for key, _label in one.flatchoices if key != "")
    elif isinstance(one, models.EmailField):
        row.canaries[one.name] = text = world.text()
        values[one.name] = f"{text}@x.test"
    elif isinstance(one, models.URLField):
        row.canaries[one.name] = text = world.text()
        values[one.name] = f"https://{text}.test/"
    elif isinstance(one, models.CharField | models.TextField) and long:
        row.canaries[one.name] = values[one.name] = world.text()
    elif isinstance(one, models.DecimalField) and one.max_digits - one.decimal_places >= 10:
        number = world.number()
        row.canaries[one.name] = str(number)
        values[one.name] = Decimal(number)
    elif isinstance(one, models.JSONField):
        row.canaries[one.name] = text = world.text()
        values[one.name] = {"said": [text, text]}
    elif not one.null and not one.has_default() and not getattr(one, "auto_now_add", False):
        values[one.name] = plain(world, one)


def plain(world: World, one: Any) -> Any:
    day = TODAY - dt.timedelta(days=world.count % 25 + 1)
    if isinstance(one, models.DateTimeField):
        return NOW - dt.timedelta(days=world.count % 25 + 1, minutes=world.count)
    if isinstance(one, models.DateField):
        return day
    if isinstance(one, models.DecimalField):
        return Decimal("0.5")
    if isinstance(one, models.IntegerField | models.FloatField):
        return 1
    if isinstance(one, models.BooleanField):
        return True
    if isinstance(one, models.TimeField):
        return dt.time(9)
    return "x" if isinstance(one, models.CharField) else None
