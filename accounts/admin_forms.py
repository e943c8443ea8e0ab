"""The admin's forms: sent twice they write once, and overtaken by somebody else they say so field by field."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.audit import stale_sentence
from accounts.trail.merging import Clash, compare


class VersionForm(forms.ModelForm):
    """Remembers the version a record had when the form was opened, and which one its reader has ``seen`` since."""

    read_version = forms.IntegerField(label=gettext_lazy("version"), required=False, widget=forms.HiddenInput)
    seen_version = forms.IntegerField(label=gettext_lazy("version"), required=False, widget=forms.HiddenInput)
    once = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    overtaken = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "once" in self.fields:
            self.fields["once"].initial = uuid.uuid4().hex
        if "read_version" in self.fields and self.instance.pk:
            self.fields["read_version"].initial = getattr(self.instance, "version", None)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        read = found.get("read_version")
        if self.instance.pk and read is not None and hasattr(self.instance, "version"):
            self.settle(read)
        return found

    def settle(self, read: int) -> None:
        """Others' fields stay as they are stored; a field that both wrote is asked until its reader has seen it."""
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        if stored.version == read:
            return
        found = compare(stored, read, self.cleaned_data)
        self.cleaned_data.update(found.untouched)
        if self.cleaned_data.get("seen_version") == stored.version or (found.known and not found.clashes):
            self.written = stored.version
            return
        self.overtaken = True
        data: Any = self.data
        self.data = data = data.copy()
        data["seen_version"] = stored.version
        self.add_error(None, stale_sentence())
        for clash in found.clashes:
            self.add_error(clash.name if clash.name in self.fields else None, told(clash))

    def version_to_write(self) -> int | None:
        return getattr(self, "written", None) or self.cleaned_data.get("read_version")


def told(clash: Clash) -> str:
    values = {"now": clash.now, "before": clash.before}
    said = {name: _("nothing") if value in (None, "") else value for name, value in values.items()}
    return _("Stored now: %(now)s. Before: %(before)s. Save again to keep yours.") % said


def once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """What ``answer`` says to a form, or said to the same form before. One that was not taken can be sent again."""
    token = request.POST.get("once", "").replace("\x00", "")[:60]
    if not token:
        return said_so(answer())
    with transaction.atomic():
        memory, first = request.user.first_time(token, request.path)  # type: ignore[union-attr]
        if not first:
            return HttpResponseRedirect((memory.response or {})["location"])
        answered = answer()
        if isinstance(answered, HttpResponseRedirect):
            memory.status, memory.response = 302, {"location": answered.url}
            memory.save(update_fields=["status", "response"])
        else:
            memory.delete()
    return said_so(answered)


def said_so(answered: Any) -> HttpResponse:
    """409 where the form was overtaken."""
    shown = (getattr(answered, "context_data", None) or {}).get("adminform")
    if shown is not None and getattr(shown.form, "overtaken", False):
        answered.status_code = 409
    return answered
