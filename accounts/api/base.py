"""What every API record is made of: scoped rows, fields by policy, writes through actions."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Mapping
from decimal import InvalidOperation
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError as ModelError
from django.db import DataError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts import current, policy
from accounts.actions.answers import answer_once
from accounts.actions.records import create_record, delete_record, update_record
from accounts.api.fields import Json
from accounts.trail.merging import Comparison, compare
from crm_project.api import Filters, Guarded, KeysetPagination, Ordering
from crm_project.errors import ActionRefused
from crm_project.rows_read import showed

Data = dict[str, Any]
# How often a write is compared anew while others keep writing the same record.
ATTEMPTS = 20


def deed(verb: str, body: Any = None, *, detail: bool = True) -> Callable[[Callable[..., Response]], Any]:
    """A POST below a record that does something to it; ``verb`` is what the policy is asked."""

    def mark(method: Callable[..., Response]) -> Any:
        name = method.__name__.replace("_", "-")
        return extend_schema(request=body)(action(detail=detail, methods=["post"], url_path=name, verb=verb)(method))

    return mark


def children(serializer: Any) -> Callable[[Callable[..., Response]], Any]:
    """A GET below a record that lists what hangs on it, page by page."""

    def mark(method: Callable[..., Response]) -> Any:
        name = method.__name__.replace("_", "-")
        listed = action(detail=True, methods=["get"], url_path=name, verb="view", filter_backends=[])(method)
        return extend_schema(responses=serializer(many=True))(listed)

    return mark


class Refusals:
    """Turns what actions say into answers: 409 when the record has moved on, 400 when the request is wrong."""

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, ActionRefused):
            code = status.HTTP_409_CONFLICT if exc.conflict else status.HTTP_400_BAD_REQUEST
            return Response({"detail": exc.sentence, "field": exc.field}, status=code)
        if isinstance(exc, ModelError):
            exc = exceptions.ValidationError(serializers.as_serializer_error(exc))
        elif isinstance(exc, DataError | OverflowError | InvalidOperation):
            exc = exceptions.ValidationError({"detail": _("A value is too large or too long.")})
        return super().handle_exception(exc)  # type: ignore[misc]


class OnlyOnce:
    """A POST with an ``Idempotency-Key`` header has its effect once, however often it is sent."""

    LONGEST = 200
    unkept: frozenset[str] = frozenset()  # verbs whose answer is not to be kept, not even for a while

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        key = request.headers.get("Idempotency-Key", "")
        if request.method == "POST" and key and getattr(self, "action", "") not in self.unkept:
            if len(key) > self.LONGEST:
                raise exceptions.ValidationError({"Idempotency-Key": [_("At most %d characters.") % self.LONGEST]})
            self.post: Callable[..., Response] = partial(self.once, self.post, key)

    def once(self, handler: Callable[..., Response], key: str, request: Request, *args: Any, **kw: Any) -> Response:
        digest = hashlib.sha256(request._request.body).hexdigest()
        which = {"method": "POST", "path": request.path[:300], "digest": digest}

        def run() -> tuple[int, Any]:
            response = handler(request, *args, **kw)
            return response.status_code, json.loads(JSONRenderer().render(response.data) or b"null")

        code, data, now = answer_once(request.user, key, which, run)
        return Response(data, status=code, headers={} if now else {"Idempotency-Replayed": "true"})


class ReadOnly(OnlyOnce, Refusals, GenericViewSet):
    """List and detail of one model, for whoever the policy lets.

    A subclass names ``model``, ``serializer_class``, ``filterset_class`` and what to join (``related``, ``prefetch``).
    """

    model: type[models.Model]
    related: tuple[str, ...] = ()
    prefetch: tuple[Any, ...] = ()
    verb: str | None = None
    guard: Any = None
    parser_classes = [Json]
    permission_classes = [Guarded]
    filter_backends = [Filters, Ordering]
    pagination_class = KeysetPagination
    lookup_value_regex = r"[0-9]{1,18}"
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """In the organisation's time zone, also for programs, whom no middleware knows."""
        if policy.memo.get() is not None:
            return super().dispatch(request, *args, **kwargs)
        with current.remembered() as organisation, timezone.override(organisation.zone):
            return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> models.QuerySet:
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        return self.rows(self.model).select_related(*self.related).prefetch_related(*self.prefetch)

    def rows(self, model: type[models.Model], verb: str = "view") -> models.QuerySet:
        """Every row of ``model`` on which the reader may do ``verb``."""
        return policy.visible(self.request.user, model._default_manager.all(), verb)

    def get_object(self) -> Any:
        """The row of the address. Foreign is like missing; seen but not to be touched is another thing."""
        row = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise exceptions.NotFound
        verb = self.verb or {"update": "change", "partial_update": "change", "destroy": "delete"}.get(self.action)
        if verb and verb != "view" and not self.rows(self.model, verb).filter(pk=row.pk).exists():
            raise exceptions.PermissionDenied(_("You may look at this record, but not do this to it."))
        return row

    def lookups(self) -> set[str]:
        user, model = self.request.user, self.model
        return policy.lookups(user, model) | {self.model._meta.pk.name} if policy.can(user, "view", model) else set()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.page(self.filter_queryset(self.get_queryset()), self.get_serializer_class())

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.show(self.get_object())

    def page(self, rows: models.QuerySet, serializer: Any) -> Response:
        page = self.paginate_queryset(rows) or []
        showed(self.request, rows.model, len(page))
        return self.get_paginated_response(serializer(page, many=True, context=self.get_serializer_context()).data)

    def show(self, row: models.Model, code: int = status.HTTP_200_OK) -> Response:
        """The record as its own type's serializer shows it, read anew unless it left the reader's sight."""
        stored = self.get_queryset().filter(pk=row.pk).first() or row
        shown = type(self).serializer_class(stored, context=self.get_serializer_context())
        return Response(shown.data, status=code)

    def body(self, serializer: Any = None) -> Data:
        """The request's body, checked; 400 for anything that does not belong."""
        found = (serializer or self.get_serializer_class())(
            data=self.request.data, context=self.get_serializer_context()
        )
        found.is_valid(raise_exception=True)
        return dict(found.validated_data)

    def run(self, act: Callable[..., Any], body: Any) -> Response:
        """Do ``act`` to the record of the address with what the body says; answers with the record."""
        row, data = self.get_object(), self.body(body)
        return self.show(act(row, by=self.request.user, **data))


class RecordViewSet(ReadOnly):
    """List, detail, create and edit; ``creates`` and ``updates`` are the actions that write."""

    http_method_names = ["get", "post", "put", "patch", "head", "options"]
    creates: Callable[..., Any] = staticmethod(create_record)
    updates: Callable[..., Any] = staticmethod(update_record)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with transaction.atomic():
            row = self.make(self.body())
            self.require_own(row)
        return self.show(row, status.HTTP_201_CREATED)

    def update(self, request: Request, *args: Any, partial: bool = False, **kwargs: Any) -> Response:
        for attempt in range(ATTEMPTS):
            row = self.get_object()
            version = self.version_read(row)
            serializer = self.get_serializer(row, data=request.data, partial=partial)
            serializer.is_valid(raise_exception=True)
            data = dict(serializer.validated_data)
            if version is not None and version != row.version:
                found = compare(row, version, data)
                if found.clashes or not found.known:
                    return self.stale(row, found)
                # Others only wrote what this writer left alone: both stand.
                data = {name: value for name, value in data.items() if name not in found.untouched}
                version = row.version
            self.require_assign(row, data)
            try:
                return self.show(self.change(row, data, version))
            except ActionRefused as refusal:
                if not refusal.conflict or version is None or attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.update(request, *args, **{**kwargs, "partial": True})

    def make(self, data: Data) -> models.Model:
        self.own(data)
        return self.creates(self.model(**data), self.request.user)

    def change(self, row: Any, data: Data, version: int | None) -> models.Model:
        for name, value in data.items():
            setattr(row, name, value)
        return self.updates(row, self.request.user, version)

    def own(self, data: Data) -> None:
        """Who may only add records of their own need not say so."""
        named = {field.name for field in self.model._meta.concrete_fields}
        if "owner" in named and "owner" not in data and policy.scope(self.request.user, "add", self.model) != "all":
            data["owner"] = self.request.user

    def require_own(self, row: models.Model) -> None:
        if not self.rows(self.model, "add").filter(pk=row.pk).exists():
            raise ActionRefused(_("You cannot make records for others."), field="owner")

    def require_assign(self, row: models.Model, data: Data) -> None:
        """Whose a record is, is changed by those who may assign it."""
        moved = [name for name in ("owner", "team") if name in data and data[name] != getattr(row, name)]
        if moved and not self.rows(self.model, "assign").filter(pk=row.pk).exists():
            raise ActionRefused(_("You may not hand this record to somebody else."), field=moved[0])

    def version_read(self, row: Any) -> int | None:
        """The version the writer read, from ``If-Match`` or the body; needed wherever the record has one."""
        if not hasattr(row, "version"):
            return None
        body = self.request.data
        version = self.if_match() or (body.get("version") if isinstance(body, Mapping) else None)
        if isinstance(version, str) and version.isascii() and version.isdigit():
            version = int(version[:9])
        if isinstance(version, bool) or not isinstance(version, int):
            raise exceptions.ValidationError({"version": [_("Send the version you read, a whole number.")]})
        return version

    def if_match(self) -> str:
        return str(self.request.headers.get("If-Match", "")).strip().strip('"')

    def stale(self, row: Any, found: Comparison) -> Response:
        """409, or 412 to ``If-Match``: what was read, what is stored now and what was sent, field by field."""
        now, before, sent = self.get_serializer(row).data, self.before(row, found), self.request.data
        clashes = [one.name for one in found.clashes if one.name in sent and one.name in now]
        fields = {name: {"before": before.get(name), "yours": sent[name], "now": now[name]} for name in clashes}
        sentence = _("Somebody changed this record since you read it.")
        body = {"detail": sentence, "field": None, "version": row.version, "fields": fields}
        code = status.HTTP_412_PRECONDITION_FAILED if self.if_match() else status.HTTP_409_CONFLICT
        return Response(body, status=code)

    def before(self, row: Any, found: Comparison) -> Data:
        """The fields that clash as they were read, written as the API writes them; nothing where nobody can say."""
        if not found.known:
            return {}
        old = copy.copy(row)
        old._state = copy.copy(row._state)
        old._state.fields_cache = {}
        for clash in found.clashes:
            setattr(old, row._meta.get_field(clash.name).attname, clash.before)
        return dict(self.get_serializer(old).data)


class Deletable(RecordViewSet):
    """Records that may go again as long as nothing needs them."""

    http_method_names = [*RecordViewSet.http_method_names, "delete"]

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        self.require_deletable(row)
        self.remove(row)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def remove(self, row: Any) -> None:
        delete_record(row, self.request.user)

    def require_deletable(self, row: Any) -> None:
        """Raise MethodNotAllowed for a row that has a history."""
