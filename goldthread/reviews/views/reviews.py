"""Pages of reviews: one review, recording one with its findings, correcting it, and its remedy."""

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
from goldthread.council.records import hidden_text, privacy
from goldthread.council.records.pages import form_page, get_record, link, record_page
from goldthread.reviews import commands, corrections
from goldthread.reviews.forms import (
    MOST_FINDINGS,
    EditReviewForm,
    FindingsForm,
    KindForm,
    RemedyForm,
    ReviewForm,
    SignOffForm,
    initial_remedy,
    review_fields,
)
from goldthread.reviews.kinds import KINDS, OMBUDSMAN, SAFEGUARDING, label, name_of
from goldthread.reviews.models import ACTIONS, Decision, Review
from goldthread.reviews.safeguarding.models import Referral
from goldthread.web.render import render_page
from goldthread.web.repeatable import add_pressed, answer_count, unvalidated


def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one review: its findings with decisions, published figures and remedy."""
    review = get_record(request, Review, pk, withdrawn=True, along=("reviewed_team",))
    facts = [
        ("Type of review", name_of(review.kind)),
        ("Reviewing body", review.body),
        (label(review.kind, "decided_on"), review.decided_on),
        (label(review.kind, "outcome"), review.outcome),
        ("Score", review.score),
        (label(review.kind, "their_reference"), review.their_reference),
        ("Source", review.source_note),
        (label(review.kind, "took_part") or "Who took part", review.took_part),
        (label(review.kind, "reviewed_team") or "Team", review.reviewed_team),
    ]
    if review.kind == SAFEGUARDING and request.person.may("reviews.decide"):
        came_from = Referral.objects.visible_to(request.person).filter(review=review).first()
        facts.append(("Referral", link(request, came_from) if came_from else None))
    has_remedy = review.kind == OMBUDSMAN or bool(review.remedy)
    remedy_text = "Change remedy" if review.remedy else "Record remedy"
    counted, today = review.withdrawn_on is None, timezone.localdate()
    rows = _of(review.findings, counted).select_related("point__team", "review").prefetch_related(ACTIONS)
    findings = [(finding, finding.states(today)[0]) for finding in rows]
    return record_page(
        request,
        review,
        "reviews/detail.html",
        facts=facts,
        tags=[(name_of(review.kind), "grey")],
        buttons=[
            ("Add findings", address("add_findings", review), "reviews.record"),
            *_remedy_steps(review, remedy_text if has_remedy else ""),
        ],
        links=[
            ("Add a published figure", address("add_figure", review), "reviews.record"),
            ("Keep words for quoting", address("keep_quotation", review), "reviews.record"),
            *(
                [(remedy_text, address("remedy", review), "reviews.record")]
                if review.remedy_done_on and not review.signed_off_by_id
                else []
            ),
        ],
        edit="reviews:edit_review",
        label=label,
        findings=findings,
        decided=sum(
            finding.decision not in (Decision.UNDECIDED, Decision.STRENGTH) for finding, _ in findings
        ),
        to_decide=sum(not finding.is_strength for finding, _ in findings),
        strengths=sum(finding.is_strength for finding, _ in findings),
        quotations=list(_of(review.quotations, counted)),
        # To have decided "Embedded" is not enough: a record must show it, and then it is the state's kind.
        embedded=sum(state.kind == Decision.EMBEDDED for _, state in findings),
        figures=list(_of(review.figures, counted).order_by("created_at")),
        has_remedy=has_remedy,
        days_late=review.remedy_days_late(today),
    )


def _remedy_steps(review: Review, remedy_text: str) -> list[tuple[str, str, str]]:
    """Return the next step of a remedy: sign it off once it is done, else record it."""
    if review.remedy_done_on and not review.signed_off_by_id:
        return [("Sign off remedy", address("sign_off_remedy", review), "reviews.decide")]
    return [(remedy_text, address("remedy", review), "reviews.record")] if remedy_text else []


def _of(related: Any, counted: bool) -> Any:
    """Return what counts of a review's findings or figures; of a review that is withdrawn itself, all."""
    return related.counted() if counted else related.all()


def address(name: str, review: Review) -> str:
    """Return the address of a page about a review."""
    return reverse(f"reviews:{name}", args=[review.pk])


def record(request: HttpRequest) -> HttpResponse:
    """Choose the type of review."""
    form = KindForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("reviews:record_kind", kind=form.cleaned_data["kind"])
    return render_page(request, "reviews/choose_kind.html", {"form": form})


def record_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """Record a review of one type, with its findings."""
    if kind not in KINDS:
        raise Http404
    count = answer_count(request, "findings", most=MOST_FINDINGS)
    options = {"person": request.person, "kind": kind, "findings": count}
    form = _findings_form(request, ReviewForm, options)
    if form.is_bound and form.is_valid():
        try:
            with privacy.noting() as hidden:
                review = commands.record(by=request.person, new=form.new_review(), today=timezone.localdate())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Review {review.reference} saved")
            hidden_text.tell(request, review, hidden)
            return redirect("reviews:detail", pk=review.pk)
    context = {"form": form, "kind": KINDS[kind], "count": count, "most": MOST_FINDINGS}
    return render_page(request, "reviews/record.html", context)


def add_findings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add findings to a recorded review."""
    review = get_record(request, Review, pk)
    count = answer_count(request, "findings", most=MOST_FINDINGS)
    form = _findings_form(
        request, FindingsForm, {"person": request.person, "kind": review.kind, "findings": count}
    )
    if form.is_bound and form.is_valid():
        try:
            with privacy.noting() as hidden:
                added = commands.add_findings(by=request.person, review=review, findings=form.new_findings())
        except Refused as refused:
            form.add_error("text_1", str(refused))
        else:
            messages.success(
                request, f"Added to {review.reference}: {len(added)} finding{'s' if len(added) != 1 else ''}"
            )
            hidden_text.tell(request, review, hidden)
            return redirect("reviews:detail", pk=pk)
    context = {"form": form, "review": review, "count": count, "most": MOST_FINDINGS}
    return render_page(request, "reviews/add_findings.html", context)


def _findings_form(request: HttpRequest, form_class: type[FindingsForm], options: dict) -> FindingsForm:
    """Return the form as posted; after \"Add another finding\", with what was typed and without errors."""
    if request.method == "POST" and add_pressed(request.POST):
        form = form_class(**options)
        form.initial = unvalidated(form, request.POST)
        return form
    return form_class(request.POST or None, **options)


@require_POST
def hide_names(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hide the names in a published report that is kept as printed."""
    review = get_record(request, Review, pk)
    try:
        with privacy.noting() as hidden:
            corrections.hide_names(by=request.person, review=review)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        count = len({each.placeholder for each in hidden})
        messages.success(request, f"Names are hidden in {review.reference} now: {count} found.")
        hidden_text.tell(request, review, hidden)
    return redirect("reviews:detail", pk=pk)


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what was recorded of a review."""
    review = get_record(request, Review, pk)
    return form_page(
        request,
        EditReviewForm,
        corrections.edit_review,
        title=f"Correct review {review.reference}",
        record=review,
        initial={name: getattr(review, name) for name in review_fields(review.kind)},
        options={"kind": review.kind},
        review=review,
        today=timezone.localdate(),
    )


def remedy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the remedy of an ombudsman's decision."""
    review = get_record(request, Review, pk)
    return form_page(
        request,
        RemedyForm,
        commands.record_remedy,
        title=f"Record remedy: {review.reference}",
        record=review,
        initial=initial_remedy(review),
        done=f"Remedy of {review.reference} saved",
        page={"intro": review.title, "submit": "Save remedy"},
        review=review,
    )


def sign_off(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Sign off the remedy of an ombudsman's decision, as the person who is signed in."""
    review = get_record(request, Review, pk)
    return form_page(
        request,
        SignOffForm,
        commands.sign_off_remedy,
        title=f"Sign off remedy: {review.reference}",
        record=review,
        initial={"signed_off_on": timezone.localdate()},
        done=f"Remedy of {review.reference} signed off",
        page={
            "intro": f"{review.remedy} You sign as {request.person.name}, {request.person.job_title}.",
            "submit": "Sign off remedy",
        },
        review=review,
    )
