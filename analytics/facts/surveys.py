"""Facts of survey answers: of several answers of a customer to a survey the latest in the window counts."""

from __future__ import annotations

from django.db.models import Case, DecimalField, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from analytics.fact import Ask, LeftOut, survivor
from analytics.facts import reasons
from analytics.facts.sales import STAMPS, under
from analytics.to_date import ToDate
from marketing.models import Answer, AttributeScore
from sales.models import Product

ASKED = {"survey": "survey_id", "touchpoint": "survey__touchpoint", "region": "region_id", "via": "via"} | {
    "campaign": "survey__campaign_id",
    "ad": "survey__ad",
}
# The article an answer is about, where it names one by number or name.
ABOUT = {"product": "about_product"}
ENTERED = "marketing:answer_list"


def answers(ask: Ask) -> QuerySet:
    """Answers that count, known by the as-of day, with ``party``: the customer, or the answer itself if nobody's."""
    rows = Answer.objects.counted()
    if ask.known_before:
        rows = rows.filter(recorded_at__lt=ask.known_before)
    about = Product.objects.filter(Q(sku=OuterRef("reference")) | Q(name=OuterRef("reference"))).order_by("pk")
    return rows.annotate(
        party=Coalesce(survivor(known_before=ask.known_before), -F("pk")),
        about_product=Subquery(about.values("pk")[:1]),
    )


def scored(*kinds: str):  # type: ignore[no-untyped-def]
    """Answers with a score to surveys of some kinds."""
    return lambda ask: answers(ask).filter(survey__kind__in=kinds, score__isnull=False)


def unscored(*kinds: str) -> tuple[tuple[object, Q], ...]:
    return ((_("answer without a score"), Q(survey__kind__in=kinds, score__isnull=True)),)


def said(*names: str):  # type: ignore[no-untyped-def]
    """Answers of whoever was asked any of these questions."""
    asked = Q()
    for name in names:
        asked |= Q(**{f"{name}__isnull": False})
    return lambda ask: answers(ask).filter(asked)


def attribute_scores(*kinds: str):  # type: ignore[no-untyped-def]
    """What answers to surveys of some kinds gave each attribute."""

    def rows(ask: Ask) -> QuerySet:
        scores = AttributeScore.objects.counted().filter(attribute__survey__kind__in=kinds)
        if ask.known_before:
            scores = scores.filter(answer__recorded_at__lt=ask.known_before)
        who = survivor("answer__customer", ask.known_before)
        return scores.annotate(party=Coalesce(who, -F("answer_id")))

    return rows


def of_answers(name: str, label: object, rows: object, *unsaid: tuple[object, Q]) -> ToDate:
    excluded = (*unsaid, (_("test answer"), Q(is_test=True)), *reasons.unreal_customers())
    return ToDate(
        name=name,
        label=label,
        model=Answer,
        rows=rows,  # type: ignore[arg-type]
        at="answered_at",
        once=("party", "survey_id"),
        keep="latest",
        dimensions=STAMPS,
        also=ASKED | ABOUT,
        sources=("answer",),
        columns=("survey", "customer", "answered_at", "score", "via", "owner"),
        entered=ENTERED,
        excluded=LeftOut(Answer, excluded, at="answered_at", paths=STAMPS, complete=False),
    )


def of_attributes(name: str, label: object, *kinds: str) -> ToDate:
    return ToDate(
        name=name,
        label=label,
        model=AttributeScore,
        rows=attribute_scores(*kinds),
        at="answer__answered_at",
        once=("party", "attribute_id"),
        keep="latest",
        dimensions=under("answer", STAMPS) | {"attribute": "attribute_id"},
        also=under("answer", ASKED),
        sources=("answer",),
        columns=("attribute", "answer", "score"),
        entered=ENTERED,
    )


RECOMMENDATIONS = of_answers("recommendations", _("answers to recommendation surveys"), scored("nps"), *unscored("nps"))
SATISFACTION = of_answers("satisfaction", _("answers to satisfaction surveys"), scored("csat"), *unscored("csat"))
AD_RECALL = of_answers("ad_recall", _("answers about an advertisement"), said("recalls_ad", "recognises_ad"))
BRAND_RECALL = of_answers("brand_recall", _("answers about the brand"), said("names_brand", "recognises_brand"))
BRAND_OPINION = of_answers("brand_opinion", _("opinions of the brand"), said("opinion"))
ATTRIBUTES = of_attributes("attributes", _("scores of service and products"), "csat", "index")
AD_ATTRIBUTES = of_attributes("ad_attributes", _("scores of advertisements"), "ad")

# Top boxes by scale: 4 and 5 of five, 9 and 10 of ten, the top of three (catalogue: customer_satisfaction).
SATISFIED = (
    Q(survey__scale="five", score__gte=4)
    | Q(survey__scale__in=["ten", "eleven"], score__gte=9)
    | Q(survey__scale="three", score=3)
)
SCORE = Cast("score", DecimalField(max_digits=6, decimal_places=0))
# The score as it would stand on a scale from 1 to 5.
OF_FIVE = Case(
    When(survey__scale="three", then=SCORE * 2 - 1),
    When(survey__scale="ten", then=1 + (SCORE - 1) * 4 / 9),
    When(survey__scale="eleven", then=1 + SCORE * 4 / 10),
    default=SCORE,
    output_field=DecimalField(max_digits=30, decimal_places=20),
)
# Whoever has an opinion without having been asked whether they know the brand knows it.
UNASKED = Q(names_brand__isnull=True, recognises_brand__isnull=True)
KNOWS_BRAND = Q(names_brand=True) | Q(recognises_brand=True) | UNASKED

DECLARED = [RECOMMENDATIONS, SATISFACTION, AD_RECALL, BRAND_RECALL, BRAND_OPINION, ATTRIBUTES, AD_ATTRIBUTES]
