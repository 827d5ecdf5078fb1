"""What a backup says of itself: what it was made of, how many rows, and a hash of each of its files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "manifest.json"
#: Raised when a backup of today could not be read by the code of yesterday.
FORMAT = 1


class NotABackup(Exception):
    """The folder is no backup, or not as it was written; `sentence` says what is wrong with it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Manifest:
    """`rows` by table and `hashes` (SHA-256) by path inside the folder. `engine` is sqlite or postgresql."""

    format: int
    version: str
    made_at: str
    engine: str
    rows: dict[str, int]
    hashes: dict[str, str]


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hashes_below(folder: Path) -> dict[str, str]:
    """The hash of every file in `folder` except the manifest itself."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return {str(path.relative_to(folder)): hash_of(path) for path in files}


def write(folder: Path, manifest: Manifest) -> None:
    """The last file to be written: a folder without it is an unfinished backup."""
    path = folder / NAME
    path.write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    path.chmod(0o600)


def read(folder: Path) -> Manifest:
    """Raises NotABackup when there is no manifest that this version understands."""
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        manifest = Manifest(**said)
        if [type(said[name]) for name in ("format", "rows", "hashes")] != [int, dict, dict]:
            raise TypeError
    except FileNotFoundError:
        raise NotABackup(
            f"There is no {NAME} in {folder}: it is no backup, or one that was not finished."
        ) from None
    except (ValueError, TypeError):
        raise NotABackup(f"{folder / NAME} cannot be read as the manifest of a backup.") from None
    if manifest.format > FORMAT:
        raise NotABackup(
            f"This backup was made by Moothall {manifest.version}. Restore it with that or a newer one."
        )
    return manifest


def demand_unchanged(folder: Path, manifest: Manifest) -> None:
    """Raises NotABackup, naming a file that is missing, added or not what it was."""
    found = hashes_below(folder)
    for path, digest in manifest.hashes.items():
        if path not in found:
            raise NotABackup(f"{path} is missing from the backup.")
        if found[path] != digest:
            raise NotABackup(
                f"{path} in the backup is not what was written: its hash differs from the manifest's."
            )
    if extra := sorted(set(found) - set(manifest.hashes)):
        raise NotABackup(f"{extra[0]} was added to the backup afterwards.")
