"""Where every address leads. Pages of an app are in its urls.py, its API in api/urls.py."""

from __future__ import annotations

import warnings
from importlib import import_module

from django.contrib import admin
from django.urls import include, path

from crm_project import health

APPS = ("analytics", "service", "sales", "marketing", "accounts")


def there(module: str) -> bool:
    """Whether an app has that module yet. Goes once all have."""
    try:
        import_module(module)
    except ImportError as error:
        warnings.warn(f"{module} is left out: {error}", stacklevel=2)
        return False
    return True


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    *(path("", include(f"{app}.urls")) for app in APPS if there(f"{app}.urls")),
    *(path("api/v1/", include(f"{app}.api.urls")) for app in APPS if there(f"{app}.api.urls")),
]
