"""Forms of pieces of work: they check shape and never write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.coproduction.choices import GROUPS, KINDS, LADDER, STAGES, Kind
from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.feedback.forms import LONG
from goldthread.reviews.models import Finding
from goldthread.web.forms import DateField, Form

_MOST_FINDINGS = 60


def _today(label: str, **options: Any) -> DateField:
    return DateField(label=label, latest=timezone.localdate, initial=timezone.localdate, **options)


def _text(label: str, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, validators=LONG, widget=forms.Textarea({"rows": rows}), **options)


class InvolvementFilter(WordsFilter):
    """Filters of the list of pieces of work."""

    kind = forms.ChoiceField(
        label="Kind of work", choices=[("", "All"), *((kind.slug, kind.name) for kind in KINDS.values())]
    )
    state = forms.ChoiceField(
        label="State",
        choices=[
            ("", "All"),
            ("open", "Not decided yet"),
            ("untold", "Decided, people not told"),
            ("told", "People told"),
        ],
    )
    first = forms.ChoiceField(
        label="First asked at", choices=[("", "All"), *STAGES.items(), ("nobody", "Nobody asked yet")]
    )
    views = forms.ChoiceField(
        label="Both sides' views", choices=[("", "All"), ("differ", "Seen differently at a stage")]
    )


class _Fields(Form):
    """What a piece of work is, with the fields of its kind."""

    title = forms.CharField(label="Title", max_length=200)
    about = _text("What it is about", 4)
    started_on = _today("Date the work began")
    finding = forms.ModelChoiceField(
        label="Finding that it answers",
        queryset=Finding.objects.none(),
        required=False,
        empty_label="None",
        help_text="Where the work began with a review, such as a peer review.",
    )

    def __init__(self, *args: Any, person: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["about"].label = kind.about
        for extra in kind.extra:
            self.fields[extra.slug] = forms.CharField(
                label=extra.label, help_text=extra.hint, required=False, max_length=300
            )
        field: Any = self.fields["finding"]
        findings = Finding.objects.visible_to(person).select_related("review")
        field.queryset = findings.order_by("-review__decided_on", "pk")
        newest = list(field.queryset[:_MOST_FINDINGS])
        # Reviews go back years: the newest are offered, and the one that is chosen.
        chosen = self.initial.get("finding")
        if chosen is not None and all(each.pk != getattr(chosen, "pk", chosen) for each in newest):
            newest += list(field.queryset.filter(pk=getattr(chosen, "pk", chosen)))
        field.choices = [
            ("", "None"),
            *((str(each.pk), f"{each.review.reference} {each.text[:90]}") for each in newest),
        ]


class NewInvolvementForm(_Fields):
    """A new piece of work, with who sees to it and by when its first stages are planned."""

    owner = PersonField("coproduction.record", label="Who sees to it", required=False, empty_label="You")
    first_due_on = DateField(
        label="Date by which people are first asked",
        required=False,
        help_text="At the first stage. The others are planned on the page of the work.",
    )


class EditInvolvementForm(CorrectionForm, _Fields):
    """A correction of a piece of work, and by which document people are paid."""

    payment_title = forms.CharField(
        label="How people are paid for their time",
        required=False,
        max_length=200,
        help_text="The title of the policy or document.",
    )
    payment_link = forms.URLField(
        label="Where that document is", required=False, max_length=400, assume_scheme="https"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields([name for name in self.fields if name != "reason"])


class PlanStageForm(Form):
    """By when people are to be asked at a stage."""

    due_on = DateField(label="Date by which people are asked")


class StageForm(Form):
    """Who was asked at a stage, for how long, and the step as the council sees it; or that nobody was."""

    was_asked = forms.ChoiceField(
        label="Was anybody asked at this stage?",
        choices=[("yes", "Yes"), ("no", "No, nobody was asked")],
        widget=forms.RadioSelect,
    )
    asked_on = DateField(label="Date people were asked", required=False, latest=timezone.localdate)
    until_on = DateField(
        label="Last day to respond",
        required=False,
        help_text="From both days it is counted how long people were given.",
    )
    asked = _text("What people were asked", required=False)
    council_step = forms.ChoiceField(
        label="Step of the ladder, as the council sees it",
        choices=[("", "Not said"), *LADDER.items()],
        required=False,
    )
    council_said = _text("Why the council sees it so", 2, required=False)
    changed = _text(
        "What changed because of what they said",
        required=False,
        help_text="Leave empty where nothing has changed yet.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for slug, name in GROUPS.items():
            self.fields[f"group_{slug}"] = forms.IntegerField(
                label=f"{name}: how many took part",
                min_value=0,
                max_value=100_000,
                required=False,
                widget=forms.NumberInput({"class": "govuk-input--width-4"}),
            )
        groups = [f"group_{slug}" for slug in GROUPS]
        self.order_fields(["was_asked", "asked_on", "until_on", "asked", *groups])

    def clean(self) -> Mapping[str, Any]:
        """Give the counts as one, and whether nobody was asked, as the command takes them."""
        given = dict(super().clean() or self.cleaned_data)
        given["groups"] = {slug: given.pop(f"group_{slug}", None) or 0 for slug in GROUPS}
        given["nobody_asked"] = given.pop("was_asked", "") == "no"
        return given


class ViewForm(Form):
    """The step of a stage as the people involved see it."""

    people_step = forms.ChoiceField(
        label="Step of the ladder, as the people involved see it",
        choices=LADDER.items(),
        widget=forms.RadioSelect,
    )
    people_count = forms.IntegerField(
        label="How many people said so",
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput({"class": "govuk-input--width-4"}),
    )
    people_said = _text("What they said", required=False, help_text="In their words. Names are hidden.")
    people_on = _today("Date they said so")


class DecisionForm(Form):
    """What was decided, and by when the people involved are told."""

    decision = _text("What was decided")
    decided_on = _today("Date of the decision")
    tell_by = DateField(label="Date by which people are told")


class ToldForm(Form):
    """How and when the people involved were told."""

    told_how = _text(
        "How people were told",
        help_text="Such as a letter in easy read to all who took part, or at their forum.",
    )
    told_on = _today("Date people were told")


class ReviewForm(Form):
    """What the council and the people involved make of it afterwards."""

    review = _text("What came of it, in the view of both sides", 4)
    reviewed_on = _today("Date of the review")
