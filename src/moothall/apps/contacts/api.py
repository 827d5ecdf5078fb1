"""The door of `contacts`: answering people, and finding out who they are."""

from __future__ import annotations

from moothall.apps.contacts.definitions import CHANNELS, Arrangements, DeskPlan, Line, Reason, Script, WrapUp
from moothall.apps.contacts.forms_for import (
    STAFF,
    begin_form,
    draft_of,
    fitting_answers,
    hand_over_form,
    send_form,
)
from moothall.apps.contacts.looking_up import Found, Known, caller_known, look_up, said_before
from moothall.apps.contacts.policies import LOG
from moothall.apps.contacts.queries import (
    contact_for,
    contacts_about,
    contacts_counted,
    contacts_read,
    contacts_summed,
    contacts_today,
    opened_in,
)
from moothall.apps.contacts.reader import arrangements
from moothall.apps.contacts.services import (
    ContactNotFound,
    begin_contact,
    keep_caller,
    link_contact,
    wrap_up_contact,
    write_down,
)
from moothall.apps.contacts.views import CaseOfContact, ContactAbout, ContactView, Counted, Summed, Sums

__all__ = [
    "CHANNELS",
    "LOG",
    "STAFF",
    "Arrangements",
    "CaseOfContact",
    "ContactAbout",
    "ContactNotFound",
    "ContactView",
    "Counted",
    "DeskPlan",
    "Found",
    "Known",
    "Line",
    "Reason",
    "Script",
    "Summed",
    "Sums",
    "WrapUp",
    "arrangements",
    "begin_contact",
    "begin_form",
    "caller_known",
    "contact_for",
    "contacts_about",
    "contacts_counted",
    "contacts_read",
    "contacts_summed",
    "contacts_today",
    "draft_of",
    "fitting_answers",
    "hand_over_form",
    "keep_caller",
    "link_contact",
    "look_up",
    "opened_in",
    "said_before",
    "send_form",
    "wrap_up_contact",
    "write_down",
]
