"""What a load balancer asks. Public, says no secret, writes nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis, RedisError


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the site can do its work, 503 naming the part that is missing."""
    parts = {"database": database_state(), "cache": cache_state()}
    ready = set(parts.values()) == {"ok"}
    return JsonResponse({"status": "ok" if ready else "not ready", **parts}, status=200 if ready else 503)


def database_state() -> str:
    try:
        executor = MigrationExecutor(connection)
        return "migrations missing" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"
    except DatabaseError:
        return "unreachable"


def cache_state() -> str:
    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=2) as server:
            server.ping()
        return "ok"
    except (RedisError, OSError):
        return "unreachable"
