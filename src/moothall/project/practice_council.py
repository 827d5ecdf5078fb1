"""A council's own folder, copied for practice: the same services, teams and roles, with invented people.

The copy alone says that it is a demonstration. Where the folder has no `staff.yaml` somebody is invented for each role
of each team; where it has no `demo.yaml`, residents say what those of the fictional council say (`sites/demo/bank.py`).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from moothall.kernel.commands import WrongUse

#: So many people sign in at a practice; a large council has more teams than anybody practises in.
MOST = 60
FIRST = ("Ada", "Bryn", "Carys", "Devi", "Elsie", "Femi", "Greta", "Hal", "Ines", "Joss", "Kofi", "Lowri")
LAST = ("Ashdown", "Brook", "Cope", "Dell", "Edge", "Fell", "Garth", "Heath", "Isle", "Knoll", "Lea", "Moss")
_HEAD = "# Invented people for practice. Nobody of this name works here.\n"


def copy_council(own: Path, copy: Path) -> None:
    """Raises WrongUse for a folder that is no council's."""
    if not (own / "council.yaml").is_file():
        raise WrongUse(f"{own} is no council's folder: it has no council.yaml.")
    if copy.exists():
        shutil.rmtree(copy)
    shutil.copytree(own, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    file = copy / "council.yaml"
    said = re.sub(r"(?m)^demonstration:.*\n?", "", file.read_text("utf-8")).rstrip("\n")
    file.write_text(f"{said}\ndemonstration: yes\n", "utf-8")
    if not (copy / "staff.yaml").is_file():
        people = list(_people(copy))
        text = yaml.safe_dump({"staff": people}, sort_keys=False, allow_unicode=True)
        (copy / "staff.yaml").write_text(_HEAD + text, "utf-8")


def _people(folder: Path) -> Iterator[dict[str, Any]]:
    """Somebody for each role, in the first team; then for each role in the other teams, as many as there may be."""
    teams, roles = (_codes(folder / f"{name}.yaml", name) for name in ("teams", "roles"))
    others = ((team, role) for role, team in product(roles, teams[1:]))
    places = [*((team, role) for team, role in product(teams[:1], roles)), *others]
    for number, (team, role) in enumerate(places[:MOST]):
        name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
        email = f"{name.lower().replace(' ', '.')}@practice.example"
        yield {"name": name, "email": email, "places": [{"team": team, "role": role}]}


def _codes(file: Path, name: str) -> list[str]:
    try:
        said = yaml.safe_load(file.read_text("utf-8"))
        return [str(one["code"]) for one in said[name]]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as wrong:
        raise WrongUse(f"{file} cannot be read. Look at it with: moothall check") from wrong
