"""What an import is asked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.importing import KINDS


class UploadForm(forms.Form):
    """A file and what its rows are."""

    kind = forms.ChoiceField(label=_("What are the rows?"), choices=lambda: [(k.name, k.label) for k in KINDS.values()])
    file = forms.FileField(label=_("File"), help_text=_("CSV, also packed as .gz, or XLSX, with headings."))


class MappingForm(forms.Form):
    """The mapping of a file, as text."""

    mapping = forms.CharField(
        label=_("Mapping"),
        max_length=50_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "false", "class": "mono"}),
        help_text=_('Field = "heading". All fields of this kind are listed below; docs/import.md tells more.'),
    )
