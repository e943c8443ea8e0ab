"""What every API list and permission is made of: the guard, keyset pages, ordering, filters.

No app is imported here, and nothing that needs Django REST framework's views: they load this module while they are
loading themselves.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections import OrderedDict
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import exceptions
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import BasePagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from crm_project.filters import limit

VERBS = {
    "list": "view",
    "retrieve": "view",
    "create": "add",
    "update": "change",
    "partial_update": "change",
    "destroy": "delete",
}
PUBLIC, SIGNED_IN = "public", "signed in"


class Guarded(BasePermission):
    """Opens a view only to those its guard names; a view that has no guard opens to nobody.

    A guard is ``PUBLIC``, ``SIGNED_IN`` or a (verb, model) pair.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        guard = guard_of(view)
        if guard is None:
            return False
        if guard == PUBLIC:
            return True
        if not (request.user and request.user.is_authenticated):
            return False
        return guard == SIGNED_IN or bool(request.user.can(*guard))


def guard_of(view: Any) -> Any:
    """The guard of a view: its own, or the verb of the running action on the view's model."""
    guard = getattr(view, "guard", None)
    if guard is not None:
        return guard
    model, action = getattr(view, "model", None), getattr(view, "action", None)
    if action in (None, "metadata"):
        action = "list"
    verb = getattr(view, "verb", None) or VERBS.get(action or "")
    return (verb, model) if model is not None and verb else None


class Ordering(BaseFilterBackend):
    """``?ordering=-amount,name``, by fields the reader may read."""

    param = "ordering"

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        asked = [name.strip() for name in request.query_params.get(self.param, "").split(",") if name.strip()]
        allowed = view.lookups()
        unknown = [name for name in asked if name.removeprefix("-") not in allowed or not is_column(queryset, name)]
        if unknown:
            raise exceptions.ValidationError({self.param: [_("Cannot order by “%s”.") % unknown[0][:60]]})
        return queryset.order_by(*stable(queryset, asked or list(queryset.model._meta.ordering or [])))

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [parameter(self.param, "Field to order by; a minus turns it round. Several with commas.")]


class Filters(DjangoFilterBackend):
    """The model's FilterSet, limited to what the reader may read.

    A filter that is not there is refused: leaving it out would answer with more rows than were asked for.
    """

    NOT_FILTERS = {"ordering", "cursor", "limit", "format", "lang"}

    def get_filterset(self, request: Request, queryset: QuerySet, view: Any) -> Any:
        filterset = super().get_filterset(request, queryset, view)
        filters = {} if filterset is None else limit(filterset, view.lookups()).filters
        suffixed = {
            f"{name}_{suffix}"
            for name, one in filters.items()
            for suffix in getattr(one.field.widget, "suffixes", []) or []
        }
        for name in request.query_params:
            if name not in filters and name not in suffixed and name not in self.NOT_FILTERS:
                raise exceptions.ValidationError({name[:60]: [_("There is no such filter.")]})
        return filterset


def is_column(queryset: QuerySet, name: str) -> bool:
    try:
        return bool(queryset.model._meta.get_field(name.removeprefix("-")).concrete)
    except FieldDoesNotExist:
        return False


def stable(queryset: QuerySet, ordering: list[str]) -> list[str]:
    """The ordering by plain columns, ended by the key, so that no two rows are equal."""
    names = []
    for name in ordering:
        minus = "-" if name.startswith("-") else ""
        names.append(minus + queryset.model._meta.get_field(name.removeprefix("-")).attname)
    pk = queryset.model._meta.pk.attname
    if pk not in names and f"-{pk}" not in names:
        names.append(f"-{pk}" if not names or names[-1].startswith("-") else pk)
    return names


class KeysetPagination(BasePagination):
    """Pages that start after a row, not at a number: no count, and page 10,000 costs what page 1 does."""

    page_size, max_page_size = 50, 200

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> list[Model]:
        self.url, self.model = request.build_absolute_uri(), queryset.model
        self.ordering = stable(queryset, [str(name) for name in queryset.query.order_by])
        size = self.size(request)
        back, values = self.read_cursor(request.query_params.get("cursor", ""))
        ordering = [flipped(name) for name in self.ordering] if back else self.ordering
        if values is not None:
            queryset = queryset.filter(after(ordering, values))
        rows = list(queryset.order_by(*ordering)[: size + 1])
        more, page = len(rows) > size, rows[:size]
        self.page = page[::-1] if back else page
        self.has_next, self.has_previous = (values is not None, more) if back else (more, values is not None)
        return self.page

    def size(self, request: Request) -> int:
        try:
            asked = int(request.query_params.get("limit", self.page_size))
        except ValueError:
            asked = 0
        if not 1 <= asked <= self.max_page_size:
            raise exceptions.ValidationError({"limit": [_("A number from 1 to %d.") % self.max_page_size]})
        return asked

    def read_cursor(self, text: str) -> tuple[bool, list[Any] | None]:
        if not text:
            return False, None
        try:
            back, ordering, values = json.loads(base64.urlsafe_b64decode(text.encode()))
            if ordering != self.ordering or len(values) != len(ordering) or "\x00" in str(values):
                raise ValueError
            return bool(back), [self.parse(name, value) for name, value in zip(ordering, values, strict=True)]
        except (ValueError, TypeError, binascii.Error, UnicodeError, ValidationError):
            raise exceptions.ValidationError({"cursor": [_("This page address is not valid (any more).")]}) from None

    def parse(self, name: str, value: Any) -> Any:
        field: Field = self.model._meta.get_field(name.removeprefix("-"))
        return None if value is None else getattr(field, "target_field", field).to_python(value)

    def cursor(self, row: Model, *, back: bool) -> str:
        values = [getattr(row, name.removeprefix("-")) for name in self.ordering]
        plain = [value if value is None or isinstance(value, int | bool) else str(value) for value in values]
        return base64.urlsafe_b64encode(json.dumps([int(back), self.ordering, plain]).encode()).decode()

    def get_next_link(self) -> str | None:
        return self.link(self.page[-1], back=False) if self.page and self.has_next else None

    def get_previous_link(self) -> str | None:
        if not self.page and self.has_previous:
            return remove_query_param(self.url, "cursor")
        return self.link(self.page[0], back=True) if self.page and self.has_previous else None

    def link(self, row: Model, *, back: bool) -> str:
        return replace_query_param(self.url, "cursor", self.cursor(row, back=back))

    def get_paginated_response(self, data: Any) -> Response:
        links = [("next", self.get_next_link()), ("previous", self.get_previous_link())]
        return Response(OrderedDict([*links, ("results", data)]))

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            parameter("cursor", "Where the page starts; taken from `next` or `previous`."),
            {
                **parameter("limit", "Rows on a page, at most 200."),
                "schema": {"type": "integer", "default": 50},
            },
        ]


def after(ordering: list[str], values: list[Any]) -> Q:
    """Rows that come after the row with ``values``. Empty values sort last, or first when turned."""
    later, same = Q(pk__in=[]), Q()
    for name, value in zip(ordering, values, strict=True):
        column, down = name.removeprefix("-"), name.startswith("-")
        later |= same & beyond(column, value, down=down)
        same &= Q(**{f"{column}__isnull": True}) if value is None else Q(**{column: value})
    first, value = ordering[0], values[0]
    if value is not None and first.startswith("-"):
        # Says nothing new, but lets the planner start in the middle of the index.
        later &= Q(**{f"{first.removeprefix('-')}__lte": value})
    return later


def beyond(column: str, value: Any, *, down: bool) -> Q:
    if value is None:
        return Q(**{f"{column}__isnull": False}) if down else Q(pk__in=[])
    if down:
        return Q(**{f"{column}__lt": value})
    return Q(**{f"{column}__gt": value}) | Q(**{f"{column}__isnull": True})


def flipped(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def parameter(name: str, description: str) -> dict[str, Any]:
    schema = {"type": "string"}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
