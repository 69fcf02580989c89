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
    // Said to screen readers alone, as the headings are of a table that stands as cards.
    for (let at = each; at; at = at.parentElement) if (getComputedStyle(at).clipPath !== 'none') return false
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
    ("Grace Adeyinka", "/learning/", False),
    ("Helen Castledine", "/reports/board/", True),
    ("Grace Adeyinka", "/evidence/learning-improvement-and-innovation/", False),
]


def _widest(page) -> float:
    """Return the width of the widest drawing on the page."""
    return max(
        page.locator("main svg").evaluate_all("all => all.map(each => each.getBoundingClientRect().width)")
    )


@pytest.mark.parametrize(("who", "path", "has_chart"), _PAGES, ids=[path for _, path, _ in _PAGES])
def test_a_page_on_paper(sit_at, who, path, has_chart):
    page = sit_at(who, width=_A4)
    page.goto(path)
    page.emulate_media(media="print")
    assert page.evaluate(_SHOWN, _HIDDEN) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate(_CUT) == []
    if has_chart:
        assert _widest(page) > 20


def test_a_theme_on_paper(sit_at):
    page = sit_at("Grace Adeyinka", width=_A4)
    page.goto("/themes/")
    page.goto(page.get_by_role("link", name="Care at home", exact=True).first.get_attribute("href"))
    page.emulate_media(media="print")
    assert page.evaluate(_SHOWN, _HIDDEN) == []
    assert page.evaluate(_CUT) == []
    assert _widest(page) > 400


def test_a_record_on_paper(sit_at):
    page = sit_at("Dilys Okafor", width=_A4)
    page.goto("/casework/")
    page.goto(page.locator("tbody th a").first.get_attribute("href"))
    page.emulate_media(media="print")
    assert page.evaluate(_SHOWN, _HIDDEN) == []
    assert page.evaluate(_CUT) == []
    assert "Clocks" in page.inner_text("main")
