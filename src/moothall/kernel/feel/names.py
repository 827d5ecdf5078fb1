"""Which names an expression looks up in its context."""

from __future__ import annotations

from moothall.kernel.feel import syntax as s

TESTED = "?"


def free_names(node: s.Node, bound: frozenset[str] = frozenset()) -> frozenset[str]:
    """Names looked up outside the expression; in a filter, an entry of the items may be among them."""
    match node:
        case s.Name():
            return frozenset({node.name}) - bound
        case s.Filter():
            return free_names(node.of, bound) | free_names(node.by, bound | {"item"})
        case s.For() | s.Quantified():
            names: frozenset[str] = frozenset()
            for one in node.bindings:
                names |= free_names(one.values, bound)
                names |= free_names(one.up_to, bound) if one.up_to else frozenset()
                bound |= {one.name}
            return names | free_names(node.body, bound)
        case s.ContextOf():
            names = frozenset()
            for entry in node.entries:
                names |= free_names(entry.value, bound)
                bound |= {entry.key}
            return names
    return frozenset().union(*(free_names(child, bound) for child in s.children(node)))
