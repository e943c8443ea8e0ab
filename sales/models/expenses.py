"""What it costs to sell, serve and run the house: claims and bills, by the day they belong to."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Stamped
from crm_project.models import MONEY, Dated, External, Versioned, external_unique
from marketing.models import Campaign
from sales.models.orders import RATE
from sales.querysets import ExpenseDayQuerySet, ExpenseQuerySet

LONGEST_SPREAD = 3660


class Expense(Dated, Versioned, External, Stamped):
    """One outlay on its local day; ``owner`` is who claims it.

    ``amount`` is in ``currency``, ``amount_home`` in home currency at the rate of the day. It counts on ``day``, or in
    equal parts on every day from ``spread_from`` to ``spread_until`` (a month's rent). A reversal is a negative expense
    on its own day that points at what it takes back. What marketing plans and spends by campaign is ``Spend``, not
    this; one outlay is written down in one of the two.
    """

    class Kind(models.TextChoices):
        TRAVEL = "travel", _("travel")
        COMMUNICATION = "communication", _("communication")
        ENTERTAINMENT = "entertainment", _("entertainment")
        INTERNAL = "internal_resources", _("internal resources")
        THIRD_PARTY = "third_party", _("third party")
        STAFF = "staff", _("staff")
        PREMISES = "premises", _("premises")
        LICENCES = "licences", _("licences")
        TELECOM = "telecom", _("telecom")
        TRAINING = "training", pgettext_lazy("expense", "training")
        OTHER = "other", _("other")

    class CostCenter(models.TextChoices):
        SALES = "sales", _("sales")
        MARKETING = "marketing", _("marketing")
        CALL_CENTER = "call_center", _("call centre")
        SERVICE = "customer_service", _("customer service")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.TRAVEL)
    cost_center = models.CharField(
        _("cost centre"), max_length=20, choices=CostCenter.choices, default=CostCenter.SALES
    )
    amount = models.DecimalField(_("amount"), **MONEY)
    currency = models.CharField(
        _("currency"), max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters."))]
    )
    rate = models.DecimalField(_("exchange rate"), **RATE, default=1, editable=False)
    amount_home = models.DecimalField(_("amount (home currency)"), **MONEY, default=0, editable=False)
    spread_from = models.DateField(_("spread from"), null=True, blank=True)
    spread_until = models.DateField(
        _("spread until"), null=True, blank=True, help_text=_("A monthly bill counts in equal parts on every day.")
    )
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="expenses", verbose_name=_("campaign")
    )
    project = models.CharField(_("project"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_acquisition = models.BooleanField(
        _("wins new customers"), default=False, help_text=_("Counts towards the customer acquisition cost.")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.SUBMITTED, editable=False
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reversal",
        verbose_name=_("takes back"),
    )

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        ordering = ["-day", "-id"]
        constraints = [
            external_unique("expense"),
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True) | models.Q(amount__lt=0), name="expense_reversal_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(spread_from__isnull=True, spread_until__isnull=True)
                | models.Q(spread_from__isnull=False, spread_until__gte=models.F("spread_from")),
                name="expense_spread_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(cost_center="customer_service", is_acquisition=True),
                name="expense_service_not_acquisition",
            ),
        ]
        indexes = [models.Index(fields=["-day", "-id"], name="expense_newest")]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()} {self.amount.normalize():f} {self.currency}"


class ExpenseDay(models.Model):
    """What of an expense counts on a day, in home currency. A database view: the parts add up to the expense."""

    expense = models.ForeignKey(Expense, models.DO_NOTHING, related_name="days", verbose_name=_("expense"))
    day = models.DateField(_("day"))
    amount_home = models.DecimalField(_("amount (home currency)"), **MONEY)

    objects = ExpenseDayQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "sales_expenseday"
        verbose_name = _("expense of a day")
        verbose_name_plural = _("expenses by day")

    def __str__(self) -> str:
        return f"{self.day} {self.amount_home}"
