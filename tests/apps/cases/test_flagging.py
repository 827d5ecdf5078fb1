"""Rules for how somebody is dealt with: by address and number, seen by who needs them, and gone by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moothall.apps.cases.api import (
    Flagging,
    case_for,
    contact_rules,
    end_flag,
    flag_contact,
    flags_listed,
    lapse_flags,
    review_flag,
)
from moothall.apps.cases.models import ContactFlag
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.ground.looks.api import looks_at
from moothall.kernel import clock
from moothall.kernel.rules import Refused
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, MARCUS, NOBODY, OLWEN, SAM, SYSTEM, sends

pytestmark = pytest.mark.django_db


def refused(code: str, do, *args: object, **named: object) -> None:
    with pytest.raises(Refused) as no:
        do(*args, **named)
    assert no.value.code == code


def wish(**changed: object) -> Flagging:
    usual: dict[str, object] = {
        "rules": ("two-officers",), "words": "Write before you come.", "reason": "Threatened an officer.",
        "evidence": "Call of 3 May", "review_on": clock.today() + timedelta(days=100),
    }  # fmt: skip
    return Flagging(**{**usual, **changed})


def a_flag(post: DemoMailer | None = None, **changed: object):
    case, marcus = sends(FLY_TIPPING, ELEANOR, phone="07700 900123"), MARCUS.signs_in()
    [party] = case_for(case.reference, seen_by=marcus).parties
    assert party.id
    return flag_contact(case.reference, party.id, wish(**changed), by=marcus)


def seen(email: str = "", phone: str = "", by=None):
    return contact_rules([email], [phone], seen_by=by or OLWEN.signs_in(), route="test")


def test_it_holds_for_the_address_and_the_number_however_written_and_for_no_name() -> None:
    a_flag()
    assert seen("ELEANOR@example.com ")
    assert seen(phone="+44 7700 900 123")
    assert seen(phone="07700900123")
    assert not seen("other@example.com")
    assert not seen()
    assert not seen(ELEANOR.name)


def test_why_is_for_those_who_may_set_them_and_each_look_is_recorded() -> None:
    key, olwen, marcus = a_flag(), OLWEN.signs_in(), MARCUS.signs_in()
    [short] = seen(ELEANOR.email, by=olwen)
    assert short.rules == ("Two officers on every visit",)
    assert short.words == "Write before you come."
    assert (short.reason, short.evidence, short.set_by) == ("", "", "")
    [full] = seen(ELEANOR.email, by=marcus)
    assert full.reason == "Threatened an officer."
    refused("cases.flag", flags_listed, seen_by=olwen)
    refused("cases.read", seen, ELEANOR.email, by=SAM.signs_in())
    assert {look.actor for look in looks_at(f"flag:{key}", seen_by=SYSTEM)} == {olwen.key, marcus.key}


def test_the_person_is_told_unless_a_reason_says_no(post: DemoMailer) -> None:
    a_flag()
    run_pending(("mail",))
    [mail] = [one for one in post.sent if "Write before you come." in one.text]
    assert mail.to == ELEANOR.email
    assert "Threatened" not in mail.text
    post.sent.clear()
    a_flag(tell=False, why_not="It would put her mother in danger.")
    run_pending(("mail",))
    assert not [one for one in post.sent if "Write before you come." in one.text]


def test_it_is_looked_at_again_or_lapses_and_is_erased_a_year_later() -> None:
    key, marcus = a_flag(), MARCUS.signs_in()
    start = clock.now()
    with clock.stopped_at(start + timedelta(days=90)):
        review_flag(key, clock.today() + timedelta(days=200), "He did it again.", by=marcus)
    with clock.stopped_at(start + timedelta(days=200)):
        assert lapse_flags() == 0
        assert seen(ELEANOR.email)
    with clock.stopped_at(start + timedelta(days=300)):
        assert not seen(ELEANOR.email)
        assert lapse_flags() == 1
        refused("CASE-261", end_flag, key, "x", by=marcus)
    with clock.stopped_at(start + timedelta(days=600)):
        assert lapse_flags() == 0
    with clock.stopped_at(start + timedelta(days=700)):
        assert lapse_flags() == 1
    assert not ContactFlag.objects.exists()


def test_it_is_ended_with_a_reason() -> None:
    key, marcus = a_flag(), MARCUS.signs_in()
    refused("CASE-162", end_flag, key, " ", by=marcus)
    refused("cases.flag", end_flag, key, "x", by=OLWEN.signs_in())
    end_flag(key, "It was somebody else.", by=marcus)
    assert not seen(ELEANOR.email)
    assert flags_listed(seen_by=marcus) == ()


def test_what_stops_it() -> None:
    refused("CASE-256", a_flag, rules=("nonsense",), words="")
    refused("CASE-257", a_flag, evidence=" ")
    refused("CASE-258", a_flag, review_on=clock.today() + timedelta(days=500))
    refused("CASE-259", a_flag, tell=False)
    marcus = MARCUS.signs_in()
    nobody = sends(FLY_TIPPING, NOBODY, name="A Name")
    parties = case_for(nobody.reference, seen_by=marcus).parties
    assert parties[0].id
    refused("CASE-255", flag_contact, nobody.reference, parties[0].id, wish(), by=marcus)
    mute = sends(FLY_TIPPING, NOBODY, phone="07700 900456")
    [party] = case_for(mute.reference, seen_by=marcus).parties
    assert party.id
    refused("CASE-260", flag_contact, mute.reference, party.id, wish(), by=marcus)
    case = sends(FLY_TIPPING, HARDING)
    [other] = case_for(case.reference, seen_by=marcus).parties
    assert other.id
    refused("cases.flag", flag_contact, case.reference, other.id, wish(), by=OLWEN.signs_in())
    assert not ContactFlag.objects.exists()
