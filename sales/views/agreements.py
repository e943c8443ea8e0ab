"""Pages of contracts, documents on file and lost customers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actions import delete_record
from accounts.queries import today
from crm_project.columns import Column
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.pages import Button, DetailPage, ListPage, PickPage
from sales import actions
from sales.filters import ContractFilter, DepartureFilter, DocumentFilter
from sales.forms.agreements import ContractForm, DepartureForm, DocumentForm, OnForm, RenewForm
from sales.models import Contract, ContractDocument, Departure

SOON = dt.timedelta(days=90)


def in_force(contract: Contract) -> bool:
    return contract.status == Contract.Status.ACTIVE


def to_renew(contract: Contract) -> bool:
    return in_force(contract) and contract.renewed_on is None


class ContractList(ListPage):
    model = Contract
    template = "sales/contract_list.html"
    columns = ("number", "customer", "status", "starts_on", "ends_on", "annual_value", "renewed_on", "owner")
    filterset = ContractFilter
    shown_filters = ("status", "owner", "ends_on")
    empty = _("Write down what was agreed, and until when: renewals are counted from here.")


class ContractsEnding(ContractList):
    """What ends in the next 90 days, or ended in the last 30, and nobody has renewed: the earliest first."""

    title = _("Contracts to renew")
    columns = ("number", "customer", "ends_on", "annual_value", "product", "owner")
    shown_filters = ("owner",)
    ordering = ("ends_on", "id")
    empty = _("No contract ends soon.")

    def rows(self, verb: str = "") -> Any:
        day = today()
        return super().rows(verb).ending(day - dt.timedelta(days=30), day + SOON)


class ContractDetail(DetailPage):
    model = Contract
    template = "sales/contract_detail.html"
    facts = (
        "status",
        "customer",
        "starts_on",
        "ends_on",
        "annual_value",
        "product",
        "category",
        "deal",
        "renewed_on",
        "renewed_by",
        "terminated_on",
        "owner",
        "team",
        "external_id",
        "note",
    )
    buttons = (
        Button("sales:contract_renew", _("Renew"), icon="refresh-cw", style="primary", when=to_renew),
        Button("sales:contract_terminate", _("Terminate"), icon="ban", when=in_force),
        Button(
            "sales:departure_create",
            _("Customer left"),
            icon="user-round-x",
            verb="add",
            model="sales.departure",
            query=lambda contract: {
                "customer": contract.customer_id,
                "contract": contract.pk,
                "kind": Departure.Kind.CONTRACT_ENDED.value,
            },
        ),
    )

    def context(self, **more: Any) -> dict[str, Any]:
        documents = more["record"].documents.visible_to(self.request.user)
        return super().context(documents=documents.order_by("-filed_on", "-pk")[:20], **more)


class ContractCreate(CreatePage):
    model = Contract
    form = ContractForm


class ContractEdit(EditPage):
    model = Contract
    form = ContractForm


class ContractDelete(DeletePage):
    model = Contract
    action = staticmethod(delete_record)


class ContractPick(PickPage):
    model = Contract
    searched = ("number",)


class ContractRenew(ActPage):
    model = Contract
    form = RenewForm
    title = _("Renew the contract")
    intro = _("The next term becomes a contract of its own.")
    submit = _("Renew")
    saved = _("Renewed. This is the next term.")

    def initial(self, record: Contract) -> dict[str, Any]:
        return {"ends_on": record.ends_on + (record.ends_on - record.starts_on) + dt.timedelta(days=1)}

    def write(self, form: Any) -> Any:
        return actions.renew_contract(self.found, by=self.request.user, **self.values(form))


class ContractTerminate(ActPage):
    model = Contract
    form = OnForm
    action = staticmethod(actions.terminate_contract)
    title = _("Terminate the contract")
    intro = _("It stays due for renewal at its agreed end, and counts as not renewed.")
    submit = _("Terminate")


def on_file(document: ContractDocument) -> bool:
    return not document.is_missing and document.discarded_on is None


class DocumentList(ListPage):
    model = ContractDocument
    columns = ("name", "kind", "contract", "customer", "place", "filed_on", "lost_on", "found_on", "owner")
    filterset = DocumentFilter
    shown_filters = ("kind", "missing", "filed_on")
    empty = _("Put papers on file here, to notice when one is lost.")


class DocumentDetail(DetailPage):
    model = ContractDocument
    facts = (
        "kind",
        "contract",
        "customer",
        "place",
        "filed_on",
        "lost_on",
        "found_on",
        "discarded_on",
        "owner",
        "team",
        "external_id",
        "note",
    )
    buttons = (
        Button("sales:contractdocument_lose", _("Report as lost"), icon="file-x", style="bad", when=on_file),
        Button(
            "sales:contractdocument_find",
            _("Found again"),
            icon="file-check",
            style="good",
            when=lambda document: document.is_missing,
        ),
        Button("sales:contractdocument_discard", _("Discard"), icon="archive", when=on_file),
    )


class DocumentCreate(CreatePage):
    model = ContractDocument
    form = DocumentForm

    def start(self) -> ContractDocument:
        return ContractDocument(filed_on=today())


class DocumentEdit(EditPage):
    model = ContractDocument
    form = DocumentForm


class DocumentDelete(DeletePage):
    model = ContractDocument
    action = staticmethod(delete_record)


class DocumentLose(ActPage):
    model = ContractDocument
    form = OnForm
    action = staticmethod(actions.report_lost)
    title = _("Report as lost")
    submit = _("It is lost")


class DocumentFind(ActPage):
    model = ContractDocument
    form = OnForm
    action = staticmethod(actions.report_found)
    title = _("Found again")
    intro = _("Its loss is taken off the day it was reported.")
    submit = _("Found again")


class DocumentDiscard(ActPage):
    model = ContractDocument
    form = OnForm
    action = staticmethod(actions.discard_document)
    title = _("Discard the document")
    intro = _("From that day on it is not kept any more.")
    submit = _("Discard")


class DepartureList(ListPage):
    model = Departure
    template = "sales/departure_list.html"
    columns = ("customer", "left_on", "kind", "reason", "competitor", "returned_on", "owner")
    filterset = DepartureFilter
    shown_filters = ("kind", "reason", "unknown", "gone", "left_on")
    empty = _("Customers who stop ordering are noted here every night. Ask them why.")


class DepartureDetail(DetailPage):
    model = Departure
    facts = (
        "customer",
        "left_on",
        "kind",
        Column("reason"),
        "competitor",
        "contract",
        "returned_on",
        "owner",
        "team",
        "segment",
        "note",
    )
    buttons = (
        Button(
            "sales:departure_return",
            _("Won back"),
            icon="undo-2",
            style="good",
            when=lambda departure: departure.returned_on is None,
        ),
    )


class DepartureCreate(CreatePage):
    model = Departure
    form = DepartureForm
    title = _("A customer left")

    def start(self) -> Departure:
        return Departure(left_on=today())


class DepartureEdit(EditPage):
    model = Departure
    form = DepartureForm


class DepartureDelete(DeletePage):
    model = Departure
    action = staticmethod(delete_record)


class DepartureReturn(ActPage):
    model = Departure
    form = OnForm
    action = staticmethod(actions.win_back)
    title = _("Won back")
    intro = _("That they left stays counted; that they came back is noted.")
    submit = _("They are back")
