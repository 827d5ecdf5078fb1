"""What residents do to their own request: add words or a photo to it, or withdraw it."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from moothall.apps.cases.api import Entry, RequestView, add_to_case, may_add, withdraw_case
from moothall.apps.documents import api as documents
from moothall.apps.forms.api import PhotoPosted, read_photo
from moothall.kernel.rules import Refused
from moothall.sites.public.following import address_of_request, own, visitor, words_typed
from moothall.sites.public.frames import public_frame
from moothall.sites.public.pages import ActPage, Answered
from moothall.ui.languages import other_than_spoken
from moothall.ui.pages import Problem, show
from moothall.ui.routes import Request

ADD, WITHDRAW = "add", "withdraw"


def add(request: Request, reference: str) -> HttpResponseBase:
    """Words, a photo or both. The photo is stored before the row that names it, once nothing stands in its way."""
    found = own(request, reference)
    if request.method != "POST":
        return _show(request, found, ADD)
    words = words_typed(request, "words")
    answered = _answered(request, found)
    posted, photo = _photo(request)
    if photo.problem:
        return _show(request, found, ADD, words, {"photo": photo.problem})
    by = visitor(request)
    photos = 1 if posted else 0
    try:
        may_add(found.reference, words, photos=photos, by=by)
        if posted is not None:
            documents.attach(
                f"case:{found.id}",
                cast(BinaryIO, posted),
                name=photo.name,
                media_type=photo.media_type,
                kind="photo",
                source="request",
                by=by,
            )
        add_to_case(found.reference, words, photos=photos, answers=answered.key if answered else None, by=by)
    except Refused as no:
        return _show(request, found, ADD, words, {"words": no.sentence})
    return HttpResponseRedirect(f"{address_of_request(found)}?done=added")


def withdraw(request: Request, reference: str) -> HttpResponseBase:
    """It is not needed any more. Asked on a page of its own, so that nobody does it by a slip."""
    found = own(request, reference)
    if request.method != "POST":
        return _show(request, found, WITHDRAW)
    words = words_typed(request, "words")
    try:
        withdraw_case(found.reference, words, by=visitor(request))
    except Refused as no:
        return _show(request, found, WITHDRAW, words, {"words": no.sentence})
    return HttpResponseRedirect(f"{address_of_request(found)}?done=withdrawn")


def _answered(request: Request, found: RequestView) -> Entry | None:
    """Which of our replies they answer, where the address says so and it is one."""
    to = request.GET.get("to", "")
    return next((one for one in found.story if one.key is not None and str(one.key) == to), None)


def _photo(request: Request) -> tuple[UploadedFile[bytes] | None, PhotoPosted]:
    posted = request.FILES.get("photo")
    if not isinstance(posted, UploadedFile) or not (posted.name or posted.size):
        return None, PhotoPosted()
    return posted, read_photo(posted)


def _show(
    request: Request, found: RequestView, act: str, words: str = "", errors: dict[str, str] | None = None
) -> HttpResponse:
    answered = _answered(request, found) if act == ADD else None
    page = ActPage(
        title=_("Add something") if act == ADD else _("Withdraw your request"),
        frame=public_frame(request),
        problems=tuple(Problem(said, f"#{field}") for field, said in (errors or {}).items()),
        act=act,
        service=found.service_name,
        reference=found.reference,
        address=address_of_request(found),
        words=words,
        errors=errors or {},
        together=bool(found.follows),
        paid=any(one.left for one in found.payments),
        to=str(answered.key) if answered else "",
        answered=Answered(answered.text, other_than_spoken(answered.language)) if answered else None,
    )
    response = show(request, page)
    response["Cache-Control"] = "private, no-store"
    return response
