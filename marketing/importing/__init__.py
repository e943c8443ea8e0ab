"""Survey answers and feedback from other systems' files."""

from marketing.importing.ad_results import AD_RESULTS
from marketing.importing.answers import ANSWERS
from marketing.importing.engagement import ENGAGEMENT
from marketing.importing.feedback import FEEDBACK

__all__ = [
    "AD_RESULTS",
    "ANSWERS",
    "ENGAGEMENT",
    "FEEDBACK",
]
