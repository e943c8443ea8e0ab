"""Demo rows are rows the actions could have written."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, F, Q, Sum

from accounts.models import Customer, Interaction, Membership, Role, Team, User
from analytics.demo import company
from sales.models import Deal, Lead, Order, Refund, StageChange
from service.models import Ticket, TicketMessage
from tests.demo.conftest import TODAY

END = dt.datetime.combine(TODAY, dt.time(), company.ZONE)


def test_it_works(demo: int) -> None:
    assert Customer.objects.count() == 80
    assert demo > 3000


def test_order_header_is_the_sum_of_its_lines(demo: int) -> None:
    goods = ~Q(lines__kind="shipping")
    orders = Order.objects.annotate(said=Sum("lines__amount", filter=goods))
    assert not orders.exclude(net=F("said")).exists()


def test_refund_is_the_sum_of_its_lines(demo: int) -> None:
    refunds = Refund.objects.annotate(said=Sum("lines__amount_home"))
    assert refunds.exists()
    assert not refunds.exclude(amount_home=F("said")).exists()


def test_nothing_happens_after_the_last_day(demo: int) -> None:
    assert not Order.objects.filter(ordered_at__gt=END).exists()
    assert not StageChange.objects.filter(at__gt=END).exists()
    assert not TicketMessage.objects.filter(at__gt=END).exists()
    assert not Interaction.objects.filter(at__gt=END).exists()


def test_last_stage_change_is_the_deal(demo: int) -> None:
    for deal in Deal.objects.prefetch_related("changes"):
        last = list(deal.changes.all())[-1]
        assert (last.stage_id, last.outcome, last.team_id) == (deal.stage_id, deal.outcome, deal.team_id)


def test_lead_is_won_when_its_first_deal_was(demo: int) -> None:
    won = Lead.objects.filter(won_at__isnull=False)
    assert won.exists()
    assert won.filter(deals__changes__outcome="won", deals__changes__at=F("won_at")).count() == won.count()


def test_stamped_team_is_the_owners_team_of_that_day(demo: int) -> None:
    """Also for the one who changed team."""
    mover = User.objects.get(username="zhou")
    assert mover.memberships.count() == 2
    for order in Order.objects.filter(owner=mover):
        day = order.ordered_at.astimezone(company.ZONE).date()
        assert Membership.objects.on(day).get(user=mover).team_id == order.team_id


def test_customer_is_what_its_history_says_last(demo: int) -> None:
    for customer in Customer.objects.prefetch_related("history"):
        last = list(customer.history.all())[-1]
        assert (last.status, last.owner_id, last.team_id) == (
            customer.status,
            customer.owner_id,
            customer.team_id,
        )


def test_resolved_ticket_has_its_seconds(demo: int) -> None:
    resolved = Ticket.objects.resolved()
    assert resolved.exists()
    assert not resolved.filter(
        Q(resolution_open_seconds=None) | Q(first_response_at=None) | Q(first_resolved_at=None)
    ).exists()


def test_every_role_and_team_has_somebody(demo: int) -> None:
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)
    staffed = Team.objects.annotate(people=Count("members")).filter(people__gt=0)
    assert User.objects.count() == 30
    assert staffed.count() == 6


def test_rep_of_the_demo_has_something_due(demo: int) -> None:
    lin = User.objects.get(username="lin")
    assert Interaction.objects.due(lin, TODAY).exists()


def test_follow_up_is_not_before_its_touch(demo: int) -> None:
    planned = Interaction.objects.filter(follow_up_on__isnull=False)
    assert planned.exists()
    assert not planned.filter(at__date__gt=F("follow_up_on")).exists()
