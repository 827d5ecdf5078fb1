"""The door of `forms`: the form of a service, the way through it, reading a page, drafts, revisions.

Nothing else here is imported from outside.
"""

from moothall.apps.forms.answers import JSON, TYPED, Answer, Answers, answers_from, answers_from_text
from moothall.apps.forms.bindings import BINDINGS
from moothall.apps.forms.carry import carry_forward, carry_over
from moothall.apps.forms.drafts import (
    Draft,
    DraftGone,
    Saved,
    begin_draft,
    choose_answers,
    discard_draft,
    draft_for,
    finish_draft,
    move_draft,
    save_page,
    save_window,
)
from moothall.apps.forms.fees import Fee, FeeRange, FeeUndecided, fee_of, fee_range
from moothall.apps.forms.filling import Filled, Given, GivenFile, fill_in
from moothall.apps.forms.form import CHECK_ANSWERS, QUESTION, Branch, Form, Page
from moothall.apps.forms.holding import draft_owned, hold_draft
from moothall.apps.forms.keeping import (
    KeptDraft,
    SavedFor,
    email_in,
    keep_draft,
    leave_draft,
    resume_draft,
    saved_for,
)
from moothall.apps.forms.photos import MOST_PHOTO_BYTES, photo_name, photo_type
from moothall.apps.forms.photos import PhotoPosted, read_photo
from moothall.apps.forms.question import Condition, Kind, PostedFile, Problem, Question, Typed, Upload
from moothall.apps.forms.reader import FORM_PART, form_of
from moothall.apps.forms.reading import Posted, Reading, posted, read_page, typed_for
from moothall.apps.forms.reference import questions_page
from moothall.apps.forms.revisions import (
    REVISION_ROWS,
    Kept,
    NewRevision,
    Revision,
    answers_of,
    answers_of_each,
    erase_answers,
    load_revisions,
    record_revision,
    revision_rows,
    revisions_of,
)
from moothall.apps.forms.types import KINDS
from moothall.apps.forms.walk import (
    missing_pages,
    path,
    relevant,
)
from moothall.apps.forms.ways import may_open, next_page, page_before
from moothall.apps.forms.windows import Conflict, Window
from moothall.apps.forms.wording import (
    Said,
    answers_in_words,
    bound_text,
    hidden,
    outline,
    said_as,
    search_text,
)
from moothall.ui.questions.outline import More

__all__ = [
    "PhotoPosted",
    "read_photo",
    "MOST_PHOTO_BYTES",
    "photo_name",
    "photo_type",
    "BINDINGS",
    "CHECK_ANSWERS",
    "FORM_PART",
    "JSON",
    "KINDS",
    "QUESTION",
    "REVISION_ROWS",
    "TYPED",
    "Answer",
    "Answers",
    "Branch",
    "Condition",
    "Conflict",
    "Draft",
    "DraftGone",
    "Fee",
    "FeeRange",
    "FeeUndecided",
    "Filled",
    "Form",
    "Given",
    "GivenFile",
    "Kept",
    "KeptDraft",
    "Kind",
    "More",
    "NewRevision",
    "Page",
    "Posted",
    "PostedFile",
    "Problem",
    "Question",
    "Reading",
    "Revision",
    "Said",
    "Saved",
    "SavedFor",
    "Typed",
    "Upload",
    "Window",
    "answers_from",
    "answers_from_text",
    "answers_in_words",
    "answers_of",
    "answers_of_each",
    "begin_draft",
    "bound_text",
    "carry_forward",
    "carry_over",
    "choose_answers",
    "discard_draft",
    "draft_for",
    "draft_owned",
    "email_in",
    "erase_answers",
    "fee_of",
    "fee_range",
    "fill_in",
    "finish_draft",
    "form_of",
    "hidden",
    "hold_draft",
    "keep_draft",
    "leave_draft",
    "load_revisions",
    "may_open",
    "missing_pages",
    "move_draft",
    "next_page",
    "outline",
    "page_before",
    "path",
    "posted",
    "questions_page",
    "read_page",
    "record_revision",
    "relevant",
    "resume_draft",
    "revision_rows",
    "revisions_of",
    "save_page",
    "save_window",
    "said_as",
    "saved_for",
    "search_text",
    "typed_for",
]
