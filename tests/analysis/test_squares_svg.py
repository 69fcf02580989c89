"""A step of a funnel in squares: filled, dashed where they stopped a step earlier, pale; in bars above forty."""

import re

import pytest

from goldthread.analysis.drawing.squares_svg import squares_svg


def _squares(svg: str) -> list[tuple[str, bool]]:
    """Return the fill of each square, without the paper, and whether it is dashed."""
    rects = re.findall(r"<rect ([^>]*)/>", svg)[1:]
    return [(re.search(r'fill="([^"]+)"', rect).group(1), "dasharray" in rect) for rect in rects]


def test_eight_done_of_eleven_agreed_of_fourteen():
    filled, stopped, pale = ("#0a5f66", False), ("#ffffff", True), ("#dbe6e4", False)
    svg = squares_svg(8, 11, 14, "Embedded")
    assert _squares(svg) == [filled] * 8 + [stopped] * 3 + [pale] * 3
    assert 'width="422"' in svg and ">8 of 14.</desc>" in svg and 'role="img"' in svg  # 14 squares 30 apart


def test_forty_are_squares_and_more_are_bars_of_the_same_length():
    assert len(_squares(squares_svg(10, 20, 40, "Done"))) == 40
    svg = squares_svg(50, 50, 200, "Done")
    assert len(_squares(svg)) == 2
    # A bar of 50 in 200 is a quarter of 460 pixels, less the gap of 2.
    assert [float(wide) for wide in re.findall(r'width="([\d.]+)" height="20"', svg)] == [113, 343]


@pytest.mark.parametrize(("count", "of", "total"), [(3, 2, 5), (-1, 2, 5), (1, 6, 5), (0, 0, 0)])
def test_what_is_no_funnel_is_refused(count, of, total):
    with pytest.raises(ValueError, match="at most as many"):
        squares_svg(count, of, total, "Done")


def test_the_same_step_is_drawn_the_same():
    assert squares_svg(1, 2, 3, "Done") == squares_svg(1, 2, 3, "Done") != squares_svg(2, 2, 3, "Done")
