"""Play a journey: the answers in, the deeds done, what came of it compared with what the journey says.

Two ways in play the same journey: headless, through the form engine alone, and over HTTP, through the real pages of
the public site. Officers' deeds are the same verbs that the staff site calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, cast
from uuid import UUID

from moothall.apps.cases import api as cases
from moothall.apps.catalogue.api import Service, preview_link, service_named
from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.apps.messaging.api import Letter, Told, letter, messages_about, outbox
from moothall.apps.places.api import ward_name
from moothall.apps.teams.api import ABILITIES, teams
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS, STAFF_CLASS, Actor, Kind, resident, system, team_class
from moothall.kernel.ids import new_id
from moothall.kernel.rules import Refused
from moothall.sites.rehearsal.browser import Browser, Upload
from moothall.sites.rehearsal.inside import Inside
from moothall.sites.rehearsal.journeys import Deed, Expected, ExpectedMessage, Journey, OtherPart
from moothall.sites.rehearsal.looking_up import look_up
from moothall.sites.rehearsal.walking import (
    AllTyped,
    Stuck,
    Walked,
    items_of,
    walk,
    walk_part,
    walk_to_problems,
)

_SELF = system("rehearsal")
#: The link to somebody's part, as it stands in their e-mail.
_PART = re.compile(r"https?://[^/\s]+(/\S*services/\S+/join/\S+)")


def everybodys_officer() -> Actor:
    """An officer who may do and see everything: what roles may do is tested elsewhere."""
    classes = {STAFF_CLASS, *(team_class(team.code) for team in teams())}
    return Actor(
        Kind.OFFICER,
        f"officer:{new_id()}",
        abilities=frozenset(ABILITIES),
        classes=frozenset(classes),
        teams=frozenset(team.code for team in teams()),
    )


@dataclass(slots=True)
class Play:
    """One journey being played. `wrong` collects what is not as the journey says."""

    journey: Journey
    service: Service
    officer: Actor
    wrong: list[str] = field(default_factory=list)
    reference: str = ""
    case_id: UUID | None = None
    asked: tuple[str, ...] | None = None
    fee: str | None = None
    _told: set[UUID] = field(default_factory=set)

    @property
    def reporter(self) -> Actor:
        return resident("rehearsal", *([self.case_id] if self.case_id else []))

    def case(self) -> cases.CaseView:
        return cases.case_for(self.reference, seen_by=self.officer)

    def say(self, sentence: str) -> None:
        self.wrong.append(sentence)


def play(journey: Journey, slug: str, *, over_http: bool = False) -> list[str]:
    """Everything that did not go as the journey says; empty when all did. Raises nothing for what a folder says."""
    service = service_named(slug, seen_by=_SELF)
    if journey.asked is not None:
        with clock.stopped_at(journey.at):
            return look_up(service, journey.asked, over_http=over_http)
    one = Play(journey, service, everybodys_officer())
    with clock.stopped_at(journey.at):
        sent = _send_over_http(one) if over_http else _send_headless(one)
        run_pending()
        if not sent:
            return one.wrong
        _compare(one, journey.then, "After sending")
    for number, deed in enumerate(journey.deeds, 1):
        where = f"After step {number} ({deed.by}: {deed.do})"
        with clock.stopped_at(deed.at):
            try:
                _do(one, deed)
            except (Refused, cases.CaseNotFound, KeyError, LookupError) as no:
                one.say(f"{where}: it was refused: {no}")
                return one.wrong
            run_pending()
            _compare(one, deed.then, where)
    return one.wrong


def _send_headless(one: Play) -> bool:
    form = forms.form_of(one.service)
    owner = f"draft:{new_id()}"

    def keep(upload: forms.Upload) -> str:
        held = documents.attach(
            owner, cast(BinaryIO, upload.content), name=upload.name, media_type=upload.media_type, kind="photo",
            source=f"form:{one.service.slug}", by=ANONYMOUS,
        )  # fmt: skip
        return held.digest

    others = (as_given(part.answers) for part in one.journey.people.values())
    given = dict(as_given(one.journey.answers))
    for each in others:
        given.update(each)
    filled = forms.fill_in(form, given, keep=keep)
    one.asked = filled.asked
    if filled.ended or (one.journey.ends and not filled.problems):
        _compare_end(one, filled.ended)
        return False
    problems = {problem.question: problem.sentence for problem in reversed(filled.problems)}
    if problems or one.journey.refused:
        _compare_problems(one, problems)
        return False
    if filled.unused:
        one.say(f"Answered but not asked: {', '.join(filled.unused)}.")
    try:
        due = cases.fee_due(one.service, filled.answers)
        one.fee = str(due.amount) if due else "£0"
        opened = cases.open_case(one.service, filled.answers, key=owner, by=ANONYMOUS, uploads_of=owner)
    except Refused as no:
        one.say(f"The case was refused: {no.sentence}")
        return False
    one.reference, one.case_id = opened.reference, opened.case_id
    for person, part in one.journey.people.items():
        participant = form.participant(person)
        said = forms.seen_in_words(form, filled.answers, participant) if participant else ()
        _compare_shown(one, person, part, "\n".join(line for each in said for line in each.lines))
    return True


def _compare_shown(one: Play, person: str, part: OtherPart, shown: str) -> None:
    for words in part.shown:
        if " ".join(words.split()) not in " ".join(shown.split()):
            one.say(f"“{person}” is not shown “{words}”.")


def as_given(answers: AllTyped) -> forms.AllGiven:
    """What a journey types, as the engine takes it."""
    given: dict[str, forms.Given | tuple[forms.AllGiven, ...]] = {}
    for key, typed in answers.items():
        if isinstance(typed, Upload):
            given[key] = forms.GivenFile(typed.name, typed.content)
        elif isinstance(typed, str | Mapping):
            given[key] = typed
        elif items := items_of(answers, key):
            given[key] = tuple(as_given(item) for item in items)
        else:
            given[key] = [text for text in typed if isinstance(text, str)]
    return given


def _compare_end(one: Play, ended: str) -> None:
    if ended != one.journey.ends:
        said = f"on the page “{one.journey.ends}”" if one.journey.ends else "with sending it"
        one.say(f"The form ended on the page “{ended}”; the journey says {said}." if ended else
                f"The form did not end; the journey says {said}.")  # fmt: skip


def _send_over_http(one: Play) -> bool:
    browser = Browser(Inside())
    if not one.service.published:
        # Its page keeps the link in a cookie, as it does for somebody who was given one.
        browser.get(f"/services/{one.service.slug}?preview={preview_link(one.service.slug, by=_SELF)}")
    try:
        if one.journey.refused:
            problems = walk_to_problems(
                browser, one.service.slug, one.journey.answers, untyped=one.journey.refused
            )
            _compare_problems(one, problems)
            return False
        walked: Walked = walk(
            browser, one.service.slug, one.journey.answers, others=lambda who: _take_part(one, who)
        )
        if walked.ended or one.journey.ends:
            _compare_end(one, walked.ended)
            return False
    except Stuck as stuck:
        one.say(str(stuck))
        return False
    one.reference = walked.reference
    one.case_id = cases.case_for(walked.reference, seen_by=one.officer).id
    return True


def _take_part(one: Play, person: str) -> None:
    """Somebody else's part, on a device of their own: their link from the outbox, and what they type."""
    part = one.journey.people.get(person)
    run_pending()
    sent = next(
        (_PART.search(mail.text) for mail in outbox(limit=10, seen_by=_SELF) if _PART.search(mail.text)), None
    )
    if part is None or sent is None:
        one.say(
            f"“{person}” was asked, and {'no link came' if part else 'the journey does not say what they type'}."
        )
        return
    mail = next(mail for mail in outbox(limit=10, seen_by=_SELF) if sent[0] in mail.text)
    browser = Browser(Inside())
    if not one.service.published:
        browser.get(f"/services/{one.service.slug}?preview={preview_link(one.service.slug, by=_SELF)}")
    _compare_shown(one, person, part, walk_part(browser, sent[1], mail.to, part.answers))


def _compare_problems(one: Play, problems: Mapping[str, str]) -> None:
    for question, sentence in one.journey.refused.items():
        if question not in problems:
            one.say(f"“{question}” should be sent back with “{sentence}”, and was not.")
        elif problems[question] != sentence:
            one.say(f"“{question}” should be sent back with “{sentence}”, but: “{problems[question]}”.")
    for question, sentence in problems.items():
        if question not in one.journey.refused:
            one.say(f"“{question}” was sent back: “{sentence}”.")


def _do(one: Play, deed: Deed) -> None:
    by = one.reporter if deed.by == "resident" else one.officer
    DEEDS[deed.do](one, by, deed.words)


def _answer(one: Play, by: Actor, words: Mapping[str, str]) -> None:
    question = one.case().question
    if question is None:
        raise LookupError("nothing was asked")
    cases.answer_question(one.reference, question.id, words["answer"], by=by)


def _complete(one: Play, by: Actor, words: Mapping[str, str]) -> None:
    wanted = words.get("task", "")
    task = next((task for task in one.case().tasks if wanted in task.words), None)
    if task is None:
        raise LookupError(f"there is no open task with the words “{wanted}”")
    cases.complete_task(one.reference, task.id, by=by)


DEEDS: dict[str, Callable[[Play, Actor, Mapping[str, str]], object]] = {
    "take": lambda one, by, words: cases.take_case(one.reference, by=by),
    "start": lambda one, by, words: cases.start_case(one.reference, by=by),
    "ask": lambda one, by, words: cases.ask_reporter(one.reference, words["question"], by=by),
    "answer": _answer,
    "complete task": _complete,
    "note": lambda one, by, words: cases.add_note(one.reference, words["words"], by=by),
    "close": lambda one, by, words: cases.close_case(
        one.reference, words["outcome"], words.get("words", ""), by=by
    ),
    "reopen": lambda one, by, words: cases.reopen_case(one.reference, words["why"], by=by),
    "move": lambda one, by, words: cases.move_case(one.reference, words["service"], by=by),
}


def _compare(one: Play, then: Expected, where: str) -> None:
    if then.asked is not None and one.asked is not None and then.asked != one.asked:
        one.say(f"{where}: asked {', '.join(one.asked)}; the journey says {', '.join(then.asked)}.")
    if then.fee is not None and one.fee is not None and then.fee != one.fee:
        one.say(f"{where}: it costs {one.fee}; the journey says {then.fee}.")
    for name, wanted in (then.case or {}).items():
        is_now = _case_facts(one)[name]
        if is_now != wanted:
            one.say(f"{where}: {name} is “{is_now}”; the journey says “{wanted}”.")
    new = [told for told in messages_about(f"case:{one.case_id}", seen_by=_SELF) if told.id not in one._told]
    one._told |= {told.id for told in new}
    if then.messages is not None:
        for sentence in _message_mistakes(new, then.messages):
            one.say(f"{where}: {sentence}")
    if then.tasks is not None:
        _compare_tasks(one, then.tasks, where)


def _case_facts(one: Play) -> dict[str, str]:
    case = one.case()
    return {
        "service": case.service,
        "team": case.team,
        "status": case.status,
        "due": case.due_on.isoformat() if case.due_on else "",
        "ward": ward_name(case.ward),
        "confidentiality": case.confidentiality,
        "outcome": case.outcome,
    }


def _compare_tasks(one: Play, wanted: tuple[str, ...], where: str) -> None:
    tasks = one.case().tasks
    if len(tasks) != len(wanted) or any(
        words not in task.words for words, task in zip(wanted, tasks, strict=False)
    ):
        said = "; ".join(task.words for task in tasks) or "none"
        one.say(f"{where}: the open tasks are: {said}; the journey says: {'; '.join(wanted) or 'none'}.")


def _message_mistakes(new: list[Told], wanted: tuple[ExpectedMessage, ...]) -> Iterator[str]:
    if len(new) != len(wanted):
        sent = ", ".join(told.moment for told in new) or "none"
        yield f"messages sent: {sent}; the journey says {len(wanted)}."
        return
    for told, expected in zip(new, wanted, strict=True):
        whole = letter(told.id, seen_by=_SELF)
        if whole is None:
            yield f"the message “{told.moment}” is gone."
        else:
            yield from _letter_mistakes(told, whole, expected)


def _letter_mistakes(told: Told, whole: Letter, expected: ExpectedMessage) -> Iterator[str]:
    said = " ".join(whole.text.split())
    if told.state != "sent":
        yield f"the message “{told.moment}” is {told.state}."
    if told.moment != expected.when:
        yield f"a message was sent when “{told.moment}”; the journey says “{expected.when}”."
    if expected.to and whole.to != expected.to:
        yield f"the message “{told.moment}” went to {whole.to}; the journey says {expected.to}."
    if expected.subject not in whole.subject:
        yield f"the subject is “{whole.subject}”; the journey says it has “{expected.subject}”."
    if " ".join(expected.says.split()) not in said:
        yield f"the message “{told.moment}” does not say “{expected.says}”. It says: {said}"
