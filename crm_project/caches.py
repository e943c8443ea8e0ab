"""The shared cache, and what happens while it does not answer: people still sign in and work."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
AGAIN_AFTER = 5.0  # seconds until a server that did not answer is asked again
AWAY = (RedisError, OSError)


class Patient(RedisCache):
    """A Redis that is left alone for some seconds after it did not answer, so that pages need not wait for it."""

    away_until = 0.0

    def attempt(self, name: str, *args: Any, **kwargs: Any) -> tuple[bool, Any]:
        """(whether it answered, what)."""
        if time.monotonic() < type(self).away_until:
            return False, None
        try:
            return True, getattr(super(), name)(*args, **kwargs)
        except AWAY as error:
            logger.warning("Redis does not answer: %s", type(error).__name__)
            type(self).away_until = time.monotonic() + AGAIN_AFTER
            return False, None


class SteadyCache(Patient):
    """Counters and the like. While Redis is away each process counts in its own memory: weaker, but still a limit."""

    away_until = 0.0

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.stand_in = LocMemCache("steady", {"OPTIONS": {"MAX_ENTRIES": 10_000}})

    def either(self, name: str, *args: Any, **kwargs: Any) -> Any:
        answered, found = self.attempt(name, *args, **kwargs)
        return found if answered else getattr(self.stand_in, name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("set", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("delete", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self.either("has_key", *args, **kwargs)


class SessionCache(Patient):
    """Sessions read from Redis; the truth is in the database, so an absent Redis is an empty one.

    What could not be written or deleted while Redis was away is deleted from it before it is read again: it may
    still hold a session that has ended meanwhile.
    """

    away_until = 0.0
    owed: set[str] = set()

    def settle(self) -> bool:
        while self.owed:
            key = next(iter(self.owed))
            if not self.attempt("delete", key)[0]:
                return False
            self.owed.discard(key)
        return True

    def add(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        return self.settle() and bool(self.attempt("add", key, *args, **kwargs)[1])

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        answered, found = self.attempt("get", key, default, version) if self.settle() else (False, None)
        return found if answered else default

    def set(self, key: Any, *args: Any, **kwargs: Any) -> None:
        if not (self.settle() and self.attempt("set", key, *args, **kwargs)[0]):
            self.owed.add(key)

    def delete(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        answered, found = self.attempt("delete", key, *args, **kwargs) if self.settle() else (False, None)
        if not answered:
            self.owed.add(key)
        return bool(found)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self.settle() and bool(self.attempt("has_key", key, version)[1])
