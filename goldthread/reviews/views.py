"""The pages of reviews: list, record, findings and decisions, published figures and remedy."""

from __future__ import annotations

import uuid
from collections import Counter

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.reviews import commands
from goldthread.reviews.forms import (
    MOST_FINDINGS,
    DecideForm,
    FigureForm,
    FindingsForm,
    KindForm,
    RemedyForm,
    ReviewFilter,
    ReviewForm,
    initial_decision,
)
from goldthread.reviews.kinds import KINDS, OMBUDSMAN, label, name_of
from goldthread.reviews.models import Decision, Figure, Finding, Review
from goldthread.reviews.upheld import upheld_by_year
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page
from goldthread.web.repeatable import add_pressed, answer_count, unvalidated

_NEWEST = ("-decided_on", "-id")


def listed(request: HttpRequest) -> HttpResponse:
    """List reviews, newest first."""
    form = ReviewFilter(request.GET or None)
    form.is_valid()
    filters = form.cleaned_data if form.is_bound else {}
    reviews = Review.objects.visible_to(request.person)
    if filters.get("kind"):
        reviews = reviews.filter(kind=filters["kind"])
    if filters.get("undecided"):
        waiting = Finding.objects.filter(review=OuterRef("pk"), decision=Decision.UNDECIDED)
        reviews = reviews.filter(Exists(waiting))
    listed_reviews = paginate(request, reviews, _NEWEST)
    today = timezone.localdate()
    context = {
        "filter": form,
        "listed": listed_reviews,
        "narrowed": any(filters.values()),
        "undecided": _undecided(listed_reviews.rows),
        "late": {review.pk: _remedy_late(review) for review in listed_reviews},
        "name_of": name_of,
        "upheld": upheld_by_year(request.person, today=today)
        if filters.get("kind") in ("", None, OMBUDSMAN)
        else [],
    }
    return render_page(request, "reviews/list.html", context, fragment="results")


def _undecided(reviews: list[Review]) -> Counter[uuid.UUID]:
    waiting = Finding.objects.filter(review__in=reviews, decision=Decision.UNDECIDED)
    return Counter(waiting.values_list("review_id", flat=True))


def _remedy_late(review: Review) -> bool:
    """Return whether a remedy is overdue."""
    return bool(review.remedy_days_late(timezone.localdate())) and review.remedy_done_on is None


def _get_review(request: HttpRequest, pk: uuid.UUID) -> Review:
    return get_object_or_404(Review.objects.visible_to(request.person).select_related("signed_off_by"), pk=pk)


def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one review: its facts, findings with decisions, published figures and remedy."""
    review = _get_review(request, pk)
    context = {
        "review": review,
        "kind": name_of(review.kind),
        "label": label,
        "findings": list(review.findings.select_related("point__team")),
        "figures": list(review.figures.order_by("created_at")),
        "has_remedy": review.kind == OMBUDSMAN or bool(review.remedy),
        "days_late": review.remedy_days_late(timezone.localdate()),
    }
    return render_page(request, "reviews/detail.html", context)


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
    count = answer_count(request.POST, "findings", most=MOST_FINDINGS)
    options = {"person": request.person, "kind": kind, "findings": count}
    form = _findings_form(request, ReviewForm, options)
    if form.is_bound and form.is_valid():
        try:
            review = commands.record(by=request.person, new=form.new_review(), today=timezone.localdate())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Review {review.reference} saved")
            return redirect("reviews:detail", pk=review.pk)
    context = {"form": form, "kind": KINDS[kind], "count": count, "most": MOST_FINDINGS}
    return render_page(request, "reviews/record.html", context)


def add_findings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add findings to a recorded review."""
    review = _get_review(request, pk)
    count = answer_count(request.POST, "findings", most=MOST_FINDINGS)
    form = _findings_form(
        request, FindingsForm, {"person": request.person, "kind": review.kind, "findings": count}
    )
    if form.is_bound and form.is_valid():
        try:
            added = commands.add_findings(by=request.person, review=review, findings=form.new_findings())
        except Refused as refused:
            form.add_error("text_1", str(refused))
        else:
            messages.success(
                request, f"Added to {review.reference}: {len(added)} finding{'s' if len(added) != 1 else ''}"
            )
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


def _get_finding(request: HttpRequest, pk: uuid.UUID) -> Finding:
    findings = Finding.objects.visible_to(request.person)
    return get_object_or_404(findings.select_related("review", "point__team", "decided_by"), pk=pk)


def _show_finding(request: HttpRequest, record: Finding, form: DecideForm | None) -> HttpResponse:
    context = {"finding": record, "label": label, "kind": name_of(record.review.kind)}
    return render_page(
        request, "reviews/finding.html", context | ({"form": form} if form is not None else {})
    )


def finding(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one finding and its decision."""
    record = _get_finding(request, pk)
    may = request.person.may("reviews.decide")
    return _show_finding(request, record, DecideForm(initial=initial_decision(record)) if may else None)


def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the decision on a finding."""
    record = _get_finding(request, pk)
    form = DecideForm(request.POST or None, initial=initial_decision(record))
    if request.method == "POST" and form.is_valid():
        try:
            commands.decide(by=request.person, finding=record, **form.arguments())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Decision on a finding of {record.review.reference} saved")
            return redirect("reviews:finding", pk=pk)
    return _show_finding(request, record, form)


def remedy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the remedy of an ombudsman's decision."""
    review = _get_review(request, pk)
    form = RemedyForm(request.POST or None, person=request.person, review=review)
    if request.method == "POST" and form.is_valid():
        try:
            commands.record_remedy(by=request.person, review=review, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Remedy of {review.reference} saved")
            return redirect("reviews:detail", pk=pk)
    return render_page(request, "reviews/remedy.html", {"form": form, "review": review})


def figure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a published figure with all its parts."""
    record = get_object_or_404(Figure.objects.visible_to(request.person).select_related("review"), pk=pk)
    return render_page(request, "reviews/figure.html", {"figure": record})


def add_figure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a published figure to a review."""
    review = _get_review(request, pk)
    form = FigureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record = commands.record_figure(by=request.person, review=review, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Figure added to {review.reference}")
            return redirect("reviews:figure", pk=record.pk)
    return render_page(request, "reviews/add_figure.html", {"form": form, "review": review})
