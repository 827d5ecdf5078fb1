"""allauth's views in our look: it decides who may pass, we show the page.

allauth's views are classes that render a template with a dict. `InOurLook` turns that dict into one of our page
dataclasses in one place, so that these pages have the same frame, error summary and wording as all others.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse

from moothall.ui.pages import Page, Problem, show


def problems_of(form: forms.Form, missing: Mapping[str, str]) -> tuple[Problem, ...]:
    """The error summary of a Django form. `missing` says per field what to write when nothing was typed."""
    first = next(iter(form.fields), "")
    found: list[Problem] = []
    for name, errors in form.errors.as_data().items():
        for error in errors:
            field = first if name == NON_FIELD_ERRORS else name
            said = missing.get(name, "") if error.code == "required" else ""
            found += [Problem(said or message.rstrip("."), f"#{field}") for message in error.messages[:1]]
    return tuple(found)


class InOurLook(ABC):
    """Mixed in before one of allauth's views. `page` makes the page dataclass of what allauth worked out."""

    request: HttpRequest
    missing: ClassVar[Mapping[str, str]] = {}

    @abstractmethod
    def page(self, given: Mapping[str, Any]) -> Page:
        """`given` is allauth's template context: the one dict here, met at their edge."""

    def problems(self, given: Mapping[str, Any]) -> tuple[Problem, ...]:
        form = given.get("form")
        return problems_of(form, self.missing) if isinstance(form, forms.Form) and form.is_bound else ()

    def render_to_response(self, context: Mapping[str, Any], **kwargs: object) -> HttpResponse:
        page = self.page(context)
        response = show(self.request, page, status=422 if page.problems else 200)
        response.headers["Cache-Control"] = "no-store"
        return response


def typed(given: Mapping[str, Any], name: str) -> str:
    """What was typed into the field `name`, to be shown again. Never asked for a password or a code."""
    form = given["form"]
    return str(form.data.get(name, "")) if form.is_bound else ""
