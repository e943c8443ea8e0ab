"""Pages of accounts: customers, contacts, interactions. Those of our own side are in views_setup.py."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import actions, queries
from accounts.filters import ContactFilter, CustomerFilter, InteractionFilter
from accounts.forms import (
    AssignForm,
    ContactForm,
    CustomerForm,
    InteractionForm,
    MergeForm,
    NewCustomerForm,
    QuickLineForm,
)
from accounts.models import Contact, Customer, Interaction, Referral
from accounts.views_privacy import person_buttons
from crm_project.errors import ActionRefused
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage, once
from crm_project.guard import guard
from crm_project.links import safe_next, url_of
from crm_project.pages import Button, Column, DetailPage, ListPage, PickPage


class CustomerList(ListPage):
    model = Customer
    columns = ("name", "status", "owner", "segment", "city", "phone")
    filterset = CustomerFilter
    shown_filters = ("status", "kind", "owner", "segment")
    empty = _("Add your first customer, or import a list of them.")


def living(customer: Customer) -> bool:
    return customer.merged_into_id is None


class CustomerDetail(DetailPage):
    model = Customer
    template = "accounts/customer_detail.html"
    facts = (
        "status",
        "kind",
        "owner",
        "team",
        "segment",
        "channel",
        "region",
        "industry",
        "email",
        "phone",
        "website",
        "city",
        "country",
        "address",
        "identity_number",
        "since",
        "external_id",
        "note",
    )
    related = ("merged_into",)
    buttons = (
        Button(
            "accounts:interaction_create",
            _("Log interaction"),
            icon="phone-call",
            verb="add",
            model="accounts.interaction",
            style="primary",
            when=living,
            query=lambda customer: {"customer": customer.pk, "next": url_of(customer)},
        ),
        Button("accounts:customer_assign", _("Assign owner"), icon="user-round-check", verb="assign", when=living),
        Button("accounts:customer_merge", _("Merge"), icon="merge", verb="merge", when=living),
        Button(
            "accounts:customer_unmerge",
            _("Undo merge"),
            icon="split",
            verb="merge",
            when=lambda customer: not living(customer),
        ),
        *person_buttons("accounts:customer"),
    )

    def context(self, **more: Any) -> dict[str, Any]:
        customer, user = more["record"], self.request.user
        touches = customer.interactions.visible_to(user).select_related("owner", "contact")
        return super().context(
            contacts=customer.contacts.visible_to(user)[:20],
            touches=touches.order_by("-at", "-id")[:30],
            quality=queries.quality_of(customer),
            consents=queries.consents_of(customer, user),
            referrals=queries.referrals_of(customer, user) if user.can("view", Referral) else None,
            history=customer.history.visible_to(user).select_related("owner", "team", "segment").order_by("-at")[:10],
            **more,
        )


class CustomerCreate(CreatePage):
    model = Customer
    form = NewCustomerForm


class CustomerEdit(EditPage):
    model = Customer
    form = CustomerForm


class CustomerAssign(ActPage):
    model = Customer
    verb = "assign"
    form = AssignForm
    action = staticmethod(actions.assign_owner)
    title = _("Assign owner")
    intro = _("From that moment on the customer is theirs. What was recorded before stays with who did it.")
    submit = _("Assign")


class CustomerMerge(ActPage):
    model = Customer
    verb = "merge"
    form = MergeForm
    title = _("Merge")
    intro = _("From now on this customer counts as the one you choose, in every figure, also of past days.")
    submit = _("Merge")

    def initial(self, record: Any) -> dict[str, Any]:
        """The list of likely duplicates says which one stays."""
        said = self.request.GET.get("survivor", "")
        return {"survivor": int(said)} if said.isdecimal() and len(said) < 18 else {}

    @staticmethod
    def action(duplicate: Customer, *, by: Any, survivor: Customer) -> None:
        actions.merge_customers(survivor, duplicate, by=by)


class CustomerUnmerge(ActPage):
    model = Customer
    verb = "merge"
    action = staticmethod(actions.unmerge_customer)
    title = _("Undo merge")
    intro = _("It will count for itself again, and so will those that had been merged into it.")
    submit = _("Undo merge")


class CustomerPick(PickPage):
    model = Customer

    def rows(self, verb: str = "") -> Any:
        return super().rows(verb).living()


class ContactList(ListPage):
    model = Contact
    columns = ("name", "customer", "title", "email", "phone", "is_primary")
    filterset = ContactFilter
    shown_filters = ("is_primary",)
    empty = _("Add the people you speak with.")


class ContactDetail(DetailPage):
    model = Contact
    facts = ("customer", "title", "email", "phone", "is_primary", "external_id")
    buttons = person_buttons("accounts:contact")


class ContactCreate(CreatePage):
    model = Contact
    form = ContactForm


class ContactEdit(EditPage):
    model = Contact
    form = ContactForm


class ContactDelete(DeletePage):
    model = Contact
    action = staticmethod(actions.delete_record)


class ContactPick(PickPage):
    model = Contact


DURATION = Column("duration_seconds", label=_("duration"))


class InteractionList(ListPage):
    model = Interaction
    columns = ("subject", "kind", "customer", "at", DURATION, "owner", "follow_up_on")
    filterset = InteractionFilter
    shown_filters = ("kind", "owner", "at", "done")
    empty = _("Press c and log your first call in one line.")


class InteractionDetail(DetailPage):
    model = Interaction
    facts = (
        "kind",
        "customer",
        "contact",
        "at",
        "direction",
        DURATION,
        "connected",
        "done",
        "owner",
        "team",
        "follow_up_on",
        "cost",
        "note",
    )
    buttons = (
        Button(
            "accounts:interaction_finish",
            _("Mark done"),
            icon="check",
            style="primary",
            when=lambda touch: not touch.done,
        ),
        Button(
            "accounts:interaction_settle",
            _("Settle follow-up"),
            icon="calendar-check",
            when=lambda touch: touch.follow_up_on is not None,
        ),
        Button("marketing:interaction_campaign", _("Campaign"), icon="megaphone"),
    )


class InteractionCreate(CreatePage):
    model = Interaction
    form = InteractionForm
    title = _("Log interaction")
    saved = _("Logged.")


class InteractionEdit(EditPage):
    model = Interaction
    form = InteractionForm


class InteractionDelete(DeletePage):
    model = Interaction
    action = staticmethod(actions.delete_record)


class InteractionFinish(ActPage):
    model = Interaction
    action = staticmethod(actions.finish_interaction)
    title = _("Mark done")


class InteractionSettle(ActPage):
    model = Interaction
    action = staticmethod(actions.settle_follow_up)
    title = _("Settle follow-up")
    intro = _("It leaves the list of what is due.")


@require_POST
@guard("add", Interaction)
def quick_line(request: HttpRequest) -> HttpResponse:
    """Log a touch from one line; what cannot be understood comes back with the sentence and the line."""
    form = QuickLineForm(request.POST)
    back = safe_next(request) or "/"
    if not form.is_valid():
        return unclear(request, form, back)
    try:
        location, _first = once(request, lambda: logged(request, form.cleaned_data["line"], back))
    except ActionRefused as error:
        form.add_error("line", error.sentence)
        return unclear(request, form, back, getattr(error, "candidates", ()))
    return HttpResponseRedirect(location)


def logged(request: HttpRequest, line: str, back: str) -> str:
    touch = actions.log_quick_line(by=request.user, text=line)
    messages.success(request, _("Logged: %s") % touch.subject)
    return back


def unclear(request: HttpRequest, form: QuickLineForm, back: str, candidates: Any = ()) -> HttpResponse:
    """The line once more, with the customers it may have meant."""
    more = {"form": form, "next": back, "title": _("Log a call or a visit"), "candidates": candidates}
    return render(request, "accounts/quick_line.html", {**more, "once": uuid.uuid4().hex}, status=400)
