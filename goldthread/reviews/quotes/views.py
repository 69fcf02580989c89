"""Pages of quotations from reviews: their list, one, keeping one, and correcting it."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.feedback.forms import LONG
from goldthread.reviews.models import Review
from goldthread.reviews.quotes import commands
from goldthread.reviews.quotes.models import MayQuote, Quotation
from goldthread.web.forms import DateField, Form


class QuotationForm(Form):
    """Words, whose they are, and who may quote them."""

    words = forms.CharField(
        label="Words",
        validators=LONG,
        widget=forms.Textarea({"rows": 4}),
        help_text="As they were said or written.",
    )
    said_by = forms.CharField(
        label="Whose words", max_length=160, help_text="A role, such as a newly qualified social worker."
    )
    said_on = DateField(label="Date", latest=timezone.localdate)
    may_quote = forms.ChoiceField(label="Who may quote them", choices=MayQuote, widget=forms.RadioSelect)
    agreed = forms.CharField(
        label="Who agreed to that, and when", required=False, max_length=200, help_text="Without a name."
    )


class EditQuotationForm(CorrectionForm, QuotationForm):
    """A correction of a quotation."""


COLUMNS = (
    Column("Words", "title", main=True),
    Column("Whose words", "said_by"),
    Column("Date", "said_on", sort=("-said_on", "-id")),
    Column("Who may quote them", "may_quote"),
    Column(
        "Review", lambda quotation: {"text": quotation.review.reference, "href": address(quotation.review)}
    ),
)


def quotations(request: HttpRequest) -> HttpResponse:
    """List the quotations from reviews, the newest first."""
    return list_page(
        request,
        Quotation,
        columns=COLUMNS,
        order=("-said_on", "-id"),
        along=("review",),
    )


def quotation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show words that may be quoted."""
    record = get_record(request, Quotation, pk, withdrawn=True, along=("review",))
    return record_page(
        request,
        record,
        "reviews/quotation.html",
        tags=[(state.text, state.kind) for state in record.states()],
        facts=[
            ("Review", link(request, record.review)),
            ("Whose words", record.said_by),
            ("Date", record.said_on),
            ("Who may quote them", record.get_may_quote_display()),
            ("Who agreed to that", record.agreed),
        ],
        edit="reviews:edit_quotation",
        crumbs=[
            (Review.spec.plural, reverse("reviews:list")),
            (record.review.reference, address(record.review)),
            (Quotation.spec.plural, reverse("reviews:quotations")),
        ],
    )


def keep(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep words of a review for quoting."""
    review = get_record(request, Review, pk)
    return form_page(
        request,
        QuotationForm,
        commands.keep_quotation,
        title="Keep words for quoting",
        initial={"said_on": review.decided_on, "said_by": review.body},
        done="Saved",
        page={"intro": review.title, "back": address(review)},
        review=review,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a quotation."""
    record = get_record(request, Quotation, pk)
    return form_page(
        request,
        EditQuotationForm,
        commands.edit_quotation,
        title="Correct quotation",
        record=record,
        quotation=record,
    )
