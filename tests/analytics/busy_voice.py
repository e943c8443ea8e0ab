"""What customers of the busy company say, do and consent to: surveys, feedback, complaints, visits, referrals, data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import (
    Consent,
    Customer,
    CustomerStatus,
    DataRule,
    Referral,
    ValueCheck,
)
from marketing.models import (
    Answer,
    AttributeScore,
    DataUse,
    EngagementEvent,
    Feedback,
    Survey,
    SurveyAttribute,
)
from service.models import Complaint, ComplaintEvent


class VoiceMakers:
    """What is told the busy company; ``Busy`` says by whom and when."""

    random: Any
    any: Any
    when: Any
    stamps: Any
    customers: Any
    categories: Any
    regions: Any

    def ask(self) -> None:
        """A survey of each kind, open long enough, with two things to score."""
        for kind in Survey.Kind.values:
            scale = "eleven" if kind == "nps" else "five"
            survey = Survey.objects.create(name=kind, kind=kind, scale=scale, opens_on=dt.date(2000, 1, 1))
            for weight, name in enumerate(("Taste", "Price"), 1):
                SurveyAttribute.objects.create(survey=survey, name=name, weight=weight)
        self.surveys = list(Survey.objects.all())

    def engagement(self) -> None:
        n = self.random.randrange(1, 5)
        EngagementEvent.objects.create(
            at=self.when(),
            customer=self.any([*self.customers, None]),
            visitor=self.any(["v1", "v2"]),
            kind=self.any(["visit", "click"]),
            n=n,
            points=2 * n,
            pages=self.any([None, 3]),
            is_bot=self.any([False, False, True]),
            **self.stamps(),
        )

    def data_use(self) -> None:
        use = {"use": self.any(["campaign", "service"]), "consented": self.any([True, True, False])}
        DataUse.objects.create(customer=self.any(self.customers), on=self.when().date(), **use, **self.stamps())

    def consent(self) -> None:
        """Given or withdrawn, of a purpose data is used for: what was noted with the use gives way to it."""
        said = {"purpose": self.any(["campaign", "service", "survey"]), "given": self.any([True, False])}
        Consent.objects.create(customer=self.any(self.customers), at=self.when(), recorded_at=self.when(), **said)

    def check(self) -> None:
        said = {"field": self.any(["email", "phone"]), "valid": self.any([True, False])}
        day = self.when().date()
        ValueCheck.objects.create(customer=self.any(self.customers), checked_on=day, **said, **self.stamps())

    def histories(self) -> None:
        """Customers with a dated history, whose fields fill up and empty."""
        for customer in self.customers:
            whose = {name: value for name, value in self.stamps().items() if name != "channel"}
            CustomerStatus.objects.create(customer=customer, at=self.when(), status="prospect", **whose)
            Customer.objects.filter(pk=customer.pk).update(
                since=self.when().date(), phone=self.any(["", "138"]), **whose
            )
        for name in ("name", "phone", "email"):
            DataRule.objects.create(field=name)
        for customer in self.customers[:4]:
            Customer.objects.filter(pk=customer.pk).update(email=self.any(["", "a@b.cn", "n/a"]))

    def answer(self) -> None:
        survey = self.any(self.surveys)
        answer = Answer.objects.create(
            survey=survey,
            customer=self.any([*self.customers, None]),
            answered_at=self.when(),
            score=self.any([*survey.choices, None]),
            recognises_ad=self.any([True, False, None]),
            names_brand=self.any([True, False, None]),
            opinion=self.any([None, 2, 4]),
            is_test=self.random.random() < 0.1,
            **self.stamps(),
        )
        for attribute in survey.attributes.all():
            AttributeScore.objects.create(answer=answer, attribute=attribute, score=self.random.randrange(1, 6))

    def feedback(self) -> None:
        at = self.when()
        Feedback.objects.create(
            text="more tea",
            customer=self.any(self.customers),
            received_at=at,
            dissatisfied=self.any([True, False]),
            answered_at=self.any([None, at + dt.timedelta(hours=self.random.randrange(90))]),
            resolved_at=self.any([None, at + dt.timedelta(days=9)]),
            **self.stamps(),
        )

    def complaint(self) -> None:
        at = self.when()
        complaint = Complaint.objects.create(
            number=f"C{self.random.random()}",
            subject="cold",
            customer=self.any(self.customers),
            category=self.any(self.categories),
            region=self.any(self.regions),
            received_at=at,
            validity=self.any(["valid", "invalid", "pending"]),
            closed_at=self.any([None, at + dt.timedelta(hours=self.random.randrange(90))]),
            **self.stamps(),
        )
        told = {"validity": complaint.validity, "duplicate": False}
        ComplaintEvent.objects.create(complaint=complaint, at=at, kind="classified", **told)

    def refer(self) -> None:
        """Half of the customers were sent by another."""
        for n, customer in enumerate(self.customers[::2]):
            Referral.objects.create(referrer=self.customers[(2 * n + 3) % 12], customer=customer, on=self.when().date())
