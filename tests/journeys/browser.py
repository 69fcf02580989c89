"""Where the system's Chromium is, how it is started without a window, and how a page is left for another."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def press(control: Locator) -> None:
    """Click a link or a button that opens another page, and wait until that page is there.

    A click alone returns while the old page may still stand, or no page at all: a check straight after it
    would look at the wrong page, or stop.
    """
    with control.page.expect_navigation():
        control.click()
