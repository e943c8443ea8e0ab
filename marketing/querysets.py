"""Named rows of marketing."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db.models import DateField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from accounts.querysets import Scoped


class CampaignQuerySet(Scoped):
    def running_on(self, day: dt.date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day).exclude(status="cancelled")


class MemberQuerySet(Scoped):
    def contacted(self) -> Self:
        """Members a message went out to, test and internal customers left out."""
        return self.filter(contacted_on__isnull=False).exclude(
            Q(customer__is_test=True) | Q(customer__is_internal=True)
        )

    def with_response(self, until: dt.date | None = None) -> Self:
        """Adds ``responded``: answered by themselves inside the campaign's days and grace, known by ``until``."""
        answers: QuerySet = self.model.responses.rel.related_model._default_manager.filter(  # type: ignore[attr-defined]
            member=OuterRef("pk"),
            automatic=False,
            on__gte=OuterRef("campaign__starts_on"),
            on__lte=ExpressionWrapper(OuterRef("campaign__ends_on") + OuterRef("campaign__grace_days"), DateField()),
        ).exclude(kind="unsubscribe")
        if until is not None:
            answers = answers.filter(on__lte=until)
        return self.annotate(responded=Exists(answers))


class SpendQuerySet(Scoped):
    def promotion(self) -> Self:
        return self.filter(kind="promotion")

    def acquisition(self) -> Self:
        """Money spent on winning customers; service cost never is."""
        return self.filter(is_acquisition=True)


class AnswerQuerySet(Scoped):
    def counted(self) -> Self:
        """Answers that count in figures: no test, not of a test customer or our own company."""
        return self.filter(is_test=False).exclude(Q(customer__is_test=True) | Q(customer__is_internal=True))


class AttributeScoreQuerySet(Scoped):
    def counted(self) -> Self:
        """Scores of answers that count."""
        return self.filter(answer__is_test=False).exclude(
            Q(answer__customer__is_test=True) | Q(answer__customer__is_internal=True)
        )


class FeedbackQuerySet(Scoped):
    def counted(self) -> Self:
        """Feedback that counts in figures: no test, not of a test customer or our own company."""
        return self.filter(is_test=False).exclude(Q(customer__is_test=True) | Q(customer__is_internal=True))

    def open(self) -> Self:
        """Waits for an answer, or for a dissatisfied customer's trouble to be settled."""
        return self.filter(Q(answered_at__isnull=True) | Q(dissatisfied=True, resolved_at__isnull=True))


class EngagementQuerySet(Scoped):
    def counted(self) -> Self:
        """Done by people outside the company: no bots, not our own, no test records."""
        real = Q(customer__isnull=True) | Q(customer__is_test=False, customer__is_internal=False)
        return self.filter(real, is_bot=False, is_internal=False)


class DataUseQuerySet(Scoped):
    def real(self) -> Self:
        """Of customers; test records and our own company left out."""
        return self.filter(customer__is_test=False, customer__is_internal=False)
