"""Form widgets of our own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


class QuickSelect(forms.Select):
    """Django's select without a template for every option: a list has several, with dozens of options."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value]) if one is not None}
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if str(key) in chosen else ""}>{escape(label)}</option>'
            for key, label in self.choices
        )
        start = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return mark_safe(f"<select{start}>{options}</select>")  # noqa: S308 - every part is escaped


class Picker(forms.Widget):
    """A foreign key looked up while typing: a text field with suggestions and the key in a hidden field."""

    template_name = "widgets/picker.html"

    def __init__(self, url: str, field: forms.ModelChoiceField) -> None:
        super().__init__()
        self.url, self.field = url, field
        self.is_required = field.required

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"].update(url=self.url, label=self.label(value), value="" if value is None else value)
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        """With the site's template engine: the form renderer of Django does not know our templates."""
        return mark_safe(render_to_string(template_name, context))  # noqa: S308 - a template's own output

    def label(self, value: Any) -> str:
        """The name of the chosen record; empty when it is not one of the choices."""
        if value in (None, ""):
            return ""
        try:
            return str(self.field.queryset.get(pk=value))
        except (self.field.queryset.model.DoesNotExist, ValueError, TypeError, OverflowError):
            return ""
