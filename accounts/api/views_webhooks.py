"""Webhooks and their deliveries over HTTP, to read; they are made on their page, where the secret is shown once."""

from __future__ import annotations

from accounts import filters
from accounts.api import serializers
from accounts.api.base import ReadOnly
from accounts.models import Webhook, WebhookDelivery


class WebhookViewSet(ReadOnly):
    model = Webhook
    serializer_class = serializers.WebhookSerializer
    filterset_class = filters.WebhookFilter


class WebhookDeliveryViewSet(ReadOnly):
    model = WebhookDelivery
    serializer_class = serializers.WebhookDeliverySerializer
    filterset_class = filters.WebhookDeliveryFilter
