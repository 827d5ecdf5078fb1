"""Two windows on one draft: no answer is lost, whoever saves first, and only real differences are asked about."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.apps.forms.api import (
    Answers,
    Draft,
    Reading,
    Saved,
    Window,
    begin_draft,
    choose_answers,
    draft_for,
    posted,
    read_page,
    save_window,
    typed_for,
)
from moothall.apps.forms.windows import Changes, changes_from, changes_text, conflicts, merged
from moothall.kernel.actors import ANONYMOUS
from tests.apps.forms.made import sound

FORM = sound(
    """
    pages:
      - page: who
        title: Who are you?
        questions:
          - {ask: full_name, type: short-text, label: Full name, name: your full name}
          - {ask: email, type: email, label: Email}
          - {ask: nickname, type: short-text, label: Nickname, required: no}
      - page: seen
        questions:
          - {ask: seen_on, type: date, label: When?, name: the date}
    """
)


def reading(name: str = "Jo", email: str = "jo@example.com", nickname: str = "") -> Reading:
    return read_page(FORM, "who", posted({"full_name": name, "email": email, "nickname": nickname}))


def begun(window: Window | None = None) -> Draft:
    return begin_draft("fly-tipping", "v1", reading(), by=ANONYMOUS, window=window or Window(0, "first"))


def save(draft: Draft, said: Reading, shown: int, name: str = "other") -> Saved:
    return save_window(draft, said, Window(shown, name), by=ANONYMOUS)


def again(draft: Draft) -> Draft:
    found = draft_for(draft.token, seen_by=ANONYMOUS)
    assert found is not None
    return found


def beside(draft: Draft) -> dict[str, list[object]]:
    return {one.question: [answer.value for answer in one.answers] for one in draft.conflicts}


@pytest.mark.django_db
def test_an_answer_changed_in_another_window_since_is_kept_beside() -> None:
    draft = begun()
    save(draft, reading("Joanna"), 1, "a")
    late = save(again(draft), reading("Joan"), 1, "b").draft
    assert late.answers.value("full_name") == "Joanna"
    assert beside(again(late)) == {"full_name": ["Joanna", "Joan"]}


@pytest.mark.django_db
@pytest.mark.parametrize(("mark", "kept"), [(0, "Joanna"), (1, "Joan")])
def test_whoever_chooses_keeps_one_of_them(mark: int, kept: str) -> None:
    draft = begun()
    save(draft, reading("Joanna"), 1, "a")
    late = save(draft, reading("Joan"), 1, "b").draft
    chosen = choose_answers(late, {"full_name": late.conflicts[0].marks[mark]}, by=ANONYMOUS)
    assert again(chosen).answers.value("full_name") == kept
    assert again(chosen).conflicts == ()
    assert choose_answers(late, {"full_name": "nonsense"}, by=ANONYMOUS).answers.value("full_name") == kept


@pytest.mark.django_db
def test_what_only_one_window_changed_is_merged_silently() -> None:
    draft = begun()
    save(draft, reading("Jo", nickname="Jojo"), 1, "a")
    late = save(draft, read_page(FORM, "seen", posted({"seen_on-day": "1/6/2026"})), 1, "b").draft
    same = save(draft, reading("Jo", nickname="Jojo"), 1, "b").draft
    blank = save(draft, reading("Jo", nickname=""), 1, "b").draft
    for one in (late, same, blank):
        assert one.conflicts == ()
        assert one.answers.value("nickname") == "Jojo", "a blank takes nothing away that it was not shown"
    assert again(draft).answers.value("seen_on") == "2026-06-01"


@pytest.mark.django_db
def test_the_same_page_sent_twice_is_no_other_window() -> None:
    draft = begun(Window(0, "first"))
    back = save(draft, reading("Joseph"), 0, "first").draft
    assert (back.answers.value("full_name"), back.conflicts) == ("Joseph", ())


@pytest.mark.django_db
def test_two_first_pages_are_one_draft_with_both_answers() -> None:
    draft = begun(Window(0, "a"))
    late = save(draft, reading("Josephine"), 0, "b").draft
    assert beside(late) == {"full_name": ["Jo", "Josephine"]}


@pytest.mark.django_db
def test_a_wrong_answer_of_a_late_window_is_kept_as_typed_and_takes_nothing_away() -> None:
    draft = begun()
    save(draft, reading(email="joanna@example.com"), 1, "a")
    late = save(draft, reading(name="", email="jo at home"), 1, "b")
    assert [problem.question for problem in late.problems] == ["full_name", "email"]
    assert late.draft.answers.value("email") == "joanna@example.com"
    assert typed_for(FORM, "who", late.draft.answers, late.draft.typed)["email"] == ("jo at home",)


@pytest.mark.django_db
def test_what_another_window_has_answered_meanwhile_is_not_asked_again() -> None:
    draft = begin_draft("fly-tipping", "v1", reading(name=""), by=ANONYMOUS, window=Window(0, "a"))
    save(draft, reading("Joanna"), 1, "b")
    late = save(draft, reading(name=""), 1, "c")
    assert late.problems == ()
    assert late.draft.answers.value("full_name") == "Joanna"


@pytest.mark.django_db
def test_a_page_of_a_late_window_costs_one_statement_more_than_three() -> None:
    draft = again(begun())
    with CaptureQueriesContext(connection) as queries:
        now = save(draft, reading("Joanna"), 1, "a").draft
        assert now.changed_since(Window(1, "b"))
        assert not now.changed_since(Window(1, "a"))
    assert len(queries) == 1


# What follows tries every order of things that two tabs can do.


@dataclass
class Tab:
    """A page that is open: what it shows, and since when."""

    window: Window
    shown: dict[str, str]
    sent: dict[str, str] = field(default_factory=dict)


@dataclass
class Desk:
    """A draft and the tabs on it. `owed`: by question, the answers that nobody has knowingly replaced."""

    answers: Answers = field(default_factory=Answers)
    changes: Changes = field(default_factory=dict)
    revision: int = 0
    opened: int = 0
    tabs: dict[int, Tab] = field(default_factory=dict)
    owed: dict[str, set[str]] = field(default_factory=dict)

    def open(self, tab: int) -> None:
        self.opened += 1
        shown = {key: str(answer.value or "") for key, answer in self.answers.items()}
        self.tabs[tab] = Tab(Window(self.revision, str(self.opened)), shown)

    def send(self, tab: int, typed: dict[str, str]) -> None:
        page = self.tabs[tab]
        self.revision += 1
        said = read_page(FORM, "who", posted(typed))
        result = merged(self.answers, self.changes, said, page.window, revision=self.revision)
        self.answers, self.changes = result.answers, changes_from(changes_text(result.changes))
        for key, answer in said.answers.items():
            owed = self.owed.setdefault(key, set())
            value = str(answer.value or "")
            if value != page.shown.get(key):
                owed.discard(page.shown.get(key, ""))
            if value != page.sent.get(key):
                owed.discard(page.sent.get(key, ""))
            owed |= {value} - {""}
            page.sent[key] = value
        for problem in said.problems:
            self.owed.setdefault(problem.question, set()).discard(page.shown.get(problem.question, ""))
            self.owed[problem.question].discard(page.sent.get(problem.question, ""))

    def there(self, key: str) -> set[str]:
        waiting = {one.question: one.answers for one in conflicts(self.answers, self.changes)}
        held = (self.answers[key],) if key in self.answers else ()
        return {str(answer.value) for answer in waiting.get(key, held)}


NAMES = st.sampled_from(["", "Ann", "Bea", "Cy"])
TYPED = st.fixed_dictionaries(
    {"full_name": NAMES, "email": st.sampled_from(["", "not", "a@example.com"]), "nickname": NAMES}
)
MOVES = st.lists(st.tuples(st.sampled_from([1, 2]), st.none() | TYPED), max_size=14)


@settings(max_examples=400)
@given(MOVES)
def test_no_order_of_two_tabs_loses_an_answer(moves: list[tuple[int, dict[str, str] | None]]) -> None:
    desk = Desk()
    desk.open(1)
    desk.open(2)
    for tab, typed in moves:
        if typed is None:
            desk.open(tab)
        else:
            desk.send(tab, typed)
    for key, owed in desk.owed.items():
        assert owed <= desk.there(key), key
