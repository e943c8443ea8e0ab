"""Forms of engagement and uses of data."""

from __future__ import annotations

from accounts.form_base import RecordForm
from marketing import actions
from marketing.models import DataUse, EngagementEvent, EngagementWeight


class EngagementForm(RecordForm):
    creates = staticmethod(actions.record_engagement)
    updates = staticmethod(actions.update_engagement)

    class Meta:
        model = EngagementEvent
        fields = [
            "kind", "at", "customer", "visitor", "n", "pages", "minutes", "channel", "is_bot", "is_internal", "note",
        ]  # fmt: skip


class WeightForm(RecordForm):
    class Meta:
        model = EngagementWeight
        fields = ["kind", "since", "weight"]


class DataUseForm(RecordForm):
    creates = staticmethod(actions.record_use)

    class Meta:
        model = DataUse
        fields = ["customer", "on", "use", "consented", "note"]
