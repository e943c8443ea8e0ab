"""Bands of probabilities and amounts, to split figures by."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Case, CharField, Value, When

SCORES = ("0.75", "0.5", "0.25", "0.1")
AMOUNTS = ((10_000, "under 10000"), (50_000, "10000 to 49999"), (200_000, "50000 to 199999"))


def score_band(path: str = "probability") -> Case:
    """The band of a probability: "from 25 %" holds 0.25 up to the next band."""
    cases = [When(**{f"{path}__gte": Decimal(low)}, then=Value(f"from {Decimal(low):.0%}")) for low in SCORES]
    return Case(*cases, default=Value("under 10%"), output_field=CharField())


def size_band(path: str = "amount_home") -> Case:
    """The band of an amount in home currency."""
    cases = [When(**{f"{path}__lt": top}, then=Value(name)) for top, name in AMOUNTS]
    return Case(*cases, default=Value("200000 and more"), output_field=CharField())
