"""Random forms, random answers, in a random order of pages, windows and devices: the engine, the pages and the headless
walker agree on what is asked, what is valid and what is stored.

    MOOTHALL_EXAMPLES=2000 pytest tests/properties     other examples each time, for as long as one likes
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as examples
from hypothesis import strategies as st

from moothall.apps.cases.api import case_for
from moothall.apps.catalogue.api import forget, load, mistakes_now, service_named
from moothall.apps.forms import api as forms
from moothall.connectors.demo.api import DemoMailer
from moothall.kernel.actors import system
from moothall.sites.rehearsal.browser import Browser
from moothall.sites.rehearsal.inside import Inside
from moothall.sites.rehearsal.playing import everybodys_officer
from moothall.sites.rehearsal.walking import REFERENCE, question_form, walk
from tests.apps.catalogue.folders import Folders, copied_folders
from tests.properties.made_up import NONSENSE, SLUG, MadeUp, made_up, typing, write
from tests.properties.visiting import HOME, Tab, Visit
from tests.standing import undone_afterwards

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
SELF = system("test")
MANY = int(os.environ.get("MOOTHALL_EXAMPLES", "0"))
STEPS = 25


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folders]:
    with copied_folders(tmp_path_factory.mktemp("made-up")) as made:
        yield made


@settings(
    max_examples=MANY or 20,
    derandomize=not MANY,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@examples(made_up(), st.data())
def test_everybody_agrees(folders: Folders, post: DemoMailer, made: MadeUp, data: st.DataObject) -> None:
    write(made, folders.services)
    forget()
    assert [str(one) for one in mistakes_now()] == [], made.form
    with undone_afterwards():
        load(by=SELF)
        visit = Visit(service_named(SLUG, seen_by=SELF))
        wander(visit, made, data, post)
        if finish(visit, made, data):
            compare(visit, sent(visit))


def wander(visit: Visit, made: MadeUp, data: st.DataObject, post: DemoMailer) -> None:
    """Open, send, go back, send an old window, take out, decide, go on elsewhere."""
    tabs: list[Tab] = []
    for _ in range(data.draw(st.integers(0, STEPS))):
        browser = data.draw(st.sampled_from(visit.browsers))
        do = data.draw(
            st.sampled_from(["open", "on", "send", "send", "old", "remove", "decide", "elsewhere"])
        )
        ways = forms.path(visit.form, visit.answers)
        missing = forms.missing_pages(visit.form, visit.answers)
        if do == "open" or (do in ("send", "old") and not tabs):
            _open(visit, browser, data.draw(st.sampled_from([*ways, "check-your-answers"])), tabs)
        elif do == "on" and missing:
            _open(visit, browser, missing[0], tabs)
        elif do == "send":
            _send(visit, made, tabs.pop(), data, tabs)
        elif do == "old":
            _send(visit, made, tabs[data.draw(st.integers(0, len(tabs) - 1))], data, tabs)
        elif do == "remove":
            there = (forms.step_at(visit.form, visit.answers, way) for way in ways)
            lists = [step for step in there if step and step.items]
            if lists:
                step = data.draw(st.sampled_from(lists))
                visit.remove(browser, step, data.draw(st.integers(0, len(step.items) - 1)))
        elif do == "decide" and visit.beside and visit.beside.conflicts:
            visit.decide(browser, data.draw(st.booleans()))
        elif do == "elsewhere" and visit.beside and len(visit.browsers) == 1:
            visit.go_on_elsewhere(post)


def _open(visit: Visit, browser: Browser, place: str, tabs: list[Tab]) -> None:
    tab = visit.open(browser, place)
    if tab is not None:
        tabs.append(tab)
        del tabs[:-4]


def _send(visit: Visit, made: MadeUp, tab: Tab, data: st.DataObject, tabs: list[Tab]) -> None:
    page = visit.send(tab, _typed(made, tab, data, nonsense=True))
    form, place = question_form(page), page.path.partition("?")[0].removeprefix(f"{HOME}/")
    if form is not None and forms.is_place(visit.form, place):
        tabs.append(Tab(tab.browser, place, page, form))


def _typed(made: MadeUp, tab: Tab, data: st.DataObject, *, nonsense: bool) -> list[tuple[str, str]]:
    """Something for each question of the page in a window."""
    if "another" in tab.form.offers:
        return [("another", data.draw(st.sampled_from(["yes", "no"])))]
    pairs: list[tuple[str, str]] = []
    asked = {name.partition("-")[0] for name in tab.form.offers} & set(made.types)
    for key in sorted(asked):
        names = sorted(name for name in tab.form.offers if name.partition("-")[0] == key)
        if nonsense and data.draw(st.integers(0, 5)) == 0:
            pairs += [(name, data.draw(NONSENSE)) for name in names]
            continue
        said = data.draw(typing(made.types[key]))
        pairs += [(name, said.get(name.removeprefix(key), "")) for name in names]
        pairs += [(key + end, text) for end, text in said.items() if key + end not in names]
    return pairs


def finish(visit: Visit, made: MadeUp, data: st.DataObject) -> bool:
    """Answer all that is missing; False where the form ends early, or never does."""
    browser = visit.browsers[-1]
    if visit.beside and visit.beside.conflicts:
        visit.decide(browser, data.draw(st.booleans()))
    for _ in range(60):
        missing = forms.missing_pages(visit.form, visit.answers)
        if not missing:
            return visit.beside is not None
        tab = visit.open(browser, missing[0])
        if tab is None:
            return False
        typed = _typed(made, tab, data, nonsense=False)
        if typed and typed[0][0] == "another":
            step = forms.step_at(visit.form, visit.answers, tab.place)
            assert step is not None
            assert step.group is not None
            more = len(step.items) < step.group.at_least
            typed = [("another", "yes" if more else "no")]
        page = visit.send(tab, typed)
        if "another" not in tab.form.offers:
            assert page.path.partition("?")[0] != f"{HOME}/{tab.place}", (typed, page.text)
    return False


def sent(visit: Visit) -> forms.Answers:
    """Check the answers, send them; what is kept."""
    browser = visit.browsers[-1]
    page = browser.get(f"{HOME}/check-your-answers")
    for said in forms.answers_in_words(visit.form, forms.relevant(visit.form, visit.answers)):
        if not (said.unseen or said.blank):
            assert " ".join(said.label.split()) in page.text
    return kept(browser.submit(question_form(page)).text)


def kept(text: str) -> forms.Answers:
    found = REFERENCE.search(text)
    assert found, text
    case = case_for(found.group(), seen_by=everybodys_officer())
    revision = forms.answers_of(f"case:{case.id}", seen_by=SELF)
    assert revision is not None
    return revision.answers


def compare(visit: Visit, stored: forms.Answers) -> None:
    """What was sent is what the engine holds; whoever types it again, without pages or in one go, sends the same."""
    wanted = forms.relevant(visit.form, visit.answers)
    typed = typed_again(visit.form, wanted)
    filled = forms.fill_in(visit.form, typed)
    assert filled.problems == ()
    assert filled.unused == ()
    walked = walk(Browser(Inside()), SLUG, typed)
    assert bare(filled.answers) == bare(wanted)
    assert bare(stored) == bare(wanted) or _without_worked_out(stored) == _without_worked_out(wanted)
    assert bare(kept(walked.page.text)) == bare(stored)


def bare(answers: forms.Answers) -> str:
    return re.sub('"id":"[0-9a-f]*"', "", answers.as_text())


def _without_worked_out(answers: forms.Answers) -> str:
    return bare(forms.Answers({key: held for key, held in answers.items() if held.type != "calculated"}))


def typed_again(form: forms.Form, answers: forms.Answers, scope: str = "") -> dict[str, object]:
    """What somebody types to give these answers."""
    typed: dict[str, object] = {}
    for key, question in form.questions.items():
        held = answers.get(f"{scope}{key}")
        if held is not None and held.value is not None and held.type != "calculated":
            typed[key] = _fields(key, question.kind.retype(question, held.value))
    for key in form.groups:
        there = answers.items_in(f"{scope}{key}")
        if there:
            typed[key] = [typed_again(form, answers, f"{scope}{key}/{item}/") for item in there]
    return typed


def _fields(key: str, typed: Mapping[str, list[str]]) -> object:
    if set(typed) == {key}:
        return typed[key][0] if len(typed[key]) == 1 else list(typed[key])
    return {name.removeprefix(key).removeprefix("-"): texts[0] for name, texts in typed.items() if texts}
