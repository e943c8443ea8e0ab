"""Addresses of service."""

from __future__ import annotations

from django.urls import path

from accounts.views_exports import exports
from crm_project.links import routes
from service.views import centre, complaints, desk, field

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
        pick=desk.CallPick,
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
    *routes(
        "agent-states",
        "agentstate",
        list=centre.AgentStateList,
        create=centre.AgentStateCreate,
        detail=centre.AgentStateDetail,
        edit=centre.AgentStateEdit,
        end=centre.AgentStateEnd,
        delete=centre.AgentStateDelete,
    ),
    *routes(
        "scorecards",
        "scorecard",
        list=centre.ScorecardList,
        create=centre.ScorecardCreate,
        detail=centre.ScorecardDetail,
        edit=centre.ScorecardEdit,
        delete=centre.ScorecardDelete,
    ),
    *routes(
        "call-reviews",
        "callreview",
        list=centre.CallReviewList,
        create=centre.CallReviewCreate,
        detail=centre.CallReviewDetail,
        edit=centre.CallReviewEdit,
        delete=centre.CallReviewDelete,
    ),
    path("field-jobs/queue/", field.FieldJobQueue.as_view(), name="fieldjob_queue"),
    *routes(
        "field-jobs",
        "fieldjob",
        list=field.FieldJobList,
        create=field.FieldJobCreate,
        detail=field.FieldJobDetail,
        edit=field.FieldJobEdit,
        dispatch=field.FieldJobDispatch,
        finish=field.FieldJobFinish,
        cancel=field.FieldJobCancel,
    ),
    *routes(
        "process-incidents",
        "processincident",
        list=field.ProcessIncidentList,
        create=field.ProcessIncidentCreate,
        detail=field.ProcessIncidentDetail,
        edit=field.ProcessIncidentEdit,
        delete=field.ProcessIncidentDelete,
    ),
    *routes(
        "complaints",
        "complaint",
        list=complaints.ComplaintList,
        create=complaints.ComplaintCreate,
        pick=complaints.ComplaintPick,
        detail=complaints.ComplaintDetail,
        edit=complaints.ComplaintEdit,
        delete=complaints.ComplaintDelete,
        classify=complaints.ComplaintClassify,
        close=complaints.ComplaintClose,
        reopen=complaints.ComplaintReopen,
    ),
]
urlpatterns += exports(urlpatterns)
