"""What is sent to an address that writes: nothing, what belongs there, and what must not be in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from random import Random
from typing import Any

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
DATES = {
    "date": "2025-06-10",
    "date-time": "2025-06-10T09:00:00Z",
    "time": "09:00:00",
    "email": "walk@x.test",
    "uri": "https://x.test/",
}


TEXTS = ("name", "subject", "note", "text", "body", "reason", "title")


class FormReader(HTMLParser):
    """The fields of the forms of a page that are sent by POST, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.posting = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "form":
            self.posting = said.get("method", "").lower() == "post" and "sign-out" not in said.get("action", "")
        if not self.posting or not (name or tag == "option"):
            return
        if tag == "input" and said.get("type") not in ("submit", "file"):
            if said.get("type") not in ("checkbox", "radio") or "checked" in said:
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

    def of(self, place: Place, method: str, path: str) -> Iterator[Any]:
        """Three bodies for an address."""
        yield {}
        if method == "delete":
            return
        if place.kind == "api":
            said = self.described(place, method)
            if method in ("put", "patch") and place.model is not None and hasattr(place.model, "version"):
                said = {**said, "version": 1}
            yield said
            yield {
                **said,
                **{name: True if value == "on" else value for name, value in PROTECTED.items()},
                **self.foreign(),
            }
        else:
            said = self.filled(path)
            yield said
            yield {**said, **PROTECTED, **self.foreign()}

    def foreign(self) -> dict[str, Any]:
        """Other people's records, where a body could name one."""
        omar = {name: self.world.find(f"{app}.{name}", "omar") for app, name in NAMED}
        return {name: row.pk for name, row in omar.items() if row} | {"owner": self.world.users["omar"].pk}

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
        said.pop("csrfmiddlewaretoken", None)
        said.pop("once", None)
        texts = [name for name in said if name.rsplit("-", 1)[-1] in TEXTS]
        return said | {name: (said[name] + " walked")[:60] for name in texts}

    def described(self, place: Place, method: str) -> dict[str, Any]:
        """A body as the description of the API says it should be."""
        if not self.schema:
            from drf_spectacular.generators import SchemaGenerator

            self.schema = SchemaGenerator().get_schema(request=None, public=True)
        path = "" if place.params else place.path()
        for template, verbs in self.schema["paths"].items():
            if method in verbs and same(template, place, path):
                content = verbs[method].get("requestBody", {}).get("content", {}).get("application/json", {})
                said = self.made(content.get("schema", {}))
                return said if isinstance(said, dict) else {}
        return {}

    def made(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
        """A value of a schema: of a name that is a kind of record, the slot's record."""
        if "$ref" in schema:
            return self.made(self.schema["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], name, depth)
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
            row = next((self.world.find(f"{app}.{one}", self.slot) for app, one in NAMED if one == name), None)
            person = (
                self.world.users[self.slot].pk if name in ("owner", "user") and self.slot in self.world.users else None
            )
            return row.pk if row else person or 1
        if kind == "boolean":
            return False
        if kind == "number":
            return 1
        return DATES.get(schema.get("format", ""), "5" if schema.get("format") == "decimal" else "walked")

    slot = "lin"


NAMED = [
    ("accounts", "customer"), ("accounts", "contact"), ("accounts", "segment"), ("accounts", "channel"),
    ("accounts", "region"), ("accounts", "interaction"), ("marketing", "campaign"), ("marketing", "survey"),
    ("marketing", "member"), ("sales", "lead"), ("sales", "deal"), ("sales", "order"), ("sales", "stage"),
    ("sales", "product"), ("sales", "contract"), ("service", "ticket"), ("service", "queue"), ("service", "call"),
    ("service", "scorecard"),
]  # fmt: skip


def same(template: str, place: Place, path: str) -> bool:
    """Whether a path of the description is this place."""
    return (
        template == path
        if path
        else re.sub(r"\{[^}]+\}", "77777", template) == place.path(*["77777"] * len(place.params))
    )
