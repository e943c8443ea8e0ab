"""Every door that writes, found by itself: forms of pages and of the admin, endpoints of the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.db import connection, models
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Change
from accounts.trail.tables import tables
from crm_project.form_pages import FormPage


def digests(only: set[str] | None = None) -> dict[str, str]:
    """A fingerprint of each table that leaves a trail, without the columns that leave none."""
    parts = []
    for one in tables():
        untold = "{" + ",".join(one.untold) + "}"
        if only is None or one.table in only:
            parts.append(
                f"SELECT '{one.table}', md5(coalesce(string_agg(d, '' ORDER BY d), '')) "
                f"FROM (SELECT (to_jsonb(whole_row) - '{untold}'::text[])::text AS d FROM {one.table} whole_row) x"
            )
    return dict(asked(" UNION ALL ".join(parts))) if parts else {}


def touched() -> set[tuple[str, int]]:
    """How many rows of each table the running transaction wrote, by PostgreSQL's own count."""
    return set(asked("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"))


def asked(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


class Watch:
    """Notices which tables a deed changes; the world before it is always the same."""

    def __init__(self) -> None:
        self.before = digests()

    def unsaid(self, deed: Callable[[], Any], actor: Any, door: str) -> tuple[list[str], list[str]]:
        """Tables that ``deed`` changed, and those of them without a change by this person through this door."""
        last = Change.objects.order_by("id").values_list("id", flat=True).last() or 0
        counted = touched()
        deed()
        now = digests({table for table, _rows in touched() - counted})
        moved = [table for table in now if now[table] != self.before[table]]
        told = Change.objects.filter(id__gt=last, actor_id=getattr(actor, "pk", None), door__startswith=door)
        said = set(told.values_list("table", flat=True))
        return moved, [table for table in moved if table not in said]


def pages() -> Iterator[tuple[str, Any]]:
    """(name of the address, its page) of every page with a form."""

    def walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, Any]]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, entry.namespace or namespace)
            elif isinstance(entry, URLPattern) and issubclass(getattr(entry.callback, "view_class", object), FormPage):
                yield f"{namespace}:{entry.name}", entry.callback.view_class

    yield from walk(get_resolver(), "")


def address(name: str, page: Any) -> str | None:
    """Where the page is for the first record of its kind."""
    try:
        return reverse(name)
    except NoReverseMatch:
        record = page.model._default_manager.order_by("pk").first()
    try:
        return reverse(name, args=[record.pk]) if record else None
    except NoReverseMatch:
        return None


def typed(form: Any) -> dict[str, Any]:
    """What somebody types who changes a text and fills in whatever is asked for."""
    said: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        value = getattr(value, "pk", value)
        text = isinstance(field, forms.CharField) and type(field) is forms.CharField and not field.disabled
        if text and not isinstance(field.widget, forms.HiddenInput) and not said.get("touched"):
            value, said["touched"] = f"Typed {form.add_prefix(name)}"[: field.max_length or 60], True
        if value in (None, "", []) and field.required:
            value = sample(field)
        if value not in (None, "", False, []):
            said[form.add_prefix(name)] = value
    for rows in getattr(form, "row_sets", ()):
        said |= {f"{rows.prefix}-{key}": rows.management_form[key].value() for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    said.pop("touched", None)
    return said


def sample(field: Any) -> Any:
    """Something that the field takes."""
    if isinstance(field, forms.ModelChoiceField):
        first = field.queryset.last()
        return getattr(first, "pk", "")
    if isinstance(field, forms.ChoiceField):
        return next((value for value, _label in field.choices if value), "")
    kinds: list[tuple[Any, Any]] = [
        (forms.DateTimeField, dt.datetime(2025, 3, 1, 10)),
        (forms.DateField, dt.date(2025, 3, 1)),
        (forms.EmailField, "typed@example.com"),
        (forms.URLField, "https://typed.example"),
        (forms.BooleanField, "on"),
        (forms.IntegerField, 2),
        (forms.CharField, "Typed"),
    ]
    return next((value for kind, value in kinds if isinstance(field, kind)), "1")


def admin_pages() -> Iterator[tuple[str, type[models.Model], bool]]:
    """(address, kind of record, whether it is the page of a new one) of the admin's forms."""
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{base}_add"), model, True
        record = model._default_manager.order_by("pk").first()
        if record is not None:
            yield reverse(f"{base}_change", args=[record.pk]), model, False
