"""One of several tabs of the same form, each a process: python -m tests.apps.forms.a_tab TASK TOKEN NUMBER"""

from __future__ import annotations

import sys

import django
from django.apps import apps
from django.db import transaction

if not apps.ready:
    django.setup()

from moothall.apps.forms.api import (
    Form,
    Page,
    Question,
    begin_draft,
    draft_for,
    finish_draft,
    posted,
    read_page,
    save_page,
)
from moothall.apps.forms.types.short_text import ShortText
from moothall.kernel.actors import ANONYMOUS

TABS = 4
FORM = Form(
    tuple(
        Page(
            key=f"page-{tab}",
            title="",
            questions=(Question(key=f"q{tab}", kind=ShortText(), label="?", name="it"),),
        )
        for tab in range(TABS)
    )
)
TIMES = 30


def begin() -> str:
    return begin_draft("s", "v", read_page(FORM, "page-0", posted({"q0": "begun"})), by=ANONYMOUS).token


def save(token: str, tab: int) -> str:
    """Save the page of this tab many times, each time from what this tab last knew."""
    draft = draft_for(token, seen_by=ANONYMOUS)
    assert draft is not None
    for time in range(TIMES):
        draft = save_page(
            draft, read_page(FORM, f"page-{tab}", posted({f"q{tab}": f"time {time}"})), by=ANONYMOUS
        )
    return "saved"


def send(token: str, tab: int) -> str:
    """Send the form; the reference that stands."""
    draft = draft_for(token, seen_by=ANONYMOUS)
    assert draft is not None
    with transaction.atomic():
        return finish_draft(draft, f"BAR-{tab}", by=ANONYMOUS)


if __name__ == "__main__":
    task, *rest = sys.argv[1:]
    if task == "begin":
        print(begin())
    else:
        print({"save": save, "send": send}[task](rest[0], int(rest[1])))
