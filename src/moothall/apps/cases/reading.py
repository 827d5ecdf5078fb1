"""What a case's service was when it was opened, and is called today."""

from __future__ import annotations

from moothall.apps.cases.models import Case
from moothall.apps.catalogue import api as catalogue
from moothall.apps.forms import api as forms
from moothall.kernel.actors import system

_SELF = system("cases")


def pinned(case: Case) -> catalogue.PinnedService:
    """Form, targets and outcomes as of the day the case was opened, or moved."""
    return catalogue.version(case.version)


def form_of_case(case: Case) -> forms.Form:
    return forms.form_of(pinned(case))


def service_now(case: Case) -> catalogue.Service:
    """Its service as the folder says it today: what floats. Of one the council no longer has, what was stored last."""
    try:
        return catalogue.service_named(case.service, seen_by=_SELF)
    except catalogue.NoSuchService:
        stored = pinned(case)
        if isinstance(stored, catalogue.Service):
            return stored
        return catalogue.Service(stored.slug, stored.digest, stored.name, stored.team, stored.confidentiality)


def service_name(slug: str) -> str:
    """What the service is called today; its slug when the council no longer has it."""
    try:
        return catalogue.service_named(slug, seen_by=_SELF).name
    except catalogue.NoSuchService:
        return slug
