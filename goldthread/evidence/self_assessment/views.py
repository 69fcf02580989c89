"""Pages of self-assessments: the list, one whole, its sections, what changed between versions, comments and signing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records.base import history_of
from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, record_page
from goldthread.documents.as_word import as_word
from goldthread.evidence.self_assessment import commands, forms
from goldthread.evidence.self_assessment.checks import checks_of, whole_check, words_in
from goldthread.evidence.self_assessment.difference import word_difference
from goldthread.evidence.self_assessment.document import document_of, standings_of
from goldthread.evidence.self_assessment.models import (
    SIGN,
    WRITE,
    SelfAssessment,
    SelfAssessmentSection,
    comments_on,
    versions_of,
)
from goldthread.evidence.self_assessment.scores import framework_of, last_scores, overall
from goldthread.web.render import render_page

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def self_assessments(request: HttpRequest) -> HttpResponse:
    """List the self-assessments, newest first."""
    return list_page(
        request,
        SelfAssessment,
        columns=[
            Column("Reference", "reference"),
            Column("Title", "title", main=True),
            Column("State", lambda shown: shown.get_stage_display()),
            Column("Started on", "started_on", sort=("-started_on", "-id")),
            Column("Signed on", "signed_on"),
        ],
        order=("-started_on", "-id"),
        without=("content", "kept"),
        buttons=[("Start self-assessment", "evidence:start_self_assessment", WRITE)],
        template="evidence/self_assessments.html",
    )


def start(request: HttpRequest) -> HttpResponse:
    """Start a self-assessment."""
    return form_page(
        request,
        forms.StartForm,
        commands.start_self_assessment,
        title="Start self-assessment",
        initial={"started_on": timezone.localdate(), "keep_texts": True},
        page={"back": reverse("evidence:self_assessments"), "submit": "Start"},
    )


def self_assessment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a self-assessment: its sections with who writes each, scores beside the last ones, checks and comments."""
    shown = get_record(request, SelfAssessment, pk, along=("by", "signed_by", "follows"))
    sections = list(shown.sections.select_related("owner").order_by("position"))
    framework = framework_of(shown)
    before = last_scores(shown)
    standings = standings_of(request.person, timezone.localdate())
    waiting: dict[Any, int] = {}
    for note in comments_on(sections):
        if not hasattr(note, "resolved"):
            waiting[note.origin_id] = waiting.get(note.origin_id, 0) + 1
    rows = [
        {
            "section": section,
            "words": words_in(section.text),
            "last": before[section.statement].score if section.statement in before else None,
            "checks": checks_of(section.text, standings.get(section.statement, []), shown.most_words),
            "comments": waiting.get(section.pk, 0),
        }
        for section in sections
    ]
    missing = [section.name for section in sections if not section.text]
    last = list(before.values())

    def link(text: str, name: str, permission: str) -> tuple[str, str, str]:
        return text, reverse(f"evidence:{name}", args=[pk]), permission

    draft = not shown.is_signed
    sign_at = reverse("evidence:sign_self_assessment", args=[pk])
    return record_page(
        request,
        shown,
        "evidence/self_assessment.html",
        tags=[(each.text, each.kind) for each in shown.spec.states(shown, timezone.localdate())],
        buttons=[
            *([("Sign self-assessment", f"{sign_at}?read={versions_of(sections)}", SIGN)] if draft else []),
            link("Word", "self_assessment_word", "evidence.drafts"),
        ],
        facts=[
            ("Started on", shown.started_on),
            ("Most words in a section", shown.most_words),
            ("Framework", framework.name),
            ("Signed by", shown.signed_by.name if shown.signed_by else None),
            ("Signed on", shown.signed_on),
            ("Checksum", shown.checksum),
        ],
        links=[link("Correct details", "self_assessment_details", WRITE)] if draft else [],
        rows=rows,
        recalls=list(shown.recalls.select_related("assessment")) if shown.is_signed else [],
        revisions=list(shown.revisions.all()) if shown.revision > 1 else [],
        overall=overall(sections, framework),
        last_overall=overall(last, framework_of(shown.follows)) if last else None,
        whole=whole_check([each.name for each in sections if each.text], missing),
    )


def details(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change the details of a self-assessment."""
    shown = get_record(request, SelfAssessment, pk)
    return form_page(
        request,
        forms.DetailsForm,
        commands.change_details,
        title="Correct details",
        record=shown,
        page={"back": address(shown)},
        assessment=shown,
    )


def section(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a section: its text, its claims with how they stand, the score with its reasons, checks and comments."""
    shown = get_record(request, SelfAssessmentSection, pk, along=("assessment", "owner", "written_by"))
    assessment = shown.assessment
    framework = framework_of(assessment)
    standings = standings_of(request.person, timezone.localdate()).get(shown.statement, [])
    draft = not assessment.is_signed

    def link(text: str, name: str, permission: str) -> tuple[str, str, str]:
        return text, reverse(f"evidence:{name}", args=[pk]), permission

    return record_page(
        request,
        shown,
        "evidence/section.html",
        caption=f"{assessment.reference} {assessment.title}",
        tags=[(each.text, each.kind) for each in shown.spec.states(shown, timezone.localdate())],
        buttons=[link("Write section", "write_section", WRITE)] if draft else [],
        links=[link("Versions", "section_versions", "evidence.drafts")],
        crumbs=[
            ("Self-assessments", reverse("evidence:self_assessments")),
            (assessment.title, address(assessment)),
        ],
        facts=[("Last written by", shown.written_by), ("Words", words_in(shown.text))],
        assessment=assessment,
        standings=standings,
        label=framework.label(shown.score) if shown.score else "",
        last=last_scores(assessment).get(shown.statement),
        checks=checks_of(shown.text, standings, assessment.most_words),
        comments=[(note, getattr(note, "resolved", None)) for note in comments_on([shown])],
        draft=draft,
    )


def write(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write a section; where somebody else saved it meanwhile, both texts are shown."""
    shown = get_record(request, SelfAssessmentSection, pk, along=("assessment",))
    framework = framework_of(shown.assessment)
    scores = [(each.score, f"{each.score}: {each.label}") for each in framework.scores]
    return form_page(
        request,
        forms.SectionForm,
        commands.write_section,
        title=f"Write: {shown.name}",
        record=shown,
        options={"scores": scores},
        done=f"Section “{shown.name}” saved.",
        page={"back": address(shown)},
        section=shown,
    )


def versions(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Compare two saved versions of a section's text, word by word."""
    shown = get_record(request, SelfAssessmentSection, pk, along=("assessment", "written_by"))
    states = _versions(shown)
    named = [(str(number), text) for number, text, _ in states]
    form = forms.VersionsForm(request.GET or None, versions=named)
    given = form.cleaned_data if form.is_valid() else {}
    texts = {str(number): text for number, _, text in states}
    after = given.get("after") or str(shown.version)
    before = given.get("before") or (named[-2][0] if len(named) > 1 else after)
    context = {
        "section": shown,
        "filter": form,
        "pieces": word_difference(texts.get(before, ""), texts.get(after, "")),
        "before": dict(named).get(before, ""),
        "after": dict(named).get(after, ""),
        "count": len(named),
    }
    return render_page(request, "evidence/section_versions.html", context)


def _versions(shown: SelfAssessmentSection) -> list[tuple[int, str, str]]:
    """Return the saved versions of a section, oldest first: number, when and by whom, text."""
    events = history_of(SelfAssessmentSection)
    earlier = (
        events._default_manager.filter(pgh_obj_id=shown.pk).order_by("version", "pgh_id") if events else []
    )
    states = {state.version: state for state in [*earlier, shown]}
    people = {person.pk: person.name for person in _writers(states.values())}
    return [
        (
            number,
            f"Version {number}" + (f", {people[by]}" if (by := state.written_by_id) in people else ""),
            state.text,
        )
        for number, state in sorted(states.items())
    ]


def _writers(states: Any) -> Any:
    return Person.objects.filter(
        pk__in={state.written_by_id for state in states if state.written_by_id}
    ).order_by("pk")


@require_POST
def resolve(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Resolve a comment on a section."""
    shown = get_record(request, SelfAssessmentSection, pk)
    wanted = request.POST.get("note", "")
    note = next((each for each in comments_on([shown]) if str(each.pk) == wanted), None)
    if note is None:
        raise Http404
    try:
        commands.resolve_comment(by=request.person, section=shown, note=note, on=timezone.localdate())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Comment resolved.")
    return redirect(address(shown))


def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Sign a self-assessment."""
    shown = get_record(request, SelfAssessment, pk)
    as_read = request.GET.get("read", "") or versions_of(shown.sections.order_by("position"))
    return form_page(
        request,
        forms.SignForm,
        commands.sign,
        title=f"Sign {shown.reference}",
        initial={"as_read": as_read[:1000]},
        done=f"{shown.reference} signed.",
        page={
            "intro": f"{shown.title}. Its texts, scores and claims stay as they are now. What changes after that is a new one.",
            "submit": "Sign self-assessment",
            "back": address(shown),
        },
        assessment=shown,
        on=timezone.localdate(),
    )


def word(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a self-assessment as a Word file."""
    shown = get_record(request, SelfAssessment, pk)
    today = timezone.localdate()
    written = as_word(document_of(shown, request.person, today), shown.signed_on or today)
    response = HttpResponse(written, content_type=_WORD)
    response["Content-Disposition"] = f'attachment; filename="self-assessment-{shown.reference}.docx"'
    return response
