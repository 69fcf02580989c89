"""The forms of reviews: filter, review, findings, decision, remedy and published figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from goldthread.council.models import Person, Team
from goldthread.council.people.fields import PersonField, TeamField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.reviews.kinds import INSPECTION, KINDS, label
from goldthread.reviews.models import CheckBy, Decision, Figure, Finding, Review
from goldthread.reviews.new_review import NewFinding, NewReview
from goldthread.reviews.querysets import DECIDED_AS
from goldthread.web.forms import DateField, Form

MOST_FINDINGS = 30
# Checked, and not counted down on the page.
_LONG = [MaxLengthValidator(20_000)]


class ReviewFilter(WordsFilter):
    """Filters of the list of reviews."""

    kind = forms.ChoiceField(
        label="Type of review",
        choices=[("", "Any type"), *((kind.slug, kind.name) for kind in KINDS.values())],
    )
    decided = forms.ChoiceField(
        label="Ombudsman decided", choices=[("", "Anything"), *DECIDED_AS.items()], required=False
    )
    undecided = forms.BooleanField(label="Findings awaiting decision")


class FindingFilter(WordsFilter):
    """Filters of the list of findings."""

    decision = forms.ChoiceField(label="Decision", choices=[("", "Any decision"), *Decision.choices])
    kind = forms.ChoiceField(
        label="Type of review",
        choices=[("", "Any type"), *((kind.slug, kind.name) for kind in KINDS.values())],
    )
    is_upheld = forms.ChoiceField(
        label="Upheld", choices=[("", "Either"), ("yes", "Upheld"), ("no", "Not upheld")]
    )


class KindForm(Form):
    """The type of review."""

    kind = forms.ChoiceField(
        label="Type of review",
        widget=forms.RadioSelect,
        choices=[(kind.slug, kind.name) for kind in KINDS.values()],
        error_messages={"required": "Choose the type of review"},
    )
    item_hints = {"kind": {kind.slug: kind.what_it_is for kind in KINDS.values()}}


class FindingsForm(Form):
    """Findings, each with its recommendation, team and date."""

    needs_one = True

    def __init__(self, *args: Any, person: Person, kind: str, findings: int = 1, **options: Any) -> None:
        self.kind = kind
        self.indexes = range(1, min(findings, MOST_FINDINGS) + 1)
        teams = Team.objects.visible_to(person).filter(is_active=True)
        fields: dict[str, forms.Field] = {}
        for index in self.indexes:
            fields |= self._finding_fields(index, teams)
        self.base_fields = {**self.base_fields, **fields}
        super().__init__(*args, **options)

    def _finding_fields(self, index: int, teams: Any) -> dict[str, forms.Field]:
        number = f" {index}" if len(self.indexes) > 1 else ""
        return {
            f"text_{index}": forms.CharField(
                label=f"{label(self.kind, 'finding')}{number}",
                required=self.needs_one and index == 1,
                validators=_LONG,
                widget=forms.Textarea({"rows": 4}),
            ),
            f"recommendation_{index}": forms.CharField(
                label=f"{label(self.kind, 'recommendation')}{number}",
                required=False,
                validators=_LONG,
                widget=forms.Textarea({"rows": 3}),
            ),
            f"team_{index}": forms.ModelChoiceField(
                label=f"Team{number}",
                queryset=teams,
                required=False,
                empty_label="No single team",
            ),
            f"due_on_{index}": DateField(label=f"{label(self.kind, 'due_on')}{number}", required=False),
            f"is_strength_{index}": forms.BooleanField(
                label=f"Strength{number}: keep and spread it", required=False
            ),
        }

    def groups(self) -> list[list[str]]:
        """Return the names of the fields, a finding at a time."""
        return [
            [f"{part}_{index}" for part in ("text", "recommendation", "team", "due_on", "is_strength")]
            for index in self.indexes
        ]

    def new_findings(self) -> list[NewFinding]:
        """Return the findings, once the form is valid."""
        cleaned = self.cleaned_data
        return [
            NewFinding(
                text=cleaned[f"text_{index}"],
                recommendation=cleaned[f"recommendation_{index}"],
                team=cleaned[f"team_{index}"],
                due_on=cleaned[f"due_on_{index}"],
                is_strength=cleaned[f"is_strength_{index}"],
            )
            for index in self.indexes
            if cleaned[f"text_{index}"].strip()
        ]


def review_fields(kind: str) -> dict[str, forms.Field]:
    """Return the fields about a review itself; their labels depend on its type."""
    outcomes = KINDS[kind].outcomes if kind in KINDS else ()
    fields: dict[str, forms.Field] = {
        "title": forms.CharField(
            label="Title", max_length=200, help_text="The subject, without anybody's name"
        ),
        "body": forms.CharField(label="Reviewing body", max_length=160),
        "decided_on": DateField(label=label(kind, "decided_on"), latest=timezone.localdate),
        "their_reference": forms.CharField(
            label=label(kind, "their_reference"), required=False, max_length=80
        ),
        "outcome": forms.CharField(label=label(kind, "outcome"), required=False, max_length=160),
    }
    if outcomes:
        fields["outcome"] = forms.ChoiceField(
            label=label(kind, "outcome"),
            choices=[("", "Choose an outcome"), *((outcome, outcome) for outcome in outcomes)],
        )
    if kind == INSPECTION:
        fields["score"] = forms.IntegerField(label="Score", required=False, min_value=0, max_value=100)
    fields["summary"] = forms.CharField(
        label="Summary", required=False, validators=_LONG, widget=forms.Textarea({"rows": 4})
    )
    fields["source_note"] = forms.CharField(
        label="Source",
        required=False,
        max_length=300,
        help_text="Such as the web address of the report",
    )
    if asks := label(kind, "took_part"):
        fields["took_part"] = forms.CharField(
            label=asks, required=False, max_length=300, help_text="As roles, without names."
        )
    if asks := label(kind, "reviewed_team"):
        fields["reviewed_team"] = TeamField("reviews.record", label=asks)
    return fields


class ReviewForm(FindingsForm):
    """A review with its first findings."""

    needs_one = False

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        fields = review_fields(kind)
        fields["is_published"] = forms.BooleanField(
            label="It is a published report",
            required=False,
            help_text="Then it is kept as printed and no name in it is hidden. You can hide names later. "
            "Of any other, names of people are hidden when you save.",
        )
        self.facts = list(fields)
        self.base_fields = {**self.base_fields, **fields}
        super().__init__(*args, kind=kind, **options)
        self.fields["body"].initial = KINDS[kind].body
        self.fields["is_published"].initial = KINDS[kind].published

    def new_review(self) -> NewReview:
        """Return the new review, once the form is valid."""
        facts = {name: self.cleaned_data[name] for name in self.facts}
        return NewReview(kind=self.kind, findings=self.new_findings(), **facts)


class EditReviewForm(Form):
    """What was recorded of a review, and why it is corrected."""

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        self.base_fields = {**review_fields(kind), **CorrectionForm.base_fields}
        super().__init__(*args, **options)


class EditFindingForm(Form):
    """What was recorded of a finding, and why it is corrected."""

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        self.base_fields = {
            "text": forms.CharField(
                label=label(kind, "finding"), validators=_LONG, widget=forms.Textarea({"rows": 4})
            ),
            "heading": forms.CharField(label="Heading", required=False, max_length=200),
            "recommendation": forms.CharField(
                label=label(kind, "recommendation"),
                required=False,
                validators=_LONG,
                widget=forms.Textarea({"rows": 3}),
            ),
            "team": TeamField("reviews.record"),
            "due_on": DateField(label=label(kind, "due_on"), required=False),
            "is_strength": forms.BooleanField(
                label="Strength: keep and spread it",
                required=False,
                help_text="Only where nothing is decided about it.",
            ),
            **CorrectionForm.base_fields,
        }
        super().__init__(*args, **options)


class DecideForm(Form):
    """The council's decision on a finding, with a reason where it is not implemented."""

    decision = forms.ChoiceField(
        label="Decision",
        widget=forms.RadioSelect,
        choices=[pair for pair in Decision.choices if pair[0] not in (Decision.UNDECIDED, Decision.STRENGTH)],
        error_messages={"required": "Choose a decision"},
    )
    reason = forms.CharField(
        label="Reason for not implementing it",
        required=False,
        validators=_LONG,
        widget=forms.Textarea({"rows": 4}),
        help_text="The reviewing body is owed a reason",
    )
    note = forms.CharField(
        label="Evidence",
        required=False,
        validators=_LONG,
        widget=forms.Textarea({"rows": 3}),
        help_text="What has been done, or what shows that it is embedded",
    )
    decided_on = DateField(label="Date of the decision", latest=timezone.localdate)
    due_on = DateField(label="Due date", required=False)
    owner = PersonField(
        "reviews.decide", "learning.carry_out", label="Owner", required=False, empty_label="No owner yet"
    )

    check_on = DateField(
        label="Check that it is embedded on",
        required=False,
        help_text="Months later. It stands in your work then.",
    )
    check_by = forms.ChoiceField(
        label="What is to show it", choices=[("", "Not chosen"), *CheckBy.choices], required=False
    )
    check_what = forms.CharField(label="Which question, course or theme", required=False, max_length=200)

    reveals = {"decision": {Decision.NOT_IMPLEMENTED.value: "reason"}}
    item_hints = {
        "decision": {
            "accepted": "Agreed, not started",
            "in_progress": "Work has started",
            "implemented": "Done: an action that came of it is complete. It may not be embedded yet",
            "embedded": "An action is done, and a later sample or measure shows that it is embedded",
            "not_implemented": "The council will not do it, with a reason",
        }
    }


def decision_arguments(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form's answers as the command takes them: what is written beside the decision is its reason."""
    arguments = dict(answers)
    note = arguments.pop("note")
    if arguments["decision"] != Decision.NOT_IMPLEMENTED:
        arguments["reason"] = note
    return arguments


def initial_decision(finding: Finding) -> dict[str, Any]:
    """Return a finding's current decision as the form's initial values."""
    not_implemented = finding.decision == Decision.NOT_IMPLEMENTED
    return {
        "decision": "" if finding.decision == Decision.UNDECIDED else finding.decision,
        "reason": finding.reason if not_implemented else "",
        "note": "" if not_implemented else finding.reason,
        "decided_on": timezone.localdate(),
        "due_on": finding.due_on,
        "owner": finding.owner_id,
        "check_on": finding.check_on,
        "check_by": finding.check_by,
        "check_what": finding.check_what,
    }


class RemedyForm(Form):
    """The remedy of an ombudsman's decision."""

    remedy = forms.CharField(label="Remedy", validators=_LONG, widget=forms.Textarea({"rows": 4}))
    due_on = DateField(label="Due date", required=False)
    done_on = DateField(label="Date done", required=False, latest=timezone.localdate)


class SignOffForm(Form):
    """The date on which whoever sends this form signs off a remedy."""

    signed_off_on = DateField(label="Date signed off", latest=timezone.localdate)


def initial_remedy(review: Review) -> dict[str, Any]:
    """Return a review's remedy as the form's initial values."""
    return {
        "remedy": review.remedy,
        "due_on": review.remedy_due_on,
        "done_on": review.remedy_done_on,
    }


class FigureForm(Form):
    """A published figure with all its parts, so that nobody works out a share on the wrong base."""

    label = forms.CharField(label="Name of the figure", max_length=200, help_text="Such as complaints upheld")
    as_printed = forms.CharField(label="Words as printed", max_length=300)
    source = forms.CharField(label="Source", max_length=300, help_text="The document and its page")
    value = forms.DecimalField(label="Value", required=False, max_digits=14, decimal_places=4)
    unit = forms.CharField(label="Unit", required=False, max_length=30, help_text="Such as %, days or people")
    numerator = forms.DecimalField(
        label="Numerator", required=False, min_value=0, max_digits=14, decimal_places=4
    )
    denominator = forms.DecimalField(
        label="Denominator", required=False, min_value=0, max_digits=14, decimal_places=4
    )
    denominator_means = forms.CharField(
        label="What the denominator counts",
        required=False,
        max_length=200,
        help_text="Such as complaints investigated",
    )
    period = forms.CharField(label="Period", required=False, max_length=60, help_text="Such as 2023 to 2024")
    period_kind = forms.ChoiceField(
        label="Type of period", widget=forms.RadioSelect, choices=Figure.Year, initial=Figure.Year.NONE
    )
    may_be_compared = forms.BooleanField(
        label="It may be compared with other figures",
        required=False,
        help_text="Only where its denominator, what that counts and the period are all known",
    )
    caution = forms.CharField(
        label="Caution", required=False, max_length=300, help_text="What somebody who quotes it needs to know"
    )


class EditFigureForm(CorrectionForm, FigureForm):
    """What was recorded of a published figure, and why it is corrected."""
