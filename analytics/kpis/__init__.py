"""The KPIs, declared by area; everything about one is in its declaration."""

from analytics.kpi import Kpi
from analytics.kpis import (
    advertising,
    call_center,
    campaigns,
    centre,
    channels,
    complaints,
    contracts,
    customer,
    engagement,
    expenses,
    field,
    goals,
    loyalty,
    marketing,
    models,
    pipeline,
    quality,
    sales,
    service,
    surveys,
)

KPIS: dict[str, Kpi] = {}
for _area in (
    sales,
    pipeline,
    expenses,
    customer,
    loyalty,
    contracts,
    quality,
    engagement,
    models,
    surveys,
    complaints,
    service,
    field,
    call_center,
    centre,
    marketing,
    campaigns,
    channels,
    advertising,
    goals,
):
    for _kpi in _area.DECLARED:
        if _kpi.code in KPIS:
            raise ValueError(f"two KPIs are called {_kpi.code}")
        KPIS[_kpi.code] = _kpi


def get(code: str) -> Kpi:
    """The KPI of a code, or a KeyError with the code."""
    return KPIS[code]
