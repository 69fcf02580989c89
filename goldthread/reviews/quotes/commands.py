"""Commands on quotations from reviews: keeping one, and correcting it."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.reviews.models import Review
from goldthread.reviews.quotes.models import MayQuote, Quotation


def _check(may_quote: str, agreed: str) -> None:
    if may_quote not in MayQuote.values:
        raise Refused("Choose who may quote these words.", field="may_quote")
    if may_quote != MayQuote.ASK and not agreed.strip():
        raise Refused("Enter who agreed to that, and when.", field="agreed")


@command("reviews.record")
def keep_quotation(
    *,
    by: Person,
    review: Review,
    words: str,
    said_by: str,
    said_on: datetime.date,
    may_quote: str,
    agreed: str = "",
) -> Quotation:
    """Keep words of a review for quoting: whose they are, of which day, and who may quote them."""
    _check(may_quote, agreed)
    quotation = Quotation(
        council=by.council,
        review=review,
        words=words.strip(),
        said_by=said_by,
        said_on=said_on,
        may_quote=may_quote,
        agreed=agreed,
        recorded_by=by,
    )
    return saving.add(quotation, based_on=[review])


@command("reviews.record", trail=people_named.reason_about("quotation"))
def edit_quotation(
    *, by: Person, quotation: Quotation, version: int, reason: str, **fields: Any
) -> Quotation:
    """Correct a quotation, with the reason."""
    saving.needs_reason(reason)
    _check(fields["may_quote"], fields["agreed"])
    return saving.change(quotation, version=version, **fields)
