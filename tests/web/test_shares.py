"""Why shares beside each other do not add up, by sums done by hand."""

import pytest

from goldthread.web.shares import several_counted, why_not_100


@pytest.mark.parametrize(
    ("percentages", "options", "words"),
    [
        ([60, 40], {}, ""),
        ([33, 33, 33], {}, "The percentages add up to 99 and not to 100, because each is rounded."),
        ([34, 33, 34], {}, "The percentages add up to 101 and not to 100, because each is rounded."),
        ([60, None], {}, "The percentages do not add up to 100, because some are not shown."),
        ([60, 40], {"hidden": True}, "The percentages do not add up to 100, because some are not shown."),
        (
            [60, 50],
            {"several": "an issue can have several themes"},
            "The percentages add up to more than 100, because an issue can have several themes.",
        ),
        ([], {}, ""),
        ([None], {}, ""),
    ],
)
def test_why_percentages_do_not_add_up_is_said_where_they_do_not(percentages, options, words):
    assert why_not_100(percentages, **options) == words


def test_what_stands_under_several_headings_is_said():
    words = several_counted("An issue can have several themes", "issues")
    assert words == "An issue can have several themes, so the counts do not add up to the number of issues."
