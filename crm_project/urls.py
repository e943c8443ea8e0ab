"""Where every address leads. Pages of an app are in its urls.py, its API in api/urls.py."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from crm_project import health

APPS = ("analytics", "service", "sales", "marketing", "accounts")

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("accounts.doors.urls")),
    path("admin/", admin.site.urls),
    *(path("", include(f"{app}.urls")) for app in APPS),
    *(path("api/v1/", include(f"{app}.api.urls")) for app in APPS),
]
