"""What one person is told about a form by what another did: in the language each reads, not in that of whoever acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from moothall.apps.catalogue.api import version
from moothall.apps.forms import api as forms
from moothall.apps.messaging.api import Recipient, spoken_at, tell
from moothall.kernel.actors import Actor
from moothall.sites.public.filling import Filling
from moothall.ui.languages import absolute, speaking, usable


def tell_in(
    language: str,
    moment: str,
    filling: Filling,
    to: Recipient,
    facts: Callable[[forms.Form], Mapping[str, str]],
    *,
    about: str,
    by: Actor,
) -> None:
    """Tell one person in `language`, as far as there are words in it. `facts` are made while it is spoken, of the form
    in its words."""
    tongue, slug = usable(language), filling.service.slug
    with speaking(spoken_at(moment, service=slug, language=tongue)):
        service = version(filling.service.digest)
        told = {"service_name": service.name, **facts(forms.form_of(service))}
    tell(moment, about=about, service=slug, to=[to], facts=told, by=by, language=tongue)


def link_in(language: str, filling: Filling, page: str) -> str:
    """The whole address of a page of the form, in the language they read."""
    return absolute(f"/services/{filling.service.slug}/{page}", usable(language))
