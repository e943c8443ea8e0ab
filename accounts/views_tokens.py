"""Pages of API tokens: one's own; administrators and auditors see everybody's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.actions.tokens import issue_token, revoke_token
from accounts.doors.stepup import require_fresh
from accounts.forms_tokens import TokenForm
from accounts.models import ApiToken
from accounts.policy_words import right_name
from crm_project.addresses import client_address
from crm_project.errors import ActionRefused
from crm_project.form_pages import ActPage, CreatePage, once
from crm_project.links import url_for
from crm_project.pages import Button, Column, DetailPage, ListPage


def state_of(token: ApiToken) -> str:
    if token.revoked_at is not None:
        return str(pgettext_lazy("token", "revoked"))
    return str(pgettext_lazy("token", "in force") if token.is_alive else pgettext_lazy("token", "expired"))


RIGHTS = Column("rights", value=lambda token: "; ".join(map(right_name, token.rights)))
STATE = Column("revoked_at", label=_("state"), value=state_of, kind="text")


class TokenList(ListPage):
    model = ApiToken
    columns = ("name", "user", STATE, "expires_at", "last_used_at", "last_used_from")
    ordering = ("-id",)
    empty = _("A token lets a program use the API in your name, with the rights you choose.")


class TokenDetail(DetailPage):
    model = ApiToken
    facts = ("name", "user", STATE, "prefix", RIGHTS, "created_at", "expires_at", "last_used_at", "last_used_from")
    buttons = (
        Button(
            "accounts:apitoken_revoke",
            _("Revoke"),
            icon="ban",
            verb="delete",
            style="danger",
            when=lambda token: token.is_alive,
        ),
    )

    def actions(self, record: Any) -> dict[str, Any]:
        return {**super().actions(record), "edit_url": "", "delete_url": ""}


class TokenCreate(CreatePage):
    """Shows the token's text once, in the answer to the form."""

    model = ApiToken
    form = TokenForm
    intro = _("Its text is shown once. Whoever has it can do what it may do, in your name.")
    submit = _("Make the token")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_fresh(request)
        return self.show(TokenForm(user=request.user))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require_fresh(request)
        form = TokenForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.show(form)
        made: list[Any] = []
        try:
            location, first = once(request, lambda: self.issue(form, made))
        except ActionRefused as refusal:
            return self.refuse(form, refusal)
        if not first:
            return HttpResponseRedirect(location)
        token, text = made
        answer = render(request, "accounts/token_made.html", {"token": token, "text": text, "title": token.name})
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def issue(self, form: TokenForm, made: list[Any]) -> str:
        user, said = self.request.user, form.cleaned_data
        address = client_address(self.request)
        made += issue_token(user, name=said["name"], days=said["days"], rights=form.rights(), by=user, address=address)
        return url_for(ApiToken)


class TokenRevoke(ActPage):
    model = ApiToken
    verb = "delete"
    title = _("Revoke the token")
    intro = _("Programs that use it are refused from now on. This cannot be undone.")
    submit = _("Revoke")
    saved = _("The token is revoked.")

    def write(self, form: Any) -> Any:
        return revoke_token(self.found, by=self.request.user, address=client_address(self.request))
