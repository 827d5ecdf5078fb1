"""What a case refuses, a module for each family. The sentence is read by whoever asked."""

from __future__ import annotations

from moothall.apps.cases.rules.adding import (
    is_added_to_seldom,
    may_be_added_to,
    may_be_withdrawn,
    nobody_else_waits_for_it,
    says_something,
)
from moothall.apps.cases.rules.asking import is_not_waiting, question_is_open, reporter_can_be_asked
from moothall.apps.cases.rules.closing import is_closed, outcome_is_known, tasks_are_done, within_window
from moothall.apps.cases.rules.correcting import has_reason, says_something_else
from moothall.apps.cases.rules.holding import is_held
from moothall.apps.cases.rules.linking import (
    are_two_cases,
    has_no_live_link,
    is_linked,
    original_follows_nobody,
    same_people_may_see,
)
from moothall.apps.cases.rules.moving import is_another_service
from moothall.apps.cases.rules.paying import fee_is_known, fee_is_paid
from moothall.apps.cases.rules.seeing import is_as_it_was_seen
from moothall.apps.cases.rules.showing import is_a_photo_to_show, photos_may_be_public
from moothall.apps.cases.rules.working import (
    assignee_may_see,
    has_words,
    is_new,
    is_not_erased,
    is_open,
    nobody_else_has_it,
    not_already_mine,
    task_is_open,
    words_are_bounded,
)

__all__ = [
    "are_two_cases",
    "assignee_may_see",
    "fee_is_known",
    "fee_is_paid",
    "has_no_live_link",
    "has_reason",
    "has_words",
    "is_a_photo_to_show",
    "is_added_to_seldom",
    "is_another_service",
    "is_as_it_was_seen",
    "is_closed",
    "is_held",
    "is_linked",
    "is_new",
    "is_not_erased",
    "is_not_waiting",
    "is_open",
    "may_be_added_to",
    "may_be_withdrawn",
    "nobody_else_has_it",
    "nobody_else_waits_for_it",
    "not_already_mine",
    "original_follows_nobody",
    "outcome_is_known",
    "photos_may_be_public",
    "question_is_open",
    "reporter_can_be_asked",
    "same_people_may_see",
    "says_something",
    "says_something_else",
    "task_is_open",
    "tasks_are_done",
    "within_window",
    "words_are_bounded",
]
