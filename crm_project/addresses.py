"""Which address a request came from."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

NOWHERE = "0.0.0.0"  # noqa: S104 - not a place to listen at: a request over a unix socket has no address


def client_address(request: HttpRequest) -> str:
    """The address of the client.

    Each proxy of ours adds the address it was called from at the end of X-Forwarded-For; what stands before those,
    and the whole header when no proxy is configured, is the client's own claim and is not believed.
    """
    proxies = settings.PROXIES
    claimed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    found = claimed[-proxies] if 0 < proxies <= len(claimed) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(found.strip("[]")))
    except ValueError:
        return NOWHERE
