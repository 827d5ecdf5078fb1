"""Somebody filling in a form in several windows and on two devices, and the form engine doing the same beside them.

Whatever is sent to the pages is said to the engine too, with a draft of its own; after each step both must hold the
same. Nothing of what the pages do is looked at but their answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urljoin, urlsplit

from moothall.apps.catalogue.api import Service
from moothall.apps.forms import api as forms
from moothall.apps.forms.ways import FRESH, JOINT
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel.actors import ANONYMOUS
from moothall.sites.rehearsal.browser import Browser, HtmlForm, Seen
from moothall.sites.rehearsal.inside import Inside
from moothall.sites.rehearsal.walking import question_form
from tests.properties.made_up import SLUG

HOME = f"/services/{SLUG}"
EMAIL = "septimus@example.com"
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Tab:
    """A page as it stands open in a window of `browser`."""

    browser: Browser
    place: str
    page: Seen
    form: HtmlForm

    @property
    def item(self) -> str:
        return parse_qs(urlsplit(self.form.action).query).get("item", [""])[0]

    @property
    def shown(self) -> tuple[int, str]:
        """Which revision of the pages' draft it shows, and the name of the window."""
        said = dict(self.form.fields).get("_shown", "")
        _, revision, name = said.split(".")
        return int(revision), name


@dataclass(slots=True)
class Visit:
    service: Service
    browsers: list[Browser] = field(default_factory=lambda: [Browser(Inside())])
    #: The engine's own draft.
    beside: forms.Draft | None = None
    #: The revision of the engine's draft that goes with one of the pages': going on elsewhere is one more of these.
    revisions: dict[int, int] = field(default_factory=lambda: {0: 0})

    @property
    def form(self) -> forms.Form:
        return forms.form_of(self.service)

    @property
    def answers(self) -> forms.Answers:
        return self.beside.answers if self.beside else forms.Answers()

    def stored(self) -> forms.Draft | None:
        """What the pages have stored."""
        token = self.browsers[0].cookies.get("moothall_draft", "").partition(".")[0]
        return forms.draft_for(token, seen_by=ANONYMOUS) if token else None

    def agree(self) -> None:
        """Both hold the same: answers, what was typed wrongly, and what two windows say differently."""
        stored, beside = self.stored(), self.beside
        assert (stored is None) == (beside is None), (stored, beside, self.browsers[0].cookies)
        if stored is None or beside is None:
            return
        self.revisions[stored.revision] = beside.revision
        for one in (_held, _typed, _differing):
            assert one(stored) == one(beside), f"The pages hold {one(stored)}, the engine {one(beside)}."

    def window(self, tab: Tab) -> forms.Window:
        revision, name = tab.shown
        return forms.Window(self.revisions[revision], name)

    def open(self, browser: Browser, place: str) -> Tab | None:
        """Go to a place; nothing where there is nothing to fill in."""
        may = forms.may_open(self.form, self.answers, place)
        page = browser.get(f"{HOME}/{place}")
        assert page.status == 200, (place, page.status)
        asked = f"{HOME}/{place}"
        if place == forms.CHECK_ANSWERS and self.beside and self.beside.conflicts:
            assert page.path == f"{HOME}/which-answer"
            return None
        assert (page.path.partition("?")[0] == asked) == may, (place, page.path)
        form = question_form(page)
        there = page.path.partition("?")[0].removeprefix(f"{HOME}/")
        if form is None or not forms.is_place(self.form, there):
            return None
        return Tab(browser, there, page, form)

    def send(self, tab: Tab, typed: Pairs) -> Seen:
        """Send what is typed in a window, to the pages and to the engine."""
        form = replace(tab.form, action=urljoin(tab.page.path, tab.form.action))
        typed = [(name, as_sent(text)) for name, text in typed]
        page = tab.browser.submit(form, typed)
        assert page.status in ((200,) if self._openable(tab) else (200, 409, 410)), (tab.place, page.status)
        before = self.beside
        onward = self._say(tab, _posted(tab.form, typed))
        self.agree()
        now = self.beside
        if onward is not None and not (now and now.conflicts):
            assert page.path.partition("?")[0] == f"{HOME}/{onward}", (
                tab.place,
                onward,
                page.path,
                before and before.answers.as_text(),
            )
        return page

    def _openable(self, tab: Tab) -> bool:
        """Whether what stands in a window may still be sent: where it may not, the page gives back what was typed."""
        step = forms.step_at(self.form, self.answers, tab.place, tab.item)
        return step is not None and forms.may_open(self.form, self.answers, step.address)

    def _say(self, tab: Tab, given: forms.Posted) -> str | None:
        """What the engine makes of it; the place it leads to, None where the page says otherwise."""
        form, answers = self.form, self.answers
        step = forms.step_at(form, answers, tab.place, tab.item)
        if step is None or not forms.may_open(form, answers, step.address):
            return None
        step = forms.step_at(form, answers, step.address, forms.item_for(step)) or step
        if step.group is not None:
            return self._list(step, given, tab)
        if step.page.end:
            return None
        item = forms.item_for(step)
        reading = forms.read_page(form, step.address, given, held=answers, item=item)
        if (
            self.beside is None
            and not reading.ok
            and not any(v.strip() for vs in reading.typed.values() for v in vs)
        ):
            return tab.place
        saved = self._save(reading, self.window(tab))
        if saved.problems or reading.more:
            return tab.place
        here = forms.step_at(form, saved.draft.answers, step.address, item)
        return forms.next_page(form, saved.draft.answers, here.address if here else step.address)

    def _list(self, step: forms.Step, given: forms.Posted, tab: Tab) -> str:
        step = self._with_its_item(step)
        said = forms.read_list(self.form, self.answers, step, given)
        if said.problems:
            return tab.place
        if not said.reading.asked:
            return said.onward
        draft = self._save(said.reading, self.window(tab) if self.beside is None else None).draft
        return said.onward or forms.next_page(self.form, draft.answers, step.address)

    def _with_its_item(self, step: forms.Step) -> forms.Step:
        """The list of an item that the pages have just begun, by the id that they gave it."""
        stored = self.stored()
        there = forms.step_at(self.form, stored.answers, step.address) if stored else None
        if there is None or FRESH not in forms.item_for(step):
            return step
        ids = (one.removeprefix(FRESH) for one in forms.item_for(there).split(JOINT))
        named = JOINT.join(FRESH + one for one in ids)
        return forms.step_at(self.form, self.answers, step.address, named) or step

    def _save(self, reading: forms.Reading, window: forms.Window | None) -> forms.Saved:
        if self.beside is None:
            digest = self.service.digest
            self.beside = forms.begin_draft(SLUG, digest, reading, by=ANONYMOUS, window=window)
            return forms.Saved(self.beside, reading.problems)
        saved = forms.save_window(self.beside, reading, window, by=ANONYMOUS)
        self.beside = saved.draft
        return saved

    def remove(self, browser: Browser, step: forms.Step, number: int) -> None:
        """Take an item out of the list at `step`."""
        item = step.items[number]
        page = browser.get(f"{HOME}/{step.address}/{number + 1}/remove?item={item}")
        form = question_form(page)
        assert form is not None, page.text
        page = browser.submit(form, [("remove", "yes")])
        assert page.path == f"{HOME}/{step.address}"
        self._save(forms.removal(step, item), None)
        self.agree()

    def decide(self, browser: Browser, first: bool) -> None:
        """Where two windows differ: keep of each question the first answer, or the last."""
        assert self.beside is not None
        at = 0 if first else -1
        marks = {one.question: one.marks[at] for one in self.beside.conflicts}
        form = question_form(browser.get(f"{HOME}/which-answer"))
        assert form is not None
        assert {name for name, offered in form.offers.items() if offered} == set(marks)
        browser.submit(form, list(marks.items()))
        self.beside = forms.choose_answers(self.beside, marks, by=ANONYMOUS)
        self.agree()

    def go_on_elsewhere(self, post: DemoMailer) -> None:
        """Save it for later, and open it on another device by the link that comes."""
        first, other = self.browsers[0], Browser(Inside())
        form = first.get(f"{HOME}/save").form_with("email")
        assert form is not None
        first.submit(form, [("email", EMAIL)])
        run_pending()
        found = re.search(r"/services/[a-z-]+/resume/[\w.-]+", post.sent[-1].text)
        assert found, post.sent[-1].text
        form = other.get(found.group()).form_with("email")
        assert form is not None
        other.submit(form, [("email", EMAIL)])
        self.browsers.append(other)
        self.agree()


def _held(draft: forms.Draft) -> str:
    return draft.answers.as_text()


def _typed(draft: forms.Draft) -> dict[str, tuple[str, ...]]:
    return {name: tuple(texts) for name, texts in draft.typed.items()}


def _differing(draft: forms.Draft) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.question, one.marks) for one in draft.conflicts]


def as_sent(text: str) -> str:
    """What a browser makes of half a character: U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _posted(form: HtmlForm, typed: Pairs) -> forms.Posted:
    """What the engine is told of what a browser sends."""
    names = {name for name, _ in typed}
    values: dict[str, list[str]] = {}
    for name, text in [*(pair for pair in form.fields if pair[0] not in names), *typed]:
        values.setdefault(name, []).append(text)
    return forms.posted(values)
