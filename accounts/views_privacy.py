"""Pages about personal data: consents, what we hold on a person, forgetting them, how long data is kept."""

from __future__ import annotations

import json
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.actions.erasure import counted
from accounts.actions.retention import due
from accounts.doors.stepup import require_fresh
from accounts.filters import ConsentFilter, ErasureFilter, RetentionRuleFilter
from accounts.forms_privacy import ConsentForm, EraseForm, RetentionRuleForm
from accounts.models import Consent, Contact, Customer, Erasure, RetentionRule, User
from crm_project.errors import ActionRefused
from crm_project.form_pages import ActPage, CreatePage, DeletePage, EditPage
from crm_project.pages import Button, DetailPage, ListPage

ATTACHED = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class SensitivePage(ActPage):
    """Hands out everything on a person, or forgets them: what wants a fresh proof of who is asking is asked here."""

    template = "accounts/sensitive.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require_fresh(request)
        return super().dispatch(request, *args, **kwargs)


class Disclose(SensitivePage):
    """What we hold on a person, to read or as a file for a program. Only a POST tells, and it is audited."""

    verb = "disclose"
    title = _("What we hold on them")
    submit = _("Show it")
    intro = _(
        "Everything recorded about this person, without anybody else's data, to hand to them. It is noted who asked for it."
    )

    def show(self, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(form, status=status, also_file=True, **more)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.found = self.record()
        form, user = self.make_form(request.POST), cast(User, request.user)
        try:
            told = actions.disclose(self.found, by=user)
        except ActionRefused as error:
            form.is_valid()
            return self.refuse(form, error)
        if request.POST.get("as") == "file":
            return attached(told, f"{told['about']['kind']}-{told['about']['number']}.json")
        self.template = "accounts/disclosure.html"
        return self.render(record=self.found, told=told)


def attached(told: dict[str, Any], name: str) -> HttpResponse:
    """JSON to keep, never to show."""
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return HttpResponse(
        text,
        content_type="application/json",
        headers=ATTACHED | {"Content-Disposition": f'attachment; filename="{name}"'},
    )


class Erase(SensitivePage):
    """Forgets a person after saying what goes and what stays."""

    verb = "erase"
    form = EraseForm
    template = "accounts/erase.html"
    title = _("Erase this person")
    submit = _("Erase")
    saved = _("Erased. The proof is in the list of erasures.")

    def show(self, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(form, status=status, counted=counted(self.found), **more)

    @staticmethod
    def action(person: Any, *, by: Any, sure: bool) -> None:
        actions.erase_person(person, by=by)


class CustomerDisclose(Disclose):
    model = Customer


class CustomerErase(Erase):
    model = Customer


class ContactDisclose(Disclose):
    model = Contact


class ContactErase(Erase):
    model = Contact


def person_buttons(name: str) -> tuple[Button, ...]:
    """The two verbs on a person's page; ``name`` is "accounts:customer"."""

    def there(person: Any) -> bool:
        return person.erased_at is None

    return (
        Button(f"{name}_disclose", _("What we hold"), icon="file-user", verb="disclose", when=there),
        Button(f"{name}_erase", _("Erase"), icon="eraser", verb="erase", when=there),
    )


class ConsentList(ListPage):
    model = Consent
    columns = ("customer", "purpose", "given", "at", "how", "recorded_by")
    filterset = ConsentFilter
    shown_filters = ("purpose", "given", "how", "at")
    empty = _("Write down what customers consent to, and when they withdraw: with the wording they were shown.")


class ConsentDetail(DetailPage):
    model = Consent
    facts = ("customer", "purpose", "given", "at", "how", "wording", "recorded_by")


class ConsentCreate(CreatePage):
    model = Consent
    form = ConsentForm
    title = _("Record a consent")


class ErasureList(ListPage):
    model = Erasure
    columns = ("at", "kind", "object_id", "reason", "by")
    filterset = ErasureFilter
    shown_filters = ("reason", "at")
    empty = _("Nobody has been erased.")


class ErasureDetail(DetailPage):
    model = Erasure
    facts = ("at", "kind", "object_id", "reason", "by", "salt", "digest")
    template = "accounts/erasure_detail.html"


class RetentionRuleList(ListPage):
    model = RetentionRule
    columns = ("kind", "days", "is_on", "last_run_at", "last_count")
    filterset = RetentionRuleFilter
    empty = _("Say how long personal data of a kind is kept. A new rule is off until you switch it on.")


class RetentionRuleDetail(DetailPage):
    model = RetentionRule
    template = "accounts/retention_detail.html"
    facts = ("kind", "days", "is_on", "last_run_at", "last_count")
    buttons = (Button("accounts:retentionrule_run", _("Run now"), icon="play", verb="configure"),)

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(due=due(more["record"]).count(), **more)


class RetentionRuleCreate(CreatePage):
    model = RetentionRule
    form = RetentionRuleForm


class RetentionRuleEdit(EditPage):
    model = RetentionRule
    form = RetentionRuleForm


class RetentionRuleDelete(DeletePage):
    model = RetentionRule
    action = staticmethod(actions.delete_record)


class RetentionRuleRun(SensitivePage):
    model = RetentionRule
    verb = "configure"
    title = _("Run now")
    intro = _("Overwrites at once what the rule reaches, whether it is on or off. This cannot be undone.")
    submit = _("Run now")
    action = staticmethod(actions.apply_rule)
