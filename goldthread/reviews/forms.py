"""The forms for a formal look, its findings and figures, and what was decided; they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from goldthread.council.models import Person, Team
from goldthread.reviews.commands import Found, Look
from goldthread.reviews.kinds import INSPECTION, KINDS, label
from goldthread.reviews.models import Decision, Figure, Finding, Review
from goldthread.web.forms import DateField, FilterForm, Form

MOST_FINDINGS = 30
# Checked, and not counted down on the page.
_LONG = [MaxLengthValidator(20_000)]


class ReviewFilter(FilterForm):
    """What narrows the list of reviews."""

    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Any kind"), *((kind.slug, kind.name) for kind in KINDS.values())]
    )
    undecided = forms.BooleanField(label="With a finding that is not decided")


class KindForm(Form):
    """What kind of formal look it is."""

    kind = forms.ChoiceField(
        label="What kind of review is it?",
        widget=forms.RadioSelect,
        choices=[(kind.slug, kind.name) for kind in KINDS.values()],
        error_messages={"required": "Choose what kind of review it is"},
    )
    item_hints = {"kind": {kind.slug: kind.what_it_is for kind in KINDS.values()}}


class FindingsForm(Form):
    """Some findings, each with its recommendation, its team and its date."""

    needs_one = True

    def __init__(self, *args: Any, person: Person, kind: str, findings: int = 1, **options: Any) -> None:
        self.kind = kind
        self.places = range(1, min(findings, MOST_FINDINGS) + 1)
        teams = Team.objects.visible_to(person).filter(is_active=True)
        made: dict[str, forms.Field] = {}
        for place in self.places:
            made |= self._one(place, teams)
        self.base_fields = {**self.base_fields, **made}
        super().__init__(*args, **options)

    def _one(self, place: int, teams: Any) -> dict[str, forms.Field]:
        number = f" {place}" if len(self.places) > 1 else ""
        return {
            f"text_{place}": forms.CharField(
                label=f"{label(self.kind, 'finding')}{number}",
                required=self.needs_one and place == 1,
                validators=_LONG,
                widget=forms.Textarea({"rows": 4}),
            ),
            f"recommendation_{place}": forms.CharField(
                label=f"{label(self.kind, 'recommendation')}{number}",
                required=False,
                validators=_LONG,
                widget=forms.Textarea({"rows": 3}),
            ),
            f"team_{place}": forms.ModelChoiceField(
                label=f"Team that it is about{number}",
                queryset=teams,
                required=False,
                empty_label="No one team",
            ),
            f"due_on_{place}": DateField(label=f"{label(self.kind, 'due_on')}{number}", required=False),
        }

    def groups(self) -> list[list[str]]:
        """Return the names of the fields, a finding at a time."""
        return [
            [f"{part}_{place}" for part in ("text", "recommendation", "team", "due_on")]
            for place in self.places
        ]

    def found(self, is_upheld: bool | None = None) -> list[Found]:
        """Return the findings, once the form is valid."""
        said = self.cleaned_data
        return [
            Found(
                text=said[f"text_{place}"],
                recommendation=said[f"recommendation_{place}"],
                team=said[f"team_{place}"],
                due_on=said[f"due_on_{place}"],
                is_upheld=is_upheld,
            )
            for place in self.places
            if said[f"text_{place}"].strip()
        ]


class LookForm(FindingsForm):
    """A formal look with its first findings; what its fields are called depends on its kind."""

    needs_one = False

    title = forms.CharField(
        label="Title", max_length=200, help_text="What it was about, in a few words; nobody's name"
    )
    body = forms.CharField(label="Who looked", max_length=160)
    decided_on = DateField(latest=timezone.localdate)
    their_reference = forms.CharField(required=False, max_length=80)
    outcome = forms.CharField(required=False, max_length=160)
    summary = forms.CharField(
        label="In a few sentences", required=False, validators=_LONG, widget=forms.Textarea({"rows": 4})
    )
    source_note = forms.CharField(
        label="Where it can be read",
        required=False,
        max_length=300,
        help_text="Such as the address of the report",
    )

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        outcomes = KINDS[kind].outcomes
        named = {
            "decided_on": DateField(label=label(kind, "decided_on"), latest=timezone.localdate),
            "their_reference": forms.CharField(
                label=label(kind, "their_reference"), required=False, max_length=80
            ),
            "outcome": forms.CharField(label=label(kind, "outcome"), required=False, max_length=160),
        }
        if outcomes:
            named["outcome"] = forms.ChoiceField(
                label=label(kind, "outcome"),
                choices=[("", "Choose one"), *((said, said) for said in outcomes)],
            )
        if kind == INSPECTION:
            named["score"] = forms.IntegerField(
                label="Score, where one was given", required=False, min_value=0, max_value=100
            )
        self.base_fields = {**self.base_fields, **named}
        super().__init__(*args, kind=kind, **options)
        self.fields["body"].initial = KINDS[kind].body

    @property
    def facts(self) -> list[str]:
        """Return the names of the fields about the look itself."""
        names = [
            "title",
            "body",
            "decided_on",
            "their_reference",
            "outcome",
            "score",
            "summary",
            "source_note",
        ]
        return [name for name in names if name in self.fields]

    def look(self) -> Look:
        """Return the formal look, once the form is valid."""
        said = self.cleaned_data
        upheld = True if said["outcome"].lower().startswith("upheld") else None
        facts = {name: said[name] for name in self.facts}
        return Look(kind=self.kind, findings=self.found(upheld), **facts)


class DecideForm(Form):
    """What the council decided about a finding; where it will not be done, why."""

    decision = forms.ChoiceField(
        label="What did the council decide?",
        widget=forms.RadioSelect,
        choices=[pair for pair in Decision.choices if pair[0] != Decision.UNDECIDED],
        error_messages={"required": "Choose what the council decided"},
    )
    reason = forms.CharField(
        label="Why it is not implemented",
        required=False,
        validators=_LONG,
        widget=forms.Textarea({"rows": 4}),
        help_text="The reason is owed to those who made the finding. It stands in the record.",
    )
    note = forms.CharField(
        label="What shows it",
        required=False,
        validators=_LONG,
        widget=forms.Textarea({"rows": 3}),
        help_text="What has been done so far, or what shows that it has stuck",
    )
    decided_on = DateField(label="Date of the decision", latest=timezone.localdate)
    due_on = DateField(label="To be done by", required=False)

    reveals = {"decision": {Decision.NOT_IMPLEMENTED.value: "reason"}}
    item_hints = {
        "decision": {
            "accepted": "The council agrees. Nothing has been done yet.",
            "in_progress": "Something is being done.",
            "implemented": "It has been done. Whether it has stuck is another question.",
            "embedded": "It has been done, and there is something that shows it has stuck.",
            "not_implemented": "The council will not do it, and says why.",
        }
    }

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where it is owed."""
        cleaned = super().clean()
        if (
            cleaned.get("decision") == Decision.NOT_IMPLEMENTED
            and len(cleaned.get("reason", "").strip()) < 10
        ):
            self.add_error("reason", "Say why it is not implemented, in a sentence at least")
        return cleaned

    def decided(self) -> dict[str, Any]:
        """Return what the command takes, once the form is valid."""
        said = dict(self.cleaned_data)
        note = said.pop("note")
        if said["decision"] != Decision.NOT_IMPLEMENTED:
            said["reason"] = note
        return said


def first_decision(finding: Finding) -> dict[str, Any]:
    """Return a finding's decision as it stands, for the form to begin with."""
    refused = finding.decision == Decision.NOT_IMPLEMENTED
    return {
        "decision": "" if finding.decision == Decision.UNDECIDED else finding.decision,
        "reason": finding.reason if refused else "",
        "note": "" if refused else finding.reason,
        "decided_on": timezone.localdate(),
        "due_on": finding.due_on,
    }


class RemedyForm(Form):
    """What puts right what the ombudsman found."""

    remedy = forms.CharField(label="What the remedy is", validators=_LONG, widget=forms.Textarea({"rows": 4}))
    due_on = DateField(label="Date it is due", required=False)
    done_on = DateField(label="Date it was done", required=False, latest=timezone.localdate)
    signed_off_by = forms.ModelChoiceField(
        label="Signed off by",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Not signed off yet",
    )

    def __init__(self, *args: Any, person: Person, review: Review, **options: Any) -> None:
        begun = {
            "remedy": review.remedy,
            "due_on": review.remedy_due_on,
            "done_on": review.remedy_done_on,
            "signed_off_by": review.signed_off_by_id,
        }
        super().__init__(*args, initial=begun, **options)
        self.fields["signed_off_by"].queryset = Person.objects.visible_to(person).filter(
            is_active=True, is_system=False
        )

    def clean(self) -> dict[str, Any]:
        """Only what is done can be signed off."""
        cleaned = super().clean()
        if cleaned.get("signed_off_by") and not cleaned.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", "Enter the date it was done: a remedy is signed off once it is done")
        return cleaned


class FigureForm(Form):
    """A printed number with all its parts, so that nobody works out a share on the wrong base."""

    label = forms.CharField(label="What it counts", max_length=200, help_text="Such as complaints upheld")
    as_printed = forms.CharField(label="The words as printed", max_length=300)
    source = forms.CharField(label="Where it stands", max_length=300, help_text="The document and its page")
    value = forms.DecimalField(label="The number", required=False, max_digits=14, decimal_places=4)
    unit = forms.CharField(label="Unit", required=False, max_length=30, help_text="Such as %, days or people")
    numerator = forms.DecimalField(
        label="How many", required=False, min_value=0, max_digits=14, decimal_places=4
    )
    denominator = forms.DecimalField(
        label="Out of", required=False, min_value=0, max_digits=14, decimal_places=4
    )
    denominator_means = forms.CharField(
        label="What that counts", required=False, max_length=200, help_text="Such as complaints investigated"
    )
    period = forms.CharField(label="Period", required=False, max_length=60, help_text="Such as 2023 to 2024")
    period_kind = forms.ChoiceField(
        label="Kind of period", widget=forms.RadioSelect, choices=Figure.Year, initial=Figure.Year.NONE
    )
    may_be_compared = forms.BooleanField(
        label="It may be compared with other figures",
        required=False,
        help_text="Only where what it is out of, what that counts and the period are all known",
    )
    caution = forms.CharField(
        label="Caution", required=False, max_length=300, help_text="What somebody who quotes it must know"
    )
