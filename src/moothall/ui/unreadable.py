"""What somebody typed holds a character that nobody can read: they are told at its field, and nothing else is lost.

The pages of forms say it at their own fields (`judges_typing` at their routes). Every other form of ours comes here:
what it sent is shown again less the character, and goes on to the same address when it is sent again. Nothing was
done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from moothall.kernel.characters import is_readable, readable
from moothall.ui.frames import frame_for
from moothall.ui.pages import UNREADABLE, Page, Problem, show

#: Never shown in a field that anybody can read.
_SECRET = "password"  # noqa: S105 — the name of a field
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 — the name of a field


@dataclass(frozen=True, slots=True)
class Typed:
    """One field that held such a character: `value` is what is left."""

    id: str
    name: str
    value: str

    @property
    def long(self) -> bool:
        return "\n" in self.value or len(self.value) > 60


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadablePage(Page):
    """`kept` goes along unseen; `files` are the names of the fields whose files must be chosen again."""

    template: ClassVar[str] = "ui/unreadable.html"
    fields: tuple[Typed, ...]
    kept: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    wrong: str


def asked_again(request: HttpRequest) -> HttpResponse | None:
    """The page that says so, for a form that was sent with such a character; None for any other."""
    if request.method != "POST" or all(map(is_readable, _values(request))):
        return None
    if any(_SECRET in name for name in request.POST):
        return None
    fields: list[Typed] = []
    kept: list[tuple[str, str]] = []
    for name, value in _pairs(request):
        if is_readable(value):
            kept.append((name, value))
        else:
            left = readable(value).replace("\r\n", "\n")
            fields.append(Typed(f"typed-{len(fields) + 1}", name, left))
    frame = frame_for(request)
    page = UnreadablePage(
        title=_("Check what you typed"),
        frame=frame,
        problems=tuple(Problem(_(UNREADABLE), f"#{one.id}") for one in fields),
        fields=tuple(fields),
        kept=tuple(kept),
        files=tuple(name for name in request.FILES if is_readable(name)),
        wrong=_(UNREADABLE),
    )
    response = show(request, page, status=422 if frame.site == "staff" else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def _pairs(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name != _TOKEN and is_readable(name):
            yield from ((name, value) for value in values if isinstance(value, str))


def _values(request: HttpRequest) -> Iterator[str]:
    return (value for _name, value in _pairs(request))
