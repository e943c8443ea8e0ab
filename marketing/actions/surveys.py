"""Surveys: what is asked, who is invited, what they answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.records import create_record, instance_of, lock, moment, refuse_validation, update_record
from accounts.models import Customer, User
from accounts.queries import local_day, stamp_for, survivor
from crm_project.errors import ActionRefused
from marketing.models import Answer, AttributeScore, Invitation, Survey, SurveyAttribute
from marketing.queries import usual_attributes

Scores = Mapping[int, int | None]  # by the attribute's number


@transaction.atomic
def save_survey(survey: Survey, data: Mapping[str, Any], *, by: User | None, version: int | None = None) -> Survey:
    """Save a new or changed survey; ``attributes`` (name and weight each), when given, are those it asks for.

    A new index or advertisement survey without attributes gets the usual ones, of equal weight. Once answered, kind
    and scale stay, and so do attributes that were scored; weights may change.
    """
    stored = lock(Survey, survey.pk) if survey.pk else None
    for name, value in data.items():
        if name != "attributes":
            setattr(survey, name, value)
    if survey.kind == Survey.Kind.NPS:
        survey.scale = Survey.Scale.ELEVEN
    _require_order(survey)
    if stored and (stored.kind, stored.scale) != (survey.kind, survey.scale) and survey.answers.exists():
        raise ActionRefused(_("This survey has answers: what it asks and its scale stay."), field="kind")
    survey = update_record(survey, by, version) if stored else create_record(survey, by)
    said = data.get("attributes")
    if not stored and not said:
        said = [{"name": str(name), "weight": 1} for name in usual_attributes(survey.kind)]
    if said is not None:
        _set_attributes(survey, said, by)
    return survey


def _set_attributes(survey: Survey, said: Iterable[Mapping[str, Any]], by: User | None) -> None:
    before = {row.name: row for row in survey.attributes.all()}
    told = [f"{row.name} × {row.weight.normalize():f}" for row in before.values()]
    kept = []
    for position, fields in enumerate(said):
        row = before.pop(fields["name"], None) or SurveyAttribute(survey=survey, name=fields["name"])
        if row.name in kept:
            raise ActionRefused(_("“%s” is asked for twice.") % row.name)
        row.weight, row.position = fields.get("weight") or 1, position
        _check(row, ["survey"])
        row.save()
        kept.append(row.name)
    for row in before.values():
        if row.scores.exists():
            raise ActionRefused(_("“%s” has been scored and stays.") % row.name)
        row.delete()
    now = [f"{row.name} × {row.weight.normalize():f}" for row in survey.attributes.all()]
    if now != told:
        audit.record(by, "update", survey, {"attributes": [told, now]})


@transaction.atomic
def invite(
    survey: Survey,
    customers: Iterable[Customer],
    *,
    by: User | None,
    via: str = Invitation.Via.EMAIL,
    reference: str = "",
    sent_at: dt.datetime | None = None,
) -> int:
    """Invite customers to a survey; how many were not waiting to answer it already.

    A merged duplicate is asked as its survivor; test records and our own company are not asked.
    """
    survey, sent_at = lock(Survey, survey.pk), moment(sent_at)
    _require_open(survey, sent_at)
    waiting = Invitation.objects.filter(survey=survey, answer__isnull=True)
    known = set(waiting.values_list("customer_id", flat=True))
    wanted = {one.pk: one for one in map(survivor, customers) if one.pk not in known}
    asked = [one for one in wanted.values() if not (one.is_test or one.is_internal)]
    Invitation.objects.bulk_create(
        Invitation(survey=survey, customer=one, via=via, reference=reference, sent_at=sent_at) for one in asked
    )
    audit.record(by, "invite", survey, {"invitations": [0, len(asked)]})
    return len(asked)


@transaction.atomic
def record_answer(answer: Answer, by: User | None, scores: Scores | None = None) -> Answer:
    """Write down what somebody answered, with what they gave each attribute (1 to 5, by its number).

    Segment, channel and region are the customer's of that moment. Raises ActionRefused outside the survey's days or
    scale, for an invitation answered before, and when nothing was said at all.
    """
    answer.answered_at = moment(answer.answered_at)
    _require_open(answer.survey, answer.answered_at)
    _require_score(answer)
    customer = survivor(answer.customer) if answer.customer else None
    answer.customer = customer
    if answer.region_id is None and customer:
        answer.region_id = customer.region_id
    stamp_for(answer.owner, customer, answer.answered_at).put_on(answer)
    given = {number: score for number, score in (scores or {}).items() if score is not None}
    _require_something(answer, given)
    create_record(answer, by, action="answer")
    _give(answer, given)
    return answer


@transaction.atomic
def answer_invitation(invitation: Invitation, scores: Scores, **said: Any) -> Answer:
    """What an invited customer said on the public page, once."""
    invitation = lock(Invitation, invitation.pk)
    if Answer.objects.filter(invitation=invitation).exists():
        raise ActionRefused(_("Thank you, your answer is with us already."), conflict=True)
    answer = Answer(
        survey=invitation.survey,
        invitation=invitation,
        customer=invitation.customer,
        owner=invitation.customer.owner,
        via=invitation.via,
        reference=invitation.reference,
        **said,
    )
    return record_answer(answer, None, scores)


@transaction.atomic
def update_answer(answer: Answer, by: User | None, version: int | None = None, scores: Scores | None = None) -> Answer:
    """Put an answer right that was written down wrongly; ``scores``, when given, replace all there were."""
    stored = instance_of(answer)
    _require_score(stored)
    stored.answered_at = moment(stored.answered_at)
    answer = update_record(answer, by, version)
    if scores is not None:
        answer.scores.all().delete()
        _give(answer, {number: score for number, score in scores.items() if score is not None})
    return answer


def _give(answer: Answer, given: Mapping[int, int]) -> None:
    known = {row.pk for row in answer.survey.attributes.all()}
    rows = [AttributeScore(answer=answer, attribute_id=number, score=score) for number, score in given.items()]
    for row in rows:
        if row.attribute_id not in known:
            raise ActionRefused(_("The survey does not ask for this attribute."), field="scores")
        _check(row, ["answer", "attribute"])
    AttributeScore.objects.bulk_create(rows)


def _check(row: Any, exclude: list[str]) -> None:
    try:
        row.full_clean(validate_unique=False, validate_constraints=False, exclude=exclude)
    except ValidationError as error:
        refuse_validation(error.error_dict)


def _require_order(survey: Survey) -> None:
    if survey.opens_on and survey.closes_on and survey.closes_on < survey.opens_on:
        raise ActionRefused(_("The last day cannot be before the first."), field="closes_on")


def _require_open(survey: Survey, at: dt.datetime) -> None:
    day = local_day(at)
    if day < survey.opens_on:
        raise ActionRefused(_("This survey has not begun yet."))
    if survey.closes_on and day > survey.closes_on:
        raise ActionRefused(_("This survey is over."))


def _require_score(answer: Answer) -> None:
    scale = answer.survey.choices
    if answer.score is not None and answer.score not in scale:
        raise ActionRefused(
            _("The score is a number from %(least)d to %(most)d.") % {"least": scale[0], "most": scale[-1]},
            field="score",
        )


SAID = ("score", "recalls_ad", "recognises_ad", "names_brand", "recognises_brand", "opinion", "expected")


def _require_something(answer: Answer, given: Mapping[int, int]) -> None:
    if not given and not answer.comment and all(getattr(answer, name) is None for name in SAID):
        raise ActionRefused(_("Choose at least one answer."))
