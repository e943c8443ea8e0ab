"""Names in a file, found among the records or created on the way.

Each function makes a temporary table ``ref_<field>`` of (given, id), one row per different name in the staged rows,
and rejects the rows whose name is unknown and may not be created.
"""

from __future__ import annotations

import re

from django.contrib.auth.hashers import make_password
from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Membership, Team, User
from crm_project.importing.load import STAGE, Load, insert_defaults, local_day


def named(load: Load, field: str, model: type[models.Model], creates: str, **extra: object) -> None:
    """A list of unique names: segments, channels, regions, teams, queues, stages, loss reasons."""
    table = model._meta.db_table
    load.temp(
        f"ref_{field}",
        f"SELECT g.given, r.id FROM (SELECT {field} AS given, min(line) AS line FROM {STAGE} WHERE {field} <> '' "
        f"GROUP BY {field}) g LEFT JOIN {table} r ON r.name = g.given ORDER BY g.line",
    )
    if load.creates(creates):
        defaults = {k: v for k, v in insert_defaults(model, load.now).items() if k != "name"} | extra
        number = load.run(
            f"INSERT INTO {table} (name, {', '.join(defaults)}) "
            f"SELECT given, {', '.join(f'%({name})s' for name in defaults)} FROM ref_{field} WHERE id IS NULL",
            defaults,
        )
        load.note_beside(creates, number)
        load.run(f"UPDATE ref_{field} f SET id = r.id FROM {table} r WHERE f.id IS NULL AND r.name = f.given")
    reject_unknown(load, field, _("there is no %(what)s “%%s”") % {"what": model._meta.verbose_name})


def reject_unknown(load: Load, field: str, sentence: str) -> None:
    """Rows whose name stayed unresolved."""
    load.reject(
        f"SELECT s.line, s.{field} FROM {STAGE} s JOIN ref_{field} r ON r.given = s.{field} WHERE r.id IS NULL",
        sentence,
    )


def people(load: Load, field: str, *, role: str, at: str, team: str = "") -> None:
    """People by user name, display name, full name or e-mail address.

    A person created here has ``role`` and no usable password; when the file names a team they are a member of it
    since the first day of theirs in the file. ``at`` is the field with the moment of a row.
    """
    load.temp(
        f"ref_{field}",
        f"SELECT g.given, g.day, (SELECT u.id FROM accounts_user u WHERE lower(g.given) IN (lower(u.username), "
        f"lower(u.display_name), lower(trim(u.first_name || ' ' || u.last_name)), lower(nullif(u.email, ''))) "
        f"ORDER BY lower(u.username) = lower(g.given) DESC, u.is_active DESC, u.id LIMIT 1) AS id FROM (SELECT {field} "
        f"AS given, min({local_day(at)}) AS day FROM {STAGE} WHERE {field} <> '' GROUP BY {field}) g",
    )
    if load.creates("owners"):
        _create_people(load, field, role, team)
    reject_unknown(load, field, _("there is nobody called “%s” among the users"))


def _create_people(load: Load, field: str, role: str, team: str) -> None:
    given = [row[0] for row in load.rows(f"SELECT given FROM ref_{field} WHERE id IS NULL ORDER BY given")]
    if not given:
        return
    password = make_password(None)
    people = [
        User(username=name, display_name=full[:120], role=role, password=password)
        for full, name in zip(given, _free_usernames(given), strict=True)
    ]
    made = User.objects.bulk_create(people)
    load.note_beside("owners", len(made))
    load.run(
        f"UPDATE ref_{field} r SET id = n.id FROM unnest(%(given)s::text[], %(ids)s::bigint[]) AS n(given, id) "
        f"WHERE r.given = n.given",
        {"given": given, "ids": [person.pk for person in made]},
    )
    if team:
        load.run(
            f"INSERT INTO {Membership._meta.db_table} (user_id, team_id, since) "
            f"SELECT DISTINCT ON (r.id) r.id, t.id, r.day FROM {STAGE} s JOIN ref_{field} r ON r.given = s.{field} "
            f"JOIN ref_{team} t ON t.given = s.{team} WHERE r.id = ANY(%(ids)s) AND t.id IS NOT NULL "
            f"AND r.day IS NOT NULL ORDER BY r.id, s.line",
            {"ids": [person.pk for person in made]},
        )


def _free_usernames(given: list[str]) -> list[str]:
    taken = {name.lower() for name in User.objects.values_list("username", flat=True)}
    found = []
    for full in given:
        base = re.sub(r"[^\w.@+-]+", ".", full.strip().lower()).strip(".")[:140] or "user"
        name = next(
            option for option in (base, *(f"{base}.{number}" for number in range(2, 10_000))) if option not in taken
        )
        taken.add(name)
        found.append(name)
    return found


def teams(load: Load, field: str = "team") -> None:
    named(load, field, Team, "teams")


def team_on(owner: str, moment: str) -> str:
    """SQL for the team a person was in on the local day of a moment."""
    day = local_day(moment)
    return (
        f"(SELECT m.team_id FROM {Membership._meta.db_table} m WHERE m.user_id = {owner} AND m.since <= {day} "
        f"AND (m.until IS NULL OR m.until >= {day}) ORDER BY m.since DESC, m.id LIMIT 1)"
    )
