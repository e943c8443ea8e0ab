"""Every letter the program can write, to everybody: one reader, no header of somebody else's, nothing they may not see."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import letters
from accounts.models import User
from tests.matrix.oracle import Person, reads
from tests.matrix.unseen import OURS, Found
from tests.matrix.visitor import Undone, canaries
from tests.matrix.world import World

HOSTILE = "Eve\r\nBcc: evil@x.test\n\nX"
SENDERS = {"EmailMessage", "EmailMultiAlternatives", "send_mail", "send_mass_mail", "mail_admins", "mail_managers"}
# With what a letter is written beside the person it goes to.
WORDS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "invitation": lambda: [{"url": "https://crm.test/join/1"}],
    "reset": lambda: [{"url": "https://crm.test/reset/1"}],
    "webhook_dead": lambda: [{"name": HOSTILE, "error": HOSTILE}],
    "notice": lambda: [{"event": event, "detail": HOSTILE, "address": HOSTILE} for event in letters.NOTICES],
}


def sources() -> list[Path]:
    return [path for name in OURS for path in Path(settings.BASE_DIR, name).rglob("*.py")]


def senders() -> set[str]:
    """The modules in which a mail is made."""
    found = set()
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if any(word in text for word in SENDERS):
            names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
            if names & SENDERS:
                found.add(path.relative_to(settings.BASE_DIR).as_posix())
    return found


def kinds() -> dict[str, Any]:
    """Every letter to a person: the functions of accounts.letters that take one."""
    return {
        name: one
        for name, one in inspect.getmembers(letters, inspect.isfunction)
        if one.__module__ == letters.__name__ and "user" in inspect.signature(one).parameters
    }


def walk_letters(world: World, found: Found) -> None:
    """Every letter to everybody, whose name and company try to add headers and readers."""
    found.hold(senders() == {"accounts/letters.py"}, f"mails are made in {senders()}: walk them here as well")
    with Undone():
        connection.cursor().execute("UPDATE accounts_organisation SET name = %s", [HOSTILE])
        for name, person in world.people().items():
            user = User.objects.get(pk=world.users[name].pk)
            user.display_name = HOSTILE
            for kind, write in kinds().items():
                if kind not in WORDS:
                    found.hold(False, f"{kind}: say in tests/matrix/post.py with what it is written")
                    continue
                for words in WORDS[kind]():
                    mail.outbox.clear()
                    with run_on_commit():
                        write(user, **words)
                    judge(world, person, user, kind, found)
        hostile_addresses(world, found)


def judge(world: World, person: Person, user: User, kind: str, found: Found) -> None:
    """One letter, to them alone."""
    found.hold(len(mail.outbox) == 1, f"{kind} to {person.name}: {len(mail.outbox)} letters")
    for letter in mail.outbox:
        packed = letter.message()
        headers = {name.lower() for name, _value in packed.items()}
        found.hold(
            letter.recipients() == [user.email] and not headers & {"bcc", "cc", "reply-to"},
            f"{kind} to {person.name}: goes to {letter.recipients()} with {headers}",
        )
        text = f"{letter.subject}\n{letter.body}\n{letter.from_email}"
        strange = [
            str(row) for one in canaries(text) for row, field in [world.by_canary[one]] if not reads(person, row, field)
        ]
        found.hold(not strange, f"{kind} to {person.name}: says {strange}")


def hostile_addresses(world: World, found: Found) -> None:
    """An address that tries to be two, or to bring headers, is not written to."""
    for address in ("a@x.test\nBcc: evil@x.test", "a@x.test\r\nX: y", "a@x.test, evil@x.test"):
        mail.outbox.clear()
        try:
            letters.deliver(address, "Hello", "Good day")
            sent = [letter.message()["To"] for letter in mail.outbox]
        except ValidationError:
            sent = []
        right = not any("\n" in to or "evil" in to for to in sent)
        found.hold(right, f"an address {address!r} was written to: {sent}")


class run_on_commit:
    """What waits for the end of the transaction is done at the end of the block."""

    def __enter__(self) -> None:
        self.before = len(connection.run_on_commit)

    def __exit__(self, *exc: object) -> None:
        waiting, connection.run_on_commit = (
            connection.run_on_commit[self.before :],
            connection.run_on_commit[: self.before],
        )
        for entry in waiting:
            entry[1]()
