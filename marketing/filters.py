"""What lists of marketing are filtered by, on pages and in the API."""

from __future__ import annotations

from django_filters import FilterSet

from accounts.models import Channel, Segment, Team, User
from crm_project.filters import Days, Key, Pick, Search
from marketing.models import (
    AdResult,
    Answer,
    Campaign,
    DataUse,
    EngagementEvent,
    EngagementWeight,
    Feedback,
    Invitation,
    Member,
    Response,
    Spend,
    Survey,
)


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


class EngagementFilter(FilterSet):
    search = Search("visitor", "note")
    customer = Key()
    channel = Pick(Channel)
    at = Days()

    class Meta:
        model = EngagementEvent
        fields = ["search", "kind", "customer", "channel", "is_bot", "is_internal", "at"]


class WeightFilter(FilterSet):
    class Meta:
        model = EngagementWeight
        fields = ["kind"]


class DataUseFilter(FilterSet):
    customer = Key()
    on = Days()

    class Meta:
        model = DataUse
        fields = ["customer", "use", "consented", "on"]


class SurveyFilter(FilterSet):
    search = Search("name", "wave")
    campaign = Pick(Campaign)
    opens_on = Days()

    class Meta:
        model = Survey
        fields = ["search", "kind", "touchpoint", "campaign", "opens_on"]


class InvitationFilter(FilterSet):
    survey = Pick(Survey)
    customer = Key()
    sent_at = Days()

    class Meta:
        model = Invitation
        fields = ["survey", "customer", "via", "sent_at"]


class AnswerFilter(FilterSet):
    search = Search("comment", "reference")
    survey = Pick(Survey)
    customer = Key()
    owner = Pick(User)
    team = Pick(Team)
    answered_at = Days()

    class Meta:
        model = Answer
        fields = ["search", "survey", "customer", "via", "owner", "team", "answered_at"]


class FeedbackFilter(FilterSet):
    search = Search("text", "topic")
    customer = Key()
    owner = Pick(User)
    team = Pick(Team)
    received_at = Days()

    class Meta:
        model = Feedback
        fields = ["search", "kind", "origin", "dissatisfied", "customer", "owner", "team", "received_at"]


class AdResultFilter(FilterSet):
    search = Search("ad", "placement")
    channel = Pick(Channel)
    campaign = Pick(Campaign)
    day = Days()

    class Meta:
        model = AdResult
        fields = ["search", "channel", "campaign", "day"]
