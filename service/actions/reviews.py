"""Scorecards, and calls judged by them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.records import create_record, instance_of, lock, moment, refuse_validation, update_record
from accounts.models import User
from crm_project.errors import ActionRefused
from service.actions.scores import weighted
from service.models import Call, CallReview, Criterion, CriterionScore, Scorecard

Scores = Mapping[Criterion, Decimal | None]
USUAL = (("Tone 音调", "0.2"), ("Friendliness 友好性", "0.3"), ("Alertness 机敏性", "0.2"), ("Knowledge 见识", "0.3"))


@transaction.atomic
def save_scorecard(
    card: Scorecard, data: Mapping[str, Any], *, by: User | None, version: int | None = None
) -> Scorecard:
    """Save a new or changed scorecard; ``criteria`` (name, weight), when given, replace all there were.

    Once calls were reviewed by it its criteria stay: another way to judge is another scorecard, or old scores would
    not be what their criteria say.
    """
    for name, value in data.items():
        if name != "criteria":
            setattr(card, name, value)
    card = update_record(card, by, version) if card.pk else create_record(card, by)
    if "criteria" in data:
        _replace_criteria(card, data["criteria"], by)
    return card


def _replace_criteria(card: Scorecard, said: Any, by: User | None) -> None:
    rows = [Criterion(scorecard=card, position=number, **fields) for number, fields in enumerate(said)]
    before = list(card.criteria.all())
    if [(row.name, row.weight) for row in before] == [(row.name, row.weight) for row in rows]:
        return
    if not rows:
        raise ActionRefused(_("A scorecard has at least one criterion."))
    if card.reviews.exists():
        raise ActionRefused(_("Calls were reviewed by this scorecard, so its criteria stay. Make a new one."))
    if len({row.name for row in rows}) < len(rows):
        raise ActionRefused(_("A criterion stands on a scorecard once."))
    card.criteria.all().delete()
    for row in rows:
        try:
            row.full_clean(exclude=["scorecard"])
        except ValidationError as error:
            refuse_validation(error.error_dict)
        row.save()
    told = [[f"{row.name} {row.weight}" for row in side] for side in (before, rows)]
    audit.record(by, "update", card, {"criteria": told})


@transaction.atomic
def review_call(source: Any, by: User | None, scores: Scores) -> CallReview:
    """Save a new review (instance or form) of an answered call; whoever writes it is its evaluator unless said."""
    review = instance_of(source)
    if review.call.outcome != Call.Outcome.ANSWERED:
        raise ActionRefused(_("Only an answered call can be reviewed."), field="call")
    if CallReview.objects.filter(call=review.call).exists():
        raise ActionRefused(_("This call was reviewed already; change that review."), field="call")
    review.reviewed_at = moment(review.reviewed_at)
    review.evaluator = review.evaluator or by
    review.score = _score(review, scores)
    create_record(source, by)
    _write_scores(review, scores)
    return review


@transaction.atomic
def update_review(source: Any, by: User | None, version: int | None = None, scores: Scores | None = None) -> CallReview:
    """Save a changed review; ``scores``, when given, replace all there were."""
    review = instance_of(source)
    stored = lock(CallReview, review.pk)
    if (review.call_id, review.scorecard_id) != (stored.call_id, stored.scorecard_id):
        raise ActionRefused(_("A review stays with its call and its scorecard."))
    kept = scores if scores is not None else {one.criterion: one.score for one in _scores_of(review)}
    review.score = _score(review, kept)
    review = update_record(source, by, version)
    if scores is not None:
        told = [[str(one) for one in _scores_of(review)]]
        review.scores.all().delete()
        _write_scores(review, scores)
        told.append([str(one) for one in _scores_of(review)])
        if told[0] != told[1]:
            audit.record(by, "update", review, {"scores": told})
    return review


def _scores_of(review: CallReview) -> Any:
    return review.scores.select_related("criterion")


def _score(review: CallReview, scores: Scores) -> Decimal:
    if any(one.scorecard_id != review.scorecard_id for one in scores):
        raise ActionRefused(_("A criterion of another scorecard was scored."))
    return weighted([(one.weight, score) for one, score in scores.items()], fatal=review.fatal)


def _write_scores(review: CallReview, scores: Scores) -> None:
    given = [CriterionScore(review=review, criterion=one, score=score) for one, score in scores.items()]
    CriterionScore.objects.bulk_create(given)
