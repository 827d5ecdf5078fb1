"""Two cases of one: what goes where, who is told, and that each is its own from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moothall.apps.cases.api import (
    Parting,
    Referring,
    Wanted,
    add_note,
    case_for,
    cases_waiting,
    close_case,
    divisible,
    document_for,
    erase_case,
    figures_of,
    hold_case,
    left_behind,
    move_case,
    other_half,
    refer_case,
    request_for,
    split_case,
    take_back,
    timeline_of,
    track,
)
from moothall.apps.documents.api import attach
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import seal_now, verify
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.rules import Refused
from moothall.sites.rehearsal.walking import sample_photo
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, OLWEN, SYSTEM, TOM, proven, sends

pytestmark = pytest.mark.django_db
GRAFFITI = "report-graffiti"


def refused(code: str, do, *args: object, **named: object) -> None:
    with pytest.raises(Refused) as no:
        do(*args, **named)
    assert no.value.code == code


def labels(reference: str) -> set[str]:
    return {said.question for said in case_for(reference, seen_by=SYSTEM).answers if not said.blank}


def test_the_second_has_what_went_along_and_the_reporter_is_told_once(post: DemoMailer) -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    add_note(case.reference, "And the wall is painted.", by=olwen)
    run_pending(("mail",))
    post.sent.clear()
    parts = divisible(case.reference, GRAFFITI, seen_by=olwen)
    [note] = parts.notes
    parting = Parting(GRAFFITI, ("name", "email"), notes=(note.id,), words="Graffiti on the wall.")
    second = split_case(case.reference, parting, by=olwen)
    run_pending(("mail",))
    [mail] = post.sent
    assert mail.to == ELEANOR.email
    assert case.reference in mail.text
    assert second in mail.text
    seen = case_for(second, seen_by=olwen)
    assert seen.service == GRAFFITI
    assert [party.email for party in seen.parties] == [ELEANOR.email]
    assert [task.kind for task in seen.tasks] == ["rest"]
    texts = [entry.text for entry in timeline_of(second, seen_by=olwen)]
    assert "And the wall is painted." in texts
    assert "Graffiti on the wall." in texts
    assert other_half(case_for(case.reference, seen_by=olwen), seen_by=olwen) == (second,)
    assert other_half(seen, seen_by=olwen) == (case.reference,)
    hers = track(second, ELEANOR.email)
    assert any(case.reference in entry.sentence for entry in request_for(second, seen_by=hers).story)


def test_an_answer_goes_along_without_the_one_that_led_to_its_question() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    [asked] = {"place", "private_place"} & labels(case.reference)
    second = split_case(case.reference, Parting(GRAFFITI, (asked, "email")), by=olwen)
    assert {"place", "email"} <= labels(second)
    assert "name" not in labels(second)


def test_an_answer_can_leave_the_first_and_its_revision_stays() -> None:
    case, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    split_case(case.reference, Parting(GRAFFITI, ("name", "email"), leaving=("name",)), by=olwen)
    assert "name" not in labels(case.reference)
    assert "email" in labels(case.reference)
    assert request_for(case.reference, seen_by=proven(case, HARDING)).reference == case.reference


def test_files_are_of_both_or_of_one_and_erasing_one_leaves_the_other() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    made = [
        attach(f"case:{case.case_id}", sample_photo(), name=f"{n}.jpg", media_type="image/jpeg", kind="photo",
               source="form:x", by=SYSTEM)
        for n in "ab"
    ]  # fmt: skip
    run_pending(("files",))
    both, one = (document.id for document in made)
    parting = Parting(GRAFFITI, ("email",), files=(both, one), files_leaving=(one,))
    second = split_case(case.reference, parting, by=olwen)
    assert [file.name for file in case_for(case.reference, seen_by=olwen).documents] == ["a.jpg"]
    files = case_for(second, seen_by=olwen).documents
    assert [file.name for file in files] == ["a.jpg", "b.jpg"]
    erase_case(case.reference, rule="asked", by=SYSTEM)
    for file in files:
        assert document_for(second, file.id, seen_by=olwen)[1].read()


def test_what_stops_it() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    refused("CASE-252", split_case, case.reference, Parting(GRAFFITI, ()), by=olwen)
    refused("CASE-254", split_case, case.reference, Parting(GRAFFITI, ("nothing",)), by=olwen)
    every = tuple(sorted({*labels(case.reference)}))
    refused("cases.move", split_case, case.reference, Parting(GRAFFITI, every), by=TOM.signs_in())
    close_case(case.reference, "cleared", by=olwen)
    refused("CASE-01", split_case, case.reference, Parting(GRAFFITI, ("email",)), by=olwen)


def test_what_was_written_is_sealed_and_erasing_it_keeps_the_seal() -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    hold_case(case.reference, "The land is frozen.", day=clock.today() + timedelta(days=9), by=olwen)
    split_case(case.reference, Parting(GRAFFITI, ("email",), leaving=("email",), words="A wall."), by=olwen)
    wish = Referring("barsetshire-county", "clear the rubbish", ("place",), "Yours?")
    refer_case(case.reference, wish, by=olwen)
    take_back(case.reference, "Ours.", by=olwen)
    move_case(case.reference, GRAFFITI, by=olwen)
    seal_now()
    assert verify().sound, verify()
    erase_case(case.reference, rule="asked", by=SYSTEM)
    assert verify().sound, verify()
    assert left_behind(case_for(case.reference, seen_by=olwen), seen_by=olwen) == ()
    texts = [entry.text for entry in timeline_of(case.reference, seen_by=olwen) if entry.text]
    assert set(texts) == {"(erased)"}


def test_a_second_case_says_that_it_was_split_off_and_counts_as_no_contact(post: DemoMailer) -> None:
    case, olwen = sends(FLY_TIPPING, ELEANOR), OLWEN.signs_in()
    second = split_case(case.reference, Parting(GRAFFITI, ("name", "email")), by=olwen)
    seen = case_for(second, seen_by=olwen)
    assert (seen.channel, seen.split_off) == ("split", case.reference)
    assert case_for(case.reference, seen_by=olwen).split_off == ""
    told = [entry.sentence for entry in timeline_of(second, seen_by=olwen) if entry.who == OLWEN.name]
    assert any(sentence.startswith("Made the request out of another one") for sentence in told)
    assert f"Split it off {case.reference}." in told
    assert dict(figures_of(GRAFFITI, seen_by=SYSTEM).by_channel) == {"split": 1}
    found = cases_waiting(Wanted("open", channel="split"), seen_by=olwen)
    assert [row.reference for row in found.rows] == [second]
    assert cases_waiting(Wanted("open", channel="web"), seen_by=olwen).rows
    run_pending(("mail",))
    both = next(mail.text for mail in post.sent if "two requests now" in mail.subject)
    assert "We may need to know more from you." in both, "the form of the second asks more"
