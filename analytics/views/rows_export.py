"""The rows behind a figure as a file: those this person may see and take out, each with what it adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import current
from accounts.models import User
from accounts.views_exports import MOST, ExportPage, Taken
from analytics import access
from analytics.asked import Asked, asked
from analytics.behind import SIDES, Term, attach, every_row, targets_behind
from analytics.models import Target
from analytics.templatetags.figures import days
from analytics.views.kpi import columns_of, counts_targets, may_export, only_label, reader_for, scope_label
from analytics.views.targets import COLUMNS
from crm_project.columns import column_of
from crm_project.conceal import conceal
from crm_project.errors import ActionRefused
from crm_project.exporting import Part, parts_of

ONE_STATEMENT = 200_000  # all keys and amounts are held at once


@dataclass(frozen=True)
class Line:
    """A record behind a figure, as one measure counts it."""

    term: int
    amount: Decimal
    record: Any


class RowsExport(ExportPage):
    """``?side=`` and all that the page of the rows was asked for."""

    model = access.VIEWED
    intro = gettext_lazy("The file holds the rows behind the figure that you may see and take out, and what each adds.")
    most = dict.fromkeys(MOST, ONE_STATEMENT)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.question: Asked = asked(request, kwargs["code"])
        self.side = request.GET.get("side", "numerator")
        if self.side not in SIDES or not may_export(request.user, self.question, self.side):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_title(self) -> str:
        return str(self.question.kpi.label)

    def file_name(self) -> str:
        return f"{self.question.kpi.code}-{self.side}"

    def asked_for(self) -> dict[str, Any]:
        return {"kpi": self.question.kpi.code, **super().asked_for()}

    def back(self) -> str:
        return self.question.url("analytics:kpi_rows", side=self.side, by="")

    def narrowed(self) -> list[tuple[str, str]]:
        said = [(_("period"), days(self.question.window)), (_("scope"), scope_label(self.question.scope))]
        return [*said, (_("only"), only_label(self.question))] if self.question.only else said

    def take(self, most: int) -> Taken:
        try:
            return self.targets() if counts_targets(self.question.kpi.code, self.side) else self.rows_taken(most)
        except ValueError as error:
            raise ActionRefused(str(error)) from error

    def targets(self) -> Taken:
        keys = [row.pk for row in targets_behind(reader_for(self.question), self.question.window)]
        columns = [column_of(Target, column) for column in COLUMNS]

        def fetch(user: User, some: Sequence[int]) -> list[Any]:
            rows = may_leave(user, Target).filter(pk__in=some).order_by("starts_on", "pk")
            return list(rows.select_related("owner", "team", "category"))

        return Taken(Target, parts_of(columns, current.organisation().home_currency), keys, fetch)

    def rows_taken(self, most: int) -> Taken:
        question, reader = self.question, reader_for(self.question)
        variant = question.variant or None
        terms, keys = every_row(reader, question.kpi, question.window, self.side, variant=variant, most=most + 1)

        def fetch(user: User, some: Sequence[tuple[int, int, Decimal]]) -> list[Any]:
            return lines_of(user, terms, list(some))

        kinds = [term.measure.fact.model for term in terms]
        model = next(kind for kind in kinds if self.request.user.can("export", kind))
        return Taken(model, parts(terms, self.request.user), keys, fetch)


def may_leave(user: User, model: Any) -> Any:
    """The records a person sees and may take out."""
    return model._default_manager.visible_to(user).visible_to(user, "export")


def lines_of(user: User, terms: list[Term], some: list[tuple[int, int, Decimal]]) -> list[Line]:
    found = [Line(row.term, row.amount, row.record) for row in attach(terms, some) if row.record is not None]
    kept = set()
    for model in {type(line.record) for line in found}:
        keys = {line.record.pk for line in found if type(line.record) is model}
        kept |= {(model, pk) for pk in may_leave(user, model).filter(pk__in=keys).values_list("pk", flat=True)}
    found = [line for line in found if (type(line.record), line.record.pk) in kept]
    for model in {type(line.record) for line in found}:
        conceal(user, [line.record for line in found if type(line.record) is model], every=True, far=True)
    return found


def parts(terms: list[Term], user: Any) -> list[Part]:
    """What is counted, every column of any measure, and what the row adds."""
    home = current.organisation().home_currency
    by_heading: dict[str, dict[int, Part]] = {}
    for number, term in enumerate(terms):
        for part in parts_of(columns_of(term.measure.fact, user), home):
            by_heading.setdefault(part.heading, {})[number] = part
    names = [f"{'− ' if term.sign < 0 else ''}{capfirst(str(term.measure.label))}" for term in terms]
    return [
        Part(_("Counted as"), lambda line: names[line.term]),
        *(Part(heading, one_of(those)) for heading, those in by_heading.items()),
        Part(_("Adds"), lambda line: line.amount),
    ]


def one_of(those: dict[int, Part]) -> Any:
    """A column that some measures have and others not."""
    return lambda line: those[line.term].of(line.record) if line.term in those else None
