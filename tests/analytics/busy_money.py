"""Money in the busy company: expenses, advertisements, campaigns that sell, trainings, market sizes."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from accounts.models import Interaction
from analytics.periods import quarter_of, start_of
from marketing.models import AdResult, CampaignInteraction, Member, Spend
from sales.models import Expense, MarketSize, Training, TrainingAttendee

ZONE = zoneinfo.ZoneInfo("Asia/Shanghai")


class MoneyMakers:
    """What the busy company spends; ``Busy`` says who, when and how much."""

    random: Any
    campaign: Any
    any: Any
    when: Any
    money: Any
    stamps: Any
    order: Any
    customers: Any
    people: Any
    teams: Any

    def member_who_buys(self) -> None:
        """A customer of the campaign who took part, and what they ordered around it."""
        customer, day = self.any(self.customers), self.campaign.starts_on + dt.timedelta(days=self.random.randrange(25))
        joined = self.any([None, day])
        Member.objects.get_or_create(
            campaign=self.campaign,
            customer=customer,
            defaults={"contacted_on": day, "took_part_on": joined, "completed_on": self.any([None, joined])},
        )
        order = self.order()
        order.ordered_at = start_of(day, ZONE) + dt.timedelta(days=self.random.randrange(-30, 30))
        order.customer, order.campaign = customer, self.any([None, self.campaign])
        order.save(update_fields=["ordered_at", "customer", "campaign"])

    def expense(self) -> None:
        day, spread = self.when().date(), self.random.random() < 0.3
        amount = self.money()
        Expense.objects.create(
            day=day,
            kind=self.any(["travel", "entertainment", "staff"]),
            cost_center=self.any(["sales", "call_center"]),
            status=self.any(["submitted", "approved", "rejected"]),
            amount=amount,
            amount_home=amount,
            currency="CNY",
            spread_from=day if spread else None,
            spread_until=day + dt.timedelta(days=self.random.randrange(30)) if spread else None,
            campaign=self.any([None, self.campaign]),
            is_acquisition=self.random.random() < 0.5,
            **self.stamps(),
        )

    def ad(self) -> None:
        AdResult.objects.create(
            day=self.when().date(),
            ad="banner",
            impressions=self.random.randrange(1000),
            clicks=50,
            invalid_clicks=self.random.randrange(50),
            spend=self.money(),
            revenue=self.money(),
            **self.stamps(),
        )
        Spend.objects.create(
            day=self.when().date(), kind="advertising", planned=9, actual=self.money(), campaign=self.campaign
        )

    def campaign_touch(self) -> None:
        touch = Interaction.objects.create(
            at=self.when(),
            subject="campaign",
            kind=self.any(["call", "email"]),
            cost=self.any([None, 3]),
            customer=self.any(self.customers),
            **self.stamps(),
        )
        CampaignInteraction.objects.create(interaction=touch, campaign=self.campaign)

    def training(self) -> None:
        training = Training.objects.create(name="Offers", completed_on=self.when().date(), effect_days=30)
        for user in self.people[:2]:
            TrainingAttendee.objects.create(training=training, user=user, team=self.any(self.teams))

    def market(self) -> None:
        first = quarter_of(self.when().date()).first
        MarketSize.objects.get_or_create(
            market="All", period="quarter", starts_on=first, category=None, region=None, defaults={"size": 10**6}
        )

    def spend_money(self, n: int) -> None:
        """Some of everything, beside the n-th order."""
        makers = (self.expense, self.ad, self.campaign_touch, self.member_who_buys) if n % 3 == 1 else ()
        for make in (*makers, *((self.training, self.market) if n % 10 == 0 else ())):
            make()
