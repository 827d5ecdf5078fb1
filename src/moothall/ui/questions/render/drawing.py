"""What every family of widgets is drawn with: the macros, the question's place on its page, the list of widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.ui.environment import components
from moothall.ui.questions.outline import Asked
from moothall.ui.questions.render.shown import Shown


@dataclass(frozen=True, slots=True)
class Place:
    """A question with how it is headed: `size` "l" as the page's h1, "m" as one of several, "" within a group."""

    asked: Asked
    size: str

    @property
    def label(self) -> dict[str, object]:
        if not self.size:
            return {"text": self.asked.label}
        return {
            "text": self.asked.label,
            "classes": f"govuk-label--{self.size}",
            "isPageHeading": self.size == "l",
        }

    @property
    def legend(self) -> dict[str, object]:
        if not self.size:
            return {"text": self.asked.label}
        return {
            "text": self.asked.label,
            "classes": f"govuk-fieldset__legend--{self.size}",
            "isPageHeading": self.size == "l",
        }

    @property
    def fieldset(self) -> dict[str, object] | None:
        """None for a lone checkbox, whose own label says it all."""
        return {"legend": self.legend} if self.asked.label else None

    @property
    def hint(self) -> dict[str, str] | None:
        return {"text": self.asked.hint} if self.asked.hint else None

    def message(self, shown: Shown, field: str) -> dict[str, str] | None:
        sentence = shown.error(field)
        return {"text": sentence, "visuallyHiddenText": _("Error")} if sentence else None


Draw: TypeAlias = Callable[[Place, Any, Shown], Markup]

#: How each widget is drawn; a family adds its own.
DRAWN: dict[type, Draw] = {}


def given(params: Mapping[str, object]) -> dict[str, object]:
    """Without what is None: a macro takes an undefined parameter differently."""
    return {name: value for name, value in params.items() if value is not None}


def unseen_button() -> Markup:
    """Enter in a field means "Continue": where another button comes before that, this one stands first."""
    return Markup(
        '<button type="submit" class="govuk-visually-hidden" tabindex="-1" aria-hidden="true"></button>\n'
    )


@cache
def macro(component: str) -> Callable[[object], Markup]:
    """GOV.UK's macro of a component: `date-input` is `govukDateInput`."""
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    template = components().get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    drawn_by = getattr(template.module, name)

    def call(params: object) -> Markup:
        return Markup(str(drawn_by(params)).strip() + "\n")  # noqa: S704 — the macros escape what they are given

    return call
