"""Customers, products, leads, deals, calls, tickets, interactions: each documented example, twice."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Customer, Interaction
from marketing.models import Answer, Feedback
from sales.models import Deal, Lead, Product
from service.models import BusinessCalendar, Call, Complaint, OpeningHours, Queue, Ticket
from tests.importing.conftest import Import, example, made

FILES = {
    "customers": """Customer No;Company;State;Rep;Office;Size;Area;Mail;Phone;Customer since
1;华为技术;active;Lin;North;Large;East;a@example.com;010;03.02.2021
2;Tiny & Co;new;;;;;;;
""",
    "products": """Article;Text;Group;Subgroup;List price;Purchase price;Discontinued
P1;Pen;Office;Pens;1.234,50;0,75;no
P2;Old pen;Office;Pens;2;;yes
""",
    "leads": """Lead,Person,Company,Mail,Came in,State,Rep,Origin,Interest,Won on
L1,Wu,Wu Ltd,wu@example.com,2024-01-05 09:00,open,Lin,Fair,Office,
L2,Spam,,,2024-01-06 09:00,junk,,,,
L3,Li,,,2024-01-07 09:00,won,Lin,Fair,Office,2024-02-01
""",
    "deals": """Deal,Title,Customer No,Company,Rep,Phase,Opened,Closed,Value,Cur,Lost because,Lead
D1,Desks,1,Wu Ltd,Lin,Offer sent,2024-01-10,,500,,,
D2,Chairs,1,Wu Ltd,Lin,Gone,2024-01-10,2024-02-10,300,,Price,
""",
    "calls": """Id,Dir,Start,Answer,End,Hold ms,ACW,Result,Agent,Queue,Caller
c1,inbound,2024-07-01 10:00:00,2024-07-01 10:00:20,2024-07-01 10:02:20,30000,0:15,ok,Ana,Support,0301
c2,inbound,2024-07-01 10:05:00,,2024-07-01 10:05:09,,,hung up,,Support,0302
""",
    "tickets": """Case,Title,Created,First reply,Solved,Prio,Desk,Agent,Company,Type
T1,Broken,05/07/2024 17:00,06/07/2024 09:30,08/07/2024 10:00,P1,Support,Ana,Wu Ltd,Repair
T2,Question,05/07/2024 17:00,,,P4,Support,,Wu Ltd,
""",
    "interactions": """Activity,Type,Day,Hour,Company,Rep,Minutes,Cost,About
a1,phone,2024-03-01,09:30,Wu Ltd,Lin,12.5,,Renewal
a2,mail,2024-03-02,10:00,Wu Ltd,Lin,,3.50,Price list
""",
    "expenses": """Claim,Date,What for,Centre,Amount,Cur,Employee,State,From,Until,Text
e1,2024-03-05,Train,Sales,480.50,,Lin,paid,,,To Wu Ltd
e2,2024-03-01,Pay,Call centre,31000,,Ana,paid,2024-03-01,2024-03-31,Agents
""",
    "answers": """Response,Survey,Quarter,Sort,Submitted,Company,Score,Agent,Words
r1,Service,2024 Q1,stars,2024-03-01 09:30,Wu Ltd,5,Ana,Quick
r2,Recommend,2024 Q1,recommend,2024-03-02 10:00,Wu Ltd,0,,
""",
    "feedback": """No,What they said,Day,Sort,Mood,Answered,Settled,Company
f1,Too slow,2024-03-01 09:00,view,angry,2024-03-01 12:00,2024-03-04 09:00,Wu Ltd
f2,Open on Sundays,2024-03-02,idea,fine,,,Wu Ltd
""",
    "complaints": """Complaint,Issue,Received,Closed,Our fault,Whose,Same as,Company,Article,Agent
K1,Broken,2024-03-01 09:00,2024-03-02 09:00,yes,Service,,Wu Ltd,P1,Ana
K2,Broken too,2024-03-03 09:00,,yes,Service,K1,Wu Ltd,P1,Ana
K3,Colour,2024-03-04 09:00,,,,,Wu Ltd,,
""",
    "field_jobs": """Job,What,Type,Area,Importance,Customer value,Created,Sent,Done,Technician,Customer
J1,Boiler,repair,North,critical,4,2024-03-01 08:00,2024-03-01 09:00,2024-03-01 12:00,Ana,Wu Ltd
J2,Survey,check,North,low,3,2024-03-02 08:00,,,,Wu Ltd
""",
    "incidents": """No,Date,Process,Department,Level,What happened,Measure,Reported by
i1,2024-03-01,Returns,Stores,A,Lost a box,Paid,Ana
i2,2024-03-02,Billing,Office,C,Wrong name,,Ana
""",
    "agent_states": """Agent,From,Activity,Minutes
Ana,2024-03-01 09:00,Shift,480
Ana,2024-03-01 09:00,Call,5
Ana,2024-03-01 09:05,Lunch,30
""",
}


@pytest.mark.parametrize("kind", FILES)
def test_example_twice(load: Import, kind: str) -> None:
    first = load(kind, FILES[kind], mapping(kind))
    rows = FILES[kind].count("\n") - 1
    assert (made(first), first.reasons) == ((rows, 0, 0, 0), {})
    assert made(load(kind, FILES[kind], mapping(kind))) == (0, 0, rows, 0)


BAD = {
    "feedback": ("f3,Late,,idea,fine,,,Wu Ltd", "received_at"),
    "complaints": ("K4,Odd,2024-03-05 09:00,2024-03-04 09:00,yes,,,Wu Ltd,,", "closed"),
    "field_jobs": ("J3,Tap,,,high,3,2024-03-02 08:00,2024-03-01 08:00,,,", "dispatched before it was created"),
    "incidents": ("i3,2024-03-02,,Office,C,No process,,", "process"),
    "agent_states": ("Ana,2024-03-01 09:30,Call,9", "overlaps another state"),
    "expenses": ("e3,2024-03-05,Train,Sales,much,,Lin,paid,,,", "much"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_row_is_told_and_the_others_are_taken(load: Import, kind: str) -> None:
    row, word = BAD[kind]
    report = load(kind, f"{FILES[kind]}{row}\n", mapping(kind))
    assert (report.created, report.rejected) == (FILES[kind].count("\n") - 1, 1)
    assert word in "".join(report.reasons.values())


def mapping(kind: str) -> str:
    return example(kind.replace("_", "-"))


def only(model: Any, **which: Any) -> Any:
    return model.objects.get(**which)


def test_customers(load: Import) -> None:
    load("customers", FILES["customers"], example("customers"))
    wei = only(Customer, external_id="1")
    assert (wei.name, wei.status, wei.owner.display_name, wei.team.name) == ("华为技术", "customer", "Lin", "North")
    assert wei.history.get().at.date() == dt.date(2021, 2, 2)  # midnight in Shanghai


def test_a_changed_customer_keeps_a_history(load: Import) -> None:
    load("customers", FILES["customers"], example("customers"))
    assert made(load("customers", FILES["customers"].replace("active", "closed"), example("customers"))) == (0, 1, 1, 0)
    assert [row.status for row in only(Customer, external_id="1").history.order_by("at")] == ["customer", "lost"]


def test_products(load: Import) -> None:
    load("products", FILES["products"], example("products"))
    pen = only(Product, sku="P1")
    assert (pen.price, pen.cost, pen.active, pen.category.top.name) == (
        Decimal("1234.5"),
        Decimal("0.75"),
        True,
        "Office",
    )
    assert not only(Product, sku="P2").active


def test_leads(load: Import) -> None:
    load("leads", FILES["leads"], example("leads"))
    assert [(lead.status, lead.disqualified_reason) for lead in Lead.objects.order_by("external_id")] == [
        ("working", ""), ("disqualified", "spam"), ("converted", ""),
    ]  # fmt: skip


def test_deals(load: Import) -> None:
    load("deals", FILES["deals"], example("deals"))
    open_deal, lost = Deal.objects.order_by("external_id")
    assert (open_deal.probability, open_deal.changes.count()) == (Decimal("0.6"), 1)
    assert (lost.outcome, lost.loss_reason.name, lost.changes.count()) == ("lost", "Price", 2)


def test_calls(load: Import) -> None:
    load("calls", FILES["calls"], example("calls"))
    call, given_up = Call.objects.order_by("external_id")
    assert (call.wait_seconds, call.talk_seconds, call.hold_seconds, call.wrap_up_seconds) == (20, 90, 30, 15)
    assert (call.entered_at.hour, given_up.outcome, given_up.wait_seconds) == (8, "abandoned", 9)


def test_tickets_wait_in_opening_hours(load: Import) -> None:
    calendar = BusinessCalendar.objects.create(name="Office")
    for weekday in range(1, 6):
        OpeningHours.objects.create(calendar=calendar, weekday=weekday, opens=dt.time(9), closes=dt.time(18))
    Queue.objects.create(name="Support", calendar=calendar)
    load("tickets", FILES["tickets"], example("tickets"))
    ticket = only(Ticket, number="T1")
    assert (ticket.first_response_open_seconds, ticket.resolution_open_seconds) == (
        3600,
        7200,
    )  # Friday, then a weekend
    assert (ticket.status, ticket.priority, [event.kind for event in ticket.events.all()]) == (
        "resolved",
        "urgent",
        ["resolved"],
    )


def test_interactions(load: Import) -> None:
    load("interactions", FILES["interactions"], example("interactions"))
    call, mail = Interaction.objects.order_by("external_id")
    assert (call.duration_seconds, call.direction, mail.direction, mail.cost) == (750, "out", "in", Decimal("3.5"))


def test_a_deal_won_wins_its_lead(load: Import) -> None:
    load("leads", FILES["leads"], example("leads"))
    won = FILES["deals"].replace("Gone,2024-01-10,2024-02-10,300,,Price,", "Won,2024-01-10,2024-02-10,300,,,L1")
    load("deals", won, example("deals"))
    lead = only(Lead, external_id="L1")
    assert (lead.status, lead.won_at.date()) == ("converted", dt.date(2024, 2, 9))  # midnight in Shanghai


def test_answers_make_their_surveys(load: Import) -> None:
    load("answers", FILES["answers"], example("answers"))
    rated, asked = Answer.objects.order_by("external_id")
    assert (rated.survey.kind, rated.survey.scale, rated.score, rated.owner.display_name) == ("csat", "five", 5, "Ana")
    assert (asked.survey.kind, asked.survey.scale, asked.survey.wave, asked.score) == ("nps", "eleven", "2024 Q1", 0)


def test_a_score_off_its_scale_is_rejected(load: Import) -> None:
    report = load("answers", FILES["answers"].replace("Wu Ltd,5", "Wu Ltd,6"), example("answers"))
    assert made(report) == (1, 0, 0, 1)


def test_feedback(load: Import) -> None:
    load("feedback", FILES["feedback"], example("feedback"))
    slow, sundays = Feedback.objects.order_by("external_id")
    assert (slow.dissatisfied, slow.target_hours, slow.resolved_at.date()) == (True, 48, dt.date(2024, 3, 4))
    assert (sundays.kind, sundays.answered_at) == ("suggestion", None)


def test_complaints(load: Import) -> None:
    load("complaints", FILES["complaints"], example("complaints"))
    first, again, pending = Complaint.objects.order_by("number")
    assert (first.unit.name, again.duplicate_of, pending.validity) == ("Service", first, "pending")
    assert [event.kind for event in first.events.all()] == ["classified", "closed"]
    assert list(Complaint.objects.valid()) == [first]
