"""Which store is ours: the project chooses, and says so in the setting MOOTHALL_FILE_STORE.

The setting is the dotted path of a function without arguments that makes the store, such as
`moothall.project.stores.file_store`; it is called once in a process.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from moothall.ground.files.ports import FileStore


class _Chosen:
    store: FileStore | None = None


def file_store() -> FileStore:
    """The store of this process. Raises ImportError for a setting that leads nowhere."""
    if _Chosen.store is None:
        made: FileStore = import_string(settings.MOOTHALL_FILE_STORE)()
        _Chosen.store = made
    return _Chosen.store


def use_store(chosen: FileStore | None) -> None:
    """Keep files in `chosen` from now on; None: in the one of the settings again. For tests and rehearsals."""
    _Chosen.store = chosen
