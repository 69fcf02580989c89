"""Dates as people type them, and errors that say which box is wrong."""

from __future__ import annotations

import datetime

import pytest
from django import forms

from goldthread.web.forms import DateField, Form, MonthField, error_list


class When(Form):
    """One date and one month, neither owed."""

    happened = DateField(label="Date it happened", required=False)
    month = MonthField(label="Month of the reading", required=False)


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"happened-day": day, "happened-month": month, "happened-year": year}


@pytest.mark.parametrize("month", ["3", "03", "March", "march", "Mar", "mar."])
def test_a_month_is_a_number_or_a_name(month):
    form = When(typed("27", month, "2024"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["happened"] == datetime.date(2024, 3, 27)


@pytest.mark.parametrize("day", ["1", "01", "1st"])
def test_a_day_may_have_its_ending(day):
    form = When(typed(day, "4", "2024"))
    assert form.is_valid() and form.cleaned_data["happened"] == datetime.date(2024, 4, 1)


def test_sept_is_a_month_too():
    form = When({"month-month": "Sept", "month-year": "2023"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"happened": None, "month": datetime.date(2023, 9, 1)}


@pytest.mark.parametrize(
    ("boxes", "message", "link"),
    [
        (("27", "", "2024"), "Date it happened must include a month", "#id_happened-month"),
        (("", "", "2024"), "Date it happened must include a day and a month", "#id_happened-day"),
        (("27", "3", ""), "Date it happened must include a year", "#id_happened-year"),
        (("31", "2", "2024"), "Date it happened must be a real date", "#id_happened-day"),
        (("29", "2", "2023"), "Date it happened must be a real date", "#id_happened-day"),
        (("32", "1", "2024"), "Date it happened must be a real date", "#id_happened-day"),
        (
            ("1", "Smarch", "2024"),
            "Date it happened must be a real date: the month is a number or a name, such as 3 or March",
            "#id_happened-month",
        ),
        (
            ("1", "3", "24"),
            "Date it happened must be a real date with a year of 4 figures, such as 2024",
            "#id_happened-year",
        ),
        (("-1", "3", "2024"), "Date it happened must be a real date", "#id_happened-day"),
        (("²", "3", "2024"), "Date it happened must be a real date", "#id_happened-day"),
        (("one", "x", "y"), "Date it happened must be a real date", "#id_happened-day"),
    ],
)
def test_an_error_says_what_is_wrong_and_leads_to_its_box(boxes, message, link):
    form = When(typed(*boxes))
    assert not form.is_valid()
    assert error_list(form) == [{"text": message, "href": link}]


def test_a_date_that_is_owed_is_asked_for():
    class Owed(Form):
        happened = DateField(label="Date it happened")

    for sent in ({}, typed("", "", "")):
        assert error_list(Owed(sent)) == [{"text": "Enter the date it happened", "href": "#id_happened-day"}]


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"latest": datetime.date(2024, 3, 26)}, "Due must be 26 March 2024 or before"),
        ({"earliest": lambda: datetime.date(2024, 3, 28)}, "Due must be 28 March 2024 or after"),
    ],
)
def test_a_date_may_have_limits(limits, message):
    class Limited(Form):
        happened = DateField(label="Due", **limits)

    assert Limited(typed("27", "3", "2024")).errors["happened"] == [message]


def test_what_was_typed_or_stood_before_is_shown_again():
    bound = When(typed("27", "Smarch", ""))["happened"]
    assert bound.field.widget.typed(bound.value()) == {"day": "27", "month": "Smarch", "year": ""}
    before = When(initial={"happened": datetime.date(2024, 4, 3)})["happened"]
    assert before.field.widget.typed(before.value()) == {"day": "3", "month": "4", "year": "2024"}


def test_a_change_is_noticed():
    initial = {"happened": datetime.date(2024, 3, 27)}
    assert not When(typed("27", "3", "2024"), initial=initial).has_changed()
    assert When(typed("28", "3", "2024"), initial=initial).has_changed()


def test_a_validator_of_a_room_still_speaks():
    def not_a_wednesday(value: datetime.date) -> None:
        if value.weekday() == 2:
            raise forms.ValidationError("Not on a Wednesday")

    class Fussy(Form):
        happened = DateField(label="Due", validators=[not_a_wednesday])

    assert error_list(Fussy(typed("27", "3", "2024"))) == [
        {"text": "Not on a Wednesday", "href": "#id_happened-day"}
    ]
