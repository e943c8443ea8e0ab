"""Forms of referrals."""

from __future__ import annotations

from accounts import actions
from accounts.form_base import RecordForm
from accounts.models import Referral


class ReferralForm(RecordForm):
    creates = staticmethod(actions.create_referral)
    updates = staticmethod(actions.update_referral)

    class Meta:
        model = Referral
        fields = ["customer", "referrer", "on", "programme", "reward"]
