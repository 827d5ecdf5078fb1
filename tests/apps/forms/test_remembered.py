"""What a process remembers of drafts: little, for minutes, and nothing of a form that was sent, cleared or erased."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import transaction

from moothall.apps.forms import remembered
from moothall.apps.forms.answers import Answer, Answers
from moothall.apps.forms.api import (
    Draft,
    Reading,
    begin_draft,
    discard_draft,
    draft_for,
    finish_draft,
    save_page,
)
from moothall.apps.forms.remembered import answers_read, forget_read
from moothall.ground.events.api import erase
from moothall.kernel.actors import ANONYMOUS, system
from moothall.kernel.ids import new_id


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    remembered._memory.reset()
    yield
    remembered._memory.reset()


def said(text: str) -> Answers:
    return Answers({"name": Answer("short-text", text)})


def a_draft(text: str = "Septimus") -> Draft:
    draft = begin_draft("bins", "v1", Reading("page", said(text), (), {}, asked=("name",)), by=ANONYMOUS)
    found = draft_for(draft.token, seen_by=ANONYMOUS)
    assert found is not None
    return found


def in_memory(text: str) -> bool:
    return any(text in one.text for one in remembered._memory._held.values())


@pytest.mark.django_db
def test_a_newer_text_of_a_draft_takes_the_place_of_the_older() -> None:
    draft = a_draft("Septimus")
    assert in_memory("Septimus")
    save_page(draft, Reading("page", said("Eleanor"), (), {}, asked=("name",)), by=ANONYMOUS)
    assert (in_memory("Septimus"), in_memory("Eleanor")) == (False, True)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["sent", "cleared", "erased"])
def test_nothing_is_remembered_of_what_was_sent_cleared_or_erased(how: str) -> None:
    draft = a_draft()
    if how == "sent":
        with transaction.atomic():
            finish_draft(draft, "BAR-222-222-222", by=ANONYMOUS)
    elif how == "cleared":
        discard_draft(draft, by=ANONYMOUS)
    else:
        erase(draft.owner, rule="test", by=system("test"))
    assert not in_memory("Septimus")


def test_it_is_bounded_in_drafts_in_letters_and_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(remembered.MOST_DRAFTS + 20):
        answers_read(new_id(), said(str(number)).as_text())
    assert len(remembered._memory) == remembered.MOST_DRAFTS
    monkeypatch.setattr(remembered, "MOST_LETTERS", 500)
    answers_read(new_id(), said("a" * 300).as_text())
    assert len(remembered._memory) < 10
    remembered._memory.reset()
    monkeypatch.setattr(remembered, "FOR_SECONDS", 0.0)
    key, text = new_id(), said("late").as_text()
    first = answers_read(key, text)
    assert answers_read(key, text) is not first, "what is over is read again"
    remembered._memory.sweep()
    assert not in_memory("late")


def test_the_same_text_is_read_once_and_another_again() -> None:
    key = new_id()
    one = answers_read(key, said("a").as_text())
    assert answers_read(key, said("a").as_text()) is one
    assert answers_read(key, said("b").as_text()).value("name") == "b"
    forget_read(key)
    forget_read(UUID(int=0))
    assert answers_read(key, said("b").as_text()).value("name") == "b"
