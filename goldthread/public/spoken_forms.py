"""The forms of the steps in the language and reading that somebody chose: labels, hints, choices and errors, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from markupsafe import Markup

from goldthread.documents.easy_pictures import picture
from goldthread.public.easy_read import EASY, Easy
from goldthread.public.manner import Manner
from goldthread.public.words import ENGLISH, text

# What an error says in another language, where English makes it of the label: by the code of the error.
_ERRORS = {
    "required": text("Fill this in"),
    "invalid_choice": text("Choose one of these"),
    "max_length": text("This is too long. Write at most {limit} characters"),
    "invalid": text("Enter an email address in the correct format, like name@example.org"),
    "null_characters_not_allowed": text("There are characters in this that cannot be saved"),
}


def speak(form: forms.Form, manner: Manner, slug: str) -> None:
    """Have a form say its words in a language and, in easy read, the words and drawings of that step."""
    say, easy = manner.language.say, EASY.get(slug) if manner.easy else None
    for name, field in form.fields.items():
        if manner.language.slug != ENGLISH or easy:
            _speak_errors(field, manner)
        field.label = say(easy.labels.get(name, str(field.label)) if easy else str(field.label))
        hint = easy.hints.get(name, str(field.help_text)) if easy else str(field.help_text)
        field.help_text = say(hint) if hint else ""
        if getattr(field, "choices", None):
            field.choices = [
                (value, _choice(say, easy, name, str(value), str(label))) for value, label in field.choices
            ]
    form.say = say


def _speak_errors(field: forms.Field, manner: Manner) -> None:
    say = manner.language.say
    limit = getattr(field, "max_length", None)
    for code, words in list(field.error_messages.items()):
        known = manner.language.words.get(str(words))
        if known:
            field.error_messages[code] = known
        elif code == "required" and isinstance(field, forms.ChoiceField):
            field.error_messages[code] = say(_ERRORS["invalid_choice"])
        elif code in _ERRORS:
            field.error_messages[code] = say(_ERRORS[code], limit=limit)
    for validator in field.validators:
        if getattr(validator, "code", "") in ("invalid", "max_length"):
            validator.message = field.error_messages.get(validator.code, validator.message)


def _choice(say: Any, easy: Easy | None, name: str, value: str, label: str) -> str:
    drawn = easy.choices.get(name, {}).get(value) if easy else None
    if drawn is None:
        return str(say(label))
    return Markup("{}<span>{}</span>").format(Markup(picture(drawn[0])), say(drawn[1]))


def words_of(form: type[forms.Form]) -> Iterator[str]:
    """Yield what the fields of a form say, so that the languages' files are checked for it."""
    for field in form.base_fields.values():
        yield str(field.label)
        yield str(field.help_text)
        for _, label in getattr(field, "choices", None) or ():
            yield str(label)
