"""What customers consented to, and withdrew, from a file: one row, one consent or withdrawal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from accounts.importing.customer_refs import CUSTOMER_FIELDS
from accounts.importing.table import (
    EXTERNAL_ID,
    Table,
    by_customer,
    customer_column,
    keyed,
    kind_of,
    same,
    texts,
    with_customer,
)
from accounts.models import Consent, Purpose
from crm_project.importing.fields import Field, Type

FIELDS = (
    EXTERNAL_ID,
    *CUSTOMER_FIELDS,
    Field("purpose", gettext_lazy("purpose"), Type.CHOICE, required=True, choices=tuple(Purpose.values), headers=("Purpose", "用途", "授权用途")),
    Field("given", gettext_lazy("consented (else withdrew)"), Type.YES_NO, default=True, headers=("Consent", "Given", "Opt-in", "是否同意")),
    Field("at", gettext_lazy("when"), Type.MOMENT, required=True, headers=("At", "Date", "When", "Consent Date", "时间", "授权时间")),
    Field("how", gettext_lazy("how"), Type.CHOICE, default="web", choices=tuple(Consent.How.values), headers=("How", "Method", "授权方式")),
    Field("wording", gettext_lazy("wording shown"), longest=5000, headers=("Wording", "Text", "授权文本")),
)  # fmt: skip

CONSENTS = kind_of(
    "consents",
    gettext_lazy("consents"),
    FIELDS,
    Table(
        Consent,
        same("purpose", "given", "at", "how") | texts("wording") | customer_column(),
        (by_customer("at", status="prospect"),),
        rules=(("n.at > %(now)s", gettext_lazy("this moment is still to come")),),
    ),
    with_customer,
    keyed("customer_id", "customer", "purpose", "at"),
)
