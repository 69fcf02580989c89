"""Form for linking records: it checks shape and never writes."""

from __future__ import annotations

from django import forms

from goldthread.web.forms import Form


class LinkForm(Form):
    """Another record, and why the two are related."""

    other = forms.CharField(
        label="Other record",
        max_length=300,
        help_text="Its reference, such as F-1042, or the address of its page.",
    )
    reason = forms.CharField(
        label="Reason",
        max_length=120,
        help_text="For example: same family, same event, see also. Do not name anyone.",
    )
