"""The addresses of the staff site. The names that allauth asks for by name are kept as it calls them."""

from __future__ import annotations

from moothall.apps.cases.api import RELEASE
from moothall.apps.identity.api import OWN_ACCOUNT, STAFF
from moothall.apps.messaging.api import SEE_OUTBOX
from moothall.ground.jobs.api import RETRY_JOBS
from moothall.kernel.policies import PUBLIC
from moothall.sites.staff import (
    account,
    failures,
    held,
    outbox,
    questions,
    sign_in,
)
from moothall.sites.staff.bulk.urls import bulk
from moothall.sites.staff.casework.urls import casework
from moothall.sites.staff.contacts.urls import contacts
from moothall.sites.staff.deeds.urls import deeds
from moothall.sites.staff.helping.urls import helping
from moothall.sites.staff.oversight.urls import oversight
from moothall.sites.staff.owners.urls import owners
from moothall.sites.staff.queues.urls import queues
from moothall.sites.staff.rounds.urls import rounds
from moothall.sites.staff.rules.urls import rules
from moothall.sites.staff.talking.urls import talking
from moothall.sites.staff.team.urls import team
from moothall.ui.routes import by_beginning, route

signing_in = [
    route("staff/sign-in/", sign_in.sign_in, policy=PUBLIC, name="account_login"),
    route("staff/sign-in/code/", sign_in.code, policy=PUBLIC, name="mfa_authenticate"),
    route("staff/sign-in/passkey/", sign_in.passkey, policy=PUBLIC, name="mfa_login_webauthn"),
    route("staff/sign-in/closed/", sign_in.inactive, policy=PUBLIC, name="account_inactive"),
    route("staff/sign-out/", sign_in.sign_out, policy=PUBLIC, name="account_logout"),
    route("demo/codes/", sign_in.demo_codes, policy=PUBLIC, name="demo-codes"),
]

own_account = [
    route("staff/account/", account.index, policy=OWN_ACCOUNT, name="mfa_index"),
    route("staff/account/app/", account.add_app, policy=OWN_ACCOUNT, name="mfa_activate_totp"),
    route("staff/account/app/remove/", account.remove_app, policy=OWN_ACCOUNT, name="mfa_deactivate_totp"),
    route("staff/account/passkey/", account.add_passkey, policy=OWN_ACCOUNT, name="mfa_add_webauthn"),
    route(
        "staff/account/passkey/<int:pk>/remove/",
        account.remove_passkey,
        policy=OWN_ACCOUNT,
        name="mfa_remove_webauthn",
    ),
    route("staff/account/codes/", account.recovery_codes, policy=OWN_ACCOUNT, name="mfa_view_recovery_codes"),
    route(
        "staff/account/codes/new/",
        account.new_recovery_codes,
        policy=OWN_ACCOUNT,
        name="mfa_generate_recovery_codes",
    ),
    route("staff/account/password/", account.password, policy=OWN_ACCOUNT, name="account_change_password"),
    route(
        "staff/account/confirm/",
        account.confirm_by_password,
        policy=OWN_ACCOUNT,
        name="account_reauthenticate",
    ),
    route(
        "staff/account/confirm/code/", account.confirm_by_code, policy=OWN_ACCOUNT, name="mfa_reauthenticate"
    ),
    route(
        "staff/account/confirm/passkey/",
        account.confirm_by_passkey,
        policy=OWN_ACCOUNT,
        name="mfa_reauthenticate_webauthn",
    ),
]

running = [
    route("staff/failures/", failures.failures, policy=RETRY_JOBS, name="staff-failures"),
    route(
        "staff/failures/<str:kind>/<uuid:key>/<str:verb>/",
        failures.decide,
        policy=RETRY_JOBS,
        name="staff-failure",
    ),
    route("staff/held/", held.held, policy=RELEASE, name="staff-held"),
    route("staff/held/<str:reference>/<str:verb>/", held.judge, policy=RELEASE, name="staff-held-judge"),
    route("staff/questions/", questions.questions, policy=STAFF, name="staff-questions"),
    route("staff/questions/<slug:name>/", questions.question, policy=STAFF, name="staff-question"),
    route("staff/outbox/", outbox.messages, policy=SEE_OUTBOX, name="staff-outbox"),
]

_routes = [
    *casework,
    *talking,
    *deeds,
    *queues,
    *bulk,
    *contacts,
    *running,
    *owners,
    *oversight,
    *rules,
    *rounds,
    *team,
    *helping,
    *signing_in,
    *own_account,
]

urlpatterns = by_beginning(_routes, "staff/cases/", "staff/")
