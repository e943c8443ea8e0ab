"""Pages: five attributes make one. Rows come only through ``visible_to``; what a person may not read is not there.

    class DealList(ListPage):
        model = Deal
        columns = ("name", "customer", "stage", Column("amount", currency="currency"), "owner")
        filterset = DealFilter

Create, edit, delete and verbs are in ``crm_project.form_pages``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db import connection, models
from django.forms import NullBooleanField, Select
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django_filters.fields import RangeField

from crm_project.columns import Column, column_of, joins, readable
from crm_project.conceal import conceal, veil
from crm_project.filters import limit
from crm_project.keyset import page_of
from crm_project.links import name_of, url_for, url_of
from crm_project.rows_read import showed
from crm_project.widgets import QuickSelect

__all__ = ["Button", "Column", "DetailPage", "ListPage", "Page", "PickPage"]


@dataclass(frozen=True)
class Button:
    """A verb on a record's page. ``when`` says whether it makes sense for the record as it stands.

    ``to`` names the page ("sales:deal_win"); ``verb`` is what the policy is asked for, about this very record, or with
    ``model`` about another kind of record ("accounts.interaction").
    """

    to: str
    label: Any
    icon: str = ""
    verb: str = "change"
    style: str = ""
    model: str = ""
    when: Callable[[Any], bool] = lambda record: True
    query: Callable[[Any], dict[str, Any]] | None = None

    def url(self, record: models.Model) -> str:
        if self.query is not None:
            return f"{reverse(self.to)}?{urlencode(self.query(record))}"
        return reverse(self.to, args=[record.pk])


class Page(View):
    """What all pages of a record share: the guard, the rows, the title, rendering."""

    model: Any
    verb = "view"
    template = ""
    title: Any = ""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        view.guard = (initkwargs.get("verb", cls.verb), initkwargs.get("model", cls.model))
        return view

    def rows(self, verb: str = "") -> Any:
        """The records this person may do ``verb`` to (the page's own verb by default)."""
        return self.model._default_manager.visible_to(self.request.user, verb or self.verb)

    def record(self, rows: Any = None) -> Any:
        """The record of the address. One that may not be seen is not there: 404."""
        rows = self.rows() if rows is None else rows
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def may_read(self) -> set[str]:
        return self.request.user.may("read", self.model)

    def get_title(self) -> str:
        return str(self.title)

    def context(self, **more: Any) -> dict[str, Any]:
        """What the template gets; pages add to it."""
        return {
            "page": self,
            "meta": self.model._meta,
            "title": self.get_title(),
            "list_url": url_for(self.model) if self.request.user.can("view", self.model) else "",
            **more,
        }

    def render(self, *, status: int = 200, **more: Any) -> HttpResponse:
        context = self.context(**more)
        veil(self.request.user, context)
        return render(self.request, self.template, context, status=status)


class ListPage(Page):
    """A list: search, filters, sorting, pages by cursor. At most one statement per page for its rows, no count.

    ``columns``, ``filterset`` (shared with the API), ``shown_filters`` (each choice of records is a statement, so
    name few), ``ordering`` (the model's by default), ``empty``: what to do when there is nothing yet.
    """

    template = "generic/list.html"
    columns: Iterable[str | Column] = ()
    filterset: Any = None
    ordering: tuple[str, ...] = ()
    page_size = 50
    shown_filters: tuple[str, ...] = ()
    empty: Any = ""

    def asked(self) -> tuple[list[Column], Any, Any]:
        """The columns this person reads, the filters, and all rows they leave in the order asked for."""
        columns = readable(self.model, self.columns, self.may_read())
        rows = self.rows().select_related(*joins(self.model, columns))
        filters = self.filters(rows)
        return columns, filters, self.sorted(filters.qs if filters else rows, columns)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        columns, filters, rows = self.asked()
        part = page_of(rows, cursor=request.GET.get("cursor", ""), size=self.page_size)
        showed(request, self.model, len(part.rows))
        return self.render(
            columns=[(column, *self.sort_link(column)) for column in columns],
            rows=part.rows,
            filters=filters,
            filter_fields=self.filter_fields(filters),
            narrowed=bool(self.active(filters)),
            search=filters.form["search"] if filters and "search" in filters.form.fields else None,
            next_url=self.with_params(cursor=part.next) if part.next else "",
            previous_url=self.with_params(cursor=part.previous) if part.previous else "",
            reset_url=request.path,
            count=self.count_text(part, filtered=bool(self.active(filters))),
            create_url=url_for(self.model, "create") if request.user.can("add", self.model) else "",
            export_url=self.export_url(),
        )

    def export_url(self) -> str:
        """Where the list, as it is filtered and sorted now, is taken out as a file."""
        if not self.request.user.can("export", self.model):
            return ""
        return self.with_params().replace(self.request.path, f"{self.request.path}export/", 1)

    def get_title(self) -> str:
        return str(self.title or self.model._meta.verbose_name_plural)

    def filters(self, rows: Any) -> Any:
        """The filter set, without the filters by what this person may not read."""
        if self.filterset is None:
            return None
        filters = limit(self.filterset(self.request.GET, queryset=rows, request=self.request), self.may_read())
        for field in filters.form.fields.values():
            if hasattr(field, "empty_label"):
                field.empty_label = _("All")
            if isinstance(field, NullBooleanField):
                field.widget = QuickSelect(choices=[("", _("All")), ("true", _("yes")), ("false", _("no"))])
            elif type(field.widget) is Select:
                field.widget = QuickSelect(choices=field.choices)
            if isinstance(field, RangeField):
                for widget, end in zip(field.widget.widgets, (_("from"), _("until")), strict=True):
                    widget.input_type = "date"
                    widget.attrs["aria-label"] = f"{field.label} {end}"
        return filters

    def filter_fields(self, filters: Any) -> list[Any]:
        """The filters to show: those the page names, and whichever is in use."""
        if filters is None:
            return []
        active = self.active(filters)
        names = self.shown_filters or [name for name in filters.form.fields if name not in ("search", "customer")]
        shown = [name for name in filters.form.fields if name != "search" and (name in names or name in active)]
        return [filters.form[name] for name in shown]

    def active(self, filters: Any) -> list[str]:
        """Names of the filters in use."""
        if filters is None:
            return []
        given = {name for name, value in self.request.GET.items() if value}
        suffixes = ("", "_after", "_before", "_min", "_max")
        return [name for name in filters.form.fields if any(name + suffix in given for suffix in suffixes)]

    def sorted(self, rows: Any, columns: list[Column]) -> Any:
        asked = self.request.GET.get("sort", "")
        if asked.removeprefix("-") in {column.name for column in columns if column.sortable}:
            return rows.order_by(asked)
        return rows.order_by(*self.ordering) if self.ordering else rows.order_by(*self.model._meta.ordering)

    def sort_link(self, column: Column) -> tuple[str, str]:
        """Where a click on the column's head leads, and how the list is sorted by it now."""
        if not column.sortable:
            return "", ""
        asked = self.request.GET.get("sort", "")
        now = {column.name: "ascending", f"-{column.name}": "descending"}.get(asked, "none")
        return self.with_params(sort=f"-{column.name}" if now == "ascending" else column.name, cursor=""), now

    def with_params(self, **changes: str) -> str:
        """This page's address with some parameters changed; empty ones go away."""
        params = {name: value for name, value in self.request.GET.items() if value and name != "cursor"}
        params = {name: value for name, value in {**params, **changes}.items() if value}
        return f"{self.request.path}?{urlencode(params)}" if params else self.request.path

    def count_text(self, part: Any, *, filtered: bool) -> str:
        """How many there are: exact when all are shown, else an estimate for the whole table, else "more than"."""
        if not part.next and not part.previous:
            return ngettext("%d record", "%d records", len(part.rows)) % len(part.rows)
        if filtered or self.request.user.reach("view", self.model) != "all":
            return _("more than %d records") % self.page_size
        about = estimated_rows(self.model._meta.db_table)
        return (
            _("about {:,} records").format(about)
            if about > self.page_size
            else _("more than %d records") % self.page_size
        )


def estimated_rows(table: str) -> int:
    """What PostgreSQL last counted, without counting again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
        return max(int(cursor.fetchone()[0]), 0)


class DetailPage(Page):
    """One record: its facts, its buttons, and whatever blocks the template adds.

    ``facts`` are columns; ``buttons`` the verbs beside edit and delete.
    """

    template = "generic/detail.html"
    facts: Iterable[str | Column] = ()
    buttons: tuple[Button, ...] = ()
    related: tuple[str, ...] = ()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        facts = readable(self.model, self.facts, self.may_read())
        record = self.record(self.rows().select_related(*joins(self.model, facts), *self.related))
        return self.render(record=record, object=record, facts=facts, **self.actions(record))

    def get_title(self) -> str:
        return str(self.title)

    def context(self, **more: Any) -> dict[str, Any]:
        found = super().context(**more)
        return {**found, "title": found["title"] or self.named(more["record"])}

    def named(self, record: Any) -> str:
        """What a record is called, without the names of what this person may not see."""
        shown = copy(record)  # the record itself is still asked for its relations
        conceal(self.request.user, [shown], every=True)
        return str(shown)

    def actions(self, record: Any) -> dict[str, Any]:
        """The buttons this person may press on this record as it stands."""
        verbs = {"change", "delete", *(button.verb for button in self.buttons if not button.model)}
        may = {verb: self.allows(verb, record) for verb in verbs}
        user = self.request.user
        return {
            "edit_url": url_of(record, "edit") if may["change"] else "",
            "delete_url": url_of(record, "delete") if may["delete"] else "",
            "shown_buttons": [
                (button, button.url(record))
                for button in self.buttons
                if (user.can(button.verb, button.model) if button.model else may[button.verb]) and button.when(record)
            ],
        }

    def allows(self, verb: str, record: Any) -> bool:
        """Whether this person has ``verb`` on this very record; adding asks for the kind only."""
        reach = self.request.user.reach(verb, self.model)
        if reach in ("", "all") or verb == "add":
            return bool(reach)
        return self.rows(verb).filter(pk=record.pk).exists()


class PickPage(Page):
    """What the lookup field of a form asks for: up to 20 records that match what was typed, as JSON.

    ``searched`` are the columns it looks in, for kinds of records without a search column.
    """

    searched: tuple[str, ...] = ("name",)

    def get(self, request: HttpRequest, **kwargs: Any) -> JsonResponse:
        rows, words = self.rows(), request.GET.get("q", "").replace("\x00", "").lower().split()[:8]
        named = [f"{name}__icontains" for name in self.searched]
        lookups = ["search__contains"] if "search" in self.may_read() else named
        for word in words:
            rows = rows.filter(reduce(or_, (self.asked(lookup, word) for lookup in lookups)))
        found = list(rows.order_by("-pk")[:20])
        conceal(request.user, found, every=True)
        return JsonResponse({"results": [self.found(row) for row in found]})

    def asked(self, lookup: str, word: str) -> models.Q:
        """One column holds the word; of a record that one points at, only if the person may see that record."""
        first, _hop, rest = lookup.partition("__")
        related = self.model._meta.get_field(first).related_model if rest.count("__") else None
        if related is None:
            return models.Q(**{lookup: word})
        seen = related._default_manager.visible_to(self.request.user)
        return models.Q(**{lookup: word, f"{first}__in": seen})

    def found(self, row: Any) -> dict[str, Any]:
        """What the field is told of a record; a page may say more."""
        return {"id": row.pk, "label": str(row)}


def facts_of(model: Any, names: Iterable[str | Column]) -> list[Column]:
    """Columns for a panel in a template."""
    return [column_of(model, name) for name in names]


def detail_name(model: Any) -> str:
    return name_of(model, "detail")
