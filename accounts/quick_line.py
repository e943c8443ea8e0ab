"""Reading a touch from one line: what it was, with whom, how long, about what, and when to follow up."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.utils.translation import gettext as _

from accounts import quick_words as words
from accounts.models import Customer, Interaction, User
from accounts.queries import today
from accounts.querysets import CustomerQuerySet
from crm_project.errors import ActionRefused

BREAK = "\n"
EDGES = " \t\n,，;；。.:：-–—"
LONGEST_NAME_WORDS = 6
ALIKE = 0.5
SHOWN = 5


class UnclearCustomer(ActionRefused):
    """No customer, or several, fit the line; ``candidates`` are those that may be meant."""

    def __init__(self, sentence: str, candidates: list[Customer]) -> None:
        super().__init__(sentence, field="text")
        self.candidates = candidates


@dataclass(frozen=True)
class QuickLine:
    """What a line said. ``duration_seconds`` is None when it said none."""

    kind: str
    customer: Customer | None
    subject: str
    duration_seconds: int | None = None
    follow_up_on: dt.date | None = None
    direction: str = Interaction.Direction.OUT
    connected: bool = True


def parse_quick_line(text: str, user: User) -> QuickLine:
    """Read “call Huawei 12m discussed renewal, follow up friday” or “拜访 华为 30分钟 谈续约 下周一跟进”.

    Days are days of the organisation. Only customers ``user`` may see are found. Raises ActionRefused when the
    kind is missing, UnclearCustomer when the customer is missing or one of several.
    """
    rest, follow_up = _take_follow_up(" ".join(text.split()))
    rest, duration = _take_duration(rest)
    rest, inward = rest.strip(EDGES), bool(words.FROM_THEM.match(rest.strip(EDGES)))
    found = words.kind_of(rest)
    if found is None:
        raise ActionRefused(_("Start with what it was: call, visit, meeting, e-mail, chat or task."), field="text")
    kind, rest = found
    rest = re.sub(r"^\s*(?:(?:from|by|with|to|at|for)\b|和|跟|给|与)\s*", "", rest, flags=re.I)
    customer, subject = _take_customer(rest.strip(EDGES), user, needed=kind != Interaction.Kind.TASK)
    return QuickLine(
        kind=kind,
        customer=customer,
        subject=re.sub(r"\s+", " ", subject).strip(EDGES)[:300],
        duration_seconds=duration,
        follow_up_on=follow_up,
        direction=Interaction.Direction.IN if inward else Interaction.Direction.OUT,
        connected=not words.NOT_REACHED.search(text),
    )


def _take_follow_up(text: str) -> tuple[str, dt.date | None]:
    match = words.FOLLOW_UP.search(text)
    if match is None:
        return text, None
    day = words.day_of(match, today())
    if day is None:
        raise ActionRefused(_("“%s” is not a day.") % match.group(0).strip(EDGES), field="text")
    return text[: match.start()] + BREAK + text[match.end() :], day


def _take_duration(text: str) -> tuple[str, int | None]:
    match = words.DURATION.search(text) or words.DURATION_ZH.search(text)
    if match is None:
        return text, None
    return text[: match.start()] + BREAK + text[match.end() :], words.seconds(match)


def _take_customer(text: str, user: User, *, needed: bool) -> tuple[Customer | None, str]:
    """The customer a text starts with, and the rest of it: the longest beginning that is part of a name."""
    visible = Customer.objects.living().visible_to(user).only("id", "name", "city", "merged_into", "channel", "segment")
    phrase, found = _longest_named(visible, text)
    if len(found) > 1:
        raise _several(phrase, found)
    if found:
        return found[0], text[len(phrase) :]
    if not needed:
        return None, text
    raise _unknown(visible, text)


def _longest_named(visible: CustomerQuerySet, text: str) -> tuple[str, list[Customer]]:
    """The longest beginning some name contains, and whose; what contains it also contains every shorter one."""
    phrase, found = "", []
    for longer in _beginnings(text):
        more = _named(visible, longer)
        if not more:
            break
        phrase, found = longer, more
    return phrase, found


def _beginnings(text: str) -> list[str]:
    """Beginnings of the first part of a text, the shortest first, at least two characters."""
    first = re.split(r"[\n,，;；。]", text, maxsplit=1)[0].rstrip()
    ends = [match.end() for match in re.finditer(r"[^\W\u3400-\u9fff]+[^\s\u3400-\u9fff]*|[\u3400-\u9fff]", first)]
    latin = [end for end in ends if not first[end - 1] > "\u3400"][:LONGEST_NAME_WORDS]
    chinese = [end for end in ends if first[end - 1] > "\u3400"][:30]
    return [first[:end] for end in sorted({*latin, *chinese}) if end > 1]


def _named(visible: CustomerQuerySet, phrase: str) -> list[Customer]:
    """Customers called exactly so, else those with a word in their name that starts so."""
    found = list(visible.filter(search__contains=phrase.lower(), name__icontains=phrase).order_by("id")[:50])
    exactly = [customer for customer in found if customer.name.lower() == phrase.lower()]
    start = re.compile(rf"(?<![a-z0-9]){re.escape(phrase)}", re.I)
    return exactly or [customer for customer in found if start.search(customer.name)]


def _several(phrase: str, found: list[Customer]) -> UnclearCustomer:
    names = ", ".join(dict.fromkeys(customer.name for customer in found[:SHOWN]))
    if len({customer.name for customer in found}) == 1:
        return UnclearCustomer(
            _("%(n)s customers are called “%(name)s”.") % {"n": len(found), "name": names}, found[:SHOWN]
        )
    sentence = _("“%(phrase)s” may be one of these: %(names)s. Write more of the name.")
    return UnclearCustomer(sentence % {"phrase": phrase, "names": names}, found[:SHOWN])


def _unknown(visible: CustomerQuerySet, text: str) -> UnclearCustomer:
    first = text.partition(BREAK)[0][:80].strip()
    alike = visible.annotate(alike=TrigramWordSimilarity(first.lower()[:40], "search")).filter(alike__gte=ALIKE)
    found = list(alike.order_by("-alike", "id")[:SHOWN]) or _by_word(visible, first)
    if not found:
        return UnclearCustomer(_("No customer of yours is called “%s”.") % first, [])
    names = ", ".join(customer.name for customer in found)
    sentence = _("No customer of yours is called “%(name)s”. Did you mean: %(names)s?")
    return UnclearCustomer(sentence % {"name": first, "names": names}, found)


def _by_word(visible: CustomerQuerySet, text: str) -> list[Customer]:
    """Customers whose name is like the first word: a slip of the pen."""
    word = text.strip().partition(" ")[0].lower()
    alike = visible.annotate(alike=TrigramWordSimilarity(word, "search")).filter(alike__gte=ALIKE - 0.1)
    return list(alike.order_by("-alike", "id")[:SHOWN])
