"""What a telephone system tells: calls and agents' states, known again by the ids it gives them."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Customer, User
from crm_project.errors import ActionRefused
from service.actions.calls import log_call, update_call
from service.actions.shifts import record_state, update_state
from service.models import AgentState, Call, Queue, Ticket

NAMES = ("agent", "queue", "ticket_number", "customer_id")
CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


@transaction.atomic
def take_call(*, by: User | None, source: str, id: str, **said: Any) -> tuple[Call, str]:
    """Write a call a telephone system reports, or what it reports anew of one; says which.

    ``agent``, ``queue``, ``ticket`` and ``customer`` are names (a customer: the id in that system), the rest fields of
    the call. Raises ActionRefused with the field that is wrong.
    """
    fields = _without_names(said) | _named(said, source)
    known = Call.objects.select_for_update(of=("self",)).filter(source=source, external_id=id).first()
    if known is None:
        call = log_call(by=None, source=source, external_id=id, **fields)
    else:
        before = known.version
        _set(known, fields)
        call = update_call(known, None)
    _require(by, call, "add" if known is None else "change")
    return call, CREATED if known is None else UNCHANGED if call.version == before else UPDATED


@transaction.atomic
def take_state(*, by: User | None, source: str, id: str, **said: Any) -> tuple[AgentState, str]:
    """Write a state of an agent a telephone system reports, or its end; says which."""
    fields = _without_names(said) | _named(said, source)
    known = AgentState.objects.select_for_update(of=("self",)).filter(source=source, external_id=id).first()
    if known is None:
        given = {name: value for name, value in fields.items() if value is not None}
        if "owner" not in given:
            raise ActionRefused(_("Say whose state it is."), field="agent")
        state = record_state(AgentState(source=source, external_id=id, **given), None)
    else:
        before = known.version
        _set(known, fields)
        state = update_state(known, None)
    _require(by, state, "add" if known is None else "change")
    return state, CREATED if known is None else UNCHANGED if state.version == before else UPDATED


def _without_names(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in NAMES}


def _set(record: models.Model, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if value is not None:
            setattr(record, name, value)


def _named(said: dict[str, Any], source: str) -> dict[str, Any]:
    """The records the names stand for."""
    found: dict[str, Any] = {}
    if said.get("agent"):
        found["owner"] = agent_named(said["agent"])
    if said.get("queue"):
        queue = Queue.objects.filter(name=said["queue"]).first()
        found["queue"] = _known(queue, _("There is no queue “%s”.") % said["queue"], "queue")
    if said.get("ticket_number"):
        ticket = Ticket.objects.filter(number=said["ticket_number"]).first()
        found["ticket"] = _known(ticket, _("There is no ticket “%s”.") % said["ticket_number"], "ticket_number")
    if said.get("customer_id"):
        customer = Customer.objects.filter(source=source, external_id=said["customer_id"]).first()
        found["customer"] = _known(customer, _("There is no customer “%s”.") % said["customer_id"], "customer_id")
    return found


def agent_named(name: str) -> User:
    """A person by user name, display name, e-mail address or telephone (their extension)."""
    alike = Q(username__iexact=name) | Q(display_name__iexact=name) | Q(email__iexact=name) | Q(phone=name)
    people = User.objects.filter(alike).order_by("-is_active", "pk")
    exact = next((one for one in people if one.username.lower() == name.lower()), None)
    return _known(exact or people.first(), _("There is nobody called “%s” among the users.") % name, "agent")


def _known(record: Any, sentence: str, field: str) -> Any:
    if record is None:
        raise ActionRefused(sentence, field=field)
    return record


def _require(by: User | None, record: Any, verb: str) -> None:
    """What a person sends in they must be allowed to write."""
    if by is not None and not type(record).objects.visible_to(by, verb).filter(pk=record.pk).exists():
        raise ActionRefused(_("You may not write this agent's or this team's records."), field="agent")
