"""The records of sales over HTTP."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Data, Deletable, RecordViewSet, children, deed
from accounts.api.serializers import AssignInput, OwnerInput, WhenInput
from accounts.api.views_privacy import PersonDeeds
from sales import actions, filters
from sales.api import more_serializers as more
from sales.api import serializers
from sales.models import (
    Deal,
    DealCredit,
    Lead,
    LeadChange,
    LossReason,
    Order,
    Payment,
    Product,
    ProductCategory,
    Refund,
    Stage,
    StageChange,
)


class ProductCategoryViewSet(RecordViewSet):
    model = ProductCategory
    serializer_class = serializers.ProductCategorySerializer
    filterset_class = filters.ProductCategoryFilter
    creates = staticmethod(actions.create_category)
    updates = staticmethod(actions.update_category)


class ProductViewSet(RecordViewSet):
    model = Product
    creates = staticmethod(actions.create_product)
    updates = staticmethod(actions.update_product)
    serializer_class = serializers.ProductSerializer
    filterset_class = filters.ProductFilter


class StageViewSet(RecordViewSet):
    model = Stage
    serializer_class = serializers.StageSerializer
    filterset_class = filters.StageFilter


class LossReasonViewSet(RecordViewSet):
    model = LossReason
    serializer_class = serializers.LossReasonSerializer
    filterset_class = filters.LossReasonFilter


class LeadViewSet(PersonDeeds, RecordViewSet):
    model = Lead
    serializer_class = serializers.LeadSerializer
    filterset_class = filters.LeadFilter
    creates = staticmethod(actions.create_lead)
    updates = staticmethod(actions.update_lead)

    @extend_schema(responses=serializers.DealSerializer)
    @deed("change", serializers.ConvertInput)
    def convert(self, request: Request, pk: str) -> Response:
        """Make a customer, where there is none yet, and a deal of the lead; answers with the deal."""
        lead, data = self.get_object(), self.body(serializers.ConvertInput)
        deal = actions.convert_lead(lead, by=request.user, **data)
        shown = serializers.DealSerializer(deal, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=more.LeadMilestoneSerializer)
    @deed("change", more.ReachInput)
    def reach(self, request: Request, pk: str) -> Response:
        """A milestone was reached; answers with the probability before and after."""
        lead, data = self.get_object(), self.body(more.ReachInput)
        reached = actions.reach_lead_milestone(lead, by=request.user, **data)
        shown = more.LeadMilestoneSerializer(reached, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)

    @children(more.LeadChangeSerializer)
    def changes(self, request: Request, pk: str) -> Response:
        """What stood about the lead from when on, the latest first."""
        rows = self.rows(LeadChange).filter(lead=self.get_object()).order_by("-at", "-id")
        return self.page(rows, more.LeadChangeSerializer)

    @deed("change", serializers.DisqualifyInput)
    def disqualify(self, request: Request, pk: str) -> Response:
        lead, data = self.get_object(), self.body(serializers.DisqualifyInput)
        return self.show(actions.disqualify_lead(lead, by=request.user, **data))

    @deed("assign", OwnerInput)
    def assign(self, request: Request, pk: str) -> Response:
        return self.run(actions.assign_lead, OwnerInput)

    @deed("change")
    def requalify(self, request: Request, pk: str) -> Response:
        return self.show(actions.requalify_lead(self.get_object(), by=request.user))


class DealViewSet(RecordViewSet):
    """The stage is moved by the actions below the deal, not by editing."""

    model = Deal
    serializer_class = serializers.DealSerializer
    filterset_class = filters.DealFilter
    creates = staticmethod(actions.create_deal)
    updates = staticmethod(actions.update_deal)

    @deed("change", serializers.MoveInput)
    def move(self, request: Request, pk: str) -> Response:
        return self.run(actions.move_deal, serializers.MoveInput)

    @deed("change", WhenInput)
    def win(self, request: Request, pk: str) -> Response:
        return self.run(actions.win_deal, WhenInput)

    @deed("change", serializers.LoseInput)
    def lose(self, request: Request, pk: str) -> Response:
        return self.run(actions.lose_deal, serializers.LoseInput)

    @deed("change", WhenInput)
    def reopen(self, request: Request, pk: str) -> Response:
        return self.run(actions.reopen_deal, WhenInput)

    @deed("assign", AssignInput)
    def assign(self, request: Request, pk: str) -> Response:
        return self.run(actions.assign_deal, AssignInput)

    @extend_schema(responses=more.DealMilestoneSerializer)
    @deed("change", more.ReachInput)
    def reach(self, request: Request, pk: str) -> Response:
        """A milestone was reached; answers with the probability before and after."""
        deal, data = self.get_object(), self.body(more.ReachInput)
        reached = actions.reach_deal_milestone(deal, by=request.user, **data)
        shown = more.DealMilestoneSerializer(reached, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)

    @deed("assign", more.SplitInput)
    def split(self, request: Request, pk: str) -> Response:
        """Say whose success the deal is."""
        deal, data = self.get_object(), self.body(more.SplitInput)
        shares = {row["user"]: row["share"] for row in data["shares"]}
        return self.show(actions.split_credit(deal, shares, by=request.user))

    @children(more.DealCreditSerializer)
    def credits(self, request: Request, pk: str) -> Response:
        """Whose success the deal is, where it is not its owner's alone."""
        rows = self.rows(DealCredit).filter(deal=self.get_object()).order_by("id")
        return self.page(rows, more.DealCreditSerializer)

    @children(serializers.StageChangeSerializer)
    def stage_changes(self, request: Request, pk: str) -> Response:
        """Every step the deal took, the latest first."""
        rows = self.rows(StageChange).filter(deal=self.get_object()).order_by("-at", "-id")
        return self.page(rows, serializers.StageChangeSerializer)


class OrderViewSet(Deletable):
    """POST places an order with its lines. Only drafts can be deleted."""

    model = Order
    serializer_class = serializers.OrderSerializer
    filterset_class = filters.OrderFilter
    updates = staticmethod(actions.update_order)
    prefetch = ("lines",)

    def require_deletable(self, row: Any) -> None:
        if row.status != Order.Status.DRAFT:
            raise exceptions.MethodNotAllowed("DELETE")

    def make(self, data: Data) -> models.Model:
        self.own(data)
        return actions.place_order(by=self.request.user, **data)

    @transaction.atomic
    def change(self, row: Order, data: Data, version: int | None) -> models.Model:
        lines = data.pop("lines", None)
        if data:
            row = super().change(row, data, version)  # type: ignore[assignment]
            version = row.version
        return row if lines is None else actions.edit_order_lines(row, lines, by=self.request.user, version=version)

    def remove(self, row: Any) -> None:
        actions.delete_draft(row, by=self.request.user)

    @deed("change")
    def place(self, request: Request, pk: str) -> Response:
        """Place a draft."""
        return self.show(actions.place_draft(self.get_object(), by=request.user))

    @deed("change", WhenInput)
    def cancel(self, request: Request, pk: str) -> Response:
        return self.run(actions.cancel_order, WhenInput)

    @deed("change")
    def complete(self, request: Request, pk: str) -> Response:
        return self.show(actions.complete_order(self.get_object(), by=request.user))

    @extend_schema(responses=serializers.RefundSerializer)
    @deed("change", serializers.RefundInput)
    def refund(self, request: Request, pk: str) -> Response:
        """Give money back: an amount, or parts of lines, or all that is left; answers with the refund."""
        order, data = self.get_object(), self.body(serializers.RefundInput)
        refund = actions.refund_order(order, by=request.user, **data)
        shown = serializers.RefundSerializer(refund, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)

    @extend_schema(responses=serializers.PaymentSerializer)
    @deed("change", serializers.PaymentInput)
    def payments(self, request: Request, pk: str) -> Response:
        """Record money received; answers with the payment."""
        order, data = self.get_object(), self.body(serializers.PaymentInput)
        payment = actions.record_payment(order, by=request.user, **data)
        shown = serializers.PaymentSerializer(payment, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)


class RefundViewSet(RecordViewSet):
    model = Refund
    serializer_class = serializers.RefundSerializer
    filterset_class = filters.RefundFilter
    prefetch = ("lines",)

    def make(self, data: Data) -> models.Model:
        at = data.pop("refunded_at", None)
        return actions.refund_order(data.pop("order"), by=self.request.user, at=at, **data)


class PaymentViewSet(RecordViewSet):
    model = Payment
    serializer_class = serializers.PaymentSerializer
    filterset_class = filters.PaymentFilter

    def make(self, data: Data) -> models.Model:
        at, order = data.pop("paid_at", None), data.pop("order")
        return actions.record_payment(order, by=self.request.user, at=at, **data)
