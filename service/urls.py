"""Addresses of service."""

from __future__ import annotations

from crm_project.links import routes
from service.views import desk

app_name = "service"
urlpatterns = [
    *routes(
        "tickets",
        "ticket",
        list=desk.TicketList,
        create=desk.TicketCreate,
        pick=desk.TicketPick,
        detail=desk.TicketDetail,
        edit=desk.TicketEdit,
        answer=desk.TicketAnswer,
        note=desk.TicketNote,
        receive=desk.TicketReceive,
        touch=desk.TicketTouch,
        resolve=desk.TicketResolve,
        reopen=desk.TicketReopen,
        wait=desk.TicketWait,
        assign=desk.TicketAssign,
        merge=desk.TicketMerge,
    ),
    *routes(
        "calls",
        "call",
        list=desk.CallList,
        create=desk.CallCreate,
        detail=desk.CallDetail,
        edit=desk.CallEdit,
    ),
    *routes(
        "queues",
        "queue",
        list=desk.QueueList,
        create=desk.QueueCreate,
        detail=desk.QueueDetail,
        edit=desk.QueueEdit,
        delete=desk.QueueDelete,
    ),
    *routes(
        "calendars",
        "businesscalendar",
        list=desk.CalendarList,
        create=desk.CalendarCreate,
        detail=desk.CalendarDetail,
        edit=desk.CalendarEdit,
        delete=desk.CalendarDelete,
    ),
]
