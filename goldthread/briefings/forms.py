"""Forms for briefings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from goldthread.briefings.models import BLOCKS
from goldthread.briefings.questions import PARTS, PLACES, Question
from goldthread.briefings.sharing.file import MOST_BYTES
from goldthread.council.models import Person, Team
from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.learning.models import Lesson
from goldthread.standards.lists import briefing_blocks
from goldthread.web.forms import DateField, FilterForm, Form

_HINTS = {
    "what": "In two or three sentences: what happened, or what people told us.",
    "background": "What led up to it.",
    "why": "What it means for the people we support.",
    "information": "What a colleague can use.",
    "more": "Anything else, or where to read more.",
    "what_to_do": "What each reader should do differently from now on.",
    "questions": "Two or three questions to discuss as a team.",
}
# Seven minutes of reading are about 1,400 words: 1,500 letters a block.
MOST_LETTERS = 1500
NEEDED = ("what", "what_to_do")
_ANSWERS = ("", ": the right answer", ": a wrong answer", ": another wrong answer")
_ASKED = "Asked of each reader, to see whether it was understood. Answers are counted, and nobody’s is kept."


class BriefingFilter(WordsFilter):
    """Filters of the list of briefings; those by date are the list's own."""

    show = forms.ChoiceField(
        label="Show",
        choices=[
            ("", "All briefings"),
            ("mine", "Sent to your team"),
            ("unread", "Sent to your team, not read by you"),
            ("draft", "Drafts"),
        ],
    )


class BriefingForm(Form):
    """A title and seven short blocks."""

    title = forms.CharField(label="Title", max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for (slug, title), rule in zip(BLOCKS, briefing_blocks().items, strict=True):
            self.fields[slug] = forms.CharField(
                label=title,
                required=False,
                max_length=MOST_LETTERS,
                help_text=" ".join(
                    filter(
                        None,
                        (
                            _HINTS[slug],
                            "Required before sending." if slug in NEEDED else "",
                            # Whether the block is one of the field's seven, where its source does not show it.
                            rule.caution,
                        ),
                    )
                ),
                widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_LETTERS}),
            )
            self.fields[slug].error_messages["max_length"] = (
                f"{title} must be {MOST_LETTERS:,} characters or fewer"
            )
        self.fields["easy_read"] = forms.CharField(
            label="Easy read",
            required=False,
            max_length=MOST_LETTERS,
            help_text="One idea a line, in short words. Each line gets a drawing. Ask people who read easy read to check it.",
            widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_LETTERS}),
        )
        for place, number in zip(PLACES, ("First", "Second"), strict=True):
            for part, label in zip(PARTS, _ANSWERS, strict=True):
                self.fields[f"{place}{part}"] = forms.CharField(
                    label=f"{number} question{label}",
                    required=False,
                    max_length=200,
                    help_text=_ASKED if not part and place == PLACES[0] else "",
                )


class EditBriefingForm(CorrectionForm, BriefingForm):
    """What can be corrected of a briefing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields([name for name in self.fields if name != "reason"])


class WriteForm(BriefingForm):
    """A new briefing, with its lessons."""

    lessons = forms.ModelMultipleChoiceField(
        label="Lessons",
        queryset=Lesson.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    _MOST = 30

    def __init__(self, *args: Any, person: Person, chosen: Lesson | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["lessons", "title"])
        lessons = Lesson.objects.visible_to(person)
        field = self.fields["lessons"]
        field.queryset = lessons
        newest = list(lessons[: self._MOST])
        if chosen is not None and chosen not in newest:
            newest.insert(0, chosen)
        # A council's lessons go back years; the newest are offered, and the one this briefing was started from.
        field.choices = [(str(lesson.pk), f"{lesson.reference} {lesson.title}") for lesson in newest]
        field.error_messages["required"] = "Select at least one lesson"


class SendForm(Form):
    """The teams that a briefing goes to."""

    teams = forms.ModelMultipleChoiceField(
        label="Teams",
        queryset=Team.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Everybody in these teams sees it on their home page until they have read it.",
    )

    names_checked = forms.BooleanField(
        label="I have checked what looks like a name",
        error_messages={"required": "Say that you have checked what looks like a name"},
    )

    def __init__(self, *args: Any, person: Person, has_names: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["teams"].queryset = Team.objects.visible_to(person).filter(is_active=True)
        self.fields["teams"].error_messages["required"] = "Select at least one team"
        if not has_names:
            del self.fields["names_checked"]


class ReadForm(Form):
    """When a reader's team discussed a briefing, how they used it, and their answers to its questions."""

    discussed_on = DateField(
        label="Date our team discussed it",
        required=False,
        latest=timezone.localdate,
        help_text="Leave empty if you have not yet. You can come back.",
    )
    how_used = forms.CharField(
        label="How we used it",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
        help_text="What you or your team now do differently. Do not name anyone.",
    )

    def __init__(self, *args: Any, questions: Sequence[Question] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions = questions
        for question in questions:
            self.fields[question.place] = forms.ChoiceField(
                label=question.text,
                required=False,
                choices=[(answer, answer) for answer in question.answers],
                widget=forms.RadioSelect,
            )
        self.order_fields([question.place for question in questions])

    def clean(self) -> Any:
        """Return the answers; raises ValidationError where one question is answered and another is not."""
        given = [self.cleaned_data.get(question.place) for question in self.questions]
        if any(given) and not all(given):
            open_one = next(q for q in self.questions if not self.cleaned_data.get(q.place))
            self.add_error(open_one.place, "Answer both questions, or neither")
        return self.cleaned_data

    @property
    def answers(self) -> dict[str, str]:
        """Return the answers by the place of their question; empty where none was given."""
        given = {question.place: self.cleaned_data[question.place] for question in self.questions}
        return given if any(given.values()) else {}

    @property
    def answered(self) -> dict[str, Any]:
        """Return what a command takes of it beside the answers."""
        places = {question.place for question in self.questions}
        return {name: value for name, value in self.cleaned_data.items() if name not in places}


class QuickReadForm(ReadForm):
    """The same on one screen of a phone: that it was discussed is one tick."""

    we_discussed = forms.BooleanField(label="We discussed it in our team", required=False)
    field_order = ("we_discussed", "discussed_on", "how_used")

    @property
    def answered(self) -> dict[str, Any]:
        """Return what a command takes of it: a tick without a date is today."""
        given = super().answered
        if given.pop("we_discussed") and given["discussed_on"] is None:
            given["discussed_on"] = timezone.localdate()
        return given


class DiscussionForm(Form):
    """How a team used a briefing: when it was discussed, who led, how many took part, what they will do differently."""

    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label="Choose a team")
    discussed_on = DateField(label="Date of the discussion", latest=timezone.localdate)
    led_by = PersonField("briefings.acknowledge", label="Who led it")
    took_part = forms.IntegerField(
        label="How many took part",
        min_value=1,
        max_value=200,
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
    )
    differently = forms.CharField(
        label="What we will do differently",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
        help_text="Do not name anyone.",
    )

    def __init__(self, *args: Any, person: Person, teams: QuerySet, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["team"].queryset = teams


class SharedFileForm(Form):
    """The file of a briefing that another council shared."""

    file = forms.FileField(
        label="File",
        max_length=200,
        error_messages={"required": "Select a file"},
        help_text="Its name ends in .json",
    )

    def clean_file(self) -> Any:
        """Return the file; raises ValidationError for one that is too large, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is too large to be a briefing.")
        return file


class HubForm(FilterForm):
    """What somebody looks for on the learning hub: words, or a topic."""

    words = forms.CharField(label="What are you looking for?", max_length=200)
    topic = forms.ChoiceField(label="Topic")

    def __init__(self, *args: Any, topics: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topic"].choices = [("", "Any topic"), *topics]
