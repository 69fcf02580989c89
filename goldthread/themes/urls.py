"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from django.urls import include, path

from goldthread.themes.codebook import views as codebook
from goldthread.themes.coding import views as coding
from goldthread.themes.counting import organisations
from goldthread.themes.counting.views import theme, theme_issues, themes
from goldthread.themes.emerging import urls as emerging
from goldthread.themes.safeguarding.views import prompts as safeguarding
from goldthread.themes.safeguarding.views import sample as safeguarding_sample
from goldthread.themes.safeguarding.views import settings as safeguarding_settings
from goldthread.themes.suggesting import views as suggesting
from goldthread.web.doors import page

_pages = [
    page("", themes.themes, "themes.read", "list"),
    page("to-code/", coding.to_code, "themes.code", "to_code"),
    page("to-code/next/", coding.next_point, "themes.code", "code_next"),
    page("to-code/undo/", coding.undo, "themes.code", "undo"),
    page("to-code/settings/", coding.settings, "themes.edit", "coding_settings"),
    page("issues/<uuid:pk>/", coding.point, "themes.code", "point"),
    page("issues/<uuid:pk>/skip/", coding.skip, "themes.code", "skip"),
    page("accuracy/", suggesting.model_card, "feedback.read", "model_card"),
    page("safeguarding/", safeguarding.prompts, "themes.safeguarding", "safeguarding"),
    page("safeguarding/<uuid:pk>/", safeguarding.prompt, "themes.safeguarding", "safeguarding_prompt"),
    page(
        "safeguarding/settings/",
        safeguarding_settings.share,
        "themes.safeguarding_settings",
        "safeguarding_settings",
    ),
    page(
        "safeguarding/duty/", safeguarding_settings.duty, "themes.safeguarding_settings", "safeguarding_duty"
    ),
    page(
        "safeguarding/duty/<uuid:pk>/remove/",
        safeguarding_settings.remove_duty,
        "themes.safeguarding_settings",
        "remove_safeguarding_duty",
    ),
    page(
        "safeguarding/sample/",
        safeguarding_sample.sample,
        "themes.safeguarding_sample",
        "safeguarding_sample",
    ),
    page(
        "safeguarding/sample/<uuid:pk>/",
        safeguarding_sample.read,
        "themes.safeguarding_sample",
        "read_safeguarding_sample",
    ),
    *emerging.pages,
    page("versions/", codebook.versions, "themes.read", "versions"),
    page("versions/<int:number>/", codebook.version, "themes.read", "version"),
    page("export/", codebook.export, "themes.edit", "export_codebook"),
    page("import/", codebook.import_file, "themes.edit", "import_codebook", drafts=False),
    page("add/", codebook.add, "themes.edit", "add"),
    page("<uuid:pk>/", theme.detail, "themes.read", "detail"),
    page("<uuid:pk>/issues/", theme_issues.issues, "feedback.read", "issues"),
    page("<uuid:pk>/side-by-side/", theme.side_by_side, "feedback.read", "side_by_side"),
    page("<uuid:pk>/who-and-where/", theme.sources, "themes.read", "sources"),
    page("<uuid:pk>/lessons/", theme.lessons, "learning.read", "lessons"),
    page("<uuid:pk>/definition/", theme.definition, "themes.read", "definition"),
    page("<uuid:pk>/chart.svg", theme.chart_svg_file, "themes.read", "chart_svg"),
    page("<uuid:pk>/chart.csv", theme.chart_csv_file, "themes.read", "chart_csv"),
    page("<uuid:pk>/teams/", themes.compare_teams, "themes.read", "compare_teams"),
    page("<uuid:pk>/edit/", codebook.edit, "themes.edit", "edit"),
    page("<uuid:pk>/merge/", codebook.merge, "themes.edit", "merge"),
    page("<uuid:pk>/split/", codebook.split, "themes.edit", "split"),
    page("<uuid:pk>/move/", codebook.move, "themes.edit", "move"),
    page("<uuid:pk>/annotations/", themes.annotations, "themes.code", "annotations"),
    page("annotations/<uuid:pk>/remove/", themes.remove_annotation, "themes.code", "remove_annotation"),
]

urlpatterns = [
    path("", include((_pages, "themes"))),
    # Parts of a page, included in other rooms' pages by these names.
    page("danger/feedback/<uuid:pk>/", safeguarding.danger_told, "themes.read", "danger_told"),
    page("codings/feedback/<uuid:pk>/", coding.theme_codings, "themes.read", "theme_codings"),
    page("organisation/<uuid:pk>/", organisations.organisation_themes, "themes.read", "organisation_themes"),
    page("codings/finding/<uuid:pk>/", coding.finding_codings, "themes.read", "finding_codings"),
]
