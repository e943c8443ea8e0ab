"""What every API list and permission is made of: the guard, keyset pages, ordering, filters.

No app is imported here, and nothing that needs Django REST framework's views: they load this module while they are
loading themselves.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import exceptions
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import BasePagination
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from crm_project.filters import limit
from crm_project.keyset import BadCursor, page_of, stable

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


class KeysetPagination(BasePagination):
    """Pages that start after a row, not at a number: no count, and page 10,000 costs what page 1 does."""

    page_size, max_page_size = 50, 200

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> list[Model]:
        self.url, cursor = request.build_absolute_uri(), request.query_params.get("cursor", "")
        try:
            self.slice = page_of(queryset, cursor=cursor, size=self.size(request), strict=True)
        except BadCursor:
            raise exceptions.ValidationError({"cursor": [_("This page address is not valid (any more).")]}) from None
        return self.slice.rows

    def size(self, request: Request) -> int:
        try:
            asked = int(request.query_params.get("limit", self.page_size))
        except ValueError:
            asked = 0
        if not 1 <= asked <= self.max_page_size:
            raise exceptions.ValidationError({"limit": [_("A number from 1 to %d.") % self.max_page_size]})
        return asked

    def link(self, cursor: str) -> str | None:
        return replace_query_param(self.url, "cursor", cursor) if cursor else None

    def get_paginated_response(self, data: Any) -> Response:
        here = self.slice
        return Response({"next": self.link(here.next), "previous": self.link(here.previous), "results": data})

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


def parameter(name: str, description: str) -> dict[str, Any]:
    schema = {"type": "string"}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
