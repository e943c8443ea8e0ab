"""The chain over the trail: sealing what was committed, printing its head, finding the first row that is wrong.

Verifying does not trust what is stored in the database but works out every hash anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Seal
from accounts.trail.functions import OWN_DATA

PORTION = 20_000

READ = f"""SELECT s.position, s.change, s.known, s.plain, s.personal, s.hash, c.id, {OWN_DATA},
    c.salt::text || c.plain::text, c.personal_salt::text || c.personal::text
  FROM accounts_seal s LEFT JOIN accounts_change c ON c.id = s.change ORDER BY s.position"""

SLIPPED_IN = """SELECT c.id FROM accounts_change c WHERE c.transaction < %s
   AND NOT EXISTS (SELECT 1 FROM accounts_seal s WHERE s.change = c.id) ORDER BY c.id LIMIT 1"""

FORGOTTEN = (
    """SELECT jsonb_array_elements_text(c.plain -> 'changes')::bigint FROM accounts_change c WHERE c.kind = 'F'"""
)


# The audit log that people read is told in the trail as well: what it says now is compared with what it said.
ENTRIES = """SELECT c.row, c.id FROM accounts_change c LEFT JOIN accounts_auditentry e ON e.id = c.row
 WHERE c."table" = 'accounts_auditentry' AND c.kind = 'I' AND c.personal_salt IS NOT NULL
   AND (e.id IS NULL OR NOT jsonb_strip_nulls(to_jsonb(e)) @> (c.plain - 'at')
        OR NOT jsonb_strip_nulls(to_jsonb(e)) @> c.personal) ORDER BY c.id LIMIT 1"""


@dataclass(frozen=True)
class Head:
    """The end of the chain, or an earlier place of it that was written down elsewhere."""

    position: int
    hash: str

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"


@dataclass(frozen=True)
class Verdict:
    """How many changes were gone through, how many of them forgotten, and the first thing wrong ("" when all is well)."""

    seals: int
    forgotten: int
    wrong: str = ""


def seal(most: int = PORTION) -> int:
    """Seal what was committed and is not in the chain yet; how many changes that were. A portion a transaction."""
    sealed = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT crm_trail_seal(%s)", [most])
            portion = cursor.fetchone()[0]
        sealed += portion
        if portion < most:
            return sealed


def head() -> Head:
    """The last place of the chain; 0 while nothing is sealed."""
    last = Seal.objects.order_by("-position").first()
    return Head(last.position, bytes(last.hash).hex()) if last else Head(0, "")


def parse_head(text: str) -> Head:
    """``position:hash`` as ``head`` prints it. Raises ValueError."""
    position, _colon, said = text.strip().partition(":")
    if len(bytes.fromhex(said)) != hashlib.sha256().digest_size:
        raise ValueError(text)
    return Head(int(position), said.lower())


def verify(heads: list[Head] | None = None) -> Verdict:
    """Go through the whole chain. ``heads`` are ends of it that were written down outside, which alone can tell that
    the tail was cut off or everything was written anew."""
    anchored = {one.position: one.hash for one in heads or []}
    with transaction.atomic():
        allowed = set(forgotten_by_the_rules())
        walk, last = Walk(anchored, allowed), None
        for row in rows():
            last = row
            wrong = walk.step(row)
            if wrong:
                return Verdict(walk.position, walk.blank, wrong)
        return Verdict(walk.position, walk.blank, walk.end() or slipped_in(last[2] if last else 0) or entries())


def rows() -> Iterator[Any]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(READ)
        while portion := cursor.fetchmany(5000):
            yield from portion


def forgotten_by_the_rules() -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute(FORGOTTEN)
        yield from (row[0] for row in cursor.fetchall())


def slipped_in(known: int) -> str:
    """A change older than what was known when the chain was last sealed, and yet without a seal."""
    with connection.cursor() as cursor:
        cursor.execute(SLIPPED_IN, [known])
        row = cursor.fetchone()
    return _("change %d is not in the chain: it was slipped in later") % row[0] if row else ""


def entries() -> str:
    """An entry of the audit log that is not as it was written, or gone."""
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES)
        row = cursor.fetchone()
    said = _("audit entry %(entry)d is not as change %(change)d says it was written")
    return said % {"entry": row[0], "change": row[1]} if row else ""


class Walk:
    """Goes along the chain and says what is wrong with the row it is at; "" goes on."""

    def __init__(self, anchored: Mapping[int, str], allowed: set[int]) -> None:
        self.anchored, self.allowed = anchored, allowed
        self.position, self.hash, self.blank = 0, b"", 0

    def step(self, row: Any) -> str:
        position, change, known, plain, personal, said, there, own, *values = row
        where = {"position": self.position + 1, "change": change}
        if position != self.position + 1:
            return _("place %(position)d of the chain is missing") % where
        if there is None:
            return _("change %(change)d, place %(position)d of the chain, was deleted") % where
        for kept, value in zip((plain, personal), values, strict=True):
            if kept is None and value is None:
                continue
            if value is None and kept is not None:
                self.blank += 1
                if change not in self.allowed:
                    return _("change %(change)d, place %(position)d of the chain, lost its values unasked") % where
            elif kept is None or hashlib.sha256(value.encode()).digest() != bytes(kept):
                return _("change %(change)d, place %(position)d of the chain, was altered") % where
        text = f"{position} {known} {own}".encode()
        self.hash = hashlib.sha256(self.hash + text + bytes(plain or b"") + b"\x00" + bytes(personal or b"")).digest()
        if self.hash != bytes(said):
            return _("change %(change)d, place %(position)d of the chain, was altered or moved") % where
        self.position = position
        if self.anchored.get(position, self.hash.hex()) != self.hash.hex():
            return self.rewritten()
        return ""

    def rewritten(self) -> str:
        good = max((place for place in self.anchored if place < self.position), default=0)
        return _("the chain was written anew: between place %(good)d and %(bad)d it is not the one written down") % {
            "good": good,
            "bad": self.position,
        }

    def end(self) -> str:
        missing = min((place for place in self.anchored if place > self.position), default=None)
        if missing is None:
            return ""
        return _("the tail was cut off: the chain ends at place %(end)d, and place %(missing)d was written down") % {
            "end": self.position,
            "missing": missing,
        }
