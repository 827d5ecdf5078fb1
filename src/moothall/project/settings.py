"""Django's settings: wiring only. What a council may change is read in `environment.py`."""

from __future__ import annotations

from pathlib import Path

from moothall.project import environment as env
from moothall.project import logs
from moothall.project.databases import database_settings

SECRET_KEY = env.SECRET
SECRET_KEY_FALLBACKS = list(env.SECRET_KEY_FALLBACKS)
DEBUG = False
ALLOWED_HOSTS = list(env.HOSTS)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
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
    "moothall.ground.presence",
    "moothall.ground.tallies",
    "moothall.apps.identity",
    "moothall.apps.teams",
    "moothall.apps.places",
    "moothall.apps.people",
    "moothall.apps.catalogue",
    "moothall.apps.documents",
    "moothall.apps.forms",
    "moothall.apps.lookups",
    "moothall.apps.deadlines",
    "moothall.apps.messaging",
    "moothall.apps.payments",
    "moothall.apps.automation",
    "moothall.apps.bookings",
    "moothall.apps.cases",
    "moothall.apps.contacts",
    "moothall.apps.insight",
    "moothall.sites.public",
    "moothall.sites.staff",
    "moothall.sites.ops",
    "moothall.sites.rehearsal",
    "moothall.sites.demo",
]

MIDDLEWARE = [
    "moothall.project.observing.observed",
    "moothall.project.middleware.content_security",
    "moothall.project.languages.in_its_language",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "moothall.project.middleware.csrf_cookie_once",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "moothall.project.middleware.who_acts",
]

ROOT_URLCONF = "moothall.project.urls"
WSGI_APPLICATION = "moothall.project.wsgi.application"
AUTH_USER_MODEL = "identity.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": database_settings(env.DATABASE_URL, env.VAR)}

#: Who looks at what just now, on SQLite: beside the database, and never synced.
MOOTHALL_PRESENCE_FILE = env.VAR / "presence.sqlite3"

LOGGING = logs.LOGGING

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
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
#: Whether addresses may begin with a language that a machine made of English, to look at pages in it.
MOOTHALL_PSEUDO_LANGUAGES = (env.DEVELOPMENT or env.PSEUDO_LANGUAGES) and not env.PRODUCTION
STATIC_URL = "/static/"
STATIC_ROOT = env.STATIC
CSRF_FAILURE_VIEW = "moothall.sites.public.lost.out_of_date"

#: Read by `identity`: accounts with a published password may not exist in production.
MOOTHALL_PRODUCTION = env.PRODUCTION
#: Whether this is for training alone: each page says so.
MOOTHALL_PRACTICE = env.PRACTICE
#: Whether messages stay here and a page shows them: in a demonstration without a mail server.
MOOTHALL_OUTBOX = env.SMTP_URL.partition(":")[0] in env.SENDS_NONE

# Signing in (docs/decisions/0016). What is not said here stays as allauth has it.
LOGIN_URL = "/staff/sign-in/"
LOGIN_REDIRECT_URL = "/staff/start/"
LOGOUT_REDIRECT_URL = "/staff/sign-in/"
AUTHENTICATION_BACKENDS = ["moothall.apps.teams.backends.StaffBackend"]
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
SESSION_ENGINE = "moothall.apps.identity.session_store"
#: Practice at another port of the same machine gets the same cookies: signing in there must not sign out here.
SESSION_COOKIE_NAME = "moothall_practice" if env.PRACTICE else "moothall_staff"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600

# The seal of the event log: its key, and the folder its head and the ledger of erasures are copied out to.
MOOTHALL_SEAL_KEY = env.SEAL_KEY
MOOTHALL_SEAL_FOLDER = env.VAR / "seal"

#: Makes the file store (`ground/files`): a folder, or what MOOTHALL_FILES_URL says.
MOOTHALL_FILE_STORE = "moothall.project.stores.file_store"

MOOTHALL_COUNCIL = env.COUNCIL
MOOTHALL_INVENTED = env.INVENTED
MOOTHALL_SERVICES = env.SERVICES
MOOTHALL_DEVELOPMENT = env.DEVELOPMENT
#: What the help of the staff site is made of.
MOOTHALL_GUIDES = env.ROOT / "docs" / "how-to"

#: Read by `sites/ops`: who may read the numbers from another machine.
MOOTHALL_METRICS_TOKEN = env.METRICS_TOKEN

# What a browser is told (the Content-Security-Policy is in `rules_for_browsers.py`). Passwords, tokens and cookies
# travel encrypted in production; a developer's machine has no certificate.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.PRODUCTION
CSRF_COOKIE_NAME = "moothall_practice_form" if env.PRACTICE else "moothall_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [env.ADDRESS] if env.ADDRESS.startswith("https://") else []
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if env.PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.PRODUCTION
SECURE_HSTS_PRELOAD = env.PRODUCTION
SECURE_SSL_REDIRECT = env.PRODUCTION
#: Asked by machines beside us, which have no certificate to check.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.PROXIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
ALLAUTH_TRUSTED_PROXY_COUNT = env.PROXIES
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options: our Content-Security-Policy says frame-ancestors 'none'
]

# What may be sent: photographs come as files, everything else is words.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

#: For the links in messages.
MOOTHALL_ADDRESS = env.ADDRESS
#: Makes the mailer (`apps/messaging`): a mail server, or the demonstration's.
MOOTHALL_MAILER = "moothall.project.mailers.mailer"
#: Makes the scanner (`apps/documents`): ClamAV's daemon, or the demonstration's.
MOOTHALL_SCANNER = "moothall.project.scanners.scanner"
MOOTHALL_PAYMENTS = "moothall.project.tills.payment_provider"
