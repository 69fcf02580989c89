"""Charts in a real browser: axe finds nothing, and in grey and in print each mark is told from the others."""

import datetime as dt
from pathlib import Path

import pytest

from goldthread.analysis.charts.chart_text import chart_table
from goldthread.analysis.charts.funnel import funnel
from goldthread.analysis.charts.xmr import xmr
from goldthread.analysis.drawing.chart_svg import chart_svg
from goldthread.analysis.drawing.funnel_svg import funnel_svg, funnel_table
from goldthread.analysis.drawing.legend import CONCERN, IMPROVEMENT, SIGNAL, TARGET
from goldthread.analysis.drawing.small_charts import bar_chart, small_multiple, sparkline
from goldthread.analysis.drawing.svg import FAINT, INK, SOFT
from goldthread.dates import months_between

MONTHS = months_between(dt.date(2023, 1, 1), dt.date(2024, 12, 1))
READINGS = [10, 11, 9, 12, 10, 11, None, 10, 12, 9, 11, 10, 30, 11, 10, 9, 12, 11, 10, 9, 11, 10, 12, 31]
TEAMS = funnel(["Elm", "Oak", "Ash", "Fir", "Yew"], [40, 62, 8, 41, 1], [100, 100, 100, 100, 4], "proportion")


def _row(cells) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def charts_page() -> str:
    """Return a page with every kind of drawing and the tables under them."""
    chart = xmr(READINGS, MONTHS, direction="decrease", target=9, rebase=[MONTHS[12]])
    tables = (chart_table(chart), funnel_table(TEAMS, show_small=True))
    drawings = [
        chart_svg(chart, "Waiting", unit="complaints", events=[(MONTHS[5], "a new form")]),
        chart_svg(chart, "Waiting, narrow", unit="complaints", compact=True),
        chart_svg(xmr(READINGS, MONTHS), "Neither way"),
        chart_svg(
            xmr(READINGS, MONTHS, carry_from=MONTHS[12]), "Focusable", focusable=True, action_on=MONTHS[12]
        ),
        small_multiple(
            xmr(READINGS, MONTHS, direction="decrease", target=9), "In small", action_on=MONTHS[12]
        ),
        funnel_svg(TEAMS, "By team", show_small=True, size_words="points"),
        funnel_svg(TEAMS, "By team, narrow", show_small=True, compact=True),
        bar_chart(["Elm", "Oak", "Ash"], [4, None, 9], "By source"),
        sparkline([1, None, 3], "Waiting by month", mean=2, signal=True),
    ]
    written = "".join(
        "<table>"
        + "<tr>" + "".join(f'<th scope="col">{name}</th>' for name in rows[0]) + "</tr>"
        + "".join(_row(row.values()) for row in rows)
        + "</table>"
        for rows in tables
    )  # fmt: skip
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Charts</title></head><body><main>'
        f"<h1>Charts</h1>{''.join(drawings)}{written}</main></body></html>"
    )


@pytest.mark.journey
def test_axe_finds_nothing_on_screen_nor_in_print(browser):
    axe_package = pytest.importorskip(
        "axe_playwright_python", reason="axe is not installed (the dev group has it)"
    )
    axe = (Path(axe_package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    page = browser.new_page(viewport={"width": 800, "height": 900})
    page.set_content(charts_page())
    page.evaluate(axe)
    for medium in ("screen", "print"):
        page.emulate_media(media=medium)
        report = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", rules)
        assert not [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in report["violations"]]
        named = page.evaluate(
            "[...document.querySelectorAll('svg')].map(s => [s.getAttribute('role'), "
            "s.getAttribute('aria-labelledby').split(' ').map(i => document.getElementById(i).textContent)])"
        )
        assert len(named) == 9 and all(all(words) for _, words in named)
        assert [role for role, _ in named].count("group") == 1  # the one whose readings can be focused
        assert {role for role, _ in named} == {"img", "group"}
    page.close()


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [INK, SOFT, IMPROVEMENT, CONCERN, SIGNAL, TARGET])
def test_every_mark_and_letter_is_dark_enough_on_white_paper(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_with_every_colour_taken_away_each_kind_of_mark_and_line_still_differs():
    """Grey print: shapes and dashes carry the meaning, so a drawing without its colours keeps them apart."""
    import re

    svg = chart_svg(
        xmr(READINGS, MONTHS, direction="decrease", target=9, rebase=[MONTHS[12]]), "W"
    ) + funnel_svg(TEAMS, "T", show_small=True)
    grey = re.sub(r'(fill|stroke)="#[0-9a-f]{6}"', r'\1="#555555"', svg)
    key = re.findall(r'<g class="gt-chart__key">.*?</g>', grey, re.S)
    assert len(key) == 2 and FAINT not in key[0]
    for part in key:
        marks = re.findall(r"<(?:circle|polygon|path|line) [^>]*>", part.split('<circle cx="17"')[0])
        shapes = []
        for mark in marks:
            points = re.search(r'points="([^"]+)"', mark)
            if points:
                corners = [tuple(map(float, c.split(","))) for c in points.group(1).split()]
                shapes.append(
                    str([(round(x - corners[0][0], 1), round(y - corners[0][1], 1)) for x, y in corners])
                )
            else:
                dash = re.search(r'stroke-dasharray="([^"]+)"', mark)
                shapes.append(f"{mark.split()[0]} {dash.group(1) if dash else 'whole'}")
        assert len(shapes) >= 4 and len(set(shapes)) == len(shapes), shapes
