"""Which scanner is ours: the setting MOOTHALL_SCANNER is the dotted path of a function that makes it, called once."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from moothall.apps.documents.ports import Scanner


class _Chosen:
    scanner: Scanner | None = None


def scanner() -> Scanner:
    """The scanner of this process."""
    if _Chosen.scanner is None:
        made: Scanner = import_string(settings.MOOTHALL_SCANNER)()
        _Chosen.scanner = made
    return _Chosen.scanner


def use_scanner(chosen: Scanner | None) -> None:
    """Scan with `chosen` from now on; None: with the one of the settings again. For tests and rehearsals."""
    _Chosen.scanner = chosen
