"""Forms for referrals and the steps of a safeguarding adult review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.feedback.forms import LONG
from goldthread.reviews.kinds import SAFEGUARDING
from goldthread.reviews.models import Review
from goldthread.reviews.safeguarding.models import Met, Referral, ReviewUnder, checklist
from goldthread.standards.review_markers import markers
from goldthread.web.forms import DateField, Form


def _text(label: str, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, validators=LONG, widget=forms.Textarea({"rows": rows}), **options)


class ReferralForm(Form):
    """From whom a referral came, when, and why."""

    title = forms.CharField(label="Subject", max_length=200, help_text="Without anybody’s name.")
    referred_by = forms.CharField(
        label="Who referred it",
        max_length=160,
        help_text="An organisation or a role, such as the fire service.",
    )
    referred_on = DateField(label="Date of the referral", latest=timezone.localdate)
    summary = _text("What happened, and why a review is asked for")
    due_on = DateField(label="Decision due by", required=False)


class NewReferralForm(ReferralForm):
    """A new referral, with who sees to the decision."""

    owner = PersonField("reviews.decide", label="Owner", required=False, empty_label="You")


class EditReferralForm(CorrectionForm, ReferralForm):
    """A correction of a referral."""


class DecideReferralForm(Form):
    """What was decided about a referral, by whom, and why."""

    review_under = forms.ChoiceField(
        label="Decision",
        choices=ReviewUnder,
        widget=forms.RadioSelect,
        help_text="Both kinds of review are statutory, under section 44 of the Care Act 2014.",
        error_messages={"required": "Choose what was decided"},
    )
    reason = _text("Reason", help_text="Kept also where no review is made.")
    decided_on = DateField(label="Date of the decision", latest=timezone.localdate)
    deciding_body = forms.CharField(
        label="Who decided", max_length=160, help_text="A role or a group, such as the chair of the board."
    )

    item_hints = {
        "review_under": {
            ReviewUnder.MANDATORY.value: "The adult died, or was seriously harmed, abuse or neglect is known or "
            "suspected, and there is reason for concern about how agencies worked together.",
            ReviewUnder.DISCRETIONARY.value: "Any other case of an adult with needs for care and support.",
            ReviewUnder.NONE.value: "The referral is kept, with the reason.",
        }
    }


class CommissionForm(Form):
    """Who makes the review, and what runs beside it."""

    author = forms.CharField(label="Reviewer or author", max_length=160)
    commissioned_on = DateField(label="Commissioned on", latest=timezone.localdate)
    parallel = _text(
        "Parallel processes",
        3,
        required=False,
        help_text="Such as an inquest, a criminal inquiry or an inquiry by the NHS, and how they are kept apart.",
    )


class FamilyForm(Form):
    """The part of the person and the family."""

    involved = forms.CharField(
        label="Who", max_length=160, help_text="Such as the person, a sister or an advocate. No names."
    )
    invited_on = DateField(label="Invited on", required=False, latest=timezone.localdate)
    invited_how = forms.CharField(
        label="How", required=False, max_length=200, help_text="Such as by a visit with an advocate."
    )
    asked_for = _text("What they asked for", 3, required=False)
    came_of_it = _text("What came of it", 3, required=False, help_text="Where nobody was invited, say why.")


class ConcludeForm(Form):
    """The concluded review that came of a referral."""

    review = forms.ModelChoiceField(
        label="Concluded review", queryset=Review.objects.none(), empty_label="Choose a review"
    )

    def __init__(self, *args: Any, person: Any, referral: Referral, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        concluded = Review.objects.visible_to(person).filter(
            kind=SAFEGUARDING, decided_on__gte=referral.referred_on
        )
        self.fields["review"].queryset = concluded.order_by("-decided_on", "-pk")


class PublishForm(Form):
    """When and where the report was published, or why it is not."""

    published_on = DateField(label="Published on", required=False, latest=timezone.localdate)
    published_at = forms.CharField(
        label="Where", required=False, max_length=300, help_text="The address of the report."
    )
    not_published = _text("Why it is not published", 3, required=False)


class MarkersForm(Form):
    """The quality markers, each with an answer and a note."""

    markers_on = DateField(label="Date of this answer", latest=timezone.localdate)

    def __init__(self, *args: Any, **options: Any) -> None:
        fields: dict[str, forms.Field] = {}
        for number, marker in enumerate(markers(), start=1):
            fields[f"answer_{marker.slug}"] = forms.ChoiceField(
                label=f"{number}. {marker.name}",
                choices=[("", "Not answered"), *Met.choices],
                required=False,
                help_text=f"{marker.asks} {'Not confirmed.' if not marker.confirmed else ''}".strip(),
            )
            fields[f"note_{marker.slug}"] = forms.CharField(
                label=f"Note on {marker.name.lower()}",
                required=False,
                validators=LONG,
                widget=forms.Textarea({"rows": 2}),
            )
        self.base_fields = {**fields, **self.base_fields}
        super().__init__(*args, **options)


def initial_markers(referral: Referral) -> dict[str, Any]:
    """Return the answers as they stand, as the form's initial values."""
    start: dict[str, Any] = {"markers_on": timezone.localdate()}
    for marker, row in checklist(referral):
        if row is not None:
            start |= {f"answer_{marker.slug}": row.answer, f"note_{marker.slug}": row.note}
    return start


def marker_arguments(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form's answers as the command takes them."""
    return {
        "markers_on": answers["markers_on"],
        "answers": {
            marker.slug: (answers[f"answer_{marker.slug}"], answers[f"note_{marker.slug}"])
            for marker in markers()
        },
    }


class ReferralFilter(WordsFilter):
    """Filters of the list of referrals."""

    under = forms.ChoiceField(
        label="Decision",
        choices=[("", "Any decision"), *ReviewUnder.choices, ("undecided", "Not decided yet")],
    )
    state = forms.ChoiceField(
        label="State",
        choices=[
            ("", "Any state"),
            ("undecided", "Not decided"),
            ("under_way", "Under way"),
            ("concluded", "Concluded"),
            ("none", "No review"),
        ],
    )
