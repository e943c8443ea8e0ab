"""What every form of a record shares: how dates, money and minutes are typed, and that an action does the saving."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.actions import create_record, update_record
from accounts.actions.audit import stale_sentence
from accounts.actions.records import refuse_validation
from accounts.trail.merging import compare
from crm_project.errors import Overtaken


class RecordForm(forms.ModelForm):
    """A form whose saving is an action: ``creates`` for a new record, ``updates`` for a stored one."""

    creates: Callable[..., Any] = staticmethod(create_record)
    updates: Callable[..., Any] = staticmethod(update_record)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self.initial.items():
            if isinstance(value, Decimal):
                self.initial[name] = f"{value.normalize():f}"
        for field in self.fields.values():
            dress(field)

    def clean(self) -> dict[str, Any]:
        """An untouched moment keeps the fraction of a second that the field does not show."""
        found = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if self.instance.pk and isinstance(field, forms.DateTimeField | Minutes) and name not in self.changed_data:
                found[name] = getattr(self.instance, name)
        return found

    def save_by(self, user: Any, version: int | None = None) -> Any:
        """Hand the valid form to the action. Raises ActionRefused."""
        if self.instance.pk:
            return type(self).updates(self, by=user, version=version)
        return type(self).creates(self, by=user)

    def settle(self, version: int | None) -> int | None:
        """The version to write with. When somebody else was faster, what only one of both touched is theirs.

        Raises Overtaken where both wrote the same field, until the person has said which to keep: ``keep-<field>`` is
        "now" or "yours", said having ``seen`` the version that is stored.
        """
        stored = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
        now = getattr(stored, "version", None)
        if version is None or now is None:
            return version
        seen = self.data.get("seen") == str(now)
        if version == now and not seen:
            return version
        # Rows have no versions of their own, so a form with rows is asked as a whole.
        whole = version == now or hasattr(self, "row_sets")
        found = compare(stored, None if whole else version, self.cleaned_data)
        asked = [one for one in found.clashes if not (seen and self.data.get(f"keep-{one.name}") in ("now", "yours"))]
        if version != now and (asked or not found.known):
            raise Overtaken(stale_sentence(), clashes=found.clashes, version=version if found.known else now, seen=now)
        for one in found.clashes:
            if self.data.get(f"keep-{one.name}") == "now":
                found.untouched[one.name] = one.now
        self.take(stored, found.untouched)
        return now

    def take(self, stored: Any, kept: dict[str, Any]) -> None:
        """Go on from what is stored: the fields this form does not have, and those it leaves as they are."""
        own = {name for name in self.cleaned_data if name not in kept}
        for field in stored._meta.concrete_fields:
            if field.name not in own and not field.generated:
                setattr(self.instance, field.attname, getattr(stored, field.attname))
        self.cleaned_data.update(kept)
        try:
            self.instance.full_clean(exclude=self._get_validation_exclusions(), validate_unique=False)  # type: ignore[attr-defined]
        except ValidationError as error:
            refuse_validation(error.error_dict)


class VerbForm(forms.Form):
    """A form of a verb, with the same controls as the forms of records."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)


class Minutes(forms.IntegerField):
    """Seconds, typed and shown as minutes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 60 * 24 * 31, "required": False, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return value // 60 if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        minutes = super().clean(value)
        return None if minutes is None else minutes * 60

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(None if initial is None else initial // 60, data)


def dress(field: forms.Field) -> None:
    """The browser's own controls for dates and moments, a plain number field for money."""
    if isinstance(field, forms.DateTimeField):
        field.widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": 1})
    elif isinstance(field, forms.DateField):
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    elif isinstance(field, forms.ModelChoiceField) and field.empty_label:
        field.empty_label = "—"
    elif isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 4
    elif isinstance(field, forms.DecimalField):
        field.widget.attrs.update(step="any", inputmode="decimal")
