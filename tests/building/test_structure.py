"""What the house promises of every module, route and table (design: the contracts)."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from moothall.kernel.policies import Policy
from moothall.kernel.privacy import Holds
from tests.building.exceptions import TOO_LONG

SOURCE = Path(__file__).parents[2] / "src" / "moothall"
STOREYS = (
    ("identity",), ("teams",), ("places",), ("people",), ("catalogue", "documents"), ("forms", "lookups"),
    ("automation", "bookings", "deadlines", "messaging", "payments"), ("cases",), ("contacts",), ("insight",),
)  # fmt: skip
LIMITS = {"function": 40, "class": 200, "file": 400}


def modules() -> Iterator[Path]:
    return (p for p in sorted(SOURCE.rglob("*.py")) if "migrations" not in p.parts)


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)


def sized(path: Path) -> Iterator[tuple[str, str, int]]:
    """(kind, name, lines) of the file and of each function and class in it."""
    text = path.read_text()
    yield "file", module_name(path), text.count("\n")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield kind, f"{module_name(path)}:{node.name}", lines


def test_imports_keep_the_contracts() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=SOURCE.parents[1],
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_functions_classes_and_files_are_small() -> None:
    too_long = {
        name: lines for path in modules() for kind, name, lines in sized(path) if lines > LIMITS[kind]
    }
    unexcused = {name: lines for name, lines in too_long.items() if lines > TOO_LONG.get(name, 0)}
    assert not unexcused, f"Longer than {LIMITS}: {unexcused}"


def test_the_list_of_exceptions_only_shrinks() -> None:
    still = {name for path in modules() for kind, name, lines in sized(path) if lines > LIMITS[kind]}
    assert set(TOO_LONG) <= still, f"No longer needed: {sorted(set(TOO_LONG) - still)}"


def hidden_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.FunctionDef) or node.name == "ready":
            continue
        for inner in ast.walk(node):
            names = [inner.module or ""] if isinstance(inner, ast.ImportFrom) else []
            names += [alias.name for alias in inner.names] if isinstance(inner, ast.Import) else []
            yield from (
                f"{module_name(path)}:{node.name} imports {n}" for n in names if n.startswith("moothall")
            )


def test_no_project_import_is_hidden_in_a_function() -> None:
    # The command line imports a command's code when that command is called, so that --help stays quick.
    hidden = [line for path in modules() for line in hidden_imports(path) if ".project.cli" not in line]
    assert not hidden


def test_no_cycle_inside_a_room() -> None:
    from grimp import build_graph

    graph = build_graph("moothall")
    packages = [m for m in graph.modules if graph.find_children(m)]
    cycles = [
        (package, sorted(breakers))
        for package in packages
        if (breakers := graph.nominate_cycle_breakers(package))
    ]
    assert not cycles


def test_no_council_is_named_in_the_source() -> None:
    names = {folder.name for folder in (SOURCE.parents[1] / "councils").iterdir() if folder.is_dir()}
    #: The one place that says which council a fresh machine starts with.
    default = SOURCE / "project" / "environment.py"
    named = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*")
        if path.is_file() and path != default and path.suffix in (".py", ".html", ".jinja", ".scss", ".txt")
        for name in names
        if name in path.read_text().lower()
    ]
    assert not named


def our_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("moothall.")]


def test_every_table_says_what_personal_data_it_holds() -> None:
    silent = [m.__name__ for m in our_models() if not isinstance(getattr(m, "holds", None), Holds)]
    assert not silent
    vague = [m.__name__ for m in our_models() if not (m.holds.why and m.holds.kept)]
    assert not vague


def storey(model: type[models.Model]) -> int:
    parts = model.__module__.split(".")
    if parts[1] == "ground":
        return -1
    return next(i for i, rooms in enumerate(STOREYS) if parts[2] in rooms)


def test_every_room_has_its_storey() -> None:
    rooms = {folder.name for folder in (SOURCE / "apps").iterdir() if (folder / "api.py").exists()}
    assert rooms == {room for storey in STOREYS for room in storey}


def test_foreign_keys_point_down() -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model in our_models()
        and field.related_model._meta.app_label != model._meta.app_label
        and storey(field.related_model) >= storey(model)
    ]
    assert not wrong


def test_no_query_crosses_a_room_by_traversal() -> None:
    foreign = {
        field.name
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model.__module__.split(".")[:3] != model.__module__.split(".")[:3]
    }
    lookups = {"isnull", "in", "exact", "id"}
    crossing = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            names = [k.arg for k in node.keywords if k.arg and "__" in k.arg]
            if getattr(node.func, "attr", "") in {
                "order_by",
                "values",
                "values_list",
                "select_related",
                "only",
            }:
                names += [
                    a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                ]
            for name in names:
                first, _, rest = str(name).lstrip("-").partition("__")
                if first in foreign and (rest.split("__")[0] not in lookups if rest else False):
                    crossing.append(f"{module_name(path)}: {name}")
    assert not crossing


def routes(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern


def test_every_route_names_its_policy() -> None:
    unnamed = [
        str(r.pattern) for r in routes() if not isinstance(getattr(r.callback, "policy", None), Policy)
    ]
    assert not unnamed


def test_there_are_routes_tables_and_modules_to_check() -> None:
    """These contracts must not pass because a scan found nothing."""
    assert len(list(routes())) > 20
    assert len(our_models()) > 20
    assert len(list(modules())) > 80


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_for_later_in_the_source(word: str) -> None:
    assert not [str(p) for p in modules() if word in p.read_text()]
