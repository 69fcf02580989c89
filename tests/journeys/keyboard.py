"""A page of a browser worked by its keyboard alone: Tab to what is meant, then Enter, Space, an arrow or letters.

Nothing is focused by script: each control is reached by as many tabs as stand between it and where the focus is.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import ElementHandle, Locator, Page

_ROUNDS, _FURTHER = 4, 40

# How many tabs lie between the focus and a control, less than 0 backwards; null where no tab stops at it. Of a group of
# radio buttons a tab stops at one only.
_TABS = """target => {
  const stops = [...document.querySelectorAll('a[href], area[href], button, input, select, textarea, summary, [tabindex]')]
    .filter(each => each.tabIndex >= 0 && !each.disabled && each.type !== 'hidden' && each.checkVisibility(
      {visibilityProperty: true}) && !each.closest('[inert]'))
  const group = each => each.type === 'radio' && each.name
    ? stops.filter(other => other.type === 'radio' && other.name === each.name && other.form === each.form) : [each]
  const stop = each => { const all = group(each); return all.find(other => other.checked) || all[0] }
  const seen = stops.filter(each => stop(each) === each)
  const to = seen.indexOf(stop(target))
  if (to < 0) return null
  const active = document.activeElement
  const at = active && active !== document.body ? seen.indexOf(stop(active)) : -1
  return to - at
}"""
_IS_THERE = """target => target === document.activeElement || (target.type === 'radio'
  && document.activeElement.type === 'radio' && document.activeElement.name === target.name)"""
_NEXT_OPTION = """([select, label]) => [...select.options].findIndex(option => option.text.trim() === label)
  - select.selectedIndex"""


class Keys:
    """The keyboard before one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, control: Locator) -> ElementHandle:
        """Press Tab until the control has the focus; fails where no tab stops at it."""
        control.first.wait_for(state="visible")
        target = control.first.element_handle()
        for _ in range(_ROUNDS):
            tabs = self.page.evaluate(_TABS, target)
            if tabs is None:
                break
            for _ in range(abs(tabs)):
                self.page.keyboard.press("Tab" if tabs > 0 else "Shift+Tab")
            if self.page.evaluate(_IS_THERE, target):
                return target
        for _ in range(_FURTHER):
            if self.page.evaluate(_IS_THERE, target):
                return target
            self.page.keyboard.press("Tab")
        pytest.fail(f"no tab on {self.page.url} stops at {control}")

    def enter(self, control: Locator) -> None:
        """Reach a link or a button, press it, and wait for the page that it opens."""
        self.reach(control)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def link(self, name: object, **options: object) -> None:
        """Follow a link."""
        self.enter(self.page.get_by_role("link", name=name, **options))

    def button(self, name: object, **options: object) -> None:
        """Press a button that leads on."""
        self.enter(self.page.get_by_role("button", name=name, **{"exact": True, **options}))

    def open(self, summary: Locator) -> None:
        """Open what is folded behind a line."""
        self.reach(summary)
        self.page.keyboard.press("Enter")

    def write(self, box: Locator, text: str) -> None:
        """Reach a box, and write into it in place of what stands there."""
        self.reach(box)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def tick(self, box: Locator) -> None:
        """Tick a box with Space, or choose a radio button with the arrows."""
        target = self.reach(box)
        if target.get_attribute("type") == "radio":
            for _ in range(12):
                if target.is_checked():
                    return
                # Space chooses the one that has the focus; an arrow goes on to the next and chooses it.
                at_it = self.page.evaluate("target => target === document.activeElement", target)
                self.page.keyboard.press("Space" if at_it else "ArrowDown")
        else:
            self.page.keyboard.press("Space")
        assert target.is_checked(), box

    def choose(self, select: Locator, label: str) -> None:
        """Reach a list of choices, and go to one of them with the arrows."""
        target = self.reach(select)
        steps = self.page.evaluate(_NEXT_OPTION, [target, label])
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert target.evaluate("box => box.selectedOptions[0].text.trim()") == label
