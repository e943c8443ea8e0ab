"""The records of accounts over HTTP."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, mixins, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import actions, filters, policy
from accounts.actions.people import add_person, update_team, update_user
from accounts.actions.tokens import issue_token, revoke_token
from accounts.api import serializers
from accounts.api.base import Data, ReadOnly, RecordViewSet, Refusals, deed
from accounts.api.fields import Json
from accounts.api.views_privacy import PersonDeeds
from accounts.doors.stepup import require_fresh_api
from accounts.models import (
    ApiToken,
    AuditEntry,
    Change,
    Channel,
    Contact,
    Customer,
    DataRule,
    ExchangeRate,
    Interaction,
    Membership,
    Organisation,
    Referral,
    Region,
    Segment,
    Team,
    User,
    ValueCheck,
)
from crm_project.addresses import client_address
from crm_project.api import Filters, Guarded, KeysetPagination, Ordering
from crm_project.errors import ActionRefused


class OrganisationViewSet(RecordViewSet):
    """The one company: GET and PATCH without a number."""

    model = Organisation
    serializer_class = serializers.OrganisationSerializer
    http_method_names = ["get", "patch", "head", "options"]

    def get_object(self) -> Organisation:
        self.kwargs["pk"] = 1
        return super().get_object()


class UserViewSet(RecordViewSet):
    model = User
    serializer_class = serializers.UserSerializer
    filterset_class = filters.UserFilter
    updates = staticmethod(update_user)

    def make(self, data: Data) -> models.Model:
        require_fresh_api(self.request, _("adding a person"))
        return add_person(User(**data), self.request.user)

    def change(self, row: User, data: Data, version: int | None) -> models.Model:
        if {"role", "is_active"} & set(data):
            require_fresh_api(self.request, _("changing a role"))
        return super().change(row, data, version)


class TeamViewSet(RecordViewSet):
    model = Team
    serializer_class = serializers.TeamSerializer
    filterset_class = filters.TeamFilter
    updates = staticmethod(update_team)


class MembershipViewSet(RecordViewSet):
    model = Membership
    serializer_class = serializers.MembershipSerializer
    filterset_class = filters.MembershipFilter


class SegmentViewSet(RecordViewSet):
    model = Segment
    serializer_class = serializers.SegmentSerializer
    filterset_class = filters.SegmentFilter


class ChannelViewSet(RecordViewSet):
    model = Channel
    serializer_class = serializers.ChannelSerializer
    filterset_class = filters.ChannelFilter


class RegionViewSet(RecordViewSet):
    model = Region
    serializer_class = serializers.RegionSerializer
    filterset_class = filters.RegionFilter


class ExchangeRateViewSet(RecordViewSet):
    model = ExchangeRate
    serializer_class = serializers.ExchangeRateSerializer
    filterset_class = filters.ExchangeRateFilter


class CustomerViewSet(PersonDeeds, RecordViewSet):
    model = Customer
    serializer_class = serializers.CustomerSerializer
    filterset_class = filters.CustomerFilter
    creates = staticmethod(actions.create_customer)
    updates = staticmethod(actions.update_customer)

    @deed("assign", serializers.AssignInput)
    def assign(self, request: Request, pk: str) -> Response:
        """Hand the customer to somebody, from now or from the day given."""
        customer, data = self.get_object(), self.body(serializers.AssignInput)
        return self.show(actions.assign_owner(customer, by=request.user, **data))

    @deed("merge", serializers.MergeInput)
    def merge(self, request: Request, pk: str) -> Response:
        """Merge a duplicate into this customer."""
        customer, data = self.get_object(), self.body(serializers.MergeInput)
        if not self.rows(Customer, "merge").filter(pk=data["duplicate"].pk).exists():
            raise ActionRefused(_("You may not merge this customer."), field="duplicate")
        return self.show(actions.merge_customers(customer, data["duplicate"], by=request.user))


class ContactViewSet(PersonDeeds, RecordViewSet):
    model = Contact
    serializer_class = serializers.ContactSerializer
    filterset_class = filters.ContactFilter


class ReferralViewSet(RecordViewSet):
    model = Referral
    serializer_class = serializers.ReferralSerializer
    filterset_class = filters.ReferralFilter
    creates = staticmethod(actions.create_referral)
    updates = staticmethod(actions.update_referral)


class InteractionViewSet(RecordViewSet):
    """POST logs a touch as the caller's own."""

    model = Interaction
    serializer_class = serializers.InteractionSerializer
    filterset_class = filters.InteractionFilter
    creates = staticmethod(actions.create_interaction)
    updates = staticmethod(actions.update_interaction)

    @deed("add", serializers.QuickInput, detail=False)
    def quick(self, request: Request) -> Response:
        """Log a touch written in one line, English or Chinese."""
        line = self.body(serializers.QuickInput)["text"]
        return self.show(actions.log_quick_line(by=request.user, text=line), status.HTTP_201_CREATED)


class AuditEntryViewSet(ReadOnly):
    model = AuditEntry
    serializer_class = serializers.AuditEntrySerializer
    filterset_class = filters.AuditEntryFilter


class ChangeViewSet(ReadOnly):
    model = Change
    serializer_class = serializers.ChangeSerializer
    filterset_class = filters.ChangeFilter


class ApiTokenViewSet(Refusals, mixins.ListModelMixin, GenericViewSet):
    """The API tokens one may see: one's own; an administrator's list has everybody's. DELETE revokes, the row stays."""

    model = ApiToken
    parser_classes = [Json]
    permission_classes = [Guarded]
    pagination_class = KeysetPagination
    filter_backends = [Filters, Ordering]
    serializer_class = serializers.ApiTokenSerializer
    queryset = ApiToken.objects.none()
    lookup_value_regex = r"[0-9]{1,18}"

    def get_queryset(self) -> models.QuerySet:
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        return ApiToken.objects.visible_to(self.request.user).order_by("-id")

    def lookups(self) -> set[str]:
        return policy.lookups(self.request.user, ApiToken) | {"id"}

    @extend_schema(request=serializers.NewTokenInput, responses={201: serializers.NewToken})
    def create(self, request: Request) -> Response:
        """Issue a token; its text is in this answer and nowhere else."""
        wanted = serializers.NewTokenInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        require_fresh_api(request, _("issuing a token"))
        user, address = request.user, client_address(request._request)
        token, text = issue_token(user, by=user, address=address, **wanted.validated_data)
        token.token = text  # type: ignore[attr-defined]
        return Response(serializers.NewToken(token).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        token = ApiToken.objects.visible_to(request.user, "delete").filter(pk=pk).first()
        if token is None:
            raise exceptions.NotFound
        revoke_token(token, by=request.user, address=client_address(request._request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class DataRuleViewSet(RecordViewSet):
    model = DataRule
    serializer_class = serializers.DataRuleSerializer
    filterset_class = filters.DataRuleFilter


class ValueCheckViewSet(RecordViewSet):
    """What was found when a value was checked; it is not changed afterwards."""

    model = ValueCheck
    serializer_class = serializers.ValueCheckSerializer
    filterset_class = filters.ValueCheckFilter
    creates = staticmethod(actions.record_check)
    http_method_names = ["get", "post", "head", "options"]
