"""Pages of what we sell and of the lists a deal chooses from."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import current
from accounts.actions import delete_record
from crm_project.columns import Column
from crm_project.form_pages import CreatePage, DeletePage, EditPage
from crm_project.pages import DetailPage, ListPage, PickPage
from sales.filters import LossReasonFilter, ProductCategoryFilter, ProductFilter, StageFilter
from sales.forms.catalogue import LossReasonForm, ProductCategoryForm, ProductForm, StageForm
from sales.models import LossReason, Product, ProductCategory, Stage


class ProductList(ListPage):
    model = Product
    template = "sales/product_list.html"
    columns = ("name", "sku", "kind", "category", "tier", "price", "cost", "active")
    filterset = ProductFilter
    shown_filters = ("kind", "category", "active")
    empty = _("Add what you sell: orders take price, cost and category from here.")


class ProductDetail(DetailPage):
    model = Product
    facts = ("sku", "kind", "category", "price", "cost", "tier", "successor", "active", "external_id")


class ProductCreate(CreatePage):
    model = Product
    form = ProductForm


class ProductEdit(EditPage):
    model = Product
    form = ProductForm


class ProductDelete(DeletePage):
    model = Product
    action = staticmethod(delete_record)


class ProductPick(PickPage):
    """The lookup of an order's line also learns the list price, in home currency."""

    model = Product

    def rows(self, verb: str = "") -> Any:
        return super().rows(verb).for_sale()

    def found(self, row: Any) -> dict[str, Any]:
        price = f"{row.price.normalize():f}"
        return {**super().found(row), "price": price, "currency": current.organisation().home_currency}


class CategoryList(ListPage):
    model = ProductCategory
    columns = ("name", "parent", "top")
    filterset = ProductCategoryFilter
    empty = _("Categories make a tree; figures are split by what is on top of it.")


class CategoryDetail(DetailPage):
    model = ProductCategory
    template = "sales/category_detail.html"
    facts = ("name", "parent", "top")

    def context(self, **more: Any) -> dict[str, Any]:
        category, user = more["record"], self.request.user
        products = Product.objects.visible_to(user).filter(category=category)
        return super().context(
            below=category.children.visible_to(user),
            products=products.order_by("name")[:30],
            **more,
        )


class CategoryCreate(CreatePage):
    model = ProductCategory
    form = ProductCategoryForm


class CategoryEdit(EditPage):
    model = ProductCategory
    form = ProductCategoryForm


class CategoryDelete(DeletePage):
    model = ProductCategory
    action = staticmethod(delete_record)


class StageList(ListPage):
    model = Stage
    columns = ("name", "outcome", "probability", "position")
    filterset = StageFilter
    shown_filters = ("outcome",)
    empty = _("The steps of the pipeline: some open ones, one won, one lost.")


class StageDetail(DetailPage):
    model = Stage
    facts = ("outcome", "probability", "position")


class StageCreate(CreatePage):
    model = Stage
    form = StageForm


class StageEdit(EditPage):
    model = Stage
    form = StageForm


class StageDelete(DeletePage):
    model = Stage
    action = staticmethod(delete_record)


class LossReasonList(ListPage):
    model = LossReason
    columns = ("name", Column("position", kind="text"))
    filterset = LossReasonFilter
    shown_filters = ("search",)
    empty = _("Why deals are lost: price, time, a competitor. A lost deal needs one.")


class LossReasonDetail(DetailPage):
    model = LossReason
    facts = ("name", "position")


class LossReasonCreate(CreatePage):
    model = LossReason
    form = LossReasonForm


class LossReasonEdit(EditPage):
    model = LossReason
    form = LossReasonForm


class LossReasonDelete(DeletePage):
    model = LossReason
    action = staticmethod(delete_record)
