"""`extends:`: a file that states only the differences from another of the same format.

Maps merge by key. Lists whose items are maps with a `page`, `ask`, `key`, `code`, `name` or `value` merge by it; a
new item goes to the end, or after the item named by its `after:`. Any other value replaces. `remove: [key, …]` in a
map takes keys of the base away, `remove: yes` in an item of a list the item.
"""

from __future__ import annotations

from moothall.apps.catalogue.located.nodes import Mistake, Node
from moothall.apps.catalogue.located.words import instead

KEYS = ("page", "group", "section", "ask", "key", "code", "name", "value")

PAGE_OR_GROUP = "page or group"


def merged(base: Node, over: Node) -> tuple[Node, tuple[Mistake, ...]]:
    """`base` with the differences of `over`; each value keeps the place it was written at."""
    mistakes: list[Mistake] = []
    return _merged(base, over, mistakes), tuple(mistakes)


def _merged(base: Node, over: Node, mistakes: list[Mistake]) -> Node:
    if isinstance(base.value, dict) and isinstance(over.value, dict):
        return _maps(base, over, base.value, over.value, mistakes)
    if isinstance(base.value, list) and isinstance(over.value, list):
        key = _key_of(base.value, over.value)
        if key is not None:
            return _keyed(base.value, over, over.value, key, mistakes)
    return over


def _maps(
    base: Node, over: Node, below: dict[str, Node], above: dict[str, Node], mistakes: list[Mistake]
) -> Node:
    values, keys = dict(below), dict(base.keys)
    for gone in _to_remove(above.get("remove")):
        if str(gone.value) in below:
            values.pop(str(gone.value), None)
        else:
            sentence = f"There is no ‘{gone.value}’ to remove. {instead(gone.value, below)}"
            mistakes.append(Mistake(gone.place.file, gone.place.line, sentence))
    for key, node in above.items():
        if key == "remove":
            continue
        values[key] = _merged(values[key], node, mistakes) if key in values else node
        keys[key] = over.keys.get(key, node.place)
    return Node(values, over.place, keys)


def _to_remove(node: Node | None) -> list[Node]:
    if node is None:
        return []
    return node.value if isinstance(node.value, list) else [node]


def _key_of(base: list[Node], over: list[Node]) -> str | None:
    """The field by which both lists are keyed, or None when they are plain lists."""
    items = [item.value for item in (*base, *over)]
    if not base or not all(isinstance(item, dict) for item in items):
        return None
    keys = (PAGE_OR_GROUP, *KEYS)
    return next((key for key in keys if all(isinstance(i, dict) and _named(i, key) for i in items)), None)


def _said(item: Node, key: str) -> Node | None:
    return _named(item.value, key) if isinstance(item.value, dict) else None


def _named(item: dict[str, Node], key: str) -> Node | None:
    """What names an item: of a list of pages, that is a page's name or a group's."""
    return item.get("page") or item.get("group") if key == PAGE_OR_GROUP else item.get(key)


def _keyed(base: list[Node], over: Node, items: list[Node], key: str, mistakes: list[Mistake]) -> Node:
    result = {str(found.value): item for item in base if (found := _said(item, key)) is not None}
    for item in items:
        named = _said(item, key)
        name = str(named.value) if named is not None else ""
        removal = _said(item, "remove")
        if removal is not None and str(removal.value) == "yes":
            if result.pop(name, None) is None:
                sentence = f"There is no ‘{name}’ to remove. {instead(name, result)}"
                mistakes.append(Mistake(item.place.file, item.place.line, sentence))
        elif name in result:
            result[name] = _merged(result[name], item, mistakes)
        else:
            result = _placed(result, name, item, mistakes)
    return Node(list(result.values()), over.place)


def _placed(result: dict[str, Node], name: str, item: Node, mistakes: list[Mistake]) -> dict[str, Node]:
    """`result` with a new item: after the one named by its `after:`, else at the end."""
    after = _said(item, "after")
    if after is None or not isinstance(after.value, str) or not isinstance(item.value, dict):
        return {**result, name: item}
    rest = {key: value for key, value in item.value.items() if key != "after"}
    item = Node(rest, item.place, item.keys)
    if str(after.value) not in result:
        sentence = f"There is no ‘{after.value}’ to stand after. {instead(after.value, result)}"
        mistakes.append(Mistake(after.place.file, after.place.line, sentence))
        return {**result, name: item}
    placed: dict[str, Node] = {}
    for key, value in result.items():
        placed[key] = value
        if key == str(after.value):
            placed[name] = item
    return placed
