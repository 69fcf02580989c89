"""Somebody without an account, who fills in a public form page by page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.urls import reverse

from goldthread.public.models import Submission
from tests.cast import Cast, CheckedClient

WORDS = "The carer came two hours late on Tuesday and Mrs Ida Fenwickson had no breakfast."
SELF = {
    "kind": "complaint",
    "who": "person",
    "words": WORDS,
    "put_right": "Come when you say that you come.",
    "answer": "yes",
    "format": "letter",
    "name": "Ida Fenwickson",
    "address": "12 Mill Lane, Avonbridge",
}
THANKS = {"kind": "compliment", "who": "carer", "words": "The new day centre is kind.", "answer": "no"}
FOR_HER = {
    "kind": "complaint",
    "who": "someone_else",
    "relation": "family",
    "agreed": "no",
    "person_name": "Ottilie Brandreth",
    "person_address": "3 Quay Row, Avonbridge",
    "words": "My mother Ottilie waits for a ramp since March.",
    "put_right": "Build the ramp.",
    "answer": "yes",
    "format": "phone",
    "phone": "01632 960881",
}


class Visitor:
    """A browser at the public form; `at` is where it is."""

    def __init__(self, cast: Cast, door: str = "start") -> None:
        self.client, self.cast = CheckedClient(), cast
        self.at = reverse(f"public:{door}", args=[cast.slug])

    def get(self, address: str = "") -> HttpResponse:
        """Open a page; it is where the visitor is from then on."""
        page = self.client.get(address or self.at, follow=True)
        self.cast.enter()
        self.at = page.redirect_chain[-1][0] if page.redirect_chain else (address or self.at)
        return page

    def post(self, data: dict[str, str] | None = None, address: str = "") -> HttpResponse:
        """Send what is typed on a page, and follow where it leads."""
        page = self.client.post(address or self.at, data or {}, follow=True)
        self.cast.enter()
        if page.redirect_chain:
            self.at = urlsplit(page.redirect_chain[-1][0]).path
        return page

    def fill(self, answers: dict[str, str], *, until: str = "check") -> HttpResponse:
        """Answer every step with what it asks of some answers, up to the page to check them."""
        page = self.post(answers)
        for _ in range(20):
            if self.at.endswith(f"/{until}/"):
                return page
            before = self.at
            page = self.post(answers)
            assert self.at != before, page.content.decode()
        raise AssertionError(self.at)

    def send(self, answers: dict[str, str]) -> Submission:
        """Fill in a form, send it, and return what it became."""
        self.fill(answers)
        page = self.post()
        assert self.at.endswith("/sent/"), page.content.decode()
        return Submission.objects.select_related("feedback").get(feedback__number=self.reference(page)[2:])

    @staticmethod
    def reference(page: HttpResponse) -> str:
        """Return the reference that a page shows in its panel."""
        return re.search(r"<strong>(F-\d+)</strong>", page.content.decode())[1]
