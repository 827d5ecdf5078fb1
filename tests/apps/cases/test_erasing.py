"""Erasing what was said reaches every room, and the log still proves itself."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from moothall.apps.cases.api import (
    CaseNotFound,
    answer_question,
    ask_reporter,
    case_for,
    close_case,
    erase_case,
    reopen_case,
    request_for,
    search_cases,
    take_case,
    timeline_of,
    track,
)
from moothall.apps.documents.api import attach
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import seal_now, verify
from moothall.ground.files.api import owned_by
from moothall.ground.jobs.api import run_pending
from tests.apps.cases.test_working import refused
from tests.cast import ADAEZE, FLY_TIPPING, HARDING, OLWEN, SYSTEM, proven, sends

pytestmark = pytest.mark.django_db

#: Words that only the resident or an officer wrote, and that must be nowhere afterwards.
WORDS = ("septimus", "harding", "mill lane", "behind the third tree", "which tree", "cleared by hand")


def everything() -> str:
    """Every value of every row of every table of ours."""
    held = []
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            held += [bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row]
    return "\n".join(held).lower()


def a_whole_story(post: DemoMailer) -> str:
    opened = sends(FLY_TIPPING, HARDING)
    take_case(opened.reference, by=OLWEN.actor)
    ask_reporter(opened.reference, "Which tree?", by=OLWEN.actor)
    harding = proven(opened, HARDING)
    question = request_for(opened.reference, seen_by=harding).question
    assert question is not None
    answer_question(opened.reference, question.id, "Behind the third tree.", by=harding)
    close_case(opened.reference, "cleared", "Cleared by hand.", by=OLWEN.actor)
    run_pending()
    reopen_case(opened.reference, "Harding: no!", by=harding)
    return opened.reference


def test_what_was_said_is_nowhere_any_more(post: DemoMailer) -> None:
    reference = a_whole_story(post)
    before = everything()
    assert all(words in before for words in WORDS)
    with refused("cases.erase"):
        erase_case(reference, rule="retention", by=OLWEN.actor)
    erase_case(reference, rule="retention: 24 months after closed", by=SYSTEM)
    after = everything()
    assert not [words for words in WORDS if words in after]
    run_pending()
    case = case_for(reference, seen_by=OLWEN.actor)
    assert case.erased_under == "retention: 24 months after closed"
    assert not case.parties
    assert not case.answers
    assert not search_cases("harding", seen_by=OLWEN.actor).rows
    assert timeline_of(reference, seen_by=OLWEN.actor)
    with pytest.raises(CaseNotFound):
        track(reference, HARDING.email)
    with refused("CASE-22"):
        take_case(reference, by=ADAEZE.actor)
    seal_now()
    assert verify().sound, verify()


def test_erasing_twice_does_no_harm(post: DemoMailer) -> None:
    reference = a_whole_story(post)
    erase_case(reference, rule="request", by=SYSTEM)
    erase_case(reference, rule="request", by=SYSTEM)
    seal_now()
    assert verify().sound


def test_a_changed_word_is_found() -> None:
    sends(FLY_TIPPING, HARDING)
    seal_now()
    assert verify().sound
    source = next(m for m in apps.get_models() if m.__name__ == "SourceRecord")
    assert issubclass(source, models.Model)
    source._default_manager.update(name="Somebody Else")
    assert not verify().sound


@pytest.mark.django_db(transaction=True)
def test_documents_go_too() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    kept = attach(
        f"case:{opened.case_id}",
        b"a photo",
        name="../../sofa\r\n.jpg",
        media_type="image/jpeg",
        kind="photo",
        source="form",
        by=SYSTEM,
    )
    assert kept.name == ".. .. sofa .jpg"
    assert owned_by(f"document:{kept.id}")
    erase_case(opened.reference, rule="request", by=SYSTEM)
    assert not owned_by(f"document:{kept.id}")
