"""What one says of oneself, so that looks at one’s own affairs are noticed. Nobody else is shown it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.places.api import read_postcode
from moothall.apps.teams.api import Declared, declare, declared_by
from moothall.kernel.rules import Refused
from moothall.sites.staff import reading
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredPage(Page):
    template: ClassVar[str] = "staff/oversight/declared.html"
    postcodes: str
    names: str


def declared(request: Request) -> HttpResponseBase:
    """One's own postcodes and the names of one's family."""
    by = request.actor
    if request.method != "POST":
        held = declared_by(by)
        return _page(request, "\n".join(held.postcodes), "\n".join(held.names), ())
    typed, names = reading.text(request.POST, "postcodes", 2_000), reading.text(request.POST, "names", 4_000)
    read, problems = [], []
    for line in filter(None, (line.strip() for line in typed.split("\n"))):
        if (code := read_postcode(line)) is None:
            problems.append(
                Problem(
                    f"“{line[:20]}” is no postcode. Write one such as BC4 7DE on each line.", "#postcodes"
                )
            )
        else:
            read.append(code)
    if not problems:
        try:
            lines = tuple(line.strip() for line in names.split("\n") if line.strip())
            declare(Declared(tuple(dict.fromkeys(read)), lines), by=by)
        except Refused as no:
            problems.append(Problem(no.sentence, "#names"))
    if problems:
        return _page(request, typed, names, tuple(problems[:5]))
    return HttpResponseRedirect(f"{reverse('staff-declared')}?done=kept")


def _page(request: Request, postcodes: str, names: str, problems: tuple[Problem, ...]) -> HttpResponseBase:
    page = DeclaredPage(
        title="Your own affairs",
        frame=staff_frame(request),
        problems=problems,
        done="It is kept." if request.GET.get("done") == "kept" else "",
        postcodes=postcodes,
        names=names,
    )
    return show(request, page, status=422 if problems else 200)
