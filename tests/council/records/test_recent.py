"""Recently viewed: the latest first, few, references only, and nobody else's."""

import pytest
from django.urls import reverse

from goldthread.council.records import recent
from goldthread.feedback.models import Feedback

pytestmark = pytest.mark.django_db


def _opened(client):
    page = client.get(reverse("account")).content.decode()
    return (
        page.split('aria-label="Recently viewed">')[1].split("</ul>")[0] if "Recently viewed" in page else ""
    )


def test_the_latest_is_first_and_they_are_few(avonshire):
    client = avonshire.client("quality_lead")
    assert _opened(client) == ""
    pieces = Feedback.objects.visible_to(avonshire.person("quality_lead")).order_by("-number")[
        : recent.MOST + 1
    ]
    for piece in [*pieces, pieces[4]]:
        assert client.get(reverse("feedback:detail", args=[piece.pk])).status_code == 200
    listed = _opened(client)
    assert listed.count("<li>") == recent.MOST
    assert listed.index(f"Feedback {pieces[4].reference}<") < listed.index(f"Feedback {pieces[8].reference}<")
    assert f"{pieces[0].reference}<" not in listed and pieces[4].title not in listed
    # Not the page that is open, and not somebody else's.
    page = client.get(reverse("feedback:detail", args=[pieces[4].pk])).content.decode()
    assert f">Feedback {pieces[4].reference}</a>" not in page
    assert _opened(avonshire.client("psw")) == ""
