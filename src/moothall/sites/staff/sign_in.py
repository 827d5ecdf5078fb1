"""Signing in: password, then the second step; or a passkey alone. Signing out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from moothall.apps.identity.api import DEMO_PASSWORD, DemoAccount, Standing, demo_accounts, standing_of
from moothall.sites.staff import credentials
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.looks import InOurLook, typed
from moothall.ui.errors import sorry
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request

#: Says in the session that a passkey was not accepted, for one showing of the sign-in page.
_PASSKEY_FAILED = "moothall_passkey_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(Page):
    """`next` is where one wanted to go; `demo` is true where the demonstration's accounts are published."""

    template: ClassVar[str] = "staff/sign_in.html"
    email: str
    next: str
    demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage(Page):
    """The second step. `passkey_options` is JSON for the browser; empty when the account has no passkey."""

    template: ClassVar[str] = "staff/code.html"
    passkey_options: str
    demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCodesPage(Page):
    template: ClassVar[str] = "staff/demo_codes.html"
    password: str
    accounts: tuple[DemoAccount, ...]


class SignInView(InOurLook, LoginView):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password."""

    missing: ClassVar[Mapping[str, str]] = {
        "login": "Enter your e-mail address",
        "password": "Enter your password",
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        standing, _ = standing_of(request)
        if standing is Standing.NEEDS_SECOND_FACTOR:
            return redirect("mfa_index")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def page(self, given: Mapping[str, Any]) -> SignInPage:
        failed = (
            self.request.session.pop(_PASSKEY_FAILED, False) if self.request.session.session_key else False
        )
        problem = (Problem("That passkey was not accepted. Try again, or use your password", "#login"),)
        return SignInPage(
            title="Sign in",
            frame=staff_frame(self.request),
            problems=problem if failed else self.problems(given),
            email=typed(given, "login"),
            next=str(given.get("redirect_field_value") or ""),
            demo=demo_is_on(),
        )


class CodeView(InOurLook, AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """The second step: a code from an app, a recovery code, or a passkey."""

    form_class = credentials.SecondStepCodeForm
    webauthn_form_class = credentials.SecondStepForm
    missing: ClassVar[Mapping[str, str]] = {"code": "Enter the code"}

    def page(self, given: Mapping[str, Any]) -> CodePage:
        options = given.get("js_data", {}).get("request_options", {})
        has_passkey = bool(dict(options).get("publicKey", {}).get("allowCredentials"))
        passkey_form = given.get("webauthn_form")
        refused = passkey_form is not None and passkey_form.is_bound and passkey_form.errors
        problem = (Problem("That passkey was not accepted. Try again, or type a code", "#code"),)
        return CodePage(
            title="Enter your code",
            frame=staff_frame(self.request),
            problems=problem if refused else self.problems(given),
            passkey_options=json.dumps(as_plain(options)) if has_passkey else "",
            demo=demo_is_on(),
        )


class PasskeyView(LoginWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Signing in by passkey alone: the device has checked who holds it."""

    form_class = credentials.SignInForm

    def form_invalid(self, form: object) -> HttpResponse:
        self.request.session[_PASSKEY_FAILED] = True
        return redirect("account_login")


def sign_out(request: Request) -> HttpResponseBase:
    """Ends the session; a link that was followed asks first, so that nobody signs somebody out by a picture."""
    if request.method == "POST":
        response: HttpResponseBase = LogoutView.as_view()(request)
        return response
    return redirect("mfa_index" if request.user.is_authenticated else "account_login")


def inactive(request: Request) -> HttpResponseBase:
    """For an account that was suspended: said only after its password was right."""
    logout(request)
    return sorry(
        request,
        "Your account is closed",
        "You can no longer sign in. Ask whoever leads your team if this is a mistake.",
        status=403,
    )


def demo_codes(request: Request) -> HttpResponseBase:
    """The demonstration's accounts with the codes of this moment. Not there in production."""
    if not demo_is_on():
        raise Http404
    page = DemoCodesPage(
        title="Accounts of the demonstration",
        frame=staff_frame(request),
        password=DEMO_PASSWORD,
        accounts=demo_accounts(),
    )
    response = show(request, page)
    response.headers["Cache-Control"] = "no-store"
    return response


def demo_is_on() -> bool:
    return not settings.MOOTHALL_PRODUCTION


def as_plain(options: Any) -> Any:
    """What fido2 hands over, as JSON can hold it: its mappings are of a class of their own."""
    if isinstance(options, Mapping):
        return {key: as_plain(value) for key, value in options.items()}
    if isinstance(options, list | tuple):
        return [as_plain(value) for value in options]
    return options


code = CodeView.as_view()
passkey = PasskeyView.as_view()
sign_in = SignInView.as_view()
