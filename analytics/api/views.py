"""KPIs by API: the catalogue, a figure, the rows behind it. The same layer as every page."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.current import organisation
from analytics.access import may_read, readable_kpis
from analytics.behind import SIDES, rows_behind
from analytics.catalogue import entry
from analytics.kpi import Kpi
from analytics.kpis import KPIS
from analytics.payload import behind_payload, figure_payload
from analytics.questions import OutOfScope, Question, question

ASKED = [
    OpenApiParameter("from", OpenApiTypes.DATE, description="first local day; default: first of the month"),
    OpenApiParameter("to", OpenApiTypes.DATE, description="last local day, inclusive; default: today"),
    OpenApiParameter("team", str, description="a team by number or name, with all teams below it"),
    OpenApiParameter("owner", str, description="a person by number, user name or display name"),
    OpenApiParameter("category", str, description="a product category by name, with all below it"),
    OpenApiParameter("variant", str),
    OpenApiParameter("as_of", OpenApiTypes.DATE, description="as it was known at the end of that day"),
    OpenApiParameter("live", bool, description="ask the rows, past the stored cells"),
]


class KpiView(APIView):
    """Opens to whoever may read any KPI; whose figures is decided by the question's scope."""

    guard = ("view", "analytics.kpi")

    def kpi(self, request: Request, code: str) -> Kpi:
        kpi = KPIS.get(code)
        if kpi is None or not may_read(request.user, kpi):
            raise Http404
        return kpi

    def question(self, request: Request, code: str) -> Question:
        try:
            return question(self.kpi(request, code), request.user, request.query_params, organisation())
        except OutOfScope:
            raise Http404 from None
        except ValueError as error:
            raise ValidationError({"detail": str(error)}) from error


class Catalogue(KpiView):
    """The KPIs one may read, with names, formula, unit, dimensions and variants."""

    @extend_schema(responses=OpenApiTypes.OBJECT, operation_id="kpis_list")
    def get(self, request: Request) -> Response:
        return Response([entry(kpi) for kpi in readable_kpis(request.user)])


class FigureOf(KpiView):
    """One figure over a window of local days, in one's scope; with ``by`` split by a dimension."""

    @extend_schema(
        parameters=[*ASKED, OpenApiParameter("by", str)], responses=OpenApiTypes.OBJECT, operation_id="kpis_figure"
    )
    def get(self, request: Request, code: str) -> Response:
        asked = self.question(request, code)
        try:
            return Response(figure_payload(asked.figure(), asked.scope))
        except ValueError as error:
            raise ValidationError({"detail": str(error)}) from error


class RowsOf(KpiView):
    """The records behind one side of a figure, each with what it adds; ``after`` continues a page."""

    @extend_schema(
        parameters=[*ASKED, OpenApiParameter("side", str, enum=SIDES), OpenApiParameter("after", str)],
        responses=OpenApiTypes.OBJECT,
        operation_id="kpis_rows",
    )
    def get(self, request: Request, code: str) -> Response:
        asked = self.question(request, code)
        side = request.query_params.get("side", "numerator")
        if side not in SIDES:
            raise ValidationError({"side": ["numerator / denominator"]})
        after: Any = request.query_params.get("after", "")
        try:
            found = rows_behind(asked.reader, asked.kpi, asked.window, side, variant=asked.variant, after=after)
        except ValueError as error:
            raise ValidationError({"detail": str(error)}) from error
        return Response(behind_payload(found, asked.kpi, request.user))
