"""Forms of audit tools: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from goldthread.council.models import DISCIPLINES
from goldthread.council.people.fields import PersonField
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.learning.documents.models import IN_USE, Document
from goldthread.practice.tools.commands import NewQuestion
from goldthread.practice.tools.models import AS_WRITTEN, OWN, ToolQuestion, ToolVersion
from goldthread.standards import framework
from goldthread.standards.audit_tools import COUNTS, example_tools, scales
from goldthread.themes.codebook.models import Theme
from goldthread.web.forms import DateField, Form

LEAD = "practice.lead"
_COUNTS_IN_WORDS = {
    "met": "met",
    "partly": "partly",
    "not met": "not_met",
    "left out": "left_out",
    "counted": "as_it_is",
}
_GRADES = [
    ("", "No grade"),
    *((each.slug, each.name) for each in scales() if each.is_grade),
    (OWN, "Our own answers"),
]
_SCALES = [
    *((each.slug, each.name) for each in scales()),
    (OWN, "Our own answers"),
    (AS_WRITTEN, "A few words, counted as they are"),
]
assert set(_COUNTS_IN_WORDS.values()) == set(COUNTS)


class OwnAnswersField(forms.CharField):
    """A council's own answers, one in a line, the lowest first, each with what it counts as."""

    def __init__(self) -> None:
        super().__init__(
            label="Our own answers",
            required=False,
            max_length=1_000,
            widget=forms.Textarea({"rows": 5}),
            help_text="One in a line, the lowest first, each with what it counts as: met, partly, not met, left out or counted. "
            "Such as: Needs support = not met.",
        )

    def clean(self, value: Any) -> Any:
        """Return (words, what it counts as) of each; raises ValidationError for a line that does not say."""
        questions = []
        for line in super().clean(value).splitlines():
            if not line.strip():
                continue
            words, sign, counts = (part.strip() for part in line.rpartition("="))
            if not sign or not words or counts.casefold() not in _COUNTS_IN_WORDS or len(words) > 60:
                raise forms.ValidationError(
                    f"“{line.strip()[:60]}” does not say what the answer counts as. Write it as: Good = met"
                )
            questions.append((words, _COUNTS_IN_WORDS[counts.casefold()]))
        if len({words for words, _ in questions}) != len(questions):
            raise forms.ValidationError("Two answers have the same words.")
        return questions


class ToolFields(Form):
    """What a tool is called and for, whose discipline it is, and who leads on it."""

    title = forms.CharField(label="Title", max_length=160)
    about = forms.CharField(
        label="What it is for", required=False, max_length=1_000, widget=forms.Textarea({"rows": 3})
    )
    discipline = forms.ChoiceField(
        label="Discipline", choices=[*DISCIPLINES.items()], widget=forms.RadioSelect
    )
    lead = PersonField(LEAD, label="Lead", required=False, empty_label="Me")


class AddToolForm(ToolFields):
    """A new tool, empty or as an example."""

    example = forms.ChoiceField(
        label="Begin with",
        choices=[
            ("", "No questions"),
            *((each.slug, f"The example: {each.name}") for each in example_tools()),
        ],
        required=False,
        help_text="The questions of an example can be changed before it is put into use.",
    )


class EditToolForm(CorrectionForm, ToolFields):
    """A correction of a tool."""


class ScalesForm(Form):
    """How a whole file is graded, and the council's own answers."""

    grades = forms.ChoiceField(label="Overall grade", choices=_GRADES, required=False)
    own_answers = OwnAnswersField()


class QuestionForm(Form):
    """A question: its domain, words and scale, whether it must be answered, and what it feeds."""

    text = forms.CharField(label="Question", max_length=300, widget=forms.Textarea({"rows": 2}))
    domain = forms.CharField(
        label="Domain", required=False, max_length=80, help_text="Questions of one domain stand together."
    )
    scale = forms.ChoiceField(label="Answered by", choices=_SCALES)
    is_compulsory = forms.BooleanField(label="It must be answered", required=False)
    theme = forms.ModelChoiceField(
        label="Theme it feeds", queryset=Theme.objects.none(), required=False, empty_label="None"
    )
    statement = forms.ChoiceField(label="Quality statement it feeds", required=False)
    standard = forms.ModelChoiceField(
        label="Standard it tests",
        queryset=Document.objects.none(),
        required=False,
        empty_label="None",
        help_text="One of the council’s documents.",
    )

    def __init__(self, *args: Any, person: Any = None, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        statements = framework.current().statements
        fields: dict[str, Any] = self.fields
        fields["statement"].choices = [("", "None"), *((each.slug, each.name) for each in statements)]
        if person is None:
            return
        fields["theme"].queryset = (
            Theme.objects.visible_to(person).filter(state="active").order_by("name", "pk")
        )
        fields["theme"].label_from_instance = lambda theme: theme.name
        chosen = self.initial.get("standard")
        documents = Document.objects.visible_to(person).filter(IN_USE | Q(pk=getattr(chosen, "pk", None)))
        fields["standard"].queryset = documents.order_by("title", "pk")
        fields["standard"].label_from_instance = lambda each: f"{each.reference} {each.title}"

    @staticmethod
    def of(question: ToolQuestion) -> dict[str, Any]:
        """Return what the form of a question begins with."""
        names = ("text", "domain", "scale", "is_compulsory", "theme", "statement", "standard")
        return {name: getattr(question, name) for name in names}


def new_question(fields: dict[str, Any]) -> NewQuestion:
    """Return the answers of a form of a question as a command takes them."""
    return NewQuestion(**fields)


def own_in_words(version: ToolVersion) -> str:
    """Return a version's own answers as the form shows them."""
    words = {counts: text for text, counts in _COUNTS_IN_WORDS.items()}
    return "\n".join(f"{answer} = {words[counts]}" for answer, counts in version.answers_of(OWN))


class UseForm(Form):
    """Since when a version is in use."""

    used_since = DateField(label="In use since", latest=timezone.localdate, initial=timezone.localdate)


class VersionForm(Form):
    """What the next version is to change."""

    changed = forms.CharField(label="What is to change", max_length=1_000, widget=forms.Textarea({"rows": 3}))


class ToolFilter(WordsFilter):
    """Filters of the list of tools."""

    discipline = forms.ChoiceField(label="Discipline", choices=[("", "Both"), *DISCIPLINES.items()])
