"""`decisions/*.dmn` of a service: tables that its form, and later its process, decide by.

What is wrong in a file is told at its line. Names are held against the form by `reader.py`, which knows the questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from moothall.apps.catalogue.api import Mistake, PartReader, PartSource, instead, text
from moothall.apps.forms.amounts import wrong_amounts
from moothall.kernel import dmn, feel

DECISIONS_SCHEMA: Mapping[str, object] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Decision model",
    "description": "A DMN 1.2 to 1.5 file, as a modeller saves it: decision tables and literal expressions in FEEL.",
    "type": "object",
    "properties": {"text": {"type": "string", "description": "The whole file."}},
}


@dataclass(frozen=True, slots=True)
class ServiceDecisions:
    """Every decision of a service by name, with the file that each model was read from."""

    models: Mapping[str, dmn.Decisions] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for model in self.models.values() for name in model.by_name)

    def model_with(self, name: str) -> dmn.Decisions:
        """Raises KeyError when no file has a decision of that name."""
        for model in self.models.values():
            if name in model.by_name:
                return model
        raise KeyError(name)

    def mistakes(self, types: Mapping[str, feel.Type]) -> tuple[Mistake, ...]:
        """What is wrong once the questions that can be read are known."""
        return tuple(
            Mistake(file, problem.line, problem.sentence)
            for file, model in self.models.items()
            for problem in dmn.check(model, types)[1]
        )

    def type_of(self, name: str, types: Mapping[str, feel.Type]) -> feel.Type:
        """What a decision gives. Raises KeyError as above."""
        return dmn.check(self.model_with(name), types)[0][name]

    def wrong_amounts(self, name: str) -> tuple[Mistake, ...]:
        """What stands in the decision that gives the fee, and is no amount. Raises KeyError as above."""
        file = next(file for file, model in self.models.items() if model is self.model_with(name))
        return tuple(
            Mistake(file, line, sentence)
            for line, sentence in wrong_amounts(self.model_with(name).by_name[name])
        )

    def missing(self, name: str) -> str:
        """The sentence for a decision that is not there."""
        if not self.names:
            return f"There is no decision ‘{name}’. Draw one in a file under decisions/."
        return f"There is no decision ‘{name}’. {instead(name, self.names)}"


def read_decisions(source: PartSource) -> ServiceDecisions:
    """The reader registered with the catalogue. Never raises."""
    models: dict[str, dmn.Decisions] = {}
    taken: dict[str, str] = {}
    for file in source.files:
        place = file.at()
        model, problems = dmn.read(text(file.data.get("text")))
        source.mistakes.extend(Mistake(place.file, problem.line, problem.sentence) for problem in problems)
        for name, decision in model.by_name.items():
            if name in taken:
                said = f"{taken[name]} has a decision ‘{name}’ too. Name this one otherwise."
                source.mistakes.append(Mistake(place.file, decision.line, said))
            taken.setdefault(name, file.path)
        models[place.file or file.path] = model
    return ServiceDecisions(models)


DECISIONS_PART = PartReader(
    "decisions", files="decisions/*.dmn", schema=DECISIONS_SCHEMA, read=read_decisions, order=5
)
