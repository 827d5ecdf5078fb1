"""Questions as a small form: asked, kept half-way, answered; the clock stands still between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import QUESTION_PAGE, CaseNotFound, SmallQuestion
from moothall.apps.cases.models import CaseText
from moothall.apps.forms import api as forms
from moothall.apps.messaging import api as messaging
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import seal_now, verify
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.rules import Refused
from tests.cast import ELEANOR, FLY_TIPPING, HARDING, NOBODY, OLWEN, SYSTEM, proven, sends

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db

GATE = SmallQuestion("one-of", "Which gate?", options=("The green one", "The red one"))
WHEN = SmallQuestion("date", "Since when?", hint="About will do")
MORE = SmallQuestion("long-text", "Anything else?", required=False)


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{code}:")


def answered(view: cases.SmallFormView, **typed: str) -> forms.Answers:
    given = forms.posted({key.replace("_day", "-day"): value for key, value in typed.items()})
    reading = forms.read_page(view.form, QUESTION_PAGE, given)
    assert reading.ok, reading.problems
    return reading.answers


def test_questions_asked_before_the_case_was_merged_are_answered_after() -> None:
    """By its own reporter, on its own case; whoever deals with both is told, and it waits no more when taken out."""
    olwen = OLWEN.signs_in()
    with clock.stopped_at(MONDAY):
        opened, into = (sends(FLY_TIPPING, who) for who in (HARDING, ELEANOR))
        due = cases.case_for(opened.reference, seen_by=SYSTEM).due_on
        cases.ask_questions(opened.reference, (GATE,), by=olwen)
        cases.merge_cases(into.reference, [opened.reference], by=olwen)
    with clock.stopped_at(MONDAY + timedelta(days=2)):
        harding = proven(opened, HARDING)
        view = cases.small_form_for(opened.reference, seen_by=harding)
        cases.fill_in_questions(opened.reference, answered(view, question_1="option-2"), by=harding)
        [task] = cases.case_for(into.reference, seen_by=olwen).tasks
        assert "The red one" in task.text
    with clock.stopped_at(MONDAY + timedelta(days=9)):
        cases.unmerge_cases(into.reference, [opened.reference], by=olwen)
        seen = cases.case_for(opened.reference, seen_by=olwen)
    assert (seen.status, seen.paused, seen.question) == ("in_progress", False, None)
    assert due
    assert seen.due_on == due + timedelta(days=2)
    assert ["The red one" in task.text for task in seen.tasks] == [True]


def test_questions_asked_before_the_case_was_linked_as_a_duplicate_are_answered_after() -> None:
    """The answer stands on its own case, the one it follows has the task; taken off, the case waits no more."""
    olwen = OLWEN.signs_in()
    with clock.stopped_at(MONDAY):
        opened, plain, original = (sends(FLY_TIPPING, who) for who in (HARDING, HARDING, ELEANOR))
        due = cases.case_for(opened.reference, seen_by=SYSTEM).due_on
        cases.ask_questions(opened.reference, (GATE,), by=olwen)
        cases.ask_reporter(plain.reference, "Is it still there?", by=olwen)
        for one in (opened, plain):
            cases.link_duplicate(one.reference, original=original.reference, by=olwen)
        cases.ask_reporter(original.reference, "Only Eleanor knows?", by=olwen)
        asked = cases.request_for(original.reference, seen_by=proven(original, ELEANOR)).question
    assert asked
    with clock.stopped_at(MONDAY + timedelta(days=2)):
        harding = proven(opened, HARDING)
        view = cases.small_form_for(opened.reference, seen_by=harding)
        cases.fill_in_questions(opened.reference, answered(view, question_1="option-2"), by=harding)
        theirs = cases.request_for(plain.reference, seen_by=proven(plain, HARDING)).question
        assert theirs
        cases.answer_question(plain.reference, theirs.id, "It is.", by=proven(plain, HARDING))
        with pytest.raises(CaseNotFound):
            cases.answer_question(plain.reference, asked.id, "Not mine.", by=proven(plain, HARDING))
        seen = cases.case_for(original.reference, seen_by=olwen)
        assert seen.status == "waiting", "its own reporter has not answered"
        assert [("The red one" in task.text, "a duplicate of" in task.words) for task in seen.tasks] == [
            (True, True), (False, True),
        ]  # fmt: skip
    with clock.stopped_at(MONDAY + timedelta(days=9)):
        cases.unlink_duplicate(opened.reference, by=olwen)
        seen = cases.case_for(opened.reference, seen_by=olwen)
    assert (seen.status, seen.paused, seen.question) == ("in_progress", False, None)
    assert due
    assert seen.due_on == due + timedelta(days=2)
    assert ["The red one" in task.text for task in seen.tasks] == [True]
    assert len(cases.case_for(original.reference, seen_by=olwen).tasks) == 1
    seal_now()
    assert not verify().findings


def test_a_duplicate_of_a_closed_case_asks_nothing_any_more() -> None:
    olwen = OLWEN.signs_in()
    opened, original = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, ELEANOR)
    cases.ask_reporter(opened.reference, "Is it still there?", by=olwen)
    cases.link_duplicate(opened.reference, original=original.reference, by=olwen)
    cases.close_case(original.reference, "cleared", by=olwen)
    assert cases.request_for(opened.reference, seen_by=proven(opened, HARDING)).question is None


def test_questions_are_asked_and_answered_and_the_clock_stands_still(post: DemoMailer) -> None:
    with clock.stopped_at(MONDAY):
        opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
        cases.take_case(opened.reference, by=olwen)
        cases.ask_questions(opened.reference, (GATE, MORE), words="We were there.", by=olwen)
        run_pending()
    [mail] = [mail for mail in post.sent if "Which gate?" in mail.text]
    assert "We were there." in mail.text
    case = cases.case_for(opened.reference, seen_by=olwen)
    assert case.status == "waiting"
    assert case.paused
    assert case.question is not None
    assert case.question.form
    harding = proven(opened, HARDING)
    view = cases.small_form_for(opened.reference, seen_by=harding)
    with refused("CASE-08"):  # what has to be answered is not
        cases.fill_in_questions(opened.reference, forms.Answers(), by=harding)
    cases.fill_in_questions(
        opened.reference, answered(view, question_1="option-2", question_2="Rusty"), by=harding
    )
    case = cases.case_for(opened.reference, seen_by=olwen)
    assert (case.status, case.paused, case.question) == ("in_progress", False, None)
    assert [task.kind for task in case.tasks] == ["answered"]
    assert case.tasks[0].text == "Which gate?\nThe red one\nAnything else?\nRusty"
    assert [one.kind for one in messaging.notices_of(seen_by=olwen)] == ["answered"]
    with pytest.raises(CaseNotFound):
        cases.small_form_for(opened.reference, seen_by=harding)
    seal_now()
    assert not verify().findings
    cases.erase_case(opened.reference, rule="a test", by=SYSTEM)
    assert not CaseText.objects.exists()
    seal_now()
    assert not verify().findings


def test_an_answer_to_a_question_of_the_cases_own_form_is_one_of_its_answers() -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    cases.ask_questions(opened.reference, (SmallQuestion(key="phone"),), by=olwen)
    view = cases.small_form_for(opened.reference, seen_by=proven(opened, HARDING))
    answers = answered(view, phone="07700 900 123")
    cases.fill_in_questions(opened.reference, answers, by=proven(opened, HARDING))
    case = cases.case_for(opened.reference, seen_by=olwen)
    assert "07700 900123" in " ".join(line for said in case.answers for line in said.lines)
    seal_now()
    assert not verify().findings


def test_what_was_right_is_kept_until_the_rest_is() -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    harding = proven(opened, HARDING)
    cases.ask_questions(opened.reference, (GATE, WHEN), by=olwen)
    view = cases.small_form_for(opened.reference, seen_by=harding)
    half = forms.read_page(view.form, QUESTION_PAGE, forms.posted({"question_1": "option-1"})).answers
    for _again in range(2):
        cases.keep_answers(opened.reference, half, by=harding)
    kept = cases.small_form_for(opened.reference, seen_by=harding)
    assert kept.answers.value("question_1") == "option-1"
    assert cases.case_for(opened.reference, seen_by=olwen).status == "waiting"
    assert not [one for one in cases.timeline_of(opened.reference, seen_by=olwen) if "option-1" in one.text]


@pytest.mark.parametrize(
    ("code", "questions"),
    [
        ("CASE-130", ()),
        ("CASE-130", (MORE,) * 6),
        ("CASE-131", (SmallQuestion("short-text", " "),)),
        ("CASE-132", (SmallQuestion("one-of", "Which?", options=("one",)),)),
        ("CASE-133", (SmallQuestion("signature", "Sign"),)),
        ("CASE-133", (SmallQuestion("calculated", "Sum"),)),
        ("CASE-134", (SmallQuestion("short-text", "x" * 301),)),
    ],
)
def test_questions_that_cannot_be_asked(code: str, questions: tuple[SmallQuestion, ...]) -> None:
    opened = sends(FLY_TIPPING, HARDING)
    with refused(code):
        cases.ask_questions(opened.reference, questions, by=OLWEN.actor)


def test_who_cannot_be_asked_and_who_cannot_answer() -> None:
    silent = sends(FLY_TIPPING, NOBODY)
    with refused("CASE-21"):
        cases.ask_questions(silent.reference, (GATE,), by=OLWEN.actor)
    opened = sends(FLY_TIPPING, HARDING, key="second")
    other = sends(FLY_TIPPING, ELEANOR, key="third")
    cases.ask_questions(opened.reference, (GATE,), by=OLWEN.actor)
    with refused("CASE-07"):
        cases.ask_questions(opened.reference, (GATE,), by=OLWEN.actor)
    for verb in (
        lambda: cases.small_form_for(opened.reference, seen_by=proven(other, ELEANOR)),
        lambda: cases.keep_answers(opened.reference, forms.Answers(), by=proven(other, ELEANOR)),
        lambda: cases.fill_in_questions(opened.reference, forms.Answers(), by=proven(other, ELEANOR)),
    ):
        with pytest.raises(CaseNotFound):
            verb()
    cases.close_case(opened.reference, "cleared", "", by=SYSTEM)
    with pytest.raises(CaseNotFound):
        cases.small_form_for(opened.reference, seen_by=proven(opened, HARDING))


def test_hostile_questions_stay_words() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    hostile = SmallQuestion(
        "one-of", '"><script>alert(1)</script>{{x}}\u202e', options=("<b>", "</option>{{y}}")
    )
    form = cases.preview_questions(opened.reference, (hostile,), seen_by=OLWEN.actor)
    assert form.questions["question_1"].label.startswith('"><script>')
    cases.ask_questions(opened.reference, (hostile,), by=OLWEN.actor)
    view = cases.small_form_for(opened.reference, seen_by=proven(opened, HARDING))
    cases.fill_in_questions(
        opened.reference, answered(view, question_1="option-1"), by=proven(opened, HARDING)
    )
