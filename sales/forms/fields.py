"""How a probability and a currency are typed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

HUNDRED = Decimal(100)


class Percent(forms.DecimalField):
    """A share from 0 to 1, typed and shown as percent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 100, "max_digits": 5, "decimal_places": 2, **kwargs})

    def clean(self, value: Any) -> Decimal | None:
        percent = super().clean(value)
        return None if percent is None else percent / HUNDRED


def show_percent(form: Any, name: str = "probability") -> None:
    """Turn the share that a record's form starts with into percent."""
    share = form.initial.get(name)
    if share is not None:
        form.initial[name] = f"{(Decimal(share) * HUNDRED).normalize():f}"


class CurrencyField(forms.ChoiceField):
    """One of the currencies we have rates for, the home currency first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("currency"), **kwargs})

    def offer(self, codes: Iterable[str], chosen: str = "") -> None:
        """Set the choices, and the first one as what a new record starts with."""
        known = list(codes)
        if chosen and chosen not in known:
            known.append(chosen)
        self.choices = [(code, code) for code in known]
        self.initial = chosen or known[0]
