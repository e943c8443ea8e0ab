"""A touch is stamped with whose it is when it happens."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.actions import (
    assign_owner,
    create_customer,
    finish_interaction,
    log_interaction,
    settle_follow_up,
    update_customer,
    update_interaction,
)
from accounts.models import AuditEntry, Channel, Customer, Interaction, Segment, Team, User
from crm_project.errors import ActionRefused

YESTERDAY = dt.timedelta(days=1)


@pytest.fixture
def huawei(lin: User) -> Customer:
    segment, channel = Segment.objects.create(name="Telecom"), Channel.objects.create(name="Fair")
    return create_customer(Customer(name="Huawei", owner=lin, segment=segment, channel=channel), lin)


def test_it_works(huawei: Customer, lin: User, north: Team) -> None:
    touch = log_interaction(lin, huawei, kind="visit", subject="Renewal", duration_seconds=1800)
    assert (touch.owner, touch.team, touch.duration_seconds) == (lin, north, 1800)
    assert (touch.segment, touch.channel) == (huawei.segment, huawei.channel)
    assert AuditEntry.objects.latest("id").action == "log"


def test_a_later_owner_or_segment_does_not_move_it(
    huawei: Customer, lin: User, omar: User, north: Team, max_: User
) -> None:
    telecom = huawei.segment
    touch = log_interaction(lin, huawei)
    huawei.segment = Segment.objects.create(name="Retail")
    update_customer(huawei, lin)
    assign_owner(huawei, omar, by=max_)
    touch.refresh_from_db()
    assert (touch.owner, touch.team, touch.segment) == (lin, north, telecom)


def test_editing_the_note_keeps_the_stamp(huawei: Customer, lin: User) -> None:
    touch = log_interaction(lin, huawei)
    telecom = touch.segment
    huawei.segment = Segment.objects.create(name="Retail")
    update_customer(huawei, lin)
    touch.note = "They will call back"
    assert update_interaction(touch, lin).segment == telecom


def test_without_a_subject_it_says_what_it_was(huawei: Customer, lin: User) -> None:
    assert log_interaction(lin, huawei, kind="call").subject == "call: Huawei"


def test_the_future_is_not_done_yet(huawei: Customer, lin: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        log_interaction(lin, huawei, at=timezone.now() + YESTERDAY)
    assert refused.value.field == "at"
    assert not log_interaction(lin, huawei, at=timezone.now() + YESTERDAY, done=False).done


def test_a_planned_touch_counts_from_when_it_was_done(huawei: Customer, lin: User, time_machine) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    planned = log_interaction(lin, huawei, at=timezone.now() + YESTERDAY, done=False)
    time_machine.shift(3 * YESTERDAY)
    done = finish_interaction(planned, by=lin)
    assert (done.done, done.at) == (True, timezone.now())


def test_a_follow_up_before_the_touch_is_refused(huawei: Customer, lin: User) -> None:
    with pytest.raises(ActionRefused):
        log_interaction(lin, huawei, follow_up_on=dt.date(2020, 1, 1))


def test_a_settled_follow_up_is_not_due(huawei: Customer, lin: User) -> None:
    day = timezone.now().date() + 2 * YESTERDAY
    touch = log_interaction(lin, huawei, follow_up_on=day)
    assert Interaction.objects.due(lin, day).exists()
    settle_follow_up(touch, by=lin)
    assert not Interaction.objects.due(lin, day).exists()


def test_a_negative_duration_is_refused(huawei: Customer, lin: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        log_interaction(lin, huawei, duration_seconds=-1)
    assert refused.value.field == "duration_seconds"
