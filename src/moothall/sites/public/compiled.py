"""Question pages, compiled once for each version and page, with the site's frame around them."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from moothall.apps.catalogue.api import Alert, PinnedService, alert_now
from moothall.apps.forms.api import Form, outline
from moothall.sites.public.frames import public_frame
from moothall.ui.languages import local, page_language
from moothall.ui.pages import layout_around
from moothall.ui.questions.compile import CompiledPage, Parts, compile_page

#: So many compiled pages are kept; more only exist where old versions are still being filled in.
MOST = 2000

_kept: dict[tuple[int, str, Alert | None, str], tuple[Form, CompiledPage]] = {}


def compiled(service: PinnedService, form: Form, page: str) -> CompiledPage:
    """The page as HTML with holes, in the language that is spoken.

    A folder read again has new forms, so it is compiled again; and so does an alert that has come or gone.

    The form is kept with its page: while it is, no other can have its identity.
    """
    key = (id(form), page, alert_now(), page_language())
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[key] = (form, _compile(service, form, page))
    return found[1]


def _compile(service: PinnedService, form: Form, page: str) -> CompiledPage:
    def around(parts: Parts) -> str:
        frame = public_frame(form=local(f"/services/{service.slug}"), here=parts.here)
        return layout_around(
            parts.main, title=parts.title, before=parts.before, section=service.name, frame=frame
        )

    kept = _(
        "We keep your answers for 24 hours. Save them to keep them longer, or to carry on with another device."
    )
    return compile_page(
        replace(outline(form, page), later=_("Save and come back later"), later_note=kept), around
    )
