"""Django's PostgreSQL, telling each transaction that writes who does it.

Settings of a transaction end with it, so a pooled connection never carries one person's name into another's write.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.backends import utils
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from crm_project.doing import told

WRITES = re.compile(r"\s*(?:(?:INSERT|UPDATE|DELETE|MERGE|WITH|COPY|TRUNCATE|CALL|DO)\b|SELECT crm_)", re.IGNORECASE)
TELL = "SELECT set_config('crm.actor', %s, true), set_config('crm.door', %s, true)"
NOBODY = ("", "")


class TellingCursor(utils.CursorWrapper):
    """COPY goes past what wraps other statements."""

    def copy(self, statement: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.db.get_autocommit():
            self.db.say(told())
        return self.cursor.copy(statement, *args, **kwargs)


class DatabaseWrapper(base.DatabaseWrapper):
    """``told`` is what the running transaction has been told; nothing once it or a savepoint is rolled back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told: tuple[str, str] | None = NOBODY
        self.execute_wrappers.append(self.tell)

    def tell(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        status = self.connection.pgconn.transaction_status
        if status == TransactionStatus.IDLE:
            self.told = NOBODY
        if isinstance(sql, str) and sql.startswith("ROLLBACK"):
            # What was told after the savepoint is forgotten with it, what was told before holds again.
            self.told = None
        if not isinstance(sql, str) or not WRITES.match(sql) or status == TransactionStatus.INERROR:
            return execute(sql, params, many, context)
        now = told()
        if now == self.told:
            return execute(sql, params, many, context)
        if status == TransactionStatus.IDLE and self.get_autocommit():
            with transaction.atomic(using=self.alias):
                self.say(now)
                return execute(sql, params, many, context)
        self.say(now)
        return execute(sql, params, many, context)

    def make_cursor(self, cursor: Any) -> Any:
        return TellingCursor(cursor, self)

    def say(self, now: tuple[str, str]) -> None:
        self.connection.execute(TELL, now)
        self.told = now
