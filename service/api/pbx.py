"""Where a telephone system sends its calls and its agents' states: in batches, as often as it likes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import current, policy
from accounts.api.base import Refusals
from accounts.api.fields import Json, Strict
from crm_project.api import Guarded
from crm_project.errors import ActionRefused
from service import actions
from service.models import AgentState, Call

MOST = 500
SECONDS: dict[str, Any] = {"min_value": 0, "max_value": 86_400 * 31, "required": False, "allow_null": True}
WHEN: dict[str, Any] = {"required": False, "allow_null": True}


def text(longest: int) -> serializers.CharField:
    return serializers.CharField(max_length=longest, required=False, allow_blank=True)


class CallRow(Strict):
    """A call as the telephone system saw it; ``id`` is its own number for it."""

    id = serializers.CharField(max_length=120)
    direction = serializers.ChoiceField(choices=Call.Direction.choices, required=False)
    outcome = serializers.ChoiceField(choices=Call.Outcome.choices, required=False)
    entered_at = serializers.DateTimeField(help_text=gettext_lazy("Entered the queue; of an outbound call: dialled."))
    answered_at = serializers.DateTimeField(**WHEN)
    ended_at = serializers.DateTimeField(**WHEN)
    wait_seconds = serializers.IntegerField(**SECONDS)
    talk_seconds = serializers.IntegerField(**SECONDS, help_text=gettext_lazy("Without hold."))
    hold_seconds = serializers.IntegerField(**SECONDS)
    wrap_up_seconds = serializers.IntegerField(**SECONDS)
    agent = text(150)
    queue = text(120)
    phone = text(40)
    trunk = text(80)
    skill = text(80)
    site = text(80)
    topic = text(80)
    disposition = text(80)
    outbound_type = text(40)
    priority = text(20)
    transfers = serializers.IntegerField(min_value=0, max_value=999, required=False)
    ticket_number = text(60)
    customer_id = text(120)
    is_test = serializers.BooleanField(required=False)
    is_internal = serializers.BooleanField(required=False)


class StateRow(Strict):
    """A state of an agent; sent again with ``ended_at`` when it is over."""

    id = serializers.CharField(max_length=120)
    agent = serializers.CharField(max_length=150)
    state = serializers.ChoiceField(choices=AgentState.State.choices)
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(**WHEN)
    queue = text(120)
    paid = serializers.BooleanField(required=False)


class CallBatch(serializers.Serializer):
    source = serializers.CharField(max_length=40, default="pbx")
    calls = CallRow(many=True)


class StateBatch(serializers.Serializer):
    source = serializers.CharField(max_length=40, default="pbx")
    states = StateRow(many=True)


class Batch(Refusals, APIView):
    """Each row is taken or refused by itself; the answer says of each what became of it. Sending a row again is
    harmless: it is known by ``source`` and ``id``, and changes only what differs."""

    model: Any
    rows_in: str
    row: type[Strict]
    take: Callable[..., tuple[Any, str]]
    parser_classes = [Json]
    permission_classes = [Guarded]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if policy.memo.get() is not None:
            return super().dispatch(request, *args, **kwargs)
        with current.remembered() as organisation, timezone.override(organisation.zone):
            return super().dispatch(request, *args, **kwargs)

    def receive(self, request: Request) -> Response:
        body = request.data
        rows = body.get(self.rows_in) if isinstance(body, dict) else None
        source = body.get("source", "pbx") if isinstance(body, dict) else None
        if not isinstance(rows, list) or not 0 < len(rows) <= MOST:
            raise exceptions.ValidationError({self.rows_in: [_("A list of 1 to %d rows.") % MOST]})
        if not isinstance(source, str) or not 0 < len(source) <= 40 or "\x00" in source:
            raise exceptions.ValidationError({"source": [_("The name of the other system, at most 40 characters.")]})
        results = [{"index": number, **self.one(row, source)} for number, row in enumerate(rows)]
        counts: dict[str, int] = {}
        for result in results:
            counts[result["result"]] = counts.get(result["result"], 0) + 1
        return Response({"counts": counts, "results": results})

    def one(self, row: Any, source: str) -> dict[str, Any]:
        """Take a row, in a transaction of its own."""
        said = row.get("id") if isinstance(row, dict) else None
        shown = said if isinstance(said, str | int) else None
        checked = self.row(data=row)
        if not checked.is_valid():
            return {"id": shown, "result": "refused", "errors": checked.errors}
        try:
            with transaction.atomic():
                record, done = type(self).take(by=self.request.user, source=source, **checked.validated_data)
        except ActionRefused as refusal:
            return {"id": shown, "result": "refused", "errors": {refusal.field or "detail": [refusal.sentence]}}
        return {"id": shown, "result": done, "record": record.pk}


class PbxCalls(Batch):
    model, guard = Call, ("add", Call)
    rows_in, row, take = "calls", CallRow, staticmethod(actions.take_call)

    @extend_schema(request=CallBatch, responses={200: dict})
    def post(self, request: Request) -> Response:
        """Calls of a telephone system."""
        return self.receive(request)


class PbxAgentStates(Batch):
    model, guard = AgentState, ("add", AgentState)
    rows_in, row, take = "states", StateRow, staticmethod(actions.take_state)

    @extend_schema(request=StateBatch, responses={200: dict})
    def post(self, request: Request) -> Response:
        """States of a telephone system's agents."""
        return self.receive(request)
