"""The addresses of whoever owns services: how they go, and what they say."""

from __future__ import annotations

from moothall.apps.catalogue.api import SERVICES_REWORD
from moothall.apps.insight.api import READ_INSIGHT
from moothall.sites.staff.owners import use, words
from moothall.ui.routes import route

owners = [
    route("staff/services/", use.services, policy=READ_INSIGHT, name="staff-services"),
    route("staff/services/<slug:slug>/", use.service, policy=READ_INSIGHT, name="staff-service"),
    route("staff/services/<slug:slug>/words/", words.words, policy=SERVICES_REWORD, name="staff-words"),
    route(
        "staff/services/<slug:slug>/words/history/",
        words.history,
        policy=SERVICES_REWORD,
        name="staff-words-history",
    ),
    route(
        "staff/services/<slug:slug>/words/at/<path:where>/",
        words.word,
        policy=SERVICES_REWORD,
        name="staff-word",
    ),
]
