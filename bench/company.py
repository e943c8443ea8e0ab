"""The bench company: a database of its own on the same server, made by SQL, kept between runs."""

from __future__ import annotations

import datetime as dt
import random
import re
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from accounts.models import Channel, Membership, Organisation, Region, Role, Segment, Team, User
from marketing.models import Campaign
from sales.models import Product, ProductCategory, Stage
from sales.models.deals import Outcome
from service.models import Queue

SQL = Path(__file__).parent / "sql"
NAME = "crm_bench"
ZONE = "Asia/Shanghai"
DAYS = 730
COMPANY = ("company.sql", "company_voice.sql", "company_records.sql")
EDITION = 5  # another number when the company is made differently
BIG = (
    "accounts_customer",
    "accounts_customerstatus",
    "accounts_interaction",
    "sales_order",
    "sales_orderline",
    "sales_refund",
    "sales_refundline",
    "sales_payment",
    "sales_lead",
    "sales_deal",
    "sales_stagechange",
    "service_call",
    "service_ticket",
    "marketing_member",
    "marketing_response",
    "marketing_spend",
    "accounts_referral",
    "marketing_survey",
    "marketing_surveyattribute",
    "marketing_answer",
    "marketing_attributescore",
    "marketing_feedback",
    "service_complaint",
    "service_ticketmessage",
    "service_agentstate",
    "service_callreview",
    "service_fieldjob",
    "service_processincident",
    "analytics_memberforecast",
    "analytics_goal",
    "analytics_goalreading",
    "sales_leadchange",
    "sales_dealcredit",
    "sales_contract",
    "sales_contractdocument",
    "sales_departure",
    "sales_expense",
    "sales_marketsize",
    "sales_training",
    "sales_trainingattendee",
    "marketing_adresult",
    "marketing_engagementevent",
    "marketing_datause",
    "accounts_customerquality",
    "accounts_valuecheck",
    "analytics_target",
)


def sizes(scale: float, today: dt.date) -> dict[str, Any]:
    """What the placeholders of company.sql stand for."""
    counts = {
        "orders": 200_000,
        "customers": 50_000,
        "calls": 200_000,
        "tickets": 100_000,
        "deals": 20_000,
        "leads": 60_000,
        "answers": 15_000,
        "complaints": 4_000,
        "events": 200_000,
        "jobs": 4_000,
        "checks": 20_000,
        "contracts": 20_000,
    }
    first = today - dt.timedelta(days=DAYS)
    return {name: int(count * scale) for name, count in counts.items()} | {
        "agents": max(2, min(10, int(10 * scale))),
        "first": first,
        "end": today,
        "days": DAYS,
        "zone": ZONE,
    }


def use_own_database(scale: float, today: dt.date, *, fresh: bool) -> None:
    """Point this process at the bench database, with the company of that scale in it."""
    wanted = f"edition {EDITION} scale {scale:g} until {today}"
    made = False
    with connection.cursor() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [NAME])
        row = cursor.fetchone()
        if row is None or row[0] != wanted or fresh:
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8'")
            made = True
    connection.close()
    connection.settings_dict["NAME"] = NAME
    call_command("migrate", verbosity=0, skip_checks=True)
    if made:
        make(scale, today)
        with connection.cursor() as cursor:
            cursor.execute(f"COMMENT ON DATABASE {NAME} IS '{wanted}'")


def make(scale: float, today: dt.date) -> None:
    """Short lists by Django, everything big by SQL; triggers sleep while it is loaded."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        short_lists(today)
        fill_in(cursor)
        for table in BIG:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET work_mem = '256MB'")
        for name in COMPANY:
            for statement in statements(name, **sizes(scale, today)):
                cursor.execute(statement)
        for table in BIG:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            if table != "analytics_memberforecast":  # its key is the member's
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET ALL")
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        size = cursor.fetchone()[0]
    print(f"company made: scale {scale:g}, {size}, {time.perf_counter() - started:.0f} s", flush=True)


EMPTY = {
    "character varying": "''",
    "text": "''",
    "boolean": "false",
    "integer": "1",
    "bigint": "0",
    "smallint": "0",
    "numeric": "0",
    "timestamp with time zone": "now()",
    "ARRAY": "'{}'",
}


def fill_in(cursor: Any) -> None:
    """Give every column that must have a value one, in this database only, so that SQL names what matters."""
    cursor.execute(
        """SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'
        AND table_name = ANY(%s) AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'""",
        [list(BIG)],
    )
    for table, column, kind in cursor.fetchall():
        if kind in EMPTY and not column.endswith("_id") or column == "external_id":
            cursor.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET DEFAULT {EMPTY[kind]}')


def statements(name: str, **values: Any) -> list[str]:
    """The statements of a file of ``sql/``, placeholders and words filled in, comments left out."""
    text = re.sub(r"^--.*$", "", (SQL / name).read_text(), flags=re.MULTILINE).format(**values)
    return [statement.strip() for statement in text.split(";\n") if statement.strip()]


def short_lists(today: dt.date) -> None:
    """Rows whose keys company.sql counts on: everything starts at 1 in a new database."""
    Organisation.objects.update_or_create(pk=1, defaults={"name": "Bench", "time_zone": ZONE, "home_currency": "CNY"})
    for model, count in ((Segment, 4), (Channel, 6), (Region, 5)):
        model._base_manager.all().delete()
        model._base_manager.bulk_create(
            model(id=n, name=f"{model.__name__} {n}", position=n) for n in range(1, count + 1)
        )
    people(today)
    products()
    Stage.objects.all().delete()
    Stage.objects.bulk_create(
        Stage(id=n, name=f"Stage {n}", position=n, outcome=outcome, probability=probability)
        for n, (outcome, probability) in enumerate(
            [(Outcome.OPEN, Decimal(p)) for p in ("0.1", "0.3", "0.5", "0.75")]
            + [(Outcome.WON, Decimal(1)), (Outcome.LOST, Decimal(0))],
            start=1,
        )
    )
    Queue.objects.bulk_create(Queue(id=n, name=f"Queue {n}", team_id=10) for n in (1, 2))
    first = today - dt.timedelta(days=DAYS)
    Campaign.objects.bulk_create(
        Campaign(
            id=n,
            name=f"Campaign {n}",
            starts_on=first + dt.timedelta(days=29 * n),
            ends_on=first + dt.timedelta(days=29 * n + 20),
            owner_id=59,
            team_id=1,
            channel_id=1 + n % 6,
        )
        for n in range(1, 25)
    )


def people(today: dt.date) -> None:
    """48 reps in eight teams below the first, ten agents, an executive, an admin."""
    Team.objects.bulk_create(Team(id=n, name=f"Team {n}", parent_id=1 if 1 < n < 10 else None) for n in range(1, 11))
    roles = [Role.REP] * 48 + [Role.AGENT] * 10 + [Role.EXECUTIVE, Role.ADMIN]
    User.objects.bulk_create(
        User(id=n, username=f"user{n}", display_name=f"Person {n}", role=role.value, password="!")
        for n, role in enumerate(roles, start=1)
    )
    since = today - dt.timedelta(days=1000)
    Membership.objects.bulk_create(
        Membership(user_id=n, team_id=2 + (n - 1) // 6 if n <= 48 else 10, since=since) for n in range(1, 59)
    )


def products() -> None:
    """Eight categories with five below each, five hundred articles; every fiftieth is delivery, some are services."""
    rng = random.Random(42)
    tops = [ProductCategory(id=n, name=f"Category {n}", top_id=n) for n in range(1, 9)]
    below = [
        ProductCategory(id=8 + n, name=f"Category {n}.", parent_id=1 + n % 8, top_id=1 + n % 8) for n in range(1, 41)
    ]
    ProductCategory.objects.bulk_create(tops + below)
    kinds = Product.Kind
    Product.objects.bulk_create(
        Product(
            id=n,
            sku=f"SKU-{n:04}",
            name=f"Article {n}",
            kind=kinds.SHIPPING if n % 50 == 0 else kinds.SERVICE if n % 17 == 0 else kinds.PRODUCT,
            category_id=9 + n % 40,
            price=(price := Decimal(rng.randint(500, 50000)) / 100),
            cost=price * Decimal("0.62"),
            tier=n % 4 or None,
        )
        for n in range(1, 501)
    )
    with connection.cursor() as cursor:
        for table in (
            "accounts_user",
            "accounts_team",
            "sales_product",
            "sales_productcategory",
            "sales_stage",
            "marketing_campaign",
            "service_queue",
            "accounts_segment",
            "accounts_channel",
            "accounts_region",
        ):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(1, (SELECT max(id) FROM {table})))"
            )
