"""One's own account: the second steps, recovery codes, the password."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from allauth.account.views import PasswordChangeView, ReauthenticateView
from allauth.core import ratelimit
from allauth.mfa.base.views import IndexView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse

from moothall.apps.identity.api import (
    Account,
    SecondFactor,
    note_second_factor,
    one_way_in_remains,
    second_factors_of,
)
from moothall.sites.staff import credentials
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.looks import InOurLook, typed
from moothall.sites.staff.sign_in import as_plain
from moothall.ui.pages import Frame, Link, Page, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage(Page):
    """`first` is true for somebody who has to set up a second step before anything else."""

    template: ClassVar[str] = "staff/account.html"
    name: str
    email: str
    apps: tuple[SecondFactor, ...]
    passkeys: tuple[SecondFactor, ...]
    recovery_codes_left: int
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AppPage(Page):
    """`picture` is a QR code as a data address; `secret` the same for typing by hand, in groups of four."""

    template: ClassVar[str] = "staff/account_app.html"
    picture: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyPage(Page):
    template: ClassVar[str] = "staff/account_passkey.html"
    options: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePage(Page):
    """`what` is asked about in the title; `possible` is false for the last second step."""

    template: ClassVar[str] = "staff/account_remove.html"
    what: str
    possible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodesPage(Page):
    template: ClassVar[str] = "staff/account_codes.html"
    codes: tuple[str, ...]
    onwards: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecoveryCodesPage(Page):
    template: ClassVar[str] = "staff/account_codes_new.html"
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPage(Page):
    """`way` is `password`, `code` or `passkey`; `other_ways` are links to the others."""

    template: ClassVar[str] = "staff/account_confirm.html"
    way: str
    options: str
    next: str
    other_ways: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordPage(Page):
    template: ClassVar[str] = "staff/account_password.html"


class OwnPage(InOurLook):
    """A page about the account that is signed in."""

    @property
    def account(self) -> Account:
        found = self.request.user
        if not isinstance(found, Account):
            raise Http404
        return found

    @property
    def frame(self) -> Frame:
        return staff_frame(self.request)


class AccountView(OwnPage, IndexView):  # type: ignore[misc]  # allauth has no types
    def page(self, given: Mapping[str, Any]) -> AccountPage:
        ways = second_factors_of(self.account)
        first = not any(way.kind in ("totp", "webauthn") for way in ways)
        return AccountPage(
            title="Set up your second step" if first else "Your account",
            frame=self.frame,
            done="Your password is changed." if "changed" in self.request.GET else "",
            name=self.account.name,
            email=self.account.email,
            apps=tuple(way for way in ways if way.kind == "totp"),
            passkeys=tuple(way for way in ways if way.kind == "webauthn"),
            recovery_codes_left=sum(way.left for way in ways),
            first=first,
        )


class AddAppView(OwnPage, ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    missing: ClassVar[Mapping[str, str]] = {"code": "Enter the code that your app shows"}

    def page(self, given: Mapping[str, Any]) -> AppPage:
        secret = str(given["form"].secret)
        return AppPage(
            title="Set up an authenticator app",
            frame=self.frame,
            problems=self.problems(given),
            picture=given["totp_svg_data_uri"],
            secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        )

    def form_valid(self, form: object) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_second_factor(self.request, "totp")
        return response


class RemoveAppView(OwnPage, DeactivateTOTPView):  # type: ignore[misc]  # allauth has no types
    def page(self, given: Mapping[str, Any]) -> RemovePage:
        possible = not given["form"].errors
        return RemovePage(
            title="Remove your authenticator app",
            frame=self.frame,
            problems=() if possible else (Problem(one_way_in_remains.sentence),),
            what="Codes from the app will no longer sign you in.",
            possible=possible,
        )


class AddPasskeyView(OwnPage, AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    form_class = credentials.AddForm

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        """A passkey proper: kept by the device, which checks who holds it; so it signs in by itself."""
        given: dict[str, Any] = super().get_context_data(**kwargs)
        given["js_data"] = {"creation_options": begin_registration(self.account, True)}
        return given

    def page(self, given: Mapping[str, Any]) -> PasskeyPage:
        refused = given["form"].is_bound and given["form"].errors
        return PasskeyPage(
            title="Set up a passkey",
            frame=self.frame,
            problems=(Problem("That passkey was not accepted. Try again", "#name"),) if refused else (),
            options=json.dumps(as_plain(given["js_data"]["creation_options"])),
            name=typed(given, "name"),
        )

    def form_valid(self, form: object) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_second_factor(self.request, "webauthn")
        return response


class RemovePasskeyView(OwnPage, RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    def page(self, given: Mapping[str, Any]) -> RemovePage:
        possible = self._possible()
        return RemovePage(
            title="Remove a passkey",
            frame=self.frame,
            problems=() if possible else (Problem(one_way_in_remains.sentence),),
            what=f"The passkey “{self.object.wrap().name}” will no longer sign you in.",
            possible=possible,
        )

    def form_valid(self, form: object) -> HttpResponse:
        if not self._possible():
            return self.render_to_response(self.get_context_data(form=form))
        response: HttpResponse = super().form_valid(form)
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_index")

    def _possible(self) -> bool:
        ways = [way for way in second_factors_of(self.account) if way.kind in ("totp", "webauthn")]
        return one_way_in_remains(others=len(ways) - 1)


class RecoveryCodesView(OwnPage, ViewRecoveryCodesView):  # type: ignore[misc]  # allauth has no types
    def page(self, given: Mapping[str, Any]) -> RecoveryCodesPage:
        return RecoveryCodesPage(
            title="Your recovery codes",
            frame=self.frame,
            codes=tuple(given["unused_codes"]),
            onwards=reverse("staff-start"),
        )


class NewRecoveryCodesView(OwnPage, GenerateRecoveryCodesView):  # type: ignore[misc]  # allauth has no types
    def page(self, given: Mapping[str, Any]) -> NewRecoveryCodesPage:
        return NewRecoveryCodesPage(
            title="Make new recovery codes",
            frame=self.frame,
            problems=self.problems(given),
            left=given["unused_code_count"],
        )


class PasswordView(OwnPage, PasswordChangeView):  # type: ignore[misc]  # allauth has no types
    """The new password is typed once, with a button that shows it: twice hides mistakes behind dots."""

    missing: ClassVar[Mapping[str, str]] = {
        "oldpassword": "Enter the password you have now",
        "password1": "Enter a new password",
    }

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        slow_down = ratelimit.consume_or_429(request, action="change_password", user=request.user)
        response: HttpResponseBase = slow_down or super().dispatch(request, *args, **kwargs)
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        wanted: dict[str, Any] = super().get_form_kwargs()
        if isinstance(wanted.get("data"), QueryDict):
            wanted["data"] = wanted["data"].copy()
            wanted["data"]["password2"] = wanted["data"].get("password1", "")
        return wanted

    def problems(self, given: Mapping[str, Any]) -> tuple[Problem, ...]:
        return tuple(problem for problem in super().problems(given) if problem.href != "#password2")

    def get_default_success_url(self) -> str:
        return reverse("mfa_index") + "?changed"

    def page(self, given: Mapping[str, Any]) -> PasswordPage:
        return PasswordPage(title="Change your password", frame=self.frame, problems=self.problems(given))


class Confirming(OwnPage):
    """Before a second step changes, one shows again that one is who signed in."""

    way: ClassVar[str]

    def page(self, given: Mapping[str, Any]) -> ConfirmPage:
        options = given.get("js_data", {}).get("request_options")
        return ConfirmPage(
            title="Confirm that it is you",
            frame=self.frame,
            problems=self.problems(given),
            way=self.way,
            options=json.dumps(as_plain(options)) if options else "",
            next=str(given.get("redirect_field_value") or ""),
            other_ways=tuple(
                Link(text=WAYS[other["id"]], href=other["url"])
                for other in given.get("reauthentication_alternatives", ())
            ),
        )


WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code",
    "mfa_reauthenticate:webauthn": "Use your passkey",
}


class ConfirmByPasswordView(Confirming, ReauthenticateView):  # type: ignore[misc]  # allauth has no types
    way = "password"
    missing: ClassVar[Mapping[str, str]] = {"password": "Enter your password"}


class ConfirmByCodeView(Confirming, ReauthenticateByCodeView):  # type: ignore[misc]  # allauth has no types
    way = "code"
    form_class = credentials.ConfirmCodeForm
    missing: ClassVar[Mapping[str, str]] = {"code": "Enter the code"}


class ConfirmByPasskeyView(Confirming, ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth has no types
    way = "passkey"
    form_class = credentials.ConfirmForm

    def form_invalid(self, form: object) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        given: dict[str, Any] = super().get_context_data(**kwargs)
        given["reauthentication_alternatives"] = self.get_reauthentication_alternatives()
        return given


index = AccountView.as_view()
add_app = AddAppView.as_view()
remove_app = RemoveAppView.as_view()
add_passkey = AddPasskeyView.as_view()
remove_passkey = RemovePasskeyView.as_view()
recovery_codes = RecoveryCodesView.as_view()
new_recovery_codes = NewRecoveryCodesView.as_view()
password = PasswordView.as_view()
confirm_by_password = ConfirmByPasswordView.as_view()
confirm_by_code = ConfirmByCodeView.as_view()
confirm_by_passkey = ConfirmByPasskeyView.as_view()
