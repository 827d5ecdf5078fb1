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
]

ROOT_URLCONF = "moothall.project.urls"
WSGI_APPLICATION = "moothall.project.wsgi.application"
AUTH_USER_MODEL = "identity.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": database_settings(env.DATABASE_URL, env.VAR)}

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
