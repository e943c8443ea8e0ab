"""What the program's own role in PostgreSQL may do: work on records, read the trail, seal it, forget in it. It owns
nothing, so it can neither alter nor delete what the trail says, nor switch off what writes it."""

from __future__ import annotations

from django.db import connection

from accounts.trail.functions import GUARDED

SEQUENCES = "ALL SEQUENCES IN SCHEMA public"


def statements(role: str) -> list[str]:
    """SQL for the owner of the tables, after every ``migrate``. ``role`` exists already."""
    name = connection.ops.quote_name(role)
    return [
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON {SEQUENCES} TO {name}",
        f"GRANT TEMPORARY ON DATABASE {connection.ops.quote_name(database())} TO {name}",
        f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {', '.join(GUARDED)} FROM {name}",
        f"GRANT INSERT ON accounts_auditentry TO {name}",
        "REVOKE ALL ON FUNCTION crm_trail_seal(integer), crm_trail_forget(bigint[], bigint[]) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION crm_trail_seal(integer), crm_trail_forget(bigint[], bigint[]) TO {name}",
    ]


def database() -> str:
    return str(connection.settings_dict["NAME"])


def apply(role: str) -> None:
    """Give ``role`` these rights; it must be there already."""
    with connection.cursor() as cursor:
        for statement in statements(role):
            cursor.execute(statement)
