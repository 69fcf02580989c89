"""Easy read of the public's forms: for each page a drawing and its own words, one idea a line; the steps are the same.

To change what easy read says, change it here. A page without an entry says its standard words in large type. A word that
may be new is in bold, `*so*`, and said again in easier words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from goldthread.public.words import text

Lines = Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Easy:
    """A page in easy read.

    title: its heading. lines: what it says first, each a drawing (`documents/easy_pictures.py`) with its lines. labels
    and hints: of its fields, by name; a hint of "" is left out. choices: of its fields, by name and value: a drawing and
    the words.
    """

    title: str
    lines: Sequence[tuple[str, Lines]] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)


_KINDS = {
    "compliment": ("thanks", text("Something was good")),
    "complaint": ("complaint", text("Something was wrong, and I want it looked into")),
    "concern": ("worry", text("I am worried about something")),
    "suggestion": ("write", text("Something should change")),
    "idea": ("idea", text("I have an idea")),
    "enquiry": ("question", text("I want to ask about somebody in my ward")),
}

EASY: dict[str, Easy] = {
    "start": Easy(
        title=text("Tell us about your care"),
        lines=[
            ("talk", [text("You can tell us about your care."), text("It can be *good* or *bad*.")]),
            ("lock", [text("You do *not* have to give your name."), text("If you do, we keep it safe.")]),
            (
                "help",
                [
                    text("Someone can help you."),
                    text("It can be a friend, a carer or an *advocate*."),
                    text("An advocate speaks up for you. It is free."),
                ],
            ),
            ("danger", [text("Are you in danger now?"), text("Ring *999*.")]),
        ],
        labels={"kind": text("What do you want to tell us?")},
        choices={"kind": _KINDS},
    ),
    "next": Easy(
        title=text("What happens next"),
        lines=[
            ("read", [text("A person reads what you told us.")]),
            (
                "calendar",
                [
                    text("If you complain, we tell you that we have it."),
                    text("We tell you in *3 working days*."),
                ],
            ),
            ("letter", [text("If you want an answer, you get one.")]),
            ("lock", [text("Your care does not change because you complain.")]),
        ],
    ),
    "kind": Easy(
        title=text("What do you want to tell us?"),
        labels={"kind": text("Choose one")},
        choices={"kind": _KINDS},
    ),
    "who": Easy(
        title=text("Who are you?"),
        labels={"who": text("Choose one")},
        choices={
            "who": {
                "person": ("me", text("I get care or support")),
                "carer": ("home", text("I look after somebody. I am not paid")),
                "someone_else": ("help", text("I speak for somebody else")),
                "other": ("question", text("I am somebody else, like a neighbour")),
            }
        },
    ),
    "relation": Easy(
        title=text("Who are you to them?"),
        lines=[("help", [text("You speak for somebody else."), text("How do you know them?")])],
        labels={"relation": text("Choose one")},
        choices={
            "relation": {
                "family": ("home", text("I am in their family")),
                "friend": ("talk", text("I am a friend or a neighbour")),
                "carer": ("help", text("I look after them. I am not paid")),
                "advocate": ("voice", text("I am an advocate. I speak up for them")),
                "attorney": ("write", text("The law lets me decide for them. I have papers that say so")),
            }
        },
    ),
    "agreed": Easy(
        title=text("Do they know?"),
        lines=[
            ("talk", [text("Does the person know that you tell us?")]),
            ("letter", [text("We ask them if it is all right."), text("You cannot say yes for them.")]),
        ],
        labels={"agreed": text("Choose one")},
        choices={
            "agreed": {
                "yes": ("tick", text("Yes. They know, and it is all right")),
                "no": ("cross", text("No. They do not know yet")),
                "cannot": ("question", text("They cannot decide this")),
            }
        },
    ),
    "person": Easy(
        title=text("Who is the person?"),
        lines=[
            (
                "letter",
                [
                    text("We write to them."),
                    text("We ask them if it is all right."),
                    text("Leave empty what you do not know."),
                ],
            )
        ],
    ),
    "files": Easy(
        title=text("Photographs, letters and voice"),
        lines=[
            ("camera", [text("You can add a photograph."), text("You can take a photograph of a letter.")]),
            ("voice", [text("You can add a voice message."), text("You say it. We write it down for you.")]),
            ("cross", [text("You do not have to add anything.")]),
        ],
        labels={"file": text("Choose a file")},
    ),
    "words": Easy(
        title=text("Tell us what happened"),
        lines=[
            ("write", [text("Say it in your own words."), text("Spelling does not matter.")]),
            ("help", [text("Somebody can write it for you.")]),
            ("danger", [text("Are you in danger now?"), text("Ring *999*.")]),
        ],
        labels={"words": text("What happened?")},
        hints={"words": text("When was it? Where was it? Who was there?")},
    ),
    "put-right": Easy(
        title=text("What would make it better?"),
        lines=[("idea", [text("What should we do now?"), text("You can leave this empty.")])],
        labels={"put_right": text("What should we do?")},
        hints={"put_right": ""},
    ),
    "answer": Easy(
        title=text("Do you want an answer?"),
        lines=[
            ("letter", [text("An answer tells you what we found."), text("It tells you what we will do.")])
        ],
        labels={"answer": text("Choose one")},
        choices={
            "answer": {
                "yes": ("tick", text("Yes, please answer me")),
                "no": ("cross", text("No. I only want you to know")),
            }
        },
    ),
    "format": Easy(
        title=text("How do you want the answer?"),
        labels={"format": text("Choose one"), "other_format": text("Which one?")},
        choices={
            "format": {
                "email": ("screen", text("E-mail")),
                "letter": ("letter", text("A letter")),
                "phone": ("phone", text("On the phone")),
                "text": ("phone", text("A text message")),
                "large": ("read", text("In big letters")),
                "easy": ("read", text("Easy read, with pictures")),
                "braille": ("read", text("Braille")),
                "audio": ("voice", text("As a sound recording")),
                "bsl": ("talk", text("British Sign Language")),
                "other": ("question", text("Another way, or another language")),
            }
        },
    ),
    "contact": Easy(
        title=text("How do we reach you?"),
        lines=[("lock", [text("We keep this safe."), text("Only people who answer you see it.")])],
        labels={
            "name": text("Your name"),
            "email": text("Your e-mail"),
            "phone": text("Your phone number"),
            "address": text("Where you live"),
        },
    ),
    "check": Easy(
        title=text("Is this right?"),
        lines=[
            ("read", [text("This is what you told us."), text("You can change it.")]),
            ("send", [text("Press *Send* when it is right."), text("Then we have it.")]),
        ],
    ),
    "sent": Easy(
        title=text("Thank you. We have it"),
        lines=[
            ("write", [text("Write down this number."), text("Say it when you ring us.")]),
            ("read", [text("A person reads what you told us.")]),
        ],
    ),
    "pause": Easy(
        title=text("Stop, and come back later"),
        lines=[
            ("pause", [text("You can stop now."), text("We keep what you wrote.")]),
            ("write", [text("Write down this code."), text("You need it to come back.")]),
        ],
    ),
}

_BOLD = re.compile(r"\*([^*]+)\*")


def easy_line(said: str) -> Markup:
    """Return a line of easy read as HTML: what stands in stars in bold, everything else escaped."""
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(said))))


def without_stars(said: str) -> str:
    """Return a line as plain words."""
    return _BOLD.sub(r"\1", said)
