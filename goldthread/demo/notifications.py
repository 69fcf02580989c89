"""What Avonshire's people are told of: their work that is due, and what some of them have read already."""

from __future__ import annotations

from django.utils import timezone

from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.council.notifications import due_work, notifying, queries
from goldthread.demo.story import Story

_HAVE_READ = ("rob-ellacott", "james-kowalczyk")


def tell(story: Story) -> None:
    """Tell everybody of their work that is due soon or overdue, and let two have read what they were told before."""
    council = story.clock.council
    with tenant.inside(council.pk):
        for slug in _HAVE_READ:
            oldest = queries.unread(story.people[slug]).order_by("at", "id").first()
            if oldest is not None:
                notifying.mark_read(story.people[slug], pk=oldest.pk)
        people = Person.objects.filter(council=council, is_active=True, is_system=False)
        for person in people.select_related("council").prefetch_related("memberships").order_by("pk"):
            due_work.tell_what_is_due(person, story.clock, timezone.now(), story.today)
