"""What lists of marketing are filtered by, on pages and in the API."""

from __future__ import annotations

from django_filters import FilterSet

from accounts.models import Segment, Team, User
from crm_project.filters import Days, Key, Pick, Search
from marketing.models import Campaign, Member, Response, Spend


class CampaignFilter(FilterSet):
    search = Search("name")
    owner = Pick(User)
    team = Pick(Team)
    starts_on = Days()
    ends_on = Days()

    class Meta:
        model = Campaign
        fields = ["search", "status", "owner", "team", "starts_on", "ends_on"]


class MemberFilter(FilterSet):
    campaign = Pick(Campaign)
    customer = Key()
    segment = Pick(Segment)
    contacted_on = Days()

    class Meta:
        model = Member
        fields = ["campaign", "customer", "segment", "delivered", "contacted_on"]


class ResponseFilter(FilterSet):
    member = Key()
    on = Days()

    class Meta:
        model = Response
        fields = ["member", "kind", "automatic", "on"]


class SpendFilter(FilterSet):
    campaign = Pick(Campaign)
    day = Days()

    class Meta:
        model = Spend
        fields = ["kind", "campaign", "is_acquisition", "day"]
