"""Who sent us whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.customers import Customer, Segment
from accounts.querysets import ReferralQuerySet
from crm_project.models import Dated, External, Versioned, external_unique


class Referral(Dated, Versioned, External):
    """A customer recommended us to another on a local day. Nobody refers themselves.

    ``segment`` is the referrer's on that day; ``reward`` says in words what they got for it.
    """

    referrer = models.ForeignKey(
        Customer, models.PROTECT, related_name="referrals_made", verbose_name=_("recommended by")
    )
    customer = models.OneToOneField(Customer, models.PROTECT, related_name="referral", verbose_name=_("new customer"))
    on = models.DateField(_("recommended on"))
    programme = models.CharField(_("programme"), max_length=80, blank=True)
    reward = models.CharField(_("reward"), max_length=200, blank=True)
    segment = models.ForeignKey(
        Segment,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("segment of who recommended"),
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-on", "-id"]
        constraints = [
            external_unique("referral"),
            models.CheckConstraint(condition=~models.Q(referrer=models.F("customer")), name="referral_not_of_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.referrer} → {self.customer}"
