"""The file formats of this room, each by its schema, compiled once."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from moothall.apps.catalogue.located.checking import Checker

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
    text = files("moothall.apps.catalogue.schemas").joinpath(f"{name}.schema.json").read_text("utf-8")
    return Checker(json.loads(text))
