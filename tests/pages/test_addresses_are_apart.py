"""No page hides behind the address of another."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, get_resolver, resolve, reverse

APPS = ("accounts", "sales", "service", "marketing", "analytics")


def names() -> list[str]:
    return sorted(
        f"{app}:{pattern.name}"
        for app in APPS
        for pattern in get_resolver().namespace_dict[app][1].url_patterns
        if isinstance(pattern, URLPattern) and pattern.name and not pattern.pattern.converters
    )


@pytest.mark.parametrize("name", names())
def test_each_name_leads_to_its_own_page(name: str) -> None:
    assert resolve(reverse(name)).view_name == name
