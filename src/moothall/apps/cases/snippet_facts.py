"""The facts of a case for the words that are put into a reply: by snippets and by macros."""

from __future__ import annotations

from collections.abc import Mapping

from moothall.apps.cases.views import CaseView
from moothall.apps.catalogue.api import council
from moothall.apps.identity.api import accounts_named
from moothall.apps.teams.api import team_called
from moothall.kernel.actors import Actor
from moothall.ui.words import day


def facts_for(case: CaseView, by: Actor) -> Mapping[str, str]:
    """As they are now: what is put in is text, and the officer changes it as they like."""
    ours = council()
    reporter = next((one.name for one in case.parties if one.role == "reporter"), "")
    own = accounts_named([by.account_id], seen_by=by).get(by.account_id, "") if by.account_id else ""
    return {
        "name": reporter or "resident",
        "reference": case.reference,
        "service_name": case.service_name,
        "due_on": day(case.due_on) if case.due_on else "",
        "opened_on": day(case.opened_at.date()),
        "officer_name": own,
        "team_name": team_called(case.team),
        "council_name": ours.name,
        "council_phone": ours.contact.phone,
    }
