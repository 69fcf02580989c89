"""Two of the pages that most records have: one record, and a form that gives a command; `lists.py` has their list."""

from __future__ import annotations

import datetime
import textwrap
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html

from goldthread.council.errors import Refused
from goldthread.council.models import Person
from goldthread.council.records import attached, hidden_text, people_named, privacy, saving
from goldthread.council.records.base import Record
from goldthread.council.records.page_additions import addition_to
from goldthread.council.records.recent import note_opened
from goldthread.council.records.saving import Stale
from goldthread.council.records.spec import kind_of, record_types, type_of
from goldthread.council.records.timeline import part_of, still_due, timeline
from goldthread.council.records.withdrawal import withdrawal_of
from goldthread.council.records.work_card import work_card
from goldthread.council.relations.models import RelatedRecord
from goldthread.council.relations.queries import Related, linked, related_to
from goldthread.web.forms import Form, lower_first
from goldthread.web.jinja import date
from goldthread.web.render import render_page
from goldthread.web.sent_numbers import sent_number


def address(record: Record) -> str:
    """Return the address of a record's page."""
    return reverse(record.spec.page, args=[record.pk])


def named(record: Record) -> str:
    """Return a record's reference and title, of which some titles begin with the reference."""
    title = str(record)
    return title if title.startswith(record.reference) else f"{record.reference} {title}"


def link(request: HttpRequest, record: Record, text: str = "") -> str:
    """Return a link to a record's page for whoever may open it, and only its text for others."""
    text = text or named(record)
    if not request.person.may(record.spec.permission):
        return text
    return format_html('<a class="govuk-link" href="{}">{}</a>', address(record), text)


def get_record(
    request: HttpRequest,
    model: type[Record],
    pk: uuid.UUID,
    *,
    withdrawn: bool = False,
    along: Sequence[str] = (),
) -> Any:
    """Return a record that the person may open, or raise Http404; with `withdrawn`, one that counts no more too.

    along: what its page reads with it, in the manner of select_related.
    """
    records = model._default_manager.visible_to(request.person, **({"withdrawn": True} if withdrawn else {}))
    record = records.filter(pk=pk).select_related(*along).first() if along else records.filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


def of_page(request: HttpRequest, model: type[Record], pk: uuid.UUID) -> Any:
    """Return the record whose page is made, for a part of that page; None where the part is asked for by itself."""
    record = getattr(request, "page_record", None)
    return record if type(record) is model and record.pk == pk else None


def get_of_kind(request: HttpRequest, kind: str, pk: uuid.UUID, *, withdrawn: bool = False) -> Any:
    """Return a record of a type named in the address that the person may open, or raise Http404."""
    model = record_types().get(kind)
    if model is None or not request.person.may(model.spec.permission):
        raise Http404
    return get_record(request, model, pk, withdrawn=withdrawn)


def get_attachable(request: HttpRequest, kind: str, pk: uuid.UUID) -> Any:
    """Return a record on which this person may read and add notes, files and links, or raise Http404."""
    record = get_of_kind(request, kind, pk, withdrawn=True)
    if not attached.may_read(request.person, record.spec) or record.spec.attaches(record):
        raise Http404
    return record


def heading(record: Record) -> str:
    """Return what a record is called at the beginning of a sentence: "Lesson L-16"."""
    named = record.reference or f"“{textwrap.shorten(str(record), 60, placeholder='…')}”"
    return f"{record.spec.name} {named}"


def called(record: Record) -> str:
    """Return what a record is called within a sentence: "lesson L-16"."""
    return lower_first(heading(record))


def record_page(
    request: HttpRequest,
    record: Record,
    template: str = "web/record_page.html",
    *,
    facts: Iterable[tuple[str, Any]] = (),
    tags: Iterable[tuple[str, str]] = (),
    buttons: Iterable[tuple[str, str, str]] = (),
    links: Iterable[tuple[str, str, str]] = (),
    edit: str = "",
    **context: Any,
) -> HttpResponse:
    """Show one record: what is given, its history, and what the person may do with it; nothing once it is withdrawn.

    facts: (name, value), left out where there is none; tags: (text, kind); buttons: (text, address, permission), two at most; links: the same, for
    what is done less often; edit: the name of the page that corrects it. A room above may add to all of it
    (`page_additions`).
    """
    present = attached.present(record, happened=True)
    added = addition_to(request, kind_of(record), record, present)
    if added is not None:
        template = added.template or template
        tags, facts, links = [*added.tags, *tags], [*added.facts, *facts], [*added.links, *links]
        buttons = buttons if added.buttons is None else added.buttons
        context |= {**added.context, **({"caption": added.caption} if added.caption else {})}
    tools = tools_of(request, record, edit=edit, present=present)
    shown = [(name, value) for name, value in facts if value not in (None, "")]
    if record.spec.contacts and (contacts := [each.text for each in people_named.contacts_of(record)]):
        shown.append(("Contacts for readers", ", ".join(contacts)))
    about: dict[str, Any] = {
        "title": str(getattr(record, record.spec.title)),
        "facts": shown,
        "tags": list(tags),
    }
    steps = {
        name: [(text, href) for text, href, needs in given if request.person.may(needs)]
        for name, given in (("buttons", buttons), ("links", links))
        if record.withdrawn_on is None
    }
    uses = _uses(request, record) if record.withdrawn_on is None else []
    tools["links"] = [*steps.get("links", ()), *uses, *tools["links"]]
    about |= {"buttons": steps.get("buttons", []), "parts": parts_of(request.person, record)}
    return render_page(request, template, {**tools, **about, **context})


def parts_of(person: Person, record: Record) -> list[tuple[str, str, None]]:
    """Return the sub navigation of a record's pages: its own page, its parts, and its trail; empty where it has one only."""
    spec = record.spec
    own = [
        (text, reverse(page, args=[record.pk]))
        for text, page, needs in spec.parts(record)
        if person.may(needs)
    ]
    if spec.on_thread and record.withdrawn_on is None and person.may("thread.read"):
        own.append(("Trail", reverse("thread", args=[kind_of(record), record.pk])))
    return [(text, href, None) for text, href in [("Overview", address(record)), *own]] if own else []


def tools_of(
    request: HttpRequest,
    record: Record,
    *,
    edit: str = "",
    present: Collection[type[Model]] | None = None,
) -> dict[str, Any]:
    """Return what every record's page shows of it: its kind, history, withdrawal, and what may be done with it.

    present: of which models something hangs on it or happened to it, where that is known.
    """
    note_opened(request, record)
    # What this page includes of other rooms need not read the record again.
    request.page_record = record
    withdrawal = withdrawal_of(record) if record.withdrawn_on else None
    if present is None:
        present = attached.present(record, happened=True)
    related = linked(related_to(request.person, record)) if RelatedRecord in present else []
    events, choices, more = [], [], 0
    # It names staff: councillors and partners see what was done, not who did it.
    if request.person.may("thread.read"):
        show = request.GET.get("show", "")
        due = still_due(record, timezone.localdate())
        events, choices, more = part_of([*due, *timeline(request.person, record, present)], show)
    return {
        "record": record,
        "spec": record.spec,
        "kind": kind_of(record),
        "caption": f"{record.spec.name} {record.reference}".strip(),
        "events": events,
        "shows": choices,
        "more_events": more and {"count": more, "href": f"?show={show.partition('-')[0]}-all#timeline"},
        "related": _related(request, record, related) if withdrawal is None else None,
        "compose": _compose(request, record),
        "links": _links(request, record, edit) if withdrawal is None else [],
        "withdrawn": _withdrawn(request, record, withdrawal) if withdrawal else None,
        "work": work_card(request.person, record, timezone.localdate()),
    }


def _related(request: HttpRequest, record: Record, related: list[Related]) -> dict[str, Any] | None:
    """Return the records that are linked to one, and where another is linked, for whoever may."""
    if not attached.may_read(request.person, record.spec) or record.spec.attaches(record):
        return None
    where = [kind_of(record), record.pk]
    rows = [
        {
            "text": each.text,
            "href": each.href,
            "kind": each.other.spec.name,
            "reason": each.link.reason,
            "remove": reverse("remove_related", args=[*where, each.link.pk]),
        }
        for each in related
    ]
    return {"rows": rows, "add": reverse("add_related", args=where)}


def _uses(request: HttpRequest, record: Record) -> list[tuple[str, str]]:
    """Return the links by which something is made from a record: added to a lesson, used as evidence."""
    kind, links = kind_of(record), []
    for model in record_types().values():
        spec = model.spec
        if spec.use is None or not request.person.may(spec.change):
            continue
        from_issues = record.spec.issues and any(record_types()[of].spec.origin for of in spec.bases)
        if kind in spec.bases or from_issues:
            text, page = spec.use
            links.append((text, reverse(page, args=[kind, record.pk])))
    return links


def _compose(request: HttpRequest, record: Record) -> dict[str, Any] | None:
    """Return where a note on a record is sent, for whoever may add one."""
    if record.withdrawn_on is not None or not attached.may_read(request.person, record.spec):
        return None
    if record.spec.attaches(record):
        return None
    where = [kind_of(record), record.pk]
    return {
        "action": reverse("add_note", args=where),
        "links": [("Add file", reverse("add_file", args=where))],
    }


def form_page(
    request: HttpRequest,
    form_class: type[Form],
    command: Callable[..., Any],
    *,
    title: str,
    record: Record | None = None,
    initial: Mapping[str, Any] | None = None,
    done: str | Callable[[Any], str] = "",
    then: Callable[[Any], str] | None = None,
    template: str = "web/form_page.html",
    options: Mapping[str, Any] | None = None,
    page: Mapping[str, Any] | None = None,
    **given: Any,
) -> HttpResponse:
    """Show a form and give its answers to a command, beside what is `given`; then lead on to the record it returns.

    With `record` the form corrects it: it begins with what stands there, carries the version at which it was opened,
    and where somebody else changed the record since, both texts are shown and neither is lost. done: what is said
    afterwards, or a function of what the command returns. then: the address to lead on to. options: for the form. page: what the template shows beside it.
    """
    start = {**_as_it_stands(form_class, record), **(initial or {})}
    form = form_class(request.POST or None, request.FILES or None, initial=start, **_for(request, options))
    version = request.POST.get("version", "") or (str(record.version) if record is not None else "")
    stale: list[tuple[str, Any, Any]] | None = None
    if request.method == "POST" and form.is_valid():
        # A version that is no number is none that a form was opened at.
        opened_at = {"version": sent_number(version) or 0} if record is not None else {}
        try:
            with privacy.noting() as hidden:
                result = command(by=request.person, **given, **opened_at, **form.cleaned_data)
        except Stale as refused:
            form.add_error(None, str(refused))
            version = str(refused.record.version)
            stale = [_both(form, name, *texts) for name, *texts in refused.fields]
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, (done(result) if callable(done) else done) or _saved(result))
            hidden_text.tell(request, result, hidden)
            return redirect(then(result) if then else address(result))
    context = {"form": form, "title": title, "version": version, "record": record}
    context |= {"stale": stale or [], "is_stale": stale is not None}
    return render_page(request, template, {**context, **(page or {})})


def _for(request: HttpRequest, options: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"person": request.person, **(options or {})}


def _as_it_stands(form_class: type[Form], record: Record | None) -> dict[str, Any]:
    if record is None:
        return {}
    return {name: getattr(record, name) for name in form_class.base_fields if hasattr(record, name)}


def _both(form: Form, name: str, theirs: Any, yours: Any) -> tuple[str, Any, Any]:
    field = form.fields.get(name)
    label = name.replace("_", " ").capitalize() if field is None else str(field.label)
    return label, _in_words(field, theirs), _in_words(field, yours)


def _in_words(field: Any, value: Any) -> Any:
    """Return a value as the form shows it: a choice by its label, a date in words, a tick as yes or no."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.date):
        return date(value)
    if isinstance(value, str) and hasattr(field, "choices"):
        return dict(field.choices).get(value, value)
    return "Empty" if value in (None, "") else str(value)


def _saved(result: Any) -> str:
    return f"{result.spec.name} {result.reference}".strip() + " saved."


def _links(request: HttpRequest, record: Record, edit: str) -> list[tuple[str, str]]:
    spec = record.spec
    if not spec.change or not request.person.may(spec.change):
        return []
    room, kind = spec.page.split(":")[0], kind_of(record)
    wanted = [("Correct details", edit), ("Withdraw", f"{room}:withdraw_{kind}")]
    if spec.merges:
        wanted.append((f"Merge with another {spec.name.lower()}", f"{room}:merge_{kind}"))
    if spec.contacts:
        wanted.append(("Contacts for readers", f"{room}:contacts_{kind}"))
    if spec.restricted and request.person.may("feedback.original"):
        wanted.append(("Open original text", f"{room}:original_{kind}"))
    return [(text, href) for text, name in wanted if name and (href := _address_of(name, record))]


def _address_of(name: str, record: Record) -> str:
    try:
        return reverse(name, args=[record.pk])
    except NoReverseMatch:
        return ""


def _withdrawn(request: HttpRequest, record: Record, withdrawal: Any) -> dict[str, Any]:
    """Return why a record counts no more, and where that can be undone by whoever may."""
    into, along = None, None
    itself = withdrawal.origin_id == record.pk
    if itself and withdrawal.merged_into:
        into = (
            type(record)._default_manager.visible_to(request.person).filter(pk=withdrawal.merged_into).first()
        )
    elif not itself:
        above = type_of(withdrawal.origin)._default_manager.visible_to(request.person, withdrawn=True)
        along = above.filter(pk=withdrawal.origin_id).first()
    may = itself and bool(record.spec.change) and request.person.may(record.spec.change)
    restore = f"{record.spec.page.split(':')[0]}:restore_{kind_of(record)}"
    return {
        "reason": withdrawal.because,
        # Its name of staff is for those who see the timeline.
        "by": withdrawal.by.name if request.person.may("thread.read") else "",
        "on": withdrawal.on,
        "into": _link(into),
        "along": _link(along),
        "merged": itself and withdrawal.merged_into is not None,
        "undo": _address_of(restore, record) if may else "",
    }


def _link(record: Record | None) -> dict[str, str] | None:
    return {"text": named(record), "href": address(record)} if record else None


def originals_of(record: Record) -> list[tuple[str, str]]:
    """Return the original of each restricted field of a record under its name for pages."""
    return [
        (str(record._meta.get_field(name).verbose_name).capitalize(), text)
        for name, text in saving.originals(record).items()
    ]
