"""The tables of a worked case turned into records. It knows tables and columns, never a case."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_datetime

from accounts.models import Channel, Customer, Organisation, User
from analytics.periods import DAY, Window, start_of
from marketing.models import Campaign
from sales.models import Product, ProductCategory, Stage

NOON = dt.timedelta(hours=12)
NAMES = {"customers": Customer}


class World:
    """What the loaders share: the organisation, the clock, and records by the names the case gives them."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.case, self.tables, self.params = case, case["tables"], case.get("params") or {}
        self.zone = zoneinfo.ZoneInfo(case["business_time_zone"])
        dated = [said["window"][0] for said in case["expected"] if isinstance(said["window"], list)]
        self.first = dt.date.fromisoformat(dated[0] if dated else "2024-05-06")
        self.organisation = self._organisation()
        self.customers: dict[str, Customer] = {}
        self.users: dict[str, User] = {}
        self.categories: dict[str, ProductCategory] = {}
        self.products: dict[str, Product] = {}
        self.stages: dict[str, Stage] = {}
        self.serial = 0
        self.keys: dict[tuple[str, str], int | None] = {}  # what a case calls a record of a dimension
        self.windows: dict[
            str, tuple[Window, dict[str, Any]]
        ] = {}  # windows the case calls by name, with their filters

    def _organisation(self) -> Organisation:
        settings = {
            "threshold_s": "answer_within_seconds",
            "short_abandon_s": "short_abandon_seconds",
            "inactive_days": "inactive_after_days",
            "talk_includes_hold": "talk_includes_hold",
            "renewal_grace_days": "renewal_grace_days",
        }
        chosen = {field: self.params[name] for name, field in settings.items() if name in self.params}
        return Organisation.objects.create(
            pk=1,
            name="Worked cases",
            home_currency=self.tables.get("base_currency", "CNY"),
            time_zone=self.case["business_time_zone"],
            **chosen,
        )

    def rows(self, table: str) -> list[dict[str, Any]]:
        found = self.tables.get(table, [])
        return found if isinstance(found, list) else []

    def next(self) -> int:
        self.serial += 1
        return self.serial

    def moment(self, text: str | None) -> dt.datetime | None:
        """An instant: UTC where it ends with Z, else local; a bare day is its noon."""
        if not text:
            return None
        if len(text) == 10:
            return start_of(dt.date.fromisoformat(text), self.zone) + NOON
        found = parse_datetime(text)
        if found is None:
            raise ValueError(f"not a time: {text}")
        return found if found.tzinfo else found.replace(tzinfo=self.zone).astimezone(dt.UTC)

    def day(self, row: dict[str, Any], *names: str) -> dt.date:
        """The local day of a row; without one, the first day the case asks about."""
        for name in names:
            if row.get(name):
                return dt.date.fromisoformat(str(row[name])[:10])
        return self.first

    def month(self, row: dict[str, Any]) -> dt.date:
        return dt.date.fromisoformat(f"{row['month']}-01") if row.get("month") else self.day(row, "day")

    def at(self, row: dict[str, Any], *names: str) -> dt.datetime:
        for name in names:
            if row.get(name):
                return self.moment(str(row[name]))  # type: ignore[return-value]
        return start_of(self.first, self.zone) + NOON

    def customer(self, name: Any) -> Customer | None:
        if name is None:
            return None
        key = str(name)
        if key not in self.customers:
            self.customers[key] = Customer.objects.create(name=key, external_id=key)
        return self.customers[key]

    def user(self, name: Any) -> User | None:
        if name is None:
            return None
        key = str(name)
        if key not in self.users:
            self.users[key] = User.objects.create(username=key, display_name=key)
        return self.users[key]

    def category(self, name: Any) -> ProductCategory | None:
        if name is None:
            return None
        key = str(name)
        if key not in self.categories:
            category = ProductCategory.objects.create(name=key)
            category.top = category
            category.save()
            self.categories[key] = category
        return self.categories[key]

    def product(self, line: dict[str, Any]) -> Product | None:
        """The article of a line: by its name, or the one of its category and tier."""
        tier = line.get("tier")
        name = (
            line.get("product") or line.get("sku") or (f"{line.get('category')} {tier}" if tier is not None else None)
        )
        if name is None:
            return None
        key = str(name)
        if key not in self.products:
            category = self.category(line.get("category"))
            self.products[key] = Product.objects.create(sku=key, name=key, category=category, tier=tier)
        return self.products[key]

    def channel(self, name: Any) -> Channel | None:
        return Channel.objects.get_or_create(name=str(name))[0] if name is not None else None

    def campaign(self, name: Any) -> Campaign:
        return Campaign.objects.get(name=str(name))

    def stage(self, name: str, probability: Decimal | None = None) -> Stage:
        if name not in self.stages:
            outcome = name if name in ("won", "lost") else "open"
            self.stages[name] = Stage.objects.create(name=name, outcome=outcome, probability=probability or 0)
        return self.stages[name]


def money(value: Any) -> Decimal:
    return Decimal(str(value or 0))


__all__ = ["DAY", "World", "money"]
