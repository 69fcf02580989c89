"""Forms for briefings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.briefings.models import BLOCKS
from goldthread.council.models import Person, Team
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.learning.models import Lesson
from goldthread.standards.lists import briefing_blocks
from goldthread.web.forms import DateField, Form

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

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["teams"].queryset = Team.objects.visible_to(person).filter(is_active=True)
        self.fields["teams"].error_messages["required"] = "Select at least one team"


class ReadForm(Form):
    """When a reader's team discussed a briefing, and how they used it."""

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
