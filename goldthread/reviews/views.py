"""The pages of formal looks: the list, one look, its findings and what was decided, its figures and its remedy."""

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
    LookForm,
    RemedyForm,
    ReviewFilter,
    first_decision,
)
from goldthread.reviews.kinds import KINDS, OMBUDSMAN, label, name_of
from goldthread.reviews.models import Decision, Figure, Finding, Review
from goldthread.reviews.upheld import upheld_by_year
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page
from goldthread.web.repeatable import add_pressed, answer_count, unvalidated

_NEWEST = ("-decided_on", "-id")


def listed(request: HttpRequest) -> HttpResponse:
    """List formal looks, newest first."""
    form = ReviewFilter(request.GET or None)
    form.is_valid()
    asked = form.cleaned_data if form.is_bound else {}
    reviews = Review.objects.visible_to(request.person)
    if asked.get("kind"):
        reviews = reviews.filter(kind=asked["kind"])
    if asked.get("undecided"):
        waiting = Finding.objects.filter(review=OuterRef("pk"), decision=Decision.UNDECIDED)
        reviews = reviews.filter(Exists(waiting))
    found = paginate(request, reviews, _NEWEST)
    today = timezone.localdate()
    context = {
        "filter": form,
        "listed": found,
        "narrowed": any(asked.values()),
        "undecided": _undecided(found.rows),
        "late": {review.pk: _remedy_late(review) for review in found},
        "name_of": name_of,
        "upheld": upheld_by_year(request.person, today=today)
        if asked.get("kind") in ("", None, OMBUDSMAN)
        else [],
    }
    return render_page(request, "reviews/list.html", context, fragment="results")


def _undecided(reviews: list[Review]) -> Counter[uuid.UUID]:
    waiting = Finding.objects.filter(review__in=reviews, decision=Decision.UNDECIDED)
    return Counter(waiting.values_list("review_id", flat=True))


def _remedy_late(review: Review) -> bool:
    """Say whether a remedy is owed and its day has passed."""
    return bool(review.remedy_days_late(timezone.localdate())) and review.remedy_done_on is None


def _seen(request: HttpRequest, pk: uuid.UUID) -> Review:
    return get_object_or_404(Review.objects.visible_to(request.person).select_related("signed_off_by"), pk=pk)


def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one formal look: its facts, its findings with their decisions, its figures and its remedy."""
    review = _seen(request, pk)
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
    """Choose what kind of formal look it is."""
    form = KindForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("reviews:record_kind", kind=form.cleaned_data["kind"])
    return render_page(request, "reviews/choose_kind.html", {"form": form})


def record_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """Record a formal look of a kind, with its findings."""
    if kind not in KINDS:
        raise Http404
    count = answer_count(request.POST, "findings", most=MOST_FINDINGS)
    made = {"person": request.person, "kind": kind, "findings": count}
    form = _grown(request, LookForm, made)
    if form.is_bound and form.is_valid():
        try:
            review = commands.record(by=request.person, look=form.look(), today=timezone.localdate())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"It is recorded as {review.reference}.")
            return redirect("reviews:detail", pk=review.pk)
    context = {"form": form, "kind": KINDS[kind], "count": count, "most": MOST_FINDINGS}
    return render_page(request, "reviews/record.html", context)


def add_findings(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add findings to a formal look that is recorded already."""
    review = _seen(request, pk)
    count = answer_count(request.POST, "findings", most=MOST_FINDINGS)
    form = _grown(request, FindingsForm, {"person": request.person, "kind": review.kind, "findings": count})
    if form.is_bound and form.is_valid():
        upheld = True if review.outcome.lower().startswith("upheld") else None
        try:
            added = commands.add_findings(by=request.person, review=review, found=form.found(upheld))
        except Refused as refused:
            form.add_error("text_1", str(refused))
        else:
            messages.success(request, f"{len(added)} added.")
            return redirect("reviews:detail", pk=pk)
    context = {"form": form, "review": review, "count": count, "most": MOST_FINDINGS}
    return render_page(request, "reviews/add_findings.html", context)


def _grown(request: HttpRequest, form_class: type[FindingsForm], made: dict) -> FindingsForm:
    """Return the form as posted; where one more finding was asked for, as typed so far and not judged yet."""
    if request.method == "POST" and add_pressed(request.POST):
        form = form_class(**made)
        form.initial = unvalidated(form, request.POST)
        return form
    return form_class(request.POST or None, **made)


def _found(request: HttpRequest, pk: uuid.UUID) -> Finding:
    findings = Finding.objects.visible_to(request.person)
    return get_object_or_404(findings.select_related("review", "point__team", "decided_by"), pk=pk)


def _show_finding(request: HttpRequest, found: Finding, form: DecideForm | None) -> HttpResponse:
    context = {"finding": found, "label": label, "kind": name_of(found.review.kind)}
    return render_page(
        request, "reviews/finding.html", context | ({"form": form} if form is not None else {})
    )


def finding(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one finding and what was decided about it."""
    found = _found(request, pk)
    may = request.person.may("reviews.decide")
    return _show_finding(request, found, DecideForm(initial=first_decision(found)) if may else None)


def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down what was decided about a finding."""
    found = _found(request, pk)
    form = DecideForm(request.POST or None, initial=first_decision(found))
    if request.method == "POST" and form.is_valid():
        try:
            commands.decide(by=request.person, finding=found, **form.decided())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Written down: {found.get_decision_display().lower()}.")
            return redirect("reviews:finding", pk=pk)
    return _show_finding(request, found, form)


def remedy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down the remedy of an ombudsman's decision, and how it stands."""
    review = _seen(request, pk)
    form = RemedyForm(request.POST or None, person=request.person, review=review)
    if request.method == "POST" and form.is_valid():
        try:
            commands.note_remedy(by=request.person, review=review, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The remedy is written down.")
            return redirect("reviews:detail", pk=pk)
    return render_page(request, "reviews/remedy.html", {"form": form, "review": review})


def figure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a printed figure with all its parts."""
    printed = get_object_or_404(Figure.objects.visible_to(request.person).select_related("review"), pk=pk)
    return render_page(request, "reviews/figure.html", {"figure": printed})


def add_figure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep a figure that a formal look prints."""
    review = _seen(request, pk)
    form = FigureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            printed = commands.print_figure(by=request.person, review=review, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("reviews:figure", pk=printed.pk)
    return render_page(request, "reviews/add_figure.html", {"form": form, "review": review})
