"""What a hand does in a browser, and what it waits for.

The driver's `click` is over when the button has been pressed, not when the page that it leads to is there: what comes
next would act on a page that is just leaving.
"""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Locator, Page, expect

#: Milliseconds in which anything comes about, on a machine that does other things too.
PATIENCE = 60_000

expect.set_options(timeout=PATIENCE)


def press(
    page: Page, what: str | re.Pattern[str] | Locator, *, role: str = "button", exact: bool = False
) -> None:
    """Press what leads to another page, and be on that page. What is done where it stands is clicked, and waited for
    by what it brings."""
    found = what if isinstance(what, Locator) else page.get_by_role(role, name=what, exact=exact)
    with page.expect_navigation():
        found.click()


def patient(context: BrowserContext) -> BrowserContext:
    context.set_default_timeout(PATIENCE)
    return context
