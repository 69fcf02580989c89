"""What a person reads on a page and sends from it, for the tests of the mechanisms."""

from __future__ import annotations

import calendar
import datetime
import re
from html import unescape
from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from goldthread.briefings.models import Distribution
from goldthread.council.models import Membership, Person
from goldthread.council.people.permissions import TEAM_ROLES
from goldthread.thread.mechanisms import Mechanism, address, record_of
from goldthread.web.form_controls import Control, forms_on
from tests.cast import Cast

# A state stands in a list beside its record: no further behind the title than this.
_BESIDE = 500
_MONTHS = "|".join(calendar.month_name[1:])


def words(html: str) -> str:
    """Return the text of a page's work, without menu and foot, in one line."""
    main = html[html.find("<main") : html.find("</main")]
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", main, flags=re.DOTALL)
    return re.sub(r"\s+([:;,.])", r"\1", " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()))


def read(client: Client, url: str) -> str:
    """Open a page and return its text."""
    response = client.get(url)
    assert response.status_code == 200, url
    return words(response.content.decode())


def figure(pattern: str) -> re.Pattern[str]:
    """Return what finds a figure: each # is a number, as pages write them, and [month] a month's name."""
    exact = re.escape(pattern).replace(r"\[month\]", f"(?:{_MONTHS})")
    return re.compile(r"(?<![\d.,])" + exact.replace(r"\#", r"(\d+(?:,\d{3})*(?:\.\d+)?)"))


def missing(page: str, mechanism: Mechanism) -> set[str]:
    """Return what of a mechanism a page does not show: record, state, number or text."""
    title = mechanism.record.partition(":")[2].strip()
    after = [page[match.end() : match.end() + _BESIDE] for match in re.finditer(re.escape(title), page)]
    lists = mechanism.where.startswith("page:")
    # A heading asks "Embedded?"; a state says it.
    state = re.compile(rf"\b{re.escape(mechanism.state)}(?![\w?])")
    return {
        name
        for name, shown in (
            ("record", bool(after)),
            ("state", any(state.search(text) for text in (after if lists else [page]))),
            ("number", bool(figure(mechanism.figure).search(page))),
            ("text", mechanism.shows in page),
        )
        if not shown
    }


def who_does_it(cast: Cast, mechanism: Mechanism) -> tuple[Client, Person, Model]:
    """Return somebody of the mechanism's role who may do it, signed in, and its record."""
    held = Membership.objects.filter(
        person__council=cast.council, person__is_active=True, role=mechanism.role
    )
    for membership in held.select_related("person__account", "team").order_by("person__name"):
        person = cast.person(_login(membership.person))
        record = record_of(person, mechanism)
        if record is not None and _is_theirs(membership, record, mechanism):
            return cast.client(_login(person), checked=False), person, record
    raise AssertionError(f"no {mechanism.role} of {cast.slug} sees {mechanism.record}")


def _login(person: Person) -> str:
    """Return the short name under which the cast signs somebody in."""
    return person.account.email.split("@")[0].replace(".", "-")


def _is_theirs(membership: Membership, record: Model, mechanism: Mechanism) -> bool:
    """Return whether a record is of the team of somebody who acts for one; of a briefing, whether it was sent to it."""
    if membership.role not in TEAM_ROLES or membership.team is None:
        return True
    if mechanism.record.startswith("briefing:"):
        return Distribution.objects.filter(briefing=record.pk, team=membership.team_id).exists()
    team = getattr(record, "team_id", None)
    return team is None or team == membership.team_id


def day(name: str, on: datetime.date) -> dict[str, str]:
    """Return a date as the three boxes of a form."""
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def choices(client: Client, url: str, name: str) -> list[str]:
    """Return the values that a form's ticks of one name offer."""
    page = client.get(url).content.decode()
    return [c.tag.get("value") for form in forms_on(page) for c in form.controls if c.name == name]


def send(client: Client, url: str, *, if_asked: dict[str, object] | None = None, **answers: object) -> str:
    """Fill in the form of a page that asks for these answers, send it, and return the text of where it led.

    if_asked: answers to what not everybody is asked, such as the team of somebody who has one only.
    """
    page = client.get(url).content.decode()
    forms = [form for form in forms_on(page) if set(answers) <= {c.name for c in form.controls}]
    assert forms, f"{url} has no form that asks for {', '.join(answers)}"
    form = forms[-1]
    answers |= if_asked or {}
    values: dict[str, list[str]] = {}
    for control in form.controls:
        values.setdefault(control.name, []).extend(_as_it_stands(control, page))
    given = {name: value if isinstance(value, list) else [str(value)] for name, value in answers.items()}
    sent = {name: given.get(name, value) for name, value in values.items()}
    response = client.post(form.address(url), sent, follow=True)
    after = words(response.content.decode())
    assert response.status_code == 200 and response.redirect_chain, f"{url} was not saved: {after[:900]}"
    return after


def _as_it_stands(control: Control, page: str) -> list[str]:
    if control.kind == "select":
        chosen = [option.get("value") for option in control.options if option.has("selected")]
        return chosen or [option.get("value") for option in control.options[:1]]
    if control.kind == "textarea":
        return [unescape(page[control.tag.end : control.text_end]).removeprefix("\n")]
    if control.kind in ("checkbox", "radio"):
        return [control.tag.get("value") or "on"] if control.tag.has("checked") else []
    return [] if control.kind in ("submit", "button", "file") else [unescape(control.tag.get("value"))]


def url_of(person: Person, mechanism: Mechanism) -> str:
    """Return where a person finds what a mechanism is about."""
    return address(person, mechanism)


def page_of(record: Any, query: str = "") -> str:
    """Return the address of a record's page."""
    return reverse(record.spec.page, args=[record.pk]) + query


def number_on(page: str, pattern: str) -> int:
    """Return the number that a page shows where a pattern says."""
    match = figure(pattern).search(page)
    assert match, f"the page has no {pattern}"
    return int(match[1].replace(",", ""))
