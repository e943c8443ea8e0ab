"""Calls and tickets from other systems' files."""

from service.importing.calls import CALLS
from service.importing.tickets import TICKETS

__all__ = ["CALLS", "TICKETS"]
