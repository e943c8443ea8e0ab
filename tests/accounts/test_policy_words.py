"""Every verb and area of the access table has a word."""

from __future__ import annotations

from accounts.access import VERB_WORDS
from accounts.policy_tables import AREAS, VERBS
from accounts.policy_words import AREA_NAMES, right_name


def test_every_area():
    assert set(AREA_NAMES) == set(AREAS)


def test_every_verb():
    assert set(VERB_WORDS) == set(VERBS)


def test_a_right():
    assert [right_name(right) for right in ("view customers", "* *", "view *")] == [
        "customers: view",
        "all: all",
        "all: view",
    ]
