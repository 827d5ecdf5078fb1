"""A service's form to print, for whoever fills it in by hand; a person keys it in on the same pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpResponseBase

from moothall.apps.catalogue.api import Contact, council
from moothall.apps.forms import api as forms
from moothall.sites.public.filling import service_or_404
from moothall.sites.public.frames import public_frame
from moothall.ui.languages import local
from moothall.ui.pages import Page, show
from moothall.ui.routes import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFormPage(Page):
    template: ClassVar[str] = "public/paper.html"
    back: str
    pages: tuple[forms.PaperPage, ...]
    fee: str
    contact: Contact
    council: str
    version: str
    #: Who signs besides whoever fills it in.
    signers: tuple[str, ...]


def paper_form(request: Request, slug: str) -> HttpResponseBase:
    service = service_or_404(request, slug)
    if service.parts.get("form") is None:
        raise Http404
    form, fee = forms.form_of(service), forms.fee_range(service)
    page = PaperFormPage(
        title=service.name,
        frame=public_frame(request),
        back=local(f"/services/{slug}"),
        pages=forms.on_paper(form),
        fee=fee.words if fee else "",
        contact=council().contact,
        council=council().name,
        version=service.digest[:8],
        signers=forms.signers(form),
    )
    return show(request, page)
