"""Personal data over HTTP: consents, proofs of erasure, retention rules."""

from __future__ import annotations

from accounts import actions, filters
from accounts.api import serializers
from accounts.api.base import Deletable, ReadOnly, RecordViewSet
from accounts.models import Consent, Erasure, RetentionRule


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
