"""Pages of orders, refunds and payments."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import current
from crm_project.columns import Column
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.pages import Button, DetailPage, ListPage, PickPage
from sales import actions, queries
from sales.filters import OrderFilter, PaymentFilter, RefundFilter
from sales.forms.orders import (
    NewOrderForm,
    NewPaymentForm,
    NewRefundForm,
    OrderForm,
    PayForm,
    PaymentForm,
    RefundForm,
    RefundOrderForm,
)
from sales.models import Order, OrderLine, Payment, Refund

Status = Order.Status


def is_draft(order: Order) -> bool:
    return order.status == Status.DRAFT


def stands(order: Order) -> bool:
    return order.status in (Status.PLACED, Status.COMPLETED)


class OrderList(ListPage):
    model = Order
    template = "sales/order_list.html"
    columns = ("number", "customer", "status", "ordered_at", Column("net", currency="currency"), "owner")
    filterset = OrderFilter
    shown_filters = ("status", "owner", "ordered_at")
    empty = _("Place the first order, or import them.")


class OrderDetail(DetailPage):
    model = Order
    template = "sales/order_detail.html"
    facts = (
        "status",
        "customer",
        "ordered_at",
        "cancelled_at",
        "owner",
        "team",
        "deal",
        "campaign",
        "channel",
        "region",
        "currency",
        Column("rate", kind="text", value=lambda order: f"{order.rate.normalize():f}"),
        Column("net_home"),
        Column("cost_home"),
        "is_test",
        "external_id",
        "note",
    )
    buttons = (
        Button("sales:order_place", _("Place"), icon="check", style="primary", when=is_draft),
        Button(
            "sales:order_complete",
            _("Complete"),
            icon="package-check",
            when=lambda order: order.status == Status.PLACED,
        ),
        Button("sales:order_pay", _("Record payment"), icon="banknote", when=stands),
        Button("sales:order_refund", _("Refund"), icon="undo-2", when=stands),
        Button(
            "sales:order_cancel", _("Cancel order"), icon="ban", when=lambda order: order.status != Status.CANCELLED
        ),
    )

    def context(self, **more: Any) -> dict[str, Any]:
        order, user = more["record"], self.request.user
        refunds, payments = order.refunds.visible_to(user), order.payments.visible_to(user)
        return super().context(
            lines=queries.lines_of(order),
            refunds=refunds.order_by("-refunded_at", "-pk")[:20],
            payments=payments.order_by("-paid_at", "-pk")[:20],
            balance=queries.balance(order),
            sees_money="unit_price" in user.may("read", OrderLine),
            sees_cost="cost_home" in user.may("read", OrderLine),
            **more,
        )

    def actions(self, record: Any) -> dict[str, Any]:
        found = super().actions(record)
        return found if is_draft(record) else {**found, "delete_url": ""}


class OrderCreate(CreatePage):
    model = Order
    form = NewOrderForm
    submit = _("Save order")
    saved = _("Order saved.")

    def start(self) -> Order:
        return Order(currency=current.organisation().home_currency)


class OrderEdit(EditPage):
    model = Order
    form = OrderForm


class OrderDelete(DeletePage):
    model = Order
    action = staticmethod(actions.delete_draft)


class OrderPick(PickPage):
    model = Order
    searched = ("number",)


class OrderPlace(ActPage):
    model = Order
    action = staticmethod(actions.place_draft)
    title = _("Place the order")
    intro = _("It counts from the day it carries.")
    submit = _("Place")
    saved = _("Placed.")


class OrderComplete(ActPage):
    model = Order
    action = staticmethod(actions.complete_order)
    title = _("Complete the order")
    intro = _("Everything was delivered.")
    submit = _("Complete")
    saved = _("Completed.")


class OrderCancel(ActPage):
    model = Order
    action = staticmethod(actions.cancel_order)
    title = _("Cancel the order")
    intro = _("It disappears from the figures of the day it was placed on. Use a refund when money goes back.")
    submit = _("Cancel order")
    saved = _("Cancelled.")


class OrderRefund(ActPage):
    model = Order
    form = RefundOrderForm
    action = staticmethod(actions.refund_order)
    template = "sales/order_refund.html"
    title = _("Refund")
    intro = _("It counts on the day it is given back, at the exchange rate of the order.")
    submit = _("Refund")
    saved = _("Refunded.")

    def make_form(self, data: Any = None, files: Any = None, **kwargs: Any) -> Any:
        return super().make_form(data, files, lines=queries.returnable(self.found), **kwargs)

    def values(self, form: Any) -> dict[str, Any]:
        found: dict[str, Any] = form.values()
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(balance=queries.balance(self.found), **more)


class OrderPay(ActPage):
    model = Order
    form = PayForm
    action = staticmethod(actions.record_payment)
    title = _("Record payment")
    intro = _("What came in. It changes no revenue figure: those count when the order is placed.")
    submit = _("Record")
    saved = _("Payment recorded.")

    def initial(self, record: Order) -> dict[str, Any]:
        due = queries.balance(record).due
        return {"amount": f"{due.normalize():f}" if due > 0 else ""}


class OfOrderCreate(CreatePage):
    """A new record that hangs on an order: the order is one this person may change."""

    def make_form(self, data: Any = None, files: Any = None, **kwargs: Any) -> Any:
        kwargs.pop("instance", None)
        form = super().make_form(data, files, **kwargs)
        form.fields["order"].queryset = Order.objects.visible_to(self.request.user, "change")
        return form


class RefundList(ListPage):
    model = Refund
    columns = ("order", "refunded_at", Column("amount", currency="order.currency"), Column("amount_home"), "reason")
    filterset = RefundFilter
    shown_filters = ("refunded_at",)
    empty = _("Refunds are given on the page of their order.")


class RefundDetail(DetailPage):
    model = Refund
    template = "sales/refund_detail.html"
    facts = (
        "order",
        "refunded_at",
        Column("amount", currency="order.currency"),
        Column("amount_home"),
        "reason",
        "external_id",
    )

    def context(self, **more: Any) -> dict[str, Any]:
        lines = more["record"].lines.select_related("line__product")
        return super().context(lines=lines, sees_money="amount" in self.request.user.may("read", Refund), **more)


class RefundCreate(OfOrderCreate):
    model = Refund
    form = NewRefundForm
    submit = _("Refund")
    saved = _("Refunded.")

    @staticmethod
    def action(form: Any, *, by: Any) -> Refund:
        return actions.refund_order(**form.cleaned_data, by=by)


class RefundEdit(EditPage):
    model = Refund
    form = RefundForm


class PaymentList(ListPage):
    model = Payment
    columns = ("order", "paid_at", Column("amount", currency="order.currency"), "method", "reference")
    filterset = PaymentFilter
    shown_filters = ("method", "paid_at")
    empty = _("Payments are recorded on the page of their order.")


class PaymentDetail(DetailPage):
    model = Payment
    facts = ("order", "paid_at", Column("amount", currency="order.currency"), "method", "reference", "external_id")


class PaymentCreate(OfOrderCreate):
    model = Payment
    form = NewPaymentForm
    saved = _("Payment recorded.")

    @staticmethod
    def action(form: Any, *, by: Any) -> Payment:
        return actions.record_payment(**form.cleaned_data, by=by)


class PaymentEdit(EditPage):
    model = Payment
    form = PaymentForm
