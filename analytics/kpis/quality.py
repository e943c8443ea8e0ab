"""KPIs of the quality of customer data."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analytics.facts.quality import CHECKS, COMPLETE, COMPLETENESS, COMPLETENESS_BY_FIELD
from analytics.kpi import Area, Better, Kpi, Period, Unit

field_filled = COMPLETENESS_BY_FIELD.count(_("required fields that are filled"), where=Q(filled=True))
field_required = COMPLETENESS_BY_FIELD.count(_("required fields of customers"))
filled = COMPLETENESS.total(_("required fields that are filled"), "filled", finer={"field": field_filled})
required = COMPLETENESS.total(_("required fields of customers"), "required", finer={"field": field_required})
complete = COMPLETENESS.count(_("customers with every required field filled"), where=COMPLETE)
scored = COMPLETENESS.count(_("customers with required fields"))
valid = CHECKS.count(_("values found right"), where=Q(valid=True))
checked = CHECKS.count(_("values checked"))

DATA_COMPLETENESS = Kpi(
    code="customer_data_completeness",
    en="Customer data completeness",
    zh="客户信息完整性",
    means=_(
        "Of the fields the company requires of its customers, the share that is filled; a blank or a placeholder is not."
    ),
    formula=filled / required,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    period=Period.END_OF_DAY,
    source=("3:76", "4:42"),
    variants={"fully_complete_customers": complete / scored},
    companions={"fully_complete_customers": "fully_complete_customers"},
)
DATA_ACCURACY = Kpi(
    code="customer_data_accuracy",
    en="Customer data accuracy",
    zh="客户信息准确性",
    means=_("Of the values of customers that were checked in the window, the share found right. Unchecked: no figure."),
    formula=valid / checked,
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.CUSTOMER,
    source=("3:76", "4:42"),
)

DECLARED = [DATA_COMPLETENESS, DATA_ACCURACY]
