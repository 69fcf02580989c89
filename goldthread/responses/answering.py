"""An answer that a request was given is the response to its feedback too, so that neither page waits for the other."""

from __future__ import annotations

from goldthread.council.models import Person
from goldthread.feedback.commands import note_response
from goldthread.feedback.sources import ANSWER_OWED
from goldthread.responses.models import Ask


def respond_on_feedback(by: Person, ask: Ask) -> None:
    """Record the answers as the response to the feedback that was owed them, once the asker was told all of them."""
    feedback = ask.point.feedback
    if feedback is None or feedback.source not in ANSWER_OWED or feedback.responded_on:
        return
    asks = list(Ask.objects.counted().filter(point__feedback=feedback).order_by("point__position", "number"))
    if all(each.told_on for each in asks):
        texts = dict.fromkeys(each.answer for each in asks)
        note_response(by, feedback, on=max(each.told_on for each in asks), text="\n\n".join(texts))
