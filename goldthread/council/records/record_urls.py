"""The pages that every type of record has for assigning it and for correcting mistakes: withdraw, undo, merge, and open the original."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import contacts, people_named, saving, withdrawal
from goldthread.council.records.base import Record
from goldthread.council.records.finding import find_of
from goldthread.council.records.forms import ContactForm, MergeForm, ReasonForm
from goldthread.council.records.pages import address, called, form_page, get_record, heading, originals_of
from goldthread.council.records.spec import kind_of
from goldthread.council.records.work_pages import work_pages
from goldthread.web.doors import page
from goldthread.web.render import render_page

ORIGINAL = "feedback.original"


def record_pages(route: str, model: type[Record]) -> Iterator[URLPattern]:
    """Yield the lines for withdrawing, restoring and merging records of a type, under the permission to change it.

    `route` is that of the record's page, such as "lessons/<uuid:pk>/"; the names are withdraw_lesson and so on.
    """
    kind, spec = kind_of(model), model.spec
    yield from work_pages(route, model)
    if spec.withdraws:
        yield page(f"{route}withdraw/", _withdraw(model), spec.change, f"withdraw_{kind}")
        yield page(f"{route}restore/", _restore(model), spec.change, f"restore_{kind}")
    if spec.merges:
        yield page(f"{route}merge/", _merge(model), spec.change, f"merge_{kind}")
    if spec.contacts:
        yield page(f"{route}contacts/", _contacts(model), spec.change, f"contacts_{kind}")
        yield page(f"{route}contacts/remove/", _remove_contact(model), spec.change, f"remove_contact_{kind}")
    if spec.restricted:
        yield page(f"{route}original/", _original(model), ORIGINAL, f"original_{kind}")


def _withdraw(model: type[Record]) -> Any:
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Withdraw a record that was entered by mistake."""
        record = get_record(request, model, pk, withdrawn=True)
        if record.withdrawn_on is not None:
            return _withdrawn_already(request, record)

        def withdraw(*, by: Person, reason: str) -> Record:
            return withdrawal.withdraw(by=by, record=record, reason=reason, today=timezone.localdate())

        return form_page(
            request,
            ReasonForm,
            withdraw,
            title=f"Withdraw {called(record)}",
            done=f"{heading(record)} withdrawn. You can undo this on its page.",
            page={
                "intro": _what_goes_along(record),
                "submit": f"Withdraw {model.spec.name.lower()}",
                "back": address(record),
            },
        )

    return view


def _restore(model: type[Record]) -> Any:
    @require_POST
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Undo the withdrawal or the merge of a record."""
        record = get_record(request, model, pk, withdrawn=True)
        try:
            withdrawal.restore(by=request.person, record=record, today=timezone.localdate())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{heading(record)} restored.")
        return redirect(address(record))

    return view


def _merge(model: type[Record]) -> Any:
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Merge a record into another of the same thing."""
        record = get_record(request, model, pk, withdrawn=True)
        if record.withdrawn_on is not None:
            return _withdrawn_already(request, record)

        def merge(*, by: Person, into: str, reason: str) -> Record:
            other = find_of(request.person, model, into)
            if other is None:
                raise Refused(f"There is no {model.spec.name.lower()} called {into}.", field="into")
            return withdrawal.merge(
                by=by, record=record, into=other, reason=reason, today=timezone.localdate()
            )

        return form_page(
            request,
            MergeForm,
            merge,
            title=f"Merge {called(record)}",
            done=f"{heading(record)} merged. You can undo this on its page.",
            page={
                "intro": "Everything linked to this record moves to the one that you keep.",
                "submit": f"Merge {model.spec.plural.lower()}",
                "back": address(record),
            },
        )

    return view


def _contacts(model: type[Record]) -> Any:
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Keep a name in a record as a contact for its readers, and list those that are kept."""
        record = get_record(request, model, pk)

        def keep(*, by: Person, text: str, placeholder: str, times: int | None) -> Record:
            return contacts.keep_contact(
                by=by, record=record, text=text, placeholder=placeholder, times=times or 0
            )

        return form_page(
            request,
            ContactForm,
            keep,
            title=f"Contacts for readers: {called(record)}",
            done=lambda contact: (
                f"{request.POST['text'].strip()} is a contact for readers now. "
                "Where it is still hidden, type it again."
            ),
            template="web/contacts.html",
            page={
                "back": address(record),
                "submit": "Add contact for readers",
                "contacts": people_named.contacts_of(record),
                "remove": reverse(
                    f"{model.spec.page.split(':')[0]}:remove_contact_{kind_of(model)}", args=[pk]
                ),
            },
        )

    return view


def _remove_contact(model: type[Record]) -> Any:
    @require_POST
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Hide a contact for readers again."""
        record = get_record(request, model, pk)
        try:
            contacts.remove_contact(by=request.person, record=record, contact=request.POST.get("contact", ""))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "The contact was removed, and is hidden where it stood.")
        return redirect(address(record))

    return view


@command(ORIGINAL, trail=people_named.redacted_reason)
def open_original(*, by: Person, record: Record, reason: str) -> Record:
    """Open the original text of a record; who did, and why, is in the audit log."""
    saving.needs_reason(reason, "It is kept.")
    return record


def _original(model: type[Record]) -> Any:
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Show the original of a record's restricted text to whoever gives a reason."""
        record = get_record(request, model, pk)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                open_original(by=request.person, record=record, reason=form.cleaned_data["reason"])
            except Refused as refused:
                form.add_error("reason", str(refused))
            else:
                context = {"record": record, "spec": record.spec, "originals": originals_of(record)}
                return render_page(request, "web/original_text.html", context)
        title = f"Open original text of {called(record)}"
        context = {"form": form, "title": title, "submit": "Open", "back": address(record)}
        return render_page(request, "web/form_page.html", context)

    return view


def _withdrawn_already(request: HttpRequest, record: Record) -> HttpResponse:
    # Somebody went back to the form, or a colleague was a moment earlier.
    messages.info(request, f"{heading(record)} is withdrawn already.")
    return redirect(address(record))


def _what_goes_along(record: Record) -> str:
    kinds = Counter(type(each) for each in withdrawal.along(record) if each is not record)
    counted = [
        f"{count} {(model.spec.name if count == 1 else model.spec.plural).lower()}"
        for model, count in kinds.items()
    ]
    withdrawn = f" Withdrawn with it: {', '.join(counted)}." if counted else ""
    return f"It can still be read, with your reason, and is not counted anywhere.{withdrawn}"
