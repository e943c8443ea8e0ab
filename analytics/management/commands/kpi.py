"""One figure on the command line, by the same layer as every page."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.queries import organisation
from analytics.figures import Figure, Reader
from analytics.kpis import KPIS
from analytics.payload import figure_payload
from analytics.periods import Window
from analytics.scopes import COMPANY, Scope, category_filter, owner_scope, team_scope


class Command(BaseCommand):
    help = "Print a KPI over a window of local days (both inclusive)."

    def add_arguments(self, parser: CommandParser) -> None:
        day = dt.date.fromisoformat
        parser.add_argument("code")
        parser.add_argument("--from", dest="first", type=day, required=True, metavar="YYYY-MM-DD")
        parser.add_argument("--to", dest="last", type=day, required=True, metavar="YYYY-MM-DD")
        parser.add_argument("--by", metavar="DIMENSION")
        parser.add_argument("--team", metavar="NAME")
        parser.add_argument("--owner", metavar="NAME")
        parser.add_argument("--category", metavar="NAME")
        parser.add_argument("--variant", metavar="NAME")
        parser.add_argument("--as-of", type=day, metavar="DATE", help="as it was known at the end of that day")
        parser.add_argument("--live", action="store_true", help="ask the rows, past the cells")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            figure, scope = self.figure(options)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(figure_payload(figure, scope), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(self.in_words(figure, scope))

    def figure(self, options: dict[str, Any]) -> tuple[Figure, Scope]:
        kpi = KPIS.get(options["code"])
        if kpi is None:
            raise CommandError(f"There is no KPI “{options['code']}”; manage.py kpis lists them.")
        if options["team"] and options["owner"]:
            raise CommandError("Either --team or --owner, not both.")
        scope = COMPANY
        if options["team"]:
            scope = team_scope(options["team"])
        if options["owner"]:
            scope = owner_scope(options["owner"])
        filters = scope.filters()
        if options["category"]:
            filters |= category_filter(options["category"])
            scope = replace(scope, label=" · ".join(filter(None, [scope.label, options["category"]])))
        reader = Reader(organisation(), filters, as_of=options["as_of"], live=options["live"])
        window = Window(options["first"], options["last"])
        return reader.figure(kpi, window, variant=options["variant"], by=options["by"]), scope

    def in_words(self, figure: Figure, scope: Scope) -> str:
        lines = [f"{figure.kpi.label}: {plain(figure.value)}  ({figure.window}, {scope.label or scope.kind})"]
        if figure.denominator is not None:
            lines.append(f"  {plain(figure.numerator)} ÷ {plain(figure.denominator)}")
        lines.append(f"  {figure.kpi.printed()}")
        lines += [f"  missing: {name}" for name in figure.missing]
        labels = figure_payload(figure, scope).get("by", [])
        lines += [f"  {part['label']:<30} {part['value']}" for part in labels]
        return "\n".join(lines)


def plain(number: Decimal | None) -> str:
    return "–" if number is None else f"{number.normalize():f}"
