"""Contacts by the door: counted without people, erased with the case and in time, an adviser's own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from moothall.apps.cases.api import erase_case
from moothall.apps.catalogue.api import council, mistakes_in_files, service_named
from moothall.apps.contacts import api as contacts
from moothall.apps.contacts.erasing import let_go_of_old
from moothall.ground.events.api import history, verify
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from tests.cast import ELEANOR, FLY_TIPPING, OLWEN, SYSTEM, TOM, sends

pytestmark = pytest.mark.django_db


@pytest.fixture
def tom() -> Actor:
    return TOM.signs_in()


def test_contacts_are_counted_without_anybody_in_the_number(tom: Actor) -> None:
    start = clock.now()
    for seconds, assisted in ((60, False), (180, True)):
        with clock.stopped_at(start):
            key = contacts.begin_contact("phone", by=tom)
        with clock.stopped_at(start + timedelta(seconds=seconds)):
            contacts.wrap_up_contact(key, reason="missed-bin", online=True, assisted=assisted, by=tom)
    (counted,) = contacts.contacts_counted(clock.today(), clock.today(), seen_by=tom)
    assert (counted.channel, counted.reason, counted.number) == ("phone", "missed-bin", 2)
    assert (counted.seconds, counted.online, counted.assisted) == (240, 2, 1)
    summed = contacts.contacts_summed(
        clock.today(), clock.today(), services=["report-missed-bin"], seen_by=tom
    )
    assert summed.whole.spared == (4, "minute")


def test_a_call_left_open_over_night_did_not_take_the_night(tom: Actor) -> None:
    with clock.stopped_at(clock.now() - timedelta(hours=15)):
        key = contacts.begin_contact("phone", by=tom)
    contacts.wrap_up_contact(key, reason="other", by=tom)
    (counted,) = contacts.contacts_counted(clock.today() - timedelta(days=1), clock.today(), seen_by=tom)
    assert counted.seconds == 7200


def test_words_go_with_the_case_they_were_about(tom: Actor) -> None:
    case = sends(FLY_TIPPING, ELEANOR)
    key = contacts.begin_contact("phone", about=case.reference, by=tom)
    contacts.wrap_up_contact(key, reason="chase", words="She cries.", by=tom)
    assert contacts.contacts_about(case.case_id, seen_by=tom)[0].words == "She cries."
    erase_case(case.reference, rule="she asked", by=SYSTEM)
    assert contacts.contact_for(key, seen_by=tom).words == ""
    assert verify().sound


def test_words_about_two_requests_are_told_on_neither_page(tom: Actor) -> None:
    one, other = sends(FLY_TIPPING, ELEANOR), sends(FLY_TIPPING, ELEANOR)
    key = contacts.begin_contact("phone", about=one.reference, by=tom)
    contacts.link_contact(key, other.reference, by=tom)
    contacts.wrap_up_contact(key, reason="chase", words="About both.", by=tom)
    for case in (one, other):
        assert [told.words for told in contacts.contacts_about(case.case_id, seen_by=tom)] == [""]


def test_words_go_after_some_months_and_contacts_after_two_years(tom: Actor) -> None:
    with clock.stopped_at(clock.now() - timedelta(days=200)):
        key = contacts.begin_contact("phone", by=tom)
        contacts.wrap_up_contact(key, reason="other", words="Long ago.", by=tom)
    assert let_go_of_old() == 1
    assert contacts.contact_for(key, seen_by=tom).words == ""
    with clock.stopped_at(clock.now() + timedelta(days=600)):
        let_go_of_old()
        with pytest.raises(contacts.ContactNotFound):
            contacts.contact_for(key, seen_by=tom)
        assert contacts.contacts_counted(clock.today() - timedelta(days=900), clock.today(), seen_by=tom)


def test_what_happened_is_told_without_words(tom: Actor) -> None:
    key = contacts.begin_contact("counter", by=tom)
    contacts.wrap_up_contact(key, reason="other", words="Septimus Harding", by=tom)
    told = [type(one.fact).__name__ for one in history(f"contact:{key}")]
    assert told == ["ContactBegun", "ContactWrappedUp"]
    assert "Harding" not in repr(history(f"contact:{key}"))


def test_who_answers_nobody_may_do_none_of_it(tom: Actor) -> None:
    olwen = OLWEN.signs_in()
    key = contacts.begin_contact("phone", by=tom)
    for refused in (
        lambda: contacts.begin_contact("phone", by=olwen),
        lambda: contacts.look_up("Harding", seen_by=olwen),
        lambda: contacts.contact_for(key, seen_by=olwen),
        lambda: contacts.write_down(key, "x", by=olwen),
    ):
        with pytest.raises(Refused):
            refused()


def test_mistakes_of_the_file_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "contacts.yaml").write_text(
        "reasons:\n  - {code: bins, name: Bins, services: [report-nothing]}\n  - {code: bins, name: Again}\n"
        "wrap_up:\n  - {code: a, name: A, usual: yes}\n  - {code: b, name: B, usual: yes}\n"
        "scripts:\n  - {key: x, title: X, reasons: [bin], say: Hello}\n"
        'desk:\n  desks: [One]\n  opening:\n    - {days: [monday], from: "17:00", to: "9:00"}\n'
    )
    services = {FLY_TIPPING: service_named(FLY_TIPPING, seen_by=SYSTEM)}
    found = {one.line: one.sentence for one in mistakes_in_files(tmp_path, services, frozenset(services), {})}
    assert "There is no service ‘report-nothing’" in found[2]
    assert "is there twice" in found[3]
    assert "Only one result" in found[6]
    assert "There is no reason ‘bin’" in found[8]
    assert "before it opens" in found[12]


def test_the_councils_own_file_has_no_mistake() -> None:
    ours = contacts.arrangements()
    assert ours.reason("missed-bin") is not None
    assert ours.desk.desks
    assert council().folder.joinpath("contacts.yaml").exists()
