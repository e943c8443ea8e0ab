"""The list of planted mistakes cannot rot: what each replaces stands in the program exactly once."""

from __future__ import annotations

import pytest

from tests.mutants.planted import Mutant, planted, worked_cases


@pytest.mark.parametrize("mutant", planted(), ids=lambda mutant: mutant.name)
def test_a_mistake_can_be_planted(mutant: Mutant) -> None:
    assert not mutant.fault()


def test_the_cases_that_should_notice_exist() -> None:
    assert {name for mutant in planted() for name in mutant.cases} <= worked_cases().keys()


def test_no_two_have_a_name() -> None:
    names = [mutant.name for mutant in planted()]
    assert len(set(names)) == len(names)
