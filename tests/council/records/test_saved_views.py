"""Saved views of a list: one's own and shared, without words, and deleted by whoever saved them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine
from goldthread.council.records.models import SavedView
from goldthread.council.records.saved_views import MOST, delete_view, save_view, views_of

pytestmark = pytest.mark.django_db
LIST = "feedback:list"


def _save(avonshire, role: str = "quality_lead", **given) -> SavedView:
    return save_view(
        by=avonshire.person(role), **{"listing": LIST, "name": "Old ones", "query": "waiting=on", **given}
    )


def _send(client, query: str, **answers: str) -> str:
    address = f"{reverse('feedback:save_view')}?{query}"
    return client.post(address, answers, follow=True).content.decode()


def test_a_view_is_saved_from_the_list_and_opens_as_it_was(avonshire):
    client = avonshire.client("quality_lead")
    query = "source=complaint&since=1%2F9%2F2026&sort=received_on&rows=50&after=x&nonsense=1&team="
    listed = client.get(f"{reverse(LIST)}?{query}").content.decode()
    assert "/feedback/views/save/?source=complaint&amp;since=1%2F9%2F2026&amp;sort=received_on" in listed
    page = _send(client, query, name="Complaints since September")
    assert "View Complaints since September saved" in page
    avonshire.enter()
    view = SavedView.objects.get()
    assert (view.query, view.is_shared) == ("since=2026-09-01&source=complaint&sort=received_on", False)
    again = client.get(f"{reverse(LIST)}?{view.query}").content.decode()
    assert 'aria-current="page">Complaints since September</a>' in again
    assert "Received on or after 1 September 2026" in again
    avonshire.enter()
    assert AuditLine.objects.order_by("-number").first().command == "council.save_view"


def test_no_words_are_saved_and_no_name_of_a_person(avonshire):
    page = _send(
        avonshire.client("quality_lead"), "words=Pemberton&waiting=on", name="Of Mrs Margaret Pemberton"
    )
    avonshire.enter()
    view = SavedView.objects.get()
    assert view.query == "waiting=on" and "Pemberton" not in view.name
    assert "Pemberton" not in page.split("<main")[1]
    form = avonshire.client("quality_lead").get(reverse("feedback:save_view") + "?words=Pemberton")
    assert "Not saved: Words or a reference." in form.content.decode()


@pytest.mark.parametrize("query", ["locked=1&source=gossip&team=x&since=soon&sort=title", "locked=1&sort=-"])
def test_only_what_the_list_knows_is_saved(avonshire, query):
    _send(avonshire.client("quality_lead"), query, name="Locked")
    avonshire.enter()
    assert SavedView.objects.get().query == "locked=1"
    with pytest.raises(Refused, match="has filters that cannot be saved"):
        _save(avonshire, name="Free", query="locked=1&note=Mrs Pemberton")
    with pytest.raises(Refused, match="has filters that cannot be saved"):
        _save(avonshire, name="Long", query="a" * 501)


def test_others_see_what_is_shared_and_nothing_else(avonshire, brackenmoor):
    own, shared = _save(avonshire), _save(avonshire, name="For all", is_shared=True)
    quality_lead, manager = avonshire.person("quality_lead"), avonshire.person("complaints_manager")
    assert [*views_of(quality_lead, LIST)] == [shared, own]
    assert [*views_of(manager, LIST)] == [shared]
    assert [*views_of(manager, "reviews:list")] == []
    page = avonshire.client("complaints_manager").get(reverse(LIST)).content.decode()
    assert ">For all</a>" in page and "Old ones" not in page
    assert "For all" not in brackenmoor.client("complaints_manager").get(reverse(LIST)).content.decode()


def test_only_whoever_saved_a_view_deletes_it_and_an_administrator_what_is_shared(avonshire):
    shared = _save(avonshire, is_shared=True)
    delete = reverse("feedback:delete_view", args=[shared.pk])
    client = avonshire.client("complaints_manager")
    assert "Delete Old ones" not in client.get(reverse("feedback:saved_views")).content.decode()
    assert "Only whoever saved this view can delete it." in client.post(delete, follow=True).content.decode()
    owner = avonshire.client("quality_lead")
    assert "Delete Old ones" in owner.get(reverse("feedback:saved_views")).content.decode()
    assert "View Old ones deleted" in owner.post(delete, follow=True).content.decode()
    avonshire.enter()
    assert not SavedView.objects.exists()
    mine = _save(avonshire)
    assert (
        avonshire.client("complaints_manager")
        .post(reverse("feedback:delete_view", args=[mine.pk]))
        .status_code
        == 404
    )
    with pytest.raises(Refused, match="Only whoever saved"):
        delete_view(by=avonshire.person("complaints_manager"), view=mine)


def test_a_name_is_used_once_and_there_is_an_end_of_them(avonshire):
    client = avonshire.client("quality_lead")
    _save(avonshire)
    assert "You have a view with this name." in _send(client, "locked=1", name=" Old  ones ")
    for n in range(1, MOST):
        _save(avonshire, name=f"View {n}")
    assert "You have 50 views of this list." in _send(client, "locked=1", name="One more")
    assert 'href="#id_name">Enter name of the view' in _send(client, "locked=1", name="")
