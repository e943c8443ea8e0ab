"""Survey answers and feedback from other systems' files."""

from marketing.importing.ad_results import AD_RESULTS
from marketing.importing.answers import ANSWERS
from marketing.importing.engagement import ENGAGEMENT
from marketing.importing.feedback import FEEDBACK
from marketing.importing.spend import DATA_USES, SPEND

__all__ = [
    "AD_RESULTS",
    "ANSWERS",
    "DATA_USES",
    "ENGAGEMENT",
    "FEEDBACK",
    "SPEND",
]
