"""KPIs of contracts, documents and departures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.facts.contracts import CONTRACTS_DUE, DEPARTURES, DOCUMENTS_LOST, DOCUMENTS_ON_FILE, renewed, still_lost
from analytics.kpi import Area, Better, Kpi, Unit

due = CONTRACTS_DUE.count(_("contracts that reached their end"))
due_value = CONTRACTS_DUE.total(_("annual value of contracts that reached their end"), "annual_value")
went_on = CONTRACTS_DUE.count(_("of them renewed in time"), where=renewed)
went_on_value = CONTRACTS_DUE.total(_("annual value of those renewed in time"), "annual_value", where=renewed)
lost = DOCUMENTS_LOST.count(_("documents lost and not found again"), where=still_lost)
on_file = DOCUMENTS_ON_FILE.count(_("documents on file at the end"))
left = DEPARTURES.count(_("customers lost"))

RENEWAL_RATE = Kpi(
    code="renewal_rate",
    en="Contract renewal rate",
    zh="客户续约率",
    means=_(
        "Of the contracts whose agreed end lies in the window, the share renewed by the end of the grace days. One terminated early is due at its agreed end."
    ),
    formula=went_on / due,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    source=("3:85",),
    variants={"value": went_on_value / due_value},
)
DOCUMENT_LOSS = Kpi(
    code="contract_document_loss",
    en="Lost contracts and records",
    zh="销售合同、档案资料管理",
    means=_(
        "Contracts and records reported lost in the window. What is found again is taken off the day it was reported lost."
    ),
    formula=lost,
    unit=Unit.COUNT,
    better=Better.LOWER,
    area=Area.GOVERNANCE,
    source=("4:47",),
    variants={"rate": lost / on_file},
)
CHURN_REASONS = Kpi(
    code="churn_reasons",
    en="Churn reasons",
    zh="客户流失原因",
    means=_("Why customers left: the share of each reason among all who left in the window. Unknown is one of them."),
    formula=left / left,
    unit=Unit.RATIO,
    better=Better.NEITHER,
    area=Area.CUSTOMER,
    source=("1:28", "1:35", "2:15", "2:52", "3:32", "3:34", "3:4", "3:7", "4:40"),
    whole_below=frozenset({"reason", "kind", "competitor"}),
)

DECLARED: list[Kpi] = [RENEWAL_RATE, DOCUMENT_LOSS, CHURN_REASONS]
