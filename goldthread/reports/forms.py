"""Forms for reports: the period of a board page, and what the board is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from goldthread.reports.periods import periods
from goldthread.web.forms import FilterForm, Form, SeveralTextsField


def _choices() -> list[tuple[str, str]]:
    return [(period.slug, period.name) for period in periods(timezone.localdate())]


class PeriodForm(FilterForm):
    """The period of a board page."""

    period = forms.ChoiceField(label="Period", choices=_choices)


class AsksField(SeveralTextsField):
    """What a board is asked to do: few and short, so that the page stays one page."""

    most = 4

    def clean(self, value: Any) -> list[str]:
        """Return the texts; raises ValidationError where one is too long."""
        texts = super().clean(value)
        if any(len(text) > 200 for text in texts):
            raise forms.ValidationError("Each must be 200 characters or fewer")
        return texts


class BoardReportForm(Form):
    """A new edition of the board page."""

    period = forms.ChoiceField(label="Period", choices=_choices)
    asks = AsksField(label="What the board is asked to do", required=False)
