"""Coding a passage of a published report: a person decides, and what was suggested, read and declined stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.sector.choices import Speaker, Tells
from goldthread.sector.models import PassageTheme, PublishedPassage, PublishedReport
from goldthread.themes.codebook.models import Theme


@command("sector.write")
def code_passage(
    *, by: Person, passage: PublishedPassage, themes: Sequence[Theme], speaker: str, tells: str
) -> PublishedReport:
    """Code passage of a published report: its themes, who speaks and what it tells of.

    Themes that were suggested and are not among them are declined; who speaks and what it tells of stay as they were
    read beside what the person says.
    """
    check_scope(by, *themes)
    if speaker not in (*Speaker.values, "") or tells not in (*Tells.values, ""):
        raise Refused("Choose who speaks, and what it tells of.")
    if any(theme.state != Theme.State.ACTIVE for theme in themes):
        raise Refused("One of the themes is no longer active. Choose again.", field="themes")
    wanted = {theme.pk for theme in themes}
    rows = {row.theme_id: row for row in passage.themes.select_for_update().order_by("pk")}
    decided = {"decided_by": by, "decided_on": timezone.localdate()}
    for theme_id, row in rows.items():
        row.state = PassageTheme.State.GIVEN if theme_id in wanted else PassageTheme.State.DECLINED
        row.decided_by, row.decided_on = decided["decided_by"], decided["decided_on"]
        row.save(update_fields=["state", *decided])
    PassageTheme.objects.bulk_create(
        PassageTheme(
            council_id=passage.council_id,
            passage=passage,
            theme=theme,
            state=PassageTheme.State.GIVEN,
            **decided,
        )
        for theme in themes
        if theme.pk not in rows
    )
    passage.speaker, passage.tells = speaker, tells
    passage.save(update_fields=["speaker", "tells"])
    return passage.report
