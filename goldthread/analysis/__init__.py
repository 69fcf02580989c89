"""Statistics and text analysis for analysts: control charts, verdicts, safe tables, redaction, themes.

The names listed here are stable: import them from `goldthread.analysis`, wherever the files behind them move.
docs/notebook.md says what each is for. Plain Python on numpy and scipy; nothing here knows of councils, pages or a
database. A name is loaded when it is first used, so that importing this package loads neither numpy nor scipy.
"""

from importlib import import_module
from typing import Any

_EXPORTS = {
    "agreement.agreement_report": ("agreement_report",),
    "agreement.grades": ("read_grades",),
    "charts.chart_choice": ("choose_chart",),
    "charts.chart_data": ("ControlChart", "XmrChart"),
    "charts.chart_text": ("chart_caption", "chart_sentence", "chart_table"),
    "charts.control_chart": ("control_chart",),
    "charts.control_core": ("control_many",),
    "charts.false_signals": ("expected_false_signals",),
    "charts.funnel": ("Funnel", "funnel"),
    "charts.own_limits": ("Limits",),
    "charts.rare_events": ("g_chart", "quarterly_sentence", "t_chart"),
    "charts.rules": ("Rules",),
    "charts.series": ("SeriesError", "with_every_month"),
    "charts.xmr": ("xmr", "xmr_by"),
    "charts.xmr_core": ("xmr_many",),
    "drawing.chart_svg": ("chart_svg",),
    "drawing.funnel_svg": ("funnel_svg", "funnel_table"),
    "drawing.icons": ("assurance_icon", "variation_icon"),
    "drawing.small_charts": ("bar_chart", "small_multiple", "sparkline"),
    "figures": ("FiguresError", "Reading"),
    "privacy": ("CaseNames", "Detection", "KnownPerson", "find_personal_data", "redact", "redact_fields"),
    "tables.intervals": ("percentage_text", "wilson"),
    "tables.rating": ("Bands", "audit_band", "rating"),
    "tables.representation": ("representation",),
    "tables.suppression": ("suppress_list", "suppress_table"),
    "text.emerging_topics": ("discover_topics",),
    "text.similarity": ("rank_similar",),
    "text.tone": ("ToneExample", "ToneModel"),
    "theming": ("CodedExample", "Suggestion", "ThemeSuggester", "ThemeText"),
    "theming.model_card": ("model_card",),
    "verdicts.before_after": ("compare_before_after",),
    "verdicts.one_point": ("one_point_changes", "one_point_sentence"),
    "verdicts.planning": ("detectable_change",),
    "verdicts.verdict": ("judge",),
    "verdicts.verdict_data": ("Verdict",),
    "verdicts.verdict_text": (
        "attribution_sentence",
        "verdict_basis",
        "verdict_dict",
        "verdict_limitations",
        "verdict_sentence",
    ),
}
_MODULE_OF = {name: module for module, names in _EXPORTS.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    """Load an exported name from its module when it is first asked for."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    return value


def __dir__() -> list[str]:
    """List the exported names, for completion in a notebook."""
    return sorted({*globals(), *__all__})
