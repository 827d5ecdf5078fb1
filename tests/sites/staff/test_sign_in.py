"""Signing in, the second step, signing out, and one's own account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import Settings
from tests import answers
from tests.answers import html
from tests.sites.staff.officers import PASSWORD, SECRET, an_officer, code_now, sign_in

from moothall.apps.identity import api as identity
from moothall.apps.identity.jobs import let_go_of_old_sessions
from moothall.kernel import clock
from moothall.sites.staff.looks import InOurLook
from moothall.sites.staff.urls import own_account

pytestmark = pytest.mark.django_db


def words(response: HttpResponseBase) -> str:
    return answers.words(html(response))


def password(client: Client, email: str, typed: str = PASSWORD) -> HttpResponseBase:
    return client.post("/staff/sign-in/", {"login": email, "password": typed})


def test_nobody_sees_the_queue_without_signing_in(client: Client) -> None:
    response = client.get("/staff/?view=open")
    assert response.status_code == 302
    assert response["Location"] == "/staff/sign-in/?next=%2Fstaff%2F%3Fview%3Dopen"


def test_password_and_code_lead_to_where_one_wanted_to_go(client: Client) -> None:
    account = an_officer(team="waste", role="officer")
    shown = client.get("/staff/sign-in/?next=/staff/?view=open")
    assert 'name="next" value="/staff/?view=open"' in shown.content.decode()
    client.post(
        "/staff/sign-in/", {"login": account.email, "password": PASSWORD, "next": "/staff/?view=open"}
    )
    response = client.post("/staff/sign-in/code/", {"code": code_now()})
    assert response["Location"] == "/staff/?view=open"


def test_next_never_leads_to_another_site(client: Client) -> None:
    account = an_officer()
    client.post(
        "/staff/sign-in/", {"login": account.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert client.post("/staff/sign-in/code/", {"code": code_now()})["Location"] == "/staff/start/"


def test_the_password_alone_opens_nothing(client: Client) -> None:
    account = an_officer()
    assert password(client, account.email)["Location"] == "/staff/sign-in/code/"
    for page in ("/staff/", "/staff/account/", "/staff/account/app/"):
        assert client.get(page)["Location"].startswith("/staff/sign-in/"), page


def test_a_wrong_password_keeps_the_address_that_was_typed(client: Client) -> None:
    an_officer()
    response = password(client, "eleanor.bold@barchester.example", "wrong")
    assert response.status_code == 422
    assert "Check your e-mail address and your password" in words(response)
    assert 'value="eleanor.bold@barchester.example"' in html(response)


def test_an_unknown_address_is_told_the_same_as_a_wrong_password(client: Client) -> None:
    assert "Check your e-mail address and your password" in words(
        password(client, "nobody@barchester.example")
    )


def test_nothing_typed_is_asked_for_in_words(client: Client) -> None:
    response = client.post("/staff/sign-in/", {"login": "", "password": ""})
    assert "Enter your e-mail address" in words(response)
    assert "Enter your password" in words(response)
    assert 'href="#login"' in response.content.decode()


@pytest.mark.parametrize(("team", "role"), [("waste", "crew"), ("digital", "digital-officer")])
def test_the_address_that_everybody_is_told_leads_to_a_page_of_their_own(
    client: Client, team: str, role: str
) -> None:
    asked = client.get("/staff/")["Location"]
    assert asked == "/staff/sign-in/?next=%2Fstaff%2Fstart%2F"
    sign_in(client, an_officer(team=team, role=role))
    shown = client.get("/staff/start/", follow=True)
    assert (shown.status_code, shown.redirect_chain[-1][0] != "/staff/account/") == (200, True)


def test_a_wrong_code_is_refused(client: Client) -> None:
    account = an_officer()
    password(client, account.email)
    response = client.post("/staff/sign-in/code/", {"code": "000000"})
    assert "The code is not correct" in words(response)
    assert client.get("/staff/").status_code == 302


def test_a_code_is_good_once(client: Client) -> None:
    account, code = an_officer(), code_now()
    for browser, accepted in ((client, True), (Client(), False)):
        password(browser, account.email)
        answer = browser.post("/staff/sign-in/code/", {"code": f" {code[:3]} {code[3:]}"})
        assert (answer.status_code == 302) is accepted


def test_a_used_code_is_refused_for_as_long_as_it_could_be_valid(client: Client) -> None:
    account, code = an_officer(), code_now()
    password(client, account.email)
    client.post("/staff/sign-in/code/", {"code": code})
    cache.delete(f"allauth.mfa.totp.used?user={account.pk}&code={code}")
    other = Client()
    password(other, account.email)
    assert "The code is not correct" in words(other.post("/staff/sign-in/code/", {"code": code}))


def test_the_session_goes_on_under_a_new_key_after_signing_in(client: Client) -> None:
    account = an_officer()
    password(client, account.email)
    before = client.cookies["moothall_staff"].value
    client.post("/staff/sign-in/code/", {"code": code_now()})
    assert client.cookies["moothall_staff"].value != before


def test_the_cookie_is_not_for_scripts(client: Client) -> None:
    sign_in(client, an_officer())
    cookie = client.cookies["moothall_staff"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_somebody_without_a_second_step_is_led_to_set_one_up(client: Client) -> None:
    account = an_officer(team="waste", role="officer", totp_secret="")
    password(client, account.email)
    shown = client.get("/staff/", follow=True)
    assert shown.redirect_chain[-1][0] == "/staff/account/"
    assert "Set up your second step" in words(shown)


def test_setting_up_an_app_shows_recovery_codes_and_opens_the_staff_site(client: Client) -> None:
    account = an_officer(team="waste", role="officer", totp_secret="")
    password(client, account.email)
    page = client.get("/staff/account/app/").content.decode()
    secret = "".join(re.search(r"into the app instead: <strong[^>]*>([A-Z2-7 ]+)<", page)[1].split())
    wrong = client.post("/staff/account/app/", {"code": "000000"})
    assert "The code is not correct" in words(wrong)
    done = client.post("/staff/account/app/", {"code": code_now(secret)})
    assert done["Location"] == "/staff/account/codes/"
    assert len(re.findall(r'class="codes__item', client.get("/staff/account/codes/").content.decode())) == 10
    assert client.get("/staff/").status_code == 200


def test_a_recovery_code_signs_in_once(client: Client) -> None:
    account = an_officer(totp_secret="")
    password(client, account.email)
    page = client.get("/staff/account/app/").content.decode()
    secret = "".join(re.search(r"into the app instead: <strong[^>]*>([A-Z2-7 ]+)<", page)[1].split())
    client.post("/staff/account/app/", {"code": code_now(secret)})
    code = re.findall(
        r'class="codes__item code">(\w+)<', client.get("/staff/account/codes/").content.decode()
    )[0]
    client.post("/staff/sign-out/")
    password(client, account.email)
    assert client.post("/staff/sign-in/code/", {"code": code})["Location"] == "/staff/start/"
    client.post("/staff/sign-out/")
    password(client, account.email)
    assert client.post("/staff/sign-in/code/", {"code": code}).status_code == 422


def test_guessing_at_one_account_is_slowed_down_and_nobody_else_is(client: Client) -> None:
    eleanor, arabella = an_officer("Eleanor Bold"), an_officer("Arabella Grantly")
    for _ in range(10):
        password(client, eleanor.email, "wrong")
    assert "Too many attempts" in words(password(client, eleanor.email))
    assert password(client, arabella.email)["Location"] == "/staff/sign-in/code/"


def test_guessing_codes_is_slowed_down(client: Client) -> None:
    account = an_officer()
    password(client, account.email)
    for number in range(10):
        client.post("/staff/sign-in/code/", {"code": f"00000{number}"})
    assert "Too many attempts" in words(client.post("/staff/sign-in/code/", {"code": code_now()}))


def test_one_address_meets_a_limit_only_far_beyond_a_contact_centre(
    client: Client, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        password(client, "nobody@barchester.example", "wrong")
    refused = password(client, "nobody@barchester.example", "wrong")
    assert refused.status_code == 429
    assert "Wait five minutes, then try again." in words(refused)


def test_old_sessions_are_let_go(client: Client) -> None:
    sign_in(client, an_officer())
    kept = Session.objects.count()
    Session.objects.update(expire_date=clock.now() - timedelta(days=1))
    let_go_of_old_sessions.call()
    assert kept == 1
    assert Session.objects.count() == 0


def test_signing_out_ends_the_session(client: Client) -> None:
    sign_in(client, an_officer(team="waste", role="officer"))
    assert client.get("/staff/").status_code == 200
    assert client.get("/staff/sign-out/")["Location"] == "/staff/account/"
    assert client.post("/staff/sign-out/")["Location"] == "/staff/sign-in/"
    assert client.get("/staff/").status_code == 302


@pytest.mark.parametrize(("away", "status"), [(timedelta(minutes=59), 200), (timedelta(minutes=61), 302)])
def test_a_session_that_is_left_alone_ends(client: Client, away: timedelta, status: int) -> None:
    sign_in(client, an_officer(team="waste", role="officer"))
    client.get("/staff/")
    with clock.stopped_at(clock.now() + away):
        assert client.get("/staff/").status_code == status


def test_a_session_in_use_ends_after_a_working_day(client: Client) -> None:
    sign_in(client, an_officer(team="waste", role="officer"))
    start = clock.now()
    client.get("/staff/")
    for hours in range(1, 12):
        with clock.stopped_at(start + timedelta(minutes=55 * hours)):
            assert client.get("/staff/").status_code == 200
    with clock.stopped_at(start + timedelta(hours=10, minutes=50)):
        assert client.get("/staff/").status_code == 200
    with clock.stopped_at(start + timedelta(hours=11, minutes=40)):
        client.get("/staff/")
    with clock.stopped_at(start + timedelta(hours=12, minutes=1)):
        assert client.get("/staff/").status_code == 302


def test_a_suspended_account_is_out_at_its_next_request(client: Client) -> None:
    account = an_officer(team="waste", role="officer")
    sign_in(client, account)
    identity.suspend_account(account)
    assert client.get("/staff/").status_code == 302
    assert "Your account is closed" in words(
        client.post("/staff/sign-in/", {"login": account.email, "password": PASSWORD}, follow=True)
    )


def test_an_officer_without_a_place_is_told_so_and_not_sent_round_in_a_loop(client: Client) -> None:
    sign_in(client, an_officer())
    response = client.get("/staff/")
    assert response.status_code == 403
    assert "You may not see this page" in words(response)


def test_the_last_second_step_cannot_be_removed(client: Client) -> None:
    account = an_officer()
    sign_in(client, account)
    asked = client.get("/staff/account/app/remove/", follow=True)
    assert "Confirm that it is you" in words(asked)
    client.post("/staff/account/confirm/?next=/staff/account/app/remove/", {"password": PASSWORD})
    assert "This is your only second step" in words(client.get("/staff/account/app/remove/"))
    client.post("/staff/account/app/remove/")
    assert [way.kind for way in identity.second_factors_of(account)] == ["totp"]


def test_changing_the_password(client: Client) -> None:
    account = an_officer()
    sign_in(client, account)
    wrong = client.post("/staff/account/password/", {"oldpassword": "no", "password1": "short"})
    assert wrong.status_code == 422
    assert "at least 12 characters" in words(wrong)
    done = client.post(
        "/staff/account/password/", {"oldpassword": PASSWORD, "password1": "four-herons-on-a-roof"}
    )
    assert done["Location"] == "/staff/account/?changed"
    assert "Your password is changed." in words(client.get(done["Location"]))
    account.refresh_from_db()
    assert account.check_password("four-herons-on-a-roof")


@pytest.mark.parametrize("route", own_account, ids=lambda route: str(route.name))
def test_own_pages_are_for_whoever_signed_in(client: Client, route: object) -> None:
    address = "/" + str(route.pattern).replace("<int:pk>", "1")
    assert client.get(address)["Location"].startswith("/staff/sign-in/?next=")


@pytest.mark.parametrize("route", own_account, ids=lambda route: str(route.name))
def test_own_pages_show_or_lead_somewhere(client: Client, route: object) -> None:
    sign_in(client, an_officer())
    address = "/" + str(route.pattern).replace("<int:pk>", "1")
    assert client.get(address, follow=True).status_code in (200, 404)


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/signup/",
        "/staff/sign-up/",
        "/accounts/login/",
        "/accounts/email/",
        "/accounts/password/reset/",
    ],
)
def test_what_allauth_could_do_besides_is_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_demo_states_its_codes_and_production_does_not(client: Client, settings: Settings) -> None:
    identity.create_account(
        "amy@barchester.example", "Amy Robarts", identity.DEMO_PASSWORD, SECRET, demo=True
    )
    assert "see its accounts" in words(client.get("/staff/sign-in/"))
    assert code_now() in words(client.get("/demo/codes/"))
    settings.MOOTHALL_PRODUCTION = True
    assert "see its accounts" not in words(client.get("/staff/sign-in/"))
    assert client.get("/demo/codes/").status_code == 404


def test_pages_about_accounts_are_not_kept_by_browsers(client: Client) -> None:
    assert client.get("/staff/sign-in/")["Cache-Control"].count("no-store") == 1


def test_passkeys_are_asked_for_by_the_browser(client: Client) -> None:
    an_officer()
    asked = client.get(
        "/staff/sign-in/passkey/",
        headers={"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"},
    ).json()
    assert asked["request_options"]["publicKey"]["userVerification"] == "required"


def test_rubbish_in_place_of_a_passkey_is_told_so(client: Client) -> None:
    shown = client.post("/staff/sign-in/passkey/", {"credential": '{"id": 3}'}, follow=True)
    assert "That passkey was not accepted" in words(shown)
    account = an_officer()
    password(client, account.email)
    assert client.post("/staff/sign-in/code/", {"credential": "not json"}).status_code == 422


def test_a_page_of_allauths_without_its_own_in_our_look_cannot_be_made() -> None:
    class Forgetful(InOurLook):
        pass

    with pytest.raises(TypeError, match="page"):
        Forgetful()
