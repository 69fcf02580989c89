"""Pages of published figures: one figure with all its parts, adding one, and correcting it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.council.records.pages import form_page, get_record, record_page
from goldthread.reviews import commands, corrections
from goldthread.reviews.forms import EditFigureForm, FigureForm
from goldthread.reviews.models import Figure, Review


def figure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a published figure with all its parts."""
    record = get_record(request, Figure, pk, withdrawn=True)
    review = record.review
    crumbs = [(Review.spec.plural, reverse("reviews:list"))]
    if review is not None:
        crumbs.append((review.reference, reverse("reviews:detail", args=[review.pk])))
    return record_page(
        request, record, "reviews/figure.html", edit="reviews:edit_figure", crumbs=crumbs, figure=record
    )


def add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a published figure to a review."""
    review = get_record(request, Review, pk)
    return form_page(
        request,
        FigureForm,
        commands.record_figure,
        title=f"Add a published figure: {review.reference}",
        done=f"Figure added to {review.reference}",
        template="reviews/add_figure.html",
        page={"back": reverse("reviews:detail", args=[review.pk]), "submit": "Save figure"},
        review=review,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what was recorded of a published figure."""
    record = get_record(request, Figure, pk)
    return form_page(
        request,
        EditFigureForm,
        corrections.edit_figure,
        title=f"Correct published figure: {record.label}",
        record=record,
        figure=record,
    )
