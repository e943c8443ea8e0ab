"""The house keeps its shape: sizes, imports, one door to rows, a guard on every view."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.actions.wiping import free_texts
from accounts.belongings import model_named, named_by, rows_of
from accounts.personal import PERSONAL, PERSONS
from crm_project.guard import guard_of

ROOT = Path(__file__).parent.parent
APPS = ("accounts", "marketing", "sales", "service", "analytics")
SOURCES = [
    path
    for folder in (*APPS, "crm_project", "bench")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
# Asked for rows they may hand out: only through visible_to.
DOORS = [path for path in SOURCES if path.stem in ("views", "admin") or {"views", "api"} & set(path.parts)]


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("path", SOURCES, ids=names(SOURCES))
def test_a_file_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1  # type: ignore[operator]


def test_a_function_has_at_most_50_lines() -> None:
    assert [f"{path}: {name}" for path in SOURCES for name, lines in functions(path) if lines > 50] == []


def test_a_template_has_at_most_120_lines() -> None:
    long = [path for path in (ROOT / "templates").rglob("*.html") if len(path.read_text().splitlines()) > 120]
    assert names(long) == []


def test_models_are_imported_not_looked_up() -> None:
    assert [str(path) for path in SOURCES if "get_model(" in path.read_text()] == []


def test_no_signals_and_no_save_overrides_in_the_apps() -> None:
    pattern = re.compile(r"django\.db\.models\.signals|@receiver|def save\(self, \*args")
    apps = [path for path in SOURCES if path.relative_to(ROOT).parts[0] in APPS and "forms" not in str(path)]
    assert [str(path) for path in apps if pattern.search(path.read_text())] == []


@pytest.mark.parametrize("path", DOORS, ids=names(DOORS))
def test_doors_get_rows_only_through_the_reader_s_eyes(path: Path) -> None:
    """``Model.objects`` in a view, the API or the admin asks what is visible, or says that it is narrowed later."""
    bare = [
        line.strip()
        for line in path.read_text().splitlines()
        if re.search(r"\.(objects|_default_manager)\.", line) and not re.search(r"visible|\.none\(\)|# narrowed", line)
    ]
    assert bare == []


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, entry.namespace or namespace)
        else:
            yield namespace, entry


def test_every_view_says_who_may_open_it() -> None:
    unguarded = [
        f"{namespace}:{entry.name}"
        for namespace, entry in patterns(get_resolver())
        if guard_of(entry.callback, namespace, entry.name) is None
    ]
    assert unguarded == []


def test_imports_go_down_the_chain() -> None:
    tool = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([tool], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_every_record_that_leads_to_a_person_says_how() -> None:
    """Disclosure, erasure and retention reach what ``accounts/personal.py`` names, and nothing else."""
    kept = [model for model in apps.get_models() if model._meta.app_label in APPS and model._meta.managed]
    leading = {model._meta.label_lower for model in kept if named_by(model)} | set(PERSONS)
    assert leading - set(PERSONAL) == set()


def test_free_words_about_a_person_are_overwritten_or_kept_for_a_reason() -> None:
    """A text without choices on such a record either goes, or is a word that figures are split by or a number."""
    kept = {"topic", "disposition", "outbound_type", "skill", "site", "trunk", "priority", "currency", "number"}
    kept |= {
        "programme",
        "reference",
        "source",
        "external_id",
        "territory",
        "job_type",
        "rfm_segment",
        "cell",
        "wording",
    }
    left = [
        f"{label}.{name}"
        for label, said in PERSONAL.items()
        for name in free_texts(model_named(label), but=said.wiped)
        if name not in kept
    ]
    assert left == []


@pytest.mark.django_db
def test_what_personal_data_names_is_there() -> None:
    """Every field, way and date that a line of ``accounts/personal.py`` names can be asked for."""
    for label, said in PERSONAL.items():
        ways = [way for paths in said.ways.values() for way in paths]
        names = [*said.wiped, *said.identify, *said.matched, *said.secret, *([said.age] if said.age else [])]
        rows_of(label).filter(**{f"{name}__isnull": False for name in (*ways, *names)}).exists()
