"""What is sent to an address that writes: nothing, what belongs there, and what must not be in it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from random import Random
from typing import Any

from django.apps import apps

from tests.matrix.surface import Place
from tests.matrix.visitor import Undone, Visitor
from tests.matrix.world import World

PROTECTED = {
    "is_staff": "on",
    "is_superuser": "on",
    "role": "admin",
    "is_active": "on",
    "is_test": "on",
    "version": "1",
}
FORMATS = {
    "date": "2025-06-10",
    "date-time": "2025-06-18T04:00:00Z",
    "time": "09:00:00",
    "email": "walk@x.test",
    "uri": "https://x.test/",
    "decimal": "0.5",
}
LATER = {"date": "2025-06-17", "date-time": "2025-06-18T05:00:00Z", "time": "18:00:00"}
LAST = re.compile(r"^(end|until|close[sd]|expire)")
NAMED_VALUES = {
    "kpi": "sales_revenue",
    "currency": "CNY",
    "home_currency": "CNY",
    "country": "CN",
    "time_zone": "Asia/Shanghai",
    "days": 30,
    "rights": ["view customers"],
}
TRIES = 6

TEXTS = ("name", "subject", "note", "text", "body", "reason", "title")


class FormReader(HTMLParser):
    """The fields of the forms of a page that are sent by POST, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self.kinds: dict[str, str] = {}
        self.required: set[str] = set()
        self.select = self.area = ""
        self.posting = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "form":
            self.posting = said.get("method", "").lower() == "post" and "sign-out" not in said.get("action", "")
        if not self.posting or not (name or tag == "option"):
            return
        if name and "required" in said:
            self.required.add(name)
        if tag == "input" and said.get("type") not in ("submit", "file"):
            self.kinds.setdefault(name, said.get("type", "text"))
            if said.get("type") not in ("checkbox", "radio") or {"checked", "required"} & said.keys():
                self.fields[name] = said.get("value", "")
        elif tag == "select":
            self.select = name
            self.choices[name] = []
        elif tag == "option" and self.select:
            self.choices[self.select].append(said.get("value", ""))
            if "selected" in said:
                self.fields[self.select] = said.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.fields[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.posting = False
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data.removeprefix("\n")


class Bodies:
    """Makes bodies; the forms are read once, by the administrator, who sees them whole."""

    def __init__(self, world: World, root: Visitor, seed: int = 0) -> None:
        self.world, self.root, self.random = world, root, Random(seed)
        self.forms: dict[str, FormReader] = {}
        self.schema: dict[str, Any] = {}
        self.refused: dict[tuple[str, str], set[str]] = {}

    def of(self, place: Place, method: str, path: str) -> Iterator[Any]:
        """Nothing, what belongs there, other people's records in it, and columns that nobody sets."""
        yield {}
        if method == "delete":
            return
        if place.kind == "api":
            said = self.proper(place, method, path)
            yield said
            if method == "patch":  # what also those may set who may set little
                yield {name: value for name, value in said.items() if name in (*TEXTS, "version")}
            yield {**said, **{name: key for name, key in self.foreign().items() if name in self.known(place, method)}}
            yield {**said, **{name: True if value == "on" else value for name, value in PROTECTED.items()}}
        else:
            said = self.filled(path)
            yield said
            yield {**said, **PROTECTED, **self.foreign()}

    def foreign(self) -> dict[str, Any]:
        """Other people's records, where a body could name one."""
        omar = {name: self.world.find(f"{app}.{name}", "omar") for app, name in NAMED}
        his = {"owner": self.world.users["omar"].pk, "team": self.world.teams["South"].pk}
        return {name: row.pk for name, row in omar.items() if row} | his

    def filled(self, path: str) -> dict[str, str]:
        """The form of a page as the administrator finds it, with a word added where text is written."""
        if path not in self.forms:
            reader = self.forms[path] = FormReader()
            with Undone():
                response = self.root.ask("get", path)
                if "html" in response.get("Content-Type", "") and not response.streaming:
                    reader.feed(response.content.decode())
        reader, said = self.forms[path], {}
        for name, value in reader.fields.items():
            said[name] = value
        for name, choices in reader.choices.items():
            if not said.get(name):
                said[name] = next((choice for choice in choices if choice), "")
        for name in ("csrfmiddlewaretoken", "once", "line", "next"):
            said.pop(name, None)
        for name in [name for name, value in said.items() if not value]:
            leads = name.rsplit("-", 1)[-1] in labels()
            if (name in reader.required or leads) and (filled := self.typed(name, reader.kinds.get(name, ""))):
                said[name] = filled
        texts = [name for name in said if name.rsplit("-", 1)[-1] in TEXTS and name not in reader.choices]
        return said | {name: f"{said[name]} walked".strip()[:60] for name in texts}

    def typed(self, name: str, kind: str) -> str:
        """What somebody would type into an empty field."""
        last = name.rsplit("-", 1)[-1]
        if last in labels():
            return str(self.key(last))
        later = LAST.search(last)
        known = {
            "number": "1",
            "date": "2025-06-17" if later else "2025-06-10",
            "datetime-local": "2025-06-18T12:00" if later else "2025-06-18T11:00",
            "time": "18:00" if later else "09:00",
            "email": "walk@x.test",
        }
        return known.get(kind, "1" if last in ("amount", "points", "value", "size", "target") else "walked")

    def proper(self, place: Place, method: str, path: str) -> dict[str, Any]:
        """A body the administrator gets in: what a refusal of theirs names is left out."""
        whole = self.described(place, method)
        if method in ("put", "patch") and hasattr(place.model, "version"):
            whole["version"] = 1
        if (place.name, method) not in self.refused:
            left = self.refused[place.name, method] = set()
            for _attempt in range(TRIES):
                with Undone():
                    said = {name: value for name, value in whole.items() if name not in left}
                    response = self.root.ask(method, path, said, json=True)
                    named = blamed(response) & said.keys()
                if not named:
                    break
                left |= named
        return {name: value for name, value in whole.items() if name not in self.refused[place.name, method]}

    def known(self, place: Place, method: str) -> set[str]:
        return set(self.described(place, method))

    def described(self, place: Place, method: str) -> dict[str, Any]:
        """A body as the description of the API says it should be."""
        if not self.schema:
            from drf_spectacular.generators import SchemaGenerator

            self.schema = SchemaGenerator().get_schema(request=None, public=True)
            self.bodies = {
                (re.sub(r"\{[^}]+\}", "{}", template), method): verb.get("requestBody", {})
                for template, verbs in self.schema["paths"].items()
                for method, verb in verbs.items()
            }
        template = place.path(*["77777"] * len(place.params)).replace("77777", "{}")
        content = self.bodies.get((template, method), {}).get("content", {}).get("application/json", {})
        said = self.made(content.get("schema", {}))
        return said if isinstance(said, dict) else {}

    def made(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
        """A value of a schema: of a name that is a kind of record, the slot's record."""
        if "$ref" in schema:
            return self.made(self.schema["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], name, depth)
        if name in NAMED_VALUES:
            return NAMED_VALUES[name]
        for joined in ("allOf", "oneOf", "anyOf"):
            if joined in schema:
                return self.made(schema[joined][0], name, depth)
        if "enum" in schema:
            return next((value for value in schema["enum"] if value), None)
        if "properties" in schema:
            return {
                key: self.made(one, key, depth + 1)
                for key, one in schema["properties"].items()
                if not one.get("readOnly") and (depth < 3)
            }
        kind = schema.get("type")
        if kind == "array":
            return [self.made(schema.get("items", {}), name, depth + 1)]
        if kind == "integer":
            return self.key(name)
        if kind in ("boolean", "number"):
            return kind == "number" and 1
        said = schema.get("format", "")
        return (LATER if LAST.search(name) and said in LATER else FORMATS).get(
            said, "walked"[: schema.get("maxLength", 6)]
        )

    def key(self, name: str) -> int:
        """The number of a record that fields of this name lead to; 1 for a plain number."""
        label = labels().get(name) or labels().get(name.removesuffix("s"), "")
        if label == "accounts.user" and self.slot in self.world.users:
            return self.world.users[self.slot].pk
        if label == "accounts.team":
            return self.world.teams["North"].pk
        row = self.world.find(label, "omar" if name == "duplicate" else self.slot)
        return row.pk if row else 1

    slot = "lin"


NAMED = [
    ("accounts", "customer"), ("accounts", "contact"), ("accounts", "interaction"), ("marketing", "campaign"),
    ("marketing", "member"), ("sales", "lead"), ("sales", "deal"), ("sales", "order"), ("sales", "contract"),
    ("service", "ticket"), ("service", "call"),
]  # fmt: skip


@cache
def labels() -> dict[str, str]:
    """Which kind of record fields of a name lead to, as most of the models have it."""
    counted: dict[str, Counter[str]] = {"duplicate": Counter(["accounts.customer"])}
    for model in apps.get_models():
        for one in model._meta.concrete_fields:
            if one.is_relation and one.related_model is not None:
                counted.setdefault(one.name, Counter())[one.related_model._meta.label_lower] += 1
    return {name: count.most_common(1)[0][0] for name, count in counted.items()}


def blamed(response: Any) -> set[str]:
    """The fields that a refusal of the API is about."""
    if response.status_code != 400:
        return set()
    said = json.loads(response.content)
    return {said["field"]} if isinstance(said, dict) and said.get("field") else set(said)
