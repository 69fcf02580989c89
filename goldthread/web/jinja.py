"""The Jinja environment of every page: GOV.UK's components, ours, URLs, and dates and numbers in words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django_htmx.jinja import htmx_script
from markupsafe import Markup, escape

from goldthread.dates import day_in_words
from goldthread.documents.easy_pictures import picture
from goldthread.web import forms
from goldthread.web.help_topics import topic_of
from goldthread.web.include_page import include_page

# GOV.UK's header and footer carry a crown and a crest, which are for the government's own services.
_NOT_OURS = {"header", "footer"}


class Macros:
    """The macros of one or more templates as attributes, for every page and for a part of one rendered alone.

    An `{% import %}` at the top of a page is not run when HTMX asks for one block of it, so macros that
    any block may use are globals.
    """

    def __init__(self, environment: jinja2.Environment, *templates: str) -> None:
        self._environment, self._templates = environment, templates

    def __getattr__(self, name: str) -> Any:
        for template in self._templates:
            module = self._environment.get_template(template).module
            if hasattr(module, name):
                return getattr(module, name)
        raise AttributeError(name)

    def later(self, name: str) -> Callable[..., Markup]:
        """Return a macro that is looked up when it is called; its template needs globals not yet there."""
        return lambda *args, **kwargs: getattr(self, name)(*args, **kwargs)


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment of every page; Django's Jinja2 backend calls it with a loader and its options.

    A name that a view forgot to give is an error, not an empty space. GOV.UK's macros count on the
    opposite, so they are compiled apart and their macros handed over: `govukButton`, `govukTag`...
    """
    options.update(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    pages = jinja2.Environment(**options, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    pages.globals.update(
        _govuk_macros(),
        static=static,
        url=url,
        url_if=url_if,
        ui=Macros(pages, "web/components.html", "web/desk_components.html"),
        error_list=forms.error_list,
        htmx_script=htmx_script,
        include_page=include_page,
        help_topic=topic_of,
        today=timezone.localdate,
        easy_picture=lambda name: Markup(picture(name)),
    )
    form = Macros(pages, "web/form.html")
    for name in ("form_body", "form_field", "form_errors"):
        pages.globals[name] = form.later(name)
    pages.filters.update(
        date=date,
        short_date=short_date,
        moment=moment,
        clock=clock,
        month=month,
        number=number,
        plural=plural,
        nl2p=nl2p,
        lower_first=forms.lower_first,
        cell=cell,
        bridge=forms.bridge,
        options=forms.options,
    )
    return pages


def _govuk_macros() -> dict[str, Callable[..., Markup]]:
    lenient = jinja2.Environment(
        loader=jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.ChainableUndefined,
    )
    macros = {}
    for template in lenient.list_templates(filter_func=lambda name: name.endswith("/macro.html")):
        component = template.split("/")[-2]
        if component not in _NOT_OURS:
            name = "govuk" + component.title().replace("-", "")
            macros[name] = Macros(lenient, template).later(name)
    return macros


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page by its name, such as `url("feedback:show", pk=feedback.pk)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def url_if(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page, or "" where there is no such page: a room above may not be built."""
    try:
        return url(name, *args, **kwargs)
    except NoReverseMatch:
        return ""


def date(value: datetime.date | datetime.datetime | None, empty: str = "") -> str:
    """Return "3 April 2024", for a moment the day it was in the United Kingdom."""
    if value is None:
        return empty
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return day_in_words(value)


def short_date(value: datetime.date | datetime.datetime | None, empty: str = "") -> str:
    """Return "3 Apr 2024", for tables."""
    if value is None:
        return empty
    day, name, year = date(value).split()
    return f"{day} {name[:3]} {year}"


def moment(value: datetime.date | datetime.datetime) -> str:
    """Return "3 April" or "3 April, 9:12", with the year where it is not this one.

    Midnight to the second is a day without its hour, as of what was brought in from elsewhere.
    """
    time = ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        time = f", {clock(value)}" if (value.hour, value.minute, value.second) != (0, 0, 0) else ""
    year = "" if value.year == timezone.localdate().year else f" {value.year}"
    return f"{value.day} {value:%B}{year}{time}"


def clock(value: datetime.datetime) -> str:
    """Return "9:12", the time of day in the United Kingdom."""
    value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{value.hour}:{value:%M}"


def month(value: datetime.date | None, empty: str = "") -> str:
    """Return "April 2024"."""
    return empty if value is None else f"{value:%B %Y}"


def number(value: float | Decimal | None, places: int | None = None, empty: str = "") -> str:
    """Return a number with its thousands parted: "12,480"; `places` after the point, else as many as it has."""
    if value is None:
        return empty
    if places is None:
        places = 0 if value == int(value) else max(0, -Decimal(str(value)).normalize().as_tuple().exponent)
    return f"{value:,.{places}f}".replace("-", "\N{MINUS SIGN}")


def cell(value: Any) -> Any:
    """Return what a cell of a dense table shows: numbers with their parts, a date on one line, nothing for None."""
    if isinstance(value, datetime.date):
        return short_date(value).replace(" ", "\N{NO-BREAK SPACE}")
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return number(value)
    return "" if value is None else value


def plural(count: float, one: str, many: str = "") -> str:
    """Return "1 issue", "2 issues", "1,204 issues"; `many` where an s does not make it."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def nl2p(text: str, classes: str = "govuk-body") -> Markup:
    """Return what somebody typed as paragraphs, with everything in it escaped."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n")))
    return Markup("\n").join(
        Markup('<p class="{}">{}</p>').format(
            classes, Markup("<br>").join(escape(line) for line in part.split("\n"))
        )
        for part in paragraphs
        if part
    )
