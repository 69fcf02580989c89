"""Pages of evidence packs: the list, one pack with its files, creating and sending one, recalls, and comparing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, record_page
from goldthread.dates import day_in_words
from goldthread.documents.as_pdf import NoPdf, is_available, made_with
from goldthread.evidence.forms import PackFilter
from goldthread.evidence.frameworks.in_force import in_force, version_called
from goldthread.evidence.handed_on import Recall
from goldthread.evidence.packs import commands, files, forms
from goldthread.evidence.packs.commands import build
from goldthread.evidence.packs.compare import changes
from goldthread.evidence.packs.models import EvidencePack, PackRecall, recalls_of
from goldthread.evidence.self_assessment.models import READ, SelfAssessmentRecall, assessment_recalls_of
from goldthread.web.render import render_page

# A pack is opened from a disk, by people who were sent it: nothing in it may run or fetch anything.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_CREATE = "evidence.create_pack"
# With so many packs, the newest, one can be compared.
_MOST = 50


def packs(request: HttpRequest) -> HttpResponse:
    """List the evidence packs, newest first."""
    names = {statement.slug: statement.name for statement in in_force(request.person.council_id).statements}
    return list_page(
        request,
        EvidencePack,
        filter_form=PackFilter,
        columns=[
            Column("Pack", "title", main=True),
            Column("Statement", lambda pack: names.get(pack.statement, pack.statement) or "All statements"),
            Column(
                "Created on", lambda pack: timezone.localdate(pack.created_at), sort=("-created_at", "-id")
            ),
            Column("Sent on", "sent_on"),
            Column("Claims", "claim_count", numeric=True),
            Column("With gaps", "gap_count", numeric=True),
            Column("Overridden", "override_count", numeric=True),
            Column("Created by", lambda pack: pack.by.name),
            Column("Checksum (SHA-256)", "checksum", off=True),
        ],
        order=("-created_at", "-id"),
        along=("by",),
        # The whole of each is not read to list it.
        without=("html", "content", "kept"),
        buttons=[("Create evidence pack", "evidence:create_pack", _CREATE)],
        template="evidence/packs.html",
        recalled=len(_open_recalls(request)),
    )


def pack(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a pack: its files, its checksum, what it holds, to whom it was sent, and why it is recalled."""
    shown = get_record(request, EvidencePack, pk, along=("by",))

    def link(text: str, name: str, permission: str = "evidence.read") -> tuple[str, str, str]:
        return text, reverse(f"evidence:{name}", args=[pk]), permission

    others = [link("ZIP", "pack_zip"), *([link("PDF", "pack_pdf")] if is_available() else [])]
    whole = bool(shown.content.get("parts"))
    return record_page(
        request,
        shown,
        "evidence/pack_page.html",
        tags=[(each.text, each.kind) for each in shown.states()],
        buttons=[link("HTML", "download"), *([link("Word", "pack_word")] if whole else [])],
        links=[
            *(others if whole else []),
            *([link("Compare pack", "compare_pack")] if whole else []),
            link("Record sending", "mark_sent", _CREATE),
        ],
        facts=[
            ("As at", shown.as_at),
            ("Created on", timezone.localdate(shown.created_at)),
            ("Created by", shown.by.name if request.person.may("thread.read") else None),
            ("Framework", version_called(shown.council_id, shown.framework).name),
            ("PDF", made_with() if whole and is_available() else None),
        ],
        sendings=list(shown.sendings.select_related("by")),
        recalls=list(shown.recalls.select_related("by")),
        revisions=list(shown.revisions.all()),
        contents=_contents(shown),
    )


def _contents(shown: EvidencePack) -> list[dict[str, Any]]:
    """Return the claims that a pack holds under their statements, each with how much it cites."""
    names = {statement.slug: statement.name for statement in in_force(shown.council_id).statements}
    chapters: dict[str, list[Any]] = {}
    for claim in shown.content.get("claims", ()):
        chapters.setdefault(claim["statement"], []).append(claim)
    return [{"name": names.get(slug, slug), "claims": claims} for slug, claims in chapters.items()]


def create_pack(request: HttpRequest) -> HttpResponse:
    """Create a pack of the whole self-assessment, or of one statement, as at a day."""
    return form_page(
        request,
        forms.PackForm,
        commands.create_pack,
        title="Create evidence pack",
        initial={"statement": request.GET.get("statement", "")},
        template="evidence/create_pack.html",
        done=lambda made: (
            f"Evidence pack created with {_claims(made.claim_count)}, {made.gap_count} with gaps. Download it below."
        ),
    )


def _claims(count: int) -> str:
    return "1 claim" if count == 1 else f"{count} claims"


def mark_sent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record to whom a pack was sent."""
    shown = get_record(request, EvidencePack, pk)
    return form_page(
        request,
        forms.SentForm,
        commands.mark_sent,
        title="Record sending",
        record=shown,
        initial={"sent_on": timezone.localdate()},
        done="Sending recorded.",
        page={
            "intro": f"{shown.title}. Once it was sent nothing of it changes, and where a name is hidden later you are asked "
            "to recall it.",
            "back": address(shown),
        },
        pack=shown,
    )


def recalls(request: HttpRequest) -> HttpResponse:
    """List the packs and self-assessments to recall, longest waiting first."""
    return render_page(request, "evidence/recalls.html", {"recalls": _open_recalls(request)})


def _open_recalls(request: HttpRequest) -> list[Recall]:
    """Return what the person may recall, of packs and self-assessments, longest waiting first."""
    if not request.person.may(_CREATE):
        return []
    of_packs = recalls_of(request.person).prefetch_related("pack__sendings")
    of_assessments = assessment_recalls_of(request.person) if request.person.may(READ) else ()
    return sorted([*of_packs, *of_assessments], key=lambda recall: recall.found_on)


def answer_recall(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer a recall: what became of the pack, or of the copies of a self-assessment."""
    recall = PackRecall.objects.visible_to(request.person).filter(pk=pk).select_related("pack").first()
    if recall is None and request.person.may(READ):
        of_assessments = SelfAssessmentRecall.objects.visible_to(request.person).filter(pk=pk)
        recall = of_assessments.select_related("assessment").first()
    if recall is None:
        raise Http404
    return form_page(
        request,
        forms.RecallForm,
        commands.answer_recall,
        title="Answer recall",
        done="Recall answered.",
        page={"intro": recall.because, "back": reverse("evidence:recalls")},
        recall=recall,
        on=timezone.localdate(),
    )


def compare(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Compare a pack with another of the same part of the self-assessment, or with today's records."""
    shown = get_record(request, EvidencePack, pk)
    if not shown.content.get("parts"):
        raise Http404
    alike = EvidencePack.objects.visible_to(request.person).filter(
        statement=shown.statement, html="", as_at__isnull=False
    )
    others = alike.exclude(pk=pk).order_by("-created_at", "-id").defer("content", "kept", "html")[:_MOST]
    form = forms.CompareForm(request.GET or None, packs=[(str(each.pk), _named(each)) for each in others])
    chosen = form.cleaned_data.get("other", "") if form.is_valid() else ""
    found, between = None, ""
    if chosen == forms.TODAY:
        found, between = changes(shown.content, _today(request, shown).content), "today’s records"
    elif chosen:
        other = alike.get(pk=chosen)
        earlier, later = sorted((shown, other), key=lambda each: (each.as_at, each.created_at))
        found = changes(earlier.content, later.content)
        between = f"{_named(other)} ({'later' if later is other else 'earlier'})"
    sent = shown.sendings.first()
    context = {
        "pack": shown,
        "filter": form,
        "changes": found,
        "between": between,
        "sent": f"Revision {sent.revision}, as it was sent to {sent.sent_to} on {day_in_words(sent.sent_on)}."
        if sent
        else "",
    }
    return render_page(request, "evidence/compare_pack.html", context)


def _named(pack: EvidencePack) -> str:
    return f"{pack.title}, created {timezone.localtime(pack.created_at):%-d %B, %H:%M}"


def _today(request: HttpRequest, shown: EvidencePack) -> EvidencePack:
    framework = in_force(shown.council_id)
    if shown.statement and shown.statement not in {each.slug for each in framework.statements}:
        # The framework in force has it no longer: compared is what stands under it still.
        framework = version_called(shown.council_id, shown.framework)
    only = framework.statement(shown.statement) if shown.statement else None
    return build(request.person, framework, only, timezone.localdate())[0]


def html(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download the HTML file of a pack, unchanged since it was created or made anew."""
    shown = get_record(request, EvidencePack, pk)
    if not shown.html and not shown.content.get("parts"):
        raise Http404
    response = _attached(shown, files.HTML, files.html_of(shown))
    response["Content-Security-Policy"] = _SANDBOX
    return response


def word(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download the Word file of a pack."""
    shown = _whole(request, pk)
    return _attached(shown, files.WORD, files.word_of(shown))


def zip_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download a pack as a ZIP file, with a list of what is in it."""
    shown = _whole(request, pk)
    return _attached(shown, files.ZIP, files.zip_of(shown))


def pdf(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download the PDF file of a pack; where none can be written here, say so on its page."""
    shown = _whole(request, pk)
    try:
        return _attached(shown, files.PDF, files.pdf_of(shown))
    except NoPdf:
        messages.error(request, "PDF files cannot be written on this server. Print the HTML file instead.")
        return redirect(address(shown))


def _whole(request: HttpRequest, pk: uuid.UUID) -> EvidencePack:
    """Return a pack that has its content; one of an earlier version is an HTML file and nothing else."""
    shown: EvidencePack = get_record(request, EvidencePack, pk)
    if not shown.content.get("parts"):
        raise Http404
    return shown


def _attached(pack: EvidencePack, kind: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=files.TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{files.name_of(pack, kind)}"'
    return response
