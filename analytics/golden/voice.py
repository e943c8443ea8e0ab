"""Loaders of worked cases: what customers tell us."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from accounts.models import Organisation, Referral
from analytics.golden.loaders import place
from analytics.golden.world import DAY, NOON, World, money
from analytics.periods import Window, month_of, quarter_of, start_of, year_of
from marketing.models import Answer, AttributeScore, Feedback, Survey, SurveyAttribute
from service.models import Complaint, ComplaintEvent

SCALES = {"1-10": "ten", "0-10": "eleven", "1-3": "three", "3-point": "three", "1-5": "five"}
LONG_AGO = dt.date(2000, 1, 1)
KNOWN_ANSWER = {
    "names_brand": ("names_brand", "unaided_brand", "brand_unaided"),
    "recognises_brand": ("recognises_brand", "aided_brand", "recognise_brand", "brand_aided"),
    "recalls_ad": ("recalls_ad", "unaided_ad", "recall_ad", "ad_unaided"),
    "recognises_ad": ("recognises_ad", "aided_ad", "recognise_ad", "ad_aided"),
    "opinion": ("opinion", "favourable", "favorable"),
}


def asked_for(world: World) -> set[str]:
    return {world.case["kpi"], *(str(said.get("kpi", "")) for said in world.case["expected"])}


def survey(world: World, kind: str, name: str, scale: str = "five") -> Survey:
    return Survey.objects.get_or_create(
        name=name, kind=kind, defaults={"scale": "eleven" if kind == "nps" else scale, "opens_on": LONG_AGO}
    )[0]


def load_responses(world: World) -> None:
    """Answers to a recommendation survey or, with scores of attributes, to a satisfaction survey."""
    kind = "nps" if "nps" in asked_for(world) else "csat"
    for row in world.rows("responses"):
        scale = SCALES.get(str(row.get("scale") or world.params.get("scale") or "1-5"), "five")
        asked = survey(world, kind, str(row.get("survey") or "Survey"), scale)
        customer = world.customer(row.get("customer"))
        at = world.at(row, "at", "day", "answered_at")
        score = row.get("score")
        answer = Answer.objects.create(
            survey=asked,
            customer=customer,
            answered_at=at,
            recorded_at=world.at(row, "recorded_at", "at", "day", "answered_at"),
            score=score,
            owner=world.user(row.get("agent") or row.get("owner")),
            reference=article(world, row),
            is_test=bool(row.get("is_test")),
        )
        given = row.get("attributes") or ({"overall": score} if kind == "csat" and scale == "five" else {})
        for name, value in given.items():
            give(world, answer, name, value)


def article(world: World, row: dict[str, Any]) -> str:
    """The number of the article an answer is about."""
    found = world.product({"product": row.get("product")}) if row.get("product") else None
    return found.sku if found else ""


def give(world: World, answer: Answer, name: str, value: Any) -> None:
    if value is None:
        return
    weights = world.tables.get("attribute_weights") or world.params.get("weights") or {}
    attribute = SurveyAttribute.objects.get_or_create(
        survey=answer.survey, name=name, defaults={"weight": money(weights.get(name, 1))}
    )[0]
    AttributeScore.objects.create(answer=answer, attribute=attribute, score=value)


def load_survey(world: World) -> None:
    """A wave told by its totals: means of attributes, how many were asked, how many said yes to what."""
    said = world.tables.get("survey")
    for name, wave in waves(world, said).items():
        day = world.day(wave, "day", "from", "date")
        asked = survey(world, "ad", name)
        world.windows[name] = (Window(day, day), {"survey": [asked.pk]})
        at = start_of(day, world.zone) + NOON
        answers = Answer.objects.bulk_create(
            Answer(survey=asked, answered_at=at, recorded_at=at, **flags(wave, number))
            for number in range(int(wave.get("asked") or 0))
        )
        for attribute, mean in (wave.get("means") or {}).items():
            load_mean(world, asked, at, answers, attribute, mean)


def waves(world: World, said: Any) -> dict[str, dict[str, Any]]:
    """By name; a single wave without a name is the one the case asks about."""
    if isinstance(said, list):
        return {str(row.get("wave") or row.get("name") or f"wave{n}"): row for n, row in enumerate(said, 1)}
    if not isinstance(said, dict):
        return {}
    named = {name: row for name, row in said.items() if isinstance(row, dict) and ("asked" in row or "means" in row)}
    if named:
        return named
    windows = [one["window"] for one in world.case["expected"] if isinstance(one["window"], str)]
    return {str(said.get("wave") or next(iter(windows), "wave1")): said}


def flags(wave: dict[str, Any], number: int) -> dict[str, Any]:
    """What the respondent of a number says: the first ones say yes. What the wave does not tell of was not asked."""
    found: dict[str, Any] = {}
    for field, names in KNOWN_ANSWER.items():
        count = next((wave[name] for name in names if wave.get(name) is not None), None)
        if count is not None:
            found[field] = (5 if number < count else 3) if field == "opinion" else number < count
    if "opinion" in found and wave.get("know_brand", wave.get("knows_brand")) is not None:
        found["names_brand"] = number < wave.get("know_brand", wave.get("knows_brand"))
    return found


def load_mean(world: World, asked: Survey, at: dt.datetime, answers: list[Answer], name: str, mean: Any) -> None:
    """As few scores from 1 to 5 as have that mean; an attribute without mean was asked for, but not answered."""
    weights = world.tables.get("attribute_weights") or world.params.get("weights") or {}
    attribute = SurveyAttribute.objects.create(survey=asked, name=name, weight=money(weights.get(name, 1)))
    if mean is None:
        return
    share = Fraction(str(mean))
    low, more = divmod(share.numerator, share.denominator)
    missing = range(len(answers), share.denominator)
    answers += Answer.objects.bulk_create(Answer(survey=asked, answered_at=at, recorded_at=at) for _ in missing)
    AttributeScore.objects.bulk_create(
        AttributeScore(answer=answer, attribute=attribute, score=low + (number < more))
        for number, answer in enumerate(answers[: share.denominator])
    )


def load_feedback(world: World) -> None:
    for row in world.rows("feedback"):
        at = world.at(row, "found", "found_on", "received", "received_at", "day")
        hours = row.get("target_hours") or world.tables.get("target_hours") or world.params.get("target_hours")
        resolved = world.moment(row.get("resolved") or row.get("resolved_on"))
        answered = world.moment(row.get("answered") or row.get("answered_at"))
        Feedback.objects.create(
            text=str(row.get("id", "")),
            kind=row.get("kind", "opinion"),
            origin=row.get("origin") or "follow_up",
            received_at=at,
            recorded_at=world.moment(row.get("recorded_at")) or at,
            dissatisfied=bool(row.get("dissatisfied")),
            owner=world.user(row.get("owner")),
            target_hours=hours or Feedback._meta.get_field("target_hours").default,
            answered_at=answered,
            resolved_at=resolved,
        )


def load_complaints(world: World) -> None:
    hours = world.tables.get("target_hours") or world.params.get("target_hours")
    known: dict[Any, Complaint] = {}
    for row in world.rows("complaints"):
        at = world.at(row, "received", "received_at", "day")
        validity = {True: "valid", False: "invalid"}.get(row.get("valid"), row.get("validity") or "pending")
        complaint = Complaint.objects.create(
            number=f"{row.get('id', '')} {world.next()}",
            subject=str(row.get("id", "")),
            customer=world.customer(row.get("customer")),
            category=world.category(row.get("category")),
            received_at=at,
            recorded_at=world.moment(row.get("recorded_at")) or at,
            validity=validity,
            duplicate_of=known.get(row.get("duplicate_of")),
            closed_at=world.moment(row.get("closed") or row.get("closed_at")),
            target_hours=row.get("target_hours") or hours or Complaint._meta.get_field("target_hours").default,
        )
        known[row.get("id")] = complaint
        if validity != "pending":
            again = complaint.duplicate_of is not None
            ComplaintEvent.objects.create(
                complaint=complaint,
                kind="classified",
                at=world.moment(row.get("classified_at")) or at,
                validity=validity,
                duplicate=again,
            )


def load_transactions(world: World) -> None:
    """A number of orders, all on the first day the case asks about."""
    number = world.tables.get("transactions")
    for _ in range(number if isinstance(number, int) else 0):
        place(world, {"amount": 1})


def load_referrals(world: World) -> None:
    """New customers by where they came from. Who is named as their own referrer is found to be the same by a merge."""
    for row in world.rows("new_customers"):
        if "source" not in row:
            continue
        name = row.get("id") or row.get("customer")
        if not row.get("first_order"):
            place(world, {"customer": name, "day": world.day(row, "day").isoformat()})
        if row["source"] == "referral" and row.get("referrer") is not None:
            refer(world, name, row["referrer"], row)


def refer(world: World, name: Any, referrer: Any, row: dict[str, Any]) -> None:
    customer = world.customer(name)
    by = world.customer(f"{referrer} himself" if str(referrer) == str(name) else referrer)
    assert customer is not None and by is not None
    if str(referrer) == str(name):
        by.merged_into, by.merged_at = customer, start_of(LONG_AGO, world.zone)
        by.save()
    day = world.day(row, "referred_on", "first_order", "day")
    Referral.objects.create(
        referrer=by,
        customer=customer,
        on=day,
        recorded_at=start_of(day, world.zone),
        programme=row.get("programme") or "",
    )


def load_components(world: World) -> None:
    """The parts of the loyalty index, as buyers of whom that share came back and answers of whom that share promote."""
    weights = world.tables.get("weights") or world.params.get("weights") or {}
    fields = {"repurchase_rate": "loyalty_repurchase_weight", "promoter_share": "loyalty_promoter_weight"}
    chosen = {field: money(weights[name]) for name, field in fields.items() if name in weights}
    Organisation.objects.filter(pk=1).update(**chosen)
    for name, value in chosen.items():
        setattr(world.organisation, name, value)
    for row in world.rows("components"):
        window = period_of(world, row)
        if row.get("repurchase_rate") is not None:
            buy_again(world, window.first, Fraction(str(row["repurchase_rate"])))
        if row.get("promoter_share") is not None:
            promote(world, window.first, Fraction(str(row["promoter_share"])))


def period_of(world: World, row: dict[str, Any]) -> Window:
    """A month (2024-05), a quarter (2024Q2), a year (2024) or a day."""
    said = str(row.get("period") or row.get("month") or world.first)
    found = re.match(r"(\d{4})-?Q(\d)$", said)
    if found:
        return quarter_of(dt.date(int(found[1]), 3 * int(found[2]) - 2, 1))
    if len(said) == 4:
        return year_of(dt.date(int(said), 1, 1))
    return month_of(dt.date.fromisoformat(f"{said}-01" if len(said) == 7 else said[:10]))


def buy_again(world: World, first: dt.date, share: Fraction) -> None:
    for number in range(share.denominator):
        name = f"buyer {first} {number}"
        for times in range(2 if number < share.numerator else 1):
            place(world, {"customer": name, "day": (first + times * DAY).isoformat(), "amount": 1})


def promote(world: World, first: dt.date, share: Fraction) -> None:
    at = start_of(first, world.zone) + NOON
    asked = survey(world, "nps", "Recommendation")
    Answer.objects.bulk_create(
        Answer(survey=asked, answered_at=at, recorded_at=at, score=10 if number < share.numerator else 7)
        for number in range(share.denominator)
    )


LOADERS: list[Callable[[World], None]] = [
    load_responses,
    load_survey,
    load_feedback,
    load_complaints,
    load_transactions,
    load_referrals,
    load_components,
]
