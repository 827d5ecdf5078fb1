"""The door of `cases`."""

from __future__ import annotations

from moothall.apps.cases.alike import AlikeCase, alike
from moothall.apps.cases.answered import rebuild_answers
from moothall.apps.cases.automating.pressing import press_macro
from moothall.apps.cases.badges import approvals_to_give, badges
from moothall.apps.cases.bodies import Body, bodies
from moothall.apps.cases.bulk import PastCase, load_past
from moothall.apps.cases.bulk_told import NAME_HOLE, REFERENCE_HOLE, PastLetter
from moothall.apps.cases.desk import Desk, Righted, desk_for, stream_for
from moothall.apps.cases.fees import fee_due
from moothall.apps.cases.figures import Figures, figures_of, oldest_of
from moothall.apps.cases.filterable import questions_asked
from moothall.apps.cases.fitting import Along, Fitting
from moothall.apps.cases.flags import RULES as CONTACT_RULES
from moothall.apps.cases.flags import FlagView, contact_rules, flags_listed, rules_about
from moothall.apps.cases.holding import RELEASE, HeldView, cases_held
from moothall.apps.cases.indexing import number_of, rebuild_search
from moothall.apps.cases.known import (
    ReportedBy,
    case_key,
    cases_half_heard,
    cases_of_people,
    reported_by,
    rows_of,
    told_at_opening,
)
from moothall.apps.cases.left_behind import LeftBehind, fitting_for, left_behind
from moothall.apps.cases.links import track_link, track_token
from moothall.apps.cases.load import Load, load_of
from moothall.apps.cases.macros import MacroOffered, macros_for
from moothall.apps.cases.many import Many, act_on_many, acts_on_many
from moothall.apps.cases.marks import CHANNEL, PRIORITY, TAG, marks_of
from moothall.apps.cases.merged import Combined, Together, combined_view, together_with
from moothall.apps.cases.models import Level, Shared, Status
from moothall.apps.cases.noticing import notice_due_soon
from moothall.apps.cases.on_visit import OnVisit, case_on_visit, photo_on_visit
from moothall.apps.cases.policies import (
    ASSIGN,
    CLOSE,
    ERASE,
    FLAG,
    MOVE,
    READ,
    REFER,
    REFUND,
    VISIT,
    WORK,
    CaseNotFound,
)
from moothall.apps.cases.possible import (
    Verb,
    possible,
    verbs_and_policies,
    verbs_for,
    verdict_on,
    verdicts_for,
)
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
from moothall.apps.cases.queue import (
    cases_waiting,
    count_waiting,
    counts_waiting,
    groups_waiting,
    list_cases,
    pages_of,
)
from moothall.apps.cases.replies import UnsentReply, replies_unsent
from moothall.apps.cases.said import SaidParty, parties_said, ward_said
from moothall.apps.cases.saved import Saved, SavedViews, ViewNotFound, saved_view, saved_views
from moothall.apps.cases.searching import Found, count_found, found_at_once, search_cases, search_typed
from moothall.apps.cases.seen import ChangedSince, Heeds, as_seen
from moothall.apps.cases.services.acting_on_many import begin_many, propose_many, undo_many
from moothall.apps.cases.services.adding import add_to_case, may_add, withdraw_case
from moothall.apps.cases.services.agreeing import agree_later_day
from moothall.apps.cases.services.answering import answer_question
from moothall.apps.cases.services.approving import (
    APPROVABLE,
    ApprovalView,
    Details,
    approval_of,
    approvals_waiting,
    approve,
    ask_approval,
    send_back,
    take_approval_back,
)
from moothall.apps.cases.services.asking import ask_reporter
from moothall.apps.cases.services.closing import close_case, reopen_case
from moothall.apps.cases.services.closing_undone import undo_closing
from moothall.apps.cases.services.correcting import AnswersDoNotFit, correct_answers
from moothall.apps.cases.services.erasing import erase_case
from moothall.apps.cases.services.filling_rest import Rest, fill_in_rest, rest_of
from moothall.apps.cases.services.flagging import Flagging, end_flag, flag_contact, lapse_flags, review_flag
from moothall.apps.cases.services.giving import give_to_team, set_priority
from moothall.apps.cases.services.letting_in import mail_own_link
from moothall.apps.cases.services.linking import link_duplicate, unlink_duplicate
from moothall.apps.cases.services.many_verbs import MANY_VERBS
from moothall.apps.cases.services.merging import merge_cases, unmerge_cases
from moothall.apps.cases.services.moving import move_case
from moothall.apps.cases.services.noting import (
    add_note,
    add_sensitive_note,
    change_note,
    follow_case,
    following,
    roles_for_notes,
    unfollow_case,
)
from moothall.apps.cases.services.on_hold import HoldView, bring_back, end_hold, hold_case, hold_of
from moothall.apps.cases.services.opening import Judge, Opened, open_case
from moothall.apps.cases.services.paying import ask_for_fee, open_paid, refund_fee
from moothall.apps.cases.services.questioning import ask_questions, fill_in_questions, keep_answers
from moothall.apps.cases.services.redacting import original_for, redact_photo
from moothall.apps.cases.services.referring import MayPass, may_pass, refer_case, take_back
from moothall.apps.cases.services.referring import Wish as Referring
from moothall.apps.cases.services.releasing import drop_case, release_case
from moothall.apps.cases.services.replying import call_back, files_said, keep_reply, let_leave, send_reply
from moothall.apps.cases.services.saving import (
    change_view,
    keep_columns,
    place_view,
    remove_view,
    rename_view,
    save_view,
    share_view,
)
from moothall.apps.cases.services.sharing import (
    By as ShareBy,
)
from moothall.apps.cases.services.sharing import (
    Moved,
    Proposal,
    move_to_cover,
    move_work,
    proposed,
)
from moothall.apps.cases.services.showing import hide_photo, show_photo
from moothall.apps.cases.services.splitting import Divisible, Parting, divisible, other_half, split_case
from moothall.apps.cases.services.standing_in import (
    StandIn,
    hand_over_role,
    stand_ins,
    stand_ins_of,
    take_role_back,
)
from moothall.apps.cases.services.subscribing import (
    ask_to_subscribe,
    confirm_subscription,
    subscription_of,
    unsubscribe,
)
from moothall.apps.cases.services.tagging import add_tag, remove_tag
from moothall.apps.cases.services.visiting import Visited, complete_visit, note_on_visit
from moothall.apps.cases.services.working import add_task, assign_case, complete_task, start_case, take_case
from moothall.apps.cases.small_forms import (
    QUESTION_PAGE,
    QUESTION_TYPES,
    SmallFormView,
    SmallQuestion,
    preview_questions,
    small_form_for,
)
from moothall.apps.cases.snippet_facts import facts_for
from moothall.apps.cases.stops import StopSaid, stops_of, wheres_of
from moothall.apps.cases.tags import Tags, tags_of
from moothall.apps.cases.telling_again import said_before
from moothall.apps.cases.traits import FOLLOWED, WRITING
from moothall.apps.cases.typed import Typed
from moothall.apps.cases.views import (
    CaseView,
    Correction,
    Count,
    Entry,
    Group,
    LinkView,
    Listed,
    PartyView,
    QuestionView,
    RequestView,
    Row,
    Rows,
    TaskView,
)
from moothall.apps.cases.wanted import ME, NO_WARD, NOBODY, VIEWS, Answered, Sort, Wanted
from moothall.apps.cases.whose import Whose, case_referred_to, references_of, whose
from moothall.apps.cases.whose_cases import people_with_cases
from moothall.apps.cases.written import WITH_REPLY, WRITABLE
from moothall.apps.cases.written import Draft as ReplyDraft

__all__ = [
    "APPROVABLE", "ASSIGN", "CHANNEL", "CLOSE", "CONTACT_RULES", "ERASE", "FLAG", "FOLLOWED", "MANY_VERBS", "ME",
    "MOVE", "NAME_HOLE", "NOBODY", "NO_WARD", "PRIORITY", "QUESTION_PAGE", "QUESTION_TYPES", "READ", "REFER",
    "REFERENCE_HOLE", "REFUND", "RELEASE", "TAG", "VIEWS", "VISIT", "WITH_REPLY", "WORK", "WRITABLE", "WRITING",
    "AlikeCase", "Along", "Answered", "AnswersDoNotFit", "ApprovalView", "Body", "CaseNotFound", "CaseView",
    "ChangedSince", "Combined", "Correction", "Count", "Desk", "Details", "Divisible", "Entry", "Figures", "Fitting",
    "FlagView", "Flagging", "Found", "Group", "Heeds", "HeldView", "HoldView", "Judge", "LeftBehind", "Level",
    "LinkView", "Listed", "Load", "MacroOffered", "Many", "MayPass", "Moved", "OnVisit", "Opened", "Parting",
    "PartyView", "PastCase", "PastLetter", "Proposal", "PublicReport", "PublicStep", "QuestionView", "Referring",
    "ReplyDraft", "ReportedBy", "RequestView", "Rest", "Righted", "Row", "Rows", "SaidParty", "Saved", "SavedViews",
    "ShareBy", "Shared", "SmallFormView", "SmallQuestion", "Sort", "StandIn", "Status", "StopSaid", "Tags", "TaskView",
    "Together", "Typed", "UnsentReply", "Verb", "ViewNotFound", "Visited", "Wanted", "Whose", "act_on_many",
    "acts_on_many", "add_note", "add_sensitive_note", "add_tag", "add_task", "add_to_case", "agree_later_day", "alike",
    "answer_question", "approval_of", "approvals_to_give", "approvals_waiting", "approve", "as_seen", "ask_approval",
    "ask_for_fee", "ask_questions", "ask_reporter", "ask_to_subscribe", "assign_case", "badges", "begin_many",
    "bodies", "bring_back", "call_back", "case_for", "case_key", "case_on_visit", "case_referred_to",
    "cases_half_heard", "cases_held", "cases_of_people", "cases_waiting", "change_note", "change_view", "close_case",
    "combined_view", "complete_task", "complete_visit", "confirm_subscription", "contact_rules", "correct_answers",
    "correction_of", "count_found", "count_waiting", "counts_waiting", "desk_for", "divisible", "document_for",
    "drop_case", "end_flag", "end_hold", "erase_case", "facts_for", "fee_due", "figures_of", "files_said",
    "fill_in_questions", "fill_in_rest", "fitting_for", "flag_contact", "flags_listed", "follow_case", "following",
    "found_at_once", "give_to_team", "groups_waiting", "hand_over_role", "hide_photo", "hold_case", "hold_of",
    "keep_answers", "keep_columns", "keep_reply", "lapse_flags", "left_behind", "let_leave", "link_duplicate",
    "list_cases", "load_of", "load_past", "macros_for", "mail_own_link", "marks_of", "may_add", "may_pass",
    "merge_cases", "move_case", "move_to_cover", "move_work", "note_on_visit", "notice_due_soon", "number_of",
    "oldest_of", "open_case", "open_paid", "original_for", "other_half", "pages_of", "parties_said",
    "people_with_cases", "photo_on_visit", "place_view", "possible", "press_macro", "preview_questions",
    "propose_many", "proposed", "public_photo", "public_report", "questions_asked", "rebuild_answers", "rebuild_queue",
    "rebuild_search", "redact_photo", "refer_case", "references_of", "refund_fee", "release_case", "remove_tag",
    "remove_view", "rename_view", "reopen_case", "replies_unsent", "reported_by", "request_for", "rest_of",
    "review_flag", "roles_for_notes", "rows_of", "rules_about", "said_before", "save_view", "saved_view",
    "saved_views", "search_cases", "search_typed", "send_back", "send_reply", "sender_of", "set_priority",
    "share_view", "show_photo", "small_form_for", "split_case", "stand_ins", "stand_ins_of", "start_case", "stops_of",
    "stream_for", "subscription_of", "tags_of", "take_approval_back", "take_back", "take_case", "take_role_back",
    "timeline_of", "together_with", "told_at_opening", "track", "track_by_link", "track_link", "track_token",
    "undo_closing", "undo_many", "unfollow_case", "unlink_duplicate", "unmerge_cases", "unsubscribe",
    "verbs_and_policies", "verbs_for", "verdict_on", "verdicts_for", "ward_said", "wheres_of", "whose",
    "withdraw_case",
]  # fmt: skip
