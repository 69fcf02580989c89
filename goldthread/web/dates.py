"""Date and month fields: boxes for day, month and year, and errors that say which box is wrong."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldthread.date_reading import month_of, parse_date
from goldthread.dates import day_in_words


class BoxError(ValidationError):
    """What is wrong with a date, and in which of its boxes, so that the error's link goes to the right one."""

    def __init__(self, message: str, code: str, boxes: tuple[str, ...]) -> None:
        super().__init__(message, code=code)
        self.boxes = boxes


class DateBoxes(forms.Widget):
    """Three boxes, named after the field: `when-day`, `when-month`, `when-year`."""

    boxes: tuple[str, ...] = ("day", "month", "year")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str] | None:
        """Return what was typed in each box, or None where the form did not have them."""
        if all(f"{name}-{box}" not in data for box in self.boxes):
            return None
        return {box: str(data.get(f"{name}-{box}", "")).strip() for box in self.boxes}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Return whether none of the boxes was sent."""
        return all(f"{name}-{box}" not in data for box in self.boxes)

    def typed(self, value: Any) -> dict[str, str]:
        """Return what stands in each box, from what was typed or from a date."""
        if isinstance(value, datetime.date):
            value = {"day": value.day, "month": value.month, "year": value.year}
        return {box: str((value or {}).get(box, "")) for box in self.boxes}


class MonthBoxes(DateBoxes):
    """Two boxes: `when-month`, `when-year`."""

    boxes = ("month", "year")


class DateField(forms.Field):
    """A date typed in three boxes; the month as a number or a name. Cleans to a date, or None where left empty.

    `latest` and `earliest` are dates, or functions that return one: `DateField(latest=timezone.localdate)`
    refuses a day that has not come yet.
    """

    widget: Any = DateBoxes
    kind = "date"

    def __init__(self, *, earliest: Any = None, latest: Any = None, **options: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**options)

    def clean(self, value: Any) -> datetime.date | None:
        """Return the date, or raise an error that names the boxes at fault."""
        if isinstance(value, datetime.date):
            return value
        typed = self.widget.typed(value)
        name = subject(self)
        missing = tuple(box for box, text in typed.items() if not text)
        if len(missing) == len(typed):
            if self.required:
                raise BoxError(self.error_messages["required"], "required", self.widget.boxes)
            return None
        if missing:
            raise BoxError(
                f"{name} must include " + " and ".join(f"a {box}" for box in missing), "missing", missing
            )
        parts = {box: _read_box(box, text) for box, text in typed.items()}
        unreadable = tuple(box for box, part in parts.items() if part is None)
        if unreadable:
            raise BoxError(f"{name} must be a real {self.kind}{_hint(unreadable)}", "invalid", unreadable)
        try:
            value = datetime.date(parts["year"], parts["month"], parts.get("day", 1))
        except ValueError:
            raise BoxError(f"{name} must be a real {self.kind}", "invalid", ("day",)) from None
        self._check_limits(value, name)
        self.run_validators(value)
        return value

    def _check_limits(self, value: datetime.date, name: str) -> None:
        latest = self.latest() if callable(self.latest) else self.latest
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        if latest and value > latest:
            limit = "today or in the past" if latest == _today() else f"{self.write(latest)} or before"
            raise BoxError(f"{name} must be {limit}", "too_late", self.widget.boxes)
        if earliest and value < earliest:
            limit = "today or in the future" if earliest == _today() else f"{self.write(earliest)} or after"
            raise BoxError(f"{name} must be {limit}", "too_early", self.widget.boxes)

    def write(self, value: datetime.date) -> str:
        """Return a date in the words of this field."""
        return day_in_words(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether the boxes hold something else than before."""
        return self.widget.typed(initial) != self.widget.typed(data)


class MonthField(DateField):
    """A month typed in two boxes; cleans to its first day."""

    widget = MonthBoxes
    kind = "month"

    def write(self, value: datetime.date) -> str:
        """Return a month in words."""
        return f"{value:%B %Y}"


class DayField(forms.CharField):
    """A day typed in one box, as people write one: 1/9/2026 or 1 Sept 2026. Cleans to a date, or None where empty.

    For the filters of a list, where a day is changed as often as it is typed; a form that saves has `DateField`.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput({"class": "govuk-input--width-10"}))
        super().__init__(max_length=60, **options)

    def clean(self, value: Any) -> datetime.date | None:
        """Return the day; raises ValidationError, with the name of the field, for what is surely none."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except ValueError:
            raise ValidationError(f"{subject(self)} must be a date, like 1/9/2026", code="invalid") from None


def subject(field: forms.Field) -> str:
    """Return what an error calls a field, which is its label; "Date" where the label is a question."""
    label = str(field.label or "")
    return label if label and not label.endswith("?") else getattr(field, "kind", "answer").capitalize()


def _today() -> datetime.date:
    from django.utils import timezone

    return timezone.localdate()


def _read_box(box: str, text: str) -> int | None:
    if box == "month" and (number := month_of(text)):
        return number
    digits = re.fullmatch(
        r"([0-9]{1,2})(?:st|nd|rd|th)" if box == "day" and text[-1:].isalpha() else r"([0-9]{1,4})",
        text.lower(),
    )
    if digits is None:
        return None
    number = int(digits[1])
    lowest, highest = {"day": (1, 31), "month": (1, 12), "year": (1900, 2100)}[box]
    return number if lowest <= number <= highest else None


def _hint(boxes: tuple[str, ...]) -> str:
    if boxes == ("year",):
        return " with a year of 4 figures, such as 2024"
    if boxes == ("month",):
        return ": the month is a number or a name, such as 3 or March"
    return ""
