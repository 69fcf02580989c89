"""Pages of an administrator: all settings, people and roles as a matrix, their file out and in, what each role may do."""

from __future__ import annotations

import io

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.people.permissions import PERMISSIONS, ROLES
from goldthread.council.settings import people_table
from goldthread.council.settings.forms import PeopleFileForm
from goldthread.council.settings.overview import what_is_set
from goldthread.sheets import SheetError, write_csv
from goldthread.web.render import render_page

_SALT = "goldthread.council.settings.people_file"


def settings(request: HttpRequest) -> HttpResponse:
    """List what an administrator sets, each with what holds now."""
    return render_page(request, "council/settings.html", what_is_set(request.person))


def roles(request: HttpRequest) -> HttpResponse:
    """Show people and their roles as a matrix, with when each last signed in."""
    people = list(people_table.people_of(request.person))
    names, rows = people_table.matrix(people)
    context = {
        "roles": names,
        "rows": [(person, where, people_table.last_sign_in(person)) for person, where in rows],
    }
    return render_page(request, "council/roles.html", context)


def permissions(request: HttpRequest) -> HttpResponse:
    """Show what each role may do."""
    named = sorted(ROLES, key=ROLES.__getitem__)
    rows = [[name, *("Yes" if role in PERMISSIONS[name] else "" for role in named)] for name in PERMISSIONS]
    context = {"roles": [ROLES[role] for role in named], "rows": rows}
    return render_page(request, "council/permissions.html", context)


@command("council.manage")
def export_people(*, by: Person) -> list[Person]:
    """Export the users and their roles."""
    return list(people_table.people_of(by))


@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """Send people and their roles as a CSV."""
    out = io.BytesIO()
    write_csv(people_table.export_rows(export_people(by=request.person)), people_table.COLUMNS, out)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"people-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
def import_people(request: HttpRequest) -> HttpResponse:
    """Take a file of people: show first what it would do, and do it once that is confirmed."""
    form, found, sent = PeopleFileForm(request.POST or None, request.FILES or None), None, ""
    if request.method == "POST" and "rows" in request.POST:
        return _confirmed(request)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = file.read()
            found = people_table.read_people(request.person, io.BytesIO(content), file.name)
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            # Sent back as it was looked at, signed, so that nothing has to be kept meanwhile.
            rows = [
                [r.name, r.email, r.job_title, r.discipline, r.role, r.team.slug if r.team else "", r.board]
                for r in found.ready
            ]
            sent = signing.dumps([str(request.person.pk), rows], salt=_SALT, compress=True)
    context = {"form": form, "found": found, "sent": sent}
    return render_page(request, "council/import_people.html", context)


def _confirmed(request: HttpRequest) -> HttpResponse:
    try:
        who, rows = signing.loads(request.POST["rows"], salt=_SALT, max_age=3600)
    except signing.BadSignature:
        who, rows = "", []
    if who != str(request.person.pk):
        messages.error(request, "That took too long. Choose the file again.")
        return redirect("import_people")
    out = io.BytesIO()
    headings = ("Name", "Email address", "Job title", "Discipline", "Role", "Team", "Board")
    write_csv(rows, headings, out)
    out.seek(0)
    # Looked at again: somebody may have added some of them meanwhile.
    found = people_table.read_people(request.person, out, "people.csv")
    try:
        added = people_table.import_people(by=request.person, rows=found.ready)
    except Refused as refused:
        messages.error(request, f"Nothing was imported. {refused}")
    else:
        further = len(found.ready) - len(added)
        messages.success(request, f"{len(added)} users and {further} further roles added.")
    return redirect("role_matrix")
