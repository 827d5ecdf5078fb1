"""The door of `cases`."""

from __future__ import annotations

from moothall.apps.cases.answered import rebuild_answers
from moothall.apps.cases.bulk import PastCase, load_past
from moothall.apps.cases.indexing import number_of, rebuild_search
from moothall.apps.cases.links import track_link, track_token
from moothall.apps.cases.models import Status
from moothall.apps.cases.policies import ASSIGN, CLOSE, ERASE, MOVE, READ, WORK, CaseNotFound
from moothall.apps.cases.possible import Verb, verbs_for
from moothall.apps.cases.projection import rebuild_queue
from moothall.apps.cases.queries import (
    case_for,
    document_for,
    request_for,
    sender_of,
    timeline_of,
    track,
    track_by_link,
)
from moothall.apps.cases.queue import VIEWS, cases_waiting, count_waiting
from moothall.apps.cases.said import SaidParty, parties_said, ward_said
from moothall.apps.cases.searching import count_found, search_cases
from moothall.apps.cases.services.asking import answer_question, ask_reporter
from moothall.apps.cases.services.closing import close_case, reopen_case
from moothall.apps.cases.services.erasing import erase_case
from moothall.apps.cases.services.linking import link_duplicate, unlink_duplicate
from moothall.apps.cases.services.moving import move_case
from moothall.apps.cases.services.opening import Opened, open_case
from moothall.apps.cases.services.working import (
    add_note,
    assign_case,
    complete_task,
    start_case,
    take_case,
)
from moothall.apps.cases.views import (
    CaseView,
    Count,
    Entry,
    LinkView,
    PartyView,
    QuestionView,
    RequestView,
    Row,
    Rows,
    TaskView,
)

__all__ = [
    "ASSIGN",
    "CLOSE",
    "ERASE",
    "MOVE",
    "READ",
    "VIEWS",
    "WORK",
    "CaseNotFound",
    "CaseView",
    "Count",
    "Entry",
    "LinkView",
    "Opened",
    "PartyView",
    "PastCase",
    "QuestionView",
    "RequestView",
    "Row",
    "Rows",
    "SaidParty",
    "Status",
    "TaskView",
    "Verb",
    "add_note",
    "answer_question",
    "ask_reporter",
    "assign_case",
    "case_for",
    "cases_waiting",
    "close_case",
    "complete_task",
    "count_found",
    "count_waiting",
    "document_for",
    "erase_case",
    "link_duplicate",
    "load_past",
    "move_case",
    "number_of",
    "open_case",
    "parties_said",
    "rebuild_answers",
    "rebuild_queue",
    "rebuild_search",
    "reopen_case",
    "request_for",
    "search_cases",
    "sender_of",
    "start_case",
    "take_case",
    "timeline_of",
    "track",
    "track_by_link",
    "track_link",
    "track_token",
    "unlink_duplicate",
    "verbs_for",
    "ward_said",
]
