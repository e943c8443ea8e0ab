"""The facts: which rows count, on which day, split by what."""

from analytics.fact import Fact
from analytics.facts import (
    advertising,
    campaigns,
    centre,
    clients,
    complaints,
    contracts,
    customers,
    engagement,
    expenses,
    field,
    goals,
    lapsing,
    loyalty,
    marketing,
    models,
    pipeline,
    quality,
    returning,
    sales,
    service,
    surveys,
)

FACTS: dict[str, Fact] = {}
for _module in (
    sales,
    customers,
    service,
    marketing,
    expenses,
    advertising,
    campaigns,
    surveys,
    complaints,
    centre,
    field,
    pipeline,
    contracts,
    quality,
    engagement,
    loyalty,
    returning,
    lapsing,
    models,
    clients,
    goals,
):
    for _fact in _module.DECLARED:
        if _fact.name in FACTS:
            raise ValueError(f"two facts are called {_fact.name}")
        FACTS[_fact.name] = _fact
