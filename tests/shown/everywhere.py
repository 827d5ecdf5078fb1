"""Every page there is, kept as a file: each service by its own journeys, the rest by following every link and form.

Nobody's browser: requests are answered in this process, some milliseconds each.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from tests.shown.checker import ROOT

from moothall.apps.catalogue.api import Service
from moothall.apps.forms import api as forms
from moothall.apps.messaging.api import outbox
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import system
from moothall.sites.rehearsal.browser import Browser, HtmlForm, Seen, Upload
from moothall.sites.rehearsal.inside import Inside
from moothall.sites.rehearsal.journeys import Journey
from moothall.sites.rehearsal.playing import as_given
from moothall.sites.rehearsal.stage import journeys_of
from moothall.sites.rehearsal.walking import question_form, walk, walk_part, walk_to_problems
from moothall.ui.languages import reachable

#: What is another on each visit, or for each who types, and says nothing of the page: tokens, keys, references, values.
PASSING = re.compile(
    rb'(?<=value=")[^"]*(?=")| checked\b(="[^"]*")?|(?<=>)[^<>]*(?=</textarea>)|[?&;]item=[0-9a-z~.-]+'
    rb"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[A-Z]{2,4}(-[2-9A-HJ-NP-Z]{3,5}){2,4}\b"
)
#: Of most routes a few addresses show all there is to see; of these every one is looked at.
EVERY_ONE = ("service", "content", "paper-form", "staff-case")
ENOUGH = 4
#: Fields of a form that are no questions.
NOT_ASKED = ("csrfmiddlewaretoken", "_shown", "")
#: The link to somebody's part of a form, as it stands in their e-mail.
PART = re.compile(r"https?://[^/\s]+(/\S*services/\S+/join/\S+)")
SELF = system("test")
#: What ends the visit, or what one was doing.
LEAVING = ("/staff/sign-out/", "?again=1")


@dataclass(slots=True)
class Keeper:
    """A transport that keeps each new page of HTML in `folder`. `came`: by file, how one comes to it; `where`: the
    address of each page. What differs by what was typed alone is kept once."""

    folder: Path
    came: dict[str, str] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    routes: set[str] = field(default_factory=set)
    _kept: set[str] = field(default_factory=set)
    _inside: Inside = field(default_factory=Inside)

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        status, said, content = self._inside.send(method, path, headers, body)
        assert status < 500, f"{method} {path}: {status}"
        if any(name == "content-type" and kind.startswith("text/html") for name, kind in said) and content:
            self.keep(f"{method} {path} ({status})", path, content)
        return status, said, content

    def keep(self, how: str, path: str, content: bytes) -> None:
        self.routes.add(route_of(path))
        mark = hashlib.sha256(PASSING.sub(b"", content)).hexdigest()
        if mark not in self._kept:
            self._kept.add(mark)
            name = f"{len(self._kept):04}.html"
            (self.folder / name).write_bytes(content)
            self.came[name], self.where[name] = how, path

    def tell(self, file: Path) -> None:
        """Write down what is kept, for `told_by`."""
        file.write_text(json.dumps({"came": self.came, "where": self.where, "routes": sorted(self.routes)}))

    def told_by(self, file: Path) -> Keeper:
        """The same as whoever wrote the file."""
        said = json.loads(file.read_text())
        self.came, self.where, self.routes = said["came"], said["where"], set(said["routes"])
        return self

    def within(self, *addresses: str) -> list[tuple[str, Path]]:
        """The kept pages below these addresses: the address of each, and its file."""
        return [
            (path, self.folder / name)
            for name, path in sorted(self.where.items())
            if path.startswith(addresses)
        ]


def route_of(path: str) -> str:
    """The name of the route, whatever the language; in another than the council's first one with the language."""
    bare = urlsplit(path).path
    code = next((one.code for one in reachable()[1:] if bare.startswith(f"/{one.code}/")), "")
    try:
        name = resolve(bare.removeprefix(f"/{code}") if code else bare).url_name or ""
        return f"{code}:{name}" if code else name
    except Resolver404:
        return ""


class Looking(Browser):
    """Looks at each new page that it comes to on its way: also sent with nothing in it, and, once filled in, again."""

    def __init__(self, keeper: Keeper, looked_at: set[str], languages: Sequence[str] = ()) -> None:
        super().__init__(keeper)
        self._looked_at = looked_at
        self._languages = languages
        self._fresh: set[str] = set()
        self._busy = False

    def get(self, path: str) -> Seen:
        return self._look(super().get(path))

    def submit(
        self,
        form: HtmlForm,
        answers: Sequence[tuple[str, str]] = (),
        uploads: Mapping[str, Upload] | None = None,
        press: str = "",
    ) -> Seen:
        before = place_of(self.page)
        page = super().submit(form, answers, uploads, press)
        if not self._busy and before in self._fresh and place_of(page) != before:
            self._fresh.discard(before)
            super().get(f"{before}?change=1")
            page = super().get(page.path)
        return self._look(page)

    def _look(self, page: Seen) -> Seen:
        place, form = place_of(page), question_form(page)
        if self._busy or page.status != 200 or place in self._looked_at or not place.startswith("/services/"):
            return page
        self._looked_at.add(place)
        asked = [name for name in form.offers if name not in NOT_ASKED] if form else []
        if form is None or not asked:
            return page
        self._busy = True
        self._fresh.add(place)
        super().submit(form, [(name, "") for name in asked])
        for code in self._languages:
            form = question_form(super().get(f"/{code}{page.path}"))
            if form is not None:
                super().submit(form, [(name, "") for name in asked])
        page = super().get(page.path)
        self._busy = False
        return page


def place_of(page: Seen) -> str:
    return page.path.partition("?")[0]


def walk_service(keeper: Keeper, service: Service) -> None:
    """Every page that the service's journeys come to, and every page that its form has."""
    looked_at: set[str] = set()
    form = forms.form_of(service)
    for journey in sorted(journeys_of(service.slug), key=lambda one: -len(one.answers)):
        with clock.stopped_at(journey.at):
            if journey.refused or not _way(service.slug, form, journey) <= looked_at:
                _walk(keeper, service.slug, journey, looked_at)
    if not journeys_of(service.slug):
        return
    there = {place.rpartition("/")[2] for place in looked_at}
    unseen = {page.key for page in form.pages if page.questions} - there
    assert not unseen - set(worked_out(form)), f"No journey of {service.slug} comes to {unseen}."


def languages_of(slug: str) -> tuple[str, ...]:
    """The languages that a shipped service has words in, besides the first."""
    folder = ROOT / "services" / slug
    return tuple(one.code for one in reachable()[1:] if (folder / f"form.{one.code}.yaml").exists())


def worked_out(form: forms.Form) -> list[str]:
    """The pages that nobody sees, because they ask nothing."""
    return [page.key for page in form.pages if not any(question.kind.asked for question in page.questions)]


def _way(slug: str, form: forms.Form, journey: Journey) -> set[str]:
    """The addresses that a journey comes to, as the engine has it."""
    given = dict(as_given(journey.answers))
    for part in journey.people.values():
        given.update(as_given(part.answers))
    return {f"/services/{slug}/{place}" for place in forms.path(form, forms.fill_in(form, given).answers)}


def _walk(keeper: Keeper, slug: str, journey: Journey, looked_at: set[str]) -> None:
    if journey.refused:
        walk_to_problems(Looking(keeper, looked_at, languages_of(slug)), slug, journey.answers)
        return

    def play(person: str) -> None:
        run_pending()
        mail = next(mail for mail in outbox(limit=10, seen_by=SELF) if PART.search(mail.text))
        found = PART.search(mail.text)
        assert found
        joining = Browser(keeper)
        form = question_form(joining.get(found[1]))
        assert form is not None
        joining.submit(form, [("email", "nobody@example.com")])
        joining.submit(form, [("email", mail.to)])
        joining.get(f"/services/{slug}/part/decline")
        walk_part(
            Looking(keeper, looked_at, languages_of(slug)), found[1], mail.to, journey.people[person].answers
        )

    walk(Looking(keeper, looked_at, languages_of(slug)), slug, journey.answers, others=play)


def follow_everything(browser: Browser, *begin: str, within: tuple[str, ...] = ("/",)) -> None:
    """Every link from the pages `begin` to an address within `within`, and every form on them sent as it stands,
    with nothing typed into it."""
    waiting, met, pressed = deque(begin), set(begin), set[tuple[str, ...]]()
    often: Counter[str] = Counter()
    while waiting:
        address = waiting.popleft()
        route = route_of(address)
        often[route] += 1
        if often[route] > ENOUGH and route not in EVERY_ONE:
            continue
        page = browser.get(address)
        links = [_within(page.path, href) for href, _ in page.links]
        for link in links:
            if link.startswith(within) and link not in met and not any(one in link for one in LEAVING):
                met.add(link)
                waiting.append(link)
        _press(browser, page, route, pressed)


def _press(browser: Browser, page: Seen, route: str, pressed: set[tuple[str, ...]]) -> None:
    for form in page.forms:
        target = route_of(urljoin(page.path, form.action or page.path))
        what = (route, target, *sorted(form.offers))
        if form.method == "post" and target != "account_logout" and what not in pressed:
            pressed.add(what)
            browser.get(page.path)
            browser.submit(form)


def _within(page: str, href: str) -> str:
    """The address of a page of ours that a link leads to; "" for any other."""
    where = urlsplit(urljoin(page, href))
    if where.scheme or where.netloc or not where.path.startswith("/") or "." in where.path.rpartition("/")[2]:
        return ""
    return where.path + (f"?{where.query}" if where.query else "")
