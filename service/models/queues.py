"""Queues and the hours they are open."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from accounts.querysets import Scoped
from crm_project.models import Dated, Versioned


class BusinessCalendar(Dated, Versioned):
    """Weekly opening hours and holidays, in the organisation's time zone. Without hours it is always open."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("business calendar")
        verbose_name_plural = _("business calendars")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """Open from ``opens`` until ``closes`` on a weekday (1 Monday … 7 Sunday)."""

    class Weekday(models.IntegerChoices):
        MONDAY = 1, _("Monday")
        TUESDAY = 2, _("Tuesday")
        WEDNESDAY = 3, _("Wednesday")
        THURSDAY = 4, _("Thursday")
        FRIDAY = 5, _("Friday")
        SATURDAY = 6, _("Saturday")
        SUNDAY = 7, _("Sunday")

    calendar = models.ForeignKey(BusinessCalendar, models.CASCADE, related_name="hours", verbose_name=_("calendar"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=models.Q(closes__gt=models.F("opens")), name="hours_close_after_open")
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Holiday(models.Model):
    """A local day on which a calendar is closed."""

    calendar = models.ForeignKey(BusinessCalendar, models.CASCADE, related_name="holidays", verbose_name=_("calendar"))
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120, blank=True)

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Queue(Dated, Versioned):
    """Where tickets or calls wait, and whose they are."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="queues", verbose_name=_("team"))
    calendar = models.ForeignKey(
        BusinessCalendar, models.PROTECT, null=True, blank=True, related_name="queues", verbose_name=_("calendar")
    )

    objects = Scoped.as_manager()

    class Meta:
        verbose_name = _("queue")
        verbose_name_plural = _("queues")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
