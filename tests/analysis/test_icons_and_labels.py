"""Icons that say the same by shape, colour and words; readings on hover and focus; names that are never cut."""

import datetime as dt
import re

import pytest

from goldthread.analysis.charts.funnel import funnel
from goldthread.analysis.charts.xmr import xmr
from goldthread.analysis.drawing.chart_svg import chart_svg
from goldthread.analysis.drawing.funnel_svg import funnel_svg
from goldthread.analysis.drawing.icons import assurance_icon, variation_icon
from goldthread.dates import months_between

MONTHS = months_between(dt.date(2024, 1, 1), dt.date(2025, 3, 1))
STEADY = [10, 11, 9, 12, 10, 11, 9, 10, 12, 9, 11, 10, 10, 11]


@pytest.mark.parametrize(
    ("last", "direction", "kind", "words"),
    [
        (30, "increase", "better", "Better than usual"),
        (30, "decrease", "worse", "Worse than usual"),
        (0, "decrease", "better", "Better than usual"),
        (30, "neutral", "higher", "Higher than usual"),
        (0, "neutral", "lower", "Lower than usual"),
        (10, "decrease", "normal", "Normal variation"),
    ],
)
def test_the_variation_icon_is_that_of_the_last_reading(last, direction, kind, words):
    icon = variation_icon(xmr([*STEADY, last], MONTHS, direction=direction))
    assert (icon.kind, icon.words) == (kind, words)


def test_no_icon_says_improved_and_every_shape_is_its_own():
    charts = [
        xmr([*STEADY, last], MONTHS, direction=way)
        for last, way in (
            (30, "increase"),
            (30, "decrease"),
            (30, "neutral"),
            (0, "neutral"),
            (10, "neutral"),
        )
    ]
    icons = [variation_icon(chart) for chart in charts] + [variation_icon(xmr([3, 4], MONTHS[:2]))]
    targets = [
        assurance_icon(xmr([*STEADY, 10], MONTHS, direction="decrease", target=target))
        for target in (90, 1, 10, None)
    ]
    assert [icon.kind for icon in targets] == ["meets", "misses", "either", "none"]
    drawn = [re.sub(r"#[0-9a-f]{6}", "", icon.svg) for icon in [*icons, *targets]]
    assert len(set(drawn)) == len(drawn) == 10  # told apart without any colour
    assert len({icon.words for icon in [*icons, *targets]}) == 10
    assert "mprov" not in " ".join(icon.words for icon in icons)


def test_where_no_way_is_better_there_is_no_colour_of_good_or_bad():
    svg = chart_svg(xmr([*STEADY, 40], MONTHS, direction="neutral"), "Issues")
    assert "#1d5fa8" not in svg and "#b3400a" not in svg and "gt-chart__point--higher" in svg


def test_each_reading_can_be_focused_on_a_page_and_not_in_a_file():
    chart = xmr([*STEADY[:5], None, *STEADY[5:]], MONTHS, direction="decrease")
    page, file = (chart_svg(chart, "Issues", unit="issues", focusable=way) for way in (True, False))
    names = re.findall(r'class="gt-chart__at" tabindex="0" role="img" aria-label="([^"]+)"', page)
    assert names[0] == "January 2024: 10 issues, normal variation" and names[5] == "June 2024: no reading"
    assert len(names) == 15 and 'role="group"' in page[:120]
    assert page.count('visibility="hidden"') == 15 and "tabindex" not in file and 'role="img"' in file[:120]


def test_a_long_unit_a_long_level_and_a_long_event_are_drawn_whole():
    unit = "complaints and concerns about visits of care at home by agencies"
    event = "A home care agency closes at a day's notice; 61 people move to others, nothing like it since"
    values = [value * 1_234_567 for value in [*STEADY, 10]]
    for compact in (False, True):
        chart = xmr(values, MONTHS, target=12_345_678.9)
        svg = chart_svg(chart, "W", unit=unit, events=[(MONTHS[3], event)], compact=compact)
        width = float(re.search(r'width="([\d.]+)" height', svg).group(1))
        words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)).replace("&#x27;", "'")
        assert unit in words and event in words
        for attributes, text in re.findall(r"<text ([^>]*)>([^<]*)<", svg):
            x, size = (
                float(re.search(rf'{name}="([\d.]+)"', attributes).group(1)) for name in ("x", "font-size")
            )
            long = len(text) * size * 0.5  # as wide as letters are at the least
            left = x - (long if "end" in attributes else long / 2 if "middle" in attributes else 0)
            assert left >= -1 and left + long <= width + 1, text


TEAMS = [
    "Locality North",
    "Mental Health and Approved Mental Health Professionals",
    "Hospital Discharge",
    "First Contact",
]


@pytest.mark.parametrize("compact", [False, True])
def test_a_funnel_names_its_teams(compact):
    svg = funnel_svg(
        funnel(TEAMS, [40, 18, 41, 9], [180, 88, 100, 70], "proportion"),
        "T",
        show_small=True,
        compact=compact,
    )
    labels = re.sub(r"\s+", " ", " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)))
    for team in TEAMS:
        assert team in labels, team


def test_names_that_find_no_room_are_numbered_and_listed_whole():
    names = [f"Team of the very long name number {n}" for n in range(20)]
    svg = funnel_svg(funnel(names, [20] * 20, [100] * 20, "proportion"), "T", show_small=True, compact=True)
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))
    for name in names:
        assert name in words
