"""Overwriting what says who a person is, in the rows that stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Concat

from accounts.belongings import rows_of
from accounts.personal import BLANK, CODE, NAME, PERSONAL

ERASED = "erased-"
ELSEWHERE = 6  # in records of others only an address or a number as long as this is looked for

# The same value under the same salt gives the same code: who is counted once stays counted once.
CODED = "CASE WHEN %(expressions)s = '' THEN '' ELSE 'x' || left(encode(sha256(convert_to('{salt}' || %(expressions)s, 'UTF8')), 'hex'), 19) END"


def names_somebody(kind: str, word: str) -> bool:
    """Whether a word is long enough to look for in other texts; a Chinese name is from two characters on."""
    return len(word) >= (ELSEWHERE if kind == "external_id" else 4 if word.isascii() else 2)


class Coded(Func):
    """A code instead of a value; empty stays empty."""

    output_field = models.CharField()

    def __init__(self, name: str, salt: str) -> None:
        super().__init__(F(name), template=CODED.format(salt=salt))


def instead(name: str, how: str, salt: str) -> Any:
    """What a field is overwritten with."""
    if how == NAME:
        return Concat(Value(ERASED), Cast("pk", models.CharField()), output_field=models.CharField())
    return Coded(name, salt) if how == CODE else Value("")


def telling(wiped: Mapping[str, str]) -> Q:
    """Rows that still say something."""
    found = Q()
    for name, how in wiped.items():
        if how == BLANK:
            found |= ~Q(**{name: ""})
        elif how == NAME:
            found |= ~Q(**{f"{name}__startswith": ERASED})
        else:
            found |= ~Q(**{name: ""}) & ~Q(**{f"{name}__regex": "^x[0-9a-f]{19}$"})
    return found


def wipe(label: str, rows: models.QuerySet, salt: str, **also: Any) -> int:
    """Overwrite the personal fields of rows that still say something; how many. Open forms of them become stale."""
    wiped = PERSONAL[label].wiped
    if not wiped:
        return 0
    changes = {name: instead(name, how, salt) for name, how in wiped.items()}
    if any(field.name == "version" for field in rows.model._meta.concrete_fields):
        changes["version"] = F("version") + 1
    return (rows if also else rows.filter(telling(wiped))).update(**changes, **also)


def free_texts(model: type[models.Model], *, but: Any = ()) -> list[str]:
    """Columns of words people write, without those that must be one of a kind or of a list."""
    texts = (models.CharField, models.TextField)
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, texts)
        and not (
            field.choices or field.generated or field.unique or field.is_relation or field.name in {"source", *but}
        )
        and type(field).__module__.startswith("django")
    ]


def take_out(rows: models.QuerySet, names: list[str], words: set[str], salt: str) -> int:
    """Replace the words, in whatever case, by codes wherever the columns have them; how many cells had any."""
    count = 0
    for name in names:
        for word in sorted(words, key=len, reverse=True):
            count += rows.filter(**{f"{name}__icontains": word}).update(**{name: Taken(name, word, salt)})
    return count


class Taken(Func):
    """A text without a word."""

    function = "regexp_replace"
    output_field = models.TextField()

    def __init__(self, name: str, word: str, salt: str) -> None:
        super().__init__(F(name), Value(f"***={word}"), Value(code(word, salt)), Value("gi"))


def code(word: str, salt: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'x' || left(encode(sha256(convert_to(%s, 'UTF8')), 'hex'), 8)", [salt + word.lower()])
        return cursor.fetchone()[0]


def addresses(known: dict[str, set[str]]) -> set[str]:
    """E-mail addresses and phone numbers, which name one person wherever they stand."""
    return {word for kind in ("email", "phone") for word in known.get(kind, ()) if len(word) >= ELSEWHERE}


def take_out_elsewhere(known: dict[str, set[str]], salt: str) -> int:
    """Take addresses and numbers of the person out of what was written about others."""
    words, kinds = addresses(known), [rows_of(label) for label in PERSONAL]
    return sum(take_out(rows, free_texts(rows.model), words, salt) for rows in kinds) if words else 0
