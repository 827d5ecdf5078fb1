"""Django's settings: wiring only. What a council may change is read in `environment.py`."""

from __future__ import annotations

from moothall.project import environment as env
from moothall.project.databases import database_settings

SECRET_KEY = env.SECRET
DEBUG = False
ALLOWED_HOSTS = list(env.HOSTS)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django_tasks",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "moothall.ground.events",
    "moothall.ground.jobs",
    "moothall.ground.search",
    "moothall.ground.files",
    "moothall.ground.looks",
    "moothall.apps.identity",
    "moothall.apps.teams",
    "moothall.apps.places",
    "moothall.apps.people",
    "moothall.apps.catalogue",
    "moothall.apps.documents",
    "moothall.apps.forms",
    "moothall.apps.deadlines",
    "moothall.apps.messaging",
    "moothall.apps.cases",
    "moothall.sites.public",
    "moothall.sites.staff",
    "moothall.sites.ops",
    "moothall.sites.rehearsal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "moothall.project.middleware.who_acts",
    "moothall.project.middleware.content_security",
]

ROOT_URLCONF = "moothall.project.urls"
WSGI_APPLICATION = "moothall.project.wsgi.application"
AUTH_USER_MODEL = "identity.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": database_settings(env.DATABASE_URL, env.VAR)}

TASKS = {"default": {"BACKEND": "moothall.ground.jobs.backend.DatabaseBackend", "QUEUES": []}}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = env.STATIC
CSRF_FAILURE_VIEW = "moothall.ui.errors.out_of_date"

#: Read by `identity`: accounts with a published password may not exist in production.
MOOTHALL_PRODUCTION = env.PRODUCTION

# Signing in (docs/decisions/0016). What is not said here stays as allauth has it.
LOGIN_URL = "/staff/sign-in/"
LOGIN_REDIRECT_URL = "/staff/"
LOGOUT_REDIRECT_URL = "/staff/sign-in/"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
ACCOUNT_ADAPTER = "moothall.apps.identity.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
#: By account first; by address only so high that a whole contact centre behind one address never meets it.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "10/5m/key,300/5m/ip"}
MFA_ADAPTER = "moothall.apps.identity.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
#: Chromium allows passkeys on http://localhost; elsewhere they need https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.PRODUCTION

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "identity_shared_counter",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "moothall_staff"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# The seal of the event log: its key, and the folder its head and the ledger of erasures are copied out to.
MOOTHALL_SEAL_KEY = env.SEAL_KEY
MOOTHALL_SEAL_FOLDER = env.VAR / "seal"

MOOTHALL_COUNCIL = env.COUNCIL
MOOTHALL_SERVICES = env.SERVICES
MOOTHALL_DEVELOPMENT = env.DEVELOPMENT
