"""Names and addresses as they are typed on the server's command line, where no form looks at them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Model

from goldthread.cell_text import clean_text
from goldthread.council.command import Refused
from goldthread.council.models import Account


def typed_name(text: str, model: type[Model], *, option: str) -> str:
    """Return a name on one line without what cannot be seen; raises Refused where the model's `name` is shorter.

    option: where it was typed, such as "--name".
    """
    name = " ".join(clean_text(text).split())
    most = model._meta.get_field("name").max_length
    if len(name) > most:
        raise Refused(f"{option} has {len(name)} characters. Give one of {most} or fewer.")
    return name


def typed_address(text: str, *, option: str) -> str:
    """Return an e-mail address as accounts have it; raises Refused for what is none, or too long for one."""
    email = text.strip().lower()
    try:
        Account._meta.get_field("email").clean(email, None)
    except ValidationError:
        raise Refused(
            f"{email} is not an e-mail address. Give the one that they sign in with, with {option}."
        ) from None
    return email
