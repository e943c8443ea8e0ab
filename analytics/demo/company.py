"""The demo company from the first row to the last, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import connection, transaction
from django.utils.translation import gettext as _

from analytics.demo.agreements import note_departures, sign_contracts
from analytics.demo.campaigns import plan_campaigns, reach_out
from analytics.demo.care import leave_gaps, look_after, look_back, require_fields
from analytics.demo.catalogue import set_up_lists
from analytics.demo.centre import (
    note_mishaps,
    review_calls,
    staff_the_centre,
    tell_more_of_calls,
    visit_customers,
)
from analytics.demo.customers import meet_customers, write_histories
from analytics.demo.deals import open_deals
from analytics.demo.desk import help_customers, open_desk
from analytics.demo.leads import receive_leads
from analytics.demo.money import spend_and_train, touch_members
from analytics.demo.orders import sell
from analytics.demo.people import found_company
from analytics.demo.points import give_points
from analytics.demo.quotas import set_quotas
from analytics.demo.success import share_credit, tell_leads
from analytics.demo.telephone import take_calls
from analytics.demo.touches import keep_in_touch
from analytics.demo.voice import hear_customers
from analytics.demo.world import ZONE, World

Told = Callable[[str, int, int], None]


def build(seed: int, size: int, today: dt.date, told: Told) -> int:
    """Write the company as known at the start of ``today`` (local); returns the number of rows.

    ``told`` hears (stage, done, of) before every stage and every table.
    """
    world = World(seed, today, size, ZONE)
    stages = _stages(world)
    with transaction.atomic():
        for number, (label, stage) in enumerate(stages):
            told(label, number, 2 * len(stages))
            stage()
        written = 0

        def wrote(label: str, count: int) -> None:
            nonlocal written
            written += 1
            share = written / len(world.book.sheets)
            told(label, len(stages) + round(share * len(stages)), 2 * len(stages))

        total = world.book.write(wrote)
        _settle()
        told(_("goals"), 2 * len(stages), 2 * len(stages))
        look_back(world)
    return total


def _stages(world: World) -> list[tuple[str, Callable[[], None]]]:
    def deals() -> None:
        open_deals(world, receive_leads(world))

    def customers() -> None:
        require_fields(world)
        meet_customers(world)
        leave_gaps(world)

    def agreements() -> None:
        sign_contracts(world)
        note_departures(world)

    def success() -> None:
        tell_leads(world)
        share_credit(world)

    def money() -> None:
        spend_and_train(world)
        touch_members(world)

    return [
        (_("people"), lambda: found_company(world)),
        (_("products"), lambda: set_up_lists(world)),
        (_("campaigns"), lambda: plan_campaigns(world)),
        (_("customers"), customers),
        (_("leads and deals"), deals),
        (_("orders"), lambda: sell(world)),
        (_("milestones"), success),
        (_("contracts"), agreements),
        (_("points"), lambda: give_points(world)),
        (_("histories"), lambda: write_histories(world)),
        (_("campaign members"), lambda: reach_out(world)),
        (_("interactions"), lambda: keep_in_touch(world)),
        (_("expenses and advertisements"), money),
        *_service_stages(world),
        (_("data and engagement"), lambda: look_after(world)),
        (_("quotas"), lambda: set_quotas(world)),
    ]


def _service_stages(world: World) -> list[tuple[str, Callable[[], None]]]:
    def service() -> None:
        desk = open_desk(world)
        help_customers(world, desk)
        take_calls(world, desk)
        tell_more_of_calls(world)

    def centre() -> None:
        staff_the_centre(world)
        review_calls(world)
        visit_customers(world)
        note_mishaps(world)

    return [
        (_("tickets and calls"), service),
        (_("call centre and field jobs"), centre),
        (_("surveys and complaints"), lambda: hear_customers(world)),
    ]


def _settle() -> None:
    """Check every foreign key now, while the trouble can still be named."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
