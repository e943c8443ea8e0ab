"""Personal data over HTTP: what we hold on a person, forgetting them, consents, proofs, retention rules."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions, filters
from accounts.api import serializers
from accounts.api.base import Deletable, ReadOnly, RecordViewSet, deed
from accounts.doors.stepup import require_fresh_api
from accounts.models import Consent, Erasure, RetentionRule


class PersonDeeds:
    """What is done to a whole person. A session must be fresh; a token must name the verb, "* *" is not enough."""

    unkept = frozenset({"disclose"})

    @extend_schema(responses=serializers.Disclosure)
    @deed("disclose")
    def disclose(self: Any, request: Request, pk: str) -> Response:
        """Everything recorded about the person, without anybody else's data, to hand to them. It is noted who asked."""
        person = self.get_object()
        confirm(request, _("telling what we hold on a person"))
        return Response(actions.disclose(person, by=request.user), headers={"Cache-Control": "no-store, private"})

    @extend_schema(responses=serializers.Erased)
    @deed("erase", serializers.EraseInput)
    def erase(self: Any, request: Request, pk: str) -> Response:
        """Overwrite everything that says who the person is; rows, amounts and figures stay. Answers with the proof."""
        person = self.get_object()
        self.body(serializers.EraseInput)
        confirm(request, _("erasing a person"))
        return Response(serializers.Erased(actions.erase_person(person, by=request.user)).data)


def confirm(request: Request, deed: str) -> None:
    if request.auth is None:
        require_fresh_api(request, deed)


class ConsentViewSet(RecordViewSet):
    """What customers consented to, and withdrew. A row is never changed; the next one takes its place."""

    model = Consent
    serializer_class = serializers.ConsentSerializer
    filterset_class = filters.ConsentFilter
    creates = staticmethod(actions.record_consent)
    http_method_names = ["get", "post", "head", "options"]


class ErasureViewSet(ReadOnly):
    model = Erasure
    serializer_class = serializers.ErasureSerializer
    filterset_class = filters.ErasureFilter


class RetentionRuleViewSet(Deletable):
    model = RetentionRule
    serializer_class = serializers.RetentionRuleSerializer
    filterset_class = filters.RetentionRuleFilter
