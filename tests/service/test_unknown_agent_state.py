"""A state that is none is said by its field, not by a failure of the rules about overlapping times."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from service.models import AgentState
from tests.cast import person


@pytest.mark.django_db
def test_an_unknown_state_is_a_sentence_at_its_field() -> None:
    state = AgentState(owner=person("ana", "agent"), state="asleep", started_at=timezone.now(), source="test")
    with pytest.raises(ValidationError) as refused:
        state.full_clean()
    assert list(refused.value.message_dict) == ["state"]
