"""What is known behind a lesson, to hand beside a briefing on it, and a first draft made of it for the writer to change."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from goldthread.council.models import Person
from goldthread.learning.embedding import sample_text
from goldthread.learning.models import Action, Lesson
from goldthread.learning.queries import basis_of, state_of
from goldthread.themes.coding.models import Coding
from goldthread.themes.coding.quotes import Quote

_MOST_THEMES = 5
_MOST_QUOTES = 6
_QUOTED = 2
_MOST_LETTERS = 1500
_LONGEST_QUOTE = 300


@dataclass(frozen=True)
class Behind:
    """What a lesson rests on and what came of it, as far as somebody may read it.

    themes: (name, how many of its issues have it), most first. hidden: how many issues this person may not read.
    """

    lesson: Lesson
    themes: list[tuple[str, int]]
    findings: list[Quote]
    quotes: list[Quote]
    actions: list[Action]
    issues: int
    hidden: int


def behind(person: Person, lesson: Lesson) -> Behind:
    """Return what is known behind a lesson."""
    basis = basis_of(person, lesson)
    counts: dict[str, int] = {}
    codings = Coding.objects.filter(
        council=lesson.council_id, applies=True, point__withdrawn_on=None, point__lessons__lesson=lesson
    )
    for name in codings.order_by("theme__name", "pk").values_list("theme__name", flat=True):
        counts[name] = counts.get(name, 0) + 1
    themes = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_MOST_THEMES]
    # Deleted feedback has no words left; what a reviewer found is no quotation.
    quotes = [each for each in basis.quotes if not each.is_finding and each.point.forgotten_on is None]
    actions = Action.objects.visible_to(person).filter(lesson=lesson, stopped_on=None)
    return Behind(
        lesson=lesson,
        themes=themes,
        findings=[each for each in basis.quotes if each.is_finding],
        quotes=quotes[:_MOST_QUOTES],
        actions=list(actions.order_by("agreed_on", "pk")),
        issues=len(basis.quotes) + basis.hidden,
        hidden=basis.hidden,
    )


def draft(known: Behind) -> dict[str, str]:
    """Return the blocks of a first draft: what is recorded, in its own words, and nothing that is not.

    Questions are the writer's: nothing recorded says what a team should ask itself.
    """
    lesson = known.lesson
    background = [
        f"It rests on {known.issues} issue{'' if known.issues == 1 else 's'} from feedback and reviews."
    ]
    if known.themes:
        background.append("Most were about: " + "; ".join(name for name, _ in known.themes) + ".")
    blocks = {
        "what": lesson.what_we_learned,
        "background": " ".join(background),
        "why": "\n".join(
            f"“{_shortened(each.point.text)}” ({each.speaker})" for each in known.quotes[:_QUOTED]
        ),
        "information": "\n".join(_shortened(each.point.text) for each in known.findings),
        "more": "\n".join(_standing(action) for action in known.actions if action.done_on),
        "what_to_do": "\n".join(action.title for action in known.actions),
    }
    return {name: text[:_MOST_LETTERS] for name, text in blocks.items() if text}


def _standing(action: Action) -> str:
    """Return what became of an action: done, embedded and shown to work are three states, and this says the first two."""
    standing = f"{action.title}: {action.state}"
    return f"{standing} ({sample})" if (sample := sample_text(action)) else standing


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def stands(action: Action) -> str:
    """Return the state of an action, for a list."""
    return state_of(action, timezone.localdate())
