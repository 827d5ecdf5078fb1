"""The door of `cases`."""

from __future__ import annotations

from moothall.apps.cases.answered import rebuild_answers
from moothall.apps.cases.bulk import PastCase, load_past
from moothall.apps.cases.fees import fee_due
from moothall.apps.cases.holding import RELEASE, HeldView, cases_held
from moothall.apps.cases.indexing import number_of, rebuild_search
from moothall.apps.cases.known import case_key, cases_half_heard, cases_of_people, rows_of, told_at_opening
from moothall.apps.cases.links import track_link, track_token
from moothall.apps.cases.models import Status
from moothall.apps.cases.policies import ASSIGN, CLOSE, ERASE, MOVE, READ, REFUND, WORK, CaseNotFound
from moothall.apps.cases.possible import Verb, possible, verbs_for, verdicts_for
from moothall.apps.cases.projection import rebuild_queue
from moothall.apps.cases.public import PublicReport, PublicStep, public_photo, public_report
from moothall.apps.cases.queries import (
    case_for,
    correction_of,
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
from moothall.apps.cases.seen import ChangedSince, Heeds, as_seen
from moothall.apps.cases.services.adding import add_to_case, may_add, withdraw_case
from moothall.apps.cases.services.asking import answer_question, ask_reporter
from moothall.apps.cases.services.closing import close_case, reopen_case
from moothall.apps.cases.services.correcting import AnswersDoNotFit, correct_answers
from moothall.apps.cases.services.erasing import erase_case
from moothall.apps.cases.services.letting_in import mail_own_link
from moothall.apps.cases.services.linking import link_duplicate, unlink_duplicate
from moothall.apps.cases.services.moving import move_case
from moothall.apps.cases.services.opening import Judge, Opened, open_case
from moothall.apps.cases.services.paying import ask_for_fee, open_paid, refund_fee
from moothall.apps.cases.services.releasing import drop_case, release_case
from moothall.apps.cases.services.showing import hide_photo, show_photo
from moothall.apps.cases.services.subscribing import (
    ask_to_subscribe,
    confirm_subscription,
    subscription_of,
    unsubscribe,
)
from moothall.apps.cases.services.working import (
    add_note,
    assign_case,
    complete_task,
    start_case,
    take_case,
)
from moothall.apps.cases.telling_again import said_before
from moothall.apps.cases.views import (
    CaseView,
    Correction,
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
    "REFUND",
    "RELEASE",
    "VIEWS",
    "WORK",
    "AnswersDoNotFit",
    "CaseNotFound",
    "CaseView",
    "ChangedSince",
    "Correction",
    "Count",
    "Entry",
    "Heeds",
    "HeldView",
    "Judge",
    "LinkView",
    "Opened",
    "PartyView",
    "PastCase",
    "PublicReport",
    "PublicStep",
    "QuestionView",
    "RequestView",
    "Row",
    "Rows",
    "SaidParty",
    "Status",
    "TaskView",
    "Verb",
    "add_note",
    "add_to_case",
    "answer_question",
    "as_seen",
    "ask_for_fee",
    "ask_reporter",
    "ask_to_subscribe",
    "assign_case",
    "case_for",
    "case_key",
    "cases_half_heard",
    "cases_held",
    "cases_of_people",
    "cases_waiting",
    "close_case",
    "complete_task",
    "confirm_subscription",
    "correct_answers",
    "correction_of",
    "count_found",
    "count_waiting",
    "document_for",
    "drop_case",
    "erase_case",
    "fee_due",
    "hide_photo",
    "link_duplicate",
    "load_past",
    "mail_own_link",
    "may_add",
    "move_case",
    "number_of",
    "open_case",
    "open_paid",
    "parties_said",
    "possible",
    "public_photo",
    "public_report",
    "rebuild_answers",
    "rebuild_queue",
    "rebuild_search",
    "refund_fee",
    "release_case",
    "reopen_case",
    "request_for",
    "rows_of",
    "said_before",
    "search_cases",
    "sender_of",
    "show_photo",
    "start_case",
    "subscription_of",
    "take_case",
    "timeline_of",
    "told_at_opening",
    "track",
    "track_by_link",
    "track_link",
    "track_token",
    "unlink_duplicate",
    "unsubscribe",
    "verbs_for",
    "verdicts_for",
    "ward_said",
    "withdraw_case",
]
