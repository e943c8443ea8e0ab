"""Forms of orders with their lines, of refunds and payments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm, VerbForm
from crm_project.models import MONEY
from crm_project.row_forms import WithRows, row_set
from sales import actions, queries
from sales.forms.deals import WhenForm
from sales.forms.fields import CurrencyField
from sales.models import Order, OrderLine, Payment, Product, Refund


class LineForm(VerbForm):
    """A row of an order. Without a price, that of the catalogue is taken."""

    line = forms.IntegerField(required=False, widget=forms.HiddenInput)
    product = forms.ModelChoiceField(Product.objects.all(), label=_("product"), required=False)
    quantity = forms.DecimalField(max_digits=14, decimal_places=3, label=_("quantity"), initial=Decimal(1))
    unit_price = forms.DecimalField(**MONEY, label=_("unit price"), required=False, min_value=0)
    discount = forms.DecimalField(**MONEY, label=_("discount"), required=False, min_value=0)

    def __init__(self, *args: Any, stored: dict[int, OrderLine] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = stored or {}
        self.fields["unit_price"].widget.attrs["placeholder"] = _("list price")

    def clean_quantity(self) -> Decimal:
        quantity = self.cleaned_data["quantity"]
        if quantity <= 0:
            raise forms.ValidationError(_("A quantity is more than nothing. What comes back is a refund."))
        return quantity

    def clean(self) -> dict[str, Any]:
        """A stored row that keeps its product keeps its category and its unit cost of that day."""
        said = self.cleaned_data
        before = self.stored.get(said.pop("line", None) or 0)
        if before is None or before.product != said.get("product"):
            if not said.get("product") and "product" not in self.errors:
                self.add_error("product", _("Choose a product."))
        elif said.get("quantity"):
            cost = before.cost_home * said["quantity"] / before.quantity
            said.update(kind=before.kind, category=before.category, cost_home=cost)
        return said


class OrderForm(WithRows, RecordForm):
    """An order and its lines, saved together."""

    updates = staticmethod(actions.update_order)
    row_kinds = {"lines": row_set(LineForm, _("lines"), totals=True)}
    currency = CurrencyField()

    class Meta:
        model = Order
        fields = ["customer", "ordered_at", "currency", "deal", "campaign", "channel", "region", "note", "is_test"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].offer(queries.currencies(), self.instance.currency)

    @property
    def stored(self) -> list[OrderLine]:
        if not hasattr(self, "_stored"):
            rows = self.instance.lines.select_related("product", "category") if self.instance.pk else []
            self._stored = list(rows)
        return self._stored

    def stored_rows(self, name: str) -> list[dict[str, Any]]:
        return [
            {
                "line": line.pk,
                "product": line.product_id,
                "quantity": _plain(line.quantity),
                "unit_price": _plain(line.unit_price),
                "discount": _plain(line.discount),
            }
            for line in self.stored
        ]

    def row_kwargs(self, name: str) -> dict[str, Any]:
        return {"stored": {line.pk: line for line in self.stored}}

    @transaction.atomic
    def save_by(self, user: Any, version: int | None = None) -> Order:
        if not self.instance.pk:
            return self.place(user)
        order = type(self).updates(self, by=user, version=version)
        if self.rows("lines").has_changed():
            order = actions.edit_order_lines(order, self.said("lines"), by=user)
        return order

    def place(self, user: Any) -> Order:
        said = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        said.setdefault("owner", self.instance.owner)
        status = Order.Status.DRAFT if said.pop("draft", False) else Order.Status.PLACED
        return actions.place_order(lines=self.said("lines"), by=user, status=status, **said)


class NewOrderForm(OrderForm):
    number = forms.CharField(
        label=_("number"), max_length=60, required=False, help_text=_("Empty: the next number is given.")
    )
    draft = forms.BooleanField(
        label=_("keep as a draft"), required=False, help_text=_("A draft counts in no figure until it is placed.")
    )

    class Meta(OrderForm.Meta):
        fields = ["customer", "owner", "ordered_at", "currency", "number", *OrderForm.Meta.fields[3:]]


class RefundOrderForm(WhenForm):
    """All that is left, an amount, or so much of some lines."""

    amount = forms.DecimalField(
        **MONEY,
        label=_("amount"),
        required=False,
        min_value=0,
        help_text=_("In the order's currency. Empty, and no quantity below: all that is left."),
    )
    reason = forms.CharField(label=_("reason"), max_length=300, required=False)
    field_order = ["amount", "reason", "at"]

    def __init__(self, *args: Any, lines: list[queries.Returnable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {f"line_{row.line.pk}": row for row in lines}
        for name, row in self.lines.items():
            self.fields[name] = forms.DecimalField(
                label=_("how many of %s come back") % (row.line.product or "—"),
                required=False,
                min_value=0,
                max_digits=14,
                decimal_places=3,
            )

    @property
    def whole_fields(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name not in self.lines]

    @property
    def line_fields(self) -> list[Any]:
        """Each line with the field that says how much of it comes back."""
        return [(row, self[name]) for name, row in self.lines.items()]

    def values(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in self.lines}
        parts = [
            {"line": row.line, "quantity": self.cleaned_data[name]}
            for name, row in self.lines.items()
            if self.cleaned_data.get(name)
        ]
        return {**said, "lines": parts} if parts else said


class NewRefundForm(WhenForm):
    order = forms.ModelChoiceField(Order.objects.all(), label=_("order"))
    amount = forms.DecimalField(
        **MONEY, label=_("amount"), required=False, min_value=0, help_text=_("Empty: all that is left.")
    )
    reason = forms.CharField(label=_("reason"), max_length=300, required=False)
    field_order = ["order", "amount", "reason", "at"]


class RefundForm(RecordForm):
    """Amount and day are in the figures of that day; a wrong refund is put right by another record."""

    class Meta:
        model = Refund
        fields = ["reason"]


class PayForm(WhenForm):
    amount = forms.DecimalField(**MONEY, label=_("amount"), min_value=0, help_text=_("In the order's currency."))
    method = forms.ChoiceField(choices=Payment.Method.choices, label=_("method"))
    reference = forms.CharField(label=_("reference"), max_length=120, required=False)
    field_order = ["amount", "method", "reference", "at"]


class NewPaymentForm(PayForm):
    order = forms.ModelChoiceField(Order.objects.all(), label=_("order"))
    field_order = ["order", "amount", "method", "reference", "at"]


class PaymentForm(RecordForm):
    class Meta:
        model = Payment
        fields = ["paid_at", "method", "reference"]


def _plain(number: Decimal) -> Decimal:
    """The same number without the zeros after its last decimal."""
    return Decimal(f"{number.normalize():f}")
