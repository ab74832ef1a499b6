"""The lists brought in so far, bringing in more, the files to start from, and the example."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from safeload.audit.refusals import Refusal
from safeload.imports import actions, jobs, queries
from safeload.imports.examples import EXAMPLES, load_people, show_to
from safeload.imports.forms.upload import UploadForm
from safeload.imports.models import Import
from safeload.imports.presenters import reports
from safeload.imports.sources.template import template
from safeload.imports.views.shared import require_lists
from safeload.people.requests import Request
from safeload.web import listing

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def lists(request: Request) -> HttpResponse:
    """Lists brought in, newest first, and where to begin."""
    require_lists(request)
    page = listing.page_of(request, queries.imports(request.scope), 25)
    rows = [{"list": one, "files": reports.files(one), "tag": reports.state_tag(one)} for one in page]
    context = {"rows": rows, "page": page, "may_try": _may_try(), "examples": EXAMPLES}
    return render(request, "imports/lists.html", context)


def bring_in_lists(request: Request) -> HttpResponse:
    """Choose files; they are opened, told apart, and each kind is checked."""
    require_lists(request)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"on": request.scope.on})
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return _bring_in(request, form)
            except Refusal as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    return render(request, "imports/bring_in_lists.html", {"form": form}, status=422 if form.errors else 200)


def _bring_in(request: Request, form: UploadForm) -> HttpResponse:
    given = form.cleaned_data
    files = [(file.name, file.read()) for file in given["lists"]]
    kind = given["kind"] or None
    made = actions.bring_in(by=request.user, files=files, on=given["on"], kind=kind)
    jobs.check(made[0].pk)
    if len(made) > 1:
        messages.info(
            request,
            "You brought in several kinds of list. Apply this one first, then the next under “Lists”.",
        )
    return redirect("brought_list", made[0].pk)


@require_POST
def try_lists(request: Request) -> HttpResponse:
    """Load the example’s practitioners, and bring in its Annex A workbook to be checked."""
    require_lists(request)
    if not _may_try():
        raise Http404
    try:
        load_people(request.user, request.scope.on)
        show_to(request.user)
        made = actions.bring_in(by=request.user, files=[EXAMPLES["annex-a.xlsx"].file()], on=request.scope.on)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("lists")
    jobs.check(made[0].pk)
    messages.success(
        request, "The example’s 24 practitioners are here, with their teams. This is its Annex A workbook."
    )
    return redirect("brought_list", made[0].pk)


def example_file(request: Request, name: str) -> HttpResponse:
    """A file to start from: our own workbook, or one of the example’s."""
    require_lists(request)
    if name == "safeload-workbook.xlsx":
        content, kind = template(), _SHEET
    elif name in EXAMPLES and Path(EXAMPLES[name].path).is_file():
        content = EXAMPLES[name].file()[1]
        kind = _SHEET if name.endswith(".xlsx") else "text/csv; charset=utf-8"
    else:
        raise Http404
    said = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=said)


def _may_try() -> bool:
    """In the demo alone; not twice."""
    there = all(Path(one.path).is_file() for one in EXAMPLES.values())
    names = Import.objects.filter(state=Import.State.APPLIED, kind=Import.Kind.ANNEX_A)
    tried = any(EXAMPLES["annex-a.xlsx"].name in one.file_names for one in names.only("file_names"))
    return settings.SAFELOAD_DEMO and there and not tried
