"""Filters of any list of records: what its own form asks, and when the record was received, held or decided."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django import forms
from django.db.models import DateTimeField, Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records import search
from goldthread.council.records.selections import SelectionField
from goldthread.council.records.spec import kind_of
from goldthread.council.records.work_lists import narrowed_by_work, with_work
from goldthread.dates import (
    add_months,
    day_in_words,
    financial_year,
    month_end,
    month_start,
    period_end,
    quarter_start,
    week_start,
)
from goldthread.web.forms import DayField, FilterForm

_DAY = datetime.timedelta(days=1)
Days = tuple[datetime.date, datetime.date]


def _last_week(today: datetime.date) -> Days:
    monday = week_start(today) - 7 * _DAY
    return monday, monday + 6 * _DAY


def _last_month(today: datetime.date) -> Days:
    first = add_months(month_start(today), -1)
    return first, month_end(first)


PERIODS: dict[str, tuple[str, Callable[[datetime.date], Days]]] = {
    "7-days": ("Last 7 days", lambda today: (today - 6 * _DAY, today)),
    "last-week": ("Last week, Monday to Sunday", _last_week),
    "this-month": ("This month", lambda today: (month_start(today), month_end(today))),
    "last-month": ("Last month", _last_month),
    "quarter": (
        "This quarter",
        lambda today: (quarter_start(today), period_end(quarter_start(today), 3)),
    ),
    "year": (
        "This financial year",
        lambda today: (financial_year(today), period_end(financial_year(today), 12)),
    ),
}
"""Spans of days by the word that stands in an address: what each is called, and its first and last day as of today."""


class DateFilters(FilterForm):
    """A list's filters by its date: a span that moves on with the days, or from one day to another."""

    period = forms.ChoiceField(
        choices=[("", "Any time"), *((slug, name) for slug, (name, _) in PERIODS.items())]
    )
    since = DayField()
    until = DayField()

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", f"{self.fields['until'].label} must be {day_in_words(since)} or later")
        return cleaned


class WordsFilter(FilterForm):
    """A list's filter by words, or a reference."""

    words = forms.CharField(label="Words or a reference", max_length=200)


def by_words(person: Person, records: QuerySet, words: str) -> QuerySet:
    """Return the records that have all the words, by the search index; of a type that is in none, by its title."""
    spec = records.model.spec
    if not words.strip():
        return records
    if spec.searched:
        return records.filter(pk__in=search.matching(person, words, kind=kind_of(records.model)))
    for word in words.split()[:6]:
        records = records.filter(**{f"{spec.title}__icontains": word})
    return records


def with_dates(form: type[FilterForm], model: type[Model]) -> type[FilterForm]:
    """Return a type's filter form with those that every list has: by owner and due date where it has work, and by its date."""
    form, on = with_work(form, model), date_field(model)
    if not on or issubclass(form, DateFilters):
        return form
    label = str(model._meta.get_field(on).verbose_name)
    label = label[:1].upper() + label[1:]
    day = label if label.endswith(" on") else f"{label}: on"
    labels = {"period": label, "since": f"{day} or after", "until": f"{day} or before"}
    fields = {name: copy.deepcopy(DateFilters.base_fields[name]) for name in labels}
    for name, field in fields.items():
        field.label = labels[name]
    bases = (DateFilters,) if form is FilterForm else (form, DateFilters)
    return type(form.__name__, bases, {**fields, "__doc__": form.__doc__})


def filters_of(request: HttpRequest, form: type[FilterForm], model: type[Model]) -> FilterForm:
    """Return the filters in an address, read: a list's own, those by its date, and what was ticked."""
    whole = with_dates(form, model)
    whole = type(form.__name__, (whole,), {"selection": SelectionField(), "__doc__": form.__doc__})
    filters = whole(request.GET, person=request.person)
    filters.fields["selection"].for_person(request.person)
    filters.is_valid()
    return filters


def date_field(model: type[Model]) -> str:
    """Return the field with the date of a type of record, "" where the date is not its own."""
    on = model.spec.on
    return on if on in {field.name for field in model._meta.concrete_fields} else ""


def narrowed(
    records: QuerySet,
    chosen: Mapping[str, Any],
    narrow: Callable[[QuerySet, Mapping[str, Any]], QuerySet] | None,
    person: Person | None = None,
    own: Collection[str] = (),
) -> QuerySet:
    """Return the records that match the filters: by field where a filter is named like one, by owner, date and `narrow`.

    person: who asks, for "me". own: filters that are named like a field and mean something else.
    """
    records = narrowed_by_work(records, chosen, person)
    fields = {field.name for field in records.model._meta.concrete_fields}
    for name, value in chosen.items():
        if name in fields and name not in own and value not in (None, "", False):
            records = records.filter(**{name: value})
    if chosen.get("selection"):
        records = records.filter(pk__in=chosen["selection"].keys)
    on = date_field(records.model)
    if on:
        is_moment = isinstance(records.model._meta.get_field(on), DateTimeField)
        first, last = days_of(chosen)
        if first:
            records = records.filter(**{f"{on}__gte": _midnight(first) if is_moment else first})
        if last:
            # Until midnight: a column of moments is compared as it is, so that its index serves.
            records = records.filter(**{f"{on}__lt": _midnight(last + _DAY) if is_moment else last + _DAY})
    return records if narrow is None else narrow(records, chosen)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def days_of(chosen: Mapping[str, Any]) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and the last day that the filters by date let through, None where they do not say."""
    spans = [(chosen.get("since"), chosen.get("until"))]
    if chosen.get("period") in PERIODS:
        spans.append(PERIODS[chosen["period"]][1](timezone.localdate()))
    firsts = [first for first, _ in spans if first]
    lasts = [last for _, last in spans if last]
    return max(firsts, default=None), min(lasts, default=None)
