"""Every address of the program, found by walking the resolver: a new one is walked, or the build is red."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix.world import World

# Whose number stands in an address whose list has another name.
PREFIXES = {"imports/": "accounts.importrun"}
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Place:
    """An address: its name, what parameters it takes, which methods it answers, which kind of record it is about."""

    kind: str  # page, api or admin
    name: str
    route: str
    params: tuple[str, ...]
    view: Any
    methods: tuple[str, ...] = METHODS[:2]
    named: bool = True

    @cached_property
    def model(self) -> Any:
        """The kind of record whose number the address takes, or that it lists."""
        if self.kind == "admin":
            parts = self.route.split("/")
            return MODELS_OF_ADMIN.get("_".join(parts[1:3]))
        if self.kind == "api":
            serializer = getattr(self.view.cls, "serializer_class", None)
            return getattr(self.view.cls, "model", None) or getattr(getattr(serializer, "Meta", None), "model", None)
        return LISTS.get(self.route.split("<")[0]) or guarded(self.view)

    @property
    def label(self) -> str:
        return self.model._meta.label_lower if self.model is not None else ""

    @property
    def is_list(self) -> bool:
        return not self.params and self.model is not None and "get" in self.methods

    @property
    def is_export(self) -> bool:
        """Whether a POST hands out a file of rows."""
        return self.kind == "page" and self.name.endswith("_export")

    def path(self, *values: Any) -> str:
        if self.named:
            return reverse(self.name, args=values)
        left = list(values)
        return "/" + re.sub(r"<[^>]+>", lambda _match: str(left.pop(0)), self.route)

    def __str__(self) -> str:
        return self.name


def guarded(view: Any) -> Any:
    guard = getattr(view, "guard", None)
    model = guard[1] if isinstance(guard, tuple) else None
    if isinstance(model, str):
        return apps.get_model(model) if model != "analytics.kpi" else None
    return model


MODELS_OF_ADMIN = {f"{m._meta.app_label}_{m._meta.model_name}": m for m in admin.site._registry}
LISTS: dict[str, Any] = {}


def patterns(resolver: URLResolver, space: str = "", before: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, [space, entry.namespace]))
            yield from patterns(entry, inner, before + str(entry.pattern))
        else:
            yield space, before + str(entry.pattern), entry


def places() -> list[Place]:
    """Every address there is."""
    found = []
    for space, route, entry in patterns(get_resolver()):
        view, name = entry.callback, ":".join(filter(None, [space, entry.name])) if entry.name else ""
        params = tuple(entry.pattern.converters) or tuple(entry.pattern.regex.groupindex)
        actions = getattr(view, "actions", None)
        kind = (
            "admin"
            if space == "admin"
            else "api"
            if hasattr(view, "cls") and hasattr(view.cls, "renderer_classes")
            else "page"
        )
        if kind == "api":
            allowed = getattr(view.cls, "http_method_names", METHODS)
            methods = tuple(m for m in METHODS if m in allowed and (m in actions if actions else hasattr(view.cls, m)))
        elif view_class := getattr(view, "view_class", None):
            methods = tuple(m for m in METHODS if hasattr(view_class, m) and m in view_class.http_method_names)
        else:
            methods = METHODS[:2]
        found.append(Place(kind, name or route, route, params, view, methods, bool(entry.name)))
        if kind == "page" and not params and name.endswith("_list") and (model := guarded(view)) is not None:
            LISTS[route] = model
    for prefix, label in PREFIXES.items():
        LISTS[prefix] = apps.get_model(label)
    return found


# Parameters that name no record.
PLAIN: dict[tuple[str, ...], tuple[Any, ...]] = {
    ("url",): ("nowhere/at/all",),
    ("provider_id",): ("nobody",),
    ("key",): ("a-key",),
    ("uidb36", "key"): ("1", "a-key"),
}


class NoProvider(AssertionError):
    """An address takes a parameter that nobody says how to fill."""


def values(place: Place, world: World) -> list[tuple[Any, ...]]:
    """With what the address can be filled in: every record of its kind, and one that is not there."""
    if not place.params:
        return [()]
    if place.params in (("pk",), ("object_id",)) and place.model is not None:
        return [(row.pk,) for row in world.rows.get(place.label, [])] or [(1,)]
    if place.params == ("code",):
        return [(code,) for code in kpi_codes()]
    if place.params == ("token",):
        return [(row.canaries["token"],) for row in world.rows["marketing.invitation"]]
    if place.params == ("content_type_id", "object_id"):
        return [
            (content_type(row.label), row.pk)
            for label in ("accounts.customer", "sales.deal")
            for row in world.rows[label]
        ]
    if place.params == ("pk",) and place.kind == "page":
        return [(1,), (2,)]  # a record of a library: everybody's first and second
    if place.params in PLAIN:
        return [PLAIN[place.params]]
    if place.params == ("app_label",):
        return [(label,) for label in ("accounts", "marketing", "sales", "service", "analytics")]
    raise NoProvider(f"{place.name} takes {place.params}: say in tests/matrix/surface.py what they stand for")


def kpi_codes() -> list[str]:
    from analytics.kpis import KPIS

    return list(KPIS)


def content_type(label: str) -> int:
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(apps.get_model(label)).pk
