"""The KPIs, declared by area; everything about one is in its declaration."""

from analytics.kpi import Kpi
from analytics.kpis import call_center, customer, marketing, sales, service

KPIS: dict[str, Kpi] = {}
for _area in (sales, customer, service, call_center, marketing):
    for _kpi in _area.DECLARED:
        if _kpi.code in KPIS:
            raise ValueError(f"two KPIs are called {_kpi.code}")
        KPIS[_kpi.code] = _kpi


def get(code: str) -> Kpi:
    """The KPI of a code, or a KeyError with the code."""
    return KPIS[code]
