"""Notes with mentions, changed, for one role alone; following; and what officers are told of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseNotFound
from moothall.apps.cases.marks import FOLLOWER, MENTIONED, marks_of
from moothall.apps.cases.models import Case, CaseText
from moothall.apps.messaging import api as messaging
from moothall.apps.teams import api as teams
from moothall.ground.events.api import seal_now, verify
from moothall.ground.jobs.api import run_pending
from moothall.ground.search import api as search
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from tests.cast import (
    ADAEZE,
    CONCERN,
    FLY_TIPPING,
    GARETH,
    HARDING,
    MARCUS,
    OLWEN,
    PRIYA,
    RHYS,
    SAM,
    SYSTEM,
    Officer,
    proven,
    sends,
)

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{code}:")


def told(who: Actor) -> list[tuple[str, str]]:
    return [(one.kind, one.label) for one in messaging.notices_of(seen_by=who)]


@pytest.mark.parametrize(
    "words",
    [
        "@Marcus look",
        "ask @marcus thorne",
        "(@Marcus.Thorne)",
        "@thor please",
        "@MARCUS THORNE, today",
        "@Marcus @Thorne",
    ],
)
def test_a_colleague_is_told_who_is_named_in_any_usual_way(words: str) -> None:
    opened, olwen, marcus = sends(FLY_TIPPING, HARDING), OLWEN.signs_in(), MARCUS.signs_in()
    cases.add_note(opened.reference, words, by=olwen)
    assert told(marcus) == [("mentioned", opened.reference)]
    assert not told(olwen)
    marks = marks_of([opened.case_id], of=[MENTIONED])
    assert marks[opened.case_id][MENTIONED] == (str(marcus.account_id),)


def test_an_at_that_names_nobody_is_refused_and_one_in_an_address_is_none() -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    before = CaseText.objects.count()
    with refused("CASE-147"):
        cases.add_note(opened.reference, "@Nobody knows", by=olwen)
    assert CaseText.objects.count() == before
    cases.add_note(opened.reference, "write to x@marcus.example and a @ b @", by=olwen)


def test_a_mention_of_several_says_whom_it_could_mean() -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    MARCUS.signs_in()
    Officer("Marcus Bold", "bold@barchester.example", MARCUS.places).signs_in()
    with pytest.raises(Refused, match="Marcus Bold or Marcus Thorne"):
        cases.add_note(opened.reference, "@Marcus", by=olwen)
    cases.add_note(opened.reference, "@Marcus Bo", by=olwen)


def test_somebody_who_may_not_see_the_case_is_as_if_there_were_nobody() -> None:
    """The same sentence for a colleague without the right, for one who left, and for a name that was made up."""
    secret, adaeze = sends(CONCERN, HARDING), ADAEZE.signs_in()
    olwen, sam = OLWEN.signs_in(), SAM.signs_in()
    said = []
    for name in ("Olwen", "Samuel", "Xerxes"):
        with pytest.raises(Refused) as no:
            cases.add_note(secret.reference, f"@{name} should know", by=adaeze)
        said.append(no.value.sentence.replace(name, "…"))
    with pytest.raises(Refused) as no:
        cases.add_note(secret.reference, "@Sam", by=adaeze)
    assert set(said) == {no.value.sentence.replace("Sam", "…")}
    assert not told(olwen)
    assert not told(sam)


def test_ones_own_note_can_be_changed_for_ten_minutes_and_the_old_stays() -> None:
    opened, olwen, marcus = sends(FLY_TIPPING, HARDING), OLWEN.signs_in(), MARCUS.signs_in()
    with clock.stopped_at(MONDAY):
        cases.add_note(opened.reference, "The fence is gren.", by=olwen)
        note = next(
            one.key for one in cases.timeline_of(opened.reference, seen_by=olwen) if one.kind == "notes"
        )
        assert note is not None
        assert not [one for one in cases.timeline_of(opened.reference, seen_by=marcus) if one.key]
        with refused("CASE-127"):
            cases.change_note(opened.reference, note, "Mine now.", by=marcus)
        with refused("CASE-09"):
            cases.change_note(opened.reference, note, " ", by=olwen)
        cases.change_note(opened.reference, note, "The fence is green. @Marcus", by=olwen)
        with pytest.raises(CaseNotFound):
            cases.change_note(opened.reference, note, "Again, on an old page.", by=olwen)
        with pytest.raises(CaseNotFound):
            cases.change_note(opened.reference, uuid4(), "Made up.", by=olwen)
    story = [(one.sentence, one.text) for one in cases.timeline_of(opened.reference, seen_by=olwen)]
    assert ("Wrote a note.", "The fence is green. @Marcus") in story
    assert ("Changed a note, which said before:", "The fence is gren.") in story
    assert told(marcus) == [("mentioned", opened.reference)]
    with clock.stopped_at(MONDAY + timedelta(minutes=11)):
        latest = CaseText.objects.get(text__contains="green")
        with refused("CASE-128"):
            cases.change_note(opened.reference, latest.id, "Too late.", by=olwen)
    seal_now()
    assert not verify().findings


def test_a_sensitive_note_is_known_to_its_role_and_its_writer_alone() -> None:
    opened, olwen, marcus, rhys = (
        sends(FLY_TIPPING, HARDING), OLWEN.signs_in(), MARCUS.signs_in(), RHYS.signs_in(),
    )  # fmt: skip
    cases.follow_case(opened.reference, by=rhys)
    before = Case.objects.get(pk=opened.case_id).last_event
    priya = PRIYA.signs_in()
    seen = cases.timeline_of(opened.reference, seen_by=priya)
    with refused("CASE-129"):
        cases.add_sensitive_note(opened.reference, "x", role="auditor", by=olwen)
    cases.add_sensitive_note(opened.reference, "He has a zebra.", role="manager", by=olwen)
    for who, knows in ((olwen, True), (marcus, True), (priya, False), (rhys, False)):
        story = cases.timeline_of(opened.reference, seen_by=who)
        assert any("zebra" in one.text for one in story) is knows
    assert cases.timeline_of(opened.reference, seen_by=priya) == seen
    assert Case.objects.get(pk=opened.case_id).last_event == before
    assert not told(rhys)
    assert not told(marcus)
    assert not search.newest("zebra", kind="case", classes=None, facets=frozenset(), before=None, limit=5)
    assert not any(
        "zebra" in one.text
        for one in cases.request_for(opened.reference, seen_by=proven(opened, HARDING)).story
    )
    seal_now()
    assert not verify().findings
    cases.erase_case(opened.reference, rule="a test", by=SYSTEM)
    assert not CaseText.objects.exists()
    seal_now()
    assert not verify().findings


def test_whoever_follows_is_told_once_until_they_have_read_it() -> None:
    opened, olwen, marcus = sends(FLY_TIPPING, HARDING), OLWEN.signs_in(), MARCUS.signs_in()
    for _again in range(2):
        cases.follow_case(opened.reference, by=marcus)
    assert marks_of([opened.case_id], of=[FOLLOWER])[opened.case_id][FOLLOWER] == (str(marcus.account_id),)
    cases.take_case(opened.reference, by=olwen)
    cases.add_note(opened.reference, "One.", by=olwen)
    assert told(marcus) == [("followed", opened.reference)]
    assert messaging.count_unread(seen_by=marcus) == 1
    messaging.read_notices(by=marcus)
    cases.add_note(opened.reference, "By oneself.", by=marcus)
    assert messaging.count_unread(seen_by=marcus) == 0
    cases.add_note(opened.reference, "Two.", by=olwen)
    assert len(told(marcus)) == 2
    cases.unfollow_case(opened.reference, by=marcus)
    messaging.read_notices(by=marcus)
    cases.add_note(opened.reference, "Three.", by=olwen)
    assert messaging.count_unread(seen_by=marcus) == 0


def test_officers_are_told_of_what_is_theirs() -> None:
    opened, olwen, marcus = sends(FLY_TIPPING, HARDING), OLWEN.signs_in(), MARCUS.signs_in()
    cases.assign_case(opened.reference, to=olwen.account_id, by=marcus)
    cases.add_to_case(opened.reference, "It is still there.", by=proven(opened, HARDING))
    assert told(olwen) == [("answered", opened.reference), ("assigned", opened.reference)]
    assert not told(marcus)


def test_a_case_that_moved_out_of_sight_tells_its_followers_nothing() -> None:
    opened, olwen, gareth = sends(FLY_TIPPING, HARDING), OLWEN.signs_in(), GARETH.signs_in()
    cases.follow_case(opened.reference, by=olwen)
    marcus = MARCUS.signs_in()
    cases.move_case(opened.reference, CONCERN, by=marcus)
    cases.add_note(opened.reference, "Ours now.", by=gareth)
    assert not told(olwen)


def test_while_somebody_is_away_their_cover_is_told() -> None:
    opened, olwen, marcus = sends(FLY_TIPPING, HARDING), OLWEN.signs_in(), MARCUS.signs_in()
    assert olwen.account_id is not None
    today = clock.today()
    teams.enter_absence(olwen.account_id, today, today + timedelta(days=3), cover=marcus.account_id, by=olwen)
    cases.add_note(opened.reference, "@Olwen, is this yours?", by=PRIYA.signs_in())
    assert told(marcus) == [("mentioned", opened.reference)]
    assert told(olwen) == [("mentioned", opened.reference)], "for when she is back"


def test_what_is_due_soon_is_said_once() -> None:
    opened, olwen, marcus = sends(FLY_TIPPING, HARDING), OLWEN.signs_in(), MARCUS.signs_in()
    cases.assign_case(opened.reference, to=olwen.account_id, by=marcus)
    messaging.read_notices(by=olwen)
    due = cases.case_for(opened.reference, seen_by=olwen).due_on
    assert due is not None
    with clock.stopped_at(datetime(due.year, due.month, due.day, 9, tzinfo=UTC) - timedelta(days=1)):
        for _again in range(2):
            cases.notice_due_soon()
            messaging.read_notices(by=olwen)
    assert [kind for kind, _label in told(olwen)] == ["breach", "assigned"]
    run_pending()
