"""Addresses of sales."""

from __future__ import annotations

from django.urls import path

from crm_project.links import routes
from sales.views import board, catalogue, deals, leads, orders

app_name = "sales"
urlpatterns = [
    path("pipeline/", board.DealBoard.as_view(), name="deal_board"),
    *routes(
        "product-categories",
        "productcategory",
        list=catalogue.CategoryList,
        create=catalogue.CategoryCreate,
        detail=catalogue.CategoryDetail,
        edit=catalogue.CategoryEdit,
        delete=catalogue.CategoryDelete,
    ),
    *routes(
        "products",
        "product",
        list=catalogue.ProductList,
        create=catalogue.ProductCreate,
        pick=catalogue.ProductPick,
        detail=catalogue.ProductDetail,
        edit=catalogue.ProductEdit,
        delete=catalogue.ProductDelete,
    ),
    *routes(
        "stages",
        "stage",
        list=catalogue.StageList,
        create=catalogue.StageCreate,
        detail=catalogue.StageDetail,
        edit=catalogue.StageEdit,
        delete=catalogue.StageDelete,
    ),
    *routes(
        "loss-reasons",
        "lossreason",
        list=catalogue.LossReasonList,
        create=catalogue.LossReasonCreate,
        detail=catalogue.LossReasonDetail,
        edit=catalogue.LossReasonEdit,
        delete=catalogue.LossReasonDelete,
    ),
    *routes(
        "leads",
        "lead",
        list=leads.LeadList,
        create=leads.LeadCreate,
        pick=leads.LeadPick,
        detail=leads.LeadDetail,
        edit=leads.LeadEdit,
        convert=leads.LeadConvert,
        disqualify=leads.LeadDisqualify,
        requalify=leads.LeadRequalify,
        assign=leads.LeadAssign,
    ),
    *routes(
        "deals",
        "deal",
        list=deals.DealList,
        create=deals.DealCreate,
        pick=deals.DealPick,
        detail=deals.DealDetail,
        edit=deals.DealEdit,
        move=deals.DealMove,
        step=board.step,
        win=deals.DealWin,
        lose=deals.DealLose,
        reopen=deals.DealReopen,
        assign=deals.DealAssign,
    ),
    *routes(
        "orders",
        "order",
        list=orders.OrderList,
        create=orders.OrderCreate,
        pick=orders.OrderPick,
        detail=orders.OrderDetail,
        edit=orders.OrderEdit,
        delete=orders.OrderDelete,
        place=orders.OrderPlace,
        complete=orders.OrderComplete,
        cancel=orders.OrderCancel,
        refund=orders.OrderRefund,
        pay=orders.OrderPay,
    ),
    *routes(
        "refunds",
        "refund",
        list=orders.RefundList,
        create=orders.RefundCreate,
        detail=orders.RefundDetail,
        edit=orders.RefundEdit,
    ),
    *routes(
        "payments",
        "payment",
        list=orders.PaymentList,
        create=orders.PaymentCreate,
        detail=orders.PaymentDetail,
        edit=orders.PaymentEdit,
    ),
]
