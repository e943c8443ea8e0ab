"""How a column writes a record's value, and small pieces of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.templatetags.formats import NOTHING, day, duration, moment, money, number, percent
from crm_project.columns import Column, column_of
from crm_project.links import url_of

register = template.Library()

# What a state means at a glance; anything else is neutral. A badge always carries its word too.
TONES = {
    "good": {"won", "resolved", "completed", "customer", "converted", "done", "answered", "finished", "met", "good"},
    "bad": {"lost", "cancelled", "abandoned", "blocked", "urgent", "failed", "unsubscribe", "disqualified", "bad"},
    "warn": {"pending", "high", "inactive", "draft", "planned", "missed", "warn"},
    "info": {"open", "new", "working", "prospect", "placed", "running", "in", "info"},
}


@register.simple_tag
def cell(record: Any, column: Column) -> str | SafeString:
    """A record's value in a column, written by the column's kind."""
    value = column.of(record)
    if value is None or value == "":
        return NOTHING
    if column.kind == "badge":
        return badge(value, display(record, column, value))
    if column.kind == "money":
        return money(value, Column(column.currency).of(record) if column.currency else "")
    return written(value, column.kind)


@register.simple_tag
def said(value: Any, column: Column) -> str | SafeString:
    """A bare value, written as the column would."""
    if value is None or value == "":
        return NOTHING
    return money(value) if column.kind == "money" else written(value, column.kind)


WRITERS: dict[str, Callable[[Any], Any]] = {
    "percent": percent,
    "number": number,
    "duration": duration,
    "date": day,
    "datetime": lambda value: format_html('<time datetime="{}">{}</time>', value.isoformat(), moment(value)),
    "bool": lambda value: _("yes") if value else _("no"),
    "link": lambda value: link(value),
    "email": lambda value: format_html('<a href="mailto:{0}">{0}</a>', value),
    "url": lambda value: format_html('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>', value),
}


def written(value: Any, kind: str) -> Any:
    writer = WRITERS.get(kind)
    return writer(value) if writer else str(value)


def display(record: Any, column: Column, value: Any) -> str:
    """The label of a choice."""
    say = getattr(record, f"get_{column.name}_display", None)
    return say() if say else str(value)


@register.simple_tag
def badge(value: Any, label: Any = "") -> SafeString:
    """A state as a word in its colour."""
    tone = next((name for name, values in TONES.items() if str(value) in values), "plain")
    return format_html('<span class="badge {}">{}</span>', tone, label or value)


@register.simple_tag
def link(record: Any) -> str | SafeString:
    """A record's name, leading to its page if it has one; long names are cut by the style, the title has all."""
    if record is None:
        return NOTHING
    name, url = str(record), url_of(record)
    if not url:
        return format_html('<span class="name" title="{0}">{0}</span>', name)
    return format_html('<a class="name" href="{1}" title="{0}">{0}</a>', name, url)


@register.simple_tag
def row_link(record: Any, column: Column) -> str | SafeString:
    """The first column of a list: what it says, leading to the record."""
    url, text = url_of(record), cell(record, column)
    if not url or column.kind in ("link", "email", "url"):
        return text
    return format_html('<a class="name" href="{}" title="{}">{}</a>', url, strip_tags(text), text)


@register.filter
def initials(user: Any) -> str:
    """Two letters, or the first character of a Chinese name."""
    words = str(user).split() or ["?"]
    return words[0][0] if "\u4e00" <= words[0][0] <= "\u9fff" else "".join(word[0] for word in words[:2]).upper()


@register.filter
def page_of(record: Any) -> str:
    """The address of a record's page."""
    return url_of(record)


@register.simple_tag
def column(record: Any, name: str) -> Column:
    """The column of a record's field, for a template that writes facts by hand."""
    return column_of(type(record), name)


@register.filter
def is_number(shown: Column) -> bool:
    """Whether the column stands to the right."""
    return shown.kind in ("money", "percent", "number", "duration")


@register.filter
def cell_class(shown: Column) -> str:
    """The style of a column's cells: figures stand right, short things do not break."""
    if is_number(shown):
        return "num"
    return "nowrap" if shown.kind in ("date", "datetime", "badge", "bool") or shown.name == "phone" else ""


@register.filter
def may(user: Any, asked: str) -> bool:
    """``{% if user|may:"add sales.deal" %}``."""
    verb, model = asked.split()
    return bool(user.is_authenticated and user.can(verb, model))


@register.simple_tag(takes_context=True)
def visible(context: Any, rows: Any, verb: str = "view") -> Any:
    """``{% visible customer.contacts.all as contacts %}``: the rows this person may see."""
    return rows.visible_to(context["request"].user, verb)
