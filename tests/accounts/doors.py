"""What tests of coming in share: a person with a password, and signing in by the form."""

from __future__ import annotations

import re
import time
from typing import Any

from django.test import Client

from accounts.doors.stepup import SINCE
from accounts.models import User

PASSWORD = "open-sesame-42"


def with_password(user: User, **more: Any) -> User:
    user.set_password(PASSWORD)
    for name, value in more.items():
        setattr(user, name, value)
    user.save()
    return user


def enter(client: Client, username: str = "lin", password: str = PASSWORD, **extra: Any) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password}, **extra)


def is_in(client: Client) -> bool:
    return client.get("/profile/").status_code == 200


def long_ago(client: Client, seconds: float = 10_000) -> None:
    """As if this session had begun some hours ago."""
    session = client.session
    session[SINCE] = time.time() - seconds
    session.save()


def link_in(mail: Any) -> str:
    return re.search(r"http\S+", mail.body)[0]


def told(answer: Any) -> str:
    """A page without what differs each time or repeats what was typed."""
    text = answer.content.decode()
    text = re.sub(r'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"', "", text)
    return re.sub(r'name="username" value="[^"]*"', "", text)
