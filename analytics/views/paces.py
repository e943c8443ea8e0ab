"""How fast customers of each segment buy again, and when they count as lost."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Segment
from accounts.queries import organisation
from analytics import actions
from analytics.paces import ENOUGH, paces
from crm_project.guard import guard


@require_safe
@guard("configure", Segment)
def pace_list(request: HttpRequest) -> HttpResponse:
    """Segments with the gaps between their customers' orders beside the days they are given."""
    ours = organisation()
    context = {"title": _("Pace of segments"), "paces": paces(ours), "organisation": ours, "enough": ENOUGH}
    return render(request, "analytics/paces.html", context)


@require_POST
@guard("configure", Segment)
def pace_take_over(request: HttpRequest) -> HttpResponse:
    """Give every segment its own pace."""
    changed = actions.take_over_paces(organisation(), by=request.user)  # type: ignore[arg-type]
    said = ngettext("%(count)s segment has a new pace.", "%(count)s segments have a new pace.", changed)
    messages.success(request, said % {"count": changed} if changed else _("Every segment has its own pace already."))
    return HttpResponseRedirect(reverse("analytics:pace_list"))
