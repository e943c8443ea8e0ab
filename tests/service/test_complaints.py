"""Complaints: judged, closed, opened again, and told twice."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Organisation, Team, User
from crm_project.errors import ActionRefused
from service.actions import classify_complaint, close_complaint, create_complaint, reopen_complaint
from service.models import Complaint

AT = dt.datetime(2024, 5, 6, 2, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def complaint(siv: User) -> Complaint:
    Organisation.objects.update(complaint_target_hours=24)
    return create_complaint(Complaint(subject="Cold tea", received_at=AT), siv)


def test_it_works(complaint: Complaint, siv: User, north: Team) -> None:
    judged = classify_complaint(complaint, by=siv, validity="valid", unit=north)
    closed = close_complaint(judged, by=siv, outcome="New tea", at=AT + 5 * HOUR)
    assert (closed.unit, closed.target_hours, closed.closed_at) == (north, 24, AT + 5 * HOUR)
    assert list(closed.events.values_list("kind", flat=True)) == ["closed", "classified"]


def test_a_valid_one_has_a_responsible_unit(complaint: Complaint, siv: User) -> None:
    with pytest.raises(ActionRefused):
        classify_complaint(complaint, by=siv, validity="valid")


def test_a_duplicate_does_not_count(complaint: Complaint, siv: User, north: Team) -> None:
    classify_complaint(complaint, by=siv, validity="valid", unit=north)
    again = create_complaint(Complaint(subject="Cold tea again"), siv)
    classify_complaint(again, by=siv, validity="valid", unit=north, duplicate_of=complaint)
    assert list(Complaint.objects.valid()) == [complaint]


def test_it_is_not_its_own_duplicate(complaint: Complaint, siv: User) -> None:
    with pytest.raises(ActionRefused):
        classify_complaint(complaint, by=siv, validity="invalid", duplicate_of=complaint)


def test_reopening_takes_the_closing_back(complaint: Complaint, siv: User) -> None:
    close_complaint(complaint, by=siv, at=AT + HOUR)
    reopen_complaint(complaint, by=siv, at=AT + 2 * HOUR)
    closed = close_complaint(complaint, by=siv, at=AT + 9 * HOUR)
    assert closed.closed_at == AT + 9 * HOUR


def test_it_is_closed_once(complaint: Complaint, siv: User) -> None:
    close_complaint(complaint, by=siv)
    with pytest.raises(ActionRefused):
        close_complaint(complaint, by=siv)


def test_it_is_not_closed_before_it_came(complaint: Complaint, siv: User) -> None:
    with pytest.raises(ActionRefused):
        close_complaint(complaint, by=siv, at=AT - HOUR)
