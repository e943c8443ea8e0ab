"""JSON for values a database row may hold."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


class AuditEncoder(DjangoJSONEncoder):
    """Decimals as text, dates as ISO, anything unknown as its text: an audit entry never fails to be written."""

    def default(self, value: Any) -> Any:
        try:
            return super().default(value)
        except TypeError:
            return str(value)


class ExactDecoder(json.JSONDecoder):
    """Numbers as they were written: money is never a binary fraction."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "parse_float": Decimal})
