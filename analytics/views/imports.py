"""Importing by page: upload, mapping with preview, run, outcome."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import ImportRun
from analytics import import_jobs
from analytics.import_forms import MappingForm, UploadForm
from analytics.importing import KINDS
from crm_project.errors import ActionRefused
from crm_project.guard import guard
from crm_project.importing.errors import ImportBroken

SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
@guard("add", ImportRun)
def import_list(request: HttpRequest) -> HttpResponse:
    """Past imports, and a form for the next one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = import_jobs.keep_upload(form.cleaned_data["kind"], form.cleaned_data["file"], by=request.user)
        except ActionRefused as error:
            form.add_error(error.field, error.sentence)
        else:
            return HttpResponseRedirect(reverse("analytics:import_run", args=[run.pk]))
    runs = ImportRun.objects.visible_to(request.user).select_related("by")[:SHOWN]
    context = {"title": _("Import"), "form": form, "runs": runs, "kinds": KINDS}
    return render(request, "analytics/import_list.html", context, status=400 if form.errors else 200)


def _run(request: HttpRequest, pk: int) -> ImportRun:
    run = ImportRun.objects.visible_to(request.user).filter(pk=pk).first()
    if run is None or run.kind not in KINDS:
        raise Http404
    return run


@require_http_methods(["GET", "HEAD", "POST"])
@guard("add", ImportRun)
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """The mapping of one file with its preview; once started, its progress and its outcome."""
    run = _run(request, pk)
    open_for_change = (
        run.state in {ImportRun.State.PREVIEW, ImportRun.State.FAILED} and import_jobs.stored(run).is_file()
    )
    form = MappingForm(request.POST or None, initial={"mapping": run.mapping})
    context: dict[str, Any] = {"title": run.file_name, "run": run, "form": form, "kind": KINDS[run.kind]}
    if request.method == "POST" and form.is_valid():
        try:
            if "run" in request.POST:
                import_jobs.start(run, form.cleaned_data["mapping"], by=request.user)
                return HttpResponseRedirect(request.path)
            context["preview"] = import_jobs.look(run, form.cleaned_data["mapping"], request.user)
        except ImportBroken as error:
            form.add_error("mapping", str(error))
        except ActionRefused as error:
            messages.error(request, error.sentence)
            return HttpResponseRedirect(request.path)
    context |= {"percent": import_jobs.progress_of(run), "rejects": import_jobs.rejects_of(run).is_file()}
    context["headings"] = import_jobs.headings(run) if open_for_change else []
    context["open"] = open_for_change
    return render(request, "analytics/import_run.html", context, status=400 if form.errors else 200)


@require_safe
@guard("add", ImportRun)
def import_rejects(request: HttpRequest, pk: int) -> FileResponse:
    """The rejected rows of an import, each with its reason."""
    path = import_jobs.rejects_of(_run(request, pk))
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"import-{pk}-rejected.csv")
