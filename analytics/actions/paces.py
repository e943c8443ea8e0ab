"""Taking each segment's own pace over as its limit of inactivity."""

from __future__ import annotations

from django.db import transaction

from accounts.actions.records import lock, write_record
from accounts.models import Organisation, Segment, User
from analytics.paces import paces


@transaction.atomic
def take_over_paces(organisation: Organisation, *, by: User | None) -> int:
    """Set every segment's days to what nine of ten of its gaps keep within; how many changed. A segment with too few
    orders keeps what it has. Churn by segment's pace is counted anew from then on, for all days."""
    changed = 0
    for pace in paces(organisation):
        segment = lock(Segment, pace.segment.pk)
        if pace.proposed and pace.proposed != segment.inactive_after_days:
            segment.inactive_after_days = pace.proposed
            write_record(segment, by, "take_over_pace")
            changed += 1
    return changed
