"""Our own side: the organisation, thirty people, the team tree and who was where when."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password

from accounts.models import Membership, Organisation, Role, Team, User
from analytics.demo.world import DAY, Worker, World

NAME = "Lantern Harbour Trading 灯港商贸"

TEAMS = {
    "sales": ("Sales 销售部", None),
    "north": ("Sales North 华北销售", "sales"),
    "south": ("Sales South 华南销售", "sales"),
    "online": ("Online Sales 线上销售", "sales"),
    "service": ("Customer Service 客户服务", None),
    "marketing": ("Marketing 市场部", None),
}

# Sign-in name, shown name, role, team, weight (how much work lands there), language.
PEOPLE = (
    ("lin", "王琳 Lin Wang", Role.REP, "south", 2.6, "zh-hans"),
    ("zhou", "周浩 Hao Zhou", Role.REP, "south", 1.5, "zh-hans"),
    ("grace", "Grace Miller", Role.REP, "south", 1.2, "en"),
    ("chen", "陈思远 Siyuan Chen", Role.REP, "south", 0.9, "zh-hans"),
    ("tom", "Tom Becker", Role.REP, "south", 0.6, "en"),
    ("liu", "刘洋 Yang Liu", Role.REP, "north", 2.2, "zh-hans"),
    ("nina", "Nina Petrova", Role.REP, "north", 1.3, "en"),
    ("zhao", "赵敏 Min Zhao", Role.REP, "north", 1.0, "zh-hans"),
    ("ben", "Ben Clarke", Role.REP, "north", 0.8, "en"),
    ("sun", "孙悦 Yue Sun", Role.REP, "north", 0.5, "zh-hans"),
    ("mei", "何美 Mei He", Role.REP, "online", 1.8, "zh-hans"),
    ("oliver", "Oliver Hart", Role.REP, "online", 1.2, "en"),
    ("xu", "徐静 Jing Xu", Role.REP, "online", 0.9, "zh-hans"),
    ("carla", "Carla Rossi", Role.REP, "online", 0.6, "en"),
    ("hu", "胡杰 Jie Hu", Role.REP, "online", 0.4, "zh-hans"),
    ("max", "Max Weber", Role.SALES_MANAGER, "sales", 1, "en"),
    ("gao", "高峰 Feng Gao", Role.SALES_MANAGER, "north", 1, "zh-hans"),
    ("ruth", "Ruth Adams", Role.SALES_MANAGER, "online", 1, "en"),
    ("ana", "Ana Silva", Role.AGENT, "service", 1.6, "en"),
    ("qian", "钱芳 Fang Qian", Role.AGENT, "service", 1.4, "zh-hans"),
    ("leo", "Leo Martin", Role.AGENT, "service", 1.1, "en"),
    ("tang", "唐雪 Xue Tang", Role.AGENT, "service", 1.0, "zh-hans"),
    ("ivy", "Ivy Nguyen", Role.AGENT, "service", 0.8, "en"),
    ("deng", "邓伟 Wei Deng", Role.AGENT, "service", 0.5, "zh-hans"),
    ("sara", "Sara Lindqvist", Role.SERVICE_MANAGER, "service", 1, "en"),
    ("mark", "Mark Fischer", Role.MARKETER, "marketing", 1, "en"),
    ("yuan", "袁媛 Yuan Yuan", Role.MARKETER, "marketing", 1, "zh-hans"),
    ("eva", "Eva Sommer", Role.EXECUTIVE, None, 1, "en"),
    ("audrey", "Audrey Klein", Role.AUDITOR, None, 1, "en"),
    ("admin", "Admin 管理员", Role.ADMIN, None, 1, "en"),
)

# Who joined after the company's memory starts, as a part of the two years; and the one who changed team.
JOINED_LATE = {"hu": 0.45, "tom": 0.3, "deng": 0.5, "carla": 0.2}
MOVED = ("zhou", "north", "south", 0.62)


def password(role: str) -> str:
    """What everybody of a role types to sign in to the demo."""
    return f"demo-{role.replace('_', '-')}"


def sign_ins() -> list[tuple[str, str, str]]:
    """(role, sign-in name, password) of the first person of each role."""
    first: dict[str, str] = {}
    for username, _name, role, *_rest in PEOPLE:
        first.setdefault(str(role.value), username)
    return [(role, username, password(role)) for role, username in first.items()]


def found_company(world: World) -> None:
    """Write the organisation, the teams and everybody in them."""
    Organisation.objects.update_or_create(
        pk=1,
        defaults={
            "name": NAME,
            "home_currency": "CNY",
            "time_zone": str(world.zone),
            "recorded_at": world.at(world.start, 8),
        },
    )
    _write_teams(world)
    hashes = {role.value: make_password(password(role.value)) for role in Role}
    for person in PEOPLE:
        _hire(world, person, hashes)


def _write_teams(world: World) -> None:
    for key, (name, parent) in TEAMS.items():
        world.teams[key] = world.book[Team].add(
            name=name,
            parent_id=world.teams[parent] if parent else None,
            recorded_at=world.at(world.start, 8),
        )


def _hire(world: World, person: tuple, hashes: dict[str, str]) -> None:
    username, name, role, team, weight, language = person
    part = JOINED_LATE.get(username)
    hired = world.start - 1000 * DAY if part is None else _part(world, part)
    joined = world.at(hired, 9)
    is_admin = role == Role.ADMIN
    key = world.book[User].add(
        username=username,
        password=hashes[role.value],
        display_name=name,
        email=f"{username}@lantern-harbour.example",
        role=role.value,
        language=language,
        is_staff=is_admin,
        is_superuser=is_admin,
        date_joined=joined,
    )
    worker = Worker(key, username, role.value, hired, weight, _teams(world, username, team, hired))
    world.staff[username] = worker
    for number, (since, team_id) in enumerate(worker.teams):
        later = worker.teams[number + 1 :]
        world.book[Membership].add(
            user_id=key, team_id=team_id, since=since, until=later[0][0] - DAY if later else None
        )


def _teams(world: World, username: str, team: str | None, hired: dt.date) -> list[tuple[dt.date, int]]:
    if username == MOVED[0]:
        return [(hired, world.teams[MOVED[1]]), (_part(world, MOVED[3]), world.teams[MOVED[2]])]
    return [(hired, world.teams[team])] if team else []


def _part(world: World, part: float) -> dt.date:
    return (world.start + dt.timedelta(days=round((world.today - world.start).days * part))).replace(day=1)
