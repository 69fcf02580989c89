"""Forms of the shelf: adding a report, confirming and correcting it, and narrowing reports and passages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.sector.choices import SCORES, Speaker, Tells, statements
from goldthread.sector.own_report import ALL, WEAKNESSES
from goldthread.sector.reading import MOST_TEXT
from goldthread.themes.codebook.models import Theme
from goldthread.web.forms import DateField, DayField, FilterForm, Form

_SCORES = [("", "No score"), *((str(score), str(score)) for score in SCORES)]


def _statements(empty: str) -> list[tuple[str, str]]:
    return [("", empty), *statements()]


class AddReportForm(Form):
    """A file or the text of a published report, and where it was published."""

    file = forms.FileField(
        label="File",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.html,.htm,.mhtml,.mht,.txt,.md"}),
        help_text="PDF, Word, HTML or text, one page or a whole report.",
    )
    text = forms.CharField(
        label="Or paste its text",
        required=False,
        widget=forms.Textarea({"rows": 8}),
    )
    source_note = forms.CharField(
        label="Where it was published",
        required=False,
        max_length=300,
        help_text="Such as the address of the page.",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for just one of the two, and refuse a text that is too long."""
        given = super().clean() or {}
        if not given.get("file") and not (given.get("text") or "").strip():
            self.add_error("file", "Choose a file or paste the text of a report")
        if given.get("file") and (given.get("text") or "").strip():
            self.add_error("text", "Choose a file or paste the text, and not both")
        if len(given.get("text") or "") > MOST_TEXT:
            self.add_error("text", "Text must be 2 million characters or fewer. Add the file instead")
        return given


class FactsForm(Form):
    """What a report is counted by: its council, statement, score and date."""

    area = forms.CharField(label="Council", max_length=160)
    statement = forms.ChoiceField(label="Quality statement", required=False)
    score = forms.TypedChoiceField(
        label="Score", required=False, choices=_SCORES, coerce=int, empty_value=None
    )
    indicative = forms.BooleanField(label="The score is indicative", required=False)
    rating = forms.CharField(label="Overall rating", required=False, max_length=60)
    overall_percent = forms.IntegerField(
        label="Overall percentage", required=False, min_value=25, max_value=100
    )
    published = forms.CharField(
        label="Date as printed", required=False, max_length=80, help_text="Leave empty where none is printed."
    )
    published_on = DateField(label="Date of publication", required=False, latest=timezone.localdate)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["statement"].choices = _statements("Summary, of no single statement")


class AllFactsForm(FactsForm):
    """The same, and where the report was published."""

    source_note = forms.CharField(label="Where it was published", required=False, max_length=300)


class EditReportForm(CorrectionForm, AllFactsForm):
    """A correction of what is recorded of a report."""


class OwnReportForm(Form):
    """As of which day the council's own report is an inspection, and which passages are its findings."""

    decided_on = DateField(label="Date of the report", latest=timezone.localdate)
    findings = forms.ChoiceField(
        label="Findings to answer",
        choices=[(WEAKNESSES, "Passages that tell of a weakness"), (ALL, "All passages")],
        initial=WEAKNESSES,
        widget=forms.RadioSelect,
    )


class ReportFilter(WordsFilter):
    """Filters of the list of reports."""

    area = forms.CharField(label="Council", max_length=160)
    statement = forms.ChoiceField(label="Quality statement")
    score = forms.ChoiceField(label="Score", choices=[("", "Any score"), *_SCORES[1:]])
    state = forms.ChoiceField(
        label="State",
        choices=[
            ("", "Any state"),
            ("confirmed", "Confirmed"),
            ("unconfirmed", "To be confirmed"),
            ("own", "Our own reports"),
        ],
    )
    own = ("area",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["statement"].choices = _statements("Any statement")


class PassageFilter(FilterForm):
    """What passages are searched and narrowed by."""

    words = forms.CharField(label="Words", max_length=300)
    area = forms.CharField(label="Council", max_length=160)
    statement = forms.ChoiceField(label="Quality statement")
    score = forms.TypedChoiceField(
        label="Score",
        choices=[("", "Any score"), *_SCORES[1:], ("3-4", "3 or 4"), ("1-2", "1 or 2")],
        coerce=lambda value: [int(score) for score in value.split("-")],
        empty_value=None,
    )
    speaker = forms.ChoiceField(label="Who speaks", choices=[("", "Anybody"), *Speaker.choices])
    tells = forms.ChoiceField(label="Tells of", choices=[("", "Anything"), *Tells.choices])
    system = forms.CharField(label="System", max_length=120)
    theme = forms.ModelChoiceField(label="Theme", queryset=Theme.objects.none(), empty_label="Any theme")
    since = DayField(label="Published on or after")
    until = DayField(label="Published on or before")
    confirmed = forms.BooleanField(label="Confirmed reports only")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["statement"].choices = _statements("Any statement")
        themes = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE)
        self.fields["theme"].queryset = themes.order_by("name", "pk")
