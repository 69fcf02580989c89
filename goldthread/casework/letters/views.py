"""Pages of letters: writing one, one letter with what may be done with it, as the person will see it, and their list."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from goldthread.casework.events import case_of
from goldthread.casework.letters import commands, e_mailing, forms, sending, wording
from goldthread.casework.letters.choices import EDITED, SENT, SIGNED_OFF, By, Kind, Standing
from goldthread.casework.letters.choosing import template_for
from goldthread.casework.letters.fields import LATE, NAMES, values_of
from goldthread.casework.letters.models import Letter, SentLetter
from goldthread.casework.letters.pages import written
from goldthread.casework.letters.texts.finding import paragraphs_for
from goldthread.casework.views.cases import get_case
from goldthread.council.command import Refused
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.saving import Stale
from goldthread.council.records.work_columns import work_columns
from goldthread.documents.as_html import article
from goldthread.documents.as_word import as_word
from goldthread.feedback.models import Feedback
from goldthread.web.render import render_page
from goldthread.web.sent_numbers import sent_number

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DONE = {
    "draft": "saved as a draft.",
    "hand_in": "ready to send.",
    "sign": "waits for sign-off.",
    By.POST: "kept as posted. Print it now.",
    By.OTHER: "kept as given.",
    By.E_MAIL: "waits to be e-mailed.",
}


def write(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write a letter about a case; the address says of which kind."""
    feedback = get_case(request, pk)
    kind = request.GET.get("kind", Kind.ACKNOWLEDGEMENT)
    if kind not in Kind.values or feedback.is_locked or feedback.forgotten_on:
        raise Http404
    template = template_for(feedback.council_id, kind, case_of(feedback).procedure)
    start = wording.fill(template.text, values_of(feedback, kind))

    def save(text: str, meant: list[str]) -> Letter:
        return commands.write_letter(
            by=request.person, feedback=feedback, kind=kind, text=text, template=template.slug, meant=meant
        )

    return _editor(request, feedback, kind, start, save, caution=template.caution)


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a letter that is not sent."""
    letter = get_record(request, Letter, pk, along=("feedback",))
    if letter.standing not in EDITED:
        messages.error(request, f"This letter is {letter.get_standing_display().lower()}.")
        return redirect(address(letter))
    version = request.POST.get("version", "") or str(letter.version)

    def save(text: str, meant: list[str]) -> Letter:
        return commands.edit_letter(
            by=request.person, letter=letter, text=text, version=sent_number(version) or 0, meant=meant
        )

    return _editor(
        request,
        letter.feedback,
        letter.kind,
        commands.written_text(letter),
        save,
        letter=letter,
        version=version,
    )


def _editor(
    request: HttpRequest,
    feedback: Feedback,
    kind: str,
    start: str,
    save: Callable[[str, list[str]], Letter],
    *,
    letter: Letter | None = None,
    version: str = "",
    caution: str = "",
) -> HttpResponse:
    """Show a letter to be written, and save, hand in or send it by the button that was pressed."""
    do = request.POST.get("do", "")
    signs = kind in SIGNED_OFF
    words = request.POST.getlist("meant")
    form = forms.LetterForm(request.POST or None, initial={"text": start}, words=words)
    paragraphs = paragraphs_for(request.person, feedback, request.POST.get("find", ""))
    if do == "find" or do.startswith("insert-"):
        # Nothing is saved: the letter is shown again as it was typed, with the paragraph in it.
        typed = request.POST.get("text", "")
        chosen = next((each for each in paragraphs if do == f"insert-{each.pk}"), None)
        if chosen is not None:
            typed = wording.with_paragraph(typed, wording.fill(chosen.text, values_of(feedback, kind)))
        form = forms.LetterForm(initial={"text": typed}, words=words)
    signer = (
        forms.SignerForm(request.POST if do == "sign" else None, person=request.person) if signs else None
    )
    if form.is_bound and form.is_valid() and (do != "sign" or (signer is not None and signer.is_valid())):
        text, meant = form.cleaned_data["text"], form.cleaned_data.get("meant", [])
        try:
            with transaction.atomic():
                saved = _act(request, save(text, meant), do, signer)
        except commands.Stopped as stopped:
            # A form of its own, with a box for each word that somebody may say belongs in it.
            found = [*words, *(each.words for each in stopped.problems if each.meant)]
            form = forms.LetterForm(request.POST, words=list(dict.fromkeys(found)))
            form.full_clean()
            form.add_error("text", str(stopped))
        except Stale as stale:
            version = str(stale.record.version)
            form.add_error("text", str(stale))
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, f"{saved.title}: {_DONE.get(do, _DONE['draft'])}")
            return redirect(address(saved))
    text = form["text"].value() or ""
    context = {
        "form": form,
        "signer": signer,
        "title": f"{'Change' if letter else 'Write'} letter: {Kind(kind).label}",
        "feedback": feedback,
        "letter": letter,
        "kind": kind,
        "kinds": [
            (each.label, f"{reverse('casework:write_letter', args=[feedback.pk])}?kind={each}")
            for each in Kind
            if each != kind
        ],
        "signs": signs,
        "sends": request.person.may("casework.send") and not signs,
        "e_mails": e_mailing.is_on(feedback.council_id),
        "version": version,
        "caution": caution,
        "open_fields": wording.left_open(text, tuple(LATE)),
        "names": NAMES,
        "paragraphs": paragraphs,
        "find": request.POST.get("find", ""),
    }
    return render_page(request, "casework/letters/write.html", context)


def _act(request: HttpRequest, letter: Letter, do: str, signer: forms.SignerForm | None) -> Letter:
    if do in By.values:
        return sending.send_letter(by=request.person, letter=letter, by_means=do, on=timezone.localdate())
    if do == "hand_in":
        return commands.hand_in(by=request.person, letter=letter)
    if do == "sign" and signer is not None:
        return commands.hand_in(by=request.person, letter=letter, owner=signer.cleaned_data["signer"])
    return letter


def letter(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one letter, where it stands, and what may be done with it."""
    record = get_record(request, Letter, pk, along=("feedback", "signed_by", "sent_by", "written_by"))
    person = request.person
    reads = person.may("casework.handle") or person.may("casework.sign")
    text = commands.written_text(record) if reads else record.text
    standing = Standing(record.standing)
    sent = SentLetter.objects.filter(letter=record).defer("pdf", "word", "text", "head").last()
    return record_page(
        request,
        record,
        "casework/letters/letter.html",
        tags=[(state.text, state.kind) for state in record.states()],
        facts=[
            ("Case", link(request, record.feedback, record.feedback.reference)),
            ("Format asked for", record.feedback.format_needed),
            ("Written on", record.written_on),
            ("Written by", record.written_by.name),
            ("Signed off by", record.signed_by.name if record.signed_by else ""),
            ("Signed off on", record.signed_on),
            ("Sent by", record.get_by_means_display()),
            ("Sent on", record.sent_on),
            ("Came back on", record.returned_on),
            ("Why not sent", record.get_problem_display() if standing == Standing.GIVEN_UP else ""),
        ],
        buttons=_buttons(record, standing),
        links=_links(record, standing, sent),
        crumbs=[("Cases", reverse("casework:list")), (record.feedback.reference, address(record.feedback))],
        body=written(text),
        is_redacted=not reads,
        standing=standing,
        may_sign=standing == Standing.TO_SIGN and person.may("casework.sign"),
        sent=sent if person.may("casework.send") else None,
        is_sent=standing in SENT,
        may_discard=standing in (*EDITED, Standing.TO_SIGN) and person.may("casework.handle"),
    )


def _buttons(record: Letter, standing: Standing) -> list[tuple[str, str, str]]:
    def to(text: str, name: str, needs: str) -> tuple[str, str, str]:
        return text, reverse(f"casework:{name}", args=[record.pk]), needs

    change = to("Change letter", "edit_letter", "casework.handle")
    if standing in EDITED and not commands.needs_sign_off(record):
        return [to("Send letter", "send_letter", "casework.send"), change]
    if standing in EDITED:
        return [change]
    return []


def _links(record: Letter, standing: Standing, sent: SentLetter | None) -> list[tuple[str, str, str]]:
    links = []
    if sent is None:
        links.append(("As the person will see it", "preview_letter", "casework.send"))
    if standing == Standing.UNSURE:
        links.append(("It was e-mailed", "letter_was_e_mailed", "casework.send"))
    if standing == Standing.TO_SIGN:
        links.append(("Send back", "send_back_letter", "casework.sign"))
    return [(text, reverse(f"casework:{name}", args=[record.pk]), needs) for text, name, needs in links]


@never_cache
def preview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a letter as the person will see it, with name and address; that somebody opened it is recorded."""
    record = get_record(request, Letter, pk, along=("feedback",))
    sending.open_letter(by=request.person, letter=record)
    to, today = sending.recipient(record.feedback), timezone.localdate()
    document = sending.document(record, sending.filled(record, request.person, to, today), to, today)
    return _sheet(request, record, mark_safe(article(document)), None)


@never_cache
def as_sent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what was sent exactly as it was sent, to be read or printed; that somebody opened it is recorded."""
    record, kept = _kept(request, pk)
    document = sending.kept_document(record, kept)
    return _sheet(request, record, mark_safe(article(document)), kept)


def _sheet(request: HttpRequest, record: Letter, written: str, kept: SentLetter | None) -> HttpResponse:
    context = {
        "letter": record,
        "article": written,
        "kept": kept,
        "has_pdf": kept is not None and len(kept.pdf) > 0,
    }
    return render_page(request, "casework/letters/paper.html", context)


def _kept(request: HttpRequest, pk: uuid.UUID) -> tuple[Letter, SentLetter]:
    record = get_record(request, Letter, pk, along=("feedback",))
    kept = SentLetter.objects.filter(letter=record).last()
    if kept is None:
        raise Http404
    sending.open_letter(by=request.person, letter=record)
    return record, kept


@never_cache
def sent_pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the file of what was sent."""
    record, kept = _kept(request, pk)
    if not kept.pdf:
        raise Http404
    return _file(bytes(kept.pdf), "application/pdf", f"letter-{record.feedback.reference}.pdf")


@never_cache
def sent_word(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send what was sent as a Word file: the council's own where it was filled, else one in Goldthread's layout."""
    record, kept = _kept(request, pk)
    content = bytes(kept.word) or as_word(sending.kept_document(record, kept))
    return _file(content, _WORD, f"letter-{record.feedback.reference}.docx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a letter that is ready."""
    record = get_record(request, Letter, pk, along=("feedback",))
    return form_page(
        request,
        forms.SendForm,
        sending.send_letter,
        title=f"Send letter: {record.title}",
        record=record,
        initial={"on": timezone.localdate(), "by_means": By.POST},
        done=lambda letter: f"{letter.title}: {_DONE[letter.by_means]}",
        page={"submit": "Send letter", "intro": "It is checked, kept as it goes, and recorded of the case."},
        letter=record,
    )


def send_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a letter back that is not signed off, with the reason."""
    record = get_record(request, Letter, pk)
    return form_page(
        request,
        ReasonForm,
        commands.send_back,
        title=f"Send back: {record.title}",
        record=record,
        done=f"{record.title}: sent back.",
        page={"submit": "Send back", "intro": "Say what must be changed. Whoever wrote it is told."},
        letter=record,
    )


@require_POST
def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Sign off a letter as it was shown."""
    record = get_record(request, Letter, pk)
    version = sent_number(request.POST.get("version", "")) or 0
    return _done(
        request,
        record,
        lambda: commands.sign_off(by=request.person, letter=record, version=version),
        "signed off.",
    )


@require_POST
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Discard a letter that is not to go."""
    record = get_record(request, Letter, pk)
    return _done(
        request, record, lambda: commands.discard_letter(by=request.person, letter=record), "discarded."
    )


def _done(request: HttpRequest, record: Letter, command: Callable[[], Any], words: str) -> HttpResponse:
    try:
        command()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{record.title}: {words}")
    return redirect(address(record))


COLUMNS = [
    Column("Letter", lambda record: record.get_kind_display(), main=True),
    Column("Case", lambda record: record.feedback.reference),
    Column("State", lambda record: record.get_standing_display()),
    *work_columns(Letter, ("due_on", "id")),
    Column("Written on", "written_on", sort=("-written_on", "-id")),
    Column("Sent on", "sent_on", optional=True),
]


def listed(request: HttpRequest) -> HttpResponse:
    """List the letters, those first that are due first."""
    return list_page(
        request,
        Letter,
        filter_form=forms.LetterFilter,
        columns=COLUMNS,
        narrow=_narrow,
        order=("-written_on", "-id"),
        along=("feedback", "owner"),
        bulk=(assigning(Letter),),
        views=(
            View("Awaiting sign-off", "standing=to_sign"),
            View("Ready to send", "standing=ready"),
            View("E-mail returned", "standing=returned"),
            View("All letters", ""),
        ),
    )


def _narrow(records: Any, chosen: Mapping[str, Any]) -> Any:
    return records
