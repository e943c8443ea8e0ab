"""Calls, tickets, agents' states, field jobs and incidents from other systems' files."""

from service.importing.calls import CALLS
from service.importing.field import FIELD_JOBS, INCIDENTS
from service.importing.shifts import AGENT_STATES
from service.importing.tickets import TICKETS

__all__ = ["AGENT_STATES", "CALLS", "FIELD_JOBS", "INCIDENTS", "TICKETS"]
