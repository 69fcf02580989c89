"""The forms of a council's texts for letters: they check shape and never write."""

from __future__ import annotations

from typing import Any

from django import forms

from goldthread.casework.choices import Found
from goldthread.casework.letters.choices import Kind
from goldthread.casework.letters.texts.models import (
    LetterSettings,
    LetterTemplate,
    StandardParagraph,
    TemplateFile,
)
from goldthread.casework.procedures.models import Standing
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_filters import WordsFilter
from goldthread.standards import clocks
from goldthread.themes.codebook.models import Theme
from goldthread.web.file_field import FileField
from goldthread.web.forms import Form

_HOW = "An empty line begins a paragraph, “- ” an item of a list, “## ” a heading. Fields stand in braces."


class _ProcedureField(forms.ChoiceField):
    """One of the procedures that cases can follow, or every one."""

    def __init__(self) -> None:
        shipped = [(each.slug, each.name) for each in clocks.procedures() if each.for_cases]
        super().__init__(label="For cases under", choices=[("", "Every procedure"), *shipped], required=False)


class NewTemplateForm(Form):
    """A new template: its kind, and for which procedure; it begins with the words that are shipped."""

    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(label="Kind of letter", choices=Kind.choices)
    procedure = _ProcedureField()


class _TemplateFields(Form):
    """What a draft is called, and its words."""

    name = forms.CharField(label="Name", max_length=120)
    procedure = _ProcedureField()
    text = forms.CharField(
        label="Letter",
        max_length=LetterTemplate.LONGEST,
        widget=forms.Textarea({"rows": 24}),
        help_text=_HOW,
    )


class TemplateForm(CorrectionForm, _TemplateFields):
    """A change of a draft, with the reason."""


class TemplateFileForm(Form):
    """A council's own Word file."""

    file = FileField(
        most_bytes=TemplateFile.MOST_BYTES,
        label="Word file",
        help_text="Your letter paper as a .docx file of at most 1 MB. {{ letter }} stands where the text begins; "
        "{{ name }}, {{ address }}, {{ date }} and the other fields can stand around it.",
    )


class _ThemeField(forms.ModelChoiceField):
    """One of the council's themes, or none."""

    def for_person(self, person: Any, *, also: Any = None, is_new: bool = True) -> None:
        """Offer the themes in use, and what was chosen before."""
        themes = Theme.objects.visible_to(person)
        self.queryset = themes.filter(state=Theme.State.ACTIVE).order_by("name")


class ParagraphForm(Form):
    """A paragraph, by what was found and about what."""

    title = forms.CharField(label="Name", max_length=120)
    text = forms.CharField(
        label="Paragraph",
        max_length=StandardParagraph.LONGEST,
        widget=forms.Textarea({"rows": 8}),
        help_text=_HOW,
    )
    found = forms.ChoiceField(label="Outcome", choices=[("", "Any outcome"), *Found.choices], required=False)
    theme = _ThemeField(Theme.objects.none(), label="Theme", required=False, empty_label="Any theme")


class EditParagraphForm(CorrectionForm, ParagraphForm):
    """A change of a paragraph, with the reason."""


class ParagraphFilter(WordsFilter):
    """Filters of the list of paragraphs."""

    found = forms.ChoiceField(label="Outcome", choices=[("", "Any outcome"), *Found.choices])
    standing = forms.ChoiceField(label="State", choices=[("", "Any state"), *Standing.choices])


class LettersForm(Form):
    """How letters go."""

    letterhead = forms.CharField(
        label="Head of letters",
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        help_text="Under the name of the council: the team, the address, telephone and e-mail. A line each.",
    )
    by_e_mail = forms.BooleanField(
        label="Letters may go by e-mail",
        required=False,
        help_text="To somebody whose e-mail address stands in the contact details. The subject has only the reference.",
    )
    carries = forms.ChoiceField(
        label="What an e-mail holds", choices=LetterSettings.Carries.choices, widget=forms.RadioSelect
    )
    reply_to = forms.EmailField(
        label="Answers go to",
        required=False,
        help_text="Such as the address of a mailbox that Goldthread reads.",
    )
