"""The addresses of rules."""

from __future__ import annotations

from moothall.apps.automation.api import READ_RULES
from moothall.sites.staff.rules import listing
from moothall.ui.routes import route

rules = [
    route("staff/rules/", listing.rules, policy=READ_RULES, name="staff-rules"),
    route("staff/rules/<slug:rule>/", listing.rule, policy=READ_RULES, name="staff-rule"),
    route("staff/rules/<slug:rule>/try/", listing.try_it, policy=READ_RULES, name="staff-rule-try"),
]
