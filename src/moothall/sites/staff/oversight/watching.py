"""Who looked at what and why: for those who look after data protection, and for leaders of their own team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse

from moothall.apps.cases.api import case_referred_to, references_of
from moothall.apps.forms.api import day_said
from moothall.apps.identity.api import account_by_email, accounts_named
from moothall.apps.insight.api import LookNotFound, Unusual, settle_look, unusual_looks
from moothall.apps.teams.api import looks_of_team, team_named
from moothall.ground.looks.api import Asked, Seen, looks_recorded
from moothall.kernel import clock
from moothall.kernel.actors import Actor, account_of
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.sites.staff.queues.wording import case_address
from moothall.ui.pages import Choice, Page, Problem, show
from moothall.ui.routes import Request

ON_A_PAGE = 50
#: Pages of a file that follow each other so closely are of one file.
AT_A_TIME = timedelta(seconds=20)
#: What a page was opened for, as people say it.
PURPOSES: Mapping[str, str] = {
    "casework": "working on a request",
    "queue": "a list of requests",
    "search": "a search",
    "look-up": "looking somebody up",
    "export": "an export",
    "held": "what was held because it looks like spam",
    "many": "the same for many requests",
    "approval": "a second person's word",
    "call": "a call or a visit",
    "duplicate": "two requests for the same thing",
    "original": "the original of a photo",
    "round": "a round of visits",
    "referral": "passing a request on",
    "safety of staff": "rules for the safety of staff",
    "review of rules": "a review of such rules",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A case that was seen: its reference, and its page where whoever asks may see it."""

    reference: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    who: str
    why: str
    cases: tuple[Case, ...]
    more: int
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksPage(Page):
    """`team` is the name of a team where one team's looks are shown, `key` its code; empty for everybody's."""

    template: ClassVar[str] = "staff/oversight/looks.html"
    key: str
    team: str
    lines: tuple[Line, ...]
    who: str
    case: str
    since: str
    until: str
    purposes: tuple[Choice, ...]
    next: str
    first: str


@dataclass(frozen=True, slots=True)
class Listed:
    key: UUID
    at: datetime
    who: str
    case: str
    href: str
    reason: str
    words: str
    settled_at: datetime | None
    settled_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusualPage(Page):
    template: ClassVar[str] = "staff/oversight/unusual.html"
    waiting: tuple[Listed, ...]
    settled: tuple[Listed, ...]
    key: str
    typed: str


def looks(request: Request) -> HttpResponse:
    """Everybody's looks, filtered by officer, request, purpose and day."""
    return _looks(request, "", "")


def team_looks(request: Request, team: str) -> HttpResponse:
    """The looks of a team that one leads."""
    try:
        named = team_named(team).name
    except LookupError:
        raise Http404 from None
    return _looks(request, team, named)


def _looks(request: Request, team: str, named: str) -> HttpResponse:
    by, sent = request.actor, request.GET
    problems, asked = _asked(sent, team, by)
    before = reading.key(sent, "before")
    found: tuple[Seen, ...] = ()
    if not problems and team:
        found = looks_of_team(team, asked, before=before, limit=ON_A_PAGE + 1, seen_by=by)
    elif not problems:
        found = looks_recorded(asked, before=before, limit=ON_A_PAGE + 1, seen_by=by)
    here = reverse("staff-team-looks", args=[team]) if team else reverse("staff-looks")
    kept = {
        name: sent.get(name, "") for name in ("who", "case", "purpose", "since", "until") if sent.get(name)
    }
    more = len(found) > ON_A_PAGE
    page = LooksPage(
        title=f"Who looked at what in {named}" if named else "Who looked at what",
        frame=staff_frame(request),
        problems=problems,
        key=team,
        team=named,
        lines=_lines(found[:ON_A_PAGE], by),
        who=reading.words(sent, "who"),
        case=reading.words(sent, "case"),
        since=reading.words(sent, "since"),
        until=reading.words(sent, "until"),
        purposes=(
            Choice("", "Any reason", not asked.purpose),
            *(
                Choice(one, f"{words[:1].upper()}{words[1:]}", one == asked.purpose)
                for one, words in PURPOSES.items()
            ),
        ),
        next=f"{here}?{urlencode({**kept, 'before': str(found[ON_A_PAGE - 1].id)})}" if more else "",
        first=f"{here}?{urlencode(kept)}" if before else "",
    )
    return show(request, page, status=422 if problems else 200)


def _asked(sent: QueryDict, team: str, by: Actor) -> tuple[tuple[Problem, ...], Asked]:
    """What is asked for; and what of it cannot be understood."""
    problems: list[Problem] = []
    actors: frozenset[str] | None = None
    if who := reading.words(sent, "who"):
        account = account_by_email(who, seen_by=by)
        if account is None:
            problems.append(
                Problem("Nobody signs in with this e-mail address. Write an officer’s address.", "#who")
            )
        else:
            actors = frozenset({f"officer:{account.pk}"})
    subject = ""
    if reference := reading.words(sent, "case"):
        key = None if team else case_referred_to(reference, seen_by=by)
        if key is None:
            problems.append(
                Problem("There is no request with this reference. Look at its letters again.", "#case")
            )
        else:
            subject = f"case:{key}"
    since, until = _day(sent, "since", problems), _day(sent, "until", problems, later=1)
    purpose = reading.words(sent, "purpose")
    return tuple(problems), Asked(actors, subject, purpose if purpose in PURPOSES else "", since, until)


def _day(sent: QueryDict, name: str, problems: list[Problem], later: int = 0) -> datetime | None:
    """When the day begins that was typed, as people type days, or the one so many days `later`."""
    typed = reading.words(sent, name)
    if not typed:
        return None
    day = day_said(typed, today=clock.today())
    if day is None or day > date.max - timedelta(days=2):
        problems.append(Problem("Enter a day, such as 31 3 2026.", f"#{name}"))
        return None
    return datetime.combine(day + timedelta(days=later), time(), clock.LOCAL_ZONE)


def _lines(found: tuple[Seen, ...], by: Actor) -> tuple[Line, ...]:
    found = tuple(_whole_files(found))
    accounts = {account for look in found if (account := account_of(look.actor))}
    names = accounts_named(accounts, seen_by=by)
    seen = {key for look in found for key in _cases(look)[:10]}
    references = references_of(seen, seen_by=by)
    return tuple(_line(look, names, references, by) for look in found)


def _whole_files(found: Iterable[Seen]) -> Iterator[Seen]:
    """A file is recorded page after page as it is written, and is one line here: when it was begun, with all of it."""
    later: Seen | None = None
    for look in found:
        if later is not None and _goes_on(look, later):
            later = replace(
                later, at=look.at, subjects=(*look.subjects, *later.subjects), more=look.more + later.more
            )
            continue
        if later is not None:
            yield later
        later = look
    if later is not None:
        yield later


def _goes_on(look: Seen, later: Seen) -> bool:
    same = (look.actor, look.purpose, look.route) == (later.actor, later.purpose, later.route)
    return same and look.purpose == "export" and later.at - look.at < AT_A_TIME


def _line(look: Seen, names: Mapping[UUID, str], references: Mapping[UUID, str], by: Actor) -> Line:
    account, cases = account_of(look.actor), _cases(look)
    shown = [references[key] for key in cases[:10] if key in references]
    may = by.may("cases.read")
    return Line(
        look.at,
        names.get(account, "An officer") if account else "Moothall",
        PURPOSES.get(look.purpose, look.purpose),
        tuple(Case(one, case_address(one) if may else "") for one in shown),
        len(cases) + look.more - len(shown),
        len(look.subjects) - len(cases),
    )


def unusual(request: Request) -> HttpResponseBase:
    """Looks that somebody should ask about, and what came of asking."""
    key, words = reading.key(request.POST, "key"), ""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        words = reading.text(request.POST, "words")
        try:
            settle_look(key or UUID(int=0), words, by=request.actor)
        except LookNotFound:
            raise Http404 from None
        except Refused as no:
            problems = (Problem(no.sentence, f"#words-{key}"),)
        else:
            return HttpResponseRedirect(f"{reverse('staff-unusual')}?done=settled")
    by = request.actor
    waiting, settled = unusual_looks(seen_by=by), unusual_looks(settled=True, limit=50, seen_by=by)
    accounts = {one.account for one in (*waiting, *settled)}
    accounts |= {account for one in settled if (account := account_of(one.settled_by))}
    names = accounts_named(accounts, seen_by=by)
    references = references_of({one.case for one in (*waiting, *settled) if one.case}, seen_by=by)
    page = UnusualPage(
        title="Looks to ask about",
        frame=staff_frame(request),
        done="What you found is kept." if request.GET.get("done") == "settled" else "",
        problems=problems,
        waiting=tuple(_listed(one, names, references, by) for one in waiting),
        settled=tuple(_listed(one, names, references, by) for one in settled),
        key=str(key) if key else "",
        typed=words,
    )
    return show(request, page, status=422 if problems else 200)


def _listed(one: Unusual, names: Mapping[UUID, str], references: Mapping[UUID, str], by: Actor) -> Listed:
    reference = references.get(one.case, "") if one.case else ""
    settler = account_of(one.settled_by)
    return Listed(
        one.id,
        one.at,
        names.get(one.account, "An officer"),
        reference,
        case_address(reference) if reference and by.may("cases.read") else "",
        one.reason,
        one.words,
        one.settled_at,
        names.get(settler, "An officer") if settler else "",
    )


def _cases(look: Seen) -> tuple[UUID, ...]:
    return tuple(UUID(one.removeprefix("case:")) for one in look.subjects if one.startswith("case:"))
