"""The door of `forms`: the form of a service, the way through it, reading a page, drafts, revisions.

Nothing else here is imported from outside.
"""

from moothall.apps.forms.answers import TYPED, Answer, Answers, answers_from, answers_from_text
from moothall.apps.forms.bindings import BINDINGS
from moothall.apps.forms.carry import carry_over
from moothall.apps.forms.form import CHECK_ANSWERS, Branch, Form, Page
from moothall.apps.forms.question import Condition, Kind, PostedFile, Problem, Question, Typed, Upload
from moothall.apps.forms.reading import Posted, Reading, posted, read_page, typed_for
from moothall.apps.forms.types import KINDS
from moothall.apps.forms.walk import (
    may_open,
    missing_pages,
    next_page,
    page_before,
    path,
    relevant,
)
from moothall.apps.forms.wording import Said, answers_in_words, bound_text, hidden, outline, search_text

__all__ = [
    "BINDINGS",
    "CHECK_ANSWERS",
    "KINDS",
    "TYPED",
    "Answer",
    "Answers",
    "Branch",
    "Condition",
    "Form",
    "Kind",
    "Page",
    "Posted",
    "PostedFile",
    "Problem",
    "Question",
    "Reading",
    "Said",
    "Typed",
    "Upload",
    "answers_from",
    "answers_from_text",
    "answers_in_words",
    "bound_text",
    "carry_over",
    "hidden",
    "may_open",
    "missing_pages",
    "next_page",
    "outline",
    "page_before",
    "path",
    "posted",
    "read_page",
    "relevant",
    "search_text",
    "typed_for",
]
