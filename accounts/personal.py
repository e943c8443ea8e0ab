"""Which records say something about a person, and what of it says who that is: read by disclosure, erasure, retention.

A model that leads to a customer, a contact or a lead must have a line here; a test says so. A line names the way to
the person, what is overwritten when they are erased, and the date a retention rule counts from. What is not
overwritten (amounts, dates, owners, kinds) stays, so that every count and figure stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

CUSTOMER, CONTACT, LEAD = "accounts.customer", "accounts.contact", "sales.lead"
# Whom a person may be to us.
PERSONS = (CUSTOMER, CONTACT, LEAD)

# How a field is overwritten.
BLANK = "blank"  # with nothing
NAME = "name"  # with "erased" and the number of the record: a name must not be empty
CODE = "code"  # with a code that is the same for the same value within one erasure, and for nobody else


@dataclass(frozen=True)
class Personal:
    """How rows of a kind belong to a person. ``ways`` maps whom they may be of to paths of fields that lead there.

    ``wiped`` says how each personal field is overwritten; ``identify`` are the fields by which others know the person.
    ``matched`` finds rows that name nobody: {field: "phone"} are of whoever has that phone. ``secret`` fields are never
    told. ``age`` is the date of a row that a retention rule counts from; ``label`` its name in such a rule.
    """

    ways: Mapping[str, tuple[str, ...]]
    wiped: Mapping[str, str] = field(default_factory=dict)
    identify: tuple[str, ...] = ()
    matched: Mapping[str, str] = field(default_factory=dict)
    secret: tuple[str, ...] = ()
    age: str = ""
    label: Any = ""


def of(customer: str = "customer", *, contact: str = "", lead: str = "", **more: Any) -> Personal:
    """A kind of record that hangs on a customer, and perhaps on a contact or a lead; paths separated by spaces.

    A deal or an order belongs to the customer alone: a contact who goes takes the words they said, not the business.
    """
    said = {CUSTOMER: customer, CONTACT: contact, LEAD: lead}
    return Personal(ways={person: tuple(paths.split()) for person, paths in said.items() if paths}, **more)


def blank(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, BLANK)


WHO = ("name", "email", "phone", "external_id")
PERSONAL: dict[str, Personal] = {
    CUSTOMER: of(
        "pk",
        wiped={"name": NAME}
        | blank(
            "email",
            "phone",
            "website",
            "industry",
            "city",
            "country",
            "address",
            "identity_number",
            "note",
            "external_id",
        ),
        identify=WHO,
        age="recorded_at",
        label=_("customers without any record since"),
    ),
    "accounts.customerstatus": of(),
    "accounts.customerquality": of(),
    CONTACT: of(contact="pk", wiped={"name": NAME} | blank("title", "email", "phone", "external_id"), identify=WHO),
    "accounts.interaction": of(
        contact="contact",
        wiped={"subject": NAME, "note": BLANK},
        age="at",
        label=_("interactions: subject and note"),
    ),
    "accounts.valuecheck": of(wiped=blank("value", "note")),
    "accounts.referral": of("customer referrer", wiped=blank("reward")),
    "accounts.consent": of(),
    "marketing.member": of(contact="contact"),
    "marketing.response": of("member__customer", contact="member__contact"),
    "marketing.campaigninteraction": of("interaction__customer", contact="interaction__contact"),
    "marketing.engagementevent": of(
        wiped={"visitor": CODE, "note": BLANK},
        matched={"visitor": "visitor"},
        age="at",
        label=_("engagement: visitor and page"),
    ),
    "marketing.datause": of(wiped=blank("note")),
    "marketing.feedback": of(wiped=blank("text", "reply"), age="received_at", label=_("feedback: texts")),
    "marketing.invitation": of(contact="contact", wiped={"token": CODE}, secret=("token",)),
    "marketing.answer": of(
        contact="invitation__contact", wiped=blank("comment"), age="answered_at", label=_("survey answers: comments")
    ),
    "marketing.attributescore": of("answer__customer", contact="answer__invitation__contact"),
    LEAD: of(
        lead="pk",
        wiped={"name": NAME} | blank("company", "email", "phone", "note", "external_id"),
        identify=WHO,
        matched={"email": "email", "phone": "phone"},
        age="received_at",
        label=_("leads without any record since"),
    ),
    "sales.leadchange": of("lead__customer", lead="lead"),
    "sales.leadmilestone": of("lead__customer", lead="lead"),
    "sales.deal": of(wiped={"name": NAME, "note": BLANK}),
    "sales.stagechange": of("deal__customer"),
    "sales.dealinteraction": of("deal__customer interaction__customer"),
    "sales.dealcredit": of("deal__customer"),
    "sales.dealmilestone": of("deal__customer"),
    "sales.contract": of(wiped=blank("note")),
    "sales.contractdocument": of("customer contract__customer", wiped={"name": NAME} | blank("place", "note")),
    "sales.departure": of(wiped=blank("note")),
    "sales.order": of(wiped=blank("note")),
    "sales.orderline": of("order__customer"),
    "sales.refund": of("order__customer", wiped=blank("reason")),
    "sales.refundline": of("refund__order__customer"),
    "sales.payment": of("order__customer", wiped=blank("reference")),
    "sales.loyaltybooking": of(wiped=blank("note")),
    "sales.loyaltyentry": of("booking__customer"),
    "service.ticket": of(contact="contact", wiped={"subject": NAME}),
    "service.ticketmessage": of(
        "ticket__customer",
        contact="ticket__contact",
        wiped=blank("body"),
        age="at",
        label=_("messages of tickets"),
    ),
    "service.ticketevent": of("ticket__customer", contact="ticket__contact"),
    "service.ticketinteraction": of("ticket__customer interaction__customer", contact="ticket__contact"),
    "service.call": of(
        "customer ticket__customer",
        wiped={"phone": CODE, "note": BLANK},
        matched={"phone": "phone"},
        age="entered_at",
        label=_("calls: number and note"),
    ),
    "service.callreview": of("call__customer call__ticket__customer", wiped=blank("note")),
    "service.criterionscore": of("review__call__customer review__call__ticket__customer"),
    "service.complaint": of(wiped={"subject": NAME} | blank("description", "outcome")),
    "service.complaintevent": of("complaint__customer"),
    "service.fieldjob": of(wiped={"subject": NAME, "note": BLANK}),
    "analytics.customerscore": of(),
    "analytics.memberforecast": of("member__customer", contact="member__contact"),
}

# Kinds of records a retention rule may name.
KEPT_KINDS = [(label, said.label) for label, said in PERSONAL.items() if said.age]
