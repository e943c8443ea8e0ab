"""Contracts, documents, lost customers, milestones and points over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Data, Deletable, ReadOnly, RecordViewSet, deed
from sales import actions, filters
from sales.api import more_serializers as serializers
from sales.models import (
    ChurnReason,
    Competitor,
    Contract,
    ContractDocument,
    Departure,
    LoyaltyBooking,
    LoyaltyProgramme,
    Milestone,
)


class CompetitorViewSet(RecordViewSet):
    model = Competitor
    serializer_class = serializers.CompetitorSerializer
    filterset_class = filters.CompetitorFilter


class ChurnReasonViewSet(RecordViewSet):
    model = ChurnReason
    serializer_class = serializers.ChurnReasonSerializer
    filterset_class = filters.ChurnReasonFilter


class MilestoneViewSet(RecordViewSet):
    model = Milestone
    serializer_class = serializers.MilestoneSerializer
    filterset_class = filters.MilestoneFilter


class ContractViewSet(Deletable):
    model = Contract
    serializer_class = serializers.ContractSerializer
    filterset_class = filters.ContractFilter
    creates = staticmethod(actions.create_contract)
    updates = staticmethod(actions.update_contract)

    @deed("change", serializers.RenewInput)
    def renew(self, request: Request, pk: str) -> Response:
        """The customer goes on; answers with the contract of the next term."""
        contract, data = self.get_object(), self.body(serializers.RenewInput)
        return self.show(actions.renew_contract(contract, by=request.user, **data), status.HTTP_201_CREATED)

    @deed("change", serializers.OnInput)
    def terminate(self, request: Request, pk: str) -> Response:
        return self.run(actions.terminate_contract, serializers.OnInput)


class ContractDocumentViewSet(Deletable):
    model = ContractDocument
    serializer_class = serializers.ContractDocumentSerializer
    filterset_class = filters.DocumentFilter
    creates = staticmethod(actions.file_document)
    updates = staticmethod(actions.update_document)

    @deed("change", serializers.OnInput)
    def lose(self, request: Request, pk: str) -> Response:
        return self.run(actions.report_lost, serializers.OnInput)

    @deed("change", serializers.OnInput)
    def find(self, request: Request, pk: str) -> Response:
        return self.run(actions.report_found, serializers.OnInput)

    @deed("change", serializers.OnInput)
    def discard(self, request: Request, pk: str) -> Response:
        return self.run(actions.discard_document, serializers.OnInput)


class DepartureViewSet(Deletable):
    """Customers who left, and why."""

    model = Departure
    serializer_class = serializers.DepartureSerializer
    filterset_class = filters.DepartureFilter
    creates = staticmethod(actions.record_departure)
    updates = staticmethod(actions.update_departure)

    @deed("change", serializers.OnInput)
    def win_back(self, request: Request, pk: str) -> Response:
        return self.run(actions.win_back, serializers.OnInput)


class LoyaltyBookingViewSet(ReadOnly):
    """The points ledger: it is only added to. POST redeems points."""

    model = LoyaltyBooking
    serializer_class = serializers.LoyaltyBookingSerializer
    filterset_class = filters.LoyaltyBookingFilter
    prefetch = ("entries",)
    http_method_names = ["get", "post", "head", "options"]

    @extend_schema(request=serializers.RedeemInput, responses={201: serializers.LoyaltyBookingSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        data: Data = self.body(serializers.RedeemInput)
        booking = actions.redeem_points(data.pop("customer"), data.pop("points"), by=request.user, **data)
        return self.show(booking, status.HTTP_201_CREATED)


class LoyaltyProgrammeViewSet(ReadOnly):
    model = LoyaltyProgramme
    serializer_class = serializers.LoyaltyProgrammeSerializer
