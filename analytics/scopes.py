"""What a person or a command line asks to look at, as filters of the reader; and names for keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import Channel, Region, Segment, Team, User
from marketing.models import Campaign, Survey, SurveyAttribute
from sales.models import ChurnReason, Competitor, LossReason, Product, ProductCategory, Stage
from service.models import Queue

NAMED: dict[str, type[Model]] = {
    "owner": User,
    "team": Team,
    "segment": Segment,
    "channel": Channel,
    "region": Region,
    "category": ProductCategory,
    "subcategory": ProductCategory,
    "product": Product,
    "campaign": Campaign,
    "survey": Survey,
    "attribute": SurveyAttribute,
    "unit": Team,
    "referrer_segment": Segment,
    "queue": Queue,
    "stage": Stage,
    "stage_before": Stage,
    "loss_reason": LossReason,
    "competitor": Competitor,
    "reason": ChurnReason,
}


@dataclass(frozen=True)
class Scope:
    """The company, a team with the teams below it, or a person."""

    kind: str = "company"
    id: int = 0
    label: str = ""

    def filters(self) -> dict[str, Collection[Any]]:
        if self.kind == "team":
            others = Team.objects.below(self.id).exclude(pk=self.id).values_list("pk", flat=True)
            return {"team": [self.id, *sorted(others)]}
        return {"owner": [self.id]} if self.kind == "owner" else {}


COMPANY = Scope()


def team_scope(name: str) -> Scope:
    """The team of a name; a ValueError says there is none."""
    team = Team.objects.filter(name=name).first()
    if team is None:
        raise ValueError(_("There is no team “%(name)s”.") % {"name": name})
    return Scope("team", team.pk, team.name)


def owner_scope(name: str) -> Scope:
    """The person of a user name or display name; a ValueError says there is none."""
    user = User.objects.filter(username=name).first() or User.objects.filter(display_name=name).first()
    if user is None:
        raise ValueError(_("There is no person “%(name)s”.") % {"name": name})
    return Scope("owner", user.pk, str(user))


def category_filter(name: str) -> dict[str, Collection[Any]]:
    """A category with all below it: by the stored dimension where it is a top one, else of the rows."""
    found = list(ProductCategory.objects.filter(name=name))
    if not found:
        raise ValueError(_("There is no product category “%(name)s”.") % {"name": name})
    tops = [category.pk for category in found if category.parent_id is None]
    if tops:
        return {"category": tops}
    ids, layer = set(), [category.pk for category in found]
    while layer:
        ids.update(layer)
        layer = list(ProductCategory.objects.filter(parent_id__in=layer).values_list("pk", flat=True))
    return {"subcategory": sorted(ids)}


def key_labels(dimension: str, keys: Iterable[Any]) -> dict[Any, str]:
    """A name for each key of a dimension; rows without one are "(none)"."""
    keys = [key for key in keys if key is not None]
    model = NAMED.get(dimension)
    if model is None:
        return {key: str(key) for key in keys} | {None: _("(none)")}
    return {row.pk: str(row) for row in model._default_manager.filter(pk__in=keys)} | {None: _("(none)")}
