"""The page on which a person codes a passage."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from goldthread.council.models import Person
from goldthread.council.records.pages import address, form_page
from goldthread.sector.choices import Speaker, Tells
from goldthread.sector.coding import commands
from goldthread.sector.ideas.views import passage_of
from goldthread.sector.models import PassageTheme
from goldthread.themes.codebook.models import Theme
from goldthread.web.forms import Form


class CodeForm(Form):
    """Who speaks in a passage, what it tells of, and its themes; none where none is suitable."""

    speaker = forms.ChoiceField(
        label="Who speaks", choices=[("", "Not said"), *Speaker.choices], required=False
    )
    tells = forms.ChoiceField(
        label="Tells of", choices=[("", "None of these"), *Tells.choices], required=False
    )
    themes = forms.ModelMultipleChoiceField(
        label="Themes", queryset=Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        active = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE)
        self.fields["themes"].queryset = active.order_by("name", "pk")


def code(request: HttpRequest, pk: uuid.UUID, position: int) -> HttpResponse:
    """Code a passage; the themes that are suggested are ticked until somebody decides."""
    passage = passage_of(request, pk, position)
    rows = passage.themes.exclude(state=PassageTheme.State.DECLINED)
    return form_page(
        request,
        CodeForm,
        commands.code_passage,
        title="Code a passage",
        template="sector/from_passage.html",
        initial={
            "themes": list(rows.values_list("theme_id", flat=True)),
            "speaker": passage.speaker,
            "tells": passage.tells,
        },
        done="Passage coded",
        then=lambda report: f"{address(report)}#p{position}",
        page={
            "passage": passage,
            "back": f"{address(passage.report)}#p{position}",
            "submit": "Save",
            "intro": "What was read is only a reading: correct it here. The themes are those of your own theme list, so "
            "that a theme’s page can show what reports say elsewhere. The passage is counted with nothing that people told this council.",
        },
        passage=passage,
    )
