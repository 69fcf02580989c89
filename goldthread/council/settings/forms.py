"""The form of a file of people."""

from __future__ import annotations

from django import forms

from goldthread.web.forms import Form


class PeopleFileForm(Form):
    """A file of people and their roles, or the text of one that was looked at."""

    file = forms.FileField(
        label="File of people",
        help_text="A CSV file or Excel workbook with the headings Name, Email address, Job title, Role, Team and Board: "
        "one row for each role. The export of this page has them.",
        error_messages={"required": "Select a file"},
    )
