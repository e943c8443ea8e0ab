"""Filters that pages and API share. What a person may not read, they cannot filter by either."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

MOST_KEY = 2**63 - 1


def seen(model: type[Model]) -> Callable[[HttpRequest | None], QuerySet]:
    """The rows of ``model`` that the person of a request may see."""

    def rows(request: HttpRequest | None) -> QuerySet:
        found: Any = model._default_manager.all()
        return found.none() if request is None else found.visible_to(request.user)

    return rows


class Pick(django_filters.ModelChoiceFilter):
    """One of a short list of records, of which the person is offered those they may see."""

    def __init__(self, model: type[Model], **kwargs: Any) -> None:
        super().__init__(queryset=seen(model), **kwargs)


class Key(django_filters.NumberFilter):
    """The key of a record of a long list. One that is foreign or missing finds nothing, both alike."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=MOST_KEY, decimal_places=0, **kwargs)


class Search(django_filters.CharFilter):
    """Part of any of ``columns``, upper and lower case alike; ``search`` is the column made for it."""

    def __init__(self, *columns: str, **kwargs: Any) -> None:
        self.columns = columns or ("search",)
        super().__init__(**{"label": _("Search"), "max_length": 200, **kwargs})

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        if not value:
            return rows
        parts = [
            Q(search__contains=value.lower()) if column == "search" else Q(**{f"{column}__icontains": value})
            for column in self.columns
        ]
        return rows.filter(reduce(or_, parts))


class Days(django_filters.DateFromToRangeFilter):
    """From one local day to another, both included: ``name_after`` and ``name_before``."""


def needs(name: str, one: Any) -> set[str]:
    """The fields one has to be allowed to read to use a filter."""
    columns = getattr(one, "columns", None)
    return set(columns) if columns else {name if one.method else one.field_name.split("__")[0]}


def limit(filterset: Any, readable: set[str]) -> Any:
    """Take out of a FilterSet what asks for fields outside ``readable``, before its form is made."""
    for name in [name for name, one in filterset.filters.items() if not needs(name, one) <= readable]:
        del filterset.filters[name]
    for one in filterset.filters.values():
        if type(one._label) is str:  # worked out for the class, in the language of whoever read the API's description
            one._label = None
        one.__dict__.pop("_field", None)
    return filterset
