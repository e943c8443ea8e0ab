"""Forms of what we sell and of the lists a deal chooses from."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.form_base import RecordForm
from sales import actions
from sales.forms.fields import Percent, show_percent
from sales.models import LossReason, Product, ProductCategory, Stage


class ProductCategoryForm(RecordForm):
    creates = staticmethod(actions.create_category)
    updates = staticmethod(actions.update_category)

    class Meta:
        model = ProductCategory
        fields = ["name", "parent"]


class ProductForm(RecordForm):
    creates = staticmethod(actions.create_product)
    updates = staticmethod(actions.update_product)

    class Meta:
        model = Product
        fields = ["sku", "name", "kind", "category", "price", "cost", "tier", "successor", "active"]
        help_texts = {
            "price": _("In home currency. Orders keep the price they were placed with."),
            "cost": _("In home currency; margins need it."),
        }


class StageForm(RecordForm):
    probability = Percent(label=_("win probability (%)"), help_text=_("A deal that enters the stage gets it."))

    class Meta:
        model = Stage
        fields = ["name", "outcome", "probability", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show_percent(self)


class LossReasonForm(RecordForm):
    class Meta:
        model = LossReason
        fields = ["name", "position"]
