"""Taking a list out as a file: what the list shows this person with that filter, search and order, and nothing else.

The page asks which kind of file; only its POST hands one out, to somebody who has shown lately that it is them, and
not before it is written down.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import current
from accounts.actions.reading import note_export
from accounts.doors.stepup import require_fresh
from accounts.models import User
from crm_project.conceal import conceal
from crm_project.errors import ActionRefused
from crm_project.exporting import FORMATS, Part, csv_text, parts_of, xlsx_file
from crm_project.keyset import ordering_of
from crm_project.pages import ListPage, Page
from crm_project.turns import Held, Turn, take_turn

BATCH = 1000
MOST = {"csv": 5_000_000, "xlsx": 200_000}
ATTACHED = {"Cache-Control": "no-store, private", "X-Content-Type-Options": "nosniff"}
NAMES = {"csv": gettext_lazy("CSV, for any program"), "xlsx": gettext_lazy("Excel (XLSX)")}


@dataclass(frozen=True)
class Taken:
    """What leaves: the kind of record, the columns, the keys of all rows, and how a batch of rows is fetched."""

    model: type[models.Model]
    parts: list[Part]
    keys: Sequence[Any]
    fetch: Callable[[User, Sequence[Any]], list[Any]]


class ExportPage(Page):
    """Subclasses say what leaves (``take``), how it was narrowed (``narrowed``) and where one came from (``back``)."""

    model: Any = None
    verb = "export"
    template = "generic/export.html"
    intro: Any = gettext_lazy("The file holds what the list shows: all its pages, in its columns and order.")
    most: dict[str, int] = MOST

    def take(self, most: int) -> Taken:
        """What is to leave; at most one row more than ``most`` is looked for."""
        raise NotImplementedError

    def narrowed(self) -> list[tuple[str, str]]:
        return []

    def back(self) -> str:
        raise NotImplementedError

    def asked_for(self) -> dict[str, Any]:
        """What was asked for, as it is written down."""
        return self.request.GET.dict()

    def part_only(self) -> bool:
        """Whether the list shows records that this person may see and not take out."""
        return False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require_fresh(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self, refused: str = "", status: int = 200) -> HttpResponse:
        return self.render(
            status=status,
            intro=self.intro,
            refused=refused,
            formats=NAMES.items(),
            narrowed=self.narrowed(),
            part_only=self.part_only(),
            back=self.back(),
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> Any:
        form, user = request.POST.get("as", ""), cast(User, request.user)
        if form not in FORMATS:
            return self.show(_("Choose a kind of file."), 400)
        turn = take_turn("export", user.pk)
        if turn is None:
            return self.show(_("Another export is still running. Try again in a minute."), 429)
        try:
            return self.send(form, user, turn)
        except ActionRefused as error:
            turn.end()
            return self.show(error.sentence, 400)
        except BaseException:
            turn.end()
            raise

    def send(self, form: str, user: User, turn: Turn) -> Any:
        with transaction.atomic():
            taken = self.take(most := self.most[form])
            if len(taken.keys) > most:
                raise ActionRefused(_("More than {:,} rows do not go into such a file. Ask for fewer.").format(most))
            note_export(user, taken.model, len(taken.keys), self.asked_for(), form)
        batches = in_batches(taken, user, turn)
        name = f"{self.file_name()}-{timezone.localdate()}.{form}"
        headers = ATTACHED | {"Content-Disposition": f'attachment; filename="{name}"'}
        if form == "csv":
            pieces = Held(spoken(csv_text(taken.parts, batches)), turn)
            return StreamingHttpResponse(pieces, content_type=FORMATS[form], headers=headers)
        made = xlsx_file(taken.parts, batches, self.get_title())
        turn.end()
        return FileResponse(made, content_type=FORMATS[form], headers=headers)

    def context(self, **more: Any) -> dict[str, Any]:
        return {"page": self, "title": self.get_title(), **more}

    def file_name(self) -> str:
        return str(self.model._meta.model_name)


def in_batches(taken: Taken, user: User, turn: Turn) -> Iterator[list[Any]]:
    """The rows, some at a time, each time with the rights of that moment: who loses them gets no more."""
    for start in range(0, len(taken.keys), BATCH):
        turn.renew()
        now = User.objects.active().filter(pk=user.pk).first()  # narrowed to themselves
        if now is None or now.role != user.role or not now.can("export", taken.model):
            raise PermissionDenied
        yield taken.fetch(now, taken.keys[start : start + BATCH])


@contextmanager
def like_on_a_page(language: str) -> Iterator[None]:
    with translation.override(language), current.remembered() as organisation, timezone.override(organisation.zone):
        yield


def spoken(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Each piece is made in the reader's language and the company's time zone, long after the view has answered."""
    language = translation.get_language()
    while True:
        with like_on_a_page(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


class ListExport(ExportPage):
    """The rows of a list, all its pages."""

    lists: Any = None  # the list page

    def page(self) -> ListPage:
        page: ListPage = self.lists()
        page.setup(self.request, **self.kwargs)
        return page

    def get_title(self) -> str:
        return self.page().get_title()

    def back(self) -> str:
        return self.page().with_params().replace("/export/", "/", 1)

    def part_only(self) -> bool:
        user: Any = self.request.user
        return bool(user.reach("view", self.model) != user.reach("export", self.model))

    def narrowed(self) -> list[tuple[str, str]]:
        """Filters in use, in words."""
        page = self.page()
        _columns, filters, _rows = page.asked()
        if filters is None or not filters.form.is_valid():
            return []
        asked = ((filters.form.fields[name], filters.form.cleaned_data.get(name)) for name in page.active(filters))
        return [(str(field.label or ""), in_words(field, value)) for field, value in asked if value not in (None, "")]

    def take(self, most: int) -> Taken:
        columns, _filters, rows = self.page().asked()
        rows = rows.visible_to(self.request.user, self.verb)
        found = rows.order_by(*ordering_of(rows)).prefetch_related(None).select_related(None)
        keys = array("q", found.values_list("pk", flat=True)[: most + 1].iterator(chunk_size=10_000))

        def fetch(user: User, some: Sequence[int]) -> list[Any]:
            still = rows.order_by().visible_to(user).visible_to(user, self.verb).filter(pk__in=list(some))
            by_key = {row.pk: row for row in still}
            batch = [by_key[key] for key in some if key in by_key]
            conceal(user, batch)
            return batch

        return Taken(self.model, parts_of(columns, current.organisation().home_currency), keys, fetch)


def in_words(field: Any, value: Any) -> str:
    if isinstance(value, slice):
        return " – ".join(in_words(field, end) if end is not None else "…" for end in (value.start, value.stop))
    if hasattr(value, "year"):
        return date_format(value, "Y-m-d")
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(dict(getattr(field, "choices", ()) or ()).get(value, value) if isinstance(value, str) else value)


def exports(patterns: list[Any]) -> list[URLPattern]:
    """The addresses of exports of every list among an app's addresses: ``leads/export/``, named ``lead_export``."""
    found = []
    for entry in patterns:
        page = getattr(getattr(entry, "callback", None), "view_class", None)
        if isinstance(page, type) and issubclass(page, ListPage) and page.columns:
            view = ListExport.as_view(model=page.model, lists=page)
            name = f"{entry.name.removesuffix('_list')}_export"
            found.append(path(f"{entry.pattern}export/", view, name=name))
    return found
