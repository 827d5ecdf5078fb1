"""The file formats of this room, each by its schema, compiled once."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from moothall.apps.catalogue.located.checking import Checker, Schema

#: Format → where its files stand in a council's folder (service: in a service's).
FORMATS = {
    "service": "service.yaml",
    "council": "council.yaml",
    "teams": "teams.yaml",
    "roles": "roles.yaml",
    "closing-days": "closing-days.yaml",
    "staff": "staff.yaml",
    "page": "pages/*.md",
}


@cache
def checker(name: str) -> Checker:
    """The checker of a format of this room. KeyError when there is none."""
    if name not in FORMATS:
        raise KeyError(name)
    return Checker(_schema(name))


#: What service.yaml has to say of cases; one of which none is ever opened says nothing.
ABOUT_CASES = frozenset({"targets", "outcomes", "promise", "retention"})


@cache
def service_checker(*, has_cases: bool) -> Checker:
    """The checker of service.yaml; of a look-up without cases less is asked."""
    if has_cases:
        return checker("service")
    schema = _schema("service")
    required = [name for name in schema["required"] if name not in ABOUT_CASES]
    return Checker({**schema, "required": required})


def _schema(name: str) -> Schema:
    text = files("moothall.apps.catalogue.schemas").joinpath(f"{name}.schema.json").read_text("utf-8")
    return dict(json.loads(text))
