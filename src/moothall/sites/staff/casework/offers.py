"""What can be done with a case, said once for each verb: an `Act` has a page, a `Press` a button.

A part of the site has a module with its ACTS and PRESSES, and adds `routes_of(ACTS, PRESSES)` (`acting.py`) to the list
in its `urls.py`; by that the case page knows them. The name of an act is its `Verb` of `cases`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.http import QueryDict

from moothall.apps.cases.api import CaseView, Heeds, Verb
from moothall.kernel.actors import Actor
from moothall.kernel.policies import Policy
from moothall.kernel.registry import Registry
from moothall.ui.addresses import address


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """What a page asks. `kind` is `words` (many lines), `line`, `radios` or `select`; `value` was typed or chosen."""

    kind: str
    name: str
    label: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A verb with a page of its own. `fields` may depend on the case; `do` raises Refused. `leads_to` is where
    one is afterwards: the case again, or the queue where the case may be out of sight."""

    name: str
    title: str
    button: str
    policy: Policy
    fields: Callable[[CaseView, Actor], tuple[Field, ...]]
    #: May answer with what the case page is to say instead of the usual.
    do: Callable[[str, QueryDict, Actor], str | None]
    intro: str = ""
    leads_to: str = "staff-case"
    done: str = ""
    #: The words of its link on the case page, shown where the verb is possible; empty for none. Lower `order` first.
    link: str = ""
    order: int = 50
    #: What the case page says once it is done.
    said: str = ""
    #: What colleagues may have done since the page was shown that stops it first: see `as_seen` of `cases`.
    heeds: Heeds = Heeds.CHANGES
    #: The words of its button where nobody with a part in the case gave an address at which to tell them.
    quiet_button: str = ""

    def button_for(self, case: CaseView) -> str:
        told = any(party.email for party in case.parties)
        return self.button if told or not self.quiet_button else self.quiet_button


@dataclass(frozen=True, slots=True)
class Press:
    """A verb with a button on the case page: nothing is asked. `do` raises Refused."""

    name: str
    policy: Policy
    do: Callable[[str, QueryDict, Actor], None]
    keeps: str = ""
    #: The words of its button among what comes next; empty where the button stands somewhere else. Lower `order` first.
    link: str = ""
    order: int = 50
    #: What the case page says once it is done.
    said: str = ""
    #: As of an act. Of a button only where it would do harm: mostly the verb's own rules are enough.
    heeds: Heeds = Heeds.NOTHING


ACTS: Registry[Act] = Registry("act")
PRESSES: Registry[Press] = Registry("press")
#: What the case page says once, after `?done=NAME`: of each act and press, and of any other page that leads back.
SAID: Registry[str] = Registry("sentence")
SAID.add("correct", "The answer is corrected.")
SAID.add("redact", "The copy is being made. The original is locked, and off the public page.")


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a page on which something is done; `presses`: a button that does it at once."""

    text: str
    href: str
    presses: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """What comes next: the `first` thing, the others, and what cannot be done now with the reason (verbs,
    sentence)."""

    first: Way | None
    others: tuple[Way, ...]
    not_now: tuple[tuple[str, str], ...]


def offered(case: CaseView, verdicts: Mapping[Verb, str]) -> Offered:
    """The verbs with words of their own, in their order, as `verdicts_for` of `cases` sees them."""
    why = {verb.value: sentence for verb, sentence in verdicts.items()}
    known = [one for one in _in_order() if one[0] in why]
    ways = [
        Way(text, address(f"staff-case-{name}", [case.reference]), presses)
        for name, text, presses in known
        if not why[name]
    ]
    for_it: dict[str, list[str]] = {}
    for name, text, _presses in known:
        if why[name]:
            for_it.setdefault(why[name], []).append(text)
    not_now = tuple((", ".join(texts), sentence) for sentence, texts in for_it.items())
    return Offered(ways[0] if ways else None, tuple(ways[1:]), not_now)


@cache
def _in_order() -> tuple[tuple[str, str, bool], ...]:
    """Name, words and whether it is a button, of each verb that has words of its own."""
    every: list[Act | Press] = [*ACTS.values(), *PRESSES.values()]
    return tuple(
        (one.name, one.link, isinstance(one, Press))
        for one in sorted(every, key=lambda one: (one.order, one.name))
        if one.link
    )


def said_after(name: str) -> str:
    """What was just done, said once at the top of the page it led back to; empty for what is no verb of ours."""
    return SAID.get(name, "")
