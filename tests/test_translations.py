"""Whoever reads Chinese reads Chinese: every marked string is translated, and no translation is stale or broken."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils import translation
from django.utils.translation import trans_real

from accounts.actions import create_customer
from accounts.models import Customer
from accounts.quick_line import parse_quick_line
from analytics.kpis import KPIS
from analytics.templatetags.figures import dimension, variant_name
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


@pytest.fixture
def compiled(chinese, tmp_path, settings):
    """The catalogue as it is in the folder, whether or not `make env` has compiled it since."""
    target = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, chinese)
    settings.LOCALE_PATHS = [tmp_path]
    trans_real._translations.clear()
    yield
    trans_real._translations.clear()


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


@pytest.mark.parametrize("kpi", KPIS.values(), ids=list(KPIS))
def test_what_a_kpi_offers_has_names(compiled, kpi):
    """A code with its underscores taken off is no name."""
    with translation.override("zh-hans"):
        nameless = [name for name in kpi.dimensions if dimension(name).isascii()]
        assert nameless + [name for name in kpi.variants if variant_name(name).isascii()] == []


# What every page or its first list says, as a reader of Chinese must never see it.
ENGLISH = re.compile(
    r"\b(Home|Customers|Contacts|Interactions|Leads|Pipeline|Deals|Orders|Products|Tickets|Calls|Queues|Campaigns|Spend"
    r"|Users|Teams|Organisation|Import|Administration|Menu|Language|Sign out|Your profile|Skip to content|Light or dark"
    r"|Log it|Long form|Log a call|Save|Cancel|Delete|Edit|Add|New|Search|Filters|Apply|Clear|Show|All|Name|Status"
    r"|Owner|Team|Segment|Channel|Region|Created|Recorded|Previous|Next|Yes|No|records?|Win rate|Revenue|Split by"
    r"|Period|Formula|Target|Value|Days?)\b"
)
PAGES = ["/", "/customers/", "/customers/new/", "/contacts/", "/leads/", "/pipeline/", "/deals/", "/deals/new/"]
PAGES += ["/orders/", "/orders/new/", "/products/", "/tickets/", "/tickets/new/", "/calls/", "/calls/new/", "/queues/"]
PAGES += ["/campaigns/", "/spend/", "/kpis/", "/kpis/win_rate/", "/kpis/sales_revenue/rows/", "/quotas/", "/targets/"]
PAGES += ["/imports/", "/fills/", "/users/", "/teams/", "/organisation/", "/audit/", "/profile/", "/nothing-here/"]


def words_of(page: str) -> str:
    """What a reader sees or hears of a page; a KPI's other name says itself that it is English."""
    page = re.sub(r"(?s)<(script|style|kbd|code|title)\b.*?</\1>", " ", page)
    page = re.sub(r'(?s)<p [^>]*lang="en".*?</p>', " ", page)
    spoken = re.findall(r'(?:aria-label|placeholder|title|data-label|alt)="([^"]*)"', page)
    return html.unescape(" ".join([re.sub(r"(?s)<[^>]*>", " ", page), *spoken]))


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_english(compiled, sign_in, root, lin, path):
    client = sign_in(root)
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    words = words_of(client.get(path, follow=True).content.decode())
    assert ENGLISH.findall(words) == []
    assert "客户" in words


EXAMPLES = {
    "call": "call Huawei 12m discussed renewal, follow up friday",
    "task": "No open task. Plan one with: task send offer, follow up friday",
}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_what_we_give_as_an_example_can_be_logged(compiled, root, lin, kind):
    create_customer(Customer(name="华为", owner=lin), by=root)
    with translation.override("zh-hans"):
        said = translation.gettext(EXAMPLES[kind]).rpartition("：")[2]
        line = parse_quick_line(said, lin)
    assert (line.kind, line.follow_up_on is not None) == (kind, True)


def test_reading_the_api_s_description_leaves_labels_in_everybody_s_language(compiled, sign_in, root):
    client = sign_in(root)
    assert client.get("/api/v1/schema/").status_code == 200
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    assert ENGLISH.findall(words_of(client.get("/customers/").content.decode())) == []
