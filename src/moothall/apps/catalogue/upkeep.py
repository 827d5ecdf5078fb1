"""What the doctor asks of the folders, and what can be made again from them."""

from __future__ import annotations

from django.db import transaction

from moothall.apps.catalogue.indexing import index
from moothall.apps.catalogue.library import FolderMistakes, current
from moothall.kernel.upkeep import Finding, checkup, rebuilder, well, wrong


@checkup("folders")
def folders_are_well() -> Finding:
    """The council's folder and every service of it can be used."""
    try:
        library = current()
    except FolderMistakes as found:
        return wrong(f"The council's folder has {len(found.mistakes)} mistakes.", "Run: moothall check")
    if library.mistakes:
        return wrong(f"The folders have {len(library.mistakes)} mistakes.", "Run: moothall check")
    return well(f"{library.council.name} offers {len(library.services)} services.")


@rebuilder("services")
def rebuild_services() -> int:
    """What search finds of services and pages."""
    with transaction.atomic():
        return index(current())
