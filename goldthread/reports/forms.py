"""Forms for reports: the period, what the board is asked, what is typed in an edition, and by what cases are drawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.models import Team
from goldthread.feedback.sources import SOURCES
from goldthread.reports.counts.complaints import OUTCOMES
from goldthread.reports.counts.rows import ROWS
from goldthread.reports.kinds import KINDS, Kind
from goldthread.reports.kinds.case_list import MOST
from goldthread.reports.models import Stage
from goldthread.reports.periods import periods
from goldthread.web.forms import DayField, FilterForm, Form, SeveralTextsField


def _choices() -> list[tuple[str, str]]:
    return [(period.slug, period.name) for period in periods(timezone.localdate())]


class PeriodForm(FilterForm):
    """The period of a board page."""

    period = forms.ChoiceField(label="Period", choices=_choices)


class AsksField(SeveralTextsField):
    """What a board is asked to do: few and short, so that the page stays one page."""

    most = 4

    def clean(self, value: Any) -> list[str]:
        """Return the texts; raises ValidationError where one is too long."""
        texts = super().clean(value)
        if any(len(text) > 200 for text in texts):
            raise forms.ValidationError("Each must be 200 characters or fewer")
        return texts


class BoardReportForm(Form):
    """A new edition of the board page."""

    period = forms.ChoiceField(label="Period", choices=_choices)
    asks = AsksField(label="What the board is asked to do", required=False)


class ReportFilter(FilterForm):
    """Filters of the list of reports."""

    kind = forms.ChoiceField(
        label="Report", choices=[("", "Any report"), *((kind.slug, kind.name) for kind in KINDS.values())]
    )
    stage = forms.ChoiceField(label="State", choices=[("", "Any state"), *Stage.choices])


class MakeForm(Form):
    """The period of a new edition."""

    period = forms.ChoiceField(label="Period")

    def __init__(self, *args: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = periods(timezone.localdate(), kind.periods)
        self.fields["period"].choices = [(each.slug, f"{each.name} ({each.kind})") for each in offered]


class CaseListForm(MakeForm):
    """The period and criteria by which cases are drawn for a regulator, and how many."""

    source = forms.ChoiceField(
        label="Type of feedback", choices=[(source.slug, source.plural) for source in SOURCES.values()]
    )
    service = forms.CharField(label="Service", required=False, max_length=120)
    team = forms.ModelChoiceField(
        label="Team", queryset=Team.objects.none(), required=False, empty_label="Any team"
    )
    ended = forms.ChoiceField(
        label="Outcome", required=False, choices=[("", "Any outcome"), *OUTCOMES.items()]
    )
    is_open = forms.ChoiceField(
        label="Case",
        required=False,
        choices=[("", "Open or closed"), ("open", "Open"), ("closed", "Closed")],
    )
    count = forms.IntegerField(
        label="How many cases",
        min_value=1,
        max_value=MOST,
        initial=30,
        widget=forms.TextInput({"class": "govuk-input--width-4"}),
    )
    seed = forms.IntegerField(
        label="Seed",
        required=False,
        min_value=0,
        max_value=999_999_999,
        help_text="Left empty, one is drawn. The same seed draws the same cases.",
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["team"].queryset = Team.objects.visible_to(person)


class CommentaryForm(Form):
    """What is typed in an edition, one box for each of its sections that asks for it."""

    def __init__(self, *args: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        for slug, label in kind.comments.items():
            needed = slug in kind.needed
            self.fields[slug] = forms.CharField(
                label=label,
                required=False,
                max_length=5000,
                help_text="Needed before it can be approved." if needed else "",
                widget=forms.Textarea({"rows": 6}),
            )


class ResponseForm(Form):
    """The response of the Member responsible for complaints."""

    response = forms.CharField(label="Response", max_length=5000, widget=forms.Textarea({"rows": 8}))


class CorrectionForm(Form):
    """What of a published edition was wrong."""

    correction = forms.CharField(
        label="What was wrong in it", max_length=1000, widget=forms.Textarea({"rows": 4})
    )


class RowsFilter(FilterForm):
    """What a figure counts."""

    figure = forms.ChoiceField(
        label="Figure", choices=[("", "All complaints"), *((slug, name) for slug, (name, _) in ROWS.items())]
    )
    value = forms.CharField(label="Part of it", max_length=200)

    own = ("figure", "value")


class SpanFilter(FilterForm):
    """What a figure of a period counts, where the period is not of the list's own date."""

    figure = forms.CharField(label="Figure", max_length=40)
    first = DayField(label="First day")
    last = DayField(label="Last day")

    own = ("figure", "first", "last")
