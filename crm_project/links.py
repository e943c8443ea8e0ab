"""Where a record is shown: "app:model_detail" and its sisters, made and found by one rule."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme

PLACES = {"list": "", "create": "new/", "pick": "pick/", "detail": "<int:pk>/"}


def routes(prefix: str, name: str, **pages: Any) -> list[URLPattern]:
    """The addresses of a record's pages: ``list detail create edit delete pick`` and its verbs.

    ``routes("deals", "deal", list=DealList, win=DealWin)`` gives /deals/ and /deals/12/win/, named deal_list, deal_win.
    Pages are classes of crm_project.pages or guarded functions.
    """
    found = []
    for place, page in pages.items():
        view = page.as_view() if isinstance(page, type) else page
        where = PLACES.get(place, f"<int:pk>/{place.replace('_', '-')}/")
        found.append(path(f"{prefix}/{where}", view, name=f"{name}_{place}"))
    return found


def name_of(model: type[models.Model] | models.Model, place: str) -> str:
    """ "sales:deal_edit" for a deal and "edit"."""
    return f"{model._meta.app_label}:{model._meta.model_name}_{place}"


PK = 987654321


@lru_cache(maxsize=1024)
def _parts(name: str) -> tuple[str, str] | None:
    """What stands before and after the key in a record's address: a list asks for hundreds of them."""
    try:
        before, _pk, after = reverse(name, args=[PK]).rpartition(str(PK))
    except NoReverseMatch:
        return None
    return before, after


@lru_cache(maxsize=512)
def _plain(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def url_of(record: models.Model, place: str = "detail") -> str:
    """The address of a record's page; empty when it has none."""
    parts = _parts(name_of(record, place)) if record.pk else None
    return f"{parts[0]}{record.pk}{parts[1]}" if parts else ""


def url_for(model: type[models.Model], place: str = "list") -> str:
    """The address of a page of a kind of record; empty when it has none."""
    return _plain(name_of(model, place))


def safe_next(request: Any) -> str:
    """Where the form was asked to return to, if that is on this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()) else ""
