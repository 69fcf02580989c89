"""Pages on paper: each type of page without what only a screen needs, nothing cut at the width of A4, and charts there."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

# A4 less margins of 12 mm, in CSS pixels.
_A4 = 703
_HIDDEN = (
    "nav[aria-label=Goldthread], .govuk-skip-link, .govuk-button, form.gt-search, input, select, textarea, "
    ".govuk-breadcrumbs, .govuk-back-link"
)
_SHOWN = """selectors => [...document.querySelectorAll(selectors)]
  .filter(each => each.checkVisibility({visibilityProperty: true}) && each.getClientRects().length)
  .map(each => each.outerHTML.slice(0, 120))"""
_CUT = """() => {
  const wide = document.documentElement.clientWidth
  const off = [...document.querySelectorAll('main *')].filter(each => {
    if (!each.checkVisibility({visibilityProperty: true}) || each.closest('.govuk-visually-hidden, svg')) return false
    if (each.scrollWidth > each.clientWidth + 1 && /hidden|clip|auto|scroll/.test(getComputedStyle(each).overflowX)
        && each.clientWidth) return true
    return each.getBoundingClientRect().right > wide + 1
  })
  return off.slice(0, 4).map(each => each.outerHTML.slice(0, 160))
}"""
# Of each type of page one: a list, a record, a dashboard with charts, a form and a report.
_PAGES = [
    ("Dilys Okafor", "/feedback/?source=complaint", False),
    ("Dilys Okafor", "/casework/", False),
    ("Grace Adeyinka", "/", True),
    ("Grace Adeyinka", "/themes/care-at-home/", True),
    ("Grace Adeyinka", "/learning/", False),
    ("Helen Castledine", "/reports/board/", True),
    ("Grace Adeyinka", "/evidence/learning-improvement-and-innovation/", False),
]


@pytest.mark.parametrize(("who", "path", "has_chart"), _PAGES, ids=[path for _, path, _ in _PAGES])
def test_a_page_on_paper(sit_at, who, path, has_chart):
    page = sit_at(who, width=_A4)
    page.goto(path)
    page.emulate_media(media="print")
    assert page.evaluate(_SHOWN, _HIDDEN) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate(_CUT) == []
    if has_chart:
        charts = page.locator("main svg")
        assert any(
            (box := charts.nth(at).bounding_box()) and box["width"] > 20 for at in range(charts.count())
        )


def test_a_record_on_paper(sit_at):
    page = sit_at("Dilys Okafor", width=_A4)
    page.goto("/casework/")
    page.goto(page.locator("tbody th a").first.get_attribute("href"))
    page.emulate_media(media="print")
    assert page.evaluate(_SHOWN, _HIDDEN) == []
    assert page.evaluate(_CUT) == []
    assert "Clocks" in page.inner_text("main")
