"""The cast: one company, its teams, and the people of every test.

    Company
      Sales
        North   lin (rep), sam (rep), max (sales manager)
        South   omar (rep)
      Service   ana (agent), siv (service manager)

mia is the marketer, eva the executive, ada the auditor, root the administrator; they are in no team.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.doors.middleware import SEEN
from accounts.doors.stepup import SINCE
from accounts.models import Membership, Organisation, Role, Team, User

JOINED = dt.date(2020, 1, 1)


@pytest.fixture
def organisation(db: Any) -> Organisation:
    return Organisation.objects.create(pk=1, name="Blue Crane", home_currency="CNY", time_zone="Asia/Shanghai")


@pytest.fixture
def company(organisation: Organisation) -> Team:
    return Team.objects.create(name="Company")


@pytest.fixture
def sales_team(company: Team) -> Team:
    return Team.objects.create(name="Sales", parent=company)


@pytest.fixture
def north(sales_team: Team) -> Team:
    return Team.objects.create(name="North", parent=sales_team)


@pytest.fixture
def south(sales_team: Team) -> Team:
    return Team.objects.create(name="South", parent=sales_team)


@pytest.fixture
def service_team(company: Team) -> Team:
    return Team.objects.create(name="Service", parent=company)


def person(username: str, role: str, team: Team | None = None) -> User:
    """Somebody who signs in, in a team since long ago."""
    user = User.objects.create(username=username, display_name=username.capitalize(), role=role)
    if team is not None:
        Membership.objects.create(user=user, team=team, since=JOINED)
    return user


@pytest.fixture
def lin(north: Team) -> User:
    return person("lin", Role.REP, north)


@pytest.fixture
def sam(north: Team) -> User:
    return person("sam", Role.REP, north)


@pytest.fixture
def omar(south: Team) -> User:
    return person("omar", Role.REP, south)


@pytest.fixture
def max_(north: Team) -> User:
    return person("max", Role.SALES_MANAGER, north)


@pytest.fixture
def ana(service_team: Team) -> User:
    return person("ana", Role.AGENT, service_team)


@pytest.fixture
def siv(service_team: Team) -> User:
    return person("siv", Role.SERVICE_MANAGER, service_team)


@pytest.fixture
def mia(organisation: Organisation) -> User:
    return person("mia", Role.MARKETER)


@pytest.fixture
def eva(organisation: Organisation) -> User:
    return person("eva", Role.EXECUTIVE)


@pytest.fixture
def ada(organisation: Organisation) -> User:
    return person("ada", Role.AUDITOR)


@pytest.fixture
def root(organisation: Organisation) -> User:
    return person("root", Role.ADMIN)


def come_in(client: Client, user: User) -> None:
    """As if ``user`` had signed in a moment ago."""
    client.force_login(user)
    session = client.session
    session[SINCE] = session[SEEN] = time.time()
    session.save()


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """``sign_in(lin).get("/customers/")``."""

    def signed_in(user: User) -> Client:
        come_in(client, user)
        return client

    return signed_in
