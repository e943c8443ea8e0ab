"""Pages of people: who they are, what they may do, their invitation."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import access, actions, policy
from accounts.doors.stepup import require_fresh
from accounts.filters import UserFilter
from accounts.forms import UserForm
from accounts.models import Role, User
from crm_project.form_pages import ActPage, CreatePage, EditPage
from crm_project.pages import Button, Column, DetailPage, ListPage, PickPage


class UserList(ListPage):
    model = User
    columns = (Column("display_name", value=str, kind="text"), "username", "role", "email", "is_active")
    filterset = UserFilter
    ordering = ("display_name", "username")
    empty = _("Add the people who will work here.")


class UserDetail(DetailPage):
    model = User
    template = "accounts/user_detail.html"
    facts = ("username", "role", "email", "phone", "language", "is_active", "last_login", "date_joined")
    buttons = (
        Button(
            "accounts:user_invite",
            _("Send the invitation"),
            icon="mail",
            style="primary",
            when=lambda user: user.is_invited and bool(user.email),
        ),
        Button("accounts:user_access", _("Access"), icon="key-round", verb="configure"),
    )

    def context(self, **more: Any) -> dict[str, Any]:
        memberships = more["record"].memberships.visible_to(self.request.user).select_related("team")
        return super().context(memberships=memberships, **more)


class UserCreate(CreatePage):
    model = User
    form = UserForm

    def write(self, form: Any) -> Any:
        require_fresh(self.request)
        return super().write(form)


class UserAccess(DetailPage):
    """What a person may do, on whose records, and why; with ``?role=`` what that role would open and close."""

    model = User
    verb = "configure"
    template = "accounts/user_access.html"

    def get_title(self) -> str:
        return str(_("Access"))

    def context(self, **more: Any) -> dict[str, Any]:
        person = more["record"]
        role = policy.role_of(person)
        other = self.request.GET.get("role", "")
        compared = other if other in Role.values and other != person.role else ""
        return super().context(
            verbs=access.VERB_WORDS.values(),
            lines=access.table(role),
            classes=access.classes(role),
            teams=access.teams(person),
            roles=Role.choices,
            compared=Role(compared).label if compared else "",
            changes=access.changes(person.role, compared) if compared else [],
            **more,
        )


class UserEdit(EditPage):
    """Whoever changes a role is shown what that opens and closes, and saves once more."""

    model = User
    form = UserForm
    template = "accounts/user_form.html"

    def receive(self, form: Any) -> HttpResponse:
        before = form.initial.get("role", "")
        after = form.cleaned_data.get("role", before) if form.is_valid() else before
        if after == before or self.request.POST.get("role_seen") == after:
            return super().receive(form)
        labels: dict[str, Any] = {"role_before": Role(before).label, "role_after": Role(after).label}
        return self.show(form, changes=access.changes(before, after), role_seen=after, **labels)

    def write(self, form: Any) -> Any:
        if {"role", "email", "is_active"} & set(form.changed_data):
            require_fresh(self.request)
        return super().write(form)


class UserInvite(ActPage):
    model = User
    action = staticmethod(actions.invite)
    title = _("Send the invitation")
    intro = _("They get a link by e-mail to choose a password. It works once and for seven days; older links are dead.")
    submit = _("Send")
    saved = _("The invitation is on its way.")


class UserPick(PickPage):
    model = User
    searched = ("display_name", "username")

    def rows(self, verb: str = "") -> Any:
        return super().rows(verb).active()
