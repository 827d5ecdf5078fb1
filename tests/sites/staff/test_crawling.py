"""Somebody of each role follows every link and sends every form, with nonsense: nothing breaks, and nobody reads, or
learns by asking, what is not theirs.

`MOOTHALL_CRAWL=3000 pytest -n0 tests/sites/staff/test_crawling.py` walks so many pages in each role instead of a few,
and `MOOTHALL_SEED=7` takes another way.
"""

from __future__ import annotations

import io
import os
import random
import re
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import pytest
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from tests.cast import CONCERN, HARDING, SYSTEM, Resident, sends
from tests.sites.staff.desk import a_case
from tests.sites.staff.officers import an_officer, sign_in
from tests.standing import undone_afterwards

from moothall.apps.bookings.api import make_round
from moothall.apps.cases import api as cases
from moothall.apps.contacts.api import begin_contact, write_down
from moothall.apps.documents.api import attach
from moothall.apps.teams.api import actor_for, organisation
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.sites.rehearsal.walking import sample_photo

pytestmark = pytest.mark.django_db

STEPS = int(os.environ.get("MOOTHALL_CRAWL", "70"))
SEED = int(os.environ.get("MOOTHALL_SEED", "4"))
ROLES = tuple(role.code for role in organisation().roles)
READING = {role.code for role in organisation().roles if "cases.read" in role.abilities} - {"partner"}
#: They end the session, change how one signs in, are for no officer, or write to the council's folder.
NOT_WALKED = re.compile(r"/staff/(sign|account/(?!declared))|/demo/|/static/|/i18n/|/outbox/|/words/at/")
#: What nobody means. The longest are longer than any column; dates and numbers are where sums overflow.
HOSTILE = (
    "", " ", "x", "-1", "0", "99999999999999999999", "1e400", "½", "\x00", "\ud800", "<script>alert(1)</script>",
    "'; DROP TABLE case; --", "=1+1", "{{7*7}}", "%", "a" * 6000, "0001-01-01", "9999-12-31", "2026-02-30", "25:61",
    "00000000-0000-0000-0000-000000000000", "../../etc/passwd", "\u202e\u0663", "on", "[]", "{", "NaN", "\r\nX-A: b",
)  # fmt: skip
#: What is in a page of its own accord: it differs each time it is asked for.
FLEETING = re.compile(r'(name="csrfmiddlewaretoken" value|nonce|data-ticket|data-presence[a-z-]*)="[^"]*"')


# --- The council


@dataclass(slots=True)
class Small:
    """`hidden`: words of a confidential case. `told`: words for managers alone. `open`: words of a case that all who
    read cases may read. `own`: what another officer keeps for themselves. `closed`: addresses of what is not theirs."""

    concern: str
    hidden: set[str]
    told: set[str]
    open: set[str]
    own: set[str]
    closed: list[str]

    def not_for(self, role: str) -> set[str]:
        words = self.hidden | self.own
        if role != "manager":
            words |= self.told
        return words if role in READING else words | self.open


def confide(word: str) -> tuple[str, set[str]]:
    """A confidential case with a word of its own in everything that can be said in it; its reference, the words."""
    said = {
        n: f"{word}{n}" for n in ("name", "home", "what", "note", "tag", "file", "reply", "quiet", "hold")
    }
    by = actor_for(an_officer(f"Gareth {word}", team="adult-safeguarding", role="manager"))
    who = Resident(f"Mary {said['name']}", "mary@example.com")
    opened = sends(CONCERN, who, their_home=said["home"], what_happened=f"They {said['what']} her.")
    reference = opened.reference
    cases.add_note(reference, f"She said {said['note']}.", by=by)
    cases.add_sensitive_note(reference, f"Ask {said['quiet']}.", role="manager", by=by)
    cases.add_tag(reference, said["tag"], by=by)
    attach(
        f"case:{opened.case_id}", sample_photo(), name=f"{said['file']}.jpg", media_type="image/jpeg",
        kind="photo", source="form:x", by=SYSTEM,
    )  # fmt: skip
    party = next(one for one in cases.case_for(reference, seen_by=SYSTEM).parties if one.role == "reporter")
    cases.send_reply(reference, cases.ReplyDraft(f"Dear {said['reply']}", (party.id,)), by=by)
    cases.hold_case(reference, said["hold"], day=clock.today() + timedelta(days=9), by=by)
    return reference, set(said.values())


def a_council() -> Small:
    olwen_account = an_officer("Olwen Arkwright", team="waste", role="officer")
    olwen = actor_for(olwen_account)
    tom = actor_for(an_officer("Tom Pellow", team="customer-services", role="adviser"))
    concern, hidden = confide("zorbel")
    one = a_case(name="Septimus Openquix")
    cases.add_note(one.reference, "The gate is openquixnote.", by=olwen)
    cases.add_tag(one.reference, "openquixtag", by=olwen)
    cases.add_sensitive_note(one.reference, "He is quietquix.", role="manager", by=olwen)
    a_case(name="Somebody Else")
    sends("report-fly-tipping", HARDING, held=("too fast",))
    view = cases.save_view("Ownquix list", "view=new&tag=openquixtag", by=olwen)
    act = cases.propose_many(
        "close", {"outcome": "emptied", "words": "ownquixwords"}, chosen=[one.reference], by=olwen
    )
    contact = begin_contact("phone", by=tom)
    write_down(contact, "Called about ownquixcall", by=tom)
    stops = [stop.stop for stop in cases.stops_of([concern], seen_by=SYSTEM)]
    make_round("adult-safeguarding", clock.today(), stops, name="zorbelround", by=SYSTEM)
    make_round(
        "waste", clock.today(), [s.stop for s in cases.stops_of([one.reference], seen_by=SYSTEM)], by=SYSTEM
    )
    run_pending()
    return Small(
        concern,
        hidden | {"zorbelround"},
        {"quietquix"},
        {"openquixnote", "openquixtag", "septimus openquix"},
        {"ownquix"},
        [f"/staff/views/{view}/", f"/staff/many/{act}/", f"/staff/contacts/{contact}/"],
    )


# --- A walk


@dataclass(slots=True)
class Form:
    action: str
    method: str
    fields: list[tuple[str, str, list[str]]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Reading(HTMLParser):
    """The links and the forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, list[str](), list[Form]()
        self._select = ""
        self._named: dict[str, Form] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        for name in ("href", "src", "data-src"):
            if tag != "base" and said.get(name):
                self.links.append(urljoin(self.address, said[name]))
        if tag == "form":
            self.forms.append(
                Form(
                    urljoin(self.address, said.get("action") or self.address),
                    said.get("method", "get").lower(),
                )
            )
            self._named[said.get("id", "")] = self.forms[-1]
        form = self._named.get(said.get("form", "-")) or (self.forms[-1] if self.forms else None)
        name = said.get("name", "")
        if form is None:
            return
        if tag == "button" or (tag == "input" and said.get("type") == "submit"):
            form.buttons.append((name, said.get("value", "")))
        elif tag in ("input", "textarea") and name:
            kind = said.get("type", "text") if tag == "input" else "textarea"
            form.fields.append((name, kind, [said.get("value", "")]))
        elif tag == "select" and name:
            self._select = name
            form.fields.append((name, "select", []))
        elif tag == "option" and form.fields and form.fields[-1][1] == "select":
            form.fields[-1][2].append(said.get("value", ""))


def body_of(response: HttpResponseBase) -> str:
    """All that is in an answer, and its heads that say something."""
    if isinstance(response, StreamingHttpResponse) or response.streaming:
        content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    else:
        content = response.content  # type: ignore[attr-defined]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist())
    heads = "\n".join(response.headers.get(name, "") for name in ("Content-Disposition", "Location"))
    return f"{heads}\n{content.decode('utf-8', 'replace')}"


def kind_of(address: str) -> str:
    """Pages of the same route count as one."""
    try:
        return str(resolve(urlsplit(address).path).url_name)
    except (Resolver404, UnicodeError, ValueError):
        return "-"


@dataclass(slots=True)
class Walk:
    client: Client
    forbidden: set[str]
    chance: random.Random
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    open: list[str] = field(default_factory=list)
    forms: list[tuple[str, Form, tuple[str, str]]] = field(default_factory=list)
    often: Counter[str] = field(default_factory=Counter)

    def go(self, steps: int) -> None:
        for _ in range(steps):
            if self.forms and (not self.open or self.chance.random() < 0.5):
                least = min(self.forms, key=lambda one: (self.often[one[0]], self.chance.random()))
                self.forms.remove(least)
                self.often[least[0]] += 1
                self.send(least[1], least[2])
            elif self.open:
                least_seen = min(self.open, key=lambda one: (self.often[kind_of(one)], self.chance.random()))
                self.open.remove(least_seen)
                self.often[kind_of(least_seen)] += 1
                self.ask("GET", least_seen)
            else:
                return

    def send(self, form: Form, button: tuple[str, str]) -> None:
        pairs = [button] if button[0] else []
        for name, kind, values in form.fields:
            if name == "csrfmiddlewaretoken" or kind == "file":
                continue
            if kind in ("checkbox", "radio") and self.chance.random() < 0.5:
                continue
            pairs.append((name, self.typed(kind, values)))
        if form.method == "get":
            self.ask("GET", f"{form.action.partition('?')[0]}?{urlencode(pairs, errors='surrogatepass')}")
        else:
            self.ask("POST", form.action, pairs)

    def typed(self, kind: str, values: list[str]) -> str:
        if self.chance.random() < (0.1 if kind in ("hidden", "select", "radio", "checkbox") else 0.35):
            return self.chance.choice(HOSTILE)
        given = self.chance.choice(values) if values else ""
        if given or kind not in ("text", "textarea", "search"):
            return given
        return self.chance.choice(("The bin was out.", "2026-11-30", "school", "septimus", "12"))

    def ask(self, method: str, address: str, pairs: list[tuple[str, str]] | None = None) -> None:
        said = f"{method} {address} {pairs or ''}"[:600]
        try:
            if method == "GET":
                response: Any = self.client.get(address)
            else:
                response = self.client.post(
                    address,
                    urlencode(pairs or [], errors="surrogatepass"),
                    content_type="application/x-www-form-urlencoded",
                )
            body = body_of(response)
        except Exception as broken:  # noqa: BLE001 — whatever breaks is what is looked for
            frames = [f for f in traceback.extract_tb(broken.__traceback__) if "/moothall/" in f.filename]
            where = " < ".join(f"{f.filename.rpartition('/moothall/')[2]}:{f.lineno}" for f in frames[:-4:-1])
            self.wrong.append(f"{said}\n    {type(broken).__name__}: {str(broken)[:200]} at {where}")
            return
        if response.status_code >= 500:
            self.wrong.append(f"{said}\n    {response.status_code}")
        low = body.lower()
        told = sorted(word for word in self.forbidden if word in low)
        if told:
            at = low.index(told[0])
            self.wrong.append(f"{said}\n    tells {told}: …{body[max(0, at - 80) : at + 60]!r}")
        self.learn(address, response, body)

    def learn(self, address: str, response: HttpResponseBase, body: str) -> None:
        if response.has_header("Location"):
            self.later(urljoin(address, response["Location"]))
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return
        page = Reading(address)
        page.feed(body)
        for link in page.links:
            self.later(link)
        for form in page.forms:
            parts = urlsplit(form.action)
            if parts.netloc or NOT_WALKED.search(parts.path):
                continue
            for button in form.buttons or [("", "")]:
                key = f"{form.method} {kind_of(form.action)} {button[0]}"
                self.forms.append((key, form, button))
        del self.forms[:-400]

    def later(self, address: str) -> None:
        address = urldefrag(address)[0]
        parts = urlsplit(address)
        if parts.scheme not in ("", "http", "https") or parts.netloc not in ("", "testserver"):
            return
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if path.startswith("/staff/") and not NOT_WALKED.search(path) and path not in self.seen:
            self.seen.add(path)
            self.open.append(path)


def walked(role: str) -> Walk:
    council = a_council()
    client = sign_in(Client(), an_officer(f"{role} walking", team="waste", role=role))
    walk = Walk(client, council.not_for(role), random.Random(f"{SEED} {role}"))
    for address in ("/staff/start/", "/staff/", "/staff/palette/", "/staff/notices/", "/staff/search/?q=a"):
        walk.later(address)
    walk.go(STEPS)
    return walk


@pytest.mark.parametrize("role", ROLES)
def test_nothing_breaks_and_nothing_of_others_is_told(role: str) -> None:
    walk = walked(role)
    assert not walk.wrong, "\n".join(walk.wrong[:20])
    assert sum(walk.often.values()) >= min(STEPS, 10), "there was nothing to walk on"


# --- What somebody learns by asking


def ways(word: str, reference: str) -> Iterator[str]:
    """Addresses with which somebody asks for a word, or for a case, or for how many there are."""
    for query in (
        word,
        f"{word}*",
        f'"{word}"',
        reference,
        reference[4:],
        f"tag:{word}",
        f"-{word} mary",
        "mary",
    ):
        yield f"/staff/search/?{urlencode({'q': query})}"
        yield f"/staff/palette/?{urlencode({'q': query})}"
    for asked in (
        {"tag": word}, {"service": CONCERN}, {"team": "adult-safeguarding"}, {"service": CONCERN, "tag": word},
        {"q.how_old": "adult"}, {"how_old": "adult"}, {"answer": "how_old:adult"}, {"status": "waiting"},
        {"sort": "due"}, {"group": "service"}, {"group": "person"}, {"view": "all"}, {"layout": "board"},
        {"layout": "sheet"}, {"person": "nobody"},
    ):  # fmt: skip
        yield f"/staff/?{urlencode(asked)}"
        yield f"/staff/export/csv/?{urlencode(asked)}"
    yield "/staff/export/xlsx/"
    yield "/staff/many/"
    yield "/staff/start/"
    yield "/staff/team/waste/"
    yield "/staff/services/"
    yield f"/staff/services/{CONCERN}/"
    yield f"/staff/contacts/look-up/?{urlencode({'q': word})}"
    yield f"/staff/contacts/look-up/?{urlencode({'q': reference})}"
    yield f"/staff/cases/{reference}/"
    yield f"/staff/cases/{reference}/person/"


def answers(client: Client, word: str, reference: str) -> dict[str, str]:
    """What is said to each way of asking, without what was asked for."""
    found = {}
    for way in ways(word, reference):
        body = FLEETING.sub("", body_of(client.get(way)))
        for typed, plain in ((word, "WORD"), (reference, "REFERENCE"), (reference[4:], "REFERENCE")):
            way, body = way.replace(typed, plain), body.replace(typed, plain)
        found[way] = body
    return found


@pytest.mark.parametrize("role", [role for role in ROLES if role in READING or role == "partner"])
def test_a_confidential_case_changes_no_answer(role: str) -> None:
    """Asked before it is there and after: each page, count, order, list and file is the same to the letter."""
    a_case()
    client = sign_in(Client(), an_officer(f"{role} asking", team="waste", role=role))
    with undone_afterwards():
        nowhere = sends(CONCERN, HARDING).reference
    with clock.stopped_at(clock.now()):
        before = answers(client, "zarbolname", nowhere)
        reference, _ = confide("zorbel")
        after = answers(client, "zorbelname", reference)
    assert [way for way in before if before[way] != after[way]] == []


@pytest.mark.parametrize("role", ROLES)
def test_what_others_keep_is_not_there(role: str) -> None:
    council = a_council()
    client = sign_in(Client(), an_officer(f"{role} looking", team="waste", role=role))
    for address in (*council.closed, f"/staff/cases/{council.concern}/"):
        for response in (client.get(address), client.post(address, {"name": "Mine", "begin": "1"})):
            assert response.status_code in (403, 404, 405), address
            assert not [word for word in council.not_for(role) if word in body_of(response).lower()], address
