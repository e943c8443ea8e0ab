"""The rows of a list, written in one go: a template node for each of four hundred cells costs more than the query."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import template
from django.db import models
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from accounts.templatetags.cells import badge, cell, cell_class, row_link
from accounts.templatetags.formats import NOTHING
from crm_project.columns import Column
from crm_project.links import url_of

register = template.Library()
Writer = Callable[[Any], str]


@register.simple_tag
def table_body(rows: list[Any], columns: Iterable[tuple[Column, str, str]]) -> SafeString:
    """The rows of the generic list; ``columns`` as ListPage gives them."""
    shown = [column for column, _url, _sorted in columns]
    if not rows or not shown:
        return SafeString("")
    first, *others = shown
    cells = [(opening(column), writer(type(rows[0]), column)) for column in others]
    return mark_safe("".join(line(row, first, cells) for row in rows))  # noqa: S308 - every cell is escaped


def line(row: Any, first: Column, cells: list[tuple[str, Writer]]) -> str:
    rest = "".join(f"{start}{write(row)}</td>" for start, write in cells)
    return f'<tr><th scope="row">{row_link(row, first)}</th>{rest}</tr>'


def opening(column: Column) -> str:
    """The start of a column's cells; the label is what a card on a phone shows."""
    said = str(column.label)
    style = cell_class(column)
    label = escape(said[:1].upper() + said[1:])
    return f'<td data-label="{label}"{f" class={chr(34)}{style}{chr(34)}" if style else ""}>'


def writer(model: type[models.Model], column: Column) -> Writer:
    """A function that writes a row's cell, with what is the same for all rows worked out once."""
    if column.value is None and "." not in column.name:
        if column.kind == "badge" and hasattr(model, f"get_{column.name}_display"):
            return badges(model, column)
        if column.kind == "link":
            return links(column)
        if column.kind == "text":
            return lambda row: escape(column.of(row) or NOTHING)
    return lambda row: str(conditional_escape(cell(row, column)))


def badges(model: type[models.Model], column: Column) -> Writer:
    choices: Any = model._meta.get_field(column.name)
    made = {value: badge(value, label) for value, label in choices.flatchoices}
    return lambda row: made.get(getattr(row, column.name)) or conditional_escape(cell(row, column))


def links(column: Column) -> Writer:
    """Many rows point at the same few records: each is written once."""
    made: dict[int, str] = {}

    def write(row: Any) -> str:
        record = getattr(row, column.name)
        if record is None:
            return NOTHING
        if record.pk not in made:
            name = escape(record)
            url = url_of(record)
            made[record.pk] = (
                f'<a class="name" href="{url}" title="{name}">{name}</a>'
                if url
                else f'<span class="name" title="{name}">{name}</span>'
            )
        return made[record.pk]

    return write
