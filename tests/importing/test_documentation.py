"""docs/import.md is what mappings are written from: it names every field and holds every example as shipped."""

from __future__ import annotations

import pytest

from analytics.importing import KINDS, kind_named
from crm_project.importing.mapping import parse_mapping
from tests.importing.conftest import EXAMPLES, example

DOCUMENT = (EXAMPLES.parent / "import.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.toml")))
def test_example_is_printed_and_can_be_read(name: str) -> None:
    text = example(name)
    kind = text.split('kind = "')[1].split('"')[0]
    parse_mapping(text, kind_named(kind))
    assert text.strip() in DOCUMENT


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_named(kind: str) -> None:
    section = DOCUMENT.split(f"\n### {kind}\n")[1].split("\n### ")[0]
    assert [field.name for field in KINDS[kind].fields if f"`{field.name}`" not in section] == []
    assert [name for name in (*KINDS[kind].creates, *KINDS[kind].options) if f"`{name}`" not in section] == []
