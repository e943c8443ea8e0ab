"""How figures are written: a value in its unit, a change, a bar, a small line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.templatetags.formats import NOTHING, day, duration, money, number, percent
from analytics import access
from analytics.charts import line
from analytics.compare import Change
from analytics.kpi import Kpi, Unit
from analytics.kpis import KPIS
from analytics.names import DIMENSIONS, VARIANTS
from analytics.periods import Window

register = template.Library()

BIG = Decimal(10_000)


@register.filter
def in_unit(value: Decimal | None, kpi: Kpi) -> str:
    """A value of a KPI as a reader expects it: ¥1,234, 12.3%, 3 min 20 s, 4.2 days."""
    if value is None:
        return NOTHING
    unit = kpi.unit
    if unit in (Unit.MONEY, Unit.MONEY_PER):
        return money(value.quantize(Decimal(1)) if abs(value) >= BIG else value)
    if unit is Unit.RATIO:
        return percent(value)
    if unit is Unit.DAYS:
        return _("%s days") % number(value, 1)
    if unit is Unit.SECONDS and abs(value) < 60:
        return _("%s s") % number(value, 1)
    if unit in (Unit.HOURS, Unit.MINUTES, Unit.SECONDS):
        return duration(value * unit.scale)
    return number(value, 0 if unit is Unit.COUNT else 2)


@register.filter
def exactly(value: Decimal | None) -> str:
    """All digits that matter, for those who check."""
    return NOTHING if value is None else number(value, 6)


@register.filter
def plain_number(value: float | None) -> str:
    """A number of a worked case as it was written."""
    return NOTHING if value is None else number(Decimal(repr(value)), 6)


@register.filter
def side_name(side: str) -> str:
    return {"value": _("value"), "numerator": _("upper side"), "denominator": _("lower side")}.get(side, side)


@register.filter
def flag_words(flag: str) -> str:
    """Why a value must not be ranked or compared."""
    words = {
        "unplanned": _("Money was spent for which nothing was planned."),
        "not_over": _("A training of this period is not over: the days after it go on."),
        "no_ad_spend_in_base_period": _("Nothing was spent on advertising in the period before: growth has no base."),
        "no_sales_in_base_period": _("Nothing was sold in the period before: growth has no base."),
        "sales_growth_zero": _("Sales did not change: there is nothing to divide by."),
        "both_negative": _("Both fell: the value looks like growth and must not be ranked."),
        "opposite_signs": _("One grew and the other fell: the value must not be ranked."),
        "too_few_repeat_customers": _("Fewer than 200 customers bought on two days or more: too few for the model."),
        "cost_missing": _("Customers who bought an article of unknown cost are left out; the variant says how many."),
    }
    return words.get(flag, flag.replace("_", " "))


@register.filter
def change_text(change: Change | None, kpi: Kpi) -> str:
    """+4.2 %, for ratios +1.3 points, else the difference itself."""
    if change is None:
        return ""
    sign = {"up": "+", "down": "−"}.get(change.direction, "±")
    if kpi.unit is Unit.RATIO:
        return sign + _("%s points") % number(abs(change.difference) * 100, 1)
    if change.share is None:
        return sign + in_unit(abs(change.difference), kpi)
    return sign + percent(abs(change.share))


@register.filter
def effect(value: Decimal | None, kpi: Kpi) -> str:
    """What a part adds to a change: +1.3 points of a ratio, +¥120, −3."""
    if value is None:
        return NOTHING
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    if kpi.unit is Unit.RATIO:
        return sign + _("%s points") % number(abs(value) * 100, 2)
    return sign + in_unit(abs(value), kpi)


@register.filter
def share(value: Decimal | None) -> str:
    return percent(value)


@register.filter
def days(window: Window) -> SafeString:
    """1 Nov 2026 – 22 Nov 2026; a line breaks between the days, never in one."""
    both = ((day(one),) for one in dict.fromkeys((window.first, window.last)))
    return format_html_join(" – ", '<span class="nowrap">{}</span>', both)


@register.simple_tag
def sparkline(values: list[Decimal | None], label: str = "") -> SafeString:
    """A line without axes; what it says is in the table or the page it leads to."""
    pieces = line(list(values))
    if not pieces:
        return SafeString("")
    drawn = format_html_join("", '<polyline points="{}"/>', ((piece,) for piece in pieces))
    return format_html(
        '<svg class="spark" viewBox="0 0 100 28" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        label, drawn,
    )  # fmt: skip


@register.simple_tag
def bar(value: Any, most: Any, tone: str = "") -> SafeString:
    """A bar beside a number, for the eye only."""
    width = 0 if not value or not most or value < 0 else min(100, round(100 * Decimal(value) / Decimal(most), 1))
    return format_html(
        '<svg class="bar {}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="8"/><rect width="{}" height="8"/></svg>',
        tone, f"{width:.1f}",
    )  # fmt: skip


@register.filter
def dimension(name: str) -> str:
    """What a dimension is called."""
    return str(DIMENSIONS.get(name) or name.replace("_", " ").capitalize())


@register.filter
def variant_name(name: str) -> str:
    """A variant's code as words."""
    return str(VARIANTS.get(name) or name.replace("_", " "))


@register.simple_tag(takes_context=True)
def kpi_link(context: Any, code: str) -> str | SafeString:
    """A KPI's name, leading to its page for those who may read it."""
    kpi = KPIS.get(code)
    if kpi is None:
        return code
    if not access.may_read(context["request"].user, kpi):
        return kpi.label
    return format_html('<a href="{}">{}</a>', reverse("analytics:kpi_detail", args=[code]), kpi.label)


@register.simple_tag
def split_url(asked: Any, name: str) -> str:
    """The same figure, split by another dimension."""
    return asked.link(by=name)


@register.simple_tag
def whole_url(asked: Any) -> str:
    """The figure without the narrowing to one key."""
    return asked.link(only="")
