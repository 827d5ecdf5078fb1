"""Named things that rooms offer: rules, question types, facts, tasks. A name is taken once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


class Registry(Mapping[str, T]):
    """A mapping that only grows, refuses a name twice, and lists in alphabetical order.

    Raises KeyError, naming what there is, when asked for what is not.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._entries: dict[str, T] = {}

    def add(self, name: str, entry: T) -> None:
        """Raises ValueError when `name` is taken."""
        if name in self._entries:
            raise ValueError(f"There is already a {self._what} called {name!r}.")
        self._entries[name] = entry

    def __getitem__(self, name: str) -> T:
        try:
            return self._entries[name]
        except KeyError:
            known = ", ".join(self) or "none"
            raise KeyError(f"There is no {self._what} called {name!r}. There are: {known}.") from None

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries
