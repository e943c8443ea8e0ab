"""Whoever reads Chinese reads Chinese: every marked string is translated, and no translation is stale or broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from crm_project import messages
from crm_project.messages import key_of

PATH = messages.BASE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
MEND = "Run `make messages`, then translate what it names."


@pytest.fixture(scope="module")
def said() -> Catalog:
    return messages.said()


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    return messages.read(PATH)


def texts(catalogue: Catalog) -> set[messages.Key]:
    return {key_of(message) for message in catalogue if message.id}


def forms(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return string if isinstance(string, tuple | list) else (string,)


def test_every_string_is_translated(said, chinese):
    known = {key_of(message) for message in chinese if message.id and messages.done(message)}
    assert sorted(text for text, _ in texts(said) - known) == [], MEND


def test_no_translation_is_stale(said, chinese):
    assert sorted(text for text, _ in texts(chinese) - texts(said)) == [], MEND


def test_translations_keep_the_placeholders(chinese):
    broken = [
        (message.id, string)
        for message in chinese
        if message.id and messages.done(message)
        for string in forms(message.string)
        if messages.placeholders(string) != messages.placeholders(forms(message.id)[-1])
    ]
    assert broken == []


def test_the_file_is_as_the_extraction_writes_it(said, chinese, tmp_path):
    copy = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    copy.parent.mkdir(parents=True)
    messages.write(messages.updated(chinese, said), copy)
    assert copy.read_text() == PATH.read_text(), MEND


def test_extraction_reads_python_and_templates(tmp_path: Path, monkeypatch):
    (tmp_path / "crm_project").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "crm_project" / "a.py").write_text(
        '_("One")\nngettext("%d row", "%d rows", n)\npgettext("deal", "lost")\n'
    )
    (tmp_path / "templates" / "a.html").write_text(
        "{% load i18n %}{% translate 'Two' %}{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days"
        "{% endblocktranslate %}"
    )
    monkeypatch.setattr(messages, "BASE", tmp_path)
    found = {("One", None), ("Two", None), ("%d row", None), ("lost", "deal"), ("%(n)s day", None)}
    assert texts(messages.said()) == found
