"""What agents do with their time, as the telephone system or the shift plan says it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from crm_project.models import Dated, External, Versioned, external_unique
from service.models.queues import Queue
from service.querysets import AgentDayQuerySet, AgentStateQuerySet


class Span(models.Func):
    """[started, ended) of a state; a state that still lasts has no upper end."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        super().__init__(*(expressions or ("started_at", "ended_at")), **extra)


class AgentState(Dated, Versioned, External):
    """An agent was in a state from ``started_at`` until ``ended_at`` (instants; empty: still).

    A shift (``staffed``) lies under the activities of its time; shifts do not overlap each other, nor do activities,
    but for ``handling``: chats go on beside each other. Figures count a second of an agent once, and a state that
    still lasts from its end. ``owner`` is the agent, ``team`` theirs when it began.
    """

    class State(models.TextChoices):
        STAFFED = "staffed", _("on shift")
        AVAILABLE = "available", _("available")
        TALK = "talk", _("talking")
        HOLD = "hold", _("holding")
        WRAP_UP = "wrap_up", _("wrapping up")
        HANDLING = "handling", _("handling")
        BREAK = "break", _("on a break")
        TRAINING = "training", _("in training")
        MEETING = "meeting", _("in a meeting")
        NOT_READY = "not_ready", _("not ready")
        OFF = "off", _("off duty")

    HANDLES = ("talk", "hold", "wrap_up", "handling")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="agent_states", verbose_name=_("agent")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"))
    queue = models.ForeignKey(Queue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("queue"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: still."))
    paid = models.BooleanField(_("paid"), default=True, help_text=_("An unpaid break is no working time."))

    objects = AgentStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("agent state")
        verbose_name_plural = _("agent states")
        ordering = ["-started_at", "-id"]
        constraints = [
            external_unique("agentstate"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gt=models.F("started_at")),
                name="agentstate_ends_after_start",
                violation_error_message=_("A state ends after it began."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True)
                | models.Q(state="off")
                | models.Q(ended_at__lte=models.F("started_at") + dt.timedelta(days=7)),
                name="agentstate_lasts_a_week_at_most",
                violation_error_message=_("A state that lasts more than a week is somebody who forgot to sign off."),
            ),
            ExclusionConstraint(
                name="agentstate_one_shift",
                expressions=[("owner", RangeOperators.EQUAL), (Span(), RangeOperators.OVERLAPS)],
                condition=models.Q(state="staffed"),
                violation_error_message=_("The agent has another shift in this time."),
            ),
            ExclusionConstraint(
                name="agentstate_one_activity",
                expressions=[("owner", RangeOperators.EQUAL), (Span(), RangeOperators.OVERLAPS)],
                condition=~models.Q(state__in=["staffed", "handling"]),
                violation_error_message=_("The agent was in another state in this time."),
            ),
        ]
        indexes = [
            models.Index(fields=["-started_at", "-id"], name="agentstate_newest"),
            GistIndex("owner", Span(), name="agentstate_owner_span"),
            # Only handling may overlap other activities: what an activity has to look for.
            GistIndex("owner", Span(), name="agentstate_handling_span", condition=models.Q(state="handling")),
        ]

    def validate_constraints(self, exclude: Any = None) -> None:
        """What is no state is said by its field; Django would miss it in the rules of overlapping times and fail."""
        super().validate_constraints({*exclude, "owner"} if "state" in (exclude or ()) else exclude)

    def __str__(self) -> str:
        return f"{self.owner} {self.get_state_display()} {timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"

    @property
    def lasted(self) -> int | None:
        """Seconds; nothing while it lasts."""
        return round((self.ended_at - self.started_at).total_seconds()) if self.ended_at else None


class AgentDay(models.Model):
    """A state's part of one local day, in seconds. A database view.

    ``handling_seconds`` are those no earlier handling of the same agent covers already (chats beside each other count
    once); ``work_seconds`` those no shift or earlier activity covers, without unpaid ones (less than nothing for an
    unpaid break within a shift), so that both add up to an agent's day.
    """

    parent = models.ForeignKey(AgentState, models.DO_NOTHING, related_name="+", verbose_name=_("agent state"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", verbose_name=_("agent"))
    team = models.ForeignKey(Team, models.DO_NOTHING, null=True, related_name="+", verbose_name=_("team"))
    queue = models.ForeignKey(Queue, models.DO_NOTHING, null=True, related_name="+", verbose_name=_("queue"))
    state = models.CharField(_("state"), max_length=10, choices=AgentState.State.choices)
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"))
    day = models.DateField(_("day"))
    seconds = models.DecimalField(_("seconds"), max_digits=18, decimal_places=6)
    handling_seconds = models.DecimalField(_("handling"), max_digits=18, decimal_places=6)
    available_seconds = models.DecimalField(_("available"), max_digits=18, decimal_places=6)
    work_seconds = models.DecimalField(_("working time"), max_digits=18, decimal_places=6)

    objects = AgentDayQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "service_agentday"
        verbose_name = _("agent's day")
        verbose_name_plural = _("agents' days")

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.day}"
