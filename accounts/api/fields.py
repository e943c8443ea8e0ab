"""Serializers that know who reads: fields by policy, keys by sight, nothing unknown accepted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from rest_framework import exceptions, parsers, serializers
from rest_framework.relations import PrimaryKeyRelatedField

from accounts import policy


class Json(parsers.JSONParser):
    """JSON that can be written down again: no half characters, no nesting without end."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            found = super().parse(stream, media_type, parser_context)
            json.dumps(found, ensure_ascii=False).encode()
        except (RecursionError, UnicodeEncodeError):
            raise exceptions.ParseError(_("This is not a text that can be kept.")) from None
        return found


class Strict(serializers.Serializer):
    """Refuses what it does not know: a misspelt field must not look as if it had been set."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            known = {field.field_name for field in self._writable_fields} | self.also_known()
            wrong = [str(name) for name in data if name not in known]
            if wrong:
                raise exceptions.ValidationError({name[:60]: [_("There is no such field to set.")] for name in wrong})
        return super().to_internal_value(data)

    def also_known(self) -> set[str]:
        return set()

    def reader(self) -> Any:
        """Who asks; None while the schema is made, which shows every field."""
        request, view = self.context.get("request"), self.context.get("view")
        return None if request is None or getattr(view, "swagger_fake_view", False) else request.user


class ScopedKey(PrimaryKeyRelatedField):
    """A key of a row the writer may see; any other is as if it did not exist."""

    def __init__(self, **kwargs: Any) -> None:
        self.model = kwargs.pop("model", None)
        if self.model is not None:
            kwargs["queryset"] = self.model._default_manager.all()  # narrowed by get_queryset
        super().__init__(**kwargs)

    def get_queryset(self) -> models.QuerySet | None:
        rows = super().get_queryset()
        request, view = self.context.get("request"), self.context.get("view")
        if rows is None or request is None or getattr(view, "swagger_fake_view", False):
            return rows
        return policy.visible(request.user, rows)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, int | str):
            self.fail("incorrect_type", data_type=type(data).__name__)
        return super().to_internal_value(data)


class RecordSerializer(Strict, serializers.ModelSerializer):
    """The fields of a model that the reader may read, of which they may write some.

    ``Meta.fixed`` names what is set when the record is made and moved by actions afterwards.
    """

    serializer_related_field = ScopedKey

    def get_fields(self) -> dict[str, serializers.Field]:
        fields, user, model = super().get_fields(), self.reader(), self.Meta.model
        if user is None:
            return fields
        columns = {field.name for field in model._meta.get_fields() if field.concrete}
        readable, writable = policy.fields(user, model, "read"), policy.fields(user, model, "write")
        fixed = set(getattr(self.Meta, "fixed", ())) if isinstance(self.instance, models.Model) else set()
        for name, field in list(fields.items()):
            if name in columns and name not in readable and not field.write_only:
                del fields[name]
            elif name in fixed or (name in columns and name not in writable and not field.write_only):
                field.read_only = True
        return fields

    def also_known(self) -> set[str]:
        return {"version"} if self.instance is not None and hasattr(self.instance, "version") else set()

    # Uniqueness over several fields is the model's to check: the actions run its full_clean().
    def get_uniqueness_extra_kwargs(self, field_names: Any, declared: Any, extra: Any) -> tuple[Any, dict[str, Any]]:
        return extra, {}

    def get_unique_together_validators(self) -> list[Any]:
        return []

    def get_unique_for_date_validators(self) -> list[Any]:
        return []
