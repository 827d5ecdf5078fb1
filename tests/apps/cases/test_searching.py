"""Searching with operators, notes and names that were nearly right; and what nobody else's search may find."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moothall.apps.cases.api import add_note, rebuild_search, search_typed, take_case
from moothall.apps.cases.marks import TAG, set_marks
from moothall.apps.cases.models import Case
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from tests.cast import ADAEZE, COMPLAINT, CONCERN, ELEANOR, FLY_TIPPING, HARDING, OLWEN, PRIYA, sends

pytestmark = pytest.mark.django_db


def found(said: str, by: Actor = OLWEN.actor) -> set[str]:
    return {row.reference for row in search_typed(said, seen_by=by)[1].page.rows}


def test_operators_say_more_exactly() -> None:
    sofa = sends(FLY_TIPPING, HARDING, place="Behind the mill in Long Lane")
    tyres = sends(FLY_TIPPING, HARDING, place="In Mill Lane", rubbish_type="tyres")
    complaint = sends(COMPLAINT, HARDING)
    take_case(tyres.reference, by=OLWEN.actor)
    set_marks(Case.objects.get(pk=sofa.case_id), TAG, ["school"])
    both, every = {sofa.reference, tyres.reference}, {sofa.reference, tyres.reference, complaint.reference}
    assert found("harding") == every
    assert found('harding "mill lane"') == {tyres.reference}
    assert found("mill lane") == both
    assert found("mill -tyres") == {sofa.reference}
    assert found('harding -"mill lane"') == every - {tyres.reference}
    assert found("harding status:progress") == {tyres.reference}
    assert found("harding status:new status:closed") == {sofa.reference, complaint.reference}
    assert found("harding service:complaint") == {complaint.reference}
    assert found('harding service:"fly tipping" tag:school') == {sofa.reference}
    assert found("harding with:me") == {tyres.reference}
    assert found("harding with:nobody") == every - {tyres.reference}
    today = clock.today()
    assert found(f"harding before:{today.isoformat()}") == set()
    assert found(f"harding before:{(today + timedelta(days=1)).isoformat()}") == every
    assert found(f"harding tag:school before:{today.isoformat()}") == set()
    assert found(f"harding since:{today.isoformat()}") == found("harding since:today") == every
    assert found(f"harding since:{(today + timedelta(days=1)).isoformat()}") == set()
    assert found("harding team:relations") == {complaint.reference}
    assert found("harding by:web due:none") | found("harding due:soon") <= every
    assert found("harding by:phone") == set()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("harding status:late", "There is no status “late”"),
        ("harding service:concern", "No service that you may see is called “concern”"),
        ("harding ward:nowhere", "No ward is called"),
        ("harding with:zebedee", "No colleague in your teams"),
        ("harding before:someday", "is no day"),
        ("harding team:nowhere", "No team is called"),
        ("harding due:never", "Write late, today, soon, week or none."),
        ("harding by:pigeon", "No case comes by “pigeon”"),
        ("harding -status:closed", "Only words can be left out. Take the hyphen off “-status:closed”."),
        ("harding -tag:school", "Take the hyphen off “-tag:school”."),
    ],
)
def test_what_means_nothing_is_told_and_the_rest_searched_for(said: str, sentence: str) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    sends(CONCERN, HARDING)
    typed, result = search_typed(said, seen_by=OLWEN.actor)
    assert [row.reference for row in result.page.rows] == [opened.reference]
    assert any(sentence in one for one in typed.unknown)


@pytest.mark.parametrize(
    "said", ['"', '-"', "-", "tag:", 'tag:"', "::", "a:b:c", '"" -""', "-x", "\x00", "status:" * 99]
)
def test_nothing_typed_is_a_mistake(said: str) -> None:
    sends(FLY_TIPPING, HARDING)
    search_typed(said, seen_by=OLWEN.actor)


def test_page_after_page_with_what_the_index_does_not_know() -> None:
    made = [sends(FLY_TIPPING, HARDING) for _ in range(9)]
    tagged = [one for n, one in enumerate(made) if n % 2]
    for one in tagged:
        set_marks(Case.objects.get(pk=one.case_id), TAG, ["school"])
    shown, before = list[str](), None
    for _ in range(9):
        page = search_typed("harding tag:school", before=before, limit=2, seen_by=OLWEN.actor)[1].page
        shown += [row.reference for row in page.rows]
        if not page.after:
            break
        before = int(page.after)
    assert shown == [one.reference for one in reversed(tagged)]


def test_a_name_that_was_nearly_right_finds_who_was_meant() -> None:
    opened = sends(FLY_TIPPING, ELEANOR)
    result = search_typed("eleonor", seen_by=OLWEN.actor)[1]
    assert result.meant == "eleanor"
    assert [row.reference for row in result.page.rows] == [opened.reference]
    assert search_typed("eleanor", seen_by=OLWEN.actor)[1].meant == ""


def test_a_name_of_a_case_one_may_not_see_is_never_suggested() -> None:
    sends(CONCERN, HARDING)
    for words in ("septimos", "hardingg", "septimus"):
        result = search_typed(words, seen_by=OLWEN.actor)[1]
        assert (result.page.rows, result.meant, result.count.number) == ((), "", 0)


def test_notes_are_found_by_who_may_see_the_case() -> None:
    opened, secret = sends(COMPLAINT, HARDING), sends(CONCERN, HARDING)
    add_note(opened.reference, "Rang the depot about the platypus.", by=PRIYA.actor)
    add_note(secret.reference, "Her niece keeps a platypus.", by=ADAEZE.actor)
    for _ in range(2):
        assert found("platypus") == {opened.reference}
        assert found("platypus", ADAEZE.actor) >= {secret.reference}
        assert found("niece platypus") == set()
        rebuild_search()
