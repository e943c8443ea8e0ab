"""Survey answers and feedback from other systems' files."""

from marketing.importing.answers import ANSWERS
from marketing.importing.feedback import FEEDBACK

__all__ = ["ANSWERS", "FEEDBACK"]
