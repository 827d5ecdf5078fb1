"""Who else has this case open, and who is writing: said when the page is made, and asked again by its script.

Asking again must cost next to nothing: 500 officers do it all day. So the page carries a ticket, signed, that says
whom it was made for, at which case and until when; with that no session, account or case is read. It opens nothing but
the names of colleagues at one case, for half an hour; the script then asks for another with the session.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from moothall.apps.cases.api import CaseNotFound, stream_for
from moothall.apps.identity.api import Account
from moothall.ground.presence.api import Here, be_here
from moothall.sites.staff import reading
from moothall.sites.staff.unread import HEADER as OF_ANY_PAGE
from moothall.sites.staff.unread import read_ticket, unread_at
from moothall.ui.routes import Request

_SALT = "moothall.presence"
#: A ticket is good for so many seconds.
GOOD_FOR = 1_800
HEADER = "X-Presence"
_DOING = {"writing": "is writing here", "looking": "is looking at this case"}


def others_here(request: HttpRequest, stream: str, doing: str = "looking") -> str:
    """Says who else is at the case `stream`, "" for nobody, and that whoever asks is there."""
    who, name = _somebody(request)
    return said(be_here(stream, who=who, name=name, doing=doing)) if who else ""


def ticket_for(request: HttpRequest, stream: str) -> str:
    """What the page of a case gives its script."""
    who, name = _somebody(request)
    return signed(stream, who, name) if who else ""


def signed(stream: str, who: str, name: str) -> str:
    """A ticket for `who` at the case `stream`."""
    return signing.dumps([stream, who, name], salt=_SALT)


def pulse(request: Request) -> HttpResponse:
    """Who else is there, and how many notices wait, by a ticket alone: of a case, or of any page of the staff site, on
    which nobody else can be. 403 for none, and for one that is too old or not ours."""
    try:
        if HEADER not in request.headers:
            who = read_ticket(request.headers.get(OF_ANY_PAGE, ""))
            return _never_kept(JsonResponse({"here": "", "unread": unread_at(who)}))
        held = signing.loads(request.headers[HEADER][:2_000], salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return _never_kept(JsonResponse({"here": "", "unread": ""}, status=403))
    stream, who, name = held
    doing = request.GET.get("doing", "")
    found = be_here(stream, who=who, name=name, doing=doing if doing in _DOING else "looking")
    return _never_kept(JsonResponse({"here": said(found), "unread": unread_at(who)}))


def ticket(request: Request, reference: str) -> HttpResponse:
    """Another ticket, for whoever is still signed in and may still see the case."""
    try:
        stream = stream_for(reading.reference(reference), seen_by=request.actor)
    except CaseNotFound as hidden:
        raise Http404 from hidden
    return _never_kept(JsonResponse({"ticket": ticket_for(request, stream)}))


def said(others: Sequence[Here]) -> str:
    """In a sentence for each; those who write first."""
    writing = [one for one in others if one.doing == "writing"]
    looking = [one for one in others if one.doing != "writing"]
    return " ".join(f"{one.name} {_DOING.get(one.doing, _DOING['looking'])}." for one in (*writing, *looking))


def _somebody(request: HttpRequest) -> tuple[str, str]:
    user = getattr(request, "user", None)
    return (f"officer:{user.pk}", user.name) if isinstance(user, Account) else ("", "")


def _never_kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
