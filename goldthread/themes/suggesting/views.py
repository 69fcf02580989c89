"""The model's card: how well the machine and people agree, what it confuses, and what it learned from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import coding_decisions as deciding
from goldthread.themes.suggesting import evaluation as judging
from goldthread.themes.suggesting.models import BYTES, ThemeModel
from goldthread.web.render import render_page


def card(request: HttpRequest) -> HttpResponse:
    """Show the newest model's card, or how many points coded by two people it would take."""
    judged = judging.judged(request.person)
    themes = {theme.slug: theme for theme in Theme.objects.visible_to(request.person)}
    by_theme = judged.model.by_theme if judged.model else {}
    context = {
        "judged": judged,
        "themes": themes,
        "learned_from": sorted(
            ((themes[slug], count) for slug, count in by_theme.items() if slug in themes),
            key=lambda pair: (pair[1], pair[0].name),
        ),
        "models": ThemeModel.objects.visible_to(request.person).defer(*BYTES)[:10],
        "reads_by_night": judged.model is not None
        and ThemeModel.objects.filter(pk=judged.model.pk, night__isnull=False).exists(),
        "setting": deciding.setting_of(request.person.council_id),
    }
    return render_page(request, "themes/card.html", context)
