"""Touches: logging what was done with whom, in a form or in one line."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.records import (
    AHEAD,
    create_record,
    instance_of,
    lock,
    moment,
    update_record,
    write_record,
)
from accounts.models import Customer, Interaction, User
from accounts.queries import local_day, stamp_for, survivor
from accounts.quick_line import parse_quick_line
from crm_project.errors import ActionRefused


@transaction.atomic
def log_interaction(by: User, customer: Customer | None = None, **said: Any) -> Interaction:
    """Log a touch ``by`` made, stamped with their team of that day and the customer's segment at that moment.

    ``said`` are fields of the touch: ``at`` is an instant (default now), ``duration_seconds`` wall clock, ``cost``
    in home currency. A touch planned for later must not be ``done``. Raises ActionRefused with the wrong field.
    """
    given = {name: value for name, value in said.items() if value is not None}
    return create_interaction(Interaction(customer=customer, **given), by)


@transaction.atomic
def create_interaction(source: Any, by: User) -> Interaction:
    """Save a new touch (instance or form); whose it is defaults to ``by``."""
    touch = instance_of(source)
    touch.owner = touch.owner or by
    touch.customer = survivor(touch.customer) if touch.customer else None
    touch.subject = touch.subject.strip() or _usual_subject(touch)
    _require_sense(touch)
    stamp_for(touch.owner, touch.customer, touch.at).put_on(touch)
    return create_record(source, by, action="log")


@transaction.atomic
def update_interaction(source: Any, by: User, version: int | None = None) -> Interaction:
    """Save a changed touch. Another moment, person or customer stamps it anew, nothing else does."""
    touch = instance_of(source)
    stored = lock(Interaction, touch.pk)
    _require_sense(touch)
    if any(getattr(touch, name) != getattr(stored, name) for name in ("at", "owner_id", "customer_id")):
        _stamp_anew(touch)
    return update_record(source, by, version)


def log_quick_line(by: User, text: str, *, at: dt.datetime | None = None) -> Interaction:
    """Log a touch from one line such as “call Huawei 12m discussed renewal, follow up friday”.

    Raises ActionRefused when kind or customer are not clear; UnclearCustomer then carries the candidates.
    """
    line = parse_quick_line(text, by)
    return log_interaction(
        by,
        line.customer,
        at=at,
        kind=line.kind,
        subject=line.subject,
        duration_seconds=line.duration_seconds,
        direction=line.direction,
        connected=line.connected,
        follow_up_on=line.follow_up_on,
        note=text.strip() if line.subject else "",
        done=line.kind != Interaction.Kind.TASK,
    )


@transaction.atomic
def settle_follow_up(touch: Interaction, *, by: User) -> Interaction:
    """The promised follow-up has been done or is not needed: it leaves the list of what is due."""
    touch = lock(Interaction, touch.pk)
    if touch.follow_up_on is None:
        raise ActionRefused(_("There is no follow-up to settle."))
    touch.follow_up_on = None
    return write_record(touch, by, "settle_follow_up")


@transaction.atomic
def finish_interaction(touch: Interaction, *, by: User, at: dt.datetime | None = None) -> Interaction:
    """A planned touch or task is done; it counts from when it was done."""
    touch = lock(Interaction, touch.pk)
    if touch.done:
        raise ActionRefused(_("This is already done."))
    touch.done, touch.at = True, moment(at)
    _require_sense(touch)
    _stamp_anew(touch)
    return write_record(touch, by, "finish")


def _usual_subject(touch: Interaction) -> str:
    kind = str(touch.get_kind_display())
    return f"{kind}: {touch.customer}"[:300] if touch.customer else kind


def _stamp_anew(touch: Interaction) -> None:
    touch.team_id = touch.segment_id = touch.channel_id = None
    stamp_for(touch.owner, touch.customer, touch.at).put_on(touch)


def _require_sense(touch: Interaction) -> None:
    if touch.done and touch.at > timezone.now() + AHEAD:
        raise ActionRefused(_("This is still to come: plan it instead of logging it as done."), field="at")
    if touch.follow_up_on and touch.follow_up_on < local_day(touch.at):
        raise ActionRefused(_("The follow-up cannot be before the touch itself."), field="follow_up_on")
    contact = touch.contact
    if contact and touch.customer and survivor(contact.customer) != survivor(touch.customer):
        raise ActionRefused(_("This contact belongs to another customer."), field="contact")
