"""A deleted contact takes its identity away, not its campaign's figures."""

import datetime as dt
from decimal import Decimal

from accounts.models import Contact
from marketing.models import Campaign, Member, Response


def test_the_response_rate_stays(ask, huawei):  # type: ignore[no-untyped-def]
    day = dt.date(2024, 5, 2)
    campaign = Campaign.objects.create(name="May", starts_on=day, ends_on=dt.date(2024, 5, 31))
    people = [Contact.objects.create(customer=huawei, name=name) for name in ("An", "Bo")]
    members = [Member.objects.create(campaign=campaign, contact=one, contacted_on=day) for one in people]
    Response.objects.create(member=members[0], on=day)
    people[0].delete()
    assert ask("campaign_response_rate") == Decimal("0.5")
