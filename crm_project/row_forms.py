"""Forms that carry rows of another record: an order and its lines, a calendar and its hours.

    class OrderForm(WithRows, RecordForm):
        row_kinds = {"lines": row_set(LineForm, _("lines"))}

The page shows, adds and takes away the rows by itself; ``said("lines")`` is what they say when the form is valid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django import forms

MOST_ROWS = 300


class RowSet(forms.BaseFormSet):
    """The rows of one kind. An empty row at the end waits to be filled in and may stay empty."""

    label: Any = ""
    totals = False

    @cached_property
    def empty_form(self) -> Any:  # type: ignore[override]
        """The row that the page copies: made once, so that what was done to it stays."""
        return super().empty_form

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].widget.attrs["data-row-gone"] = ""

    def said(self) -> list[dict[str, Any]]:
        """What each row says that was filled in and not taken away."""
        kept = [form.cleaned_data for form in self.forms if form not in self.deleted_forms and form.cleaned_data]
        return [{name: value for name, value in row.items() if name != "DELETE"} for row in kept]


def row_set(form: Any, label: Any, *, totals: bool = False) -> Any:
    """A RowSet of ``form``; with ``totals`` the page adds the amounts up while they are typed."""
    made = forms.formset_factory(
        form, formset=RowSet, extra=1, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
    )
    made.label, made.totals = label, totals
    return made


class WithRows:
    """Put before a form class: the form has rows, and is only valid when they are."""

    row_kinds: Mapping[str, Any] = {}

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.row_sets = [
            kind(data, prefix=name, initial=self.stored_rows(name), form_kwargs=self.row_kwargs(name))
            for name, kind in self.row_kinds.items()
        ]

    def stored_rows(self, name: str) -> list[dict[str, Any]]:
        """What the rows of a kind say now."""
        return []

    def row_kwargs(self, name: str) -> dict[str, Any]:
        """What every row form of a kind is made with."""
        return {}

    def rows(self, name: str) -> Any:
        return next(rows for rows in self.row_sets if rows.prefix == name)

    def said(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.rows(name).said()
        return found

    def row_forms(self) -> Iterator[Any]:
        """Every row's form, that of the empty row too."""
        for rows in self.row_sets:
            yield from rows.forms
            yield rows.empty_form

    def is_valid(self) -> bool:
        checks = [rows.is_valid() for rows in self.row_sets]
        valid: bool = super().is_valid()  # type: ignore[misc]
        return valid and all(checks)
