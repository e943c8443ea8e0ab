"""Somebody at the door, and what they are told: every answer as one text, whatever its form."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from accounts.actions.tokens import issue_token
from accounts.models import ApiToken, User
from tests.cast import come_in
from tests.matrix.oracle import Person
from tests.matrix.world import CAST, NOW, NUMBER, TEXT, World

NOBODY = Person("", "")
THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3})")
# What differs from one time to the next and says nothing: few, and all of them here.
MASKS = [
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'), "CSRF"),
    (re.compile(r'"X-CSRFToken": ?"[^"]*"'), "CSRF"),
    (re.compile(r'name="once" value="[0-9a-f]{32}"'), "ONCE"),
    (re.compile(r'nonce="[^"]*"'), "NONCE"),
]


@dataclass
class Visitor:
    """A person with a session or a token, or nobody."""

    name: str
    person: Person
    client: Client
    headers: dict[str, str]
    token: bool = False

    def __post_init__(self) -> None:
        self.cookies = {name: one.value for name, one in self.client.cookies.items()}

    @property
    def here(self) -> bool:
        """Whether somebody is signed in."""
        return bool(self.person.role) and not self.token

    def ask(self, method: str, path: str, data: Any = None, *, json: bool = False, **more: Any) -> Any:
        """One request. The next one comes as the same person again, whatever became of the session: see ``Undone``."""
        try:
            return self.send(method, path, data, json=json, **more)
        finally:
            self.client.cookies.clear()
            self.client.cookies.load(self.cookies)

    def send(self, method: str, path: str, data: Any, *, json: bool, **more: Any) -> Any:
        extra: dict[str, Any] = {"headers": self.headers, **more}
        if method == "get":
            return self.client.get(path, data or {}, **extra)
        if json:
            return getattr(self.client, method)(
                path, data if data is not None else {}, content_type="application/json", **extra
            )
        return getattr(self.client, method)(path, data or {}, **extra)


def visitors(world: World) -> dict[str, Visitor]:
    """Everybody of the cast, nobody, somebody shut out, and a token of some."""
    people, found = world.people(), {"anonymous": Visitor("anonymous", NOBODY, client(), {})}
    for name in CAST:
        found[name] = Visitor(name, people[name], client(world.users[name]), {})
    for name in ("lin", "max", "mia"):
        _token, text = issue_token(world.users[name], name="walk", days=30, by=world.users[name])

        found[f"token:{name}"] = Visitor(
            f"token:{name}", people[name], client(), {"Authorization": f"Token {text}"}, True
        )
    _token, text = issue_token(
        world.users["max"], name="narrow", days=30, by=world.users["max"], rights=["view customers"]
    )
    narrow = Person("max", "sales_manager", ("North",), only="customers")
    found["narrow:max"] = Visitor("narrow:max", narrow, client(), {"Authorization": f"Token {text}"}, True)
    # When a token was used is noted once an hour, and not at each of our requests.
    ApiToken.objects.filter(revoked_at=None).update(last_used_at=NOW, last_used_from="127.0.0.1")
    gone = User.objects.create(username="gone", role="admin", display_name="Gone")
    found["disabled"] = Visitor("disabled", NOBODY, client(gone), {})
    User.objects.filter(pk=gone.pk).update(is_active=False)
    return found


class Plain(Client):
    """Without the copies of every template's context that Django's own takes."""

    def request(self, **request: Any) -> Any:
        request.setdefault("SERVER_NAME", "testserver")
        response = self.handler(self._base_environ(**request))
        if response.cookies:
            self.cookies.update(response.cookies)
        return response


def client(user: User | None = None) -> Client:
    """Sessions are in the database alone, where one that was ended comes back with all else that is taken back."""
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    made = (Plain if getattr(settings, "IN_HASTE", False) else Client)(raise_request_exception=False)
    if user is not None:
        come_in(made, user)
    return made


def told(response: Any) -> str:
    """Everything an answer says: its body whatever the form, its headers."""
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            raw = b"\n".join(packed.read(name) for name in packed.namelist())
    text = raw.decode("utf-8", "replace")
    if "html" in response.get("Content-Type", ""):
        text = html.unescape(text)
    shown = [f"{name}: {value}" for name, value in response.items() if name not in ("Content-Length", "Set-Cookie")]
    return "\n".join([str(response.status_code), *shown, text])


def masked(text: str) -> str:
    for pattern, word in MASKS:
        text = pattern.sub(word, text)
    return text


def canaries(text: str) -> set[str]:
    """Every canary in a text."""
    return set(TEXT.findall(text.lower())) | set(NUMBER.findall(THOUSANDS.sub("", text)))


def back(point: str) -> None:
    """To where the database was at a savepoint, which is let go: thousands of them would hold as many locks."""
    transaction.savepoint_rollback(point)
    transaction.savepoint_commit(point)


class Undone:
    """A block after which the database and the cache are as they were."""

    def __enter__(self) -> None:
        self.point = transaction.savepoint()

    def __exit__(self, *exc: object) -> None:
        back(self.point)


def forget() -> None:
    cache.clear()
