"""What a person may do and why, as a table; and what another role would open and close. Read from the policy alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from accounts import policy
from accounts.models import Team
from accounts.policy_fields import FIELD_CLASSES, READABLE
from accounts.policy_tables import AREAS, RULES, VERBS

VERB_WORDS = {
    "view": _("view"),
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
    "assign": _("hand on"),
    "merge": _("merge"),
    "export": _("export"),
    "configure": _("set up"),
    "disclose": _("tell what we hold"),
    "erase": _("erase a person"),
}
SCOPE_WORDS = {
    "own": _("own"),
    "team": _("teams'"),
    "queue": _("waiting in the teams' queues"),
    "account": _("of customers in sight"),
    "all": _("all"),
}
CLASS_WORDS = {
    "public": _("what is not sensitive"),
    "pii": _("personal data"),
    "money": _("money"),
    "margin": _("costs and margins"),
    "secret": _("secrets (passwords, links)"),
}


@dataclass(frozen=True)
class Line:
    """One area: its kinds of records, and for each verb the scopes in words."""

    area: str
    label: str
    others: list[str]
    cells: list[tuple[str, list[str]]]
    everybody: bool  # the line of all roles without one of their own


@dataclass(frozen=True)
class Change:
    """What another role has otherwise: scopes of a verb, or a class of fields."""

    what: str
    verb: str
    before: list[str]
    after: list[str]
    opens: bool  # reaches records it did not reach
    closes: bool


def kinds() -> dict[str, list[str]]:
    """The kinds of records of each area, as people call them."""
    names = {model._meta.label_lower: str(model._meta.verbose_name_plural) for model in apps.get_models()}
    return {area: [names[one] for one in labels.split() if one in names] or [area] for area, labels in AREAS.items()}


def scopes(role: str, area: str, verb: str) -> tuple[str, ...]:
    """The scopes of a verb of a role; wider ones last."""
    rules = RULES[area]
    found = (rules.get(role) or rules.get("*") or {}).get(verb, ())
    return tuple(sorted(found, key=policy.ORDER.__getitem__))


def table(role: str) -> list[Line]:
    """What a role may do, area by area; areas in which it may do nothing are left out."""
    found = []
    for area, names in kinds().items():
        cells = [(str(VERB_WORDS[verb]), [str(SCOPE_WORDS[one]) for one in scopes(role, area, verb)]) for verb in VERBS]
        if any(scope for _verb, scope in cells):
            found.append(Line(area, names[0], names[1:], cells, role not in RULES[area]))
    return found


def classes(role: str) -> list[dict[str, Any]]:
    """Which classes of fields a role reads, and where there are any."""
    labels = {model._meta.label_lower: model for model in apps.get_models()}
    said = []
    for name, word in CLASS_WORDS.items():
        where = sorted(
            {str(labels[k]._meta.verbose_name_plural) for k, v in FIELD_CLASSES.items() if name in v.values()}
        )
        said.append({"label": word, "reads": name in READABLE.get(role, ()), "where": where})
    return said


def teams(user: Any) -> list[Team]:
    """The teams whose records a person's "teams'" covers: theirs today and those below."""
    return list(Team.objects.filter(pk__in=policy.team_ids(user)).order_by("name"))


def changes(before: str, after: str) -> list[Change]:
    """What ``after`` opens and closes for somebody who has the role ``before``."""
    found = []
    for area, names in kinds().items():
        for verb in VERBS:
            old, new = scopes(before, area, verb), scopes(after, area, verb)
            if old != new:
                was, then = ([str(SCOPE_WORDS[one]) for one in said] for said in (old, new))
                found.append(Change(names[0], str(VERB_WORDS[verb]), was, then, beyond(new, old), beyond(old, new)))
    for name, word in CLASS_WORDS.items():
        had, has = name in READABLE.get(before, ()), name in READABLE.get(after, ())
        if had != has:
            yes = [str(SCOPE_WORDS["all"])]
            found.append(Change(str(word), str(_("read")), yes if had else [], yes if has else [], has, had))
    return found


def beyond(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether some scopes reach records that others do not: all holds every one, the teams' hold one's own."""
    held = {"all": set(SCOPE_WORDS), "team": {"own"}}
    return bool(set(some) - set(others) - set().union(*(held.get(one, set()) for one in others)))
