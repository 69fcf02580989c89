"""Pages of comparators: adding one, importing a published file, one with its history, and its correction."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.impact import disclosure
from goldthread.impact.comparators import commands
from goldthread.impact.comparators.comparing import compare
from goldthread.impact.comparators.files import ComparatorFile, UnmatchedColumns, read_ascof, year_in
from goldthread.impact.comparators.forms import (
    CALLED,
    AscofForm,
    ComparatorForm,
    EditComparatorForm,
    FileForm,
)
from goldthread.impact.comparators.models import Comparator
from goldthread.impact.models import Measure
from goldthread.sheets import SheetError
from goldthread.web.jinja import date
from goldthread.web.render import render_page


def add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add what somebody published beside a measure."""
    measure = get_record(request, Measure, pk)
    return form_page(
        request,
        ComparatorForm,
        commands.record_comparator,
        title="Add a comparator",
        initial={"unit": measure.unit},
        done=f"Comparator added to “{measure.name}”",
        then=lambda made: address(measure),
        page={
            "intro": f"{measure.name}. It is compared with ours only where unit and period are the same.",
            "back": address(measure),
            "submit": "Save comparator",
        },
        measure=measure,
        today=timezone.localdate(),
    )


def comparator(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one published figure with its base and source, and whether ours may be compared with it."""
    record = get_record(request, Comparator, pk, withdrawn=True, along=("measure", "recorded_by"))
    found, measure = None, record.measure
    if measure is not None and not disclosure.numbers_withheld(request.person, measure):
        found = compare(measure, list(measure.readings.all()), record)
    return record_page(
        request,
        record,
        "impact/comparator.html",
        edit="impact:edit_comparator",
        facts=[
            ("Beside", link(request, measure) if measure else record.get_about_display()),
            ("Period", record.period),
            ("Figure", record.in_words),
            ("What its base counts", record.denominator_means),
            ("Code", record.code),
            ("Recorded on", date(record.recorded_on)),
            ("Recorded by", record.recorded_by.name if request.person.may("thread.read") else None),
        ],
        crumbs=[(measure.name, address(measure))] if measure else [],
        compared=found,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a published figure."""
    record = get_record(request, Comparator, pk)
    return form_page(
        request,
        EditComparatorForm,
        commands.edit_comparator,
        title=f"Correct comparator: {record}",
        record=record,
        initial={"counts_same": "yes" if record.counts_same else "no"},
        comparator=record,
        today=timezone.localdate(),
    )


def import_ascof(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Import a measure's comparators from ASCOF's published file."""
    measure = get_record(request, Measure, pk)

    def read(form: FileForm, given: Mapping[str, Any]) -> ComparatorFile:
        table = read_ascof(
            given["file"].file,
            given["file"].name,
            year=given["year"],
            code=given["code"],
            places=given["places"],
            unit=measure.unit,
            denominator_means=measure.denominator_means,
            columns=form.columns(),
        )
        same = {"counts_same": given["counts_same"], "differs": given["differs"]}
        return ComparatorFile([replace(each, **same) for each in table.published], table.left_out)

    return import_page(
        request,
        AscofForm,
        read,
        title="Import comparators from ASCOF",
        intro=f"{measure.name}. The file of all measures is on the pages of the Adult Social Care Outcomes Framework; "
        "only the places named here are taken from it.",
        back=address(measure),
        initial={"places": "England"},
        measure=measure,
    )


def import_page(
    request: HttpRequest,
    form_class: type[FileForm],
    read: Callable[[Any, Mapping[str, Any]], ComparatorFile],
    *,
    title: str,
    intro: str,
    back: str,
    initial: Mapping[str, Any],
    measure: Measure | None = None,
) -> HttpResponse:
    """Show the form of a published file, and save its figures; a column with another name is asked for on it."""
    named = [name.removeprefix("column_") for name in request.POST if name.startswith("column_")]
    options: dict[str, Any] = {"person": request.person, "initial": initial}
    form = form_class(
        request.POST or None,
        request.FILES or None,
        missing=[name for name in named if name in CALLED],
        headings=[request.POST[f"column_{name}"] for name in named],
        **options,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = year_in(given["file"].name)
        try:
            table = read(form, given)
            if said is not None and said != given["year"]:
                raise Refused(
                    f"The file's name says {said} to {said + 1}. Choose that year, or rename the file.",
                    field="year",
                )
            saved = commands.import_comparators(
                by=request.person, published=table.published, measure=measure, today=timezone.localdate()
            )
        except SheetError as error:
            form.add_error("file", str(error))
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            _show(request, table.left_out)
        except UnmatchedColumns as unmatched:
            form = form_class(
                initial=_typed(request, initial),
                person=request.person,
                missing=unmatched.missing,
                headings=unmatched.headings,
            )
            messages.info(
                request, "Some columns have other names. Choose them below, and choose the file again."
            )
        else:
            many = "1 figure" if len(saved) == 1 else f"{len(saved)} figures"
            messages.success(request, f"{many} imported")
            _show(request, table.left_out)
            return redirect(back)
    return render_page(
        request,
        "impact/import_comparators.html",
        {"form": form, "title": title, "intro": intro, "back": back},
    )


def _typed(request: HttpRequest, initial: Mapping[str, Any]) -> dict[str, Any]:
    return {**initial, **{name: request.POST[name] for name in request.POST if name != "csrfmiddlewaretoken"}}


def _show(request: HttpRequest, lines: Sequence[str]) -> None:
    for line in lines[:10]:
        messages.info(request, line)
