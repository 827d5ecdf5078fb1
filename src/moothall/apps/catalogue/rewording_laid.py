"""Words laid into a file of a council's folder as somebody would write them by hand: comments and order stay."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moothall.apps.catalogue.located.merging import KEYS
from moothall.apps.catalogue.located.nodes import Node, Plain

if TYPE_CHECKING:
    from ruamel.yaml import YAML

_HEAD = "# What this council says in its own words. Everything else is as in the shipped service.\n"
#: What names an item of a list, in a file that states only the differences.
_NAMED_BY = ("page", "group", *KEYS)
Way = tuple[str | int, ...]


def begin(folder: Path, slug: str) -> None:
    """A council's own folder of a shipped service, which says nothing yet."""
    folder.mkdir()
    (folder / "service.yaml").write_text(f"{_HEAD}extends: {slug}\n", encoding="utf-8")


def lay(path: Path, root: Node, way: Way, words: str, *, lines: bool) -> None:
    """Write into the file at `path` what `root`, the whole it differs from, says at `way`: a list where `lines`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".md":
        path.write_text(_as_markdown(root, way[0], words), encoding="utf-8")
        return
    yaml = _yaml()
    data = yaml.load(path.read_text(encoding="utf-8")) if path.is_file() else yaml.load("{}")
    data = {} if data is None else data
    _set(data, root, way, words.split("\n") if lines else _scalar(words))
    out = io.StringIO()
    if not path.is_file():
        out.write(_HEAD)
    yaml.dump(data, out)
    path.write_text(out.getvalue(), encoding="utf-8")


def lay_message(path: Path, root: Node, subject: str, body: str) -> None:
    """Write a message that is not there yet, sent when `root`, that of the first language, is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_markdown(_plain(root) | {"subject": subject, "body": body}), encoding="utf-8")


def _yaml() -> YAML:
    """The library that keeps comments: half a megabyte that no process needs in which nobody changes words."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4_096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _scalar(words: str) -> str:
    from ruamel.yaml.scalarstring import LiteralScalarString

    return LiteralScalarString(words + "\n") if "\n" in words else words


def _set(data: Any, base: Node, way: tuple[str | int, ...], value: str | list[str]) -> None:
    """Into `data` (YAML as its library holds it: the edge), where `base` says it at `way`; what is missing is made."""
    step, rest = way[0], way[1:]
    below = base.child(step)
    if not rest or below is None:
        data[step] = value
        return
    if isinstance(step, int):
        _set(_item(data, base, step, below), below, rest, value)
        return
    if data.get(step) is None:
        data[step] = [] if isinstance(below.value, list) else {}
        if isinstance(below.value, list) and not _keyed(below):
            data[step] = below.plain()
    _set(data[step], below, rest, value)


def _item(data: Any, base: Node, number: int, item: Node) -> Any:
    """The item of `data` that is `item` of `base`: by its name, or by its place where items have none."""
    name = next((key for key in _NAMED_BY if item.child(key) is not None), None) if _keyed(base) else None
    if name is None:
        return data[number]
    wanted = item.find([name])
    said: Plain = wanted.plain() if wanted else None
    for one in data:
        if one.get(name) == said:
            return one
    data.append({name: said})
    return data[-1]


def _keyed(base: Node) -> bool:
    """Whether the items of a list are told apart by a name, so that a file may state the differences alone."""
    items = base.value if isinstance(base.value, list) else []
    return any(all(item.child(key) is not None for item in items) for key in KEYS) or all(
        item.child("page") is not None or item.child("group") is not None for item in items
    )


def _as_markdown(root: Node, key: str | int, words: str) -> str:
    """A message with its front matter, one of its two texts changed."""
    return _markdown(_plain(root) | {str(key): words})


def _plain(root: Node) -> dict[str, Plain]:
    plain = root.plain()
    return dict(plain) if isinstance(plain, dict) else {}


def _markdown(said: dict[str, Plain]) -> str:
    body = str(said.pop("body", ""))
    out = io.StringIO()
    _yaml().dump(said, out)
    return f"---\n{out.getvalue()}---\n{body.strip()}\n"
