"""What every admin page is made of: rows and fields by policy, writes through actions, no count of big tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import connection, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts import policy
from accounts.actions.records import create_record, delete_record, update_record
from accounts.admin_forms import VersionForm, once
from crm_project.conceal import conceal
from crm_project.errors import ActionRefused
from crm_project.rows_read import showed

# Shown below what people work with.
BOOKKEEPING = ("external_id", "source", "recorded_at", "updated_at")
SIZE = "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass"


class EstimatedPaginator(Paginator):
    """Counts up to a limit; beyond it, a whole table's size is PostgreSQL's own estimate."""

    LIMIT = 10_000

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        found = rows.order_by()[: self.LIMIT + 1].count()
        if found <= self.LIMIT or rows.query.where:
            return found
        with connection.cursor() as cursor:
            cursor.execute(SIZE, [f'"{rows.model._meta.db_table}"'])
            return max(found, cursor.fetchone()[0])


class ReadAdmin(admin.ModelAdmin):
    """Rows to look at. ``creates`` and ``updates`` of a subclass write, if it has any."""

    form = VersionForm
    paginator = EstimatedPaginator
    show_full_result_count = False
    list_per_page = 50
    actions = None
    creates: Callable[..., Any] | None = None
    updates: Callable[..., Any] | None = None
    removable = False

    # Whose rows, which fields

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return seen(request.user, super().get_queryset(request))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, without the names of records that the reader may not see."""
        listed: Any = super().get_changelist_instance(request)
        listed.result_list = list(listed.result_list)
        conceal(request.user, listed.result_list, every=True, far=True)
        return listed

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        match = request.resolver_match
        if found is not None and (request.method == "GET" or (match and str(match.url_name).endswith("_history"))):
            conceal(request.user, [found], every=True, far=True)  # it is shown, not written
        return found

    def allowed(self, request: HttpRequest, verb: str, obj: models.Model | None) -> bool:
        if obj is None:
            return policy.can(request.user, verb, self.model)
        return seen(request.user, self.model._default_manager.filter(pk=obj.pk), verb).exists()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return policy.can(request.user, "view", self.model)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request, "view", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.creates is not None and self.allowed(request, "add", None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.updates is not None and self.allowed(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.removable and self.allowed(request, "delete", obj)

    def readable(self, request: HttpRequest, names: Any) -> list[Any]:
        """The names that are no column, or a column the reader may read."""
        columns = {field.name for field in self.model._meta.get_fields()}
        read = policy.fields(request.user, self.model, "read")
        return [name for name in names if root(name) not in columns or root(name) in read]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        answer: Any = super().changelist_view(request, extra_context)
        listed = (getattr(answer, "context_data", None) or {}).get("cl")
        if listed is not None:
            showed(request, self.model, len(listed.result_list))
        return answer

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self.readable(request, super().get_list_display(request))

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return self.readable(request, super().get_list_filter(request))

    def get_search_fields(self, request: HttpRequest) -> list[Any]:
        return self.readable(request, super().get_search_fields(request))

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        if request is None or root(lookup) not in policy.lookups(request.user, self.model):
            return False
        several = isinstance(self.model._meta.get_field(root(lookup)), ArrayField | models.JSONField)
        return not several and super().lookup_allowed(lookup, value, request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        names = [field.name for field in self.model._meta.concrete_fields if not field.primary_key]
        names = self.readable(request, [name for name in names if name not in ("search", "version")])
        names.sort(key=BOOKKEEPING.__contains__)
        if obj is None:
            names = [name for name in names if name in self.writable(request, None)]
        extra = [name for name in self.form.declared_fields if name not in names]
        return names + (extra if self.may_write(request, obj) else [])

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        writable = self.writable(request, obj)
        declared = self.form.declared_fields
        return [name for name in self.get_fields(request, obj) if name not in writable and name not in declared]

    def writable(self, request: HttpRequest, obj: Any) -> set[str]:
        fixed = set(super().get_readonly_fields(request, obj))
        return policy.fields(request.user, self.model, "write") - fixed

    def may_write(self, request: HttpRequest, obj: Any) -> bool:
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.raw_id_fields:
            kwargs["widget"] = SeenKey(db_field.remote_field, self.admin_site, user=request.user)
        kwargs.setdefault("queryset", seen(request.user, db_field.related_model._default_manager.all()))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # Writing

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return once(
                request, lambda: super(ReadAdmin, self).changeform_view(request, object_id, form_url, extra_context)
            )
        except ActionRefused as refusal:
            self.message_user(request, refusal.sentence, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ActionRefused as refusal:
            self.message_user(request, refusal.sentence, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and self.updates is not None:
            type(self).updates(obj, request.user, form.version_to_write())  # type: ignore[misc]
        elif self.creates is not None:
            type(self).creates(obj, request.user)  # type: ignore[misc]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_record(obj, request.user)


class RecordAdmin(ReadAdmin):
    """Rows to look at, add and change."""

    creates = staticmethod(create_record)
    updates = staticmethod(update_record)


class SeenKey(ForeignKeyRawIdWidget):
    """A key to type in, with the record's name beside it for whoever may see that record."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def label_and_url_for_value(self, value: Any) -> tuple[str, str]:
        rows = seen(self.user, self.rel.model._default_manager.all())
        try:
            known = rows.filter(**{self.rel.get_related_field().name: value}).exists()
        except (ValueError, ValidationError):
            known = False
        return super().label_and_url_for_value(value) if known else ("", "")


def seen(user: Any, rows: Any, verb: str = "view") -> models.QuerySet:
    """The rows on which ``user`` may do ``verb``: as the rows' own queryset says where it knows more than the tables."""
    return rows.visible_to(user, verb) if hasattr(rows, "visible_to") else policy.visible(user, rows, verb)


def root(name: Any) -> str:
    """The model's own field that a column, filter or search entry starts at."""
    name = name[0] if isinstance(name, tuple) else name
    return name.lstrip("^=@-").split("__")[0] if isinstance(name, str) else ""
