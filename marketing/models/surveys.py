"""What customers answer when we ask them: surveys, who was invited, what they said."""

from __future__ import annotations

import secrets
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Contact, Customer, Region, Stamped
from accounts.querysets import Scoped
from crm_project.models import Dated, External, Versioned, external_unique
from marketing.models.campaigns import Campaign
from marketing.querysets import AnswerQuerySet, AttributeScoreQuerySet

TOKEN_BYTES = 18


def new_token() -> str:
    """What stands in an invitation's address; it cannot be guessed."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Survey(Dated, Versioned, External):
    """A question asked of customers in one wave, open from a first to a last local day (inclusive; none: no end).

    ``scale`` says what a score may be; ``wave`` tells repetitions of a survey apart.
    """

    class Kind(models.TextChoices):
        CSAT = "csat", _("satisfaction (CSAT)")
        NPS = "nps", _("recommendation (NPS)")
        INDEX = "index", _("satisfaction index")
        AD = "ad", _("advertisement")
        BRAND = "brand", _("brand")

    class Scale(models.TextChoices):
        FIVE = "five", _("1 to 5")
        TEN = "ten", _("1 to 10")
        THREE = "three", _("1 to 3")
        ELEVEN = "eleven", _("0 to 10")

    class Touchpoint(models.TextChoices):
        RELATION = "relation", _("the whole relationship")
        PURCHASE = "purchase", _("purchase")
        DELIVERY = "delivery", _("delivery")
        TICKET = "ticket", _("service request")
        CALL = "call", _("phone call")
        VISIT = "visit", _("visit")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.CSAT)
    scale = models.CharField(_("scale"), max_length=8, choices=Scale.choices, default=Scale.FIVE)
    wave = models.CharField(_("wave"), max_length=60, blank=True)
    touchpoint = models.CharField(
        _("asked about"), max_length=10, choices=Touchpoint.choices, default=Touchpoint.RELATION
    )
    question = models.CharField(
        _("question"), max_length=300, blank=True, help_text=_("Empty: the usual question of its kind.")
    )
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"), null=True, blank=True)
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="surveys", verbose_name=_("campaign")
    )
    ad = models.CharField(_("advertisement asked about"), max_length=120, blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-opens_on", "-id"]
        constraints = [
            external_unique("survey"),
            models.CheckConstraint(
                condition=models.Q(closes_on__isnull=True) | models.Q(closes_on__gte=models.F("opens_on")),
                name="survey_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="nps") | models.Q(scale="eleven"), name="survey_nps_is_0_to_10"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.wave}" if self.wave else self.name

    @property
    def choices(self) -> range:
        """The scores its scale knows."""
        return {"five": range(1, 6), "ten": range(1, 11), "three": range(1, 4), "eleven": range(11)}[self.scale]


class SurveyAttribute(Dated, Versioned):
    """One thing a survey asks to be scored from 1 to 5, with its weight in the index (weights are shares of their sum)."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="attributes", verbose_name=_("survey"))
    name = models.CharField(_("attribute"), max_length=120)
    weight = models.DecimalField(
        _("weight"), max_digits=8, decimal_places=4, default=1, validators=[MinValueValidator(Decimal("0.0001"))]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("survey attribute")
        verbose_name_plural = _("survey attributes")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "name"], name="survey_attribute_once"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="survey_attribute_weighs"),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(Dated):
    """A customer was asked to answer a survey; ``token`` opens the public page, ``sent_at`` (UTC) is when it went out."""

    class Via(models.TextChoices):
        EMAIL = "email", _("e-mail")
        SMS = "sms", _("text message")
        PHONE = "phone", _("phone")
        PAPER = "paper", _("paper")
        VISIT = "visit", _("visit")
        WEB = "web", _("web")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations", verbose_name=_("survey"))
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="invitations", verbose_name=_("customer"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    token = models.CharField(_("token"), max_length=40, unique=True, default=new_token, editable=False)
    via = models.CharField(_("sent by"), max_length=6, choices=Via.choices, default=Via.EMAIL)
    reference = models.CharField(
        _("about"), max_length=120, blank=True, help_text=_("Number of the order, ticket or call it asks about.")
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("survey invitation")
        verbose_name_plural = _("survey invitations")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.survey} · {self.customer}"


class Answer(Dated, Versioned, External, Stamped):
    """What somebody answered, at an instant (UTC). ``owner`` is the agent or rep the answer is about.

    ``score`` is on the survey's scale. Of several answers of a customer to a survey the latest in the window counts.
    What was not asked is empty, which is not the same as "no".
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="answers", verbose_name=_("survey"))
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="answer", verbose_name=_("invitation")
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("customer")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("region")
    )
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)
    via = models.CharField(_("answered by"), max_length=6, choices=Invitation.Via.choices, default=Invitation.Via.WEB)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True, validators=[MaxValueValidator(10)])
    expected = models.PositiveSmallIntegerField(
        _("expected beforehand (1 to 5)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    recalls_ad = models.BooleanField(_("recalls the advertisement unaided"), null=True, blank=True)
    recognises_ad = models.BooleanField(_("recognises the advertisement when shown"), null=True, blank=True)
    names_brand = models.BooleanField(_("names the brand unaided"), null=True, blank=True)
    recognises_brand = models.BooleanField(_("recognises the brand when named"), null=True, blank=True)
    opinion = models.PositiveSmallIntegerField(
        _("opinion of the brand (1 to 5)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    reference = models.CharField(_("about"), max_length=120, blank=True)
    comment = models.TextField(_("comment"), blank=True, max_length=5000)
    is_test = models.BooleanField(_("test record"), default=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("survey", "answer")
        verbose_name_plural = pgettext_lazy("survey", "answers")
        ordering = ["-answered_at", "-id"]
        constraints = [
            external_unique("answer"),
            models.CheckConstraint(
                condition=models.Q(opinion__isnull=True) | models.Q(opinion__range=(1, 5)), name="answer_opinion_1_to_5"
            ),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__lte=10), name="answer_score"
            ),
        ]
        indexes = [
            models.Index(fields=["-answered_at", "-id"], name="answer_newest"),
            models.Index(fields=["survey", "customer", "answered_at"], name="answer_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.survey} · {self.customer or '—'}"


class AttributeScore(models.Model):
    """What an answer gives one attribute, from 1 to 5."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="scores", verbose_name=_("answer"))
    attribute = models.ForeignKey(SurveyAttribute, models.PROTECT, related_name="scores", verbose_name=_("attribute"))
    score = models.PositiveSmallIntegerField(_("score"), validators=[MinValueValidator(1), MaxValueValidator(5)])

    objects = AttributeScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("attribute score")
        verbose_name_plural = _("attribute scores")
        ordering = ["answer", "attribute"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "attribute"], name="attribute_score_once"),
            models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="attribute_score_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.attribute} {self.score}"
