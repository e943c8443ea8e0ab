"""Addresses of service."""

from __future__ import annotations

from crm_project.links import routes
from service import views

app_name = "service"
urlpatterns = [
    *routes(
        "tickets",
        "ticket",
        list=views.TicketList,
        create=views.TicketCreate,
        pick=views.TicketPick,
        detail=views.TicketDetail,
        edit=views.TicketEdit,
        answer=views.TicketAnswer,
        note=views.TicketNote,
        receive=views.TicketReceive,
        touch=views.TicketTouch,
        resolve=views.TicketResolve,
        reopen=views.TicketReopen,
        wait=views.TicketWait,
        assign=views.TicketAssign,
        merge=views.TicketMerge,
    ),
    *routes(
        "calls",
        "call",
        list=views.CallList,
        create=views.CallCreate,
        detail=views.CallDetail,
        edit=views.CallEdit,
    ),
    *routes(
        "queues",
        "queue",
        list=views.QueueList,
        create=views.QueueCreate,
        detail=views.QueueDetail,
        edit=views.QueueEdit,
        delete=views.QueueDelete,
    ),
    *routes(
        "calendars",
        "businesscalendar",
        list=views.CalendarList,
        create=views.CalendarCreate,
        detail=views.CalendarDetail,
        edit=views.CalendarEdit,
        delete=views.CalendarDelete,
    ),
]
