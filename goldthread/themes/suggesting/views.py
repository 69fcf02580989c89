"""The coding accuracy page: the model card of the newest suggestion model."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.coding_decisions import coding_settings
from goldthread.themes.suggesting.evaluation import evaluate
from goldthread.themes.suggesting.models import MODEL_BYTES, ThemeModel
from goldthread.web.render import render_page


def model_card(request: HttpRequest) -> HttpResponse:
    """Show the newest model's card, or how many double-coded points it would take."""
    evaluation = evaluate(request.person)
    themes = {theme.slug: theme for theme in Theme.objects.visible_to(request.person)}
    by_theme = evaluation.model.by_theme if evaluation.model else {}
    context = {
        "evaluation": evaluation,
        "themes": themes,
        "examples_by_theme": sorted(
            ((themes[slug], count) for slug, count in by_theme.items() if slug in themes),
            key=lambda pair: (pair[1], pair[0].name),
        ),
        "models": ThemeModel.objects.visible_to(request.person).defer(*MODEL_BYTES)[:10],
        "uses_fine_tuned": evaluation.model is not None
        and ThemeModel.objects.filter(pk=evaluation.model.pk, fine_tuned__isnull=False).exists(),
        "settings": coding_settings(request.person.council_id),
    }
    return render_page(request, "themes/model_card.html", context)
