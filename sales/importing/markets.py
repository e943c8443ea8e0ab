"""Sizes of markets, and trainings with who attended them, from files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.importing.refs import people, team_on
from accounts.importing.table import (
    EXTERNAL_ID,
    NOTE,
    Reference,
    Table,
    by_name,
    kind_of,
    linked,
    not_negative,
    same,
    shared_key,
    texts,
)
from accounts.models import Region
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Row, Type, day_start
from crm_project.importing.load import STAGE, Load
from sales.actions.trainings import FIRST_MONTHS
from sales.importing.product_refs import CATEGORY_PATH, categories
from sales.models import MarketSize, Training

MARKET_FIELDS = (
    Field("market", gettext_lazy("market"), required=True, longest=120, headers=("Market", "市场")),
    Field("region", gettext_lazy("region"), longest=120, headers=("Region", "Area", "地区", "区域")),
    CATEGORY_PATH,
    Field("period", gettext_lazy("month, quarter or year"), Type.CHOICE, default="quarter", choices=tuple(MarketSize.Period.values), headers=("Period", "期间")),
    Field("starts_on", gettext_lazy("first day"), Type.DAY, required=True, headers=("Starts On", "From", "Start", "开始日期", "起始日")),
    Field("size", gettext_lazy("market size, home currency; empty: not known"), Type.NUMBER, headers=("Size", "Market Size", "Volume", "市场规模", "规模")),
    Field("published_by", gettext_lazy("whose estimate"), longest=200, headers=("Source", "Published By", "来源", "发布机构")),
    Field("estimated_on", gettext_lazy("day of the estimate"), Type.DAY, headers=("Estimated On", "Published", "发布日期")),
)  # fmt: skip
TRAINING_FIELDS = (
    EXTERNAL_ID,
    Field("name", gettext_lazy("name"), required=True, longest=200, headers=("Training", "Course", "Name", "培训", "课程")),
    Field("completed_on", gettext_lazy("completed on"), Type.DAY, required=True, headers=("Completed On", "Completed", "Date", "完成日期", "日期")),
    Field("effect_days", gettext_lazy("days compared before and after"), Type.WHOLE, default=30, headers=("Effect Days", "对比天数")),
    Field("cost", gettext_lazy("cost, home currency"), Type.NUMBER, default=0, headers=("Cost", "费用")),
    Field("attendee", gettext_lazy("who completed it"), longest=120, headers=("Attendee", "Employee", "参训人", "员工")),
    replace(NOTE, longest=20_000),
)  # fmt: skip


def first_day(row: Row, seen: dict[str, Any]) -> None:
    """A period begins on its first day."""
    day = row["starts_on"]
    if day.day != 1 or day.month not in FIRST_MONTHS[row["period"]]:
        raise BadValue(_("%s is not the first day of such a period") % day)


def effect(row: Row, seen: dict[str, Any]) -> None:
    if not 1 <= row["effect_days"] <= 366:
        raise BadValue(_("1 to 366 days are compared"))


def attendees(load: Load) -> None:
    """Who completed the trainings of the file and is not noted yet, with their team of that day."""
    day = day_start("t.completed_on")
    added = load.run(
        "INSERT INTO sales_trainingattendee (training_id, user_id, team_id, recorded_at, updated_at) "
        f"SELECT t.id, r.id, {team_on('r.id', day)}, %(now)s, %(now)s FROM (SELECT DISTINCT ON (s.key, r.id) s.key, r.id, "
        f"s.line FROM {STAGE} s JOIN ref_attendee r ON r.given = s.attendee ORDER BY s.key, r.id, s.line) r "
        "JOIN sales_training t ON t.source = %(source)s AND t.external_id = r.key "
        "WHERE NOT EXISTS (SELECT FROM sales_trainingattendee a WHERE a.training_id = t.id AND a.user_id = r.id) "
        "ORDER BY r.line"
    )
    load.note_beside("attendees", added)


MARKET_SIZES = kind_of(
    "market_sizes",
    gettext_lazy("market sizes"),
    MARKET_FIELDS,
    Table(
        MarketSize,
        same("market", "period", "starts_on", "size", "estimated_on")
        | texts("published_by")
        | linked("region", "category"),
        (by_name("region", Region, "regions"), Reference("category", categories, creates=("categories",))),
        known="t.region_id IS NOT DISTINCT FROM ref_region.id AND t.category_id IS NOT DISTINCT FROM ref_category.id "
        "AND t.period = s.period AND t.starts_on = s.starts_on",
        unique=("region_id", "category_id", "period", "starts_on"),
    ),
    first_day,
    not_negative("size"),
)
TRAININGS = kind_of(
    "trainings",
    gettext_lazy("trainings"),
    TRAINING_FIELDS,
    Table(
        Training,
        same("name", "completed_on", "effect_days", "cost") | texts("note"),
        (
            Reference(
                "attendee",
                lambda load: people(load, "attendee", role="rep", at=day_start("completed_on")),
                creates=("owners",),
            ),
        ),
        many=True,
        after=attendees,
    ),
    effect,
    not_negative("cost"),
    shared_key("name", "completed_on"),
)
