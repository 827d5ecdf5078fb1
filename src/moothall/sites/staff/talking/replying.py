"""Writing to the reporter: one box that keeps what is typed, with snippets, quotes, files and a look at the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import BinaryIO, ClassVar, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import (
    CaseNotFound,
    CaseView,
    ChangedSince,
    Desk,
    Entry,
    Heeds,
    PartyView,
    ReplyDraft,
    as_seen,
    facts_for,
)
from moothall.apps.documents import api as documents
from moothall.apps.forms.api import read_file
from moothall.apps.identity.api import accounts_named
from moothall.apps.messaging.api import Snippet, preview, snippets_for
from moothall.apps.teams.api import working_calendar
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.talking.quoting import Quote, quoted, quotes_of
from moothall.ui.languages import Language, offered, usable
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request

NOW, NEXT, AT = "now", "next", "at"
#: What the columns hold: of facts, and of moments in milliseconds.
_MOST, _LATEST = 2**31 - 2, 2**53
_NO_REPLY = UUID(int=0)
#: What was chosen on a page that somebody has overtaken.
SNIPPET_GONE = Problem("This snippet was taken away meanwhile. Nothing was put in. Choose another.", "#words")
QUOTE_GONE = Problem("What you wanted to quote is not there any more. Nothing was put in.", "#words")
#: At which field a rule's sentence stands.
FIELDS = {
    "CASE-121": "to", "CASE-122": "to", "CASE-123": "day", "CASE-124": "day", "CASE-125": "file", "CASE-126": "file",
    "STAFF-75": "when-now", "CASE-135": "on-its-way",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who can be written to; `told` says how they are called and reached."""

    key: UUID
    told: str
    hint: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class File:
    key: UUID
    name: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """The reply as it will be read: by whom, its subject and its text."""

    to: str
    subject: str
    text: str


#: Rules about what came since the page was read.
FRESH = frozenset({"CASE-135"})


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A colleague's reply that leaves in some seconds."""

    key: UUID
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is to leave: `when` is now, next or at; the latter on a `day`, at a `time`."""

    when: str = NOW
    day: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPage(Page):
    template: ClassVar[str] = "staff/talking/reply.html"
    case: CaseView
    words: str
    to: tuple[Addressee, ...]
    files: tuple[File, ...]
    languages: tuple[Language, ...]
    language: str
    #: What the page of whoever is written to is read in, where it is not the first language; else empty.
    reads: str
    find: str
    snippets: tuple[Snippet, ...]
    quotes: tuple[Quote, ...]
    looked: tuple[Looked, ...]
    moment: Moment
    next_morning: datetime
    may: bool
    #: The last fact that the page shows, and what happened since the one before, where that is why it came back.
    seen: int
    #: Which page this is, and the number of what it sent last by its script.
    box: UUID
    turn: int
    since: tuple[Entry, ...]
    #: What colleagues have just sent, which leaves in some seconds.
    on_its_way: tuple[OnItsWay, ...]


def reply(request: Request, reference: str) -> HttpResponseBase:
    """The box, or what was pressed in it. Whatever is pressed, what was typed is kept first."""
    known = reading.reference(reference)
    try:
        desk = cases.desk_for(known, seen_by=request.actor)
        if request.method != "POST":
            return _page(request, desk, _draft_now(desk.case, request.actor))
        return _pressed(request, desk)
    except CaseNotFound as hidden:
        raise Http404 from hidden


def undo(request: Request, reference: str) -> HttpResponseBase:
    """It does not leave, and stands in the box again."""
    known = reading.reference(reference)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("staff-case", args=[known]))
    try:
        cases.call_back(known, reading.key(request.POST, "reply") or _NO_REPLY, by=request.actor)
    except CaseNotFound as hidden:
        raise Http404 from hidden
    except Refused as no:
        desk = cases.desk_for(known, seen_by=request.actor)
        problem = Problem(no.sentence, "#words")
        return _page(request, desk, _draft_now(desk.case, request.actor), problems=(problem,))
    return HttpResponseRedirect(reverse("staff-case-reply", args=[known]) + "?done=undone")


def _pressed(request: Request, desk: Desk) -> HttpResponseBase:
    sent, case = request.POST, desk.case
    draft, wrong = _attached(request, case, _typed(sent))
    draft, gone = _put_in(sent, desk, draft, request.actor)
    try:
        cases.keep_reply(case.reference, draft, by_itself="by-itself" in sent, by=request.actor)
        if wrong:
            return _page(request, desk, draft, problems=(Problem(wrong, "#file"),))
        if gone:
            return _page(request, desk, draft, problems=(gone,))
        if "keep" in sent:
            return _back(case, "reply-kept")
        if "send" in sent:
            at, known = _moment(_moment_typed(sent)), reading.keys(sent, "known")
            with as_seen(case.reference, draft.seen or None, heeds=Heeds.TALK):
                cases.send_reply(case.reference, draft, at=at, known=known, by=request.actor)
            return _back(case, "reply-later" if at else "reply")
    except ChangedSince as no:
        return _page_since(request, case.reference, draft, no)
    except Refused as no:
        if no.code in FRESH:
            desk = cases.desk_for(case.reference, seen_by=request.actor)
        at_field = FIELDS.get(no.code, "words")
        return _page(request, desk, draft, problems=(Problem(no.sentence, f"#{at_field}"),))
    return _page(request, desk, draft, look="look" in sent)


def _page_since(request: Request, reference: str, draft: ReplyDraft, no: ChangedSince) -> HttpResponse:
    """With what was typed and with what happened meanwhile, which is known from here on."""
    desk = cases.desk_for(reference, seen_by=request.actor)
    draft = replace(draft, seen=desk.case.seen)
    cases.keep_reply(reference, draft, by=request.actor)
    since = tuple(one for one in desk.story if one.sequence > no.seen)
    return _page(request, desk, draft, problems=(Problem(no.sentence, "#since"),), since=since)


def _back(case: CaseView, done: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("staff-case", args=[case.reference]) + f"?done={done}")


def _draft_now(case: CaseView, by: Actor) -> ReplyDraft:
    """What the officer has written so far; else an empty box for the reporter."""
    unsent = cases.replies_unsent(case, seen_by=by)
    kept = next((one.draft for one in unsent if one.leaves_at is None), None)
    if kept is not None:
        return kept
    reporter = next((one for one in _writable(case) if one.role == "reporter"), None)
    parties = (reporter.id,) if reporter and reporter.id else ()
    return ReplyDraft("", parties, (), usable(reporter.language if reporter else ""), case.seen)


def _typed(sent: QueryDict) -> ReplyDraft:
    return ReplyDraft(
        reading.text(sent, "words"), reading.keys(sent, "to"), reading.keys(sent, "files"),
        reading.words(sent, "language", 10), _counted(sent, "seen", _MOST), reading.key(sent, "box"),
        _counted(sent, "turn", _LATEST),
    )  # fmt: skip


def _counted(sent: QueryDict, name: str, most: int) -> int:
    """A number that a page of ours counted; no more than its column holds."""
    return min(reading.number(sent, name) or 0, most)


def _attached(request: Request, case: CaseView, draft: ReplyDraft) -> tuple[ReplyDraft, str]:
    """With a new file, kept with the case until it leaves; or why it cannot be taken."""
    posted = request.FILES.get("file")
    if not isinstance(posted, UploadedFile) or not (posted.name or posted.size):
        return draft, ""
    cases.WORK.demand(request.actor)
    seen = read_file(posted)
    if seen.problem:
        return draft, seen.problem
    kept = documents.attach(
        f"case:{case.id}",
        cast(BinaryIO, posted),
        name=seen.name,
        media_type=seen.media_type,
        kind="file",
        source=cases.WITH_REPLY,
        by=request.actor,
    )
    return replace(draft, files=(*draft.files, kept.id)), ""


def _put_in(sent: QueryDict, desk: Desk, draft: ReplyDraft, by: Actor) -> tuple[ReplyDraft, Problem | None]:
    """With the snippet, or with what the resident wrote, that was asked for, below what stands there; or why not."""
    if name := reading.words(sent, "snippet"):
        found = next((one for one in snippets_for(desk.case.service) if one.name == name), None)
        if found is None:
            return draft, SNIPPET_GONE
        return replace(draft, words=_below(draft.words, found.filled(facts_for(desk.case, by)))), None
    if key := reading.words(sent, "quote"):
        one = next((one for one in quotes_of(desk) if one.key == key), None)
        if one is None:
            return draft, QUOTE_GONE
        return replace(draft, words=_below(draft.words, quoted(one))), None
    return draft, None


def _below(words: str, more: str) -> str:
    return f"{words.rstrip()}\n\n{more}".lstrip("\n")


def _moment_typed(sent: QueryDict) -> Moment:
    return Moment(reading.words(sent, "when") or NOW, reading.words(sent, "day"), reading.words(sent, "time"))


def _moment(typed: Moment) -> datetime | None:
    """The moment that was chosen; None for now. Raises Refused for one that cannot be read."""
    if typed.when == NEXT:
        return next_morning()
    if typed.when == NOW:
        return None
    if typed.when != AT:
        raise Refused("STAFF-75", "Choose when it leaves.")
    try:
        day, at = date.fromisoformat(typed.day), time.fromisoformat(typed.time)
        return datetime.combine(day, at.replace(tzinfo=None), tzinfo=clock.LOCAL_ZONE)
    except ValueError as none:
        raise Refused("CASE-123", "Choose a day and a time, such as 24 November 2026 at 9:00.") from none


def next_morning() -> datetime:
    """Nine o'clock on the next working day."""
    day = working_calendar().add(clock.today(), 1).due
    return datetime.combine(day, time(9), tzinfo=clock.LOCAL_ZONE)


def _writable(case: CaseView) -> tuple[PartyView, ...]:
    return tuple(one for one in case.parties if one.role in cases.WRITABLE and one.email and one.id)


def _page(
    request: Request,
    desk: Desk,
    draft: ReplyDraft,
    *,
    problems: Sequence[Problem] = (),
    look: bool = False,
    since: tuple[Entry, ...] = (),
) -> HttpResponse:
    case, find = desk.case, reading.words(request.POST, "find")
    parties = _writable(case)
    chosen = [one for one in parties if one.id in draft.parties]
    page = ReplyPage(
        title="Write to the reporter",
        frame=staff_frame(request),
        problems=tuple(problems),
        done="It has not left. Here is what you wrote." if request.GET.get("done") == "undone" else "",
        case=case,
        words=draft.words,
        to=tuple(
            Addressee(one.id, one.name or one.email, _who(one), one in chosen) for one in parties if one.id
        ),
        files=_files(case, draft, request.actor),
        languages=offered(),
        language=draft.language,
        reads=", ".join(dict.fromkeys(one.reads for one in chosen if one.reads)),
        find=find,
        snippets=snippets_for(case.service, words=find),
        quotes=quotes_of(desk),
        looked=_looked(case, draft, chosen) if look else (),
        moment=_moment_typed(request.POST),
        next_morning=next_morning(),
        may=bool(parties),
        seen=draft.seen or case.seen,
        box=draft.box or new_id(),
        turn=draft.turn,
        since=since,
        on_its_way=_on_its_way(case, request.actor),
    )
    return show(request, page, status=422 if problems else 200)


def _on_its_way(case: CaseView, by: Actor) -> tuple[OnItsWay, ...]:
    """No query where nobody else has just sent something."""
    unsent = cases.replies_unsent(case, seen_by=by)
    theirs = [one for one in unsent if one.leaves_at is not None and one.soon and not one.own]
    names = accounts_named([one.author for one in theirs], seen_by=by) if theirs else {}
    return tuple(OnItsWay(one.id, names.get(one.author, "A colleague"), one.draft.words) for one in theirs)


def _who(one: PartyView) -> str:
    role = {"reporter": "The reporter", "on_behalf_of": "For whom it is asked"}.get(
        one.role, one.who or one.role
    )
    reads = f", reads our website in {one.reads}" if one.reads else ""
    return f"{role}, {one.email}{reads}"


def _files(case: CaseView, draft: ReplyDraft, by: Actor) -> tuple[File, ...]:
    """The files of the case, and those that were added since it was read; of a locked one its copy alone."""
    held = documents.documents_of(f"case:{case.id}", seen_by=by) if draft.files else case.documents
    offered_now = (one for one in held if not one.locked or one.id in draft.files)
    return tuple(File(one.id, one.name, one.words, one.id in draft.files) for one in offered_now)


def _looked(case: CaseView, draft: ReplyDraft, chosen: Sequence[PartyView]) -> tuple[Looked, ...]:
    found = []
    for party in chosen:
        filled = preview(
            "part reply" if party.role == "co_applicant" else "reply",
            service=case.service,
            facts={
                "reference": case.reference,
                "service_name": case.service_name,
                "words": draft.words,
                "files": cases.files_said(len(draft.files)),
                "track_link": "(the link to their own page)",
            },
            name=party.name,
            role=party.role,
            language=usable(party.language),
        )
        if filled is not None:
            found.append(Looked(party.name or party.email, filled.subject, filled.text))
    return tuple(found)
