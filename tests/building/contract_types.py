"""Import-linter's contract of our own: a room is entered by its door."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

HOUSES = ("moothall.apps", "moothall.ground", "moothall.sites", "moothall.connectors")
DOORS = ("api", "events", "ports")
#: Django asks for these by name; the storeys' contract still holds for them.
WIRING = "moothall.project"


def room_of(module: str) -> str | None:
    """`moothall.apps.cases.rules` → `moothall.apps.cases`; None outside rooms, for ground's single files too."""
    for house in HOUSES:
        if module.startswith(f"{house}."):
            return ".".join(module.split(".")[:3])
    return None


class DoorsContract(Contract):
    """No module outside a room imports anything of it but `api`, `events` and `ports`."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = [
            (importer, imported)
            for imported in sorted(graph.modules)
            for importer in sorted(graph.find_modules_that_directly_import(imported))
            if self._breaks(importer, imported, graph)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _breaks(self, importer: str, imported: str, graph: ImportGraph) -> bool:
        room = room_of(imported)
        if room is None or not importer.startswith("moothall.") or importer.startswith(f"{WIRING}."):
            return False
        if room_of(importer) == room or (imported == room and not graph.find_children(room)):
            return False
        return imported.removeprefix(f"{room}.").split(".")[0] not in DOORS

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} goes past the door: it imports {imported}.")
