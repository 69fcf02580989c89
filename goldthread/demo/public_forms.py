"""What came to Avonshire by its public forms, all made up: five that were sent, one of them not followed up."""

from __future__ import annotations

from typing import Any

from goldthread.council.database import tenant
from goldthread.demo.story import Story
from goldthread.public import drafts
from goldthread.public.choices import Duty
from goldthread.public.follow_ups import follow_up, note_failure
from goldthread.public.models import FollowUp
from goldthread.public.sending import send

_FORMS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "public",
        {
            "kind": "compliment",
            "who": "carer",
            "words": "The sitting service came on the right day for the third month running. It is the only afternoon that I "
            "have, and I sleep. Thank you.",
            "answer": "no",
            "name": "",
        },
    ),
    (
        "councillor",
        {
            "kind": "enquiry",
            "group": "Cllr Ada Pike, Harbour ward",
            "agreed": "yes",
            "person_name": "Len Tobin",
            "person_address": "8 Harbour Row, Avonbridge",
            "words": "A resident of Harbour Row has waited nine weeks for somebody to look at his steps. When will he be seen?",
            "put_right": "A date for the visit.",
            "answer": "yes",
            "format": "email",
            "email": "ada.pike@members.avonshire.example",
        },
    ),
    (
        "voluntary",
        {
            "kind": "concern",
            "group": "Avonbridge Lunch Club",
            "agreed": "cannot",
            "words": "Two people who come to our lunch club say that their evening visit comes at four, and that they go to bed "
            "in daylight.",
            "put_right": "Ask them when they would like to go to bed.",
            "answer": "yes",
            "format": "phone",
            "phone": "01632 960733",
        },
    ),
    (
        "public",
        {
            "kind": "complaint",
            "who": "someone_else",
            "relation": "family",
            "agreed": "no",
            "person_name": "Ottilie Brandreth",
            "person_address": "3 Quay Row, Avonbridge",
            "words": "My mother was told that her bath rail would be fitted in a week. It is six weeks now and she washes at the "
            "kitchen sink.",
            "put_right": "Fit the rail, and tell her the day beforehand.",
            "answer": "yes",
            "format": "phone",
            "name": "Nell Brandreth",
            "phone": "01632 960881",
        },
    ),
    (
        "public",
        {
            "kind": "idea",
            "who": "person",
            "words": "Send a text when the carer is on the way. The bus does it, and I would not stand at the window.",
            "answer": "no",
            "name": "",
        },
    ),
)
# Of this one the clock could not be set: "Try again" is on the complaints manager's home.
_FAILED = "voluntary"


def receive(story: Story) -> None:
    """Receive the forms of today."""
    clock = story.clock
    for number, (door, answers) in enumerate(_FORMS):
        with tenant.inside(clock.council_id):
            _, secret = drafts.begin(clock.council_id, door, answers, secret=f"made-up-{number}")
        sent = send(by=clock, secret=secret)
        if door == _FAILED:
            with tenant.inside(clock.council_id):
                screen = FollowUp.objects.get(submission=sent, duty=Duty.SCREEN)
            note_failure(clock, screen.pk)
        follow_up(clock, sent.pk)
