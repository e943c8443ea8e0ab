"""Counting attempts; how many of what are let through is in ``ACCOUNT_RATE_LIMITS``."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse

APP = "allauth.account"


def attempt(request: HttpRequest, what: str, key: str = "") -> Any:
    """Count one more attempt; None when there were too many. What it returns can be rolled back."""
    return ratelimit.consume(request, app=APP, action=what, key=key or None)


def forget(request: HttpRequest, what: str, key: str) -> None:
    """Count from nothing again."""
    ratelimit.clear(request, app=APP, action=what, key=key)


def too_many(request: HttpRequest) -> HttpResponse:
    """429, with a sentence."""
    return ratelimit.respond_429(request)
