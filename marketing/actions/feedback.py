"""Suggestions and opinions: received, answered, settled."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.records import create_record, instance_of, lock, moment, update_record, write_record
from accounts.models import User
from accounts.queries import organisation, owner_at, stamp_for, survivor
from crm_project.errors import ActionRefused
from marketing.models import Feedback


@transaction.atomic
def create_feedback(source: Any, by: User | None) -> Feedback:
    """Save what a customer told us (instance or form). The hours to answer it in are those the company sets today.

    Without an owner it is the customer's owner's, else ``by``'s.
    """
    feedback = instance_of(source)
    feedback.received_at = moment(feedback.received_at)
    feedback.target_hours = organisation().feedback_target_hours
    feedback.customer = survivor(feedback.customer) if feedback.customer else None
    if feedback.owner is None:
        feedback.owner = (owner_at(feedback.customer, feedback.received_at) if feedback.customer else None) or by
    stamp_for(feedback.owner, feedback.customer, feedback.received_at).put_on(feedback)
    return create_record(source, by)


@transaction.atomic
def update_feedback(source: Any, by: User | None, version: int | None = None) -> Feedback:
    """Save changed feedback. Answering and resolving have actions of their own."""
    feedback = instance_of(source)
    first = min((at for at in (feedback.answered_at, feedback.resolved_at) if at), default=None)
    feedback.received_at = moment(feedback.received_at)
    if first and feedback.received_at > first:
        raise ActionRefused(_("It was answered or resolved before that."), field="received_at")
    return update_record(source, by, version)


@transaction.atomic
def answer_feedback(feedback: Feedback, *, by: User | None, reply: str = "", at: dt.datetime | None = None) -> Feedback:
    """We answered at an instant (default now). The first answer is what counts; a later one only adds its text."""
    feedback = lock(Feedback, feedback.pk)
    at = moment(at, feedback.received_at)
    if feedback.answered_at is None or at < feedback.answered_at:
        feedback.answered_at = at
    feedback.reply = "\n\n".join(part for part in (feedback.reply, reply.strip()) if part)
    return write_record(feedback, by, "answer")


@transaction.atomic
def resolve_feedback(feedback: Feedback, *, by: User | None, at: dt.datetime | None = None) -> Feedback:
    """The trouble of a dissatisfied customer was settled at an instant (default now)."""
    feedback = lock(Feedback, feedback.pk)
    if not feedback.dissatisfied:
        raise ActionRefused(_("Only what a dissatisfied customer said is resolved."))
    if feedback.resolved_at is not None:
        raise ActionRefused(_("This is resolved already."))
    feedback.resolved_at = moment(at, feedback.received_at)
    return write_record(feedback, by, "resolve")
