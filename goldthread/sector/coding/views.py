"""The page on which a person gives themes to a passage."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from goldthread.council.models import Person
from goldthread.council.records.pages import address, form_page
from goldthread.sector.coding import commands
from goldthread.sector.ideas.views import passage_of
from goldthread.sector.models import PassageTheme
from goldthread.themes.codebook.models import Theme
from goldthread.web.forms import Form


class ThemesForm(Form):
    """The themes of a passage; none where none is suitable."""

    themes = forms.ModelMultipleChoiceField(
        label="Themes", queryset=Theme.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        active = Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE)
        self.fields["themes"].queryset = active.order_by("name", "pk")


def give(request: HttpRequest, pk: uuid.UUID, position: int) -> HttpResponse:
    """Give themes to a passage; those suggested are ticked until somebody decides."""
    passage = passage_of(request, pk, position)
    rows = passage.themes.exclude(state=PassageTheme.State.DECLINED)
    return form_page(
        request,
        ThemesForm,
        commands.give_themes,
        title="Themes of a passage",
        template="sector/from_passage.html",
        initial={"themes": list(rows.values_list("theme_id", flat=True))},
        done="Themes saved",
        then=lambda report: f"{address(report)}#p{position}",
        page={
            "passage": passage,
            "back": f"{address(passage.report)}#p{position}",
            "submit": "Save themes",
            "intro": "The themes of your own theme list, so that a theme’s page can show what reports say elsewhere. "
            "The passage is counted with nothing that people told this council.",
        },
        passage=passage,
    )
