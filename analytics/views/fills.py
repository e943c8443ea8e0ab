"""The filler's log, and a button that wakes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from kombu.exceptions import OperationalError

from analytics import tasks
from analytics.models import FillRun
from crm_project.guard import guard
from crm_project.links import safe_next
from crm_project.pages import Column, ListPage


class FillList(ListPage):
    """Every run of the filler, the newest first."""

    model = FillRun
    title = gettext_lazy("Fills")
    template = "analytics/fill_list.html"
    columns = ("started_at", Column("ended_at"), "since", "until", "days", "published", "reason", "error")
    empty = gettext_lazy("The filler has not run yet. Beat wakes it every few minutes.")


@require_POST
@guard("configure", FillRun)
def fill_now(request: HttpRequest) -> HttpResponse:
    """Wake the filler; it finds out by itself what there is to do."""
    try:
        tasks.fill.delay()
        messages.success(request, _("The filler was woken. Its run appears here when it found something to do."))
    except OperationalError:
        messages.error(request, _("The task queue does not answer, so the filler was not woken."))
    return HttpResponseRedirect(safe_next(request) or reverse("analytics:home"))
