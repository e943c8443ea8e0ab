"""Where every address leads. Pages of an app are in its urls.py, its API in api/urls.py."""

from __future__ import annotations

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from crm_project import health

APPS = ("analytics", "service", "sales", "marketing", "accounts")


def there(module: str) -> bool:
    """Whether an app has that module yet."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    *(path("", include(f"{app}.urls")) for app in APPS if there(f"{app}.urls")),
    *(path("api/v1/", include(f"{app}.api.urls")) for app in APPS if there(f"{app}.api.urls")),
]
