"""Pages of referrals for a safeguarding adult review: their list, one, its steps, and its quality markers."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.reviews.models import Review
from goldthread.reviews.safeguarding import commands, forms
from goldthread.reviews.safeguarding.models import Met, Referral, ReviewUnder, checklist
from goldthread.web.forms import Form

_WRITE, _DECIDE = "reviews.record", "reviews.decide"
_PLURAL = "Safeguarding adult reviews"


def _state(referral: Referral) -> Cell:
    state = referral.state(timezone.localdate())
    return {"text": state.text, "state": "late"} if state.kind == "overdue" else state.text


COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Referral", "title", main=True),
    Column("Referred by", "referred_by"),
    Column("Referred on", "referred_on", sort=("-referred_on", "-id")),
    Column("State", _state),
    Column("Decision", lambda referral: referral.get_review_under_display() or "Not decided"),
    *work_columns(Referral, ("-referred_on", "-id")),
)
VIEWS = (
    View("All", ""),
    View("Not decided", "state=undecided"),
    View("Under way", "state=under_way"),
    View("Concluded", "state=concluded"),
    View("No review", "state=none"),
)


def referrals(request: HttpRequest) -> HttpResponse:
    """List the referrals for a safeguarding adult review, the newest first."""

    def narrow(listed: Any, chosen: Mapping[str, Any]) -> Any:
        of_state: dict[str, Callable[[Any], Any]] = {
            "undecided": lambda found: found.undecided(),
            "under_way": lambda found: found.under_way(),
            "concluded": lambda found: found.filter(review__isnull=False),
            "none": lambda found: found.filter(review_under=ReviewUnder.NONE),
        }
        if under := chosen.get("under"):
            listed = listed.filter(review_under="" if under == "undecided" else under)
        if state := chosen.get("state"):
            listed = of_state[state](listed)
        return by_words(request.person, listed, chosen.get("words") or "")

    return list_page(
        request,
        Referral,
        filter_form=forms.ReferralFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("-referred_on", "-id"),
        along=("owner",),
        bulk=(assigning(Referral),),
        buttons=[("Record referral", "reviews:refer", _WRITE)],
        views=VIEWS,
        template="reviews/referrals.html",
    )


def referral(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a referral: its decision, who makes the review, the family's part, the markers and the publication."""
    record = get_record(request, Referral, pk, withdrawn=True, along=("owner", "review"))
    state = record.state(timezone.localdate())
    answers = checklist(record)
    return record_page(
        request,
        record,
        "reviews/referral.html",
        tags=[(state.text, state.kind)],
        facts=[
            ("Referred by", record.referred_by),
            ("Referred on", record.referred_on),
            ("Decision due by", record.due_on),
            ("Concluded review", link(request, record.review) if record.review else None),
        ],
        buttons=_next(record)[:2],
        links=_next(record)[2:],
        edit="reviews:edit_referral",
        crumbs=[(Review.spec.plural, reverse("reviews:list")), (_PLURAL, reverse("reviews:referrals"))],
        answers=answers,
        answered=sum(bool(row and row.answer) for _, row in answers),
        met=sum(bool(row and row.answer == Met.YES) for _, row in answers),
    )


def _next(record: Referral) -> list[tuple[str, str, str]]:
    """Return the steps that can be taken, the next first, as (text, address, permission)."""

    def step(text: str, name: str, needs: str = _WRITE) -> tuple[str, str, str]:
        return text, reverse(f"reviews:{name}", args=[record.pk]), needs

    decide = step("Change decision" if record.decided_on else "Record decision", "decide_referral", _DECIDE)
    if not record.is_taken_up:
        return [decide]
    course = [
        (record.commissioned_on, step("Who makes the review", "commission_review")),
        (record.invited_on or record.came_of_it, step("Family’s and person’s part", "family_part")),
        (record.review_id, step("Link concluded review", "conclude_referral")),
    ]
    if record.review_id:
        published = record.published_on or record.not_published
        course.append((published, step("Record publication", "publish_review")))
    missing = [each for done, each in course if not done]
    done = [each for done, each in course if done]
    return [*missing, step("Answer quality markers", "markers"), *done, decide]


def refer(request: HttpRequest) -> HttpResponse:
    """Record a referral for a safeguarding adult review."""
    return form_page(
        request,
        forms.NewReferralForm,
        commands.refer_for_review,
        title="Record referral for a safeguarding adult review",
        page={"back": reverse("reviews:referrals"), "submit": "Save referral"},
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a referral."""
    record = get_record(request, Referral, pk)
    return form_page(
        request,
        forms.EditReferralForm,
        commands.edit_referral,
        title=f"Correct {record.reference}",
        record=record,
        referral=record,
    )


def _step(
    request: HttpRequest,
    pk: uuid.UUID,
    form: type[Form],
    command: Callable[..., Any],
    title: str,
    **options: Any,
) -> HttpResponse:
    """Show the form of one step of a referral, and take it."""
    record = get_record(request, Referral, pk)
    return form_page(
        request,
        form,
        command,
        title=title,
        record=record,
        done=f"{record.reference} saved",
        page={"intro": record.title, "submit": "Save"},
        referral=record,
        **options,
    )


def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the decision on a referral."""
    return _step(request, pk, forms.DecideReferralForm, commands.decide_referral, "Decision on the referral")


def commission(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record who makes the review, and what runs beside it."""
    return _step(request, pk, forms.CommissionForm, commands.commission_review, "Who makes the review")


def family(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the part of the person and the family."""
    return _step(request, pk, forms.FamilyForm, commands.record_family_part, "Family’s and person’s part")


def conclude(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Link the concluded review to its referral."""
    options = {"referral": get_record(request, Referral, pk)}
    return _step(
        request,
        pk,
        forms.ConcludeForm,
        commands.conclude_referral,
        "Link concluded review",
        options=options,
    )


def publish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record when and where a review was published, or why not."""
    return _step(request, pk, forms.PublishForm, commands.publish_review, "Publication")


def markers(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer the quality markers of a review."""
    record = get_record(request, Referral, pk)

    def save(*, by: Any, referral: Referral, version: int, **answers: Any) -> Referral:
        return commands.answer_markers(
            by=by, referral=referral, version=version, **forms.marker_arguments(answers)
        )

    return _step(
        request,
        pk,
        forms.MarkersForm,
        save,
        "Quality markers",
        initial=forms.initial_markers(record),
    )
