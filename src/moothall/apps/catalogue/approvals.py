"""What no schema sees in `approvals:` of service.yaml: roles and outcomes that are not there."""

from __future__ import annotations

from collections.abc import Mapping

from moothall.apps.catalogue.located.nodes import Mistake, mapping, sequence, text
from moothall.apps.catalogue.located.words import instead
from moothall.apps.catalogue.parts import PartFile


def approval_mistakes(service: PartFile, names: Mapping[str, frozenset[str]]) -> list[Mistake]:
    """A role that roles.yaml does not have, an outcome of another service; nothing where the council is not known."""
    said = service.data
    outcomes = [text(mapping(one).get("code")) for one in sequence(said.get("outcomes"))]
    mistakes = []
    for number, one in enumerate(map(mapping, sequence(said.get("approvals")))):
        at: tuple[str | int, ...] = ("approvals", number)
        roles, role = names.get("roles"), text(one.get("role"))
        if roles is not None and role and role not in roles:
            sentence = f"There is no role ‘{role}’ in roles.yaml. {instead(role, sorted(roles))}"
            mistakes.append(_mistake(service, (*at, "role"), sentence))
        for turn, outcome in enumerate(map(text, sequence(one.get("outcomes")))):
            if outcomes and outcome not in outcomes:
                sentence = f"There is no outcome ‘{outcome}’ here. {instead(outcome, outcomes)}"
                mistakes.append(_mistake(service, (*at, "outcomes", turn), sentence))
        if one.get("outcomes") and one.get("for") != "close":
            sentence = "Only closing has outcomes. Leave ‘outcomes’ out, or write ‘for: close’."
            mistakes.append(_mistake(service, (*at, "outcomes"), sentence))
        if one.get("above") is not None and one.get("for") != "refund" and not one.get("amount"):
            sentence = (
                "Above an amount of what? Write ‘amount:’ with the key of the question that asks for it."
            )
            mistakes.append(_mistake(service, (*at, "above"), sentence))
    return mistakes


def _mistake(service: PartFile, path: tuple[str | int, ...], sentence: str) -> Mistake:
    place = service.at(*path)
    return Mistake(place.file, place.line, sentence)
