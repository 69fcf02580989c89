"""Pages of a council's texts for letters: templates with their Word files, standard paragraphs, and how letters go."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.casework.letters.fields import MADE_UP_PERSON, NAMES, made_up
from goldthread.casework.letters.pages import written
from goldthread.casework.letters.texts import commands, forms
from goldthread.casework.letters.texts.models import (
    LetterSettings,
    LetterTemplate,
    StandardParagraph,
    TemplateFile,
)
from goldthread.casework.letters.texts.trying import tried
from goldthread.casework.letters.texts.word_file import FIELDS, fill_file
from goldthread.casework.procedures.models import Standing
from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, record_page
from goldthread.council.records.states import states_of
from goldthread.standards.clocks import LETTERS, procedures
from goldthread.standards.letters import letters
from goldthread.web.render import render_page

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def templates(request: HttpRequest) -> HttpResponse:
    """List the council's own templates, and the letters that are shipped."""
    own = list(LetterTemplate.objects.visible_to(request.person).order_by("kind", "name", "-edition"))
    replaced = {(each.kind, each.procedure): each for each in own if each.standing == Standing.IN_USE}
    shipped = [
        (each, LETTERS[each.kind], replaced.get((each.kind, (*each.procedures, "")[0]))) for each in letters()
    ]
    context = {
        "own": own,
        "shipped": shipped,
        "today": timezone.localdate(),
        "states_of": states_of,
        "procedures": {each.slug: each.name for each in procedures()},
    }
    return render_page(request, "casework/letters/templates.html", context)


def shipped_template(request: HttpRequest) -> HttpResponse:
    """Show a letter that is shipped, on a made-up case, and where its wording comes from; the address says which."""
    every = letters()
    found = next((each for each in every if each.slug == request.GET.get("of", every[0].slug)), None)
    if found is None:
        raise Http404
    context = {
        "template": found,
        "kind": LETTERS[found.kind],
        "body": written(tried(found.text, request.person.council.name)),
    }
    return render_page(request, "casework/letters/shipped.html", context)


def template(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a template as it stands and on a made-up case, and what may be done with it."""
    record = get_record(request, LetterTemplate, pk, withdrawn=True)
    draft = record.standing == Standing.DRAFT and record.withdrawn_on is None
    file = TemplateFile.objects.filter(template=record).defer("content").first()
    names = {each.slug: each.name for each in procedures()}
    return record_page(
        request,
        record,
        "casework/letters/template.html",
        tags=[(state.text, state.kind) for state in states_of(record, timezone.localdate())],
        facts=[
            ("Kind of letter", record.get_kind_display()),
            ("For cases under", names.get(record.procedure, "Every procedure")),
            ("Edition", record.edition),
            ("Word file", file.name if file else "None: Goldthread's own layout"),
            ("In use from", record.in_use_from),
            ("In use until", record.in_use_until),
        ],
        edit="casework:edit_letter_template" if draft else "",
        draft=draft,
        standing=record.standing,
        body=written(tried(record.text, request.person.council.name)),
        file=file,
        names=NAMES,
    )


def add_template(request: HttpRequest) -> HttpResponse:
    """Write a template: a draft with the words that are shipped."""
    start = next((each for each in letters() if each.slug == request.GET.get("copy", "")), None)
    initial: dict[str, Any] = {}
    if start is not None:
        initial = {"name": start.name, "kind": start.kind, "procedure": (*start.procedures, "")[0]}
    return form_page(
        request,
        forms.NewTemplateForm,
        commands.write_template,
        title="Add letter template",
        initial=initial,
        page={
            "back": reverse("casework:letter_templates"),
            "intro": "It begins as a draft with the words that come with Goldthread.",
        },
    )


def edit_template(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change the words of a draft."""
    record = get_record(request, LetterTemplate, pk)
    if record.standing != Standing.DRAFT:
        messages.error(request, f"{record.reference} has been in use. Write a new edition, and change that.")
        return redirect(address(record))
    return form_page(
        request,
        forms.TemplateForm,
        commands.change_template,
        title=f"Change letter template {record.reference}",
        record=record,
        template="casework/letters/edit_text.html",
        page={"names": NAMES},
        letter_template=record,
    )


def put_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Upload the Word file of a draft."""
    record = get_record(request, LetterTemplate, pk)

    def put(*, by: Person, file: Any) -> LetterTemplate:
        return commands.put_file(by=by, letter_template=record, filename=file.name, content=file.read())

    return form_page(
        request,
        forms.TemplateFileForm,
        put,
        title=f"Word file of {record.reference}",
        done="The Word file was filled with a made-up case, and kept. Open it to see how it looks.",
        template="casework/letters/edit_text.html",
        page={"names": FIELDS, "back": address(record), "submit": "Upload file"},
    )


def try_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the Word file of a template filled with a made-up case."""
    record = get_record(request, LetterTemplate, pk)
    file = TemplateFile.objects.filter(template=record).first()
    if file is None:
        raise Http404
    values = {**made_up(request.person.council.name), "address": "\n".join(MADE_UP_PERSON.lines)}
    try:
        content = fill_file(bytes(file.content), values, tried(record.text, request.person.council.name))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address(record))
    name = f"made-up-case-{record.reference}.docx"
    return HttpResponse(
        content, content_type=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_POST
def remove_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove the Word file of a draft."""
    record = get_record(request, LetterTemplate, pk)
    return _done(
        request,
        record,
        lambda: commands.remove_file(by=request.person, letter_template=record),
        "Word file removed.",
    )


@require_POST
def use_template(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a draft into use for new letters."""
    record, today = get_record(request, LetterTemplate, pk), timezone.localdate()

    def use() -> LetterTemplate:
        return commands.take_template_into_use(by=request.person, letter_template=record, today=today)

    return _done(request, record, use, "tried on a made-up case, and in use for new letters.")


@require_POST
def end_template(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a template for new letters."""
    record, today = get_record(request, LetterTemplate, pk), timezone.localdate()

    def end() -> LetterTemplate:
        return commands.end_template(by=request.person, letter_template=record, today=today)

    return _done(request, record, end, "no longer for new letters.")


@require_POST
def next_edition(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write the next edition of a template as a draft."""
    record = get_record(request, LetterTemplate, pk)

    def write() -> LetterTemplate:
        return commands.write_template_edition(by=request.person, letter_template=record)

    return _done(request, record, write, "a draft of the next edition.")


def _done(request: HttpRequest, record: Any, command: Callable[[], Any], words: str) -> HttpResponse:
    try:
        result = command()
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address(record))
    messages.success(request, f"{result.spec.name} {result.reference}".strip() + f": {words}")
    return redirect(address(result))


COLUMNS = [
    Column("Paragraph", "title", main=True, sort=("title", "id")),
    Column("Outcome", lambda record: record.get_found_display() or "Any"),
    Column("Theme", lambda record: record.theme.name if record.theme else "Any"),
    Column("State", lambda record: states_of(record, timezone.localdate())[0].text),
]


def paragraphs(request: HttpRequest) -> HttpResponse:
    """List the standard paragraphs."""
    return list_page(
        request,
        StandardParagraph,
        filter_form=forms.ParagraphFilter,
        columns=COLUMNS,
        narrow=_narrow,
        order=("title", "id"),
        along=("theme",),
        buttons=[("Add paragraph", "casework:add_standard_paragraph", "casework.procedures")],
        views=(View("In use", "standing=in_use"), View("All paragraphs", "")),
    )


def _narrow(records: Any, chosen: Mapping[str, Any]) -> Any:
    words = (chosen.get("words") or "").strip()
    return records.filter(Q(title__icontains=words) | Q(text__icontains=words)) if words else records


def paragraph(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a paragraph on a made-up case, and what may be done with it."""
    record = get_record(request, StandardParagraph, pk, withdrawn=True, along=("theme",))
    return record_page(
        request,
        record,
        "casework/letters/paragraph.html",
        tags=[(state.text, state.kind) for state in states_of(record, timezone.localdate())],
        facts=[
            ("Outcome", record.get_found_display() or "Any outcome"),
            ("Theme", record.theme.name if record.theme else "Any theme"),
        ],
        edit="casework:edit_standard_paragraph",
        standing=record.standing,
        body=written(tried(record.text, request.person.council.name)),
        names=NAMES,
    )


def add_paragraph(request: HttpRequest) -> HttpResponse:
    """Write a paragraph."""
    return form_page(
        request,
        forms.ParagraphForm,
        commands.write_paragraph,
        title="Add standard paragraph",
        template="casework/letters/edit_text.html",
        done="Paragraph saved as a draft. See it on a made-up case, then take it into use.",
        page={"names": NAMES, "back": reverse("casework:standard_paragraphs")},
    )


def edit_paragraph(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a paragraph, which is then a draft again."""
    record = get_record(request, StandardParagraph, pk)
    return form_page(
        request,
        forms.EditParagraphForm,
        commands.change_paragraph,
        title="Change standard paragraph",
        record=record,
        template="casework/letters/edit_text.html",
        page={"names": NAMES},
        standard_paragraph=record,
    )


@require_POST
def use_paragraph(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a paragraph into use."""
    record = get_record(request, StandardParagraph, pk)
    return _done(
        request,
        record,
        lambda: commands.use_paragraph(by=request.person, standard_paragraph=record),
        "in use.",
    )


@require_POST
def end_paragraph(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a paragraph: it is offered no more."""
    record = get_record(request, StandardParagraph, pk)
    return _done(
        request,
        record,
        lambda: commands.end_paragraph(by=request.person, standard_paragraph=record),
        "ended.",
    )


def settings(request: HttpRequest) -> HttpResponse:
    """Set how letters go."""
    saved = LetterSettings.objects.filter(council=request.person.council).first()
    initial = model_to_dict(saved) if saved else {"carries": LetterSettings.Carries.ATTACHMENT}
    return form_page(
        request,
        forms.LettersForm,
        commands.set_letters,
        title="How letters go",
        initial=initial,
        done="Saved. New letters go this way.",
        then=lambda _: reverse("casework:letter_templates"),
        page={"back": reverse("casework:letter_templates")},
    )
