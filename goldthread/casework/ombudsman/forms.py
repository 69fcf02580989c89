"""Forms of what the ombudsman asks: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.casework.forms import NewRemedyForm
from goldthread.casework.ombudsman.figures import FIGURES
from goldthread.casework.ombudsman.models import Compliance, EnquiryKind
from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm
from goldthread.feedback.forms import LONG
from goldthread.impact.comparators.forms import FileForm
from goldthread.reviews.kinds import KINDS, OMBUDSMAN
from goldthread.reviews.models import Review
from goldthread.web.forms import DateField, DayField, FilterForm, Form, SeveralTextsField


def _today(label: str) -> DateField:
    return DateField(label=label, latest=timezone.localdate, initial=timezone.localdate)


class EnquiryForm(Form):
    """What the ombudsman asked, and by when our reply is due."""

    kind = forms.ChoiceField(label="What the ombudsman does", choices=EnquiryKind, widget=forms.RadioSelect)
    their_reference = forms.CharField(label="Ombudsman's reference", max_length=80)
    title = forms.CharField(label="Subject", max_length=200, help_text="Without anybody's name.")
    asked = forms.CharField(label="What was asked", validators=LONG, widget=forms.Textarea({"rows": 4}))
    received_on = _today("Date received")
    due_on = DateField(
        label="Date our reply is due",
        required=False,
        help_text="The date that the ombudsman gives. A premature complaint has none.",
    )


class NewEnquiryForm(EnquiryForm):
    """A new enquiry, with who prepares our reply."""

    owner = PersonField(
        "casework.handle",
        "casework.authorise",
        label="Who prepares the reply",
        required=False,
        empty_label="Nobody yet",
    )


class EditEnquiryForm(CorrectionForm, EnquiryForm):
    """A correction of an enquiry."""


class ExtendReplyForm(Form):
    """Another date for our reply, agreed with the ombudsman, and why."""

    due_on = DateField(label="Date agreed with the ombudsman")
    reason = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea({"rows": 3}))


class DraftForm(Form):
    """Our reply to the ombudsman, with what the council has learned."""

    response = forms.CharField(label="Reply", validators=LONG, widget=forms.Textarea({"rows": 10}))
    learning_note = forms.CharField(
        label="What we have learned",
        required=False,
        validators=LONG,
        widget=forms.Textarea({"rows": 4}),
        help_text="A senior leader cannot authorise the reply without it.",
    )


class AuthoriseForm(Form):
    """The day on which whoever sends this form authorises the reply."""

    authorised_on = _today("Date authorised")


class SentForm(Form):
    """The day on which our reply was sent."""

    sent_on = _today("Date sent")


class DecisionForm(Form):
    """What the ombudsman decided, and each fault it found."""

    title = forms.CharField(
        label="Title of the decision", max_length=200, help_text="Without anybody's name."
    )
    outcome = forms.ChoiceField(
        label="Decision",
        widget=forms.RadioSelect,
        choices=[(outcome, outcome) for outcome in KINDS[OMBUDSMAN].outcomes],
    )
    decided_on = _today("Date of the decision")
    summary = forms.CharField(
        label="Summary", required=False, validators=LONG, widget=forms.Textarea({"rows": 4})
    )
    faults = SeveralTextsField(label="Faults found", required=False, validators=LONG)


class LinkDecisionForm(Form):
    """A decision that was recorded before, of no other enquiry."""

    review = forms.ModelChoiceField(
        label="Decision", queryset=Review.objects.none(), empty_label="Choose a decision"
    )

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        field = self.fields["review"]
        decisions = Review.objects.visible_to(person).filter(kind=OMBUDSMAN, enquiry=None)
        field.queryset = decisions.order_by("-decided_on", "-pk")
        field.label_from_instance = lambda review: f"{review.reference} {review.title}"


class OmbudsmanRemedyForm(NewRemedyForm):
    """Something that the ombudsman recommended: what, by when, and who does it."""

    agreed_on = _today("Date of the decision")


class AcceptForm(Form):
    """The day on which the ombudsman accepted a remedy as carried out."""

    accepted_on = _today("Date the ombudsman accepted it")


class ComplianceForm(Form):
    """What the ombudsman says of compliance with all that it recommended in a case."""

    compliance = forms.ChoiceField(
        label="Is the ombudsman satisfied?", choices=Compliance, widget=forms.RadioSelect
    )
    compliance_on = _today("Date the ombudsman said so")


class TablesForm(FileForm):
    """The ombudsman's annual tables as a file: for which councils."""


class EnquiryFilter(FilterForm):
    """Filters of the list of enquiries; those by date, owner and due date are the list's own."""

    # The period of a figure: no field of an enquiry.
    own = ("figure", "first", "last")
    kind = forms.ChoiceField(
        label="What the ombudsman does", choices=[("", "Anything"), *EnquiryKind.choices]
    )
    state = forms.ChoiceField(
        label="Our reply",
        choices=[
            ("", "Any state"),
            ("waiting", "Not sent yet"),
            ("authorise", "To be authorised"),
            ("sent", "Sent"),
        ],
    )
    figure = forms.ChoiceField(label="Figure", choices=[("", "Any"), *FIGURES.items()])
    first = DayField(label="First day of the figure's period")
    last = DayField(label="Last day of the figure's period")
