"""How a page is looked at by script as people see it: with letters twice as large, in high contrast, and where words are cut."""

from __future__ import annotations

from playwright.sync_api import Page

# Words that stand outside the page or of the box that hides what does not fit, controls too small for their words, words
# drawn over others, and drawings that would put their own ink on whatever ground the system chose. A frame that scrolls
# is no fault. What is said to screen readers alone is left out.
_FAULTS = r"""() => {
  const wide = document.documentElement.clientWidth, faults = [], words = []
  const unseen = '.govuk-visually-hidden, .govuk-skip-link, .gt-chart__skip, .gt-chart__tip, [aria-hidden=true]'
  const style = element => getComputedStyle(element)
  const above = (element, test) => {
    for (let part = element; part && part !== document.body; part = part.parentElement) if (test(part)) return part
    return null
  }
  const clipped = part => style(part).clipPath !== 'none' || style(part).clip !== 'auto'
  const scrolls = part => /auto|scroll/.test(style(part).overflowX) && part.scrollWidth > part.clientWidth
  const hides = part => !part.ownerSVGElement && /hidden|clip/.test(style(part).overflowX + style(part).overflowY)
  const fixed = part => /sticky|fixed/.test(style(part).position)
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const node = walk.currentNode, element = node.parentElement, said = node.data.trim().slice(0, 40)
    if (!said || element.closest(unseen) || /^(script|style|title|desc|option)$/i.test(element.tagName)) continue
    if (!element.checkVisibility({ visibilityProperty: true }) || above(element, clipped)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const box of range.getClientRects()) {
      if (box.width < 2) continue
      const frame = above(element, scrolls)
      if (!frame && (box.right > wide + 1 || box.left < -1)) { faults.push(`off the page: ${said}`); break }
      const drawing = element.ownerSVGElement && element.ownerSVGElement.getBoundingClientRect()
      const hider = drawing ? null : above(element, hides)
      const edge = drawing || (hider && hider.getBoundingClientRect())
      if (edge && (box.right > edge.right + 2 || box.left < edge.left - 2 || box.bottom > edge.bottom + 4)) {
        faults.push(`cut: ${said}`)
        break
      }
      if (!frame && !above(element, fixed)) words.push([element, box, said])
    }
  }
  words.sort((one, other) => one[1].top - other[1].top)
  words.forEach(([element, box, said], place) => {
    for (let next = place + 1; next < words.length && words[next][1].top < box.bottom; next++) {
      const [other, its, also] = words[next]
      if (element.contains(other) || other.contains(element)) continue
      const across = Math.min(box.right, its.right) - Math.max(box.left, its.left)
      const down = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top)
      if (across > 3 && down > 0.5 * Math.min(box.height, its.height)) faults.push(`over each other: ${said} / ${also}`)
    }
  })
  for (const control of document.querySelectorAll('button, .govuk-button, input, select')) {
    if (!control.checkVisibility() || control.closest(unseen) || above(control, clipped)) continue
    if (/hidden|file|checkbox|radio/.test(control.type)) continue
    const letters = parseFloat(style(control).fontSize)
    if (control.clientHeight && control.clientHeight < letters) faults.push(`too low: ${control.id || control.textContent.trim()}`)
    if (control.matches('button, .govuk-button') && control.scrollWidth > control.clientWidth + 2) faults.push(`cut: ${control.textContent.trim()}`)
  }
  for (const ink of document.querySelectorAll('svg [fill^="#"], svg [stroke^="#"]')) {
    const drawing = ink.ownerSVGElement
    if (drawing.matches('.gt-header__logo') || !drawing.checkVisibility()) continue
    if (style(drawing).forcedColorAdjust !== 'none' || style(drawing).backgroundColor === 'rgba(0, 0, 0, 0)') {
      if (matchMedia('(forced-colors: active)').matches) faults.push(`ink without its paper: ${drawing.getAttribute('class')}`)
    }
  }
  if (document.documentElement.scrollWidth > wide) faults.push(`${document.documentElement.scrollWidth - wide} px wider than the window`)
  return [...new Set(faults)].slice(0, 8)
}"""


class Looks:
    """One page of a browser, looked at again and again in each way."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._browser = page.context.new_cdp_session(page)

    def faults(self) -> list[str]:
        """Return what is cut, covered or off the page, in each way of looking at it, with the way's name."""
        found = []
        for way in (self._wide, self._narrow, self._large_letters, self._high_contrast):
            found += [f"{way.__name__[1:].replace('_', ' ')}: {fault}" for fault in way()]
        return found

    def _wide(self) -> list[str]:
        self.page.set_viewport_size({"width": 1280, "height": 900})
        return self.page.evaluate(_FAULTS)

    def _narrow(self) -> list[str]:
        # 320 px are 1280 px at 400%: WCAG 2.2, 1.4.10.
        self.page.set_viewport_size({"width": 320, "height": 800})
        return self.page.evaluate(_FAULTS)

    def _large_letters(self) -> list[str]:
        # The letters that somebody chose in their browser, twice the usual: WCAG 2.2, 1.4.4.
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self._letters(32)
        try:
            return self.page.evaluate(_FAULTS)
        finally:
            self._letters(16)

    def _high_contrast(self) -> list[str]:
        self.page.emulate_media(forced_colors="active")
        try:
            return self.page.evaluate(_FAULTS)
        finally:
            self.page.emulate_media(forced_colors="none")

    def _letters(self, size: int) -> None:
        self._browser.send(
            "Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": round(size * 0.8125)}}
        )
