"""How satisfied somebody is with how their request was dealt with: asked on its page, counted once, without them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, OLWEN, SYSTEM, proven, sends
from tests.sites.public.resident import content
from tests.sites.public.test_following import prove
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases import api as cases
from moothall.apps.insight import api as insight
from moothall.apps.insight.jobs import forget_what_is_old
from moothall.apps.insight.models import SaidOnce
from moothall.kernel import clock

pytestmark = pytest.mark.django_db
ASKED = "How satisfied are you with how we dealt with this?"


@pytest.fixture
def closed(client: Client) -> cases.Opened:
    """A request of Septimus Harding's that was closed; he looks at it."""
    opened = sends(FLY_TIPPING, HARDING)
    cases.close_case(opened.reference, "cleared", by=OLWEN.signs_in())
    prove(client, opened.reference, HARDING.email)
    return opened


def went() -> tuple[int, ...]:
    return insight.use_of(FLY_TIPPING, seen_by=SYSTEM).went


def test_it_is_asked_once_it_is_closed_and_counted_once_without_anybody(
    client: Client, closed: cases.Opened
) -> None:
    at = f"/requests/{closed.reference}"
    assert ASKED in content(client.get(at))
    wrong = content(client.post(f"{at}/how-it-went", {"better": "Be quicker."}))
    assert "Choose how satisfied you are" in wrong
    assert "Be quicker." in wrong, "what was typed stays"
    long = content(client.post(f"{at}/how-it-went", {"went": "4", "better": "x" * 1_001}))
    assert "Write no more than 1,000 letters" in long
    assert went() == (0, 0, 0, 0, 0)
    for level in ("4", "1"):
        told = client.post(f"{at}/how-it-went", {"went": level, "better": "Be quicker."}, follow=True)
        assert ASKED not in content(told)
    assert went() == (0, 1, 0, 0, 0)
    leader = sign_in(Client(), an_officer("Marcus Thorne", team="waste", role="manager"))
    page = content(leader.get(f"/staff/services/{FLY_TIPPING}/"))
    assert "100%" in page.partition("Satisfied")[2].partition("</div>")[0]
    assert "of 1 who said how it went" in page
    assert "Be quicker." in page
    assert closed.reference not in page.partition("What people wrote")[2]


def test_closed_again_it_is_asked_again_and_not_for_ever(client: Client, closed: cases.Opened) -> None:
    at = f"/requests/{closed.reference}"
    client.post(f"{at}/how-it-went", {"went": "1"})
    cases.reopen_case(closed.reference, "Still there.", by=proven(closed, HARDING))
    assert ASKED not in content(client.get(at))
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        cases.close_case(closed.reference, "cleared", by=SYSTEM)
        assert ASKED in content(client.get(at))
        client.post(f"{at}/how-it-went", {"went": "5"})
    assert sum(went()) == 2
    opened = sends(FLY_TIPPING, HARDING)
    cases.close_case(opened.reference, "cleared", by=SYSTEM)
    with clock.stopped_at(clock.now() + timedelta(days=100)):
        prove(client, opened.reference, HARDING.email)
        assert ASKED not in content(client.get(f"/requests/{opened.reference}"))
    with clock.stopped_at(clock.now() + timedelta(days=402)):
        forget_what_is_old.call()
        assert not SaidOnce.objects.exists()


def test_nobody_is_asked_of_what_they_took_back_nor_for_somebody_else(
    client: Client, closed: cases.Opened
) -> None:
    mine = sends(FLY_TIPPING, ELEANOR)
    cases.withdraw_case(mine.reference, by=proven(mine, ELEANOR))
    prove(client, mine.reference, ELEANOR.email)
    assert ASKED not in content(client.get(f"/requests/{mine.reference}"))
    assert client.post(f"/requests/{mine.reference}/how-it-went", {"went": "1"}).status_code == 302
    assert Client().post(f"/requests/{closed.reference}/how-it-went", {"went": "1"}).status_code in (403, 404)
    assert sum(went()) == 0
