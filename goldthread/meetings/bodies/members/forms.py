"""The forms of the sheet of members and of the population."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.council.errors import Refused
from goldthread.meetings.bodies.members.population import census_groups, typed_groups
from goldthread.meetings.bodies.members.sheets import count_members
from goldthread.sheets import SheetError
from goldthread.web.forms import DateField, Form


class SheetForm(Form):
    """A sheet with a row a member, and the day on which it was true."""

    as_at = DateField(label="Members on", latest=timezone.localdate)
    counted = forms.FileField(
        label="Sheet of members",
        help_text="XLSX or CSV with a row a member. Columns such as team, topic, age group or ethnic group are counted. "
        "Names and contact details are not kept.",
    )

    def clean_counted(self) -> Any:
        """Return the counts."""
        sent = self.cleaned_data["counted"]
        try:
            return count_members(sent, sent.name)
        except SheetError as error:
            raise forms.ValidationError(str(error)) from None


class PopulationForm(Form):
    """The people of each group, typed."""

    question = forms.CharField(
        label="Groups of",
        max_length=120,
        help_text="As the sheet of members heads them: Ethnic group, Age group.",
    )
    groups = forms.CharField(
        label="Groups",
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text="A group and its people in a line. Such as: White: 371,000",
    )
    year = forms.IntegerField(label="Year", min_value=1990, max_value=2100)
    source = forms.CharField(label="Source", max_length=200, help_text="Such as: Census 2021, adults, TS021.")

    def clean_groups(self) -> Any:
        """Return the people of each group."""
        try:
            return typed_groups(self.cleaned_data["groups"])
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None


class CensusForm(Form):
    """A table by area as Nomis gives it, and which areas are the council's."""

    areas = forms.CharField(
        label="Areas of the council",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="As the table writes them, one in a line. A county is the sum of its districts.",
    )
    question = forms.CharField(
        label="Groups of", max_length=120, required=False, help_text="Empty: as the table says."
    )
    source = forms.CharField(
        label="Source", max_length=200, help_text="Such as: Census 2021, TS021, all ages."
    )
    file = forms.FileField(label="Table from Nomis")

    def clean(self) -> dict[str, Any]:
        """Return what the command takes, in the place of areas and file."""
        given = super().clean() or self.cleaned_data
        if not {"areas", "file", "source"} <= set(given):
            return given
        sent = given.pop("file")
        try:
            question, year, groups = census_groups(sent, sent.name, given.pop("areas").splitlines())
        except (SheetError, ValueError) as error:
            raise forms.ValidationError(str(error)) from None
        if year is None:
            raise forms.ValidationError("The table does not say one year in its column date.")
        return {**given, "question": given.get("question") or question, "year": year, "groups": groups}
