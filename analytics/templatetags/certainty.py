"""How sure a figure is, for templates."""

from __future__ import annotations

from django import template

from analytics.figures import Figure
from analytics.why import Certainty, certainty

register = template.Library()


@register.filter
def sureness(figure: Figure) -> Certainty | None:
    """Of how many rows it is made and between what limits a share lies."""
    return certainty(figure)
