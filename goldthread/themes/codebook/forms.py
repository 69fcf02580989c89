"""Forms that change the codebook, export it and import themes; each change needs a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from goldthread.council.models import Person
from goldthread.themes.codebook.codebook_file import Entry
from goldthread.themes.codebook.models import Theme
from goldthread.web.forms import Form


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Shown in the history of the theme list.",
    )


def by_group(themes: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return themes as grouped choices."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for theme in themes:
        groups.setdefault(theme.group, []).append((str(theme.pk), theme.name))
    return list(groups.items())


class ThemeForm(Form):
    """A theme's name, definition and examples."""

    name = forms.CharField(label="Name", max_length=120)
    group = forms.CharField(
        label="Group",
        max_length=120,
        help_text="One of the existing groups, such as Care and support, or a new one.",
    )
    what_it_is = forms.CharField(
        label="Definition",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="So that two people would use the theme in the same way.",
    )
    what_it_is_not = forms.CharField(
        label="Excludes", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    examples = forms.CharField(
        label="Example comments",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One on each line, invented: do not use real comments. Suggestions are based on them.",
    )
    reason = _reason()

    def clean_examples(self) -> list[str]:
        """Return the examples as a list."""
        return [line.strip() for line in self.cleaned_data["examples"].splitlines() if line.strip()]


class AddForm(ThemeForm):
    """A new theme, which may be split off from another."""

    split_from = forms.ModelChoiceField(
        label="Split off from", queryset=Theme.objects.none(), required=False, empty_label="None"
    )

    field_order = ("name", "group", "split_from")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["split_from"].queryset = Theme.objects.visible_to(person)


class _OtherThemes(Form):
    """A choice among the other active themes."""

    chosen: str

    def __init__(self, *args: Any, theme: Theme, **options: Any) -> None:
        super().__init__(*args, **options)
        others = Theme.objects.filter(council_id=theme.council_id, state=Theme.State.ACTIVE).exclude(
            pk=theme.pk
        )
        self.fields[self.chosen].queryset = others
        empty = [("", "Choose a theme")] if not isinstance(self.fields[self.chosen], _MANY) else []
        self.fields[self.chosen].widget.choices = empty + by_group(others)


_MANY = forms.ModelMultipleChoiceField


class MergeForm(_OtherThemes):
    """Which theme another is merged into, and why."""

    chosen = "into"
    into = forms.ModelChoiceField(label="Merge into", queryset=Theme.objects.none())
    reason = _reason()


class SplitForm(_OtherThemes):
    """Which themes another is split into, and why."""

    chosen = "into"
    into = forms.ModelMultipleChoiceField(
        label="Split into",
        queryset=Theme.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Select two or more. Add new themes to the theme list first.",
    )
    reason = _reason()


class MoveForm(_OtherThemes):
    """Which theme points are moved to, and why; the points are selected in the page's own list."""

    chosen = "to_theme"
    to_theme = forms.ModelChoiceField(label="Move to", queryset=Theme.objects.none())
    reason = _reason()


class ExportForm(Form):
    """How the codebook is exported."""

    file_type = forms.ChoiceField(
        label="File type",
        required=False,
        choices=(
            (".json", "Goldthread theme list (.json)"),
            (".csv", "Spreadsheet (.csv)"),
            (".qdc", "REFI-QDA Codebook (.qdc), for NVivo, ATLAS.ti, MAXQDA and others"),
        ),
        widget=forms.RadioSelect,
        initial=".json",
    )
    leave_out = forms.BooleanField(label="Leave out examples that may identify somebody", required=False)

    def __init__(self, *args: Any, identifiers: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not identifiers:
            del self.fields["leave_out"]

    def clean_file_type(self) -> str:
        """Return the ending of the file."""
        return self.cleaned_data["file_type"] or ".json"


class ImportFileForm(Form):
    """The file of another council's codebook."""

    file = forms.FileField(
        label="Theme list file",
        help_text="A .json file exported from Goldthread, a spreadsheet (.csv, .xlsx) or a REFI-QDA Codebook (.qdc).",
    )


class ImportThemesForm(Form):
    """Which themes are imported from another codebook, and why."""

    wanted = forms.MultipleChoiceField(
        label="Themes to import", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = _reason()

    def __init__(self, *args: Any, entries: Sequence[Entry], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wanted"].choices = [(entry.slug, entry.name) for entry in entries]
