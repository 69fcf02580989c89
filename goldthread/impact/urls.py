"""Addresses of measures, with the permission that opens each."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.impact.comparators import views as comparators
from goldthread.impact.comparators.models import Comparator
from goldthread.impact.counting_changes import views as counting
from goldthread.impact.counting_changes.models import CountingChange
from goldthread.impact.models import Measure
from goldthread.impact.views import chart_files, lists, measures, readings, setup, tracker
from goldthread.web.doors import page

app_name = "impact"
urlpatterns = [
    page("", measures.measures, "impact.read", "list"),
    page("actions/", tracker.actions, "learning.read", "tracker"),
    page("table/", lists.as_table, "impact.read", "table"),
    page("add/", setup.add_measure, "impact.measure", "add_measure"),
    page("set-up/<uuid:pk>/", setup.set_up, "impact.measure", "set_up"),
    page("detectable-change/<uuid:pk>/", measures.detectable_change, "impact.read", "detectable_change"),
    page("would-detect/<uuid:pk>/", measures.would_detect, "learning.agree", "would_detect"),
    page("of/<uuid:pk>/", measures.measure_summary, "impact.read", "measure_summary"),
    page("theme/<uuid:pk>/", measures.counted_from, "impact.read", "counted_from"),
    page("of-theme/<uuid:pk>/", measures.of_theme, "impact.read", "of_theme"),
    page("<uuid:pk>/", measures.measure, "impact.read", "measure"),
    page("<uuid:pk>/edit/", setup.edit_measure, "impact.measure", "edit_measure"),
    *record_pages("<uuid:pk>/", Measure),
    page("<uuid:pk>/chart.svg", chart_files.chart_svg, "impact.read", "chart_svg"),
    page("<uuid:pk>/chart.csv", chart_files.chart_csv, "impact.read", "chart_csv"),
    page("<uuid:pk>/counting-changed/", counting.record, "impact.measure", "record_counting_change"),
    page("counting-changes/<uuid:pk>/", counting.counting_change, "impact.read", "counting_change"),
    page("counting-changes/<uuid:pk>/edit/", counting.edit, "impact.measure", "edit_counting_change"),
    *record_pages("counting-changes/<uuid:pk>/", CountingChange),
    page("<uuid:pk>/comparators/add/", comparators.add, "impact.measure", "add_comparator"),
    page(
        "<uuid:pk>/comparators/ascof/",
        comparators.import_ascof,
        "impact.measure",
        "import_ascof",
        drafts=False,
    ),
    page("comparators/<uuid:pk>/", comparators.comparator, "impact.read", "comparator"),
    page("comparators/<uuid:pk>/edit/", comparators.edit, "impact.measure", "edit_comparator"),
    *record_pages("comparators/<uuid:pk>/", Comparator),
    page("<uuid:pk>/reading/", readings.one_month, "impact.measure", "reading"),
    page("<uuid:pk>/readings/", readings.twelve_months, "impact.measure", "readings"),
    page("<uuid:pk>/import/", readings.import_readings, "impact.measure", "import"),
    page("<uuid:pk>/start-month/", setup.start_month, "impact.measure", "start_month"),
    page("<uuid:pk>/review/", setup.review_now, "impact.measure", "review"),
    page("<uuid:pk>/recalculate/", setup.recalculate_limits, "impact.measure", "recalculate_limits"),
]
