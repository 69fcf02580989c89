"""The steps of the public form, one thing a page, in their order: each says its address, its form and when it is asked.

To add one: a form in `forms.py` and a line here. Its page is `public/step.html`, or a template of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.public import forms
from goldthread.public.choices import ENTITLED, WRONG, Relation, Who
from goldthread.public.doors import Door
from goldthread.public.easy_read import Easy
from goldthread.public.views.files import files_step
from goldthread.public.words import text

Answers = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page of the form.

    slug: its place in the address. short: what the page to check the answers calls it. form: its fields, whose answers
    are kept by their names; None where the page keeps its own, as that of files does. template: its page. asked:
    whether it is asked, by the door and what was answered before. view: takes request, council and draft and answers
    the page by itself, None for the usual one; it returns None to go on to the next step. lines: what the check page
    says of it, as (what, answer), by the door, the answers and the function that says words; the usual: each field's
    label and answer.
    """

    slug: str
    short: str
    form: type[forms.StepForm] | None = None
    template: str = "public/step.html"
    asked: Callable[[Door, Answers], bool] = lambda door, answers: True
    view: Callable[..., Any] | None = None
    lines: Callable[..., list[tuple[str, str]]] | None = None


def for_somebody(door: Door, answers: Answers) -> bool:
    """Return whether somebody speaks for another."""
    return door.relation is not None or answers.get("who") == Who.SOMEONE_ELSE


def relation_of(door: Door, answers: Answers) -> str:
    """Return what whoever speaks for somebody is to them, "" where they speak for themselves."""
    if not for_somebody(door, answers):
        return ""
    return str(door.relation or answers.get("relation") or "")


def _to_be_asked(door: Door, answers: Answers) -> bool:
    """Return whether the person must be asked for their consent, so that we must know who they are."""
    relation = relation_of(door, answers)
    return bool(relation) and relation not in ENTITLED and answers.get("agreed") != "cannot"


STEPS: list[Step] = [
    Step(slug="kind", short="What you want to do", form=forms.KindForm, template="public/kind.html"),
    Step(
        slug="who", short="Who you are", form=forms.WhoForm, asked=lambda door, answers: door.relation is None
    ),
    Step(
        slug="group",
        short="From",
        form=forms.GroupForm,
        asked=lambda door, answers: door.relation is not None,
    ),
    Step(
        slug="relation",
        short="How you know them",
        form=forms.RelationForm,
        asked=lambda door, answers: door.relation is None and for_somebody(door, answers),
    ),
    Step(
        slug="agreed",
        short="Whether they know",
        form=forms.AgreedForm,
        template="public/agreed.html",
        asked=lambda door, answers: relation_of(door, answers) not in ("", Relation.ATTORNEY),
    ),
    Step(
        slug="person",
        short="The person",
        form=forms.ConcernedForm,
        template="public/person.html",
        asked=_to_be_asked,
    ),
    Step(
        slug="files",
        short="Photographs, letters, voice messages",
        template="public/files.html",
        view=files_step,
        lines=lambda door, answers, say: (
            [
                (
                    say(text("Photographs, letters, voice messages")),
                    say(text("{count} added"), count=answers[forms.FILES]),
                )
            ]
            if answers.get(forms.FILES)
            else []
        ),
    ),
    Step(slug="words", short="What you tell us", form=forms.WordsForm, template="public/words.html"),
    Step(
        slug="put-right",
        short="What would put it right",
        form=forms.PutRightForm,
        asked=lambda door, answers: answers.get("kind") in WRONG,
    ),
    Step(slug="answer", short="Answer", form=forms.AnswerForm),
    Step(
        slug="format",
        short="Format",
        form=forms.FormatForm,
        asked=lambda door, answers: answers.get("answer") == "yes",
    ),
    Step(slug="contact", short="How to reach you", form=forms.ContactForm, template="public/contact.html"),
]
CHECK = "check"


def asked(door: Door, answers: Answers) -> Iterator[Step]:
    """Yield the steps that are asked, by what was answered so far."""
    return (step for step in STEPS if step.asked(door, answers))


def step_named(slug: str) -> Step | None:
    """Return the step of that address."""
    return next((step for step in STEPS if step.slug == slug), None)


def step_after(door: Door, answers: Answers, slug: str) -> str:
    """Return the address of the step after one, the check page after the last."""
    slugs = [step.slug for step in asked(door, answers)]
    place = slugs.index(slug) + 1 if slug in slugs else 0
    return slugs[place] if place < len(slugs) else CHECK


def step_before(door: Door, answers: Answers, slug: str) -> str:
    """Return the address of the step before one, "" before the first."""
    slugs = [step.slug for step in asked(door, answers)]
    place = slugs.index(slug) if slug in slugs else len(slugs)
    return slugs[place - 1] if place else ""


def first_open(door: Door, answers: Answers) -> str:
    """Return the first step that is not answered and must be, the check page where there is none."""
    for step in asked(door, answers):
        if step.form is None:
            continue
        form = step.form(dict(answers), door=door, answers=answers)
        # A step that asks nothing necessary counts as answered once it was sent.
        if not form.is_valid() or not any(name in answers for name in form.fields):
            return step.slug
    return CHECK


def lines_of(
    step: Step,
    door: Door,
    answers: Answers,
    say: Callable[..., str] = text,
    easy: Easy | None = None,
) -> list[tuple[str, str]]:
    """Return what the check page says of a step: each field's label and what was answered, in a language and reading."""
    if step.lines is not None:
        return step.lines(door, answers, say)
    if step.form is None:
        return []
    form, lines = step.form(door=door, answers=answers), []
    for name, field in form.fields.items():
        value = answers.get(name, "")
        if value:
            chosen, label = dict(getattr(field, "choices", ())).get(value), str(field.label)
            if easy is not None:
                drawn = easy.choices.get(name, {})
                chosen = drawn[value][1] if value in drawn else chosen
                label = easy.title if drawn else easy.labels.get(name, label)
            lines.append((say(label), say(str(chosen)) if chosen else str(value)))
    return lines or [(say(easy.title if easy else step.short), say(text("Nothing")))]
