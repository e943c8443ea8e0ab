"""Pages that write: create, edit, delete, and verbs on a record. The writing itself is an action of an app."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.columns import column_of
from crm_project.errors import ActionRefused, Overtaken
from crm_project.links import name_of, safe_next, url_for, url_of
from crm_project.pages import Page
from crm_project.widgets import Picker

# How often a form is compared anew while others keep writing the same record.
ATTEMPTS = 20


class FormPage(Page):
    """A form that an action takes. A refusal is a sentence beside the field it is about, what was typed stays.

    ``form`` is a form class; ``write`` hands the valid form to the action. Sending it twice writes once.
    """

    template = "generic/form.html"
    form: Any = None
    submit: Any = gettext_lazy("Save")
    saved: Any = gettext_lazy("Saved.")
    intro: Any = ""

    def make_form(self, data: Any = None, files: Any = None, **kwargs: Any) -> Any:
        form = self.form(data, files, **kwargs)
        limit(form, self.request.user)
        return form

    def write(self, form: Any) -> Any:
        """Hand the form to the action; returns the record written."""
        raise NotImplementedError

    def location(self, record: Any) -> str:
        """Where to go after writing."""
        return safe_next(self.request) or url_of(record) or url_for(self.model) or "/"

    def show(self, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        token = self.request.POST.get("once") or uuid.uuid4().hex
        return self.render(status=status, form=form, once=token, next=safe_next(self.request), **more)

    def receive(self, form: Any) -> HttpResponse:
        if not form.is_valid():
            return self.show(form)
        try:
            location = self.write_once(form)
        except ActionRefused as error:
            return self.refuse(form, error)
        return HttpResponseRedirect(location)

    def write_once(self, form: Any) -> str:
        """Write and say so; returns where to go. The same submit again goes there and writes nothing."""
        location, first = once(self.request, lambda: self.location(self.write(form)))
        if first:
            messages.success(self.request, str(self.saved))
        return location

    def refuse(self, form: Any, error: ActionRefused) -> HttpResponse:
        form.add_error(error.field if error.field in form.fields else None, error.sentence)
        return self.show(form, status=409 if error.conflict else 400)


class CreatePage(FormPage):
    """A new record. The form's ``save_by(user)`` or the page's ``action(form, by=user)`` writes it.

    ``?field=value`` fills fields in; ``start`` makes the empty record the form begins with.
    """

    verb = "add"
    action: Callable[..., Any] | None = None

    def start(self) -> Any:
        return self.model()

    def get_title(self) -> str:
        return str(self.title or _("New %(kind)s") % {"kind": self.model._meta.verbose_name})

    def make_form(self, data: Any = None, files: Any = None, **kwargs: Any) -> Any:
        """Who may only add records of their own is not asked whose it is: it is theirs."""
        form = super().make_form(data, files, **kwargs)
        if self.request.user.reach("add", self.model) == "own":
            form.fields.pop("owner", None)
            if hasattr(getattr(form, "instance", None), "owner_id"):
                form.instance.owner = self.request.user
        return form

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        given = {name: value for name, value in request.GET.items() if name in self.form.base_fields}
        return self.show(self.make_form(instance=self.start(), initial=given))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.receive(self.make_form(request.POST, request.FILES, instance=self.start()))

    def write(self, form: Any) -> Any:
        action = type(self).action
        record = action(form, by=self.request.user) if action else form.save_by(self.request.user)
        if isinstance(record, self.model) and not self.rows("add").filter(pk=record.pk).exists():
            raise ActionRefused(_("You cannot make records for others."), field="owner")
        return record


class EditPage(FormPage):
    """A record's form. It carries the version it was made from; when somebody else was faster, both are shown (409)."""

    verb = "change"
    attempts = 0

    def get_title(self) -> str:
        return str(self.title or _("Edit %(kind)s") % {"kind": self.model._meta.verbose_name})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record = self.record()
        return self.show_record(record, self.make_form(instance=record))

    def show_record(self, record: Any, form: Any) -> HttpResponse:
        return self.show(form, record=record, version=getattr(record, "version", ""))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.found = self.record()
        return self.receive(self.make_form(request.POST, request.FILES, instance=self.found))

    def show(self, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        if "record" not in more:
            more["record"] = form.instance
        more.setdefault("version", self.request.POST.get("version", ""))
        return super().show(form, status=status, **more)

    def write(self, form: Any) -> Any:
        said = self.request.POST.get("version", "")
        version = int(said) if said.isdecimal() and len(said) < 10 else None
        version = form.settle(version)
        # Handed to somebody else since the form was taken? What happens after this look is refused by the version.
        if not self.rows().filter(pk=form.instance.pk).exists():
            raise Http404
        return form.save_by(self.request.user, version=version)

    def refuse(self, form: Any, error: ActionRefused) -> HttpResponse:
        """Both versions side by side, field by field; what was typed stays in the form below."""
        if not error.conflict:
            return super().refuse(form, error)
        if not isinstance(error, Overtaken) and self.attempts < ATTEMPTS:
            # Overtaken between reading and locking: perhaps by somebody who wrote other fields.
            self.attempts += 1
            return self.post(self.request, **self.kwargs)
        stored = self.record()
        self.template = "generic/conflict.html"
        form.add_error(None, error.sentence)
        now = getattr(stored, "version", "")
        clashes = getattr(error, "clashes", [])
        return self.show(
            form,
            status=409,
            record=stored,
            version=getattr(error, "version", now),
            seen=getattr(error, "seen", now),
            differences=[told(form, stored, clash) for clash in clashes],
        )


class ActPage(FormPage):
    """A verb on a record: a question or a form, then ``action(record, by=user, **what the form says)``.

    Without ``form`` the page asks for confirmation. The action locks and checks; it is handed a row that this person
    may do ``verb`` to.
    """

    verb = "change"
    form: Any = forms.Form
    action: Callable[..., Any]
    submit: Any = gettext_lazy("Confirm")
    saved: Any = gettext_lazy("Done.")

    def get_title(self) -> str:
        return str(self.title)

    def values(self, form: Any) -> dict[str, Any]:
        return form.cleaned_data

    def initial(self, record: Any) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.found = self.record()
        return self.show(self.make_form(initial=self.initial(self.found)), record=self.found)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.found = self.record()
        return self.receive(self.make_form(request.POST, request.FILES))

    def show(self, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        more.setdefault("record", self.found)
        return super().show(form, status=status, **more)

    def write(self, form: Any) -> Any:
        type(self).action(self.found, by=self.request.user, **self.values(form))
        return self.found

    def location(self, record: Any) -> str:
        return safe_next(self.request) or url_of(record) or url_for(self.model) or "/"


class DeletePage(ActPage):
    """Deletes a record nothing else needs, after asking. ``action(record, by=user)`` does it."""

    verb = "delete"
    template = "generic/delete.html"
    submit: Any = gettext_lazy("Delete")
    saved: Any = gettext_lazy("Deleted.")

    def get_title(self) -> str:
        return str(self.title or _("Delete %(kind)s") % {"kind": self.model._meta.verbose_name})

    def location(self, record: Any) -> str:
        return safe_next(self.request) or url_for(self.model) or "/"


def once(request: HttpRequest, write: Callable[[], str]) -> tuple[str, bool]:
    """What ``write`` answers (where to go), and whether this was the first time.

    The submit's one-time ``once`` is remembered with the write: sent again, also at the same moment, it gets the
    first answer. A refused write forgets it.
    """
    token = request.POST.get("once", "").replace("\x00", "")[:60]
    with transaction.atomic():
        memory, first = request.user.first_time(token, request.path) if token else (None, True)  # type: ignore[union-attr]
        if not first:
            return memory.response["location"], False
        location = write()
        if memory is not None:
            memory.status, memory.response = 302, {"location": location}
            memory.save(update_fields=["status", "response"])
    return location, True


def limit(form: Any, user: Any) -> None:
    """Leave in the form what this person may write, and in its choices what they may see."""
    model = getattr(getattr(form, "_meta", None), "model", None)
    if model is not None:
        own, writable = {field.name for field in model._meta.get_fields()}, user.may("write", model)
        for name in [name for name in form.fields if name in own and name not in writable]:
            del form.fields[name]
    for name, field in list(form.fields.items()):
        if isinstance(field, forms.ModelChoiceField) and hasattr(field.queryset, "visible_to"):
            field.queryset = field.queryset.visible_to(user)
            use_picker(field)
            if leads_astray(getattr(form, "instance", None), name, field):
                del form.fields[name]  # what one may not see one cannot choose, and so not clear by saving either
    for row in form.row_forms() if hasattr(form, "row_forms") else ():
        limit(row, user)


def leads_astray(stored: Any, name: str, field: forms.ModelChoiceField) -> bool:
    """Whether a stored record's link is to a record that is not among the choices."""
    if isinstance(field, forms.ModelMultipleChoiceField) or not getattr(stored, "pk", None):
        return False
    key = getattr(stored, f"{name}_id", None)
    return key is not None and not field.queryset.filter(pk=key).exists()


def use_picker(field: forms.ModelChoiceField) -> None:
    """Long lists are looked up while typing; whether a kind of record is one, its urls say by a pick page."""
    model = field.queryset.model
    if (
        url_for(model, "pick")
        and isinstance(field.widget, forms.Select)
        and not isinstance(field.widget, forms.SelectMultiple)
    ):
        field.widget = Picker(reverse(name_of(model, "pick")), field)


def told(form: Any, stored: Any, clash: Any) -> dict[str, Any]:
    """A field that two people wrote, in words: what it held before, holds now, and was to hold."""
    column = column_of(type(stored), clash.name)
    field = form.fields.get(clash.name)
    values = {name: in_words(field, column, getattr(clash, name)) for name in ("before", "now", "yours")}
    chosen = "now" if form.data.get(f"keep-{clash.name}") == "now" else "yours"
    return {"name": clash.name, "label": column.label, "column": column, "chosen": chosen, **values}


def in_words(field: Any, column: Any, value: Any) -> Any:
    """A value as people know it: a choice by its label, a record by its name if they may see it; else nothing."""
    if column.kind == "badge":
        return dict(getattr(field, "choices", None) or ()).get(value, value)
    rows = getattr(field, "queryset", None)
    if rows is None:
        return value
    key = getattr(value, "pk", value)
    return rows.filter(pk=key).first() if key is not None else None
