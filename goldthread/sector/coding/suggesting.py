"""Themes suggested for the passages of reports that no model has read yet; nothing a person decided is touched."""

from __future__ import annotations

from goldthread.council.database import tenant
from goldthread.council.models import Council
from goldthread.council.records import bulk
from goldthread.sector.models import PassageTheme, PublishedPassage, PublishedReport
from goldthread.themes.codebook.models import Theme
from goldthread.themes.suggesting import model_store

SOURCE = "published_report"
_MOST = 2
_REPORTS_AT_ONCE = 20
_UNLESS_THERE = "ON CONFLICT (passage_id, theme_id) DO NOTHING"


def suggest_unread(council: Council) -> int:
    """Suggest themes for the passages of every report that no model has read, and return how many reports were read.

    Run again, it has nothing left to do; where the council has no model yet, nothing is read.
    """
    read = 0
    while True:
        with tenant.inside(council.pk):
            record = model_store.newest(council.pk)
            waiting = PublishedReport.objects.filter(council=council, withdrawn_on=None, themes_model="")
            reports = list(waiting.order_by("pk")[:_REPORTS_AT_ONCE]) if record is not None else []
            if not reports:
                return read
            model = model_store.load(record)
            active = Theme.objects.filter(council=council, slug__in=model.themes, state=Theme.State.ACTIVE)
            themes = dict(active.values_list("slug", "pk"))
            passages = list(PublishedPassage.objects.filter(report__in=reports).order_by("pk"))
            texts = [passage.text for passage in passages]
            suggested = model.suggest_many(texts, [SOURCE] * len(texts), _MOST)
            bulk.insert(
                [
                    PassageTheme(
                        council_id=council.pk,
                        passage=passage,
                        theme_id=themes[one.theme],
                        likelihood=round(one.score, 4),
                    )
                    for passage, of_passage in zip(passages, suggested, strict=True)
                    for one in of_passage
                    if one.theme in themes
                ],
                on_conflict=_UNLESS_THERE,
            )
            PublishedReport.objects.filter(pk__in=[each.pk for each in reports]).update(
                themes_model=record.name
            )
            read += len(reports)
