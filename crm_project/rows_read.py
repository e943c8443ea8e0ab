"""Pages, API and admin say which rows they show; whoever keeps the audit log hears it once the answer is made."""

from __future__ import annotations

from typing import Any

from django.db.models import Model


def showed(request: Any, model: type[Model], rows: int) -> None:
    """Note on the request that ``rows`` records of ``model`` went out with its answer."""
    plain = getattr(request, "_request", request)  # the API wraps Django's
    plain.rows_read = [*getattr(plain, "rows_read", []), (model, rows)]
