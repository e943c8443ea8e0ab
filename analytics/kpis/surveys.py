"""KPIs of survey answers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from analytics.facts.surveys import (
    AD_ATTRIBUTES,
    AD_RECALL,
    ATTRIBUTES,
    BRAND_OPINION,
    BRAND_RECALL,
    KNOWS_BRAND,
    OF_FIVE,
    RECOMMENDATIONS,
    SATISFACTION,
    SATISFIED,
)
from analytics.figures import Reader
from analytics.formula import Measure, divide
from analytics.kpi import Area, Better, Derived, Kpi, Pair, Period, Unit
from analytics.kpis.customer import REPURCHASE
from analytics.periods import Window
from marketing.models import SurveyAttribute

PROMOTER, DETRACTOR = Q(score__gte=9), Q(score__lte=6)

recommendations = RECOMMENDATIONS.count(_("answers from 0 to 10"))
promoters = RECOMMENDATIONS.count(_("promoters (9 and 10)"), where=PROMOTER)
for_us = RECOMMENDATIONS.total(_("100 for each promoter"), Value(100), where=PROMOTER)
neither = RECOMMENDATIONS.total(_("100 for each passive"), Value(100), where=Q(score__range=(7, 8)))
against_us = RECOMMENDATIONS.total(_("100 for each detractor"), Value(100), where=DETRACTOR)
rated = SATISFACTION.count(_("answers with a score"))
satisfied = SATISFACTION.count(_("satisfied answers (top boxes)"), where=SATISFIED)
stars = SATISFACTION.total(_("scores on a scale from 1 to 5"), OF_FIVE)
ad_asked = AD_RECALL.count(_("respondents asked about the advertisement"))
ad_known = AD_RECALL.count(
    _("respondents who recall or recognise it"), where=Q(recalls_ad=True) | Q(recognises_ad=True)
)
ad_shown = AD_RECALL.count(_("respondents shown the advertisement"), where=Q(recognises_ad__isnull=False))
ad_recognised = AD_RECALL.count(_("respondents who recognise it"), where=Q(recognises_ad=True))
ad_unshown = AD_RECALL.count(_("respondents asked without being shown it"), where=Q(recalls_ad__isnull=False))
ad_recalled = AD_RECALL.count(_("respondents who recall it"), where=Q(recalls_ad=True))
brand_asked = BRAND_RECALL.count(_("respondents asked about the brand"))
brand_known = BRAND_RECALL.count(
    _("respondents who name or recognise the brand"), where=Q(names_brand=True) | Q(recognises_brand=True)
)
brand_told = BRAND_RECALL.count(_("respondents told the brand's name"), where=Q(recognises_brand__isnull=False))
brand_recognised = BRAND_RECALL.count(_("respondents who recognise the brand"), where=Q(recognises_brand=True))
brand_untold = BRAND_RECALL.count(_("respondents not told its name"), where=Q(names_brand__isnull=False))
brand_named = BRAND_RECALL.count(_("respondents who name the brand"), where=Q(names_brand=True))
brand_judged = BRAND_OPINION.count(_("respondents who know the brand and judge it"), where=KNOWS_BRAND)
brand_liked = BRAND_OPINION.count(_("of them favourable (4 and 5)"), where=KNOWS_BRAND & Q(opinion__gte=4))
points = ATTRIBUTES.total(_("scores of attributes"), "score")
scores = ATTRIBUTES.count(_("attribute scores"))
ad_points = AD_ATTRIBUTES.total(_("scores of the advertisement's attributes"), "score")
ad_scores = AD_ATTRIBUTES.count(_("advertisement scores"))

NPS = Kpi(
    code="nps",
    en="Net Promoter Score",
    zh="净推荐值",
    means=_(
        "100 times the promoters (9 and 10) less the detractors (0 to 6), over all answers from 0 to 10; of a customer's answers to a survey the latest in the window counts."
    ),
    formula=(for_us - against_us) / recommendations,
    unit=Unit.POINTS,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.MONTH_TO_DATE,
    source=("1:53", "2:52", "2:9"),
    variants={
        "promoters": for_us / recommendations,
        "passives": neither / recommendations,
        "detractors": against_us / recommendations,
    },
)
CSAT = Kpi(
    code="customer_satisfaction",
    en="Customer satisfaction score (CSAT)",
    zh="客户满意度",
    means=_(
        "Of the answers with a score, the share in the top boxes: 4 and 5 of five, 9 and 10 of ten, the top of three."
    ),
    formula=satisfied / rated,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.MONTH_TO_DATE,
    source=("0:117", "0:5", "0:9", "1:13", "1:28", "2:2", "2:52", "3:4", "3:42", "3:83", "4:55"),
)
CSAT_MEAN = Kpi(
    code="customer_satisfaction_mean",
    en="Mean satisfaction score",
    zh="满意度平均分",
    means=_("The mean score on a scale from 1 to 5; other scales are stretched to it."),
    formula=stars / rated,
    unit=Unit.POINTS,
    better=Better.HIGHER,
    area=Area.SERVICE,
    period=Period.MONTH_TO_DATE,
    source=("2:52", "4:55"),
    companion_of="customer_satisfaction",
)
AD_AWARENESS = Kpi(
    code="ad_awareness",
    en="Advertising awareness",
    zh="广告认知度",
    means=_("Of the respondents asked about the advertisement, the share that recalls or recognises it."),
    formula=ad_known / ad_asked,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.ADVERTISING,
    period=Period.MONTH_TO_DATE,
    source=("4:94",),
    variants={"aided": ad_recognised / ad_shown, "unaided": ad_recalled / ad_unshown},
)
BRAND_AWARENESS = Kpi(
    code="brand_awareness",
    en="Brand awareness",
    zh="品牌知名度",
    means=_("Of the respondents asked about the brand, the share that names or recognises it."),
    formula=brand_known / brand_asked,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.ADVERTISING,
    period=Period.MONTH_TO_DATE,
    source=("0:79", "0:81", "3:24"),
    variants={"aided": brand_recognised / brand_told, "unaided": brand_named / brand_untold},
)
BRAND_REPUTATION = Kpi(
    code="brand_reputation",
    en="Brand reputation",
    zh="品牌美誉度",
    means=_(
        "Of the respondents who know the brand and judge it, the share with a favourable opinion (4 and 5 of five)."
    ),
    formula=brand_liked / brand_judged,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.ADVERTISING,
    period=Period.MONTH_TO_DATE,
    source=("0:5", "0:81"),
)


def inner(code: str, total: Measure, count: Measure) -> Kpi:
    """A ratio that is only part of an index."""
    kept: dict[str, Any] = {"unit": Unit.POINTS, "better": Better.HIGHER, "area": Area.SERVICE}
    return Kpi(code=code, en=code, zh=code, means="", formula=total / count, **kept)


MEAN_SCORES = inner("attribute_mean", points, scores)
PROMOTERS = inner("promoters", promoters, recommendations)
MEAN_AD_SCORES = inner("ad_attribute_mean", ad_points, ad_scores)


def index(mean: Kpi) -> Callable[[Reader, Window], Pair]:
    """(Σ weight × (mean − 1) ÷ 4 × 100, Σ weight) over the attributes of the surveys answered in the window.

    Attributes of one name are one, with the weight their latest survey gives it; one without answers: no index.
    """

    def compute(reader: Reader, window: Window) -> Pair:
        total_of, count_of = reader.sides(mean.formula, window, by="attribute")
        found = {key: (total_of.get(key, Decimal(0)), count) for key, count in count_of.items() if count}
        asked = SurveyAttribute.objects.filter(survey__attributes__in=list(found)).distinct()
        if "attribute" in reader.filters:
            asked = asked.filter(pk__in=reader.filters["attribute"])
        sums: dict[str, list[Decimal]] = {}
        weights: dict[str, Decimal] = {}
        for row in asked.order_by("survey__opens_on", "survey_id", "pk"):
            name, part = row.name.casefold(), found.get(row.pk)
            weights[name] = row.weight
            total = sums.setdefault(name, [Decimal(0), Decimal(0)])
            if part:
                total[0] += part[0]
                total[1] += part[1]
        means = {name: divide(*total) for name, total in sums.items()}
        if not means or None in means.values():
            return None, None
        told = sum((weights[name] * (means[name] - 1) * 25 for name in means), Decimal(0))  # type: ignore[operator]
        return told, sum(weights.values(), Decimal(0))

    return compute


def behind(mean: Kpi) -> Callable[[str, Window, str | None], list[tuple[int, Any, Window]]]:
    return lambda side, window, variant: [(1, mean.formula, window)]


CSI = Derived(
    from_published=True,
    code="customer_satisfaction_index",
    en="Customer satisfaction index (CSI)",
    zh="客户满意度指数",
    means=_(
        "The mean score of each attribute (1 to 5) as a share of the best, weighted as the survey says; an attribute without answers leaves no index."
    ),
    formula=_("Σ weight × (mean score − 1) ÷ 4 × 100 ÷ Σ weight, over the attributes"),
    unit=Unit.INDEX,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.MONTH_TO_DATE,
    source=("2:11", "2:52", "3:46"),
    compute=index(MEAN_SCORES),
    parts=(MEAN_SCORES.formula,),
    split_by=("segment", "team", "owner", "channel", "attribute", "survey", "touchpoint", "region"),
    weighted=True,
    looks_back=False,
    opens=behind(MEAN_SCORES),
)
AD_SUCCESS = Derived(
    from_published=True,
    code="ad_success_index",
    en="Advertising success index",
    zh="广告成功度",
    means=_(
        "The mean score of each attribute of the advertisement (creativity, liking, purchase, comprehension, impression) as a share of the best, weighted as the survey says."
    ),
    formula=_("Σ weight × (mean score − 1) ÷ 4 × 100 ÷ Σ weight, over the attributes"),
    unit=Unit.INDEX,
    better=Better.HIGHER,
    area=Area.ADVERTISING,
    period=Period.MONTH_TO_DATE,
    source=("4:93",),
    compute=index(MEAN_AD_SCORES),
    parts=(MEAN_AD_SCORES.formula,),
    split_by=("ad", "segment", "team", "owner", "channel", "attribute", "survey", "campaign"),
    weighted=True,
    looks_back=False,
    opens=behind(MEAN_AD_SCORES),
)


def loyalty(reader: Reader, window: Window) -> Pair:
    """100 × (w1 × repurchase rate + w2 × share of promoters), w1 + w2; nothing when either is unknown."""
    ours = divide(*(side[None] for side in reader.sides(PROMOTERS.formula, window)))
    if ours is None:
        return None, None
    again = divide(*(side[None] for side in reader.sides(REPURCHASE.formula, window)))
    if again is None:
        return None, None
    one, two = reader.organisation.loyalty_repurchase_weight, reader.organisation.loyalty_promoter_weight
    return 100 * (one * again + two * ours), None


def behind_loyalty(side: str, window: Window, variant: str | None) -> list[tuple[int, Any, Window]]:
    return [(1, REPURCHASE.formula, window), (1, PROMOTERS.formula, window)]


LOYALTY = Derived(
    from_published=True,
    own_days=True,
    code="customer_loyalty_index",
    en="Customer loyalty index",
    zh="客户忠诚度指数",
    means=_(
        "100 times the weighted sum of the repurchase rate and the share of promoters; the weights are the company's. Nothing when either is unknown."
    ),
    formula=_("100 × (weight × repurchase rate + weight × share of promoters)"),
    unit=Unit.INDEX,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.QUARTER_TO_DATE,
    source=("1:15", "1:3", "1:8", "2:12", "2:52", "3:62", "3:83"),
    compute=loyalty,
    parts=(REPURCHASE.formula, PROMOTERS.formula),
    over=False,
    split_by=("segment", "team", "owner", "channel", "region"),
    weighted=True,
    looks_back=False,
    opens=behind_loyalty,
)

DECLARED = [NPS, CSAT, CSAT_MEAN, CSI, AD_SUCCESS, AD_AWARENESS, BRAND_AWARENESS, BRAND_REPUTATION, LOYALTY]
