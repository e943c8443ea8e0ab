"""What a scorecard makes of its criteria."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from crm_project.errors import ActionRefused

DIGITS = Decimal("1e-12")


def weighted(scores: Iterable[tuple[Decimal, Decimal | None]], *, fatal: bool = False) -> Decimal:
    """The mean of (weight, score 0 to 100) pairs; one without a score drops out and the others weigh more.

    After a fatal error nought. Raises ActionRefused when nothing was scored.
    """
    if fatal:
        return Decimal(0)
    given = [(weight, score) for weight, score in scores if score is not None]
    if not given:
        raise ActionRefused(_("Score at least one criterion."))
    if any(not 0 <= score <= 100 for _weight, score in given):
        raise ActionRefused(_("A score is between 0 and 100."))
    total = sum((weight * score for weight, score in given), Decimal(0))
    return (total / sum(weight for weight, _score in given)).quantize(DIGITS)
