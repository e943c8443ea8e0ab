"""Calls, tickets, agents' states, field jobs, incidents and complaints from other systems' files."""

from service.importing.calls import CALLS
from service.importing.complaints import COMPLAINTS
from service.importing.field import FIELD_JOBS, INCIDENTS
from service.importing.reviews import CALL_REVIEWS
from service.importing.shifts import AGENT_STATES
from service.importing.tickets import TICKETS

__all__ = ["AGENT_STATES", "CALLS", "CALL_REVIEWS", "COMPLAINTS", "FIELD_JOBS", "INCIDENTS", "TICKETS"]
