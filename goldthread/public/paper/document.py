"""The blank form as a document: every question that the steps ask, with boxes to tick and room to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from goldthread.council.models import Council
from goldthread.documents.easy_pictures import PICTURES, picture, pictured
from goldthread.documents.model import Box, Document, Figure, Heading, Paragraph, Part, Run
from goldthread.public.doors import DOORS, Door
from goldthread.public.easy_read import EASY, Easy, without_stars
from goldthread.public.manner import Manner
from goldthread.public.paper.models import FrontDoorContact
from goldthread.public.spoken_forms import speak
from goldthread.public.steps import STEPS, Step
from goldthread.public.words import text

_TICK_BOX = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    '<path d="M2 2h20v20H2z" fill="#fff" stroke="#14262b" stroke-width="2"/></svg>'
)
_EASY_SIZE, _SIZE = 16.0, 12.0
# How many lines there are to write on, by the rows of the box on the screen.
_LINES = {1: 1, 4: 3, 5: 6, 10: 14}


def paper_form(council: Council, contact: FrontDoorContact, manner: Manner, door: str = "public") -> Document:
    """Return the blank form of a door in a language, in standard or easy read."""
    say, through = manner.language.say, DOORS[door]
    parts = [*_beginning(through, contact, manner)]
    number = 0
    for step in STEPS:
        if step.form is None or not _can_be_asked(step, through):
            continue
        number += 1
        parts += _step(step, through, manner, number)
    parts += _end(contact, manner)
    return Document(
        say(EASY["start"].title if manner.easy else through.title),
        parts,
        subtitle=council.name,
        language=manner.language.slug,
        author=council.name,
        size=_EASY_SIZE if manner.easy else _SIZE,
    )


def _can_be_asked(step: Step, door: Door) -> bool:
    """Return whether a form of this door can ever ask a step, whatever is answered before."""
    every = (
        {"kind": kind, "who": who, "relation": "family"}
        for kind in door.kinds
        for who in ("person", "someone_else")
    )
    return any(step.asked(door, {**answers, "answer": "yes"}) for answers in every)


def _beginning(door: Door, contact: FrontDoorContact, manner: Manner) -> Iterator[Part]:
    say = manner.language.say
    if manner.easy:
        for name, lines in EASY["start"].lines:
            yield _pictured(say, name, *(_bold(say(line)) for line in lines))
    else:
        intro = text("Good or bad, we want to know. You do not have to give your name.")
        yield Paragraph(say(intro if door.relation is None else door.intro))
        yield Paragraph([Run(say("If you or somebody else is in danger now, ring 999."), bold=True)])
    if contact.worried_phone:
        worried = say("Worried about somebody? Ring {number}, day or night.", number=contact.worried_phone)
        yield _pictured(say, "phone", worried) if manner.easy else Paragraph(worried)
    if not manner.language.is_checked:
        yield Paragraph(say(UNCHECKED), note=True)


def _step(step: Step, door: Door, manner: Manner, number: int) -> Iterator[Part]:
    assert step.form is not None
    say, easy = manner.language.say, EASY.get(step.slug) if manner.easy else None
    form = step.form(door=door, answers={"answer": "yes"})
    speak(form, Manner(manner.language), step.slug)
    title = say(easy.title) if easy else say(step.short)
    if not easy and (len(form.fields) == 1 or getattr(form, "reveals", None)):
        # One question is the heading, as on the screen.
        title = str(next(iter(form.fields.values())).label)
    yield Heading(f"{number}. {without_stars(title)}")
    if step.slug in _ONLY_IF and not (door.relation and step.slug in ("agreed", "person")):
        yield Paragraph(say(_ONLY_IF[step.slug]), note=True)
    for name, lines in easy.lines if easy else ():
        yield _pictured(say, name, *(_bold(say(line)) for line in lines))
    for name, field in form.fields.items():
        yield from _field(name, field, easy, manner, alone=len(form.fields) == 1, title=title)


def _field(
    name: str, field: forms.Field, easy: Easy | None, manner: Manner, *, alone: bool, title: str
) -> Iterator[Part]:
    say = manner.language.say
    label = say(easy.labels[name]) if easy and name in easy.labels else str(field.label)
    choices = [(str(value), str(words)) for value, words in getattr(field, "choices", ())]
    if choices:
        yield Paragraph(say("Tick one."))
        drawn: Mapping[str, tuple[str, str]] = easy.choices.get(name, {}) if easy else {}
        for value, words in choices:
            yield _choice(
                say,
                say(drawn[value][1]) if value in drawn else words,
                drawn[value][0] if value in drawn else "",
            )
        return
    if not (alone and label == title):
        yield Paragraph([Run(label, bold=True)])
    if field.help_text and not easy:
        yield Paragraph(str(field.help_text), note=True)
    rows = int(field.widget.attrs.get("rows", 1))
    yield Box([], "blank", columns=_LINES.get(rows, rows))


def _pictured(say: Any, name: str, *lines: Any) -> Part:
    return pictured(name, *lines, says=say(PICTURES[name].says))


def _choice(say: Any, words: str, name: str) -> Part:
    tick = Figure(_TICK_BOX, say("Box to tick"), 7)
    if not name:
        return Box([tick, Box([Paragraph(words)])], "choice")
    return Box(
        [tick, Figure(picture(name), say(PICTURES[name].says), 18), Box([Paragraph(words)])],
        "choice",
        columns=3,
    )


def _end(contact: FrontDoorContact, manner: Manner) -> Iterator[Part]:
    say = manner.language.say
    yield Heading(say("Send this form"))
    if contact.address:
        lines = [line.strip() for line in contact.address.splitlines() if line.strip()]
        where: list[Part] = [Paragraph(say("Send it to:")), Box([Paragraph(line) for line in lines], "lines")]
    else:
        where = [
            Paragraph(say("Give it to anybody who works for the council, or hand it in at a council office."))
        ]
    yield _pictured(say, "send", *where) if manner.easy else Box(where)
    if contact.phone:
        ring = say("Or ring us: {number}.", number=contact.phone) + (
            f" {contact.hours}" if contact.hours else ""
        )
        yield _pictured(say, "phone", ring) if manner.easy else Paragraph(ring)
    yield Paragraph(
        say("What you write is kept safe. Names are hidden from everyone who does not need them.")
    )


def _bold(said: str) -> list[Any]:
    """Return a line of easy read as runs: what stands in stars in bold."""
    return [Run(part, bold=bool(at % 2)) for at, part in enumerate(said.split("*")) if part]


_ONLY_IF = {
    "relation": text("Only if you speak for somebody else."),
    "agreed": text("Only if you speak for somebody else."),
    "person": text("Only if you speak for somebody else."),
    "put-right": text("Only if something was wrong."),
    "format": text("Only if you want an answer."),
}
UNCHECKED = text(
    "The words of this page have not been checked by anyone who speaks this language. If something is unclear, choose English or ring us."
)
